"""Texts that take other programs hours: `python -m bench.linear`. Ten megabytes against three queries, whole processes.

A line each: seconds of the wall.
"""

from __future__ import annotations

import json
import subprocess
import time

from bench.program import SMWATCH

QUERIES = {
    "NEAR chain": "a NEAR/50 b NEAR/50 c",
    "200 ORs": " OR ".join(f"mot{number}" for number in range(200)),
    "(a+)+b": "/(a+)+b/",
}


def main() -> None:
    """Measure, print."""
    text = json.dumps({"id": "1", "text": "a " * 5_000_000}).encode()
    for name, query in QUERIES.items():
        began = time.perf_counter()
        command = (SMWATCH, "brands", "test", "--query", query)
        subprocess.run(command, input=text, stdout=subprocess.DEVNULL, check=True)
        print(f"{name:<10} {time.perf_counter() - began:5.2f} s", flush=True)


if __name__ == "__main__":
    main()
