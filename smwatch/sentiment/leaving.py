"""Shares by leaving out: how a score moves without a sentence, and without a word.

    shares(about, words, tried, enough) -> Shares
    ByLists(scorer, about, lang)      tries texts with a lexicon scorer         the encoder's is in `hearing.py`
    ByAsking(scorer, passage, about)  with any other, as with a stranger

Sentences first; then words, those of the strongest sentences before others, until there is `enough`: a long article
is explained in the time that somebody waits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from smwatch.protocols import Passage, Scorer
from smwatch.sentiment.about import Piece
from smwatch.sentiment.calibration import calibrated
from smwatch.sentiment.lexicon import LexiconScorer, readings_of
from smwatch.sentiment.placing import Place, without
from smwatch.sentiment.signs import signs

MOST: Final = 120  # words that are left out in turn
BATCH: Final = 8  # texts tried between two looks at the clock
WEAK: Final = 0.01  # a sentence that moves the score by less isn't looked into, where others do

Enough = Callable[[], bool]
"""Whether it has taken long enough."""

Variant = tuple[int, str]
"""A sentence by its number, and what stands in its place: "" where it is left out."""


class Trial(Protocol):
    """Scores the text as it is, and with one sentence changed."""

    @property
    def whole(self) -> float:
        """The score of the text as it is."""
        ...

    def scores(self, variants: Sequence[Variant]) -> list[float]:
        """Of each variant."""
        ...


@dataclass(frozen=True, slots=True)
class Shares:
    """How much the score falls without each; those that there was no time for are missing."""

    sentences: Mapping[int, float] = field(default_factory=dict)
    words: Mapping[tuple[int, Place], float] = field(default_factory=dict)
    complete: bool = True


def shares(about: Sequence[Piece], words: Sequence[Sequence[Place]], trial: Trial, enough: Enough) -> Shares:
    """`words`: the places of the words of each sentence that are tried."""
    whole, complete = trial.whole, True

    def fall(variants: Sequence[Variant]) -> list[float]:
        nonlocal complete
        found = list[float]()
        for start in range(0, len(variants), BATCH):
            if enough():
                complete = False
                break
            found += [round(whole - score, 4) for score in trial.scores(variants[start : start + BATCH])]
        return found

    sentences = dict(enumerate(fall([(n, "") for n in range(len(about))])))
    strongest = sorted(sentences, key=lambda n: -abs(sentences[n]))
    weighty = [n for n in strongest if abs(sentences[n]) >= WEAK] or strongest
    tried = [(n, place) for n in weighty for place in words[n]]
    falls = fall([(n, without(about[n].text, place)) for n, place in tried[:MOST]])
    complete = complete and len(tried) <= MOST
    return Shares(sentences, dict(zip(tried, falls, strict=False)), complete)


class ByLists:
    """Tries texts with word lists: only the sentence that changes is read again."""

    def __init__(self, scorer: LexiconScorer, about: Sequence[Piece], lang: str) -> None:
        self._scorer, self._about, self._lang = scorer, about, lang
        self._readings = list(readings_of(about, scorer.readers, lang))

    @property
    def whole(self) -> float:
        """As the scorer has it."""
        return calibrated(round(signs(self._readings).mean, 4), self._lang)

    def scores(self, variants: Sequence[Variant]) -> list[float]:
        """Of each variant."""
        return [self._score(n, text) for n, text in variants]

    def _score(self, n: int, text: str) -> float:
        changed = readings_of([self._about[n]._replace(text=text)], self._scorer.readers, self._lang) if text else []
        readings = [*self._readings[:n], *changed, *self._readings[n + 1 :]]
        return calibrated(round(signs(readings).mean, 4), self._lang)


class ByAsking:
    """Tries texts with a scorer of which nothing is known: it is given what is about the brand, as a text."""

    def __init__(self, scorer: Scorer, passage: Passage, about: Sequence[Piece]) -> None:
        self._scorer, self._about = scorer, about
        self._blank = Passage(lang=passage.lang, brand=passage.brand)

    @property
    def whole(self) -> float:
        """Of all sentences that are about the brand."""
        return self._scores([[piece.text for piece in self._about]])[0]

    def scores(self, variants: Sequence[Variant]) -> list[float]:
        """Of each variant."""
        texts = [piece.text for piece in self._about]
        return self._scores([[*texts[:n], *filter(None, [text]), *texts[n + 1 :]] for n, text in variants])

    def _scores(self, texts: Sequence[Sequence[str]]) -> list[float]:
        passages = [replace(self._blank, text="\n".join(parts)) for parts in texts]
        return [answer.score or 0.0 for answer in self._scorer.score(passages)]
