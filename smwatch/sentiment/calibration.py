"""What a mean of word lists is worth: the label to expect of it, so that a score means the same whoever gave it.

    calibrated(-0.4, "fr") -> -0.49      p(positive) - p(negative) among texts with such a mean

`lexicons/calibration.json` holds a rising line with a few corners for each language, which tools/train.py learns from
the corpus. 0 stays 0, for there no word is known; and sides are kept, that a score and its label agree.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

Corners = Sequence[tuple[float, float]]  # mean -> score, from -1 to 1, rising


def calibrated(mean: float, lang: str) -> float:
    """The score for a mean of sentences in this language; between the languages' where it isn't known."""
    lines = corners()
    found = [along(lines[one], mean) for one in ([lang] if lang in lines else lines)]
    return round(sum(found) / len(found), 4)


def along(line: Corners, mean: float) -> float:
    """Where the line is."""
    at = min(max(bisect_right(line, (mean, 1.0)), 1), len(line) - 1)
    (left, low), (right, high) = line[at - 1], line[at]
    return low + (high - low) * (mean - left) / (right - left)


@cache
def corners() -> Mapping[str, Corners]:
    """Of each language."""
    found = json.loads(files("smwatch.sentiment.lexicons").joinpath("calibration.json").read_text("utf-8"))
    return {lang: [(mean, score) for mean, score in line] for lang, line in found.items()}
