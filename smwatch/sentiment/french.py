"""French on VADER's engine: French negation, degree and contrast over a French lexicon and the layer for PR and Québec.

What differs from English: elisions part words (« c'est », « l'usine »); « pas », « jamais », « rien » stand before or
after what they negate; « plus » negates only with « ne » and else adds; « mais » weighs within its sentence; a sacre
makes stronger what stands in its sentence, and is a complaint where nothing does.

    read_french(text) -> Reading      valences as VADER's, -4 to 4 a word; rules that fired by name
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final

from smwatch.sentiment.lexicons import Layer, Phrases, layer
from smwatch.sentiment.tokens import plain, set_apart, shorten
from smwatch.sentiment.vader import BOOST, CAPITALS, NEGATION, Reading, lower_all, stock_emojis, stock_lexicon, total
from smwatch.text.votes import BARE

_PIECE = re.compile(r"\w+(?:['/.&@-]\w+)*|[.!?…]+|[^\w\s]")
_ENDS: Final = frozenset(".!?…")
_PARTS: Final = frozenset(',;:()«»"“”|–—')
_ELISION = re.compile(r"(?i)^(?:[ldjnscmty]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\w)")
_WHOLE: Final = frozenset(("aujourd'hui", "d'accord", "d'ailleurs"))
_BORDER: Final = "\x1f"  # a token that no rule looks across: a comma, a sentence's end
_SENTENCE: Final = "\x1e"  # likewise, between sentences; both are white space, so no word of a text is one
_QUESTION: Final = "\x1d"  # likewise, after a question
_STOPS: Final = frozenset((_SENTENCE, _QUESTION))
_BORDERS: Final = frozenset((_BORDER, _SENTENCE, _QUESTION))

_UP_WORDS: Final = """absolument archi carrément complètement considérablement drôlement entièrement exceptionnellement
excessivement extrêmement franchement fort foncièrement follement full ben bin hyper incroyablement infiniment joliment
méga particulièrement profondément rudement sacrément super tellement terriblement totalement tout trop très ultra
vachement vraiment énormément si beaucoup grave sérieusement méchamment pleinement parfaitement hautement solide"""
_DOWN_WORDS: Final = """assez moins peu plutôt presque quasi quasiment légèrement relativement modérément vaguement
moyennement guère parfois"""
_BOOSTERS: Final[Mapping[str, float]] = {
    **dict.fromkeys(_UP_WORDS.split(), BOOST),
    **dict.fromkeys([*_DOWN_WORDS.split(), "un peu", "un brin", "à peine", "plus ou moins"], -BOOST),
    "pas mal": BOOST,  # as an adverb; alone it is praise
}
_NEGATIONS: Final = frozenset(
    """pas non jamais rien aucun aucune aucunement nullement sans ni guère pantoute point personne""".split()
)
_UNDOES: Final = frozenset(("pas", "non"))
_HELD: Final = tuple(f"{word} " for word in sorted(_NEGATIONS))  # how a phrase with a negation begins
_NEED_NE: Final = frozenset(("plus", "point", "personne"))  # negate only where « ne » stands near
ALONE_WORDS: Final = frozenset(  # negations that say something where they turn no word
    "pas jamais rien aucun aucune plus pantoute personne".split()
)
_AFTER: Final = frozenset(("pas", "jamais", "plus", "rien", "pantoute", "aucunement", "guère"))
_NE: Final = frozenset(("n", "ne"))
_LIGHT: Final = frozenset(  # words that don't count as distance
    """le la les l un une des du de d au aux à en y ce cet cette ces mon ma mes son sa ses votre vos leur leurs été être
    eu s se""".split()
)
_CONTRAST: Final = frozenset(
    ("mais", "cependant", "toutefois", "pourtant", "néanmoins", "par contre", "sauf que", "en revanche")
)
_SACRES: Final = frozenset(
    """tabarnak tabarnac tabarnack tabarouette tabarnouche câlisse calisse câlice calice crisse criss christ ostie osti
    esti estie hostie stie ciboire viarge simonaque maudit maudite maudits maudites sacrament calvaire putain""".split()
)
_EITHER: Final = frozenset(  # praise in Québec beside other praise, a complaint otherwise
    ("écœurant", "écœurante", "écœurants", "écœurantes", "écoeurant", "écoeurante", "écoeurants", "écoeurantes")
)
_REACH: Final = 3  # words back that a negation or an adverb of degree reaches, light ones not counted
_DISTANCE: Final = (1.0, 0.95, 0.9)
_LONGEST: Final = 60  # letters of a word with elisions; longer ones are no words
_CACHED: Final = 30  # letters of a word whose parts are kept in memory
_COMPLAINT: Final = -1.0  # a sacre alone in its sentence
_SACRE: Final = 0.6  # what a sacre adds to its sentence
_STRONG: Final = 1.8  # what « écœurant » adds


@cache
def read_by(own: Layer) -> Callable[[str], Reading]:
    """A reader of French with these words over the list of the language."""
    return _French(own).read


def read_french(text: str) -> Reading:
    """Score a French text."""
    return read_by(Layer.of("fr-pr"))(text)


@dataclass(slots=True)
class _Text:
    """A text while it is read: its words in small letters, borders among them, and what was found so far."""

    lower: Sequence[str]
    values: list[float]
    fired: set[str] = field(default_factory=set)
    used: set[int] = field(default_factory=set)  # negations that have turned a word


class _French:
    """The lexicon with the words that are laid over it, and the rules that look words up in it."""

    def __init__(self, own: Layer) -> None:
        self.emojis = _emojis(own.words)
        self.lexicon = _lexicon(own.words, self.emojis)
        self.alone = {word: valence for word, valence in own.words.items() if word in ALONE_WORDS and valence}
        self.phrases = Phrases([*self.lexicon, *_BOOSTERS, *_CONTRAST])
        self.known_tokens = lru_cache(maxsize=30_000)(self.tokens_of)
        self.watched = frozenset((*self.lexicon, *self.alone))

    def read(self, text: str) -> Reading:
        """The valences of a text's words, and its scores."""
        text = set_apart(plain(text), self.emojis)
        words = self.tokens(text)
        lower = lower_all(words)
        found = _Text(lower, [0.0] * len(words))
        if not self.watched.isdisjoint(lower):
            self.weigh(words, found)
        if not _SACRES.isdisjoint(lower) or not _EITHER.isdisjoint(lower):
            _weigh_sacres(found)
        if _QUESTION in lower:
            _hush_questions(found)
        if not _BORDERS.isdisjoint(lower):
            kept = [i for i, word in enumerate(words) if word not in _BORDERS]
            return total([words[i] for i in kept], [found.values[i] for i in kept], text, frozenset(found.fired))
        return total(words, found.values, text, frozenset(found.fired))

    def weigh(self, words: Sequence[str], text: _Text) -> None:
        """Each word's valence after the words around it, in place."""
        lower, lexicon = text.lower, self.lexicon
        loud = sum(map(str.isupper, words))
        mixed = 0 < loud < len(words) - sum(map(_BORDERS.__contains__, lower))
        for i, word in enumerate(lower):
            if word in lexicon and not self.is_booster(lower, i):
                value = lexicon[word]
                if mixed and words[i].isupper() and len(word) > 1:
                    value += CAPITALS if value > 0 else -CAPITALS
                    text.fired.add("capitals")
                text.values[i] = _in_context(text, i, value)
        if not self.alone.keys().isdisjoint(lower):
            _weigh_alone(text, self.alone)
        if not _CONTRAST.isdisjoint(lower):
            _weigh_contrast(text)

    def tokens(self, text: str) -> list[str]:
        """Words, phrases joined, and borders between clauses and sentences."""
        words: list[str] = []
        for line in text.split("\n"):
            for raw in line.split():
                words += self.known_tokens(raw) if len(raw) < _CACHED else self.tokens_of(raw)
            words.append(_SENTENCE)
        return self.phrases.join(words)

    def tokens_of(self, raw: str) -> list[str]:
        """The words and borders of what stands between two spaces."""
        if raw.lower() in self.lexicon:
            return [raw]  # an emoticon, too
        words: list[str] = []
        for piece in _PIECE.findall(raw):
            if piece[0].isalnum() or piece[0] == "_":
                words += _parted(piece, self.lexicon)
            elif piece[0] in _ENDS:
                words.append(_QUESTION if "?" in piece else _SENTENCE)
            elif piece in _PARTS:
                words.append(_BORDER)
        return words

    def is_booster(self, lower: Sequence[str], i: int) -> bool:
        """Whether a word that is an adverb of degree too (super, grave, fort) is one here: another word follows it."""
        if lower[i] not in _BOOSTERS:
            return False
        following = lower[i + 1] if i + 1 < len(lower) else _BORDER
        return following in self.lexicon or following in _BOOSTERS


def _parted(word: str, lexicon: Container[str]) -> list[str]:
    """A word with its elisions and its hyphens parted, unless the lexicon has it whole."""
    out: list[str] = []
    if len(word) > _LONGEST:
        return re.split(r"['/.&@-]", word)
    while word.lower() not in lexicon and word.lower() not in _WHOLE and (elided := _ELISION.match(word)):
        out.append(elided[0][:-1])
        word = word[elided.end() :]
    word = shorten(word, lexicon)
    if word.lower() in lexicon or word.isalpha():
        return [*out, word]
    return [*out, *(part for part in re.split(r"[/.&@-]", word) if part)]


def _in_context(text: _Text, i: int, value: float) -> float:
    """The valence of word `i` after the words around it."""
    lower = text.lower
    reached = 0
    negated = ""
    for at in range(i - 1, max(-1, i - 9), -1):
        word = lower[at]
        if word in _BORDERS or word in _CONTRAST or reached == _REACH:
            break
        if _negates(lower, at):
            # « sans aucun défaut » negates once, « pas sans défaut » not at all
            negated = "" if negated == "sans" and word in _UNDOES else word
            text.used.add(at)
        elif word in _BOOSTERS or word == "plus":
            boost = _BOOSTERS.get(word, BOOST) * _DISTANCE[reached]
            value += boost if value > 0 else -boost
            text.fired.add("degree")
        reached += word not in _LIGHT
    # no emoticon is negated, nor from behind what holds a negation already: « pas pire pantoute »
    if lower[i][0].isalnum() and (negated or (not lower[i].startswith(_HELD) and _negated_after(text, i))):
        text.fired.add("negation")
        return value * NEGATION
    return value


def _negates(lower: Sequence[str], at: int) -> bool:
    word = lower[at]
    if word in _NEED_NE:
        return not _NE.isdisjoint(lower[max(0, at - 4) : at])
    return word in _NEGATIONS


def _negated_after(text: _Text, i: int) -> bool:
    """« n'aime pas », « marche pas »: the negation follows its verb."""
    lower = text.lower
    following = lower[i + 1] if i + 1 < len(lower) else _BORDER
    if following in _AFTER and not (following == "plus" and _NE.isdisjoint(lower[max(0, i - 3) : i])):
        text.used.add(i + 1)
        return True
    if _NE.isdisjoint(lower[max(0, i - 2) : i]) or _AFTER.isdisjoint(lower[i + 1 : i + 3]):
        return False
    text.used.add(i + 2)
    return True


def _weigh_alone(text: _Text, alone: Mapping[str, float]) -> None:
    """A negation that turns no word says something itself: « ils n'ont pas rappelé ». In place."""
    for i, word in enumerate(text.lower):
        if word in alone and i not in text.used and _negates(text.lower, i):
            text.values[i] = alone[word]
            text.fired.add("negation")


def _sentences(text: _Text) -> Iterator[range]:
    """The places of each sentence's words."""
    start = 0
    for end in [*(i for i, word in enumerate(text.lower) if word in _STOPS), len(text.lower)]:
        yield range(start, end)
        start = end + 1


def _weigh_contrast(text: _Text) -> None:
    """Within a sentence: half before « mais », half as much again after, in place."""
    for places in _sentences(text):
        turns = [i for i in places if text.lower[i] in _CONTRAST]
        if turns:
            text.fired.add("contrast")
            for i in places:
                text.values[i] *= 0.5 if i < turns[-1] else 1.5


def _hush_questions(text: _Text) -> None:
    """Who asks whether it is good does not praise: good words of a question count nothing. In place."""
    for places in _sentences(text):
        if text.lower[places.stop : places.stop + 1] == [_QUESTION] and any(text.values[i] > 0 for i in places):
            text.fired.add("question")
            for i in places:
                text.values[i] = min(text.values[i], 0.0)


def _weigh_sacres(text: _Text) -> None:
    """A sacre, or « écœurant », takes the side of its sentence; alone it is a complaint. In place."""
    lower, values = text.lower, text.values
    for places in _sentences(text):
        here = [i for i in places if lower[i] in _SACRES or lower[i] in _EITHER]
        side = sum(values[i] for i in places) - sum(values[i] for i in here)
        for i in here:
            text.fired.add("sacre")
            strength = _SACRE if lower[i] in _SACRES else _STRONG
            values[i] = strength if side > 0 else -strength if side < 0 else min(-strength, _COMPLAINT)


def _lexicon(own: Mapping[str, float], emojis: Mapping[str, float]) -> Mapping[str, float]:
    """French words, `own` over them, emojis, VADER's emoticons; words also without their accents."""
    words = dict(emojis)
    words.update((sign, valence) for sign, valence in stock_lexicon().items() if not sign[:2].isalpha())
    for over in (layer("fr"), own):
        words.update((key_of(phrase), valence) for phrase, valence in over.items())
    for word, valence in list(words.items()):
        if (short := bare(word)) != word and len(short) > 3:  # noqa: PLR2004 - shorter ones mean too much
            words.setdefault(short, valence)
    return {  # a phrase hides its words, though it be worth nothing
        word: valence for word, valence in words.items() if (valence or " " in word) and word not in ALONE_WORDS
    }


def bare(word: str) -> str:
    """A word without its accents, as people in a hurry write it."""
    return word.translate(BARE)


def takes_sides(word: str) -> bool:
    """Whether a word's valence is that of its sentence."""
    return word in _SACRES or word in _EITHER


def key_of(words: str) -> str:
    """A phrase as its tokens are: « c'est plate » is three."""
    parts = [part for word in words.split() for part in (word.split("-") if " " in words else [word])]
    return " ".join(token for part in parts for token in _parted(part, ()))


def _emojis(own: Mapping[str, float]) -> Mapping[str, float]:
    """Emojis with the valence of their English names, and those of `own`."""
    english = stock_lexicon()
    named = {emoji: sum(english.get(word, 0.0) for word in name.split()) for emoji, name in stock_emojis().items()}
    valued = {word: valence for word, valence in own.items() if len(word) == 1 and not word.isascii()}
    return {emoji: valence for emoji, valence in {**named, **valued}.items() if valence}
