"""`smwatch export`: mentions, alerts or daily figures for a spreadsheet or a script."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, TextIO

import typer

from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.errors import NothingDoneError
from smwatch.locales import N_

HELP = N_("Write mentions or figures for a spreadsheet or a script.")


class What(StrEnum):
    """What can be exported."""

    MENTIONS = "mentions"
    ALERTS = "alerts"
    DAILY = "daily"


class Format(StrEnum):
    """How it is written (interface: exports)."""

    CSV = "csv"
    EXCEL_CSV = "excel-csv"
    NDJSON = "ndjson"


def command(
    ctx: typer.Context,
    what: Annotated[What, typer.Argument(help=N_("mentions, alerts or daily."))] = What.MENTIONS,
    *,
    format: Annotated[
        Format, typer.Option("--format", help=N_("csv; excel-csv for a French Excel; ndjson."))
    ] = Format.CSV,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help=N_("Write to this file, not to stdout."))
    ] = None,
    brand: o.Brand = "",
    since: o.Since = "",
    until: o.Until = "",
    source: o.Source = "",
    lang: o.Lang = "",
    label: o.LabelOption = "",
    search: o.Search = "",
) -> None:
    """Parse, stream, say where."""
    from smwatch.cli.reading import mention_filter
    from smwatch.reports import export as exports

    terminal: Terminal = ctx.obj
    with destination(output, format) as out:
        if what is What.ALERTS:
            name = terminal.brand(brand).name if brand else ""
            written = exports.alerts(terminal.app.store.alerts(brand=name), out, format)
        else:
            wanted = mention_filter(
                terminal,
                brand=brand,
                since=since,
                until=until,
                label_typed=label,
                source=source,
                lang=lang,
                search=search,
            )
            write = exports.mentions if what is What.MENTIONS else exports.daily
            written = write(terminal.app.store.mentions(wanted), out, format)
    if output:
        rows = terminal.speech.count("{n} row", "{n} rows", written)
        terminal.note(N_("{rows} written to {file}"), rows=rows, file=output)


@contextmanager
def destination(output: Path | None, format: Format) -> Iterator[TextIO]:
    """The file, readable by its owner only, or stdout; both UTF-8 with line ends as the format brings them."""
    if output is None:
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="" if format is not Format.NDJSON else None)
        yield sys.stdout
        return
    try:
        file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise NothingDoneError(
            N_("{file} can't be written: {why}"), N_("choose another place with -o"), file=output, why=error.strerror
        ) from error
    with os.fdopen(file, "w", encoding="utf-8", newline="") as out:
        yield out
