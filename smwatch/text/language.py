"""Which language a text is in, restricted to those that are watched; quick, linear, right on five-word comments.

Each word votes (`votes.py`): French or English by weights that were learned from the corpus, other languages by their
function words, letters and endings. Letters of another script answer at once. French is known without its accents,
as comments often are; hash tags are heard where nothing else tells.

    detect(text, languages) -> str                     "fr", "en" ...: ISO 639-1; "" where it can't be told
    detect_each(sentences, languages, whole) -> [str]  the same of each sentence of a text that is in `whole`

`tools/language.py` learns the weights; the bounds below were set by hand on texts written for the project.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from smwatch.text.stopwords import TOLD_APART
from smwatch.text.votes import totals_of, votes, words

BOUND: Final = 2_000  # characters read: more does not change the answer
SAMPLE: Final = 240  # characters of the beginning, and of the middle, that are enough where they leave no doubt
_TAG = re.compile(r"#(\w{2,100})")
_TAG_WORD = re.compile(r"[A-Z]{2,}(?![a-z])|[^\W\d_][^\W\d_A-Z]*")  # the words that capitals part
_NAME = re.compile(r"(?<=[\w,»”\"'’] )[A-ZÀ-ÖØ-ÞŒ]\w*(?<=[^\W\d_A-ZÀ-ÖØ-ÞŒ])")  # Friday after a word, not I nor NEVER
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

_SURE: Final = 3.0  # votes of an unwatched language that a few names can't make
_CAPITAL: Final = re.compile(r"\b[A-ZÀ-Þ][\w’'-]*")
_TAGGED: Final = 0.5  # what is left of the votes of words in hash tags: who writes French tags in English too
_FEWEST_TAGGED: Final = 2  # words in hash tags: one alone is a brand or a place
_PLENTY: Final = 12.0  # votes that a sample needs for one language, and
_CLEARLY: Final = 1.8  # how many times those for any other: else everything is read
_ENOUGH: Final = 0.5  # fewer votes than this is no answer
_PLAIN: Final = 2.0  # a language that is not watched needs as many
_APART: Final = 0.15  # so many votes apart two watched languages must be, where there are few
_HOME: Final = 1.25  # a watched language is this much likelier than another
_OWN_VOTES: Final = 1.4  # votes that a sentence needs to be in another language than the text that it stands in, and
_OWN_TIMES: Final = 4.0  # how many times those for the text's: a borrowed word or two don't make a sentence English


def detect(text: str, languages: Sequence[str] = ("fr", "en")) -> str:
    """One of `languages`, or another's ISO 639-1 code where that is plain, or "" where it can't be told."""
    text = text[:BOUND]
    if not text.isascii() and (script := _script(text)):
        return script
    sample = _sample(text)
    if not text.isascii() and 30 * len(_VIETNAMESE.findall(sample)) > len(sample):
        return "vi"
    spoken = words(sample)
    sampled = len(text) > 2 * SAMPLE
    if plain := _plainly(spoken, languages, _PLENTY if sampled else _PLAIN):
        return plain
    totals = totals_of(words(text) if sampled else spoken)
    answer = _answer(totals, languages)
    if answer and answer not in languages and totals[answer] < _SURE:
        return _without_capitals(text, answer, languages)
    return answer or _but_for_names(sample, languages) or _by_tags(text, totals, languages)


def _without_capitals(text: str, answer: str, languages: Sequence[str]) -> str:
    """The answer, unless names alone make it: « Mirabo accuse Lumina de fraude » is no Spanish."""
    bare = _CAPITAL.sub(" ", text)
    again = _answer(totals_of(words(bare)), languages)
    return answer if again and again not in languages else again


def _plainly(spoken: Sequence[str], languages: Sequence[str], enough: float) -> str:
    """French or English where it has `enough` votes, and more than any other can have; "" asks for a closer look."""
    french = english = others = 0.0
    for word in spoken:
        for_french, for_english, most, _ = votes(word)
        french += for_french
        english += for_english
        others += most
    lang, best, rival = ("fr", french, english) if french > english else ("en", english, french)
    if lang not in languages or best < enough or best < rival * _CLEARLY:
        return ""
    return lang if best > others else ""


def _answer(totals: dict[str, float], languages: Sequence[str]) -> str:
    """The language with the most votes, if these are enough to tell it."""
    votes = {lang: count * (_HOME if lang in languages else 1.0) for lang, count in totals.items()}
    best = max(votes, key=votes.__getitem__)
    if best not in languages and votes[best] < _PLAIN:  # « Bravo » is no Spanish: not on one word
        best = max(languages, key=lambda lang: votes.get(lang, 0.0), default="")
    if votes.get(best, 0.0) < _ENOUGH:
        return ""
    rival = max((votes.get(lang, 0.0) for lang in languages if lang != best), default=0.0)
    return "" if votes[best] < _PLAIN and votes[best] - rival < _APART else best


def _but_for_names(text: str, languages: Sequence[str]) -> str:
    """The answer without the words that begin with a capital inside a sentence: a brand may look French in English."""
    bare = _NAME.sub(" ", text)
    return _answer(totals_of(words(bare)), languages) if bare != text else ""


def _by_tags(text: str, totals: dict[str, float], languages: Sequence[str]) -> str:
    """The answer with what hash tags say, where the rest of a text says too little: #IceCreamSandwich is words too."""
    tags = _TAG.findall(text[: 2 * SAMPLE]) if "#" in text else []
    spoken = words(" ".join(part for tag in tags for part in _TAG_WORD.findall(tag)))
    if len(spoken) < _FEWEST_TAGGED:
        return ""
    for lang, weight in totals_of(spoken).items():
        totals[lang] += weight * _TAGGED
    return _answer(totals, languages)


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
    for_own = for_whole = 0.0
    for word in words(_NAME.sub(" ", sentence[:BOUND])):
        said = totals_of((word,))
        more = said[own] - said.get(whole, 0.0)
        for_own += max(more, 0.0)
        for_whole += max(-more, 0.0)
    return own if for_own >= max(_OWN_VOTES, _OWN_TIMES * for_whole) else whole


def _sample(text: str) -> str:
    """Some words of a text's beginning and of its middle, which are nearly always enough; a short text as it is."""
    if len(text) <= 2 * SAMPLE:
        return text
    middle = len(text) // 2
    return f"{text[:SAMPLE].rpartition(' ')[0]} {text[middle : middle + SAMPLE].partition(' ')[2].rpartition(' ')[0]}"


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
