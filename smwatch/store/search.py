"""What a person types into --search, made a full-text query that can't be wrong. Pure.

    match_text('rappel* "Air Canada" œufs') -> '"rappel" * "Air Canada" "oeufs"'

Every word stands in quotes, so that no sign has a meaning for FTS5 (https://www.sqlite.org/fts5.html#full_text_query_syntax)
but the star that we put behind them.
"""

from __future__ import annotations

import re

_LONGEST = 1_000  # characters that are looked at: far more than anybody types
_PIECES = re.compile(r'["«»“”„]([^"«»“”„]*)["«»“”„]|([^\s"«»“”„]+)')
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})  # as the view entries_spelt writes them


def match_text(typed: str) -> str:
    """The FTS5 query for all of these words, phrases and prefixes; "" where there is nothing to look for."""
    pieces = []
    for phrase, word in _PIECES.findall(typed[:_LONGEST].encode("utf-8", "replace").decode()):
        piece = (phrase or word).strip()
        if not any(sign.isalnum() for sign in piece):
            continue
        words = piece.rstrip("*").replace("\0", " ").translate(_LIGATURES)
        pieces.append(f'"{words}" *' if piece.endswith("*") else f'"{words}"')
    return " ".join(pieces)
