"""What a word says about the language of the text that it stands in.

French and English are told by the lean of its spelling (`leaning/`, learned from the corpus) and by lists of words;
other languages by their function words (`stopwords/`), their letters, and beginnings and endings that they like.

    words("@Ikea C’EST nul! #fail") -> ["c'est", "nul"]
    votes("nul") -> (0.7, 0.0, 0.0, ())         for French, for English, the most for another, and for which
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from smwatch.text.leaning import LEARNED, common_words, lean
from smwatch.text.stopwords import TOLD_APART, stop_words

_NOISE = re.compile(
    r"\bhttps?\b(?:://\S{1,2000})?|www\.\S{1,2000}|[@#]\w{1,200}|(?<!\w)[:;=x]-?[dpo](?!\w)", re.IGNORECASE
)
_WORD = re.compile(
    r"[^\W\d_]{1,40}(?:'[^\W\d_]{1,40}){0,3}|[¿¡]"
)  # what is longer is no word, and would fill the cache

_LONG_DRAWN: Final = re.compile(r"(\w)\1{2,}")  # sooo, trooop
_WEIGHT: Final = 1.0  # of a function word
_FRENCH_BEFORE: Final = frozenset(
    ("l", "d", "j", "n", "s", "c", "m", "t", "y", "qu", "jusqu", "lorsqu", "puisqu", "quelqu", "aujourd", "presqu")
)
_LETTERS: Final = (  # (letters, language, weight): each word that holds one of them votes
    (frozenset("ñ"), "es", 1.5),
    (frozenset("óíúá"), "es", 0.7),
    (frozenset("óíúáãõ"), "pt", 0.6),
    (frozenset("ãõ"), "pt", 1.0),
    (frozenset("äöüß"), "de", 1.2),
    (frozenset("ìò"), "it", 1.0),
    (frozenset("åäö"), "sv", 0.6),
    (frozenset("åæø"), "da", 0.6),
    (frozenset("åæø"), "no", 0.6),
    (frozenset("ąęłśźżćń"), "pl", 1.2),
    (frozenset("ğış"), "tr", 1.2),
    (frozenset("öüç"), "tr", 0.5),
    (frozenset("ășțşţ"), "ro", 0.8),
    (frozenset("äö"), "fi", 0.8),
    (frozenset("őű"), "hu", 1.2),
    (frozenset("áíóöúü"), "hu", 0.4),
    (frozenset("ěřůčšžýďťň"), "cs", 1.0),
    (frozenset("íòóú"), "ca", 0.4),
)
_COMMON_WEIGHT: Final = 0.8
_LETTER: Final = 0.4  # « c plate », but also :D and plan C
_ENDS: Final = {  # the longest that fits votes, for words that are in no list
    "es": {0.7: "ción ciones dad ando iendo ado ados ada adas amos emos illo ito", 0.55: "os as a o"},
    "pt": {0.7: "ção ções dade ando endo ado ados ada adas inho amos agem", 0.55: "os as a o"},
    "it": {0.7: "zione zioni mente ando endo ato ati ata ate tti tta tto gli che ezza ità", 0.55: "i o a"},
    "de": {0.7: "ung ungen keit heit lich isch ischen en er te ten tet gen ben chen cht chte"},
    "nl": {0.7: "en ijk lijk heid aan oor eer een aar ij tie atie aal"},
}
_STARTS: Final = {"de": {0.4: "ge sch ver zu"}, "nl": {0.4: "ge ver sch zij"}}
_LEANING: Final = 4.0  # what a word's lean is divided by to be votes
_FARTHEST: Final = 6.0  # a lean counts up to this
_DOUBTED: Final = 0.3  # what is left of the lean of a word that is in other languages' lists only
_UNSEEN: Final = 0.6  # what is left of the lean of a word that was never seen whole
_ELIDED: Final = 2.0  # what l', d', qu' before a word add to its lean
_LISTED_LEAN: Final = 1.5  # what being in a list of one of the two adds to a word's lean
_NEUTRAL: Final = frozenset("lol lmao omg wow ok haha hahaha hihi xd bravo super".split())  # said in both

Weights = tuple[tuple[str, float], ...]
Votes = tuple[float, float, float, Weights]

_NOTHING: Final[Votes] = (0.0, 0.0, 0.0, ())
BARE: Final = str.maketrans("éèêëàâçùûîïôœ", "eeeeaacuuiioo")


def words(text: str) -> list[str]:
    """The words of a text that tell its language: lower case, straight apostrophes, no addresses, tags and names."""
    if "http" in text or ":" in text or "@" in text or "#" in text or "www." in text or ";" in text or "=" in text:
        text = _NOISE.sub(" ", text)
    text = text.lower()
    return _WORD.findall(text.replace("’", "'") if "’" in text else text)


def totals_of(spoken: Iterable[str]) -> dict[str, float]:
    """The votes of some words for each language."""
    totals = dict.fromkeys(TOLD_APART, 0.0)
    for word in spoken:
        french, english, _, others = votes(word)
        totals["fr"] += french
        totals["en"] += english
        for lang, weight in others:
            totals[lang] += weight
    return totals


@lru_cache(maxsize=50_000)
def votes(word: str) -> Votes:
    """What a word says: for French, for English, the most for any other, and for each other."""
    known = _known_words().get(word)
    if known is None:
        return _unlisted(word)
    french, english, others = known
    leaning = lean(word)
    if french and english:  # on, me, plus: more for one than for the other, and no less than for a third
        strength = leaning / _LEANING
        french, english = max(0.0, french + min(strength, 0.0)), max(0.0, english - max(strength, 0.0))
        return french, english, _WEIGHT if others else 0.0, others
    if not french and not english:
        return _one_sided(leaning * _DOUBTED, others)
    leaning += _LISTED_LEAN * (french - english)
    if abs(leaning) > _LEANING:  # de, la: what is said for French is said as loudly for Spanish
        others = tuple((lang, min(abs(leaning), _FARTHEST) / _LEANING) for lang, _ in others)
    return _one_sided(leaning, others)


def _unlisted(word: str) -> Votes:
    """What a word says that is in no list."""
    if _LONG_DRAWN.search(word):
        return votes(_LONG_DRAWN.sub(r"\1", word))
    if word in _NEUTRAL:
        return _NOTHING
    leaning = lean(word, _UNSEEN)
    if "'" in word and word.partition("'")[0] in _FRENCH_BEFORE:
        leaning += _ELIDED
    return _one_sided(leaning, _guess(word))


def _one_sided(leaning: float, others: Weights) -> Votes:
    """The votes of a word that leans to French (above 0) or English."""
    most = max([weight for _, weight in others]) if others else 0.0
    if leaning > 0:
        return min(leaning, _FARTHEST) / _LEANING, 0.0, most, others
    return 0.0, min(-leaning, _FARTHEST) / _LEANING, most, others


def _guess(word: str) -> Weights:
    """Votes of a word that is in no list for languages other than the two: by its letters, its end and its start."""
    if "'" in word:
        before, _, after = word.partition("'")
        word = after if len(after) > len(before) else before
    end, tail = _affixes(ends=True).get, word[1:]
    start, head = _affixes(ends=False).get, word[:-1]
    found = end(tail[-5:]) or end(tail[-4:]) or end(tail[-3:]) or end(tail[-2:]) or end(tail[-1:]) or ()
    if of_start := start(head[:3]) or start(head[:2]):
        found = _added((*found, *of_start))
    if not word.isascii():
        found = _added((*found, *((lang, by) for letters, lang, by in _LETTERS if not letters.isdisjoint(word))))
    return found


def _added(found: Weights) -> Weights:
    """Each language once, with all its votes."""
    sums: dict[str, float] = {}
    for lang, weight in found:
        sums[lang] = sums.get(lang, 0.0) + weight
    return tuple(sums.items())


@cache
def _known_words() -> dict[str, tuple[float, float, Weights]]:
    """Listed words: what they say for French, for English and for others; French ones also without accents."""
    found: dict[str, dict[str, float]] = {}
    for lang in TOLD_APART:
        for word in stop_words(lang):
            found.setdefault(word, {})[lang] = _WEIGHT if len(word) > 1 or word in "aàyôio¿¡" else _LETTER
            if lang == "fr" and (bare := word.translate(BARE)) != word:
                found.setdefault(bare, {}).setdefault("fr", _WEIGHT)
    for lang in LEARNED:
        for word in common_words(lang):
            for spelt in {word, word.translate(BARE)} if lang == "fr" else {word}:
                found.setdefault(spelt, {}).setdefault(lang, _COMMON_WEIGHT)
    told = {word: of for word, of in found.items() if word not in _NEUTRAL}
    return {word: (of.pop("fr", 0.0), of.pop("en", 0.0), tuple(of.items())) for word, of in told.items()}


@cache
def _affixes(*, ends: bool) -> dict[str, Weights]:
    found: dict[str, dict[str, float]] = {}
    for lang, weights in (_ENDS if ends else _STARTS).items():
        for weight, affixes in weights.items():
            for affix in affixes.split():
                found.setdefault(affix, {})[lang] = weight
    return {affix: tuple(of.items()) for affix, of in found.items()}
