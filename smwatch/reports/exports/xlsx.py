"""Exports as an Excel workbook: cells of their kind, dates as dates in the reader's time zone, nothing that runs.

Written a row at a time: what is ready waits in files in `spool`, not in memory. A last sheet tells what the columns
hold. Texts are texts, whatever they begin with: no formula, no link, no rich text, no escape sequence is made of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar

import xlsxwriter
from xlsxwriter.exceptions import XlsxFileError
from xlsxwriter.worksheet import Worksheet

from smwatch.locales import N_, Speech
from smwatch.reports.exports.cells import joined
from smwatch.reports.exports.columns import Kind, Table, told
from smwatch.reports.values import Values
from smwatch.text.clean import scrub

MOST_ROWS: Final = 1_048_575
"""Rows of a sheet beneath its heading (Microsoft, "Excel specifications and limits"); the next get another sheet."""
LONGEST: Final = 32_767
"""UTF-16 units that a cell holds; likewise."""
_UNIT: Final = 2  # bytes
_FIRST_YEAR: Final = 1900  # that a date of Excel's can be in
_WIDTHS = {Kind.TIME: 17, Kind.DATE: 11, Kind.INTEGER: 9, Kind.NUMBER: 9, Kind.YES_NO: 8}  # characters
_WIDTH, _WIDEST = 18, 60

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Book:
    """What a workbook needs to know besides its rows."""

    spool: Path  # a folder for what waits: on the disk that the workbook goes to
    now: datetime
    speech: Speech
    most_rows: int = MOST_ROWS


class Plain(Worksheet):  # type: ignore[misc] # xlsxwriter tells no types
    """A sheet in which a text is never taken for markup, though it begin with <r> and end with </r>."""

    def _xml_rich_inline_string(self, string: str, attributes: Any) -> None:  # noqa: ANN401 - xlsxwriter's own
        self._xml_inline_string(string, preserve=True, attributes=attributes)


def xlsx(rows: Iterable[Values], table: Table, out: BinaryIO, book: Book) -> tuple[int, int]:
    """How many rows were written, and how many texts were cut as they are longer than a cell. Raises OSError."""
    how = {"constant_memory": True, "tmpdir": str(book.spool), "strings_to_numbers": False, "strings_to_urls": False}
    work = xlsxwriter.Workbook(_Brittle(out), how)
    work.use_zip64()  # only where it is more than 4 GB
    work.set_properties({"title": table.name, "created": book.now.astimezone(UTC).replace(tzinfo=None)})
    sheets = _Sheets(work, table, book)
    try:
        for row in rows:
            sheets.add(row)
        sheets.finish()
        work.close()
    except XlsxFileError as error:  # what it makes of an OSError when all is put together
        cause = error.__context__
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error
    finally:
        _let_go(work)
    return sheets.count, sheets.cut


class _Brittle:
    """What a workbook is written into: once it has failed or is closed, whoever writes on is left alone.

    zipfile does, when what it left unfinished is thrown away: then there would be a traceback, and nobody to catch it.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._failed, self._at = out, False, 0

    def write(self, data: bytes) -> int:
        """Write; after a failure, count."""
        return self._done(lambda: self._out.write(data), len(data))

    def flush(self) -> None:
        """Likewise."""
        self._done(self._out.flush, None)

    def tell(self) -> int:
        """Where it is; OSError where that can't be told, as in a pipe."""
        return self._at if self._over else self._out.tell()

    def seek(self, at: int, whence: int = 0) -> int:
        """Go there; likewise."""
        if not self._over:
            return self._out.seek(at, whence)
        self._at = at
        return at

    @property
    def _over(self) -> bool:
        return self._failed or self._out.closed

    def _done(self, what: Callable[[], T], otherwise: T) -> T:
        if not self._over:
            try:
                return what()
            except OSError:
                self._failed = True
                raise
        if isinstance(otherwise, int):
            self._at += otherwise
        return otherwise


def _let_go(work: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
    """Close the files in which rows wait; after a failure xlsxwriter leaves them open."""
    for sheet in work.worksheets():
        waiting = sheet.row_data_fh
        if waiting is not None:
            with suppress(OSError):  # the disk is full
                waiting.close()


class _Sheets:
    """The sheets of a workbook, one after the other as each gets full."""

    def __init__(self, work: Any, table: Table, book: Book) -> None:  # noqa: ANN401 - xlsxwriter has no types
        self.work, self.table, self.book = work, table, book
        self.count, self.cut, self.number, self.at = 0, 0, 0, 0
        self.heading = work.add_format({"bold": True, "bottom": 1})
        times = {Kind.TIME: "yyyy-mm-dd hh:mm:ss", Kind.DATE: "yyyy-mm-dd"}
        self.formats = {kind: work.add_format({"num_format": form}) for kind, form in times.items()}
        self.writers = [self._writer(column.kind) for column in table.columns]
        self._begin()

    def add(self, row: Values) -> None:
        """Write one row."""
        if self.at == self.book.most_rows:
            self._end()
            self._begin()
        self.at += 1
        self.count += 1
        for column, (write, value) in enumerate(zip(self.writers, row.values(), strict=True)):
            if value is not None and value != "":
                write(column, value)

    def finish(self) -> None:
        """Close the last one, and tell what the columns hold."""
        self._end()
        speech = self.book.speech
        about = self.work.add_worksheet(speech.say(N_("columns")), Plain)
        about.set_column(0, 1, _WIDTH)
        about.set_column(2, 2, 2 * _WIDEST)
        heads = tuple(map(speech.say, (N_("column"), N_("kind"), N_("what it holds"))))
        lines = chain([heads], told(self.table, speech), [("", "", ""), ("", "", self._zone())])
        for at, line in enumerate(lines):
            for column, said in enumerate(line):
                about.write_string(at, column, said, self.heading if at == 0 else None)

    def _zone(self) -> str:
        zone = zone_name(self.book.speech.zone, self.book.now)
        return self.book.speech.say(N_("Times are those of {zone}."), zone=zone)

    def _begin(self) -> None:
        self.number, self.at = self.number + 1, 0
        name = self.table.name if self.number == 1 else f"{self.table.name} {self.number}"
        self.sheet = self.work.add_worksheet(name, Plain)
        self.sheet.freeze_panes(1, 0)
        for at, column in enumerate(self.table.columns):
            self.sheet.set_column(at, at, _WIDEST if column.name == "text" else _WIDTHS.get(column.kind, _WIDTH))
        for at, column in enumerate(self.table.columns):
            self.sheet.write_string(0, at, column.name, self.heading)

    def _end(self) -> None:
        self.sheet.autofilter(0, 0, self.at, len(self.table.columns) - 1)

    def _writer(self, kind: Kind) -> Callable[[int, Any], None]:
        match kind:
            case Kind.INTEGER | Kind.NUMBER:
                return self._figure
            case Kind.YES_NO:
                return lambda column, value: self.sheet.write_boolean(self.at, column, value)
            case Kind.TIME | Kind.DATE:
                return lambda column, value: self._time(column, value, kind)
            case Kind.TEXT:
                return self._text
            case Kind.TEXTS | Kind.COUNTS | Kind.FEEDS:
                return lambda column, value: self._text(column, joined(value))

    def _figure(self, column: int, value: float | str) -> None:
        if isinstance(value, str):  # an id that is none of ours
            self._text(column, value)
        else:
            self.sheet.write_number(self.at, column, value)

    def _text(self, column: int, value: str) -> None:
        whole = scrub(value)
        fitting = fit(whole)
        self.cut += fitting is not whole
        if fitting:
            self.sheet.write_string(self.at, column, fitting)

    def _time(self, column: int, value: str, kind: Kind) -> None:
        at = local(value, kind, self.book.speech.zone)
        if at.year < _FIRST_YEAR or value[:10] == "9999-12-31":  # no date that Excel knows
            self.sheet.write_string(self.at, column, value)
        else:
            self.sheet.write_datetime(self.at, column, at, self.formats[kind])


def local(value: str, kind: Kind, zone: tzinfo | None) -> datetime | date:
    """A time as the clocks of the zone show it, or a day."""
    if kind is Kind.DATE:
        return date.fromisoformat(value)
    at = datetime.fromisoformat(value)
    try:
        return at.astimezone(zone).replace(tzinfo=None)
    except OverflowError:  # at the edge of what a date can be
        return at.replace(tzinfo=None)


def fit(text: str) -> str:
    """The text if a cell holds it, else as much of it, with an ellipsis; no letter is halved."""
    if len(text) <= LONGEST // _UNIT or len(text.encode("utf-16-le")) <= LONGEST * _UNIT:
        return text
    return text.encode("utf-16-le")[: (LONGEST - 1) * _UNIT].decode("utf-16-le", "ignore") + "…"


def zone_name(zone: tzinfo | None, now: datetime) -> str:
    """A time zone by its name; the machine's own by what it calls itself by now."""
    return str(zone or now.astimezone().tzinfo)
