"""`smwatch alerts`: list, show, answer and debrief crises, and try the detector on other data."""

from __future__ import annotations

from typing import Annotated

import typer

from smwatch.cli import alert_backtest, alert_review, alert_show, answers
from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.locales import N_

app = typer.Typer()


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


alert_show.register(app)
answers.register(app)
alert_review.register(app)
alert_backtest.register(app)
