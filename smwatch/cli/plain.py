"""`--plain`: for who listens to a screen: one fact a line, words instead of signs, no padding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from smwatch.cli.wrapping import Screen
from smwatch.locales import N_, Speech

SIGNS = {
    "✓": N_("fine:"),
    "✗": N_("failed:"),
    "⚠": N_("warning:"),
    "→": N_("to do:"),
}
DRAWN = re.compile(r"[\u2190-\u21ff\u2500-\u25ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]+ ?")
"""Arrows, lines, blocks, pictures: nobody wants to hear them named."""
LOOK = re.compile(r"^! ")


class Plain(Screen):
    """A screen without columns, colours or signs."""

    def __init__(self, speech: Speech, **how: Any) -> None:  # noqa: ANN401 - Rich's own options
        super().__init__(force_terminal=False, no_color=True, color_system=None, **how)
        self._signs = {sign: speech.say(word) for sign, word in SIGNS.items()}
        self._look = speech.say(N_("look:")) + " "

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """What is drawn is left out; a table is told cell by cell."""
        if isinstance(renderable, Table):
            renderable = Group(*facts(renderable, self))
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(self.said(segment.text), segment.style)

    def said(self, text: str) -> str:
        """The text without signs."""
        for sign, word in self._signs.items():
            text = text.replace(sign, word)
        return DRAWN.sub("", LOOK.sub(self._look, text))


def facts(table: Table, console: Console) -> Iterator[Text]:
    """A line a cell, with its column's name; an empty line between two rows."""
    columns = [[said(cell, console) for cell in column.cells] for column in table.columns]
    names = [said(column.header, console) for column in table.columns]
    for number, row in enumerate(zip(*columns, strict=False)):
        if number and any(names):
            yield Text("")
        if any(names):
            yield from (
                Text(f"{name}: {cell}" if name else cell) for name, cell in zip(names, row, strict=True) if cell
            )
        else:
            yield Text(" ".join(filter(None, row)))


def said(cell: RenderableType, console: Console) -> str:
    """A cell on one line."""
    if isinstance(cell, str | Text):
        return " ".join(str(cell).split())
    parts = chain.from_iterable(console.render_lines(cell, pad=False))
    return " ".join("".join(segment.text for segment in parts).split())
