"""What made a score, as data for `smwatch sentiment explain`.

    explain(passage, scorer, settings) -> Explanation

Of every scorer: how the score moves when a sentence or a word is left out. Of word lists: each word's valence, that of
its list and that among its neighbours, the layer that it comes from, the rules that fired. Of the encoder: how probable
each label is, and the texts of the corpus nearest in meaning. Where nothing was scored: why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final, cast

from smwatch.config.settings import SentimentSettings
from smwatch.models import Sentiment
from smwatch.protocols import Passage, Scorer
from smwatch.sentiment import french
from smwatch.sentiment.about import Piece, pieces, silence
from smwatch.sentiment.leaving import ByAsking, ByLists, Enough, Shares, Trial, shares
from smwatch.sentiment.lexicon import LexiconScorer, Named, StockScorer
from smwatch.sentiment.placing import Place, places, plain_words
from smwatch.sentiment.readers import LANGUAGES, Entry, entries
from smwatch.sentiment.scorers import ByLanguage
from smwatch.sentiment.vader import Reading, emphasis_of, english, read, stock_lexicon
from smwatch.text.scorers import ENCODER, SCORED
from smwatch.text.sentences import sentences

if TYPE_CHECKING:
    from smwatch.sentiment.hearing import ByMeaning, Near
    from smwatch.sentiment.neural import EncoderScorer

LIGHT: Final = frozenset(  # words that say nothing by themselves, and aren't tried: in French, and in English
    """le la les l un une des du de d au aux à en y ce cet cette ces mon ma mes son sa ses leur leurs se s qu que qui
    et ou est c'est dans par pour sur the a an of to in on at and or is are was it its this that for by with as
    be""".split()
)
_STOCK: Final = Named("vader-stock", lambda text: read(text, english()))


class Silence(StrEnum):
    """Why nothing was scored."""

    LANGUAGE = "language"  # it is in another
    ELSEWHERE = "elsewhere"  # all of it is about somebody else
    SHORT = "short"  # it says too little
    SCORER = "scorer"  # another package's scorer gave no score, and knows why


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word that counts, or a phrase."""

    word: str  # as it is written
    share: float | None = None  # how much the score falls without it; None: it wasn't tried
    valence: float | None = None  # among its neighbours, about -4 to 4; None: in no list
    listed: float | None = None  # by its list; None: it has none as it stands
    layer: str = ""  # base | pr | own; "" where no list has it as it stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A sentence that was scored."""

    text: str
    weight: float  # how much it counts: a title that names the brand counts twice
    lang: str = ""
    share: float | None = None  # how much the score falls without it
    score: float | None = None  # by the word lists, -1 to 1; None: the scorer has none
    words: tuple[Word, ...] = ()  # in their order
    rules: tuple[str, ...] = ()  # names of the rules that fired


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a passage came to its score."""

    answer: Sentiment
    passage: Passage
    silence: Silence | None = None  # why there is no score
    sentences: int = 0  # of the whole text, its title too
    parts: tuple[Part, ...] = ()
    chances: tuple[float, float, float] | None = None  # negative, neutral, positive
    nearest: tuple[Near, ...] = ()
    complete: bool = True  # False: there was no time to try every word


def explain(
    passage: Passage, scorer: Scorer, settings: SentimentSettings, enough: Enough = lambda: False
) -> Explanation:
    """Score a passage, and tell why; `enough` says when it has taken long enough."""
    scorer = _asked(scorer, passage)
    (answer,) = scorer.score([passage])
    whole = len(sentences(passage.text)) + bool(passage.title.strip())
    found = Explanation(answer=answer, passage=passage, sentences=whole)
    if answer.label is None:
        return replace(found, silence=_silence(passage))
    about = pieces(passage) or [Piece(f"{passage.title}\n{passage.text}".strip())]
    readers = _readers(scorer)
    read = [_read(piece, readers, passage.lang) for piece in about]
    trial = _trial(scorer, passage, about)
    weighed = [_weighed(piece.text, reading) for piece, (_, reading) in zip(about, read, strict=True)]
    tried = [_tried(piece.text, words) for piece, words in zip(about, weighed, strict=True)]
    left = shares(about, tried, trial, enough)
    known = _known(settings, stock=isinstance(scorer, StockScorer))
    parts = tuple(
        _part(piece, lang, reading, left.sentences.get(n), _told(n, piece.text, weighed[n], left, known.get(lang, {})))
        for n, (piece, (lang, reading)) in enumerate(zip(about, read, strict=True))
    )
    found = replace(found, parts=parts, complete=left.complete)
    if _is_encoder(scorer):
        heard = cast("ByMeaning", trial)
        return replace(found, chances=heard.chances, nearest=heard.nearest())
    return found


def _asked(scorer: Scorer, passage: Passage) -> Scorer:
    """The scorer that answers for a passage, where there is one for each language."""
    if not isinstance(scorer, ByLanguage):
        return scorer
    if passage.lang in scorer.routes:
        return scorer.routes[passage.lang]
    return max(scorer.routes.values(), key=lambda one: abs(one.score([passage])[0].score or 0.0))


def _is_encoder(scorer: Scorer) -> bool:
    return scorer.name.partition(":")[0] == ENCODER


def _silence(passage: Passage) -> Silence:
    """Why there is no score."""
    if passage.lang and passage.lang not in SCORED:
        return Silence.LANGUAGE
    if pieces(passage):
        return Silence.SCORER
    return Silence(silence(passage))


def _readers(scorer: Scorer) -> Mapping[str, Named]:
    """The word lists that a scorer goes by; none for a stranger's."""
    if isinstance(scorer, StockScorer):
        return dict.fromkeys(LANGUAGES, _STOCK)
    if isinstance(scorer, LexiconScorer):
        return scorer.readers
    return cast("EncoderScorer", scorer).readers if _is_encoder(scorer) else {}


def _trial(scorer: Scorer, passage: Passage, about: Sequence[Piece]) -> Trial:
    """What tries the text with something left out."""
    if isinstance(scorer, LexiconScorer):
        return ByLists(scorer, about, passage.lang)
    if _is_encoder(scorer):
        from smwatch.sentiment.hearing import ByMeaning

        return ByMeaning(cast("EncoderScorer", scorer), about, passage.lang)
    return ByAsking(scorer, passage, about)


def _read(piece: Piece, readers: Mapping[str, Named], lang: str) -> tuple[str, Reading]:
    """A sentence as the word lists read it, and in which language: as `readings_of` chooses."""
    chosen = piece.lang if piece.lang in readers else lang
    candidates = [chosen] if chosen in readers else list(readers)
    read = [(one, readers[one].read(piece.text)) for one in candidates]
    return max(read, key=lambda one: abs(one[1].compound), default=("", Reading((), ())))


Weighed = Sequence[tuple[str, float, Place | None]]
"""The words of a sentence that lists weigh: as they read them, their valence, and where they stand."""


def _weighed(text: str, reading: Reading) -> Weighed:
    found = zip(reading.words, reading.values, places(text, reading.words), strict=True)
    return [(word, value, place) for word, value, place in found if value]


def _tried(text: str, weighed: Weighed) -> list[Place]:
    """What is left out of a sentence in turn: words that lists weigh, and others that aren't light, once each."""
    listed = {place for _, _, place in weighed if place}
    covered = {at for start, end in listed for at in range(start, end)}
    return sorted(
        listed
        | {
            (start, end)
            for start, end in plain_words(text)
            if end - start > 1 and text[start:end].lower() not in LIGHT and covered.isdisjoint(range(start, end))
        }
    )


def _told(n: int, text: str, weighed: Weighed, left: Shares, known: Mapping[str, Entry]) -> tuple[Word, ...]:
    """The words of a sentence with all that is known of them, in their order."""
    found = dict[Place, Word]()
    placeless = list[Word]()
    for word, value, place in weighed:
        entry = known.get(word.lower())
        one = Word(
            word=text[slice(*place)] if place else word,
            share=left.words.get((n, place)) if place else None,
            valence=round(value, 2),
            listed=entry.valence if entry else None,
            layer=entry.layer if entry else "",
        )
        if place is None:
            placeless.append(one)
        elif place in found:  # an emoji whose name has two words that lists know
            found[place] = replace(found[place], valence=round((found[place].valence or 0.0) + value, 2), listed=None)
        else:
            found[place] = one
    for (at, place), share in left.words.items():
        if at == n and place not in found:
            found[place] = Word(word=text[slice(*place)], share=share)
    return (*(found[place] for place in sorted(found)), *placeless)


def _part(piece: Piece, lang: str, reading: Reading, share: float | None, words: tuple[Word, ...]) -> Part:
    told = reading.rules | ({"emphasis"} if reading.compound and emphasis_of(piece.text) else set())
    return Part(
        text=piece.text,
        weight=piece.weight,
        lang=lang or piece.lang,
        share=share,
        score=reading.compound if lang else None,
        words=words,
        rules=tuple(sorted(told)),
    )


def _known(settings: SentimentSettings, *, stock: bool) -> dict[str, dict[str, Entry]]:
    """By language, every word that lists know, as readers write it; with the layer that it is from."""
    signs = {word: Entry(word, value, "base") for word, value in stock_lexicon().items() if not word[:2].isalpha()}
    found = {lang: dict(signs) for lang in LANGUAGES}
    for lang in LANGUAGES:
        words = {} if stock else settings.words.get(lang, {})
        for entry in entries(lang, layers=settings.layers and not stock, words=words):
            if not entry.valence:
                found[lang].pop(entry.word, None)
                continue
            found[lang][entry.word] = entry
            if lang == "fr":
                key = french.key_of(entry.word)
                found[lang][key] = entry
                found[lang].setdefault(french.bare(key), entry)
    return found
