"""Where the tables of one name stand in a TOML text, to the character: what edit.py needs to touch nothing else.

    find_tables(text, "feeds") -> Tables, each with the stretches of text that are its own, comment lines above included

Offsets are those of the text as it is in the file, with its own ends of lines. Pure; linear in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from smwatch.config.lines import LostError, Scan


@dataclass(frozen=True, slots=True)
class Stretch:
    """From here to there, the end not included."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one name."""

    each: tuple[tuple[Stretch, ...], ...]  # of [[name]] or an array, in their order
    array: Stretch | None = None  # name = [ … ], brackets included
    commas: tuple[int | None, ...] = ()  # where the comma stands after each item of the array


@dataclass(slots=True)
class _Block:
    """A header with its keys."""

    path: str
    start: int
    end: int


class _Places(Scan):
    """A scan that remembers where blocks begin and end, and the items of one array."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.name = name
        self.blocks = list[_Block]()
        self.array: Tables | None = None

    def header(self) -> None:
        """[table] or [[array of tables]]: a block begins."""
        start = self.at
        super().header()
        self.blocks.append(_Block(self.table, start, self.at))

    def key_and_value(self, path: str) -> None:
        """One `key = value`: the block goes on to here."""
        super().key_and_value(path)
        if self.blocks:
            self.blocks[-1].end = self.at

    def items(self, path: str) -> None:
        """An array; that of the name is looked at closely."""
        if path != self.name or self.blocks:
            super().items(path)
            return
        items, commas, opened = list[tuple[Stretch, ...]](), list[int | None](), self.at
        self.expect("[")
        while self.peek() != "]":
            start = self.at
            self.value(f"{path}.{len(items)}")
            items.append((Stretch(start, self.at),))
            commas.append(self.at if self.peek() == "," else None)
            self.comma()
        self.expect("]")
        self.array = Tables(tuple(items), Stretch(opened, self.at), tuple(commas))

    def wholes(self, name: str) -> Iterator[tuple[str, Stretch]]:
        """The blocks of [name] and of what stands within it: what comes after the name, and where."""
        for at, block in enumerate(self.blocks):
            owner, _, rest = block.path.partition(".")
            if owner == name:
                after = self.blocks[at + 1].start if at + 1 < len(self.blocks) else len(self.text)
                yield rest, _whole(self.text, block, after)


def find_tables(text: str, name: str) -> Tables:
    """Where they stand in a valid TOML text; ValueError where the scan loses its way."""
    scan = _scanned(text, name)
    if scan.array:
        return scan.array
    found = dict[int, list[Stretch]]()
    for rest, stretch in scan.wholes(name):
        number = rest.partition(".")[0]
        if number.isdecimal():
            found.setdefault(int(number), []).append(stretch)
    return Tables(tuple(tuple(found[number]) for number in sorted(found)))


def end_of_tables(text: str, names: Iterable[str]) -> int:
    """Where the last table ends of the first of these names that there is; else where the text does."""
    scan = _scanned(text, "")
    for name in names:
        if ends := [stretch.end for _, stretch in scan.wholes(name)]:
            return max(ends)
    return end_of_line(text, len(text.rstrip()))


def _scanned(text: str, name: str) -> _Places:
    scan = _Places(text, name)
    try:
        scan.document()
    except (LostError, RecursionError) as lost:
        raise ValueError(name) from lost
    return scan


def _whole(text: str, block: _Block, after: int) -> Stretch:
    """A block by whole lines: comment lines right above are its own, and those right below but for the next one's."""
    end = below = end_of_line(text, block.end)
    while (line := _next_line(text, below)) > below and _is_comment(text, line):
        below = end_of_line(text, line)
    touches = after < len(text) and _next_line(text, below) >= start_of_line(text, after)
    return Stretch(with_comments(text, block.start), end if touches else below)


def with_comments(text: str, at: int) -> int:
    """Where the line begins, with the comment lines right above it."""
    start = start_of_line(text, at)
    while start and _is_comment(text, before := start_of_line(text, start - 1)):
        start = before
    return start


def start_of_line(text: str, at: int) -> int:
    """Where the line begins in which this stands."""
    return text.rfind("\n", 0, at) + 1


def end_of_line(text: str, at: int) -> int:
    """Where it ends, before its break."""
    end = text.find("\n", at)
    if end < 0:
        return len(text)
    return end - 1 if end > at and text[end - 1] == "\r" else end


def before_break(text: str, at: int) -> int:
    """Before the break that stands before this; the same where there is none."""
    if at and text[at - 1] == "\n":
        at -= 1
        return at - 1 if at and text[at - 1] == "\r" else at
    return at


def _next_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return at if end < 0 else end + 1


def _is_comment(text: str, start: int) -> bool:
    return text[start : end_of_line(text, start)].lstrip(" \t").startswith("#")
