"""A text as words that may be compared: elisions, plurals and case set aside, what says nothing marked as such.

    Reader("fr").words("Rappel de l’usine !") -> [rappel WORD, de JOINS, usine WORD, ! BREAK]

A light hand on endings: yogourts is yogourt and recalls is recall, but a rappel is no rappeler, since words that are
of one subject stand in the same stories anyway. Linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import cache
from typing import Final, NamedTuple

from smwatch.text.fold import APOSTROPHES, fold, fold_roughly
from smwatch.text.listed import listed
from smwatch.text.stopwords import LISTED, stop_words

SHORTEST, LONGEST = 3, 40
"""Letters of a telling word; two will do in capitals: UE, IA."""

_TOKEN: Final = re.compile(
    r"(?:https?://|www\.)\S+|@\w+|\d+(?:[.,\s]\d+)+|\d+\s?[%$€£]"  # of no use: addresses, names, sums
    rf"|#?[^\W_]+(?:[{APOSTROPHES}&-][^\W_]+)*"
    rf"|\n|[^\w\s{APOSTROPHES}*_-]|(?<=\s)[–—-](?=\s)"  # breaks
)
_JOINERS: Final = frozenset(
    "de du des d la le les l a à au aux en sur of the for in to on at and et st saint sainte".split()
)
_ELIDED: Final = frozenset("l d j n s c m t y qu jusqu lorsqu puisqu".split())
_ADVERBS: Final = tuple(
    "amment emment ellement eusement ivement iquement ablement iblement alement ierement aitement ainement implement"
    " rtement chement letement olument apidement acilement urement".split()
)
_NO_ADVERBS: Final = frozenset(
    "family assembly supply italy butterfly monopoly anomaly melancholy comply multiply imply comportement departement"
    " appartement ecartement traitement allaitement entrainement signalement emballement renouvellement ruissellement"
    " empechement attachement detachement rapprochement rattachement accouchement branchement recouvrement".split()
)
_ENDS: Final = frozenset("sxedg")  # last letters of all endings that `stem` knows

_MEANT: Final = {"en": frozenset(("car", "son", "ton", "pour")), "fr": frozenset(("but",))}
"""Words that mean something here, and are function words there."""

_INVERTED: Final = re.compile(  # faut-il, ceux-ci
    r"(?<=\w)-(?:t-)?(?:ils?|elles?|on|je|tu|nous|vous|ce|moi|la|ci|le|les|y|en)$"
)
_NUMBER: Final = re.compile(r"(?!19|20)[0-9]{2,4}|20|19")  # that may be a name's: a year is none
_APOSTROPHE: Final = re.compile(f"[{APOSTROPHES}]")
_MONTHS_AND_DAYS: Final = """
janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi
samedi dimanche january february march april june july august september october november december monday tuesday
wednesday thursday friday saturday sunday jan feb apr jun jul aug sept oct nov dec janv févr avr juil déc
"""


class Kind(IntEnum):
    """What a word is good for."""

    BREAK = 0  # no phrase reaches over it
    DULL = 1  # likewise; a word that says nothing
    JOINS = 2  # says nothing, but may stand within a phrase: rappel de yogourts
    NUMBER = 3  # may end a phrase: loi 96
    WORD = 4


BREAK, DULL, JOINS, NUMBER, WORD = Kind
"""By names of their own: to ask the enumeration for one takes Python 3.11 as long as three comparisons."""


class Word(NamedTuple):
    """A word as it is compared, and as it is written."""

    key: str
    kind: Kind
    name: bool  # begins with a capital
    cut: int  # signs at its beginning that aren't shown: the l' of l'usine, the # of a tag


class Reader(dict[str, Word]):
    """Reads texts in one language ("": any); remembers each word, so that it is worked out once."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang, self._dull = lang, dull(lang)

    def words(self, text: str) -> list[Word]:
        """The words and breaks of a text."""
        tokens = _TOKEN.findall(text)
        self._learn([token for token in set(tokens) if token not in self])
        return list(map(self.__getitem__, tokens))

    def places(self, text: str) -> list[tuple[Word, int, int]]:
        """The same, with where each begins and ends; what isn't shown left out."""
        found = [(self[match.group()], match.start(), match.end()) for match in _TOKEN.finditer(text)]
        return [(word, start + word.cut, end) for word, start, end in found]

    def __missing__(self, token: str) -> Word:
        """Work out one word."""
        self[token] = word = _read(token, self._lang, self._dull)
        return word

    def _learn(self, tokens: Sequence[str]) -> None:
        """Work out many words: they are folded together, which takes a third of the time."""
        plain = [token for token in tokens if len(token) <= LONGEST and token.isalpha()]
        folded = fold(" ".join(plain)).split(" ")
        if len(folded) == len(plain):  # letters are folded to letters, but for some ligatures of Arabic
            for token, key in zip(plain, folded, strict=True):
                self[token] = _as_word(token, key, 0, self._lang, self._dull)


_BREAK: Final = Word("", BREAK, name=False, cut=0)


def _read(token: str, lang: str, saying_nothing: frozenset[str]) -> Word:
    bare, cut = token, 0
    if not (token.isalpha() and len(token) <= LONGEST):
        bare = token.removeprefix("#")
        if len(bare) > LONGEST or not bare[:1].isalnum() or "://" in bare or bare.startswith("www."):
            return _BREAK
        head = _APOSTROPHE.split(bare, maxsplit=1)
        if len(head) > 1 and head[0].casefold() in _ELIDED and head[1]:
            bare = head[1]
        cut = len(token) - len(bare)
    return _as_word(bare, fold(bare), cut, lang, saying_nothing)


def _as_word(bare: str, plain: str, cut: int, lang: str, saying_nothing: frozenset[str]) -> Word:
    """What is written as `bare`, and `plain` when it is folded."""
    if plain in _JOINERS:
        return Word(plain, JOINS, False, cut)
    if not plain.isalpha():
        plain = _INVERTED.sub("", plain)
        plain = plain.removesuffix("'s") or plain
        if plain[:1].isdigit() or not plain:
            return Word(plain, NUMBER, False, cut) if _NUMBER.fullmatch(plain) else _BREAK
    if plain in saying_nothing or _is_adverb(plain):
        return Word(plain, DULL, False, cut)
    if len(plain) < SHORTEST and not (len(plain) > 1 and bare.isupper() and bare.isalpha()):
        return Word(plain, DULL, False, cut)
    return Word(stem(plain, english=lang == "en"), WORD, bare[0].isupper(), cut)


def stem(plain: str, *, english: bool = False) -> str:
    """A folded word without what makes it plural or feminine, or past in English; a short one as it is."""
    if len(plain) < 4 or plain[-1] not in _ENDS:  # noqa: PLR2004 - letters of a word that has an ending
        return plain
    if plain.endswith("aux") and not plain.endswith("eaux"):
        return plain[:-3] + "al"  # journaux
    if plain.endswith("ies") and len(plain) > 4:  # noqa: PLR2004 - ties, but companies
        return plain[:-3] + "y"
    if plain.endswith(("sses", "shes", "ches", "xes")):
        return plain[:-2]
    if plain.endswith(("s", "x")) and not plain.endswith(("ss", "us", "is", "eux", "oux", "ax", "ox", "ix")):
        plain = plain[:-1]
    if english and len(plain) > 5 and plain.endswith(("ed", "ing")):  # noqa: PLR2004 - need, king
        bare = plain.removesuffix("ing").removesuffix("ed")
        return bare[:-1] if bare[-1:] in "bdgmnpr" and bare[-2:-1] == bare[-1:] else bare  # shipping
    return plain[:-1] if plain.endswith("ee") and len(plain) > 5 else plain  # noqa: PLR2004 - rappelée, but coffee


def stub(key: str) -> bytes:
    """How every word with this key begins where it is folded roughly, after what parts words: journ, of journaux."""
    first = re.match(r"[^\W_]+", key)
    whole = first[0] if first else key
    cut = whole == key and key.endswith(("al", "y")) and len(key) > 2  # noqa: PLR2004 - al, by
    return b" " + fold_roughly(whole[:-1] if cut else whole)


def _is_adverb(plain: str) -> bool:
    """Whether a folded word is one by its ending: rapidly, malheureusement."""
    if plain[-2:] == "ly":
        return len(plain) > 5 and plain not in _NO_ADVERBS  # noqa: PLR2004 - reply
    return plain[-4:] == "ment" and plain.endswith(_ADVERBS) and plain not in _NO_ADVERBS


@cache
def dull(lang: str) -> frozenset[str]:
    """Folded words that say nothing of a subject: function words, what reports are made of, dates, navigation."""
    langs = {lang, "fr", "en"} if lang in LISTED else LISTED  # people mix the two
    function = {fold(word) for one in langs for word in stop_words(one)} - _MEANT.get(lang, frozenset())
    return frozenset(function.union(map(fold, (*listed(__package__, "dull.txt"), *_MONTHS_AND_DAYS.split()))))
