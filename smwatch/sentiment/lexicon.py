"""The lexicon scorers: word lists and rules, sentence by sentence, and a score that means what an encoder's means.

    LexiconScorer("lexicon", {"en": Named("vader", read_english), "fr": Named("vader-fr", read_french)})

A sentence in no known language is read in all, and the strongest reading counts; a passage in another is not scored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from smwatch.models import Label, Sentiment
from smwatch.protocols import Passage
from smwatch.sentiment.about import Piece, pieces
from smwatch.sentiment.calibration import calibrated
from smwatch.sentiment.readers import Reader
from smwatch.sentiment.signs import Weighed, signs
from smwatch.sentiment.vader import english, read

VERSION: Final = "2"  # goes up when a lexicon scorer's answers change, so that stored scores tell which they are
THRESHOLD: Final = 0.05  # of the mean of the sentences: negative at -0.05 and below, positive at 0.05 and above.
# Source: "About the scoring" in the README of cjhutto/vaderSentiment; tried on the corpus, others do no better.
STOCK: Final = ("en", "fr", "")  # languages that the stock scorer is asked for, though its words are English
WORDS: Final = 8  # words kept that made a score


class Named(NamedTuple):
    """A reader with the name that its scores carry."""

    name: str
    read: Reader


@dataclass(frozen=True, slots=True)
class LexiconScorer:
    """Scores by word lists; `readers` says which reads which language."""

    name: str
    readers: Mapping[str, Named]  # by language
    mark: str = ""  # of the words that its readers know (SentimentSettings.mark)

    @property
    def versions(self) -> frozenset[str]:
        """What its answers carry: a reader's name, or its own where there was nothing to read, or in no known way."""
        names = (self.name, *(named.name for named in self.readers.values()))
        return frozenset(f"{name}/{VERSION}{self.mark}" for name in names)

    def score(self, passages: Sequence[Passage]) -> list[Sentiment]:
        """As many answers as passages, in their order."""
        return [self._score(passage) for passage in passages]

    def _score(self, passage: Passage) -> Sentiment:
        named = self.readers.get(passage.lang)
        known = f"{named.name if named else self.name}/{VERSION}{self.mark}"
        about = pieces(passage) if named or not passage.lang else []
        if not about:
            return Sentiment(scorer=f"{self.name}/{VERSION}{self.mark}")
        readings = readings_of(about, self.readers, passage.lang)
        said = signs(readings)
        mean = round(said.mean, 4)
        return Sentiment(
            score=calibrated(mean, passage.lang),
            label=label_of(mean),
            worst=calibrated(said.worst, passage.lang),
            scorer=known,
            words=telling_words(readings),
        )


@dataclass(frozen=True, slots=True)
class StockScorer:
    """The vaderSentiment package's own compound score and labels, for comparison: English words, text as a whole."""

    name: str = "vader-stock"

    @property
    def versions(self) -> frozenset[str]:
        """What its answers carry."""
        return frozenset((f"{self.name}/1",))

    def score(self, passages: Sequence[Passage]) -> list[Sentiment]:
        """As many answers as passages, in their order."""
        return [self._score(passage) for passage in passages]

    def _score(self, passage: Passage) -> Sentiment:
        scorer = f"{self.name}/1"
        about = pieces(passage) if passage.lang in STOCK else []
        if not about:
            return Sentiment(scorer=scorer)
        reading = read("\n".join(piece.text for piece in about), english())
        score, words = reading.compound, telling_words([(reading, 1.0)])
        return Sentiment(score=score, label=label_of(score), worst=score, scorer=scorer, words=words)


def readings_of(about: Sequence[Piece], readers: Mapping[str, Named], lang: str) -> Weighed:
    """Each piece as the reader of its language reads it, else that of the passage's, else the one it says most to."""
    found = []
    for piece in about:
        named = readers.get(piece.lang) or readers.get(lang)
        candidates = [named] if named else list(readers.values())
        readings = [candidate.read(piece.text) for candidate in candidates]
        found.append((max(readings, key=lambda reading: abs(reading.compound)), piece.weight))
    return found


def label_of(mean: float) -> Label:
    """What the mean of the sentences amounts to."""
    if mean <= -THRESHOLD:
        return Label.NEGATIVE
    return Label.POSITIVE if mean >= THRESHOLD else Label.NEUTRAL


def telling_words(readings: Weighed) -> tuple[tuple[str, float], ...]:
    """The words that made a score, strongest first, each with its signed share of all they weigh."""
    made: dict[str, float] = {}
    for reading, weight in readings:
        for word, value in zip(reading.words, reading.values, strict=True):
            if value:
                made[word] = made.get(word, 0.0) + value * weight
    whole = sum(map(abs, made.values()))
    strongest = sorted(made.items(), key=lambda item: -abs(item[1]))[:WORDS]
    return tuple((word, round(value / whole, 3)) for word, value in strongest if whole)
