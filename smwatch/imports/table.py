"""Lines of text as the rows of a table: which sign parts its cells, where its header stands, and what follows.

    table = read_table(lines, service) -> Table      ConfusedError where no line looks like a header
    for row in table.rows: row.line, row.cells, row.trouble

Above the header there may be a preamble ("Report:", "Brand:", "From:"). Streamed: one row at a time.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from smwatch.imports.lines import LONGEST
from smwatch.imports.services import Service, plain, recognised
from smwatch.locales import N_

PREAMBLE: Final = 40
"""Lines among which the header is looked for."""

SIGNS: Final = (",", ";", "\t")
CELL: Final = LONGEST
"""Characters of a cell; more is a quotation mark that was never closed."""

COLUMNS: Final = 1_000
"""Cells of a row that are looked at: the widest export seen has two hundred."""


NAME: Final = 200
"""Characters of a column's name: what is longer is none, and is told nobody whole."""


class ConfusedError(ValueError):
    """No header that is known; `header` is the likeliest line."""

    def __init__(self, header: Sequence[str]) -> None:
        super().__init__(", ".join(header))
        self.header = tuple(header)


@dataclass(frozen=True, slots=True)
class Row:
    """One row, or why there is none."""

    line: int  # of the file, where it begins
    cells: tuple[str, ...] = ()
    trouble: str = ""  # a catalogue key


@dataclass(frozen=True, slots=True)
class Table:
    """A header, and the rows below it."""

    service: Service | None
    sign: str
    header: tuple[str, ...]
    rows: Iterator[Row]


def read_table(lines: Iterator[str], service: Service | None = None, wanted: Sequence[str] = ()) -> Table:
    """The table in these lines; of `service`, where that is known; `wanted`: columns that the header must have."""
    csv.field_size_limit(CELL)
    start = list(islice(lines, PREAMBLE))
    at, sign, header, found = _header(start, service, wanted)
    return Table(service or found, sign, header, _rows(chain(start, lines), at, sign, len(header)))


def _header(
    start: Sequence[str], service: Service | None, wanted: Sequence[str]
) -> tuple[int, str, tuple[str, ...], Service | None]:
    """The first line that has a service's columns; with which sign, and whose they are."""
    likeliest: tuple[str, ...] = ()
    for at in range(len(start)):
        for sign in SIGNS:
            cells = _cells(start[at:], sign)
            if len(cells) > len(likeliest):
                likeliest = cells
            if found := _fits(cells, service, wanted):
                return at, sign, cells, found if isinstance(found, Service) else None
    raise ConfusedError(likeliest)


def _fits(cells: Sequence[str], service: Service | None, wanted: Sequence[str]) -> Service | bool | None:
    names = {plain(cell) for cell in cells}
    if wanted and not names.issuperset(map(plain, wanted)):
        return None
    if service is None:
        return recognised(cells) or bool(wanted)
    dated = bool(wanted) or names.intersection(map(plain, service.columns["published"]))
    said = bool(wanted) or names.intersection(
        plain(one) for field in ("text", "title", "more") for one in service.columns.get(field, ())
    )
    return service if dated and said and len(cells) > 1 else None


def _cells(lines: Sequence[str], sign: str) -> tuple[str, ...]:
    try:
        found = next(csv.reader(lines, delimiter=sign), [])[:COLUMNS]
        return tuple(cell.strip().strip("\ufeff")[:NAME] for cell in found)
    except csv.Error:
        return ()


def _rows(lines: Iterator[str], header: int, sign: str, width: int) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=sign)
    skipped, before = False, 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Row(before + 1, trouble=N_("it can't be parted into cells: is a quotation mark missing?"))
            before = reader.line_num
            continue
        line, before = before + 1, reader.line_num
        if not skipped:
            skipped = line > header
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            yield Row(line, trouble=N_("it has more cells than the header"))
            continue
        yield Row(line, tuple(cells[:width]))
