r"""Text made comparable: no accents, no case, one kind of apostrophe and dash.

    fold("Nestlé") == fold("NESTLE\u0301") == "nestle"      fold("L’Œuvre") == "l'oeuvre"

Each character is folded by itself, so that a folded text can be had in one `str.translate`; ASCII takes a shorter way.
Positions never come from a folded text: `tokens.py` finds words in the text itself and folds each of them.
"""

from __future__ import annotations

import codecs
import unicodedata
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
_IGNORED: Final = frozenset(_members(HIDDEN) | _members(SIGNS))


class _Folds(dict[int, str]):
    """What each character folds to; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        """Work out one character."""
        self[code] = folded = _fold_character(chr(code))
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


_FOLDS: Final = _Folds()


def fold(text: str) -> str:
    """The text without case, accents, ligatures and invisible characters; blanks are spaces."""
    if text.isascii() and "`" not in text:
        return text.lower().translate(_ASCII_BLANKS)
    try:
        return _fold_western(text, "smwatch.fold")
    except UnicodeEncodeError:
        return text.translate(_FOLDS)


def fold_roughly(text: str) -> str:
    """The same, but that signs which are no letters (emoji) may become ?; faster where there are some."""
    try:
        return fold(text) if text.isascii() else _fold_western(text, "smwatch.fold-roughly")
    except UnicodeEncodeError:
        return text.translate(_FOLDS)


def _fold_western(text: str, unfit: str) -> str:
    """Several times as fast, by way of one byte a character; UnicodeEncodeError where letters don't fit."""
    encoded = text.encode("cp1252", unfit)
    for longer, folded in _LONGER:
        if longer in encoded:
            encoded = encoded.replace(longer, folded)
    return encoded.translate(_SINGLE, _LOST).decode("cp1252")


def _fit(error: UnicodeError) -> tuple[bytes, int]:
    """What fits into Windows-1252 once it is folded: accents of their own, narrow spaces, letters like ğ."""
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101 - codecs call it for nothing else here
    try:
        return error.object[error.start : error.end].translate(_FOLDS).encode("cp1252"), error.end
    except UnicodeEncodeError:
        raise error from None


def _fit_roughly(error: UnicodeError) -> tuple[bytes, int]:
    """The same, and ? for what is no letter."""
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101 - likewise
    folded = error.object[error.start : error.end].translate(_FOLDS)
    if folded.isascii() or not any(map(str.isalnum, folded)):
        return folded.encode("ascii", "replace"), error.end
    raise error


codecs.register_error("smwatch.fold", _fit)
codecs.register_error("smwatch.fold-roughly", _fit_roughly)

_ASCII_BLANKS: Final = {code: " " for code in range(128) if chr(code).isspace()}
_WESTERN: Final = {code: bytes((code,)).decode("cp1252", "ignore") for code in range(256)}
_FOLDED: Final = {code: _fold_character(char).encode("cp1252") for code, char in _WESTERN.items() if char}
_SINGLE: Final = bytes(_FOLDED[code][0] if len(_FOLDED.get(code, b"")) == 1 else code for code in range(256))
_LOST: Final = bytes(code for code, folded in _FOLDED.items() if not folded)
_LONGER: Final = tuple((bytes((code,)), folded) for code, folded in _FOLDED.items() if len(folded) > 1)


def as_written(text: str) -> str:
    """The text with its case and accents; only what no reader sees is evened out (NFC or NFD, ligatures, blanks)."""
    if text.isascii() and "`" not in text:
        return text
    kept = "".join(_CASED.get(char, char) for char in text if char not in _IGNORED)
    even = "".join("'" if char in APOSTROPHES else "-" if char in DASHES else char for char in kept)
    return unicodedata.normalize("NFKC", even)
