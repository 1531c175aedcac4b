"""`smwatch demo`: the whole story, offline, in under a minute."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from smwatch.cli.terminal import Terminal
from smwatch.locales import N_

Folder = Annotated[Path, typer.Option("--folder", metavar="FOLDER", help=N_("Where to leave its files."))]
End = Annotated[datetime | None, typer.Option("--end", hidden=True)]  # for a picture that is always the same


def command(ctx: typer.Context, *, folder: Folder = Path("smwatch-demo"), end: End = None) -> None:
    """Play the story; show the alert when it opens, then the digest, and what to type next."""
    from smwatch.cli.views.demo import Screen
    from smwatch.demo.play import CONFIG, play

    terminal: Terminal = ctx.obj
    at = (end.replace(tzinfo=UTC) if end else terminal.clock()).replace(second=0, microsecond=0)
    comment = terminal.speech.say(N_("Left by `smwatch demo`: an invented brand, and feeds that are no longer served."))
    scans = play(folder, at, terminal.speech.lang, comment)  # refuses a folder before anything is told
    with closing(Screen(terminal, at)) as screen:
        for app, report in scans:
            screen.scanned(app, report)
            if report.started + timedelta(minutes=30) > at:  # the last one: its store is still open
                screen.digest(app)
        screen.next(folder / CONFIG)
