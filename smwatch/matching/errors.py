"""How a query that does not parse is shown: the line concerned, and a caret under the mistake."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from smwatch.errors import QueryError, mending
from smwatch.locales import N_, Speech

WIDTH = 100
"""Columns: a longer line is cut around the caret."""
LONGEST_PIECE = 60
"""Characters of what a message quotes."""
_WHOLE = frozenset(("example", "known"))


class MendableError(QueryError):
    """A QueryError on its way up: `repairs` are queries that may be what was meant, likeliest first."""

    repairs: tuple[str, ...] = ()


def mistake(
    query: str, column: int, what: str, mend: str = "", *, repairs: Sequence[str] = (), **arguments: object
) -> MendableError:
    """A mistake at `column` (from 0); {position} in its messages counts within its line from 1, as people do.

    `example` is what its mending shows if none of `repairs` turns out to parse.
    """
    at = min(column, len(query))
    shown = {key: value if key in _WHOLE else _short(value) for key, value in arguments.items()}
    found = MendableError(what, mend, query=query, column=at, position=at - query.rfind("\n", 0, at), **shown)
    found.repairs = tuple(repairs)
    return found


def _short(value: object) -> object:
    """A piece of the query as a message can show it."""
    return value[: LONGEST_PIECE - 1] + "…" if isinstance(value, str) and len(value) > LONGEST_PIECE else value


def said(error: QueryError, speech: Speech) -> tuple[str, str]:
    """What is wrong and how to mend it, in the person's language; in a query of several lines, on which one."""
    what = speech.say(error.what, **error.arguments)
    if "\n" in error.query and "{position}" in error.what:
        what = speech.say(N_("line {line}, {what}"), line=error.query.count("\n", 0, error.column) + 1, what=what)
    return what, mending(error, speech)


def picture(error: QueryError) -> str:
    """The query's line with a caret under the mistake; two lines, nothing to translate."""
    start = error.query.rfind("\n", 0, error.column) + 1
    line = error.query[start:].partition("\n")[0]
    column = error.column - start
    cut = max(0, column - WIDTH * 2 // 3)
    shown, lead = line[cut : cut + WIDTH], "…" if cut else ""
    trail = "…" if len(line) > cut + WIDTH else ""
    before = lead + _printable(shown[: column - cut])
    return f"{lead}{_printable(shown)}{trail}\n{' ' * _columns(before)}^"


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() or unicodedata.category(char) == "Cf" else " " for char in text)


def _columns(text: str) -> int:
    """How many columns a terminal takes for it: none for accents of their own, two for wide letters."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    thin = sum(unicodedata.category(char) in {"Mn", "Me", "Cf"} for char in text)
    return len(text) + wide - thin
