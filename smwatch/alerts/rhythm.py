"""The hours and days at which a brand is spoken of: a 1-hour window at noon is not one at four in the morning.

Learned from the brand's own voices of any feeling, hours of the day and days of the week apart, each pulled towards
an even week as long as there is little to learn from: under some two hundred voices it is nearly flat. Hours are UTC.

    rhythm_of(by_hour, by_weekday, ...) -> Rhythm
    rhythm.between(since, until) -> hours of an average week that the stretch amounts to
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

WEEK, DAY = 168, 24

THURSDAY = 3 * DAY
"""Hours since 1970 count from a Thursday, 00:00 UTC."""

PULL = 15.0
"""Voices, at the usual rate, that pull each hour of the day, and each day of the week, towards the average."""


class Rhythm:
    """How busy each hour of the week is; the average hour is 1."""

    __slots__ = ("_sums", "_week")

    def __init__(self, week: Sequence[float]) -> None:
        """`week`: 168 numbers from Monday 00:00 UTC, of any scale."""
        mean = sum(week) / WEEK
        self._week = [x / mean for x in week]
        self._sums = [0.0, *accumulate(self._week)]

    def between(self, since: float, until: float) -> float:
        """How many average hours a stretch amounts to (both ends in hours since 1970)."""
        return self._until(until) - self._until(since)

    def _until(self, at: float) -> float:
        weeks, hour = divmod(at + THURSDAY, WEEK)
        whole = int(hour)
        return weeks * WEEK + self._sums[whole] + (hour - whole) * self._week[min(whole, WEEK - 1)]


FLAT = Rhythm([1.0] * WEEK)


def rhythm_of(hours: Sequence[float], weekdays: Sequence[float], days: Sequence[float]) -> Rhythm:
    """Voices by hour of the day, by weekday (Monday first), and on how many such weekdays they were heard."""
    voices, span = sum(hours), sum(days)  # no days: no hours either
    if not voices:
        return FLAT
    smooth = [(hours[h - 1] + hours[h] + hours[(h + 1) % DAY]) / 3 for h in range(DAY)]
    by_hour = [x + PULL for x in smooth]  # of any scale
    by_day = [(heard + PULL) / (n * voices / span + PULL) for heard, n in zip(weekdays, days, strict=True)]
    return Rhythm([d * h for d in by_day for h in by_hour])
