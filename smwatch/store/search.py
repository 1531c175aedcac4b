"""What a person types into --search, made a full-text query that can't be wrong. Pure.

    match_text('rappel* "Air Canada" œufs -concours') -> '("rappel" * "air canada" "oeufs") NOT ("concours")'

Every word stands in quotes, so that nothing has a meaning for FTS5 (https://www.sqlite.org/fts5.html#full_text_query_syntax)
but what we put around them. How what is typed is read is told in text/sought.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smwatch.text.sought import LIGATURES, read_search

if TYPE_CHECKING:
    from smwatch.text.sought import Piece


def match_text(typed: str) -> str:
    """The FTS5 query for all of these words, phrases and prefixes; "" where there is nothing to look for."""
    asked = read_search(typed)
    wanted = " ".join(_written(asked.wanted))
    return f"({wanted}) NOT ({' OR '.join(_written(asked.unwanted))})" if wanted and asked.unwanted else wanted


def _written(pieces: Sequence[Piece]) -> list[str]:
    return [f'"{" ".join(piece.said).translate(LIGATURES)}"' + " *" * piece.begins for piece in pieces]
