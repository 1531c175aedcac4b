"""`smwatch report`: a period on one page, for the screen, for paper, or to hand on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.reports.report.content import ReportContent

LONGEST = 40  # letters of a brand in a file name

_Output = Annotated[
    str,
    typer.Option(
        "--output", "-o", metavar="FILE", help=N_("Default: smwatch-report-DATE.html in this folder; - for stdout.")
    ),
]
_Since = Annotated[str, typer.Option("--since", metavar="WHEN", help=N_("From then on: 7d, 2026-03-24; default: 30d."))]
_Open = Annotated[bool, typer.Option("--open", help=N_("Show it in the browser."))]


def command(
    ctx: typer.Context, *, brand: o.Brand = "", since: _Since = "", until: o.Until = "", output: _Output = "",
    open: _Open = False,
) -> None:  # fmt: skip
    """Parse, gather, write, say where."""
    from smwatch.cli.destination import STDOUT, check_stdout, put, show
    from smwatch.cli.reading import check_period, moment
    from smwatch.machine import collecting_seldom
    from smwatch.reporting import Reporter
    from smwatch.reports.report.page import html

    terminal: Terminal = ctx.obj
    app = terminal.app
    check_stdout(output, also=open or terminal.globals.json)
    brands = (terminal.brand(brand),) if brand else app.config.brands
    begin, end = moment(terminal, since, "--since"), moment(terminal, until, "--until")
    check_period(begin, end or app.clock(), app.clock())
    day = app.speech.short(app.clock())[:10]
    file = None if output == STDOUT else Path(output or file_name(brands[0].name if brand else "", day))
    reporter = Reporter(store=app.store, config=app.config, now=app.clock(), speech=app.speech, brands=brands)
    with collecting_seldom():
        content = reporter.gather(begin, end)
        page = html(content, app.speech)
    size = put(file, page)
    if file:
        tell(terminal, file, content, size)
    if file and open:
        show(file)


def file_name(brand: str, day: str) -> str:
    """smwatch-report-nordelait-2026-11-26.html; of a name that no file can have, only what a file can."""
    from smwatch.text.fold import fold

    plain = "-".join(re.findall(r"\w+", fold(brand)))[:LONGEST]
    return "-".join(filter(None, ("smwatch-report", plain, day))) + ".html"


def tell(terminal: Terminal, file: Path, content: ReportContent, size: int) -> None:
    """Where it is."""
    if terminal.globals.json:
        from smwatch.reports.values import iso

        return terminal.print_json(
            {
                "file": str(file),
                "since": iso(content.since),
                "until": iso(content.until),
                "brands": [part.brand for part in content.brands],
                "mentions": content.now.mentions,
                "alerts": len(content.alerts),
                "bytes": size,
            }
        )
    mentions = terminal.speech.count("{n} mention", "{n} mentions", content.now.mentions)
    return terminal.note(N_("Report on {mentions} written to {file}"), mentions=mentions, file=file)
