"""The encoder scorer: what sentences mean and what word lists say of them, weighed by a head to probabilities.

    EncoderScorer(encoder=..., head=..., readers={"fr": Named(...), "en": Named(...)})

A score is p(positive) - p(negative), the label the most probable one. A text is read in stretches of some sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from smwatch.models import Sentiment
from smwatch.protocols import Passage
from smwatch.sentiment.about import Piece, pieces
from smwatch.sentiment.encoder import Encoder
from smwatch.sentiment.head import LABELS, Head
from smwatch.sentiment.lexicon import Named, readings_of, telling_words
from smwatch.sentiment.signs import Signs, Weighed, signs

if TYPE_CHECKING:
    from smwatch.sentiment.encoder import Vectors
    from smwatch.sentiment.head import Matrix


STRETCH: Final = 400  # characters, some 100 tokens. Tried on the corpus: a comment read whole is heard better than by
# sentence
MOST: Final = 12  # stretches read of one text: two pages of what is about the brand


class Stretch(NamedTuple):
    """Some sentences that are read at once."""

    text: str
    weight: float
    readings: Weighed  # a sentence each


class Heard(NamedTuple):
    """A text as the head weighs it, whole and a stretch a row; both empty where nothing is about the brand."""

    features: Matrix  # (features,)
    parts: Matrix  # (stretches, features)
    readings: Weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderScorer:
    """Scores by meaning and word lists. What it can't read is in another language, or says too little."""

    encoder: Encoder
    head: Head
    readers: Mapping[str, Named]  # by language
    name: str = "encoder"
    mark: str = ""  # of the words that its readers know (SentimentSettings.mark)

    @property
    def version(self) -> str:
        """What its answers carry."""
        return f"{self.name}/{self.head.version}{self.mark}"

    @property
    def versions(self) -> frozenset[str]:
        """Likewise, as the protocol has it."""
        return frozenset((self.version,))

    def score(self, passages: Sequence[Passage]) -> list[Sentiment]:
        """As many answers as passages, in their order."""
        heard = self.hear(passages)
        rows = [part for one in heard for part in (one.features, *one.parts) if len(one.parts)]
        scores = iter(self.head.probabilities(np.array(rows))) if rows else iter(())
        return [self._answer(one, list(islice(scores, len(one.parts) and len(one.parts) + 1))) for one in heard]

    def hear(self, passages: Sequence[Passage]) -> list[Heard]:
        """The features of each passage."""
        return self.hear_pieces([(self.about(passage), passage.lang) for passage in passages])

    def about(self, passage: Passage) -> list[Piece]:
        """What of a passage is scored; nothing in another language."""
        return pieces(passage) if passage.lang in self.readers or not passage.lang else []

    def hear_pieces(self, texts: Sequence[tuple[Sequence[Piece], str]]) -> list[Heard]:
        """Likewise, of sentences and the language of the whole."""
        read = [self._stretches(about, lang) for about, lang in texts]
        vectors = self.encoder.vectors([stretch.text for text in read for stretch in text])
        ends = accumulate((len(text) for text in read), initial=0)
        return [heard(text, vectors[start:end]) for text, (start, end) in zip(read, pairwise(ends), strict=True)]

    def signs(self, passage: Passage) -> Signs:
        """What word lists alone say of a passage, of as much as the encoder reads."""
        read = self._stretches(self.about(passage), passage.lang)
        return signs([reading for stretch in read for reading in stretch.readings])

    def _stretches(self, about: Sequence[Piece], lang: str) -> list[Stretch]:
        return [
            Stretch(" ".join(one.text for one in some), some[0].weight, readings_of(some, self.readers, lang))
            for some in stretches(about)
        ]

    def _answer(self, one: Heard, probabilities: Sequence[Matrix]) -> Sentiment:
        if not len(one.parts):
            return Sentiment(scorer=self.version)
        whole, *parts = probabilities
        score, worst = float(whole[2] - whole[0]), min(float(part[2] - part[0]) for part in parts)
        return Sentiment(
            score=round(score, 4),
            label=LABELS[int(whole.argmax())],
            worst=round(min(score, worst), 4),
            scorer=self.version,
            words=telling_words(one.readings),
        )


def heard(text: Sequence[Stretch], vectors: Vectors) -> Heard:
    """A text from its stretches and their vectors."""
    if not text:
        return Heard(np.zeros(0), np.zeros((0, 0)), ())
    readings = [reading for stretch in text for reading in stretch.readings]
    whole = np.concatenate([meaning(vectors, [stretch.weight for stretch in text]), signs(readings)])
    if len(text) == 1:
        return Heard(whole, whole[None, :], readings)
    parts = [
        np.concatenate([meaning(vector[None, :], [1.0]), signs(stretch.readings)])
        for stretch, vector in zip(text, vectors, strict=True)
    ]
    return Heard(whole, np.array(parts), readings)


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
