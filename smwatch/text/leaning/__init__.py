"""What a word's spelling says about French or English: weights of words and of pieces of words, learned from the corpus.

`tools/language.py` learns them from the hands of `corpus/` that are for training, and writes weights.txt: a line for
each weight, then the words and pieces that have it. "^" is a word's beginning and "$" its end: "^qu", "ing$", "^chu$".

    lean("ouvrir") -> 3.1        above 0 French, below English; a logit: the words of a text add up
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

LEARNED: Final = ("fr", "en")
LONGEST: Final = 24  # letters read of a word
SIZES: Final = (2, 3, 4)  # of pieces, the ends counted
SCALE: Final = 10  # what is written is so many times the weight, as a whole number


def lean(word: str) -> float:
    """How much a word (lower case, straight apostrophes) looks French (above 0) or English (below)."""
    weights = _weights()
    return sum(weights.get(piece, 0) for piece in pieces(word)) / SCALE


def is_learned(word: str) -> bool:
    """Whether the whole word has a weight, not only pieces of it."""
    return f"^{word}$" in _weights()


def pieces(word: str) -> set[str]:
    """The word itself, and its pieces, with its beginning and its end."""
    whole = f"^{word[:LONGEST]}$"
    found = {whole[at : at + size] for size in SIZES for at in range(len(whole) - size + 1)}
    found.add(whole)
    return found


@cache
def _weights() -> dict[str, int]:
    lines = files(__name__).joinpath("weights.txt").read_text("utf-8").splitlines()
    rows = (line.split(" ") for line in lines if not line.startswith("#"))
    return {piece: int(weight) for weight, *of in rows for piece in of}


@cache
def common_words(lang: str) -> frozenset[str]:
    """Words that only one of the two writes, beside function words; lower case, with their accents."""
    lines = files(__name__).joinpath(f"{lang}.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
