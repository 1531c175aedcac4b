"""How often words stand in texts about any brand: what stands out where a brand has no past is against this.

The lists were counted in the corpus of this project (`tools/usual.py`): a line for each count, then the words that have
it.

    usual("fr") -> Usual(texts=2100, words=13.1, counts={"produit": 61, ...})
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from smwatch.text.listed import lines_of


class Usual(NamedTuple):
    """In how many texts of how many a word stands; those that are left out stand in two or none."""

    texts: int
    words: float  # telling ones of a text, on average
    counts: Mapping[str, int]


@cache
def usual(lang: str) -> Usual:
    """What is usual in French or English; for another language nothing is known, and both are taken."""
    if lang not in {"fr", "en"}:
        french, english = usual("fr"), usual("en")
        words = french.counts.keys() | english.counts.keys()
        both = {word: french.counts.get(word, 0) + english.counts.get(word, 0) for word in words}
        return Usual(french.texts + english.texts, (french.words + english.words) / 2, both)
    rows = [line.split(" ") for line in lines_of(__package__, f"{lang}.txt")]
    texts, telling = next((int(row[1]), int(row[2])) for row in rows if row[0] == "*")
    return Usual(texts, telling / texts, {word: int(n) for n, *words in rows if n != "*" for word in words})
