"""What is measured, and how: a command's output holds the figures."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
TABLE = Path(__file__).with_name("table.toml")
PLACES = {"BENCHES": "../shared/bench", "DATA": "../shared/data"}
"""Where benches and labelled texts lie that are no part of this repository, unless the environment says otherwise."""

Said = Mapping[str, str]
"""A text by its language."""


@dataclass(frozen=True)
class Row:
    """One figure of a command's output.

    `got` and `beside` (the peer's) are patterns whose first group is the number, or paths into JSON ("$.cold.wall_s");
    two of them with " / " between are their quotient.
    """

    what: Said
    got: str
    bar: str = ""
    unit: str = ""
    peer: Said = field(default_factory=dict)
    beside: str = ""
    why: Said = field(default_factory=dict)

    def keeps(self, value: float) -> bool:
        """Whether the bar is kept: "<= 2", ">= .86", "= 0"."""
        how, _, bar = self.bar.partition(" ")
        return {"<=": value <= float(bar), ">=": value >= float(bar), "=": value == float(bar)}[how]


@dataclass(frozen=True)
class Probe:
    """A command, and what is read from it; {run} in it is the run's number."""

    name: str
    what: Said
    command: str
    rows: tuple[Row, ...]
    runs: int = 3
    minutes: float = 1

    def lacking(self) -> str:
        """The folders that it needs and that aren't here."""
        return ", ".join(
            name for name, at in places().items() if f"${name}" in self.command and not (ROOT / at).exists()
        )


def probes() -> list[Probe]:
    """All that can be measured, in the page's order."""
    found = []
    for one in tomllib.loads(TABLE.read_text("utf-8"))["probe"]:
        rows = tuple(Row(**row) for row in one.pop("row"))
        found.append(Probe(**one, rows=rows))
    return found


def words() -> dict[str, dict[str, str]]:
    """What the page says around the figures, by language."""
    found: dict[str, dict[str, str]] = tomllib.loads(TABLE.read_text("utf-8"))["page"]
    return {lang: {"lang": lang, **texts} for lang, texts in found.items()}


def places() -> dict[str, str]:
    """The variables that commands use."""
    return {name: os.environ.get(name, usual) for name, usual in PLACES.items()}


def path() -> str:
    """Where programs are looked for: beside this Python first."""
    return f"{Path(sys.executable).parent}:{os.environ['PATH']}"


def figure(pattern: str, said: str) -> float | None:
    """The number in what a command said; None where it isn't there."""
    one, _, other = pattern.partition(" / ")
    if other:
        above, below = figure(one, said), figure(other, said)
        return None if above is None or not below else above / below
    if one.startswith("$."):
        try:
            found: Any = json.loads(said[said.index("{") : said.rindex("}") + 1])
            for key in one[2:].split("."):
                found = found[key]
        except (ValueError, KeyError, TypeError):
            return None
        return None if found is None else float(found)
    match = re.search(one, said, re.MULTILINE)
    return float(match[1].replace(",", "")) if match else None


def measured(probe: Probe, runs: int) -> dict[str, Any]:
    """Run it, and read each row's figures: {"at", "commit", "minutes", "got": {row: [...]}, "beside": {row: [...]}}."""
    env, began = {**os.environ, **places(), "PATH": path(), "PYTHONPATH": str(ROOT)}, time.monotonic()
    got, beside = ({row.what["en"]: list[float]() for row in probe.rows} for _ in range(2))
    for run in range(1, runs + 1):
        command = ["bash", "-c", probe.command.replace("{run}", str(run))]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        said = done.stdout + done.stderr
        for row in probe.rows:
            for pattern, found in ((row.got, got), (row.beside, beside)):
                value = figure(pattern, said) if pattern else None
                if value is not None:
                    found[row.what["en"]].append(value)
                elif pattern:
                    print(f"  run {run}, exit {done.returncode}: no {pattern!r} in\n{said[-1500:]}", flush=True)
    return {
        "at": f"{datetime.now(UTC):%Y-%m-%d}",
        "commit": _said_by("git", "rev-parse", "--short", "HEAD"),
        "minutes": round((time.monotonic() - began) / 60, 1),
        "got": got,
        "beside": {name: values for name, values in beside.items() if values},
    }


def machine() -> dict[str, Any]:
    """What they were measured on."""
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text("ascii", "replace"))
    return {
        "cores": len(os.sched_getaffinity(0)),
        "model": model[1] if model else platform.machine(),
        "memory": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "python": platform.python_version(),
    }


def _said_by(*command: str) -> str:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
