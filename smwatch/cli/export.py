"""`smwatch export`: mentions, alerts or daily figures for a spreadsheet, a script or a feed reader."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.errors import UsageError
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.cli.destination import Place
    from smwatch.models import Alert, MentionFilter, MentionRow
    from smwatch.reports.exports import Written
    from smwatch.reports.exports.syndication import Head, Item
    from smwatch.reports.exports.xlsx import Book


class What(StrEnum):
    """What can be exported."""

    MENTIONS = "mentions"
    ALERTS = "alerts"
    DAILY = "daily"


class Format(StrEnum):
    """How it is written (interface: exports)."""

    CSV = "csv"
    EXCEL_CSV = "excel-csv"
    XLSX = "xlsx"
    NDJSON = "ndjson"
    PARQUET = "parquet"
    ATOM = "atom"
    JSONFEED = "jsonfeed"


FEEDS = (Format.ATOM, Format.JSONFEED)
BINARY = (Format.XLSX, Format.PARQUET)
ENDINGS = {
    ".csv": Format.CSV,
    ".xlsx": Format.XLSX,
    ".ndjson": Format.NDJSON,
    ".jsonl": Format.NDJSON,
    ".parquet": Format.PARQUET,
    ".atom": Format.ATOM,
    ".json": Format.JSONFEED,
}
"""What a file's name says about its format."""

_What = Annotated[What, typer.Argument(metavar="WHAT", help=N_("mentions, alerts or daily."))]
_Format = Annotated[
    Format | None,
    typer.Option("--format", help=N_("Default: what FILE ends with, else csv. excel-csv: for a French Excel.")),
]
_Limit = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=1, max=o.MOST, help=N_("At most so many; 100 for atom and jsonfeed.")),
]
_All = Annotated[
    bool, typer.Option("--all", help=N_("Also what no query catches any more, and brands that the config left out."))
]
_Url = Annotated[
    str, typer.Option("--url", metavar="URL", help=N_("atom, jsonfeed: the address under which FILE will be found."))
]
_Columns = Annotated[bool, typer.Option("--columns", help=N_("Say what the columns hold, and write nothing."))]

NEWEST = 100
"""Items of a feed unless more are asked for: readers take the whole of it each time."""

OF_ALERTS = {"brand", "since", "until"}
"""Filters by which alerts are chosen."""


def command(
    ctx: typer.Context,
    what: _What = What.MENTIONS,
    *,
    format: _Format = None,
    output: o.Output = None,
    brand: o.Brand = "",
    since: o.Since = "",
    until: o.Until = "",
    source: o.Source = "",
    lang: o.Lang = "",
    label: o.LabelOption = "",
    author: o.Author = "",
    role: o.Role = "",
    status: o.Status = "",
    thread: o.Thread = "",
    story: o.Story = "",
    search: o.Search = "",
    limit: _Limit = None,
    all: _All = False,
    url: _Url = "",
    columns: _Columns = False,
) -> None:
    """Parse, stream, say where."""
    from smwatch.cli.destination import destination, file_of

    terminal: Terminal = ctx.obj
    if columns:
        return show_columns(terminal, what)
    output = file_of(output)
    form = format or ENDINGS.get(output.suffix.lower() if output else "", Format.CSV)
    typed = {"source": source, "lang": lang, "author": author, "role_typed": role, "status": status, "thread": thread}
    typed |= {"story": story, "search": search, "label_typed": label, "brand": brand, "since": since, "until": until}
    job = Job(terminal, what, form, output, typed, limit=limit, hidden=all, url=url)
    job.check()
    with destination(output) as place:
        written = job.run(place)
    return tell(terminal, form, output, written)


@dataclass
class Job:
    """What was asked for; `typed`: the filters, by the names that `mention_filter` gives them."""

    terminal: Terminal
    what: What
    form: Format
    output: Path | None
    typed: Mapping[str, Any]
    limit: int | None = None
    hidden: bool = False
    url: str = ""

    def check(self) -> None:
        """UsageError where it can't be done; and the database is opened, so that a failure wipes out no last export."""
        if self.terminal.globals.json and not self.output:
            hint = N_("use --format ndjson, or `{smwatch} mentions --json`")
            raise UsageError(N_("export writes formats of its own"), hint)
        if self.form in BINARY and not self.output and sys.stdout.isatty():
            raise UsageError(N_("{format} is for a file, not for a terminal"), N_("add -o FILE"), format=self.form)
        if self.what is What.ALERTS and any(value for name, value in self.typed.items() if name not in OF_ALERTS):
            raise UsageError(N_("alerts are chosen by --brand, --since and --until only"), N_("leave the others out"))
        if self.what is What.DAILY:
            self._check_daily()
        self._check_url()
        if self.form is Format.PARQUET:
            from smwatch.reports.exports.parquet import check

            check()
        _ = self.wanted, self.terminal.app.store

    def _check_daily(self) -> None:
        if self.form in FEEDS:
            raise UsageError(N_("daily figures are no feed"), N_("choose csv, excel-csv, xlsx, ndjson or parquet"))
        if self.limit:
            raise UsageError(N_("daily figures are added up from all mentions"), N_("leave --limit out"))

    def _check_url(self) -> None:
        from smwatch.reports.safe import line, link

        if self.url and self.form not in FEEDS:
            raise UsageError(N_("--url is for atom and jsonfeed"), N_("leave it out"))
        if self.url and not link(self.url):
            raise UsageError(N_("--url: “{url}” is no web address"), N_("write https://…"), url=line(self.url))

    @cached_property
    def wanted(self) -> MentionFilter:
        """The filters, as the store takes them."""
        from smwatch.cli.reading import mention_filter

        limit = self.limit or (NEWEST if self.form in FEEDS else None)
        return mention_filter(self.terminal, hidden=self.hidden, limit=limit, **self.typed)

    def run(self, place: Place) -> Written:
        """Write it."""
        from smwatch.reports import exports

        if self.form in FEEDS:
            return exports.Written(self._feed(place))
        book = self._book(place) if self.form is Format.XLSX else None
        match self.what:
            case What.MENTIONS:
                return exports.mentions(self._mentions(), place.out, self.form, book)
            case What.ALERTS:
                return exports.alerts(self._alerts(), place.out, self.form, book)
            case What.DAILY:
                return exports.daily(self._mentions(), place.out, self.form, book)

    def _mentions(self) -> Iterator[MentionRow]:
        """No column holds what explains them."""
        return self.terminal.app.store.mentions(replace(self.wanted, bare=True))

    def _book(self, place: Place) -> Book:
        from smwatch.reports.exports.xlsx import Book

        return Book(place.spool, self.terminal.app.clock(), self.terminal.speech)

    def _alerts(self) -> list[Alert]:
        """The alerts of a brand that were open at some time between `since` and `until`."""
        from smwatch.cli.reading import living

        rows, begin, end = self.terminal.app.store.alerts(brand=self.wanted.brand), self.wanted.since, self.wanted.until
        rows = [a for a in rows if (not begin or not a.closed or a.closed >= begin) and (not end or a.opened < end)]
        return (rows if self.hidden else living(self.terminal, rows))[: self.wanted.limit]

    def _feed(self, place: Place) -> int:
        from smwatch.reports.exports.syndication import atom, json_feed

        write = atom if self.form is Format.ATOM else json_feed
        return write(self._items(), self._head(), place.out)

    def _items(self) -> Iterator[Item]:
        from smwatch.alerts.explain import arithmetic
        from smwatch.reports.content import AlertPart
        from smwatch.reports.exports.syndication import of_alert, of_mention

        speech = self.terminal.speech
        if self.what is What.ALERTS:
            parts = (AlertPart(alert=alert, arithmetic=arithmetic(alert, speech)) for alert in self._alerts())
            return (of_alert(part, speech) for part in parts)
        return (of_mention(row, speech) for row in self.terminal.app.store.mentions(self.wanted))

    def _head(self) -> Head:
        """What the feed says of itself; its address is the file's where no other is told."""
        from smwatch.reports.exports.syndication import Head
        from smwatch.reports.safe import line

        speech, brand = self.terminal.speech, line(self.wanted.brand, 60)
        title = N_("Alerts") if self.what is What.ALERTS else N_("Mentions")
        said = speech.say(title)
        return Head(
            title=f"{said} · {brand}" if brand else said,
            key="\n".join(
                ["feed", self.what, *(f"{name}={value}" for name, value in sorted(self.typed.items()) if value)]
            ),
            address=self.url or (self.output.resolve().as_uri() if self.output else ""),
            lang=speech.lang,
            now=self.terminal.app.clock(),
        )


def tell(terminal: Terminal, form: Format, output: Path | None, written: Written) -> None:
    """Where it is and how much; and what the format had no room for."""
    if output and terminal.globals.json:
        cut = {"cut": written.cut} if form is Format.XLSX else {}
        return terminal.print_json({"file": str(output), "format": form, "rows": written.rows, **cut})
    if output:
        rows = terminal.speech.count("{n} row", "{n} rows", written.rows)
        terminal.note(N_("{rows} written to {file}"), rows=rows, file=output)
    if written.cut:
        said = terminal.speech.count(
            "{n} text is longer than a cell of Excel holds, and is cut; ndjson has it whole",
            "{n} texts are longer than a cell of Excel holds, and are cut; ndjson has them whole",
            written.cut,
        )
        terminal.warn(said)
    return None


def show_columns(terminal: Terminal, what: What) -> None:
    """What the columns hold, in the order in which they are written."""
    from smwatch.reports.exports.columns import NAMES, TABLES, told

    table = TABLES[what]
    if terminal.globals.json:
        said = [{"column": one.name, "kind": NAMES[one.kind], "holds": one.holds} for one in table.columns]
        return terminal.print_json(said)
    lines = told(table, terminal.speech)
    width = max(len(name) for name, _, _ in lines)
    shown = ((name, terminal.speech.say(N_("{what}: {how}"), what=kind, how=holds)) for name, kind, holds in lines)
    terminal.write("\n".join(f"{name:<{width}}  {line}" for name, line in shown))
    return None
