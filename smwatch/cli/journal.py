"""`smwatch db journal`: what was sent, and what was decided by whom."""

from __future__ import annotations

from itertools import islice

import typer

from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.locales import N_

HELP = N_("List what was sent, and what was decided by whom, newest first.")


def journal(ctx: typer.Context, *, since: o.Since = "", limit: o.Limit = 50) -> None:
    """Parse, read, show."""
    from smwatch.cli.reading import moment
    from smwatch.cli.views.journal import show, told_dict

    terminal: Terminal = ctx.obj
    told = list(islice(terminal.app.store.journal(moment(terminal, since, "--since")), limit))
    if terminal.globals.json:
        terminal.print_json([told_dict(one) for one in told])
    elif told:
        show(terminal, told)
    else:
        terminal.note(N_("Nothing was sent or decided."))
