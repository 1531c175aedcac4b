"""Where the words that a reader weighed stand in the text as it was written.

A reader opens hashtags, makes apostrophes straight, shortens stretched words, spells emojis and joins phrases. To show
what it found, and to try the text without it, one has to find the places again.

    places(text, ["pas fort", "nul"]) -> [(start, end), None]      in their order; linear in the text
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final

from smwatch.sentiment.vader import stock_emojis

Place = tuple[int, int]

NEAR: Final = 250  # characters in which the next word is looked for: addresses and marks may stand between
_STRAIGHT: Final = str.maketrans("’‘ʼ`“”", "''''\"\"")  # as `tokens.plain`, sign for sign
_MARKS: Final = "\ufe0f\u200d"  # variation selector and joiner of emojis
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def places(text: str, words: Sequence[str]) -> list[Place | None]:
    """The place of each word, None where it can't be found."""
    plain = text.translate(_STRAIGHT)
    low = plain.lower()
    if len(low) != len(plain):  # İ is two letters then
        low = plain
    found = list[Place | None]()
    at = 0
    emoji: Place = (0, 0)
    for word in words:
        place = _place(plain, low, word.lower(), at)
        if place is None and word.isalpha() and not text.isascii():
            place = emoji = _emoji(text, word, emoji if emoji[1] == at else (at, at)) or (0, 0)
            place = place if place[1] else None
        found.append(place)
        at = place[1] if place else at
    return found


def plain_words(text: str) -> list[Place]:
    """The places of all words of a text, contractions whole."""
    return [found.span() for found in _WORD.finditer(text)]


def without(text: str, place: Place) -> str:
    """The text when what stands at a place is left out."""
    before, after = text[: place[0]], text[place[1] :]
    return before + (after.lstrip() if not before or before[-1].isspace() else after)


def _place(text: str, low: str, word: str, at: int) -> Place | None:
    """The next place of a word, with nothing of a word around it; `low`: the text in small letters."""
    start = low.find(word, at, at + NEAR)
    if start >= 0 and _begins(text, start) and _begins(text, start + len(word)):
        return start, start + len(word)
    found = _pattern(word).search(low, at, at + NEAR)
    return found.span() if found else None


def _begins(text: str, at: int) -> bool:
    """Whether a word may begin or end here: not within one, but between the humps of a hashtag."""
    before, after = text[max(0, at - 1) : at], text[at : at + 1]
    return not (before.isalnum() and after.isalnum()) or (before.islower() and after.isupper())


@lru_cache(maxsize=4_000)
def _pattern(word: str) -> re.Pattern[str]:
    """A word as it may be written: letters stretched, its parts apart."""
    parts = ["".join(_run(char, len([*run])) for char, run in groupby(part)) for part in word.split() or [word]]
    begins, ends = word[:1].isalnum(), word[-1:].isalnum()
    return re.compile((r"(?<![^\W_])" if begins else "") + r"[\W_]{1,4}".join(parts) + (r"(?![^\W_])" if ends else ""))


def _run(char: str, many: int) -> str:
    """A letter so many times or more; another sign exactly so many times."""
    return f"{re.escape(char)}{{{many}{',' if char.isalpha() else ''}}}"


def _emoji(text: str, word: str, last: Place) -> Place | None:
    """The emoji of whose English name this is a word: the last one that was found, or the next."""
    names = stock_emojis()
    for at in range(last[0], min(len(text), last[1] + NEAR)):
        if word in names.get(text[at], "").split():
            end = at + 1
            while text[end : end + 1] and text[end] in _MARKS:
                end += 1
            return at, end
    return None
