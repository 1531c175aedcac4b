"""How unusual is each count of a series, given the counts before it? For counts made by someone else.

    scores = Series(step)               the time between two counts; None: not known
    scores.take(value) -> float         a score in [0, 1] that knows only the values before

What is unusual is growth by a factor, not by a number: counts are compared on a logarithmic scale, with a forgetting
mean and deviation, after what the hour of the day explains. A score of 0.5 is AT_HALF deviations above what is usual.
What was told is not told again: for a day, a value scores only where it is more unusual than all before it. Huge
values move what is usual only as far as a plausible value would.

AT_HALF is where detections are worth most on made-up series (tests/alerts/test_series.py: bursts of four to
twenty-five times the usual, to be found among smaller ones), scored as the Numenta Anomaly Benchmark scores.
"""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from math import log, sqrt
from typing import Final

LEARNING: Final = 50
"""Values before the first score."""

AT_HALF: Final = 4.0
"""Deviations above what is usual that score one half."""

FEW: Final = 5.0
"""Added to each count before its logarithm: one mention more or less is little, where there are few."""

FORGET: Final = 4
"""Days that the mean and the deviation reach back, and"""

FORGET_VALUES: Final = 60
"""so many values at least."""

SMALLEST: Final = 0.02
"""Variance, on the logarithmic scale, that even the calmest series is held to have: a deviation of 15 percent."""

PLAUSIBLE: Final = 4.0
"""Deviations above the mean from which a value is held to be no part of what is usual."""

HOURS: Final = 24
DAY_LEARNS: Final = 0.1
"""How much of what an hour of the day was off goes into what is expected of that hour the next day."""

TOLD: Final = (7, 100_000)
"""Values that what was told is compared with: those of a day, but so many at least and at most."""


class Series:
    """What is usual in one series, as it goes on. Memory: a day of scores."""

    __slots__ = ("_a_day", "_mean", "_of_hours", "_seen", "_told", "_variance", "_worst")

    def __init__(self, step: timedelta | None = None) -> None:
        """`step`: time between two values; where it isn't known, or a day or more, hours of the day explain nothing."""
        days = step.total_seconds() / 86_400 if step else 0.0
        self._a_day = 1 / days if 0 < days < 1 else 0.0  # values a day; 0: no hours to learn
        self._mean = self._variance = 0.0
        self._seen = 0
        self._of_hours = [0.0] * HOURS
        fewest, most = TOLD
        self._told = min(max(fewest, round(self._a_day)), most)
        self._worst = deque[tuple[int, float]]()  # surprises of the last day, each larger than all that came after it

    def take(self, value: float) -> float:
        """The score of a value; then it is learnt."""
        logged, (early, late, share) = log(max(value, 0.0) + FEW), self._hours()
        hour = (1 - share) * self._of_hours[early] + share * self._of_hours[late]
        deviation = sqrt(self._variance + SMALLEST)
        surprise = max(0.0, (logged - hour - self._mean) / deviation) if self._seen >= LEARNING else 0.0
        score = surprise / (surprise + AT_HALF) if self._is_news(surprise) else 0.0
        self._learn(logged - hour, deviation)
        if self._a_day:
            weight = DAY_LEARNS * HOURS / self._a_day
            off = min(logged - hour, self._mean + PLAUSIBLE * deviation) - self._mean
            self._of_hours[early] += min(weight, 1.0) * (1 - share) * off
            self._of_hours[late] += min(weight, 1.0) * share * off
        return score

    def _hours(self) -> tuple[int, int, float]:
        """The two hours of the day that this value stands between (from the first on), and how near the second."""
        place = (self._seen % self._a_day) / self._a_day * HOURS - 0.5 if self._a_day else 0.0
        early = int(place // 1)
        return early % HOURS, (early + 1) % HOURS, place - early

    def _learn(self, value: float, deviation: float) -> None:
        """A logged value, cut to what is plausible; the first ones weigh alike."""
        if self._seen > LEARNING:
            value = min(value, self._mean + PLAUSIBLE * deviation)
        self._seen += 1
        weight = max(1 / max(FORGET * self._a_day, FORGET_VALUES), 1 / self._seen)
        off = value - self._mean
        self._mean += weight * off
        self._variance += weight * (off * (value - self._mean) - self._variance)

    def _is_news(self, surprise: float) -> bool:
        """Whether it is more than all of the last day."""
        worst = self._worst
        while worst and worst[0][0] < self._seen - self._told:
            worst.popleft()
        news = not worst or surprise > worst[0][1]
        while worst and worst[-1][1] <= surprise:
            worst.pop()
        worst.append((self._seen, surprise))
        return news
