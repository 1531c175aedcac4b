"""The edge to the screen: no text gets by that a terminal would obey, and lines break between words.

A person may try any text, and a database is a file as any other: what is shown is scrubbed here once, whoever made it.
Lines break never within a word, nor between « and its word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from smwatch.text.clean import hurtful, scrub

_HOLD = {0xA0: "\ufdd0", 0x202F: "\ufdd1"}
"""No-break spaces, at which Rich breaks lines all the same, and noncharacters, which no text has, in their place."""
_BACK = {ord(held): chr(space) for space, held in _HOLD.items()}
_CARET = re.compile(r" *\^")
_LEAD = re.compile(r" *(?:[→✗✓⚠↓!] )?")
_WORDS = re.compile(r"(?:`[^`]{1,60}`|[^ ])+")
"""What stands between spaces; a short command between backquotes is one."""
HANG = 2
"""Columns by which what goes on stands further right than where it began."""


class Screen(Console):
    """A console that obeys no text, keeps to French spacing, and leaves it to `run` what a closed pipe means."""

    def on_broken_pipe(self) -> None:
        """Rich would exit with 1."""
        raise BrokenPipeError

    def render_str(self, text: str, **how: Any) -> Text:  # noqa: ANN401 - Rich's own options
        """Scrubbed before Rich drops the bells that end a terminal's commands."""
        return super().render_str(scrub(text), **how)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """Rich breaks lines at no-break spaces; not while something else stands in their place."""
        if isinstance(renderable, str):
            renderable = renderable.translate(_HOLD)
        elif isinstance(renderable, Text):
            renderable = _held(renderable)
        for segment in super().render(renderable, options):
            text = segment.text if segment.control else scrub(segment.text).translate(_BACK)
            yield Segment(text, segment.style, segment.control)


def rows(text: Text, console: Console, room: int) -> Iterator[Text]:
    """The text as rows of at most `room` columns."""
    for row in _held(text).wrap(console, room):
        row.rstrip()
        row.plain = row.plain.translate(_BACK)
        yield row


def _held(text: Text) -> Text:
    held = _scrubbed(text)
    held.plain = held.plain.translate(_HOLD)
    return held


def _scrubbed(text: Text) -> Text:
    """A copy without control characters; what is lit stays lit."""
    cuts = sorted({at for place in hurtful(text.plain) for at in place})
    if not cuts:
        return text.copy()
    parts = text.divide(cuts)
    for part in parts:
        part.plain = scrub(part.plain)
    return text.blank_copy().join(parts)


def tell(console: Console, message: str, style: str = "") -> None:
    """A message: on a terminal wrapped with a hanging indent, but for a query with its caret; else a line is a line."""
    lines = scrub(message).split("\n")
    for line, below in zip_longest(lines, lines[1:], fillvalue=""):
        as_it_is = not console.is_terminal or _CARET.fullmatch(line) or _CARET.fullmatch(below)
        for row in [line] if as_it_is else _hanging(line, console.width):
            console.print(Text(row), style=style, soft_wrap=True)


def _hanging(line: str, width: int) -> Iterator[str]:
    """The rows of a line, those after the first further right; commands and addresses stay whole, to be copied."""
    found = _LEAD.match(line)
    row = lead = found.group() if found else ""
    indent, empty = " " * max(HANG, len(lead)), True
    for word in _WORDS.findall(line[len(lead) :]):
        if not empty and cell_len(row) + 1 + cell_len(word) > width:
            yield row
            row, empty = indent, True
        row, empty = row + ("" if empty else " ") + word, False
    yield row
