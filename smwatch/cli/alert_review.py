"""`smwatch alerts review`: the debrief of one alert, to talk about it and to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.locales import N_

STDOUT = "-"

_Output = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help=N_("Write it to this file; default, and -: stdout."))
]


def review(ctx: typer.Context, number: o.Number, *, output: _Output = "") -> None:
    """Parse, gather, write."""
    from smwatch.cli.alert_show import KNOWN, no_such
    from smwatch.cli.reading import tell_hidden
    from smwatch.reports.review.page import markdown
    from smwatch.reports.review.values import review_dict
    from smwatch.reviewing import Reviewer

    terminal: Terminal = ctx.obj
    app, file = terminal.app, None if output in {"", STDOUT} else Path(output)
    check(terminal, output)
    alert = app.store.alert(number)
    if alert is None:
        raise no_such(app.store.alerts(limit=KNOWN), number)
    told = Reviewer(store=app.store, config=app.config, now=app.clock(), speech=app.speech).gather(alert)
    text = markdown(told, app.speech)
    tell_hidden(terminal, alert.brand)
    if file:
        write(file, text)
    if terminal.globals.json:
        return terminal.print_json(review_dict(told) | ({"file": str(file)} if file else {}))
    if not file:
        return terminal.write(text)
    return terminal.note(N_("Debrief of alert {id} written to {file}"), id=number, file=file)


def check(terminal: Terminal, output: str) -> None:
    """UsageError for what doesn't go together."""
    from smwatch.errors import UsageError

    if output == STDOUT and terminal.globals.json:
        raise UsageError(N_("-o - writes the page to stdout, and nothing else"), N_("name a file, or leave out -o"))


def write(file: Path, text: str) -> None:
    """For its owner's eyes, and whole or not at all."""
    from smwatch.cli.destination import destination

    with destination(file) as place:
        place.out.write(text.encode("utf-8", "replace"))


def register(app: typer.Typer) -> None:
    """The command."""
    what = N_("Write the debrief of an alert: what happened, who did what, what the policy asked, what to learn.")
    app.command("review", help=what)(review)
