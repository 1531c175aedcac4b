"""What exports cost: `python -m bench.export --mentions 100000 --rounds 3 --only FORMAT`.

A database invented from a seed (bench/store), the real command line in a process of its own for each format, and beside
it a bare loop of sqlite3 and csv over the same rows, as a script would have it. A line each: seconds of the wall and of
the processor (median) of the whole process, times the bare loop, peak memory, size of the file. The bars: csv within 3
times the bare loop, every format under 100 MB, Parquet's beyond what its library takes by being loaded (70 MB); exit
code 1 where one is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.store.make import Shape, config_for, make

SLOWEST, MOST_MEMORY = 3.0, 100.0
FORMATS = ("csv", "excel-csv", "ndjson", "xlsx", "parquet", "atom", "jsonfeed")

_MEASURED = """
import json, os
{work}
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([sum(os.times()[:2]), int(peak) / 1024]))
"""
_BARE = """
import csv, sqlite3
rows = sqlite3.connect({database!r}).execute(
    "SELECT * FROM mentions_flat WHERE current ORDER BY published DESC, id DESC")
with open({file!r}, "w", encoding="utf-8", newline="") as out:
    writer = csv.writer(out)
    writer.writerow([column[0] for column in rows.description])
    for row in rows:
        writer.writerow(row)
"""


def ours(*command: str) -> str:
    """The program's own command line."""
    return f"from smwatch.cli import run; assert run({command!r}) == 0"


class Cost(NamedTuple):
    """What one way of writing them cost."""

    wall: float
    cpu: float
    memory: float  # MB


def cost(work: str, rounds: int) -> Cost:
    """The median of some rounds, each in a process of its own, from its start on; what it runs is compiled before."""
    _once(work)
    return Cost(*(median(column) for column in zip(*(_once(work) for _ in range(rounds)), strict=True)))


def _once(work: str) -> Cost:
    began, code = time.perf_counter(), _MEASURED.format(work=work)
    done = subprocess.run([sys.executable, "-c", code], env=_installed(), capture_output=True, check=True)
    return Cost(time.perf_counter() - began, *json.loads(done.stdout.splitlines()[-1]))


def _installed() -> dict[str, str]:
    """Where code is kept compiled, as pip leaves it, whatever the environment says."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir(), "bench-compiled")), **kept}


def measure(database: Path, rounds: int, formats: Sequence[str]) -> bool:
    """Print what each costs; whether all bars hold."""
    folder = database.parent
    config = config_for(database)
    bare = cost(_BARE.format(database=str(database), file=str(folder / "bare.csv")), rounds)
    print(f"{'':<22} {'wall':>7} {'cpu':>7} {'bare':>6} {'memory':>8} {'size':>8}")
    print(f"{'bare loop':<22} {bare.wall:6.1f}s {bare.cpu:6.1f}s {'':>6} {bare.memory:5.0f} MB")
    loaded = cost("import pyarrow.json, pyarrow.parquet", 1).memory if "parquet" in formats else 0.0
    fine = True
    for what in ("mentions", "daily"):
        for form in formats:
            if what == "daily" and form in {"atom", "jsonfeed"}:
                continue
            file = folder / f"{what}.{form}"
            every = ["--limit", "1000000"] if form in {"atom", "jsonfeed"} else []
            command = ("--config", str(config), "--quiet", "export", what, "--format", form, "-o", str(file), *every)
            took = cost(ours(*command), rounds)
            missed = took.memory - (loaded if form == "parquet" else 0) > MOST_MEMORY or (
                form == "csv" and what == "mentions" and took.cpu > SLOWEST * bare.cpu
            )
            fine = fine and not missed
            size = file.stat().st_size / 1e6
            print(
                f"{what + ' ' + form:<22} {took.wall:6.1f}s {took.cpu:6.1f}s {took.cpu / bare.cpu:5.1f}x "
                f"{took.memory:5.0f} MB {size:5.0f} MB {'MISSED' if missed else ''}",
                flush=True,
            )
    return fine


def main() -> int:
    """Make what isn't there, measure, print."""
    ask = argparse.ArgumentParser(description="What exports cost.")
    ask.add_argument("--folder", type=Path, default=Path("/tmp/bench-export"))
    ask.add_argument("--mentions", type=int, default=100_000)
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--only", choices=FORMATS, action="append")
    given = ask.parse_args()
    database = make(given.folder / f"{given.mentions}.db", Shape(mentions=given.mentions, days=365))
    return 0 if measure(database, given.rounds, given.only or FORMATS) else 1


if __name__ == "__main__":
    sys.exit(main())
