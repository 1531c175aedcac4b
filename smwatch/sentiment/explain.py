"""What made a score: each word's valence and the rules that fired, as data for `smwatch sentiment explain`.

explain(passage, name) -> Explanation
"""

from __future__ import annotations

from dataclasses import dataclass

from smwatch.protocols import Passage
from smwatch.sentiment.about import pieces
from smwatch.sentiment.scorers import READERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A sentence that was scored."""

    text: str
    weight: float  # how much it counts: a title that names the brand counts twice
    score: float  # -1 to 1
    words: tuple[tuple[str, float], ...]  # words that count, in their order, with their valence among their neighbours
    rules: tuple[str, ...]  # names of the rules that fired, where the language tells them


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a passage came to its score."""

    scorer: str
    parts: tuple[Part, ...]


def explain(passage: Passage, name: str) -> Explanation:
    """Read a passage by the reader `name` (vader, vader-fr, vader-stock), and keep what it saw; KeyError if unknown."""
    reader = READERS[name]
    parts = []
    for piece in pieces(passage):
        reading = reader(piece.text)
        words = tuple(
            (word, round(value, 2)) for word, value in zip(reading.words, reading.values, strict=True) if value
        )
        parts.append(
            Part(
                text=piece.text,
                weight=piece.weight,
                score=reading.compound,
                words=words,
                rules=tuple(sorted(reading.rules)),
            )
        )
    return Explanation(scorer=name, parts=tuple(parts))
