"""Scorers by name, and the one that a config asks for.

    build_scorer(settings) -> Scorer       by the passage's language, as [sentiment] says
    scorer_named("vader") -> Scorer        for `smwatch sentiment score --scorer`

    vader         English: VADER's rules and lexicon with the layer for PR
    vader-fr      French on the same engine
    vader-stock   the vaderSentiment package's own scores
    lexicon       vader for English, vader-fr for French
    auto          what is best here: lexicon

A passage in no known language is read in both, and the stronger reading counts; one in another language is not scored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from smwatch.config.settings import SentimentSettings
from smwatch.errors import UsageError
from smwatch.locales import N_
from smwatch.models import Label, Sentiment
from smwatch.protocols import Passage, Scorer
from smwatch.sentiment.about import Piece, pieces
from smwatch.sentiment.english import read_english
from smwatch.sentiment.french import read_french
from smwatch.sentiment.readers import Reader, reader
from smwatch.sentiment.vader import Reading, english, read

THRESHOLD: Final = 0.05  # of the compound score: negative at -0.05 and below, positive at 0.05 and above.
# Source: "About the scoring" in the README of cjhutto/vaderSentiment.
WORDS: Final = 8  # words kept that made a score


def read_stock(text: str) -> Reading:
    """Score as the vaderSentiment package does."""
    return read(text, english())


READERS: Final[Mapping[str, Reader]] = {"vader": read_english, "vader-fr": read_french, "vader-stock": read_stock}
VERSION: Final = "1"  # goes up when a scorer's answers change, so that stored scores tell which they are
_BOTH: Final[Mapping[str, Mapping[str, str]]] = {
    "lexicon": {"en": "vader", "fr": "vader-fr"},
    "auto": {"en": "vader", "fr": "vader-fr"},
}
NAMES: Final = ("auto", "lexicon", *READERS)


@dataclass(slots=True)
class LexiconScorer:
    """Scores by word lists; `routes` says which reader takes which language."""

    name: str
    routes: Mapping[str, str]  # language -> name in `readers`
    readers: Mapping[str, Reader] = field(default_factory=lambda: READERS)

    @property
    def versions(self) -> frozenset[str]:
        """What its answers carry: a reader's name, or its own where there was nothing to read."""
        return frozenset(f"{name}/{VERSION}" for name in (self.name, *self.routes.values()))

    def score(self, passages: Sequence[Passage]) -> list[Sentiment]:
        """As many answers as passages, in their order."""
        return [self._score(passage) for passage in passages]

    def _score(self, passage: Passage) -> Sentiment:
        names = [self.routes[passage.lang]] if passage.lang in self.routes else []
        if not passage.lang:
            names = list(dict.fromkeys(self.routes.values()))
        about = pieces(passage) if names else []
        if not about:
            return Sentiment(scorer=f"{self.name}/{VERSION}")
        answers = [_weigh(name, self.readers[name], about) for name in names]
        return max(answers, key=lambda answer: abs(answer.score or 0.0))


def _weigh(name: str, read_by: Reader, about: Sequence[Piece]) -> Sentiment:
    """One reader's answer: the mean of the sentences that say anything, by their weights, the worst one twice.

    A complaint outweighs the courtesy around it: tried on the project's own texts, the worst sentence counted twice
    hears more negative ones at no cost. The stock scorer reads the text as a whole, as its authors do.
    """
    if name == "vader-stock":
        about = [Piece("\n".join(piece.text for piece in about))]
    readings = [(read_by(piece.text), piece.weight) for piece in about]
    telling = [(reading, weight) for reading, weight in readings if reading.compound]
    if not telling:
        return Sentiment(score=0.0, label=Label.NEUTRAL, scorer=f"{name}/{VERSION}")
    worst = min(reading.compound for reading, _ in telling)
    twice = worst if worst < 0 else 0.0
    whole = sum(weight for _, weight in telling) + (1 if twice else 0)
    score = round((sum(reading.compound * weight for reading, weight in telling) + twice) / whole, 4)
    return Sentiment(score=score, label=label_of(score), scorer=f"{name}/{VERSION}", words=_words(telling))


def label_of(score: float) -> Label:
    """What a compound score amounts to."""
    if score <= -THRESHOLD:
        return Label.NEGATIVE
    return Label.POSITIVE if score >= THRESHOLD else Label.NEUTRAL


def _words(telling: Sequence[tuple[Reading, float]]) -> tuple[tuple[str, float], ...]:
    """The words that made a score, strongest first, each with its signed share of all they weigh."""
    made: dict[str, float] = {}
    for reading, weight in telling:
        for word, value in zip(reading.words, reading.values, strict=True):
            if value:
                made[word] = made.get(word, 0.0) + value * weight
    whole = sum(map(abs, made.values()))
    strongest = sorted(made.items(), key=lambda item: -abs(item[1]))[:WORDS]
    return tuple((word, round(value / whole, 3)) for word, value in strongest if whole)


def build_scorer(settings: SentimentSettings) -> Scorer:
    """The scorer that [sentiment] asks for; raises UsageError for a name that no scorer has."""
    own = {"vader": reader("en", layers=settings.layers, words=settings.words.get("en"))}
    own["vader-fr"] = reader("fr", layers=settings.layers, words=settings.words.get("fr"))
    routes = {"en": _reader_for("en", settings.en), "fr": _reader_for("fr", settings.fr)}
    return LexiconScorer("auto", routes, {**READERS, **own})


def scorer_named(name: str) -> Scorer:
    """The scorer of this name, for both languages; raises UsageError for a name that no scorer has."""
    return LexiconScorer(name, {lang: _reader_for(lang, name) for lang in ("en", "fr")})


def _reader_for(lang: str, name: str) -> str:
    if name in _BOTH:
        return _BOTH[name][lang]
    if name not in READERS:
        raise UsageError(
            N_("there is no scorer called {name}"),
            N_("use one of these: {known}"),
            name=name,
            known=", ".join(NAMES),
        )
    return name
