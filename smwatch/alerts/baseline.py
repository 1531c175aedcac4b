"""What a brand usually gets: its negative voices a day and their share, from its own past.

The past is whole days (UTC) since smwatch began to listen, at most sixty, the recent ones counting more; the last three
days are left out, so that a crisis that builds up doesn't become its own yardstick, and so are the days of the latest
alert and days that stand out by themselves (an older crisis, a spam night). Little data is handled by a weak prior.

    past.take(at, new, negative)                one voice
    past.usual(now, since, alert) -> Usual      rate and share, each with its uncertainty
    past.kept(now), past.taken_up(kept)         as numbers, and back: to go on with at the next poll (hearing.py)

Rate: gamma posterior; share: beta posterior (Gelman et al., Bayesian Data Analysis, 3rd ed., 2.4 and 2.6).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf, log
from typing import Any

from smwatch.alerts.rhythm import Rhythm, rhythm_of
from smwatch.alerts.tail import rate_point, rate_tail

DAYS = 60
"""How far back the past goes."""

RECENT = 72.0
"""Hours that are not yet past; at least voices.LATE, so that a past day can't change any more."""

HALF_LIFE = 30.0
"""Days after which a day of the past counts half."""

PRIOR_VOICES, PRIOR_DAYS = 0.5, 1.0
"""The rate before anything is known, as if half a negative voice had been heard in a day of listening."""

PRIOR_NEGATIVE, PRIOR_OTHER = 3.0, 15.0
"""The share before anything is known, as if three of eighteen voices had been negative."""

SURE_RATE, SURE_SHARE = 12.0, 60.0
"""No rate is taken as better known than a gamma of this shape, no share better than by so many voices: days differ."""

LASTING = 7 * 24.0
"""Hours of an alert that are left out of the past; what goes on for longer is the new usual."""

ODD = log(1e-3)
"""A past day with a smaller chance than this, given the calmer days, was no usual day."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual for a brand now: negative voices an hour, and the share of negative ones, as distributions."""

    rate: float  # negative voices in an average hour, expected
    shape: float  # of the gamma distribution of that rate
    share_hits: float  # beta distribution of the share of negative voices
    share_rest: float
    days: float  # how many days it rests on, the recent ones counting more; under about 7 it is mostly a guess
    rhythm: Rhythm  # of the week

    def expected(self, since: float, until: float) -> float:
        """Voices expected in a stretch of time (hours since 1970)."""
        return self.rate * self.rhythm.between(since, until)


@dataclass(slots=True)
class Day:
    """Distinct voices of one day, and how many of them negative."""

    negative: int = 0
    everyone: int = 0
    hours: list[int] = field(default_factory=lambda: [0] * 24)  # everyone, by hour UTC


class Past:
    """The days of one brand. Memory: a pair of numbers a day."""

    __slots__ = ("_cache", "_days")

    def __init__(self) -> None:
        self._days: dict[int, Day] = {}
        self._cache: tuple[tuple[int, float, tuple[float, float] | None], Usual] | None = None

    def take(self, at: float, new: bool, negative: bool) -> None:
        """Count a voice heard at this time (hours since 1970)."""
        day = self._days.setdefault(int(at // 24), Day())
        day.everyone += new
        day.negative += negative
        day.hours[int(at % 24)] += new

    def usual(self, now: float, since: float, alert: tuple[float, float] | None) -> Usual:
        """What is usual at `now`, listening since `since`; `alert`: from when to when the latest alert lasted."""
        key = (int((now - RECENT) // 24), since, alert)
        if self._cache is None or self._cache[0] != key:
            self._cache = key, self._reckon(key[0], since, alert)
            for day in [d for d in self._days if d < key[0] - DAYS - 1]:
                del self._days[day]
        return self._cache[1]

    def kept(self, now: float) -> array[int]:
        """The days that still count, in numbers: which, negative, everyone, and 24 hours of each."""
        first, kept = int((now - RECENT) // 24) - DAYS - 1, array("i")
        for number, day in self._days.items():
            if number >= first:
                kept.extend((number, day.negative, day.everyone, *day.hours))
        return kept

    def taken_up(self, kept: Iterator[array[Any]]) -> None:
        """Go on from there."""
        days = next(kept).tolist()
        for at in range(0, len(days), 27):
            number, negative, everyone, *hours = days[at : at + 27]
            self._days[number] = Day(negative, everyone, hours)

    def _reckon(self, end: int, since: float, alert: tuple[float, float] | None) -> Usual:
        first = max(end - DAYS, -int(-since // 24))
        a, z = alert or (inf, inf)
        days = [d for d in range(first, end) if not (a < 24 * (d + 2) and 24 * d < min(z, a + LASTING))]
        calm = _calm([(d, self._days.get(d, NOTHING), 0.5 ** ((end - d) / HALF_LIFE)) for d in days])
        span = sum(weight for _, _, weight in calm)
        negative = sum(weight * day.negative for _, day, weight in calm)
        everyone = max(negative, sum(weight * day.everyone for _, day, weight in calm))
        shape, hits, rest = PRIOR_VOICES + negative, PRIOR_NEGATIVE + negative, PRIOR_OTHER + everyone - negative
        less = min(1.0, SURE_SHARE / (hits + rest))
        rate = shape / (PRIOR_DAYS + span) / 24
        return Usual(rate, min(shape, SURE_RATE), hits * less, rest * less, span, _rhythm(calm))


NOTHING = Day()


def _calm(days: list[tuple[int, Day, float]]) -> list[tuple[int, Day, float]]:
    """The days but for those that stand out: from the calmest up, until one is too much for the calmer ones."""
    days = sorted(days, key=lambda item: item[1].negative)
    shape, span = PRIOR_VOICES, PRIOR_DAYS
    for i, (_, day, weight) in enumerate(days):
        odd = 3 * i >= 2 * len(days) and day.negative * span > 2 * shape  # at most a third of them, and twice the usual
        if odd and _is_odd(day.negative, shape / span, min(shape, SURE_RATE)):
            return days[:i]
        shape, span = shape + weight * day.negative, span + weight
    return days


def _is_odd(seen: int, mean: float, shape: float) -> bool:
    return rate_point(seen, mean, shape) < ODD and rate_tail(seen, mean, shape) < ODD


def _rhythm(days: list[tuple[int, Day, float]]) -> Rhythm:
    """When in the week voices were heard on these days."""
    weekdays, seen = [0.0] * 7, [0.0] * 7
    for number, day, _ in days:
        weekday = (number + 3) % 7  # day 0, 1 January 1970, was a Thursday
        weekdays[weekday] += day.everyone
        seen[weekday] += 1
    return rhythm_of([sum(hour) for hour in zip(*(day.hours for _, day, _ in days), strict=True)], weekdays, seen)
