"""`smwatch alerts show`: one alert, and all that there is to know about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.locales import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smwatch.alerts.told import Case
    from smwatch.errors import UsageError
    from smwatch.models import Alert

KNOWN = 8
"""Numbers that are named where there is no such alert, the newest."""


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

    mend = N_("`smwatch alerts` lists them; there is none yet")
    if alerts:
        mend = N_("`smwatch alerts` lists them; the newest are {known}")
    known = ", ".join(str(alert.id) for alert in alerts)
    return UsageError(N_("there is no alert {number}"), mend, number=number, known=known)


def register(app: typer.Typer) -> None:
    """The command."""
    what = N_("Show one alert: its arithmetic, its curve, who began, who is loudest, what they say, what to do.")
    app.command("show", help=what)(show)
