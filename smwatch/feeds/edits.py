"""What an entry of a page's change feed says was changed, as a text (text/changes.py). Pure; never raises.

    told('<table>…<td class="diff-deletedline">Elle est <del>fiable</del>.</td>…') == "[−] fiable"

MediaWiki's feeds hold a table: of each line that changed the old one on the left, the new one on the right, what
differs in <del> and <ins>. They give cells a style and no class; so the sign beside a cell tells, too. Other feeds
hold <del> and <ins> in a text, or say in words that something changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from smwatch.text.changes import ADDED, CHANGED, REMOVED
from smwatch.text.clean import clean, clean_line

MAX_HTML: Final = 1_000_000  # characters that are read: entries.py reads as many of any text
MAX_LINES: Final = 400  # that are told of one edit; a screen holds fewer
MAX_LINE: Final = 4_000  # characters of one, a long paragraph

_TOKEN: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})\b([^<>]*)>|[^<]+|<")
_DELETED: Final = re.compile(r"diff-deletedline|border-color:\s{0,3}#ffe49c|background:\s{0,3}#ffa\b", re.IGNORECASE)
_NEW: Final = re.compile(r"diff-addedline|border-color:\s{0,3}#a3d3ff|background:\s{0,3}#cfc\b", re.IGNORECASE)
_MARKER: Final = re.compile(r"diff-marker|data-marker", re.IGNORECASE)
_SIGNS: Final = {"−": REMOVED, "-": REMOVED, "&#8722;": REMOVED, "&minus;": REMOVED, "+": ADDED}
_GAP: Final = " … "  # between two places of a line


@dataclass(slots=True)
class _Side:
    """A cell: all of it, and what differs in it."""

    whole: list[str] = field(default_factory=list)
    parts: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    """Goes through the tags once."""

    lines: list[tuple[str, str]] = field(default_factory=list)
    loose: list[tuple[str, list[str]]] = field(default_factory=list)  # <del> and <ins> outside of any table
    row: dict[str, _Side] = field(default_factory=dict)
    cell: str = ""  # the mark of the cell that is open; "": of none that tells a change
    sign: str = ""  # said by the cell before
    marker: list[str] | None = None  # the text of the cell of a sign
    changed: str = ""  # within <del> or <ins>
    tables: int = 0

    def read(self, html: str) -> None:
        """All of it."""
        for token in _TOKEN.finditer(html):
            if token[2]:
                self.tag(token[2].lower(), token[3], closing=bool(token[1]))
            else:
                self.text(token[0])
        self.end_row()

    def text(self, said: str) -> None:
        """A piece of text."""
        if self.marker is not None:
            self.marker.append(said)
        elif self.cell:
            side = self.row.setdefault(self.cell, _Side())
            side.whole.append(said)
            if self.changed and side.parts:
                side.parts[-1].append(said)
        elif self.changed and not self.tables and self.loose:
            self.loose[-1][1].append(said)

    def tag(self, name: str, attributes: str, *, closing: bool) -> None:
        """A tag that begins or ends something."""
        if name in {"td", "th"}:
            self.end_cell()
            if not closing:
                self.begin_cell(attributes)
        elif name == "tr":
            self.end_row()
        elif name == "table":
            self.end_row()
            self.tables = max(0, self.tables + (-1 if closing else 1))
        elif name in {"del", "ins"}:
            self.change("" if closing else REMOVED if name == "del" else ADDED)
        else:
            self.text(" " if name in {"p", "div", "li", "br", "tr"} else "")

    def change(self, mark: str) -> None:
        """Something that differs begins, or ends."""
        self.changed = mark
        if not mark:
            return
        if self.cell:
            self.row.setdefault(self.cell, _Side()).parts.append([])
        elif not self.tables:
            self.loose.append((mark, []))

    def begin_cell(self, attributes: str) -> None:
        """What a cell is, by its class, its style, or the sign before it."""
        if _DELETED.search(attributes):
            self.cell = REMOVED
        elif _NEW.search(attributes):
            self.cell = ADDED
        elif _MARKER.search(attributes):
            found = re.search(r"data-marker\s*=\s*[\"']?([^\"'\s]{1,10})", attributes)
            self.marker = [found[1]] if found else []
        elif self.sign:
            self.cell = self.sign
        self.sign = ""
        if self.cell:
            self.row.setdefault(self.cell, _Side())

    def end_cell(self) -> None:
        """The sign of a cell holds for the next one."""
        if self.marker is not None:
            self.sign = _SIGNS.get("".join(self.marker).strip()[:10], "")
        self.cell, self.marker, self.changed = "", None, ""

    def end_row(self) -> None:
        """Both sides of a line are known: where one of them marks what differs, the other tells nothing else."""
        self.end_cell()
        self.sign = ""
        marked = any(side.parts for side in self.row.values())
        for mark in (REMOVED, ADDED):
            if side := self.row.get(mark):
                parts = side.parts if marked else [side.whole]
                self.lines += [(mark, line)] if (line := _joined(parts)) else []
        self.row = {}


def told(bodies: Sequence[str], title: str = "") -> str:
    """What the first of an entry's texts that shows a change tells; else its words, as a change of some kind."""
    for body in bodies:
        reader = _Reader()
        reader.read(body[:MAX_HTML])
        lines = reader.lines or [(mark, said) for mark, parts in reader.loose if (said := _joined([parts]))]
        if lines:
            return _text(lines[:MAX_LINES])
    plain = max((clean(body[:MAX_HTML]) for body in bodies), key=len, default="") or title
    return _text([(CHANGED, line) for line in plain.split("\n") if line.strip()][:MAX_LINES])


def _joined(parts: Iterable[Iterable[str]]) -> str:
    """Places of a line as a reader sees them."""
    return _GAP.join(filter(None, (clean_line("".join(part)[:MAX_LINE]) for part in parts)))[:MAX_LINE]


def _text(lines: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{mark}{said}" for mark, said in lines)
