"""`smwatch export`: mentions, alerts or daily figures for a spreadsheet, a script or a feed reader."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.reports.exports import Written


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
_Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help=N_("Write to this file, not to stdout."))
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


def command(
    ctx: typer.Context,
    what: _What = What.MENTIONS,
    *,
    format: _Format = None,
    output: _Output = None,
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
    from smwatch.cli.exporting import Job

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
