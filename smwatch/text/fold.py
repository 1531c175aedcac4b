r"""Text made comparable: no accents, no case, one kind of apostrophe and dash.

    fold("Nestlé") == fold("NESTLE\u0301") == "nestle"      fold("L’Œuvre") == "l'oeuvre"

Each character is folded by itself, so that a folded text can be had in one `str.translate`; ASCII takes a shorter way.
Positions never come from a folded text: `tokens.py` finds words in the text itself and folds each of them.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable
from typing import Final

APOSTROPHES: Final = "'’‘‛ʼʻʹʽʾʿ′‵`´＇ꞌ՚"
DASHES: Final = "-‐‑‒–—―−⁃﹘﹣－"
MARKS: Final = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Accents that stand after their letter (NFD): ranges for a character class."""
HIDDEN: Final = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
"""Soft hyphens, zero-width characters, variation selectors, marks of direction: ranges for a character class."""
SIGNS: Final = "™®©℠℗¹²³⁰⁴-⁹ᴹᴰᶜᵀ"
"""Signs that hang on a word without belonging to it, footnote numbers and ᴹᴰ included: for a character class. Lowered
digits do belong to it (CO₂)."""

_SIMPLE: Final = (
    dict.fromkeys(APOSTROPHES, "'")
    | dict.fromkeys(DASHES, "-")
    | {"œ": "oe", "æ": "ae", "ø": "o", "ı": "i", "ł": "l", "đ": "d", "μ": "u", "⁄": "/"}  # not decomposed by Unicode
)
_CASED: Final = {"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss"}


def _members(ranges: str) -> set[str]:
    """The characters of a character class."""
    found: set[str] = set()
    for at, char in enumerate(ranges):
        if char == "-" and 0 < at < len(ranges) - 1:
            found.update(map(chr, range(ord(ranges[at - 1]), ord(ranges[at + 1]))))
        else:
            found.add(char)
    return found


_MARKS: Final = frozenset(_members(MARKS))
_SIGNS: Final = frozenset(_members(SIGNS))
_IGNORED: Final = _SIGNS | _members(HIDDEN)
_ROUGH: Final = {"ð": "d", "þ": "t", "ƒ": "f", "ˆ": "?"}  # what is left of Windows-1252; any letter would do
_STRETCH: Final = 64  # characters folded at once where one doesn't fit: one call for each accent would be slow


class _Folds(dict[int, str]):
    """What each character folds to; filled as characters are met."""

    def __init__(self, fold_one: Callable[[str], str] | None = None) -> None:
        super().__init__()
        self.fold_one = fold_one or _fold_character

    def __missing__(self, code: int) -> str:
        """Work out one character."""
        self[code] = folded = self.fold_one(chr(code))
        return folded


def _fold_character(char: str) -> str:
    if char in _IGNORED or char in _MARKS:
        return ""
    if char.isspace():
        return " "
    if char in _SIMPLE:
        return _SIMPLE[char]
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    return "".join(_SIMPLE.get(letter, letter) for letter in letters if letter not in _MARKS)


def _fold_character_roughly(char: str) -> str:
    """As `fold` does, but that what is no letter parts words, and letters of Windows-1252 are in ASCII."""
    if char in _SIGNS or char == "_":
        return " "
    folded = _fold_character(char)
    if folded and not char.isalnum() and (len(folded) > 1 or folded.isalnum()):  # … or ㎏, parts words as any sign
        return "?"
    folded = "".join(_ROUGH.get(letter, letter) for letter in folded.replace("-", " ").replace("_", " "))
    return "".join(letter if letter.isascii() or letter.isalnum() else "?" for letter in folded)


_FOLDS: Final = _Folds()
_ROUGH_FOLDS: Final = _Folds(_fold_character_roughly)


def fold(text: str) -> str:
    """The text without case, accents, ligatures and invisible characters; blanks are spaces."""
    if text.isascii() and "`" not in text:
        return text.lower().translate(_ASCII_BLANKS)
    try:
        return _fold_western(text)
    except UnicodeEncodeError:
        return text.translate(_FOLDS)


def fold_roughly(text: str) -> bytes:
    """Folded for a first look, several times as fast, as UTF-8: words by and by as `fold` gives them, spaces apart.

    What parts words is never lost: signs are ? or as they are in ASCII, and dashes, underscores, ™ and blanks a space.
    """
    try:
        encoded = text.encode("cp1252", "smwatch.fold-roughly")
    except UnicodeEncodeError:
        return text.translate(_ROUGH_FOLDS).encode("utf-8", "replace")
    if text.isascii():
        return encoded.translate(_ROUGH_SINGLE)
    for longer, folded in _ROUGH_LONGER:
        if longer in encoded:
            encoded = encoded.replace(longer, folded)
    return encoded.translate(_ROUGH_SINGLE, _ROUGH_LOST)


def _fold_western(text: str) -> str:
    """Several times as fast, by way of one byte a character; UnicodeEncodeError where letters don't fit."""
    folded = text.encode("cp1252", "smwatch.fold").translate(_SINGLE, _LOST)
    if folded.isascii():
        return folded.decode("ascii")
    for longer, letters in _LONGER:  # which are still as they were
        if longer in folded:
            folded = folded.replace(longer, letters)
    return folded.decode("cp1252")


def _fit(error: UnicodeError) -> tuple[bytes, int]:
    """What fits into Windows-1252 once it is folded: accents of their own, narrow spaces, letters like ğ."""
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101 - codecs call it for nothing else here
    end = min(max(error.end, error.start + _STRETCH), len(error.object))
    try:
        return error.object[error.start : end].translate(_FOLDS).encode("cp1252"), end
    except UnicodeEncodeError:
        raise error from None


def _fit_roughly(error: UnicodeError) -> tuple[bytes, int]:
    """The same; signs have become ?, and what is left is letters that don't fit."""
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101 - likewise
    end = min(max(error.end, error.start + _STRETCH), len(error.object))
    folded = error.object[error.start : end].translate(_ROUGH_FOLDS)
    if not folded.isascii():
        raise error
    return folded.encode("ascii"), end


codecs.register_error("smwatch.fold", _fit)
codecs.register_error("smwatch.fold-roughly", _fit_roughly)

_ASCII_BLANKS: Final = {code: " " for code in range(128) if chr(code).isspace()}
_WESTERN: Final = {code: bytes((code,)).decode("cp1252", "ignore") for code in range(256)}
_FOLDED: Final = {code: _fold_character(char).encode("cp1252") for code, char in _WESTERN.items() if char}
_SINGLE: Final = bytes(_FOLDED[code][0] if len(_FOLDED.get(code, b"")) == 1 else code for code in range(256))
_LOST: Final = bytes(code for code, folded in _FOLDED.items() if not folded)
_LONGER: Final = tuple((bytes((code,)), folded) for code, folded in _FOLDED.items() if len(folded) > 1)
_ROUGHLY: Final = {code: _fold_character_roughly(char).encode("ascii") for code, char in _WESTERN.items() if char}
_ROUGH_SINGLE: Final = bytes(_ROUGHLY[code][0] if len(_ROUGHLY.get(code, b"")) == 1 else code for code in range(256))
_ROUGH_LOST: Final = bytes(code for code, folded in _ROUGHLY.items() if not folded)
_ROUGH_LONGER: Final = tuple((bytes((code,)), folded) for code, folded in _ROUGHLY.items() if len(folded) > 1)


def as_written(text: str) -> str:
    """The text with its case and accents; only what no reader sees is evened out (NFC or NFD, ligatures, blanks)."""
    if text.isascii() and "`" not in text:
        return text
    kept = "".join(_CASED.get(char, char) for char in text if char not in _IGNORED)
    even = "".join("'" if char in APOSTROPHES else "-" if char in DASHES else char for char in kept)
    return unicodedata.normalize("NFKC", even)
