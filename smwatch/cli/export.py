"""`smwatch export`: mentions, alerts or daily figures for a spreadsheet or a script."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.errors import NothingDoneError, UsageError
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.models import MentionFilter
    from smwatch.protocols import Store


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

    terminal: Terminal = ctx.obj
    if terminal.globals.json and not output:
        raise UsageError(
            N_("export writes formats of its own"), N_("use --format ndjson, or `smwatch mentions --json`")
        )
    if what is What.ALERTS and any((source, lang, label, search)):
        raise UsageError(N_("alerts are chosen by --brand, --since and --until only"), N_("leave the others out"))
    wanted = mention_filter(
        terminal, brand=brand, since=since, until=until, label_typed=label, source=source, lang=lang, search=search
    )
    store = terminal.app.store  # opened before the file is: what can't be read wipes out no earlier export
    wanted = of_the_config(terminal, store, wanted) if what is What.ALERTS else wanted
    with destination(output, format) as out:
        written = WRITERS[what](store, wanted, out, format)
    if output and terminal.globals.json:
        return terminal.print_json({"file": str(output), "format": format, "rows": written})
    if output:
        rows = terminal.speech.count("{n} row", "{n} rows", written)
        terminal.note(N_("{rows} written to {file}"), rows=rows, file=output)
    return None


def of_the_config(terminal: Terminal, store: Store, wanted: MentionFilter) -> MentionFilter:
    """The same without the alerts of brands that the config names no more."""
    names = {brand.name for brand in terminal.app.config.brands}
    return replace(wanted, gone=tuple({alert.brand for alert in store.alerts()} - names))


def mentions(store: Store, wanted: MentionFilter, out: TextIO, format: Format) -> int:
    """Write the mentions that are wanted; how many."""
    from smwatch.reports import export

    return export.mentions(store.mentions(wanted), out, format)


def daily(store: Store, wanted: MentionFilter, out: TextIO, format: Format) -> int:
    """Write what they add up to by day; how many rows."""
    from smwatch.reports import export

    return export.daily(store.mentions(wanted), out, format)


def alerts(store: Store, wanted: MentionFilter, out: TextIO, format: Format) -> int:
    """Write the alerts of a brand that were open at some time between `since` and `until`; how many."""
    from smwatch.reports import export

    rows = store.alerts(brand=wanted.brand)
    begin, end = wanted.since, wanted.until
    rows = [a for a in rows if (not begin or not a.closed or a.closed >= begin) and (not end or a.opened < end)]
    return export.alerts([a for a in rows if a.brand not in wanted.gone], out, format)


WRITERS = {What.MENTIONS: mentions, What.DAILY: daily, What.ALERTS: alerts}


@contextmanager
def destination(output: Path | None, format: Format) -> Iterator[TextIO]:
    """The file, readable by its owner only, or stdout; both UTF-8 with line ends as the format brings them."""
    if output is None:
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="" if format is not Format.NDJSON else None)
        yield sys.stdout
        return
    try:
        with in_its_place(output) as place:
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
                yield out
    except OSError as error:  # a folder that is closed to us, a disk that is full
        raise NothingDoneError(
            N_("{file} can't be written: {why}"), N_("choose another place with -o"), file=output, why=error.strerror
        ) from error


@contextmanager
def in_its_place(output: Path) -> Iterator[Path]:
    """Where to write what takes the name of `output` once it is whole, so that nobody takes half of it for all.

    What is no file (a pipe, a device), or a file in a folder that is closed to us, is written as it stands.
    """
    from smwatch.store.drafts import drafting

    output = output.resolve()  # a link goes on leading there
    if output.exists() and not (output.is_file() and os.access(output.parent, os.W_OK)):
        yield output
        return
    with drafting(output) as folder:
        yield (draft := folder / output.name)
        if output.exists():
            draft.chmod(output.stat().st_mode & 0o777)  # whoever could read the last one goes on reading it
        draft.replace(output)
