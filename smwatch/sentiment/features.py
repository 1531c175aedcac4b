"""From sentences about a brand to the row of numbers that a head weighs: what they mean, and what word lists say.

stretches(pieces) -> [[piece, ...], ...]    sentences joined to what an encoder reads well at once
meaning(vectors, weights) -> (size,)        of a text, from the vectors of its stretches
row(meaning, signs) -> (features,)
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

STRETCH: Final = 400  # characters, some 100 tokens. Tried on the corpus: a comment read whole is heard better than by
# sentence
MOST: Final = 12  # stretches read of one text: two pages of what is about the brand


def stretches(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces in their order; neighbours of one weight together, as long as they fit."""
    found: list[list[Piece]] = []
    size = 0
    for piece in pieces:
        if found and found[-1][-1].weight == piece.weight and size + len(piece.text) < STRETCH:
            found[-1].append(piece)
            size += len(piece.text) + 1
        elif len(found) == MOST:
            break
        else:
            found.append([piece])
            size = len(piece.text)
    return found


def meaning(vectors: Vectors, weights: Sequence[float]) -> Matrix:
    """The mean of the stretches' vectors, a row each, brought to length one again."""
    mean: Matrix = np.asarray(weights, dtype=np.float64) @ vectors
    return mean / (float(np.linalg.norm(mean)) or 1.0)


def row(means: Matrix, said: Signs) -> Matrix:
    """One text's features."""
    return np.concatenate([means, said])
