"""Where a text may be cut without taking a letter from its accent, or an emoji apart. Pure."""

from __future__ import annotations

from typing import Final
from unicodedata import category

LONGEST: Final = 32
"""Code points that one sign is made of at most; the longest emoji has ten. What is longer is cut anywhere."""
_JOINER: Final = "\u200d"
_SKINS: Final = range(0x1F3FB, 0x1F400)
_FLAGS: Final = range(0x1F1E6, 0x1F200)  # letters, two of which are a flag


def border(text: str, at: int) -> int:
    """The last place at or before `at` where no sign is cut in two."""
    if not 0 < at < len(text) or (text[at].isascii() and text[at - 1].isascii()):
        return at
    for place in range(at, max(-1, at - LONGEST), -1):
        if place == 0 or not _belongs(text, place):
            return place
    return at


def _belongs(text: str, at: int) -> bool:
    """Whether the character there goes with the one before: an accent, a joiner, a skin, half a flag."""
    before, here = text[at - 1], text[at]
    if category(here) in {"Mn", "Me", "Mc", "Cf"} or ord(here) in _SKINS or before == _JOINER:
        return True
    letters = 0
    while letters < LONGEST and at > letters and ord(text[at - 1 - letters]) in _FLAGS:
        letters += 1
    return ord(here) in _FLAGS and letters % 2 == 1
