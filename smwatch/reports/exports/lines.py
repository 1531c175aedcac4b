"""Exports that are lines of text: CSV, CSV as a French Excel expects it, JSON Lines. A row is written as it comes."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import BinaryIO, TextIO

from smwatch.reports.exports.cells import defuse, joined
from smwatch.reports.exports.columns import Table
from smwatch.reports.values import Values

BOM = "\ufeff"
"""Tells Excel that the file is UTF-8. A line "sep=;" would tell it the semicolon, but then it forgets the BOM."""


def ndjson(rows: Iterable[Values], out: BinaryIO) -> int:
    """One JSON object a line; how many."""
    count = 0
    with text(out) as lines:
        for count, row in enumerate(rows, 1):  # noqa: B007 - how many there were
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    return count


def plain_csv(rows: Iterable[Values], table: Table, out: BinaryIO) -> int:
    """RFC 4180: commas, lines that end with CR LF; how many rows."""
    with text(out) as lines:
        return _write(rows, table, lines, ",", _cell)


def excel_csv(rows: Iterable[Values], table: Table, out: BinaryIO) -> int:
    """Semicolons and decimal commas, and a mark that says UTF-8; how many rows."""
    with text(out) as lines:
        lines.write(BOM)
        return _write(rows, table, lines, ";", _french_cell)


@contextmanager
def text(out: BinaryIO) -> Iterator[TextIO]:
    """A binary file to be written as UTF-8, line ends as they are; what is no character at all becomes a "?"."""
    lines = TextIOWrapper(out, encoding="utf-8", errors="replace", newline="")
    try:
        yield lines
        lines.flush()
    finally:
        lines.detach()  # or it would close what isn't its own


def _write(
    rows: Iterable[Values], table: Table, lines: TextIO, delimiter: str, cell: Callable[[object], object]
) -> int:
    writer = csv.writer(lines, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(table.names)
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - how many there were
        writer.writerow([v if v.__class__ is str and v[:1].isalnum() else cell(v) for v in row.values()])
    return count


def _cell(value: object) -> object:
    """A value as csv is to write it: numbers as they are, nothing for None. What begins with a letter is harmless."""
    if isinstance(value, str):
        return defuse(value) if value else value
    if value.__class__ is bool:
        return "true" if value else "false"
    return defuse(joined(value)) if isinstance(value, list) else value


def _french_cell(value: object) -> object:
    return str(value).replace(".", ",") if value.__class__ is float else _cell(value)
