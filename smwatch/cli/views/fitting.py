"""What is to fit on one screen: parts of some lines, of which the last are left out where there is no room.

    show(terminal, [Part([Item("Nothing is burning.", "green")]), ...])

However many alerts, brands or feeds there are, no more than a screen of 80 columns and 24 rows is filled, with the
prompt below; on a larger one there is room for more. In a pipe a line stays a line, and there are as few of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from smwatch.cli.wrapping import rows
from smwatch.text.clean import scrub

if TYPE_CHECKING:
    from smwatch.cli.terminal import Terminal

ROWS: Final = 24
"""Of the smallest screen that is thought of."""
DEEP: Final = 4
"""Rows that a long line may take where there is room for everything;"""
DEPTHS: Final = (3, 2, 1)
"""and where there isn't: rather less is told than in part."""
_HEAD: Final = 2  # rows of a head, likewise
_LONG: Final = 1_000  # signs of a line: more than any screen's row has

Draw = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing told: a line, and what hangs below it."""

    line: str
    style: str = ""
    below: str = ""

    def told(self, console: Console, depth: int) -> list[Text]:
        """As rows: a screen's are no wider than it; a long line takes no more than `depth` of them, and is cut."""
        first = Text(_one_line(self.line), self.style)
        found = hung(first, console, depth, 2) if console.is_terminal else [first]
        if self.below:
            found += [Text.assemble("   ", row) for row in _rows(Text(_one_line(self.below)), console, 3, depth)]
        return found


@lru_cache(1_000)  # asked for again with each item that is left out
def _tall(item: Item, console: Console, depth: int) -> int:
    return len(item.told(console, depth))


def _one_line(text: str) -> str:
    return " ".join(scrub(text[:_LONG]).replace("\n", " ").split(" "))


def hung(text: Text, console: Console, depth: int, indent: int) -> list[Text]:
    """The rows of a line, those after the first further right."""
    if cell_len(text.plain) <= console.width or depth == 1:
        return _rows(text, console, 0, 1)
    first, *rest = _rows(text, console, indent, depth)
    return [first, *(Text.assemble(" " * indent, row) for row in rest)]


def _rows(text: Text, console: Console, indent: int, depth: int) -> list[Text]:
    """So many rows at most; the last ends with … where more would come."""
    width = max(console.width - indent, 1)
    if depth == 1:
        one = text.copy()
        one.truncate(width, overflow="ellipsis")
        return [one]
    found = list(rows(text, console, width))
    if len(found) > depth:
        found = found[:depth]
        found[-1].truncate(width - 1)
        found[-1].append("…")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is told together."""

    head: Sequence[Item] = ()  # stands whatever happens
    items: Sequence[Item] = ()  # the last are left out first
    more: Callable[[int], str] | None = None  # says how many were left out, and how to see them
    least: int = 0  # items that stay
    aside: bool = False  # left out before anything else
    close: bool = False  # no empty line before it
    table: Draw | None = None  # draws the items itself: a row each, and one above
    own: int = field(default=1)  # rows of a table besides

    def height(self, shown: int, console: Console, depth: int) -> int:
        """Its rows."""
        lines = sum(_tall(one, console, min(depth, _HEAD)) for one in self.head)
        if self.table:
            lines += shown + (self.own if shown else 0)
        else:
            lines += sum(_tall(one, console, depth) for one in self.items[:shown])
        return lines + bool(self.more and shown < len(self.items))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.head or self.items)


def fitted(parts: Sequence[Part], console: Console, budget: int) -> tuple[list[int], int]:
    """How many items of each part there is room for, and how many rows a long one may take."""
    all_of_them = [min(len(part.items), max(budget, part.least)) for part in parts]
    room = budget - sum(not part.close for part in parts[1:])
    if _rows_of(parts, all_of_them, console, DEEP) <= room:
        return all_of_them, DEEP
    shown = all_of_them
    for depth in DEPTHS:
        shown = _fewer(parts, all_of_them, console, depth, room)
        if _rows_of(parts, shown, console, depth) <= room:
            return shown, depth
    return shown, DEPTHS[-1]


def _fewer(parts: Sequence[Part], shown: Sequence[int], console: Console, depth: int, room: int) -> list[int]:
    """What is left of them where there is no room for more, or no less is to be told."""
    found = list(shown)
    while _rows_of(parts, found, console, depth) > room:
        spare = [n for n, part in enumerate(parts) if found[n] > part.least]
        if not spare:
            break
        found[max(spare, key=lambda n: (parts[n].aside, found[n] - parts[n].least, n))] -= 1
    return found


def _rows_of(parts: Sequence[Part], shown: Sequence[int], console: Console, depth: int) -> int:
    return sum(part.height(n, console, depth) for part, n in zip(parts, shown, strict=True))


def show(terminal: Terminal, parts: Sequence[Part]) -> None:
    """Print what there is room for, and leave a row for the prompt."""
    out = terminal.out
    told = [part for part in parts if not part.empty]
    budget = max(ROWS, out.height if out.is_terminal else 0) - 1
    counts, depth = fitted(told, out, budget)
    for number, (part, shown) in enumerate(zip(told, counts, strict=True)):
        if number and not part.close:
            out.print()
        _print(out, part, shown, depth)


def _print(out: Console, part: Part, shown: int, depth: int) -> None:
    for item in part.head:
        _lines(out, item.told(out, min(depth, _HEAD)))
    if part.table and shown:
        part.table(shown)
    elif not part.table:
        for item in part.items[:shown]:
            _lines(out, item.told(out, depth))
    if part.more and (left := len(part.items) - shown):
        _lines(out, Item(part.more(left), "dim").told(out, 1))


def _lines(out: Console, found: Sequence[Text]) -> None:
    for row in found:
        out.print(row, soft_wrap=True)
