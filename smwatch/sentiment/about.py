"""What of a passage is about the brand: only that is scored.

Short texts count whole, as comments and posts do, but for sentences that name only another brand. In longer ones the
sentences that name the brand count, and the next one where it goes on with a pronoun. A title that names it counts
twice.

    pieces(passage) -> list[Piece]      empty where nothing is about the brand; at most BOUND sentences
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from smwatch.models import Span
from smwatch.protocols import Passage
from smwatch.text.sentences import sentences

BOUND: Final = 60  # sentences read of one text
LONGEST: Final = 20_000  # characters read of one text
SHORT: Final = 5  # sentences: up to so many, a text counts whole
TITLE: Final = 2.0  # how much more a title counts that names the brand

_GOES_ON = re.compile(
    r"[\s«\"'“(–—-]{0,8}(?:il|elle|ils|elles|on|c['’]est|c['’]était|cela|ça|ce|cette|ces|son|sa|ses|leur|leurs|"
    r"celui-ci|celle-ci|l['’]entreprise|la compagnie|la société|le groupe|la marque|"
    r"it|its|it['’]s|they|their|they['’]re|this|that|these|those|he|she|the company|the firm|the group|the brand)\b",
    re.IGNORECASE,
)


class Piece(NamedTuple):
    """A sentence or a title to score, and how much it counts."""

    text: str
    weight: float = 1.0


def pieces(passage: Passage) -> list[Piece]:
    """The sentences that are about the brand, the title first."""
    found: list[Piece] = []
    title = passage.title.strip()
    ours = _holds(passage.spans, "title", 0, len(passage.title))
    theirs = _holds(passage.others, "title", 0, len(passage.title))
    if title and (ours or not (passage.spans or theirs)):
        found.append(Piece(title, TITLE if ours else 1.0))
    text = passage.text[:LONGEST]
    spans = sentences(text)[:BOUND]
    kept = _all_but_others(passage, spans) if not passage.spans or len(spans) <= SHORT else _about(passage, text, spans)
    return found + [Piece(text[start:end]) for start, end in kept]


def _holds(spans: Sequence[Span], part: str, start: int, end: int) -> bool:
    return any(span.part == part and start <= span.start < end for span in spans)


def _all_but_others(passage: Passage, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Every sentence that does not name only another brand."""
    return [
        (start, end)
        for start, end in spans
        if _holds(passage.spans, "text", start, end) or not _holds(passage.others, "text", start, end)
    ]


def _about(passage: Passage, text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences that name the brand, each with the one after it where that goes on about it."""
    kept: list[tuple[int, int]] = []
    goes_on = False
    for start, end in spans:
        if _holds(passage.spans, "text", start, end):
            kept.append((start, end))
            goes_on = True
        elif goes_on and not _holds(passage.others, "text", start, end) and _GOES_ON.match(text, start, end):
            kept.append((start, end))
            goes_on = False
        else:
            goes_on = False
    return kept
