"""Which language a text is in, restricted to those that are watched; quick, linear, right on five-word comments.

Counts votes: function words (`stopwords/`), elisions and contractions (« l'usine », "it's"), letters and beginnings
and endings of words that one language likes and the other does not. Letters of another script answer at once.
French is known without its accents, as comments often are.

    detect(text, languages) -> str                     "fr", "en" ...: ISO 639-1; "" where it can't be told
    detect_each(sentences, languages, whole) -> [str]  the same of each sentence of a text that is in `whole`

The weights were set by hand and tried on texts written for the project.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final

from smwatch.text.leaning import LEARNED, common_words, is_learned, lean
from smwatch.text.stopwords import TOLD_APART, stop_words

BOUND: Final = 2_000  # characters read: more does not change the answer
SAMPLE: Final = 240  # characters of the beginning, and of the middle, that are enough where they leave no doubt
_NOISE = re.compile(
    r"\bhttps?\b(?:://\S{1,2000})?|www\.\S{1,2000}|[@#]\w{1,200}|(?<!\w)[:;=x]-?[dpo](?!\w)", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_ABROAD = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff\ufb00-\ufb06\uff21-\uff5a]")  # letters that are not Latin

_FAR = re.compile("[\u0370-\u1dff\u2c00-\uff20\uff5b-\U0010ffff]")  # where they are: quicker to look for

_SCRIPTS: Final = (  # first letter, last letter, language that uses it most
    ("\u0370", "\u03ff", "el"),
    ("\u0400", "\u052f", "ru"),
    ("\u0590", "\u05ff", "he"),
    ("\u0600", "\u06ff", "ar"),
    ("\u0900", "\u097f", "hi"),
    ("\u0e00", "\u0e7f", "th"),
    ("\u3040", "\u30ff", "ja"),
    ("\uac00", "\ud7af", "ko"),
    ("\u4e00", "\u9fff", "zh"),
)

_OWN: Final = {  # letters that only another language with these letters has
    "ar": (("ur", frozenset("ٹڈڑںے")), ("fa", frozenset("پچژگ"))),
    "ru": (("uk", frozenset("іїєґ")),),
}
_VIETNAMESE: Final = re.compile("[\u1ea0-\u1ef9]")  # letters with two marks, in every line of it

_LONG_DRAWN: Final = re.compile(r"(\w)\1{2,}")  # sooo, trooop
_WEIGHT: Final = 1.0  # of a function word
_FRENCH_BEFORE: Final = frozenset(
    ("l", "d", "j", "n", "s", "c", "m", "t", "y", "qu", "jusqu", "lorsqu", "puisqu", "quelqu", "aujourd", "presqu")
)
_LETTERS: Final = (  # (letters, language, weight): each word that holds one of them votes
    ("ñ", "es", 1.5),
    ("óíúá", "es", 0.7),
    ("óíúáãõ", "pt", 0.6),
    ("ãõ", "pt", 1.0),
    ("äöüß", "de", 1.2),
    ("ìò", "it", 1.0),
    ("åäö", "sv", 0.6),
    ("åæø", "da", 0.6),
    ("åæø", "no", 0.6),
    ("ąęłśźżćń", "pl", 1.2),
    ("ğış", "tr", 1.2),
    ("öüç", "tr", 0.5),
    ("ăâîșțşţ", "ro", 0.8),
    ("äö", "fi", 0.8),
    ("őű", "hu", 1.2),
    ("áéíóöúü", "hu", 0.6),
    ("ěřůčšžýďťň", "cs", 1.0),
    ("àèéíòóú", "ca", 0.4),
)
_COMMON_WEIGHT: Final = 0.8
_LETTER: Final = 0.4  # « c plate », but also :D and plan C
_ENDS: Final = {  # the longest that fits votes, for words that are in no list
    "es": {0.7: "ción ciones dad ando iendo ado ados ada adas amos emos illo ito", 0.55: "os as a o"},
    "pt": {0.7: "ção ções dade ando endo ado ados ada adas inho amos agem", 0.55: "os as a o"},
    "it": {0.7: "zione zioni mente ando endo ato ati ata ate tti tta tto gli che ezza ità", 0.55: "i o a"},
    "de": {0.7: "ung ungen keit heit lich isch ischen en er te ten tet gen ben chen cht chte"},
    "nl": {0.7: "en ijk lijk heid ing aan oor eer een aar ij tie atie aal"},
}
_STARTS: Final = {"de": {0.4: "ge sch ver zu"}, "nl": {0.4: "ge ver sch zij"}}
_LEANING: Final = 4.0  # what a word's lean is divided by to be votes
_FARTHEST: Final = 6.0  # a lean counts up to this
_DOUBTED: Final = 0.3  # what is left of the lean of a word that is in other languages' lists only
_UNSEEN: Final = 0.6  # what is left of the lean of a word that was never seen whole
_ELIDED: Final = 2.0  # what l', d', qu' before a word add to its lean
_LISTED_LEAN: Final = 1.5  # what being in a list of one of the two adds to a word's lean
_PLENTY: Final = 12.0  # votes that a sample needs for one language, and
_CLEARLY: Final = 1.8  # how many times those for any other: else everything is read
_ENOUGH: Final = 0.5  # fewer votes than this is no answer
_PLAIN: Final = 2.0  # a language that is not watched needs as many
_HOME: Final = 1.25  # a watched language is this much likelier than another
_OWN_VOTES: Final = 1.8  # votes that a sentence needs to be in another language than the text that it stands in, and
_OWN_TIMES: Final = 3.0  # how many times those for the text's: a borrowed word or two don't make a sentence English

Votes = tuple[tuple[str, float], ...]


def detect(text: str, languages: Sequence[str] = ("fr", "en")) -> str:
    """One of `languages`, or another's ISO 639-1 code where that is plain, or "" where it can't be told."""
    text = text[:BOUND]
    if not text.isascii() and (script := _script(text)):
        return script
    sample = _sample(text)
    if not text.isascii() and 30 * len(_VIETNAMESE.findall(sample)) > len(sample):
        return "vi"
    totals = _totals(sample)
    if len(text) > 2 * SAMPLE:
        first, second = sorted(totals.values())[:-3:-1]
        if first < _PLENTY or first < second * _CLEARLY:
            totals = _totals(text)
    for lang in languages:
        if lang in totals:
            totals[lang] *= _HOME
    best = max(totals, key=totals.__getitem__)
    if best not in languages and totals[best] < _PLAIN:  # « Bravo » is no Spanish: not on one word
        best = max(languages, key=lambda lang: totals.get(lang, 0.0), default="")
    return best if totals.get(best, 0.0) >= _ENOUGH else ""


def detect_each(sentences: Sequence[str], languages: Sequence[str], whole: str) -> list[str]:
    """The language of each sentence of a text that is in `whole`: another than that only where it is plain.

    Where `whole` is "", each sentence answers for itself, and may not know.
    """
    return [_inside(sentence, languages, whole) for sentence in sentences]


def _inside(sentence: str, languages: Sequence[str], whole: str) -> str:
    """A sentence's own language where that is plain, else its text's."""
    own = detect(sentence, languages)
    if not whole or not own or own == whole:
        return own or whole
    if own not in TOLD_APART:
        return own  # its letters say so
    totals = _totals(sentence[:BOUND])
    return own if totals[own] >= max(_OWN_VOTES, _OWN_TIMES * totals.get(whole, 0.0)) else whole


def _sample(text: str) -> str:
    """Some words of a text's beginning and of its middle, which are nearly always enough; a short text as it is."""
    if len(text) <= 2 * SAMPLE:
        return text
    middle = len(text) // 2
    return f"{text[:SAMPLE].rpartition(' ')[0]} {text[middle : middle + SAMPLE].partition(' ')[2].rpartition(' ')[0]}"


def _totals(text: str) -> dict[str, float]:
    """The votes for each language."""
    totals = dict.fromkeys(TOLD_APART, 0.0)
    for word in words(text):
        for lang, weight in _votes(word):
            totals[lang] += weight
    return totals


def words(text: str) -> list[str]:
    """The words of a text that tell its language: lower case, straight apostrophes, no addresses, tags and names."""
    if "http" in text or ":" in text or "@" in text or "#" in text or "www." in text or ";" in text or "=" in text:
        text = _NOISE.sub(" ", text)
    text = text.lower()
    return _WORD.findall(text.replace("’", "'") if "’" in text else text)


def _script(text: str) -> str:
    """The language by its letters where most letters are not Latin ("" where they are)."""
    abroad = _ABROAD.findall(text) if _FAR.search(text) else []
    if not abroad or 2 * len(abroad) < sum(map(str.isalpha, text)):
        return ""
    some = abroad[:SAMPLE]
    counts = {lang: sum(first <= letter <= last for letter in some) for first, last, lang in _SCRIPTS}
    if counts["ja"]:
        return "ja"  # kana stand between the Chinese letters of Japanese only
    best = max(counts, key=counts.__getitem__) if any(counts.values()) else ""
    return next((lang for lang, letters in _OWN.get(best, ()) if not letters.isdisjoint(some)), best)


@cache
def _known_words() -> dict[str, Votes]:
    """Function words with their votes; French ones also without accents."""
    votes: dict[str, dict[str, float]] = {}
    for lang in TOLD_APART:
        for word in stop_words(lang):
            votes.setdefault(word, {})[lang] = _WEIGHT if len(word) > 1 or word in "aàyôio" else _LETTER
            if lang == "fr" and (bare := word.translate(BARE)) != word:
                votes.setdefault(bare, {}).setdefault("fr", _WEIGHT)
    for lang in LEARNED:
        for word in common_words(lang):
            for spelt in {word, word.translate(BARE)} if lang == "fr" else {word}:
                votes.setdefault(spelt, {}).setdefault(lang, _COMMON_WEIGHT)
    return {word: tuple(of.items()) for word, of in votes.items()}


BARE: Final = str.maketrans("éèêëàâçùûîïôœ", "eeeeaacuuiioo")


@cache
def _affixes(ends: bool) -> dict[str, Votes]:
    found: dict[str, dict[str, float]] = {}
    for lang, weights in (_ENDS if ends else _STARTS).items():
        for weight, affixes in weights.items():
            for affix in affixes.split():
                found.setdefault(affix, {})[lang] = weight
    return {affix: tuple(of.items()) for affix, of in found.items()}


@lru_cache(maxsize=30_000)
def _votes(word: str) -> Votes:
    """What a word says: French or English by its spelling and the lists, another language by the lists, or guessed."""
    word = _LONG_DRAWN.sub(r"\1", word)
    known = _known_words().get(word)
    if known is None:
        votes, leaning = dict(_guess(word)), lean(word) * (1.0 if is_learned(word) or "'" in word else _UNSEEN)
        if "'" in word and word.partition("'")[0] in _FRENCH_BEFORE:
            leaning += _ELIDED
    else:
        votes, leaning = dict(known), lean(word)
        french, english = votes.pop("fr", 0.0), votes.pop("en", 0.0)
        if french or english:
            if french and english:
                votes |= {"fr": french, "en": english}
            leaning += _LISTED_LEAN * (french - english)
        else:
            leaning *= _DOUBTED
    side, other = ("fr", "en") if leaning > 0 else ("en", "fr")
    strength = min(abs(leaning), _FARTHEST) / _LEANING
    if side in votes:
        votes[other] = max(0.0, votes[other] - strength)
    else:
        votes[side] = min(strength, _WEIGHT) if votes else strength
    return tuple(votes.items())


def _guess(word: str) -> list[tuple[str, float]]:
    """Votes of a word that is in no list for languages other than the learned: by its letters, its end and start."""
    votes: list[tuple[str, float]] = []
    if "'" in word:
        before, _, after = word.partition("'")
        word = after if len(after) > len(before) else before
    if not word.isascii():
        votes += [(lang, weight) for letters, lang, weight in _LETTERS if not set(letters).isdisjoint(word)]
    for ends in (True, False):
        known = _affixes(ends)
        for size in range(min(5, len(word) - 1), 0, -1):
            if of := known.get(word[-size:] if ends else word[:size]):
                votes += of
                break
    return votes
