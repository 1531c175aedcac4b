"""`smwatch schedule`: lines that let cron or systemd do the work."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from smwatch.cli.terminal import Terminal
from smwatch.errors import UsageError
from smwatch.locales import N_


def command(
    ctx: typer.Context,
    *,
    cron: Annotated[
        bool, typer.Option("--cron", help=N_("Lines for a crontab; what is printed where nothing else is asked for."))
    ] = False,
    systemd: Annotated[
        bool, typer.Option("--systemd", help=N_("A script that writes services and timers of your own."))
    ] = False,
    every: Annotated[
        str,
        typer.Option("--every", metavar="TIME", help=N_("Scan so often: 5m to 60m; default: as the feeds want it.")),
    ] = "",
) -> None:
    """Plan, print."""
    from smwatch.cli.reading import duration
    from smwatch.schedules.cron import crontab
    from smwatch.schedules.machine import this_machine, this_program
    from smwatch.schedules.plan import plan
    from smwatch.schedules.systemd import script, units

    terminal: Terminal = ctx.obj
    if cron and systemd:
        raise UsageError(N_("cron and systemd would do the same work twice"), N_("choose --cron or --systemd"))
    asked = timedelta(seconds=duration(every, "--every")) if every else None
    app, say = terminal.app, terminal.speech.say
    app.check_config()
    made = plan(app.config, this_program(), every=asked, lang=terminal.speech.lang)
    lines = script(made, say) if systemd else crontab(made, this_machine(), app.clock(), say)
    if terminal.globals.json:
        return terminal.print_json({"lines": lines, **({"files": units(made, say)} if systemd else {})})
    terminal.write("\n".join(lines))
    return None
