"""How alerts do on invented worlds of mentions, beside common rules: `python -m bench.crisis --first 201 --seeds 24`.

    python -m bench.crisis --sensitivity high            one sensitivity of ours alone
    python -m bench.crisis --quiet                       ordinary days only: each alert is a false one
    python -m bench.crisis --rule poisson --rule fixed   and these rules of the bench beside it

The worlds are those of the crisis bench (--bench), whose own score.py counts what came. All goes through
`smwatch alerts backtest`, a process a world. A line for each: recall, precision, false alarms for each brand and month,
median delay in hours, share seen before the peak; with --quiet false alarms a year of each brand.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.program import SMWATCH


@dataclass(frozen=True)
class World:
    """Where a world lies, and the programs of the bench."""

    bench: Path
    folder: Path

    def run(self, script: str, *options: object) -> str:
        """One of the bench's own programs."""
        command = [sys.executable, str(self.bench / script), *map(str, options)]
        return subprocess.run(command, cwd=self.bench, capture_output=True, text=True, check=True).stdout

    def make(self, days: int, *, quiet: bool) -> None:
        """Invent it, of the seed that its folder is named after."""
        self.folder.mkdir()
        options = ["--quiet"] if quiet else []
        self.run("generate.py", "--seed", self.folder.name, "--days", days, "--out", self.folder, *options)

    def judged(self, sensitivity: str) -> Path:
        """What smwatch raises in it."""
        command = [SMWATCH, "alerts", "backtest", "--input", "mentions.jsonl", "--feeds", "feeds.jsonl"]
        out = self.folder / f"smwatch-{sensitivity}.jsonl"
        with out.open("w") as file:
            subprocess.run([*command, "--sensitivity", sensitivity], cwd=self.folder, stdout=file, check=True)
        return out

    def ruled(self, rule: str) -> Path:
        """What one of the bench's rules raises in it."""
        out = self.folder / f"{rule}.jsonl"
        self.run("replay.py", "--data", self.folder, "--detector", f"baselines:{rule}", "--out", out)
        return out


def told(name: str, worlds: list[World], alerts: list[Path]) -> str:
    """A line of what came of all worlds together."""
    pairs = [str(path) for world, raised in zip(worlds, alerts, strict=True)
             for path in (world.folder / "truth.json", raised)]  # fmt: skip
    found = json.loads(worlds[0].run("score.py", *pairs, "--json"))
    if not found["crises"]:
        years, false = found["brand_months"] * 30 / 365.25, found["false_alarms"]
        return f"{name:<10} false alarms a year {false / years:.2f} ({false} in {years:.0f} years)"
    return (
        f"{name:<10} recall {found['recall']:.3f}  precision {found['precision']:.3f}  "
        f"false {found['false_per_brand_month']:.3f}  hours {found['hours_median']:.1f}  "
        f"before {found['before_peak']:.3f}  ({found['crises']} crises)"
    )


def main() -> None:
    """Make the worlds, judge them, tell."""
    ask = argparse.ArgumentParser(description="How alerts do on invented worlds of mentions.")
    ask.add_argument("--bench", type=Path, default=Path("../shared/bench/crisis"))
    ask.add_argument("--first", type=int, default=201)
    ask.add_argument("--seeds", type=int, default=24)
    ask.add_argument("--days", type=int, default=60)
    ask.add_argument("--quiet", action="store_true")
    ask.add_argument("--sensitivity", action="append", choices=("low", "normal", "high"))
    ask.add_argument("--rule", action="append", default=[], help="of the bench's baselines.py")
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as made, ThreadPoolExecutor(os.cpu_count()) as jobs:
        seeds = range(given.first, given.first + given.seeds)
        worlds = [World(given.bench.resolve(), Path(made, str(seed))) for seed in seeds]
        list(jobs.map(lambda world: world.make(given.days, quiet=given.quiet), worlds))
        for sensitivity in given.sensitivity or ["normal"]:
            raised = list(jobs.map(lambda world, how=sensitivity: world.judged(how), worlds))
            print(told(sensitivity, worlds, raised), flush=True)
        for rule in given.rule:
            print(told(rule, worlds, list(jobs.map(lambda world, name=rule: world.ruled(name), worlds))), flush=True)


if __name__ == "__main__":
    main()
