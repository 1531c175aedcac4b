"""Who is on duty, and when nobody is. Pure.

on_duty(config.duty, at, zone) -> names
longest_gap(config.duty) -> Gap | None         None: somebody always is
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from smwatch.config.hours import MIDNIGHT, MINUTE, Hours, within
from smwatch.config.settings import Duty

WEEK = 7 * MIDNIGHT
"""Minutes."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of the week in which nobody is on duty, from one of its minutes on."""

    start: int  # minutes since Monday began
    length: timedelta

    @property
    def end(self) -> int:
        """The minute in which somebody is there again."""
        return (self.start + self.length // MINUTE) % WEEK


def on_duty(duties: Iterable[Duty], at: datetime, zone: tzinfo | None) -> list[str]:
    """Who is there to be told."""
    return [duty.who for duty in duties if not duty.hours or within(duty.hours, at, zone)]


def longest_gap(duties: Sequence[Duty]) -> Gap | None:
    """The longest; None where somebody always is there, or [[duty]] is not used."""
    if not duties or any(not duty.hours for duty in duties):
        return None
    there = bytearray(WEEK)
    for hours in (hours for duty in duties for hours in duty.hours):
        _mark(there, hours)
    starts = [minute for minute in range(WEEK) if not there[minute] and there[minute - 1]]
    gaps = [(minute, (there + there).find(1, minute) - minute) for minute in starts]
    start, length = max(gaps, key=lambda gap: gap[1], default=(0, 0))
    return Gap(start, length * MINUTE) if length else None


def _mark(there: bytearray, hours: Hours) -> None:
    """The minutes of the week that these hours hold."""
    length = (hours.end - hours.start) % MIDNIGHT or MIDNIGHT
    for day in hours.days:
        start = day * MIDNIGHT + hours.start
        for minute in range(start, start + length):
            there[minute % WEEK] = 1
