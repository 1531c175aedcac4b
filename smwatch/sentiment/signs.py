"""What the word lists say of the sentences about a brand, in eight numbers that a head can weigh.

    signs(readings) -> Signs      readings of the sentences, with how much each counts

Pure and without libraries: the lexicon scorer reads `mean` and `worst`, the encoder's head all of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from smwatch.sentiment.vader import Reading

Weighed = Sequence[tuple[Reading, float]]


class Signs(NamedTuple):
    """Of sentences that say something; all are 0 but `silent` where none does."""

    mean: float  # of their scores, by their weights, the worst one twice; -1 to 1
    worst: float  # lowest score, 0 at most
    best: float  # highest score, 0 at least
    silent: float  # 1 where no sentence says anything
    good: float  # logarithm of the valences that praise
    bad: float  # of those that blame
    dense_good: float  # valences that praise, by the root of how many words there are
    dense_bad: float  # likewise of those that blame


def signs(readings: Weighed) -> Signs:
    """Add up what the sentences say.

    A complaint outweighs the courtesy around it: tried on the project's own texts, the worst sentence counted twice
    hears more negative ones at no cost.
    """
    telling = [(reading.compound, weight) for reading, weight in readings if reading.compound]
    if not telling:
        return Signs(0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0)
    worst, best = min(0.0, *(score for score, _ in telling)), max(0.0, *(score for score, _ in telling))
    whole = sum(weight for _, weight in telling) + (1 if worst else 0)
    mean = (sum(score * weight for score, weight in telling) + worst) / whole
    values = [value for reading, _ in readings for value in reading.values]
    good, bad = sum(value for value in values if value > 0), -sum(value for value in values if value < 0)
    root = math.sqrt(sum(len(reading.words) for reading, _ in readings) or 1)
    return Signs(mean, worst, best, 0.0, math.log1p(good), math.log1p(bad), good / root, bad / root)
