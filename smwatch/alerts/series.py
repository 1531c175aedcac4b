"""How unusual is each count of a series, given the counts before it? For counts made by someone else.

    score_series(values) -> Iterator[float]     a score in [0, 1] for each value, knowing only the values before it

Two windows, the value itself and the mean of the last twelve, each against a forgetting average of what came before:
their negative binomial tail, with the overdispersion that the series itself shows. The score grows with the logarithm
of that chance: 0 is usual, 0.5 is a chance of 1 in 10^4, 0.75 of 1 in 10^12. Huge values move the average only by as
much as a plausible value would.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from math import log

from smwatch.alerts.tail import rate_tail

LEARNING = 50
"""Values before the first score."""

FORGET = 1 / 576
"""Weight of a new value in what is usual: two days of five-minute counts."""

SMOOTH = 12
"""Values in the longer window."""

HALFWAY = 4 * log(10)
"""Log of the chance that scores one half."""

PLAUSIBLE = 4.0
"""Standard deviations above the mean from which a value is held to be no part of what is usual."""


class _Usual:
    """A forgetting mean and variance of counts; the first values weigh alike."""

    def __init__(self) -> None:
        self.mean, self.variance, self.seen = 0.0, 0.0, 0

    def add(self, value: float) -> None:
        """Learn a value, cut to what is plausible."""
        self.seen += 1
        weight = max(FORGET, 1 / self.seen)
        if self.seen > LEARNING:
            value = min(value, self.mean + PLAUSIBLE * max(1.0, self.variance**0.5))
        off = value - self.mean
        self.mean += weight * off
        self.variance += weight * (off * (value - self.mean) - self.variance)

    def surprise(self, value: float) -> float:
        """Minus the log of the chance of so much or more."""
        mean = max(self.mean, 0.1)
        shape = mean**2 / max(self.variance - mean, 1e-3 * mean)
        return -rate_tail(round(value), mean, min(shape, 1e4)) if value > mean else 0.0


def score_series(values: Iterable[float]) -> Iterator[float]:
    """One score a value; the first LEARNING ones are 0."""
    single, smooth = _Usual(), _Usual()
    last = deque[float](maxlen=SMOOTH)
    for value in values:
        last.append(value)
        mean = sum(last) / len(last)
        surprise = max(single.surprise(value), smooth.surprise(mean)) if single.seen >= LEARNING else 0.0
        yield surprise / (surprise + HALFWAY)
        single.add(value)
        smooth.add(mean)
