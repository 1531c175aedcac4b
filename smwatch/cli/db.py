"""`smwatch db`: where the database is, whether it is well, copies of it, and what isn't kept in it."""

from __future__ import annotations

from pathlib import Path

import typer

from smwatch.cli import care, db_copy, journal, keeping
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
app.command("journal", help=journal.HELP)(journal.journal)
app.command("copy", help=db_copy.HELP)(db_copy.copy)
