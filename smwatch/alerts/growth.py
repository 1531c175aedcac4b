"""Is it growing, and how fast? From the times of voices; honest where they are too few to say. Pure.

    doubling(times, since, until) -> Doubling | None     how long it takes to double, as a range
    trend(recent, before, share) -> Trend                the last hours against those before

A rate that grows exponentially, fitted by maximum likelihood to the times themselves; whether there is growth at all is
asked by Laplace's test for trend: D. Cox and P. Lewis, The Statistical Analysis of Series of Events (1966), chapter 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import comb, exp, expm1, log, sinh, sqrt

FEW = 8
"""Voices under which nothing is said of how fast they become more."""

FEW_TO_COMPARE = 6
"""Voices under which nothing is said of whether they become more."""

SURE = 1.645
"""Standard deviations: 5 % on either side."""

DOUBT = 0.05
"""A chance under which the last hours are no longer like those before."""

_STEEPEST = 500.0


class Trend(StrEnum):
    """Where it goes."""

    GROWING = "growing"
    STEADY = "steady"
    FALLING = "falling"
    UNKNOWN = "unknown"  # too few to say


@dataclass(frozen=True, slots=True)
class Doubling:
    """Hours in which the voices an hour double: the likeliest, and from when to when it may well be."""

    hours: float
    low: float
    high: float


def doubling(times: Sequence[float], since: float, until: float) -> Doubling | None:
    """How fast the voices at these times (hours) became more in (since, until]; None: too few, or no growth to see."""
    inside, length = [at - since for at in times if since < at <= until], until - since
    if len(inside) < FEW:
        return None
    n, mean = len(inside), sum(inside) / len(inside) / length  # 0.5 where they are even
    if (mean - 0.5) * sqrt(12 * n) < SURE:
        return None
    steepness = _steepness(mean)
    error = 1 / sqrt(n * max(1e-12, 1 / steepness**2 - 1 / (4 * sinh(steepness / 2) ** 2)))
    unit = length * log(2)
    slowest = max(steepness - SURE * error, steepness / 10)  # of what is so unsure nobody says more than that
    return Doubling(unit / steepness, unit / (steepness + SURE * error), unit / slowest)


def _steepness(mean: float) -> float:
    """The growth over the whole stretch, as a logarithm, that has this mean time; by bisection: it grows with it."""
    low, high = 1e-6, _STEEPEST
    for _ in range(60):
        middle = (low + high) / 2
        if 1 / -expm1(-middle) - 1 / middle < mean:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def trend(recent: int, before: int, share: float) -> Trend:
    """Whether the `recent` voices are more than their `share` (of time, as busy as it usually is) of all; exact."""
    n = recent + before
    if n < FEW_TO_COMPARE:
        return Trend.UNKNOWN
    if _at_least(recent, n, share) < DOUBT:
        return Trend.GROWING
    return Trend.FALLING if _at_least(before, n, 1 - share) < DOUBT else Trend.STEADY


def _at_least(k: int, n: int, share: float) -> float:
    """P(X >= k) of a binomial."""
    if not 0 < share < 1:
        return 1.0
    return sum(exp(log(comb(n, i)) + i * log(share) + (n - i) * log(1 - share)) for i in range(k, n + 1))
