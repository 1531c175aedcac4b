"""What was to be expected, day by day, for a picture: the voices that came, and the band in which they usually are.

    record = Record(kind, since)    since when smwatch listens
    record.take(heard)              in the order of fetching
    record.bars() -> Bars           by the hour, the day or the week, as long as it is

The band is that of the predictive distribution (tail.py) with what was known at the beginning of the day; it begins
when smwatch has listened for long enough to judge. Pure; memory: some numbers for each day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp

from smwatch.alerts.listener import LEARNING, Listener
from smwatch.alerts.tail import rate_point
from smwatch.alerts.voices import hours
from smwatch.models import AlertKind, Heard

SHARES = (0.01, 0.1, 0.9, 0.99)
"""Where the bands end: 80 % of such times are between the middle ones, 98 % between the outer ones."""

STEPS = ((14 * 24, 1), (3 * 366 * 24, 24))
"""Up to so many hours in all a bar is an hour, then a day; of more, a week."""

WEEK = 7 * 24

Band = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Bars:
    """Voices by even steps, and the band at each; None: nothing was known yet."""

    since: float  # hours since 1970
    step: int  # hours
    voices: tuple[int, ...]
    bands: tuple[Band | None, ...]


class Record:
    """One brand's voices as they came, with what was known each day."""

    def __init__(self, kind: AlertKind, since: datetime) -> None:
        """Nothing was heard yet."""
        self._listener, self._began = Listener(kind, since), hours(since)
        self._voices = Counter[int]()  # by hour
        self._known = dict[int, tuple[float, tuple[float, ...]]]()  # day -> shape, what is expected each hour
        self._days = range(0)  # since 1970, from the first on which something was found

    def take(self, heard: Heard) -> None:
        """One mention more."""
        day = int(hours(heard.fetched) // 24)
        days = self._days or range(day, day)
        for begun in range(days.stop, day + 1):
            self._know(begun)
        self._days = range(days.start, max(days.stop, day + 1))
        if self._listener.take(heard):
            self._voices[int(hours(heard.published))] += 1

    def _know(self, day: int) -> None:
        """What is expected of a day, at its beginning."""
        start = 24.0 * day
        self._listener.voices.forget(start)
        if start - self._began >= LEARNING:
            usual = self._listener.usual(start, None)
            expected = (usual.expected(start + hour, start + hour + 1) for hour in range(24))
            self._known[day] = usual.shape, tuple(expected)

    def bars(self) -> Bars:
        """All of it, to the end of the last day."""
        if not self._days:
            return Bars(0.0, 24, (), ())
        first = min([self._days.start, *(hour // 24 for hour in self._voices)])
        span = 24 * (self._days.stop - first)
        step = next((step for longest, step in STEPS if span <= longest), WEEK)
        starts = range(24 * first, 24 * self._days.stop, step)
        voices = Counter[int]()
        for hour, n in self._voices.items():
            voices[(hour - 24 * first) // step] += n
        counted = tuple(voices[i] for i in range(len(starts)))
        return Bars(24.0 * first, step, counted, tuple(self._band(start, step) for start in starts))

    def _band(self, start: int, step: int) -> Band | None:
        """The band of some hours, with what was known when they began; of a week, as its first day was known."""
        known = self._known.get(start // 24)
        if known is None:
            return None
        shape, expected = known
        within = expected[start % 24 : start % 24 + step]
        return quantiles(sum(within) * step / len(within), shape)


def quantiles(mean: float, shape: float, shares: Sequence[float] = SHARES) -> Band:
    """The least counts that so large a share of all are at most; `shares` rise."""
    if mean <= 0:
        return (0, 0, 0, 0)
    a, b, c, d = _quantiles(mean, shape, shares)
    return a, b, c, d


def _quantiles(mean: float, shape: float, shares: Sequence[float]) -> Iterator[int]:
    k, so_far = 0, exp(rate_point(0, mean, shape))
    for share in shares:
        while so_far < share:
            k += 1
            so_far += exp(rate_point(k, mean, shape))
        yield k
