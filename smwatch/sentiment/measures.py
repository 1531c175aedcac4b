"""How right labels are: F1 of each label, macro-F1, bootstrap intervals. Pure, without libraries.

measure(pairs) -> Measures        pairs of (true label, label given)
interval(pairs, figure) -> (low, high)
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from smwatch.models import Label

Pairs = Sequence[tuple[Label, Label]]

_RESAMPLED: Final = 1_000  # times for an interval
_SEED: Final = 20100317  # the same interval for the same pairs
_OUTSIDE: Final = 0.025  # of the resamples, at each end: 95 % lie between


class Measures(NamedTuple):
    """Figures from 0 to 1. Source of macro-F1: the mean over the labels that occur, as the field reports it."""

    texts: int
    macro: float
    f1: float  # of the negative label: what an alert depends on
    precision: float  # likewise
    recall: float  # likewise


def measure(pairs: Pairs) -> Measures:
    """Of labels given to texts whose labels are known."""
    both = Counter(pairs)
    true, given = Counter(right for right, _ in pairs), Counter(said for _, said in pairs)
    by_label = {label: _f1(both[label, label], given[label], true[label]) for label in Label}
    precision, recall, f1 = by_label[Label.NEGATIVE]
    macro = sum(by_label[label][2] for label in true) / max(1, len(true))
    return Measures(len(pairs), macro, f1, precision, recall)


def _f1(right: int, given: int, true: int) -> tuple[float, float, float]:
    precision, recall = right / given if given else 0.0, right / true if true else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def interval(pairs: Pairs, figure: Callable[[Pairs], float]) -> tuple[float, float]:
    """Between which values a figure lies in 95 of 100 samples like this one (bootstrap, percentiles).

    Source: B. Efron and R.J. Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.
    """
    chance = random.Random(_SEED)  # noqa: S311 - no secret
    values = sorted(figure(chance.choices(pairs, k=len(pairs))) for _ in range(_RESAMPLED))
    cut = int(_OUTSIDE * _RESAMPLED)
    return values[cut], values[-cut - 1]
