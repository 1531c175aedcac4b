"""What a brand usually gets: its negative voices a day and their share, from its own past.

The past is whole days (UTC) since smwatch began to listen, at most sixty, the recent ones counting more; the last three
days are left out, so that a crisis that builds up doesn't become its own yardstick, and so are the days of the latest
alert and days that stand out by themselves (an older crisis, a spam night). Little data is handled by a weak prior.

    past.take(at, new, negative)                one voice
    past.usual(now, since, alert) -> Usual      rate and share, each with its uncertainty
    past.basis(now, since, alert) -> Basis      the days that they rest on, and those that were left out
    past.kept(now), past.taken_up(kept)         as numbers, and back: to go on with at the next poll (hearing.py)

Rate: gamma posterior; share: beta posterior (Gelman et al., Bayesian Data Analysis, 3rd ed., 2.4 and 2.6).
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf, log
from typing import TYPE_CHECKING, Any

from smwatch.alerts.rhythm import rhythm_of
from smwatch.alerts.tail import rate_point, rate_tail

if TYPE_CHECKING:
    from smwatch.alerts.rhythm import Rhythm

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


_BITS = 32  # of each number in Day.hours


@dataclass(slots=True)
class Day:
    """Distinct voices of one day, and how many of them negative."""

    negative: int = 0
    everyone: int = 0
    hours: int = 0  # everyone by hour UTC: 24 numbers in one, so that days are added up at once


Weighed = tuple[int, Day, float]
"""A day (since 1970), what was heard on it, and how much it counts."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a brand's usual rests on."""

    days: tuple[int, int]  # since 1970: from the first one on, before the second
    calm: list[Weighed]  # those that count
    alert: list[int]  # left out, as the latest alert's
    odd: list[int]  # left out, as they stand out by themselves


class Past:
    """The days of one brand. Memory: a pair of numbers a day."""

    __slots__ = ("_cache", "_days")

    def __init__(self) -> None:
        self._days: dict[int, Day] = {}
        self._cache: tuple[tuple[int, float, tuple[float, float] | None], Usual] | None = None

    def take(self, at: float, new: bool, negative: bool) -> None:
        """Count a voice heard at this time (hours since 1970)."""
        number = int(at // 24)
        day = self._days.get(number)
        if day is None:
            day = self._days[number] = Day()
        day.everyone += new
        day.negative += negative
        if new:
            day.hours += 1 << _BITS * int(at % 24)

    def usual(self, now: float, since: float, alert: tuple[float, float] | None) -> Usual:
        """What is usual at `now`, listening since `since`; `alert`: from when to when the latest alert lasted."""
        key = (int((now - RECENT) // 24), since, alert)
        if self._cache is None or self._cache[0] != key:
            self._cache = key, self._reckon(key[0], since, alert)
            self.forget(now)
        return self._cache[1]

    def forget(self, now: float) -> None:
        """Drop the days that don't count any more."""
        first = int((now - RECENT) // 24) - DAYS - 1
        for day in [d for d in self._days if d < first]:
            del self._days[day]

    def kept(self, now: float) -> array[int]:
        """The days that still count, in numbers: which, negative, everyone, and 24 hours of each."""
        first, kept = int((now - RECENT) // 24) - DAYS - 1, array("i")
        for number, day in self._days.items():
            if number >= first:
                kept.extend((number, day.negative, day.everyone))
                kept.frombytes(day.hours.to_bytes(24 * _BITS // 8, sys.byteorder))
        return kept

    def taken_up(self, kept: Iterator[array[Any]]) -> None:
        """Go on from there."""
        days = next(kept)
        for at in range(0, len(days), 27):
            number, negative, everyone = days[at : at + 3]
            hours = int.from_bytes(days[at + 3 : at + 27].tobytes(), sys.byteorder)
            self._days[number] = Day(negative, everyone, hours)

    def basis(self, now: float, since: float, alert: tuple[float, float] | None) -> Basis:
        """The days that what is usual rests on."""
        end = int((now - RECENT) // 24)
        days, others = _days(end, since, alert), set(_days(end, since, None))
        calm = self._calm_ones(days, end)
        counted = {day for day, _, _ in calm}
        first = min(others, default=end)
        return Basis((first, end), calm, sorted(others.difference(days)), [day for day in days if day not in counted])

    def _calm_ones(self, days: Sequence[int], end: int) -> list[Weighed]:
        return _calm([(day, self._days.get(day, NOTHING), _WEIGHTS[end - day]) for day in days])

    def _reckon(self, end: int, since: float, alert: tuple[float, float] | None) -> Usual:
        calm = self._calm_ones(_days(end, since, alert), end)
        span = negative = everyone = 0.0
        for _, day, weight in calm:
            span += weight
            negative += weight * day.negative
            everyone += weight * day.everyone
        everyone = max(negative, everyone)
        shape, hits, rest = PRIOR_VOICES + negative, PRIOR_NEGATIVE + negative, PRIOR_OTHER + everyone - negative
        less = min(1.0, SURE_SHARE / (hits + rest))
        rate = shape / (PRIOR_DAYS + span) / 24
        return Usual(rate, min(shape, SURE_RATE), hits * less, rest * less, span, _rhythm(calm))


NOTHING = Day()
_WEIGHTS = [0.5 ** (age / HALF_LIFE) for age in range(DAYS + 1)]


def _days(end: int, since: float, alert: tuple[float, float] | None) -> Sequence[int]:
    """The whole days before `end` on which one listened, but for those of an alert."""
    days = range(max(end - DAYS, -int(-since // 24)) if since < inf else end, end)
    if not alert:
        return days
    a, z = alert
    return [day for day in days if not (a < 24 * (day + 2) and 24 * day < min(z, a + LASTING))]


def _calm(days: list[Weighed]) -> list[Weighed]:
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


def _rhythm(days: list[Weighed]) -> Rhythm:
    """When in the week voices were heard on these days."""
    weekdays, seen, hours = [0.0] * 7, [0.0] * 7, 0
    for number, day, _ in days:
        weekday = (number + 3) % 7  # day 0, 1 January 1970, was a Thursday
        weekdays[weekday] += day.everyone
        seen[weekday] += 1
        hours += day.hours
    return rhythm_of([hours >> _BITS * hour & (1 << _BITS) - 1 for hour in range(24)], weekdays, seen)
