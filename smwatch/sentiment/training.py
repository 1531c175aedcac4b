"""The head that goes with an encoder: the one that comes with smwatch, or one learnt here for another encoder.

head_of(encoder) -> Head
"""

from __future__ import annotations

from smwatch.sentiment import corpus
from smwatch.sentiment.encoder import Encoder
from smwatch.sentiment.head import Head


def head_of(encoder: Encoder) -> Head:
    """The head for its vectors."""
    return corpus.head()
