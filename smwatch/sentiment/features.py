"""From sentences about a brand to the row of numbers that a head weighs: what they mean, and what word lists say.

    chunks(pieces) -> list[Piece]               sentences joined to stretches that an encoder reads well
    row(vectors, weights, signs) -> (features,)

The meaning is the mean of the stretches' vectors by their weights, brought to length one again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from smwatch.sentiment.about import Piece
from smwatch.sentiment.signs import Signs

if TYPE_CHECKING:
    from smwatch.sentiment.encoder import Vectors
    from smwatch.sentiment.head import Matrix

STRETCH: Final = 400  # characters, some 100 tokens: tried on the corpus, a comment read whole is heard better than by
# sentence; twice as long, a sentence is lost among the others
MOST: Final = 12  # stretches read of one text: two pages of what is about the brand


def chunks(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, neighbours of a weight joined as long as they fit a stretch; a stretch weighs as its pieces do."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last and last.weight == piece.weight and len(last.text) + len(piece.text) < STRETCH:
            found[-1] = last._replace(text=f"{last.text} {piece.text}")
        elif len(found) == MOST:
            break
        else:
            found.append(piece)
    return found


def row(vectors: Vectors, weights: Sequence[float], said: Signs) -> Matrix:
    """One text's features; `vectors` has a row a stretch."""
    mean = np.asarray(weights, dtype=np.float64) @ vectors
    return np.concatenate([mean / (float(np.linalg.norm(mean)) or 1.0), said])
