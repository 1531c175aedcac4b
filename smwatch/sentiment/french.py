"""French on VADER's engine: French negation, degree and contrast over a French lexicon and the layer for PR and Québec.

What differs from English: elisions part words (« c'est », « l'usine »); « pas », « jamais », « rien » stand before or
after what they negate; « plus » negates only with « ne » and else adds; « mais » weighs within its sentence; a sacre
makes stronger what stands in its sentence, and is a complaint where nothing does.

    read_french(text) -> Reading      valences as VADER's, -4 to 4 a word; rules that fired by name
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from smwatch.sentiment.lexicons import Phrases, layer
from smwatch.sentiment.tokens import plain, set_apart, shorten
from smwatch.sentiment.vader import (
    BOOST,
    CAPITALS,
    NEGATION,
    Reading,
    capitals_stand_out,
    stock_emojis,
    stock_lexicon,
    total,
)

_PIECE = re.compile(r"\w+(?:['/.&@-]\w+)*|[.!?…]+|[^\w\s]")
_ENDS: Final = frozenset(".!?…")
_PARTS: Final = frozenset(',;:()«»"“”|–—')
_ELISION = re.compile(r"(?i)^(?:[ldjnscmty]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\w)")
_WHOLE: Final = frozenset(("aujourd'hui", "d'accord", "d'ailleurs"))
_BORDER: Final = ""  # a token that no rule looks across: a comma, a sentence's end
_SENTENCE: Final = "\n"  # likewise, between sentences
_BARE: Final = str.maketrans("éèêëàâçùûîïôœ", "eeeeaacuuiioo")

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
_NEED_NE: Final = frozenset(("plus", "point", "personne", "que"))  # negate only where « ne » stands near
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


def read_french(text: str) -> Reading:
    """Score a French text."""
    lexicon = _lexicon()
    text = set_apart(plain(text), _emojis())
    words = _tokens(text)
    lower = [word.lower() for word in words]
    values: list[float] = [0.0] * len(words)
    fired: set[str] = set()
    mixed = capitals_stand_out([word for word in words if word and word != _SENTENCE])
    for i, word in enumerate(lower):
        value = lexicon.get(word, 0.0)
        if value and not _is_booster(lower, i):
            if mixed and words[i].isupper() and len(word) > 1:
                value += CAPITALS if value > 0 else -CAPITALS
                fired.add("capitals")
            values[i] = _in_context(lower, i, value, fired)
    _weigh_contrast(lower, values, fired)
    _weigh_sacres(lower, values, fired)
    kept = [(word, value) for word, value in zip(words, values, strict=True) if word not in (_BORDER, _SENTENCE)]
    return total([word for word, _ in kept], [value for _, value in kept], text, frozenset(fired))


def _tokens(text: str) -> list[str]:
    """Words, phrases joined, and borders between clauses and sentences."""
    lexicon = _lexicon()
    words: list[str] = []
    for line in text.split("\n"):
        for raw in line.split():
            if raw.lower() in lexicon:
                words.append(raw)  # an emoticon, too
                continue
            for piece in _PIECE.findall(raw):
                if piece[0].isalnum() or piece[0] == "_":
                    words += _known_parts(piece) if len(piece) < _CACHED else _parted(piece, lexicon)
                elif piece[0] in _ENDS:
                    words.append(_SENTENCE)
                elif piece in _PARTS:
                    words.append(_BORDER)
        words.append(_SENTENCE)
    return _phrases().join(words)


@lru_cache(maxsize=30_000)
def _known_parts(word: str) -> list[str]:
    return _parted(word, _lexicon())


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


def _is_booster(lower: Sequence[str], i: int) -> bool:
    """Whether a word that is an adverb of degree too (super, grave, fort) is one here: another word follows it."""
    if lower[i] not in _BOOSTERS:
        return False
    following = lower[i + 1] if i + 1 < len(lower) else _BORDER
    return following in _lexicon() or following in _BOOSTERS


def _in_context(lower: Sequence[str], i: int, value: float, fired: set[str]) -> float:
    """The valence of word `i` after the words around it."""
    reached = 0
    negated = False
    for at in range(i - 1, max(-1, i - 9), -1):
        word = lower[at]
        if word in (_BORDER, _SENTENCE) or word in _CONTRAST or reached == _REACH:
            break
        if _negates(lower, at):
            negated = not negated
        elif word in _BOOSTERS or word == "plus":
            boost = _BOOSTERS.get(word, BOOST) * _DISTANCE[reached]
            value += boost if value > 0 else -boost
            fired.add("degree")
        reached += word not in _LIGHT
    if negated or _negated_after(lower, i):
        fired.add("negation")
        return value * NEGATION
    return value


def _negates(lower: Sequence[str], at: int) -> bool:
    word = lower[at]
    if word in _NEED_NE:
        return word != "que" and not _NE.isdisjoint(lower[max(0, at - 4) : at])
    return word in _NEGATIONS


def _negated_after(lower: Sequence[str], i: int) -> bool:
    """« n'aime pas », « marche pas »: the negation follows its verb."""
    following = lower[i + 1] if i + 1 < len(lower) else _BORDER
    if following in _AFTER and not (following == "plus" and _NE.isdisjoint(lower[max(0, i - 3) : i])):
        return True
    return not _NE.isdisjoint(lower[max(0, i - 2) : i]) and not _AFTER.isdisjoint(lower[i + 1 : i + 3])


def _weigh_contrast(lower: Sequence[str], values: list[float], fired: set[str]) -> None:
    """Within a sentence: half before « mais », half as much again after, in place."""
    start = 0
    for end in [*(i for i, word in enumerate(lower) if word == _SENTENCE), len(lower)]:
        turns = [i for i in range(start, end) if lower[i] in _CONTRAST]
        if turns:
            fired.add("contrast")
            for i in range(start, end):
                values[i] *= 0.5 if i < turns[-1] else 1.5
        start = end + 1


def _weigh_sacres(lower: Sequence[str], values: list[float], fired: set[str]) -> None:
    """A sacre, or « écœurant », takes the side of its sentence; alone it is a complaint. In place."""
    if _SACRES.isdisjoint(lower) and _EITHER.isdisjoint(lower):
        return
    start = 0
    for end in [*(i for i, word in enumerate(lower) if word == _SENTENCE), len(lower)]:
        here = [i for i in range(start, end) if lower[i] in _SACRES or lower[i] in _EITHER]
        side = sum(values[start:end]) - sum(values[i] for i in here)
        for i in here:
            fired.add("sacre")
            strength = _SACRE if lower[i] in _SACRES else _STRONG
            values[i] = strength if side > 0 else -strength if side < 0 else min(-strength, _COMPLAINT)
        start = end + 1


@cache
def _lexicon() -> Mapping[str, float]:
    """French words, the PR layer over them, emojis, VADER's emoticons; words also without their accents."""
    words = dict(_emojis())
    words.update((sign, valence) for sign, valence in stock_lexicon().items() if not sign[:2].isalpha())
    for name in ("fr", "fr-pr"):
        words.update((_key(line), valence) for line, valence in layer(name).items())
    for word, valence in list(words.items()):
        if (bare := word.translate(_BARE)) != word and len(bare) > 3:  # noqa: PLR2004 - shorter ones mean too much
            words.setdefault(bare, valence)
    return {word: valence for word, valence in words.items() if valence or " " in word}  # a phrase hides its words


def _key(words: str) -> str:
    """A phrase as its tokens are: « c'est plate » is three."""
    parts = [part for word in words.split() for part in (word.split("-") if " " in words else [word])]
    return " ".join(token for part in parts for token in _parted(part, ()))


@cache
def _emojis() -> Mapping[str, float]:
    """Emojis with the valence of their English names, and those that the layer knows."""
    english = stock_lexicon()
    named = {emoji: sum(english.get(word, 0.0) for word in name.split()) for emoji, name in stock_emojis().items()}
    own = {word: valence for word, valence in layer("fr-pr").items() if len(word) == 1 and not word.isascii()}
    return {emoji: valence for emoji, valence in {**named, **own}.items() if valence}


@cache
def _phrases() -> Phrases:
    return Phrases([*_lexicon(), *_BOOSTERS, *_CONTRAST])
