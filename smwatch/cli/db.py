"""`smwatch db`: where the database is, whether it is well, copies of it, its journal, and what isn't kept in it."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import typer

from smwatch.cli import care, db_copy, keeping
from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.locales import N_

app = typer.Typer(no_args_is_help=True)


@app.callback()
def root() -> None:
    """More than one command is to come under this noun."""


@app.command("path", help=N_('Print where the database is, for other programs: sqlite3 "$(smwatch db path)".'))
def path(ctx: typer.Context) -> None:
    """Print it, whether it exists or not."""
    terminal: Terminal = ctx.obj
    place = terminal.app.place
    said = str(place) if isinstance(place, Path) else place.address
    terminal.print_json({"path": said}) if terminal.globals.json else terminal.write(said)


care.register(app)
keeping.register(app)


@app.command("journal", help=N_("List what was sent, and what was decided by whom, newest first."))
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


app.command("copy", help=db_copy.HELP)(db_copy.copy)
