"""A cron for tests: reads a crontab as cronie does, says when a line is due, and runs one as cron would."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))


@dataclass(frozen=True)
class Line:
    """A line with its five sets and its command, as sh gets it."""

    times: tuple[frozenset[int], ...]
    command: str

    def due(self, at: datetime) -> bool:
        return all(
            value in allowed
            for value, allowed in zip(
                (at.minute, at.hour, at.day, at.month, (at.weekday() + 1) % 7), self.times, strict=True
            )
        )


@dataclass(frozen=True)
class Crontab:
    variables: dict[str, str]
    lines: list[Line]

    def run(self, line: Line, home: Path) -> subprocess.CompletedProcess[str]:
        """Nothing of the environment but what cron gives."""
        given = {"HOME": str(home), "LOGNAME": "somebody", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
        return subprocess.run(
            [self.variables.get("SHELL", "/bin/sh"), "-c", line.command],
            env=given | self.variables,
            cwd=home,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


def read(text: str) -> Crontab:
    """ValueError where a line is none."""
    variables, lines = dict[str, str](), list[Line]()
    for row in text.splitlines():
        if not row.strip() or row.lstrip().startswith("#"):
            continue
        if found := re.fullmatch(r"\s*([A-Za-z_]\w*)\s*=\s*(.*?)\s*", row):
            variables[found[1]] = found[2]
            continue
        *fields, command = row.split(None, 5)
        if len(fields) != 5:
            raise ValueError(row)
        first = re.split(r"(?<!\\)%", command)[0]  # what follows would be its input
        sets = tuple(field(each, *bounds) for each, bounds in zip(fields, RANGES, strict=True))
        lines.append(Line(sets, first.replace("\\%", "%")))
    return Crontab(variables, lines)


def field(text: str, low: int, high: int) -> frozenset[int]:
    found = set[int]()
    for part in text.split(","):
        if part == "*":
            found |= set(range(low, high + 1))
        elif part.isascii() and part.isdigit() and low <= int(part) <= high:
            found.add(int(part))
        else:
            raise ValueError(text)
    return frozenset(found)


def minutes(first: datetime, days: int) -> Iterable[datetime]:
    return (first + timedelta(minutes=n) for n in range(days * 24 * 60))
