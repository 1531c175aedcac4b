"""What another package brings, held to what is promised: a mistake in it is named as its own.

    guarded_scorer("acme", made) -> Scorer       answers are counted, their scores and labels looked at
    GuardedEncoder("acme", made).vectors(texts)  a row a text, all numbers finite, brought to length one

Without these a wrong number of answers would shift scores from one mention to the next, and a NaN would sit in the
database for good.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from numbers import Real
from typing import TYPE_CHECKING, Final, cast

from smwatch.locales import N_
from smwatch.models import Label, Sentiment
from smwatch.plugins import blaming, rubbish

if TYPE_CHECKING:
    from smwatch.protocols import Passage, Scorer
    from smwatch.sentiment.encoder import Encoder, Vectors

WIDEST: Final = (
    10_000  # numbers of a vector: no encoder has more, and a head of more would learn nothing from 4,600 texts
)


class GuardedScorer:
    """A scorer of another package, known by the name of its entry point."""

    def __init__(self, name: str, made: Scorer) -> None:
        self.name = name
        self._made = made

    @property
    def versions(self) -> frozenset[str]:
        """Its own."""
        with blaming(self.name):
            found = frozenset(self._made.versions)
        if not found:
            raise rubbish(self.name, N_("its versions must be names like acme/1"), "frozenset()")
        return found

    def score(self, passages: Sequence[Passage]) -> list[Sentiment]:
        """As many answers as passages; it isn't asked about none."""
        if not passages:
            return []
        with blaming(self.name):
            answers = list(self._made.score(passages))
        if len(answers) != len(passages):
            raise rubbish(self.name, N_("it must give an answer a text"), f"{len(passages)} -> {len(answers)}")
        versions = self.versions
        for answer in answers:
            if wrong := _wrong(answer, versions):
                raise rubbish(self.name, wrong, answer)
        return [_plain(answer) for answer in answers]


def guarded_scorer(name: str, made: object) -> Scorer:
    """What a factory made, as a scorer; NothingDoneError where it is none."""
    for part in ("versions", "score"):
        if not hasattr(made, part):
            raise rubbish(
                name, N_("its factory must make a scorer, with name, versions and score"), type(made).__name__
            )
    scorer = GuardedScorer(name, cast("Scorer", made))
    _ = scorer.versions  # wrong ones are told at once
    return scorer


def _wrong(answer: object, versions: frozenset[str]) -> str:
    """What is wrong with an answer; "" for one that is as it should be."""
    if not isinstance(answer, Sentiment):
        return N_("its answers must be smwatch.models.Sentiment")
    score, label = answer.score, answer.label
    if answer.scorer not in versions:
        return N_("each answer must carry one of its versions as scorer")
    if (score is None) != (label is None):
        return N_("score and label go together: both, or neither where nothing could be scored")
    if not (label is None or label in tuple(Label)):
        return N_("a label must be a smwatch.models.Label")
    in_range = _is_score(score) and _is_score(answer.worst)
    if not in_range:
        return N_("scores must be numbers from -1 to 1")
    return "" if _are_words(answer.words) else N_("words must be pairs of a word and its share, from -1 to 1")


def _are_words(words: object) -> bool:
    """Whether they are pairs of a word and its share."""
    return isinstance(words, tuple | list) and all(
        isinstance(pair, tuple | list)
        and len(pair) == 2  # noqa: PLR2004 - a pair
        and isinstance(pair[0], str)
        and isinstance(pair[1], Real)
        and _is_score(pair[1])
        for pair in words
    )


def _is_score(score: object) -> bool:
    """Whether it is a number in range, or none; NumPy's will do."""
    return score is None or (isinstance(score, Real) and math.isfinite(score) and -1 <= float(score) <= 1)


def _plain(answer: Sentiment) -> Sentiment:
    """The same with numbers that the database can hold, rounded as all scores are."""
    score, worst = (None if value is None else round(float(value), 4) for value in (answer.score, answer.worst))
    words = tuple((word, round(float(share), 3)) for word, share in answer.words)
    label = None if answer.label is None else Label(answer.label)
    return replace(answer, score=score, worst=worst, words=words, label=label)


class GuardedEncoder:
    """An encoder of another package. Its vectors come out as rows of length one, of the kind that a head reads."""

    def __init__(self, name: str, made: object) -> None:
        """`name`: of the entry point; NothingDoneError where `made` is no encoder."""
        told = getattr(made, "name", None)
        if not hasattr(made, "vectors") or not isinstance(told, str) or not told:
            raise rubbish(name, N_("its factory must make an encoder, with name and vectors"), type(made).__name__)
        self.name: str = told
        self._called, self._made = name, cast("Encoder", made)
        self._size = 0  # of its vectors, once one was seen

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """A row a text."""
        import numpy as np

        with blaming(self._called):
            answer = self._made.vectors(texts)
        try:
            found = np.asarray(answer, dtype=np.float64)
        except (TypeError, ValueError, RuntimeError) as error:
            raise rubbish(self._called, N_("its vectors must be rows of numbers"), str(error)) from error
        if found.ndim != 2 or len(found) != len(texts):  # noqa: PLR2004 - rows and columns
            raise rubbish(self._called, N_("it must give a row of numbers a text"), f"{len(texts)} -> {found.shape}")
        if not 0 < found.shape[1] <= WIDEST or found.shape[1] != (self._size or found.shape[1]):
            raise rubbish(self._called, N_("its rows must be of one length"), found.shape[1])
        if not np.isfinite(found).all():
            raise rubbish(self._called, N_("its vectors must be rows of numbers"), "NaN")
        self._size = found.shape[1]
        with np.errstate(over="ignore"):
            lengths = np.linalg.norm(found, axis=1, keepdims=True)
        return (found / np.where(lengths > 0, lengths, 1)).astype(np.float32)
