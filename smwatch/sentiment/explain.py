"""What made a score, as data for `smwatch sentiment explain`.

    explain(passage, scorer, settings) -> Explanation

Of word lists: each word's valence among its neighbours, the layer that it comes from, the rules that fired. Of the
encoder: how the score moves when a sentence or a word is left out, and the texts of the corpus nearest in meaning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from smwatch.config.settings import SentimentSettings
from smwatch.models import Label, Sentiment
from smwatch.protocols import Passage, Scorer
from smwatch.sentiment.about import Piece, pieces
from smwatch.sentiment.lexicon import readings_of
from smwatch.sentiment.readers import LANGUAGES, Entry, entries
from smwatch.sentiment.scorers import ENCODER, ByLanguage, readers_of

if TYPE_CHECKING:
    from smwatch.sentiment.neural import EncoderScorer


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word that counts."""

    word: str
    valence: float | None = None  # among its neighbours, about -4 to 4; None: in no list
    layer: str = ""  # base | pr | own; "" where no list has it as it stands
    share: float | None = None  # how much the score falls without it; None: no encoder, or too long a text


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A sentence that was scored."""

    text: str
    weight: float  # how much it counts: a title that names the brand counts twice
    score: float  # by the word lists, -1 to 1
    words: tuple[Word, ...]
    rules: tuple[str, ...]  # names of the rules that fired, where the language tells them
    share: float | None = None  # how much the score falls without it


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A text of the corpus that is near in meaning."""

    id: str
    text: str
    label: Label
    nearness: float  # cosine, 1 at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a passage came to its score."""

    answer: Sentiment
    parts: tuple[Part, ...]
    probabilities: tuple[float, float, float] | None = None  # negative, neutral, positive
    nearest: tuple[Near, ...] = ()


def explain(passage: Passage, scorer: Scorer, settings: SentimentSettings) -> Explanation:
    """Score a passage, and tell why."""
    answer = scorer.score([passage])[0]
    about = pieces(passage) if answer.label else []
    parts = tuple(_by_lists(about, passage.lang, settings))
    found = Explanation(answer=answer, parts=parts)
    scorer = scorer.routes.get(passage.lang, scorer) if isinstance(scorer, ByLanguage) else scorer
    if about and scorer.name.partition(":")[0] == ENCODER:
        from smwatch.sentiment.hearing import by_meaning

        return by_meaning(found, about, passage.lang, cast("EncoderScorer", scorer))
    return found


def _by_lists(about: Sequence[Piece], lang: str, settings: SentimentSettings) -> Iterator[Part]:
    """What word lists say of each sentence."""
    layers = {entry.word: entry.layer for one in LANGUAGES for entry in known(one, settings)}
    for piece in about:
        ((reading, weight),) = readings_of([piece], readers_of(settings), lang)
        words = tuple(
            Word(word=word, valence=round(value, 2), layer=layers.get(word.lower(), ""))
            for word, value in zip(reading.words, reading.values, strict=True)
            if value
        )
        rules = tuple(sorted(reading.rules))
        yield Part(text=piece.text, weight=weight, score=reading.compound, words=words, rules=rules)


def known(lang: str, settings: SentimentSettings) -> list[Entry]:
    """Every word that the reader of a language knows, with the layer that it is from."""
    return entries(lang, layers=settings.layers, words=settings.words.get(lang))
