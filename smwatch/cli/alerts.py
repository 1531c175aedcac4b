"""`smwatch alerts`: list, show, answer and debrief crises, and try the detector on other data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smwatch.cli import alert_backtest, answers
from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.locales import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smwatch.alerts.told import Case
    from smwatch.errors import UsageError
    from smwatch.models import Alert

app = typer.Typer()

KNOWN = 8
"""Numbers that are named where there is no such alert, the newest."""

_Output = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help=N_("Write it to this file; default, and -: stdout."))
]


@app.command("list", help=N_("List alerts, newest first."))
def list_(
    ctx: typer.Context,
    *,
    brand: o.Brand = "",
    open_only: Annotated[bool, typer.Option("--open", help=N_("Only those that are not closed."))] = False,
    limit: o.Limit = 50,
    all: Annotated[bool, typer.Option("--all", help=N_("Also those of brands that the config names no more."))] = False,
) -> None:
    """Parse, call, show."""
    from smwatch.cli.reading import brand_named, living

    terminal: Terminal = ctx.obj
    name = brand_named(terminal, brand, hidden=all)
    alerts = terminal.app.store.alerts(brand=name, open_only=open_only)
    alerts = (alerts if all else living(terminal, alerts))[:limit]
    if terminal.globals.json:
        from smwatch.reports.values import alert_dict

        return terminal.print_json([alert_dict(alert) for alert in alerts])
    if not alerts:
        terminal.note(N_("No alert: nothing out of the ordinary was heard."))
        return None
    from smwatch.cli.views.alerts import show_lines

    show_lines(terminal, alerts)
    return None


@app.command(
    "show", help=N_("Show one alert: its arithmetic, its curve, who began, who is loudest, what they say, what to do.")
)
def show(ctx: typer.Context, number: o.Number, *, no_pager: o.NoPager = False) -> None:
    """Parse, call, show."""
    from smwatch.alerts.told import tell
    from smwatch.cli.paging import paged
    from smwatch.cli.reading import tell_hidden
    from smwatch.cli.views.told import show_told
    from smwatch.cli.views.told_json import told_dict

    terminal: Terminal = ctx.obj
    told, notes = tell(case_of(terminal, number)), terminal.app.store.work.notes("alert", number)
    if terminal.globals.json:
        return terminal.print_json(told_dict(told, notes, terminal.speech))
    tell_hidden(terminal, told.alert.brand)
    with paged(terminal, wanted=not no_pager):
        show_told(terminal, told, notes)
    return None


def case_of(terminal: Terminal, number: int) -> Case:
    """What is stored of an alert; UsageError names those there are."""
    from smwatch.alerts.told import Case, heard_since

    app = terminal.app
    alert = app.store.alert(number)
    if alert is None:
        raise no_such(app.store.alerts(limit=KNOWN), number)
    brand = app.brand(alert.brand)
    return Case(
        alert=alert,
        heard=app.store.heard(alert.brand, heard_since(alert)),
        now=app.clock(),
        since=app.store.listening_since(),
        names=brand.names if brand else (),
        alerts=app.store.alerts(brand=alert.brand),
        plays=app.config.playbook,
    )


def no_such(alerts: Sequence[Alert], number: int) -> UsageError:
    """That there is no alert of this number, and which there are."""
    from smwatch.errors import UsageError

    mend = N_("`{smwatch} alerts` lists them; there is none yet")
    if alerts:
        mend = N_("`{smwatch} alerts` lists them; newest: {known}")
    known = ", ".join(str(alert.id) for alert in alerts)
    return UsageError(N_("there is no alert {number}"), mend, number=number, known=known)


answers.register(app)


@app.command(
    "review",
    help=N_("Write the debrief of an alert: what happened, who did what, what the policy asked, what to learn."),
)
def review(ctx: typer.Context, number: o.Number, *, output: _Output = "") -> None:
    """Parse, gather, write."""
    from smwatch.cli.destination import STDOUT, check_stdout, put
    from smwatch.cli.reading import tell_hidden
    from smwatch.reports.review.page import markdown
    from smwatch.reports.review.values import review_dict
    from smwatch.reviewing import Reviewer

    terminal: Terminal = ctx.obj
    app, file = terminal.app, None if output in {"", STDOUT} else Path(output)
    check_stdout(output, also=terminal.globals.json)
    alert = app.store.alert(number)
    if alert is None:
        raise no_such(app.store.alerts(limit=KNOWN), number)
    told = Reviewer(store=app.store, config=app.config, now=app.clock(), speech=app.speech).gather(alert)
    text = markdown(told, app.speech)
    tell_hidden(terminal, alert.brand)
    if file:
        put(file, text)
    if terminal.globals.json:
        return terminal.print_json(review_dict(told) | ({"file": str(file)} if file else {}))
    if not file:
        return terminal.write(text)
    return terminal.note(N_("Debrief of alert {id} written to {file}"), id=number, file=file)


alert_backtest.register(app)
