"""From a text to words as the layered lexicons know them; on top of VADER's own tokens, for both languages.

Hashtags are opened (#BoycottNestle), typographic apostrophes made straight, stretched words shortened (nuuul), emojis
that a lexicon values set apart. Pure, linear.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

_HASHTAG = re.compile(r"#(\w{2,100})")
_HUMPS = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|_")  # BoycottNestle, boycott_nestle
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_ADDRESS = re.compile(r"https?://\S+")
_SIGNS: Final = {"—": " — ", "–": " – ", "“": '"', "”": '"', "’": "'", "‘": "'", "ʼ": "'", "`": "'"}
_MARKS: Final = dict.fromkeys(("\ufe0f", "\u200d"))  # variation selector and joiner of emojis
_PLAIN: Final = str.maketrans({**_SIGNS, **_MARKS})


def plain(text: str) -> str:
    """Straight apostrophes and quotes, dashes apart, hashtags as the words they hold; no addresses, no emoji marks."""
    if not text.isascii():
        text = text.translate(_PLAIN)
    elif "`" in text:
        text = text.replace("`", "'")
    if "://" in text:
        text = _ADDRESS.sub(" ", text)
    if "#" in text:
        text = _HASHTAG.sub(lambda found: _HUMPS.sub(" ", found[1]), text)
    return text


def set_apart(text: str, emojis: Container[str]) -> str:
    """White space around emojis that are words of their own."""
    if text.isascii():
        return text
    found = {ord(char): f" {char} " for char in set(text) if char in emojis}
    return text.translate(found) if found else text


def shorten(word: str, known: Container[str]) -> str:
    """A stretched word as the lexicon knows it, capitals kept; itself where it is known or nothing shorter is."""
    if not _STRETCHED.search(word) or word.lower() in known:
        return word
    for times in (r"\1\1", r"\1"):
        if (shorter := _STRETCHED.sub(times, word)).lower() in known:
            return shorter
    return word
