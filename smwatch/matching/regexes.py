"""Regular expressions in linear time: the only file that knows RE2 (google-re2, BSD-3-Clause)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

MOST_FOUND = 100
"""Places that are told for one expression and text: enough to highlight, whatever the text."""


MOST_MEMORY = 256_000_000
"""Bytes that RE2 may take for many pieces, as it comes to need them: 10,000 names take some 10 million."""


class BadRegexError(ValueError):
    """RE2 can't read it; the message is RE2's own."""


class LinearRegex:
    """A compiled expression, case-insensitive. Never takes more than time in proportion to the text."""

    def __init__(self, pattern: str) -> None:
        """Compile; BadRegexError where RE2 can't."""
        import re2

        options = re2.Options()
        options.case_sensitive = False
        options.log_errors = False
        try:
            self._compiled: Any = re2.compile(widened(pattern).encode(), options)
        except re2.error as error:
            reason = error.args[0] if error.args else ""
            raise BadRegexError(reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)) from None

    def matches_nothing(self) -> bool:
        """Whether it is content with no text at all, and so would find every text."""
        return self._compiled.search(b"") is not None

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it is found, in code points; at most MOST_FOUND places."""
        encoded = text.encode("utf-8", "replace")
        at_byte = at = 0
        for count, found in enumerate(self._compiled.finditer(encoded)):
            if count == MOST_FOUND:
                return
            start, end = found.span()
            at += len(encoded[at_byte:start].decode(errors="replace"))
            length = len(encoded[start:end].decode(errors="replace"))
            if length:
                yield at, at + length
            at_byte, at = end, at + length


class AnyOf:
    """Whether any of many pieces of text stands in some bytes: at half a gigabyte a second, however many."""

    def __init__(self, pieces: Iterable[str]) -> None:
        """`pieces` are expressions. Too many for RE2, and every text is said to have one."""
        import re2

        options = re2.Options()
        options.encoding = re2.Options.Encoding.LATIN1  # bytes as they are
        options.never_capture, options.log_errors = True, False
        options.max_mem = MOST_MEMORY
        try:
            self._compiled: Any = re2.compile("|".join(pieces).encode(), options)
        except re2.error:
            self._compiled = None

    def is_in(self, text: bytes) -> bool:
        """Whether one is there."""
        return self._compiled is None or self._compiled.search(text) is not None


_PIECES = re.compile(r"\[:\^?[a-z]++:\]|\\Q.*?(?:\\E|\Z)|\\.|\[\^?\]?|\]|[^\\\[\]]", re.DOTALL)
_WIDER = {"\\s": r"\s\pZ\x{feff}", "\\w": r"\w\pL\pM\pN"}
_WIDER_NOT = {"\\S": _WIDER["\\s"], "\\W": _WIDER["\\w"]}


def widened(pattern: str) -> str:
    r"""The expression with \s and \w that know no-break spaces and é, as RE2's don't, and \b beside such a letter."""
    pieces, out, in_class = _PIECES.findall(pattern), list[str](), False
    for at, piece in enumerate(pieces):
        if piece in _WIDER:
            piece = _WIDER[piece] if in_class else f"[{_WIDER[piece]}]"  # noqa: PLW2901 - the same, wider
        elif piece in _WIDER_NOT and not in_class:
            piece = f"[^{_WIDER_NOT[piece]}]"  # noqa: PLW2901 - likewise
        elif piece == "\\b" and not in_class and any(map(_is_foreign, pieces[max(0, at - 1) : at + 2])):
            piece = "\\B"  # noqa: PLW2901 - é is no letter to RE2: a word begins where no ASCII one ends
        elif piece == "\\C" and not in_class:
            piece = "(?s:.)"  # noqa: PLW2901 - any character: RE2's is a byte, which may be half of one
        elif piece[0] == "[" and not in_class:
            in_class = True
        elif piece == "]":
            in_class = False
        out.append(piece)
    return "".join(out)


def _is_foreign(piece: str) -> bool:
    return not piece.isascii() and piece.isalpha()


def mended(pattern: str) -> list[str]:
    """What RE2 reads where it can't read this one: closed, without what it doesn't know, or as mere text."""
    without = re.sub(r"\(\?<?[=!][^)]*\)|\\[1-9]", "", pattern)
    tries = [pattern + ")", pattern + "]", pattern + "])", pattern.rstrip("\\"), without]
    tries.append(re.sub(r"^[*+?]+|([*+?])[*+?]+", r"\1", pattern))
    tries.append(re.sub(r"([^\w\s])", r"\\\1", pattern))
    return [one for one in tries if one and one != pattern and _reads(one)]


def _reads(pattern: str) -> bool:
    try:
        return not LinearRegex(pattern).matches_nothing()
    except BadRegexError:
        return False
