"""Stretches of time as a person writes them: "20s", "15m", "1h30m", "24h", "30d", "2w", "forever".

Pure. Reading and writing are inverse: parse_duration(format_duration(x)) == x, for whole seconds.
"""

from __future__ import annotations

import re
from datetime import timedelta

SECONDS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
LONGEST = timedelta(days=36_525)  # a century: no date of today overflows when it is added or taken away
FOREVER = "forever"

_WHOLE = re.compile(r"(?:\s*\d{1,10}\s*[wdhms])++\s*", re.ASCII)
_PART = re.compile(r"(\d{1,10})\s*([wdhms])", re.ASCII)


def parse_duration(text: str) -> timedelta:
    """The stretch of time that `text` writes; ValueError where it writes none, nothing (0s) or more than a century."""
    folded = text.casefold()
    if not _WHOLE.fullmatch(folded):
        raise ValueError(text)
    seconds = sum(int(number) * SECONDS[unit] for number, unit in _PART.findall(folded))
    if not 0 < seconds <= LONGEST.total_seconds():
        raise ValueError(text)
    return timedelta(seconds=seconds)


def format_duration(duration: timedelta | None) -> str:
    """In the largest unit that leaves no rest: 90 minutes are "90m", 24 hours are "1d"; None is "forever"."""
    if duration is None:
        return FOREVER
    seconds = round(duration.total_seconds())
    unit = next(unit for unit, size in SECONDS.items() if seconds % size == 0 and (seconds or size == 1))
    return f"{seconds // SECONDS[unit]}{unit}"
