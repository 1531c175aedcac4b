"""Mentions, alerts and daily figures for other tools: spreadsheets, scripts, data frames, feed readers.

    mentions(store.mentions(wanted), out, "excel-csv") -> Written(rows=110)

Rows are taken one at a time and written at once: memory stays bounded however many there are (daily figures keep
one row a day, brand, language and source). `out` is open for bytes. `FORMATS` are tables of the columns in columns.py;
feeds of one's own, which hold texts to be read, are made in syndication.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from smwatch.errors import UsageError
from smwatch.locales import N_
from smwatch.models import Alert, MentionRow
from smwatch.reports.exports import columns, lines
from smwatch.reports.exports.days import daily_dict, daily_figures
from smwatch.reports.values import Values, alert_dict, mention_dict

if TYPE_CHECKING:
    from smwatch.reports.exports.xlsx import Book

FORMATS = ("csv", "excel-csv", "xlsx", "ndjson", "parquet")


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    rows: int
    cut: int = 0  # texts that were longer than a cell of the format


def mentions(rows: Iterable[MentionRow], out: BinaryIO, form: str = "csv", book: Book | None = None) -> Written:
    """Mentions, with the columns of `mentions list --json`. `book`: what xlsx needs (xlsx.Book)."""
    return _write(map(mention_dict, rows), columns.MENTIONS, out, form, book)


def alerts(rows: Iterable[Alert], out: BinaryIO, form: str = "csv", book: Book | None = None) -> Written:
    """Alerts, with the columns of `alerts list --json`."""
    return _write(map(alert_dict, rows), columns.ALERTS, out, form, book)


def daily(rows: Iterable[MentionRow], out: BinaryIO, form: str = "csv", book: Book | None = None) -> Written:
    """Figures by day, made from mentions, with the columns of the database's view `daily`."""
    return _write(map(daily_dict, daily_figures(rows)), columns.DAILY, out, form, book)


def _write(rows: Iterable[Values], table: columns.Table, out: BinaryIO, form: str, book: Book | None) -> Written:
    match form:
        case "csv":
            return Written(lines.plain_csv(rows, table, out))
        case "excel-csv":
            return Written(lines.excel_csv(rows, table, out))
        case "ndjson":
            return Written(lines.ndjson(rows, out))
        case "parquet":
            from smwatch.reports.exports.parquet import parquet  # late, and the next: what is large to load

            return Written(parquet(rows, table, out))
        case "xlsx":
            from smwatch.reports.exports.xlsx import xlsx

            assert book, "xlsx needs one"  # noqa: S101 - a mistake of ours
            return Written(*xlsx(rows, table, out, book))
        case _:
            raise UsageError(
                N_("there is no format {form}"), N_("choose one of {formats}"), form=form, formats=", ".join(FORMATS)
            )
