"""Hours of the week, as quiet hours and duties are written: "22:00-07:00", "mon-fri 08:00-18:00", "sat,sun". Pure.

    parse_hours(text) -> Hours                     ValueError where it says no such thing
    within(hours, at, zone) -> bool
    always(quiet, duty) -> bool                    whether they leave no time at all
    end_of(held, at) -> datetime                   the first minute that isn't held any more

Clocks are read as people read them: what is written holds on the wall, the hour that comes twice in autumn holds twice,
and that which is left out in spring ends with the jump.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

_NAMES = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
)
DAYS = {name: n for names in _NAMES for n, day in enumerate(names.split()) for name in (day, day[:3])}
LONGEST = timedelta(days=8)  # what is held for longer has no end: all hours of the week are in it
MINUTE = timedelta(minutes=1)
MIDNIGHT = 24 * 60
SOME_MONDAY = datetime(2010, 3, 22)  # noqa: DTZ001 - a clock on the wall, wherever

_CLOCK = re.compile(r"([01]?\d|2[0-4])(?::|\s?h\s?)([0-5]\d)?", re.ASCII)
_HOURS = re.compile(
    r"(?:(?P<days>[a-z,\s-]+?)(?:\s+|$))?(?:(?P<start>\d[\dh: ]*?)\s*-\s*(?P<end>\d[\dh: ]*))?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Hours:
    """Some days (0 is Monday) from a minute of the day to another; past midnight it is the next day's."""

    days: frozenset[int]
    start: int
    end: int

    def hold(self, at: datetime) -> bool:
        """Whether this time on the wall is in them; what goes past midnight belongs to the day on which it began."""
        minute, day = at.hour * 60 + at.minute, at.weekday()
        if self.start < self.end:
            return day in self.days and self.start <= minute < self.end
        yesterday = (day - 1) % 7
        return (day in self.days and minute >= self.start) or (yesterday in self.days and minute < self.end)


def parse_hours(text: str) -> Hours:
    """What the text says; ValueError where it says no hours."""
    said = text.strip().lower()
    match = _HOURS.fullmatch(said)
    if not said or not match:
        raise ValueError(text)
    days = _days(match["days"]) if match["days"] else frozenset(range(7))
    if match["start"] is None:
        return Hours(days, 0, MIDNIGHT)
    start, end = _minute(match["start"]), _minute(match["end"])
    if start in {end, MIDNIGHT}:
        raise ValueError(text)
    return Hours(days, start, end)


def within(hours: Iterable[Hours], at: datetime, zone: tzinfo | None) -> bool:
    """Whether it is in any of them, by the clock on the wall there (None: the machine's)."""
    local = at.astimezone(zone)
    return any(one.hold(local) for one in hours)


def end_of(held: Callable[[datetime], bool], at: datetime) -> datetime:
    """The first full minute from `at` on that isn't held; `at` itself where it isn't, or where there is no end."""
    if not held(at):
        return at
    moment = at.astimezone(UTC).replace(second=0, microsecond=0)
    for _ in range(LONGEST // MINUTE):
        moment += MINUTE
        if not held(moment):
            return moment
    return at


def always(quiet: Iterable[str], duty: Iterable[str] = ()) -> bool:
    """Whether these hours, as they are written, leave no minute of the week; or none of those of `duty`.

    What says no hours is told elsewhere, and leaves all.
    """
    try:
        held, there = [parse_hours(one) for one in quiet], [parse_hours(one) for one in duty]
    except ValueError:
        return False
    if not held:
        return False
    week = (SOME_MONDAY + n * MINUTE for n in range(7 * MIDNIGHT))
    return all(any(one.hold(at) for one in held) for at in week if not there or any(one.hold(at) for one in there))


def _days(text: str) -> frozenset[int]:
    found = set[int]()
    for part in text.replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        begin, end = _day(first), _day(last if dash else first)
        found |= {(begin + n) % 7 for n in range((end - begin) % 7 + 1)}
    return frozenset(found)


def _day(text: str) -> int:
    if text not in DAYS:
        raise ValueError(text)
    return DAYS[text]


def _minute(text: str) -> int:
    match = _CLOCK.fullmatch(text.strip())
    if not match:
        raise ValueError(text)
    minute = int(match[1]) * 60 + int(match[2] or 0)
    if minute > MIDNIGHT:
        raise ValueError(text)
    return minute
