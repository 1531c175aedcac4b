"""How long a command takes before it answers: `python -m bench.start --rounds 15`.

Whole processes, by turns with an empty one of Python's: `--help`, then `status` and the first page of `mentions` with
100,000 mentions in the database (invented from a seed, bench/store), and at last the demo once. Milliseconds of the
wall: the median, and how many times the empty process.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench.program import SMWATCH
from bench.store.make import Shape, config_for, make

PASS = (sys.executable, "-c", "pass")


def took(command: Sequence[str], env: dict[str, str]) -> float:
    """Milliseconds from its start to its end."""
    began = time.perf_counter()
    subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=True)
    return 1e3 * (time.perf_counter() - began)


def main() -> None:
    """Make what isn't there, measure, print."""
    ask = argparse.ArgumentParser(description="How long a command takes before it answers.")
    ask.add_argument("--folder", type=Path, default=Path("/tmp/bench-export"))
    ask.add_argument("--mentions", type=int, default=100_000)
    ask.add_argument("--rounds", type=int, default=15)
    given = ask.parse_args()
    database = make(given.folder / f"{given.mentions}.db", Shape(mentions=given.mentions, days=365))
    config = config_for(database)
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    of = (SMWATCH, "--config", str(config))
    commands = {"--help": (SMWATCH, "--help"), "status": (*of, "status"), "mentions": (*of, "mentions")}
    for name, command in commands.items():
        took(command, env)
        rounds = [(took(PASS, env), took(command, env)) for _ in range(given.rounds)]
        empty, ours = (median(column) for column in zip(*rounds, strict=True))
        times = median(one / other for other, one in rounds)
        print(f"{name:<10} {ours:6.0f} ms, an empty process {empty:5.0f} ms: {times:5.1f} times", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        print(f"demo       {took((SMWATCH, 'demo', '--folder', folder + '/demo'), env) / 1e3:6.1f} s")


if __name__ == "__main__":
    main()
