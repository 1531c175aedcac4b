"""What tomllib says of a text that isn't TOML, in plain words and with a way to mend it.

tomllib stops at the first such mistake, so there is always one only. Python 3.14 gives its line as a number, earlier
ones in the message alone: "Invalid value (at line 2, column 8)", "Unterminated string (at end of document)".
"""

from __future__ import annotations

import re

from smwatch.config.spot import shown
from smwatch.errors import Problem
from smwatch.locales import N_

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_CURLY = "“”„‟«»‘’‚‹›"
_LITERAL_BACKSLASH = N_("write each backslash twice, or put the text between 'straight single quotes'")

_PLAIN = (
    (
        "Cannot overwrite",
        N_("this key stands twice"),
        N_("remove one; another brand or feed begins with [[brands]] or [[feeds]]"),
    ),
    ("Duplicate inline", N_("this key stands twice between the same braces"), N_("remove one")),
    (
        "Cannot declare",
        N_("this table stands twice"),
        N_("put the keys of both under one; only [[double brackets]] may come again"),
    ),
    ("Cannot", N_("this table is written in two ways"), N_("put all its keys under one [table]")),
    ("Expected '='", N_("there is no = after the key"), N_('write it as: key = "value"')),
    (
        "Expected newline",
        N_("something stands after the value"),
        N_("write one key a line, and each text between one pair of quotes"),
    ),
    ("Expected ']", N_("the bracket of this table isn't closed"), N_("write [table] or [[table]], alone on its line")),
    ("Invalid initial", N_("a key was expected here"), N_('write it as: key = "value"; between keys stands no comma')),
    (
        "Invalid statement",
        N_("this is neither a key, nor a table, nor a comment"),
        N_('write it as: key = "value", [table], or # comment'),
    ),
    ("Invalid date", N_("this date can't be"), N_("put text between quotes")),
    (
        "Invalid value",
        N_("this value can't be read"),
        N_("put text between quotes; write true, false and numbers without"),
    ),
    (
        "Unclosed array",
        N_("this list isn't closed, or lacks a comma"),
        N_('write it as ["one", "two"]; it may begin some lines above'),
    ),
    (
        "Unclosed inline",
        N_("these braces aren't closed, or lack a comma"),
        N_('write them as {{ one = "a", two = "b" }}, on one line'),
    ),
    (
        "Unterminated",
        N_("a quote is never closed"),
        N_("close the text with the same quotes that open it; they may stand far above"),
    ),
    ("Expected", N_("a quote is never closed"), N_("close the text with the same quotes that open it")),
    ("Unescaped", N_("a backslash means something special between double quotes"), _LITERAL_BACKSLASH),
    ("Invalid hex", N_("a backslash means something special between double quotes"), _LITERAL_BACKSLASH),
    ("Escaped", N_("a backslash means something special between double quotes"), _LITERAL_BACKSLASH),
    (
        "Illegal character '\\n'",
        N_("a quote isn't closed on this line"),
        N_('close it; a text of several lines stands between """ and """'),
    ),
)
"""(how tomllib's message begins, what is wrong, how to mend it); the first that fits is taken."""


def explain(error: ValueError, text: str) -> Problem:
    """The mistake that tomllib met in `text`."""
    message = str(error)
    place = _PLACE.search(message)
    lines = text.split("\n")
    line = int(place[1]) if place and place[1] else max(1, len(text.rstrip().split("\n")))
    column = int(place[2]) if place and place[2] else 0
    there = lines[line - 1] if line <= len(lines) else ""
    what, mend = N_("this can't be read: {reason}"), N_("see how config.example.toml writes it")
    for begins, plain, mending in _PLAIN:
        if message.startswith(begins):
            what, mend = plain, mending
            break
    if any(character in _CURLY for character in there[max(0, column - 1) : column]):
        mend = N_('replace curly quotes and guillemets by straight ones: "…"')
    return Problem(line, "", what, mend, {"reason": shown(message[: place.start()] if place else message)})
