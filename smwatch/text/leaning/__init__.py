"""What a word's spelling says about French or English: weights of words and of their pieces, learned from the corpus.

`tools/language.py` learns them from the hands of `corpus/` that are for training, and writes weights.txt: a line for
each weight, then the words and pieces that have it. "^" is a word's beginning and "$" its end: "^qu", "ing$", "^chu$".

    lean("ouvrir") -> 3.1        above 0 French, below English; a logit: the words of a text add up
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Final

from smwatch.text.listed import lines_of, listed

LEARNED: Final = ("fr", "en")
LONGEST: Final = 24  # letters read of a word
SCALE: Final = 10  # what is written is so many times the weight, as a whole number


def lean(word: str, unseen: float = 1.0) -> float:
    """How much a word (lower case, straight apostrophes) looks French (above 0) or English (below).

    A word that was never met whole leans `unseen` times as far as its pieces say.
    """
    weights = _weights()
    whole, *parts = pieces(word)
    total = sum([weights[part] for part in parts if part in weights]) / SCALE
    return total + weights[whole] / SCALE if whole in weights else total * unseen


def pieces(word: str) -> list[str]:
    """The word itself, and its pieces, with its beginning and its end."""
    whole = f"^{word[:LONGEST]}$"
    twos = [one + two for one, two in pairwise(whole)]
    return [whole, *twos, *(two + last for two, last in zip(twos, whole[2:], strict=False))]


@cache
def _weights() -> dict[str, int]:
    rows = (line.split(" ") for line in lines_of(__name__, "weights.txt"))
    return {piece: int(weight) for weight, *of in rows for piece in of}


@cache
def common_words(lang: str) -> frozenset[str]:
    """Words that only one of the two writes, beside function words; lower case, with their accents."""
    return frozenset(listed(__name__, f"{lang}.txt"))
