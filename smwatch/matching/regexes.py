"""Regular expressions in linear time: the only file that knows RE2 (google-re2, BSD-3-Clause)."""

from __future__ import annotations

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
            self._compiled: Any = re2.compile(pattern.encode(), options)
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
