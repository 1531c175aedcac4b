"""The encoder scorer: what sentences mean, and what word lists say of them, weighed by a head to probabilities.

    EncoderScorer(encoder=..., head=..., readers={"fr": read_french, "en": read_english})

A score is p(positive) - p(negative), the label the most probable one. A text is read in stretches of some sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from smwatch.models import Sentiment
from smwatch.protocols import Passage
from smwatch.sentiment.about import Piece, pieces
from smwatch.sentiment.encoder import Encoder
from smwatch.sentiment.features import meaning, row, stretches
from smwatch.sentiment.head import LABELS, Head
from smwatch.sentiment.lexicon import Reader, readings_of, telling_words
from smwatch.sentiment.signs import Signs, Weighed, signs

if TYPE_CHECKING:
    from smwatch.sentiment.encoder import Vectors
    from smwatch.sentiment.head import Matrix
