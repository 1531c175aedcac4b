"""`smwatch alerts`: list and show crises, and try the detector on other data."""

from __future__ import annotations

from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from smwatch.cli import options as o
from smwatch.cli.lines import lines_of, write_lines
from smwatch.cli.terminal import Terminal
from smwatch.locales import N_

app = typer.Typer()


class Kind(StrEnum):
    """Which alerts a backtest tells."""

    CRISIS = "crisis"
    BUZZ = "buzz"
    ALL = "all"


class Sensitivity(StrEnum):
    """[alerts] sensitivity, for a backtest."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


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


@app.command("show", help=N_("Show one alert: its arithmetic, who began, who is loudest, what they say."))
def show(
    ctx: typer.Context, number: Annotated[int, typer.Argument(metavar="NUMBER", help=N_("Its number in the list."))]
) -> None:
    """Parse, call, show."""
    terminal: Terminal = ctx.obj
    alert = terminal.app.store.alert(number)
    if alert is None:
        from smwatch.errors import UsageError

        raise UsageError(N_("there is no alert {number}"), N_("`smwatch alerts` lists them"), number=number)
    if terminal.globals.json:
        from smwatch.reports.values import alert_dict

        return terminal.print_json(alert_dict(alert))
    from smwatch.cli.reading import tell_hidden
    from smwatch.cli.views.alerts import show_details, show_title

    show_title(terminal, alert)
    tell_hidden(terminal, alert.brand)
    show_details(terminal, terminal.app.store, alert)
    return None


@app.command("backtest", help=N_("Play mentions or counts from a file: which alerts would there have been, and when."))
def backtest(
    ctx: typer.Context,
    *,
    input: Annotated[
        Path | None, typer.Option("--input", metavar="FILE", help=N_("JSON Lines of mentions; default: stdin."))
    ] = None,
    feeds: Annotated[
        Path | None, typer.Option("--feeds", metavar="FILE", help=N_("JSON Lines of what happened to feeds."))
    ] = None,
    series: Annotated[
        Path | None, typer.Option("--series", metavar="FILE", help=N_("CSV of timestamp,value instead of mentions."))
    ] = None,
    tick: Annotated[str, typer.Option("--tick", metavar="TIME", help=N_("How often the detector looks."))] = "15m",
    kind: Annotated[Kind, typer.Option("--kind", help=N_("crisis, buzz or all."))] = Kind.CRISIS,
    sensitivity: Annotated[
        Sensitivity, typer.Option("--sensitivity", help=N_("False alarms a year: about ¼, 1 or 4."))
    ] = Sensitivity.NORMAL,
    scorer: Annotated[
        str, typer.Option("--scorer", metavar="NAME", help=N_("What scores texts without a sentiment."))
    ] = "auto",
) -> None:
    """Parse, play, print."""
    from smwatch.backtests import play_mentions, play_series
    from smwatch.cli.reading import duration
    from smwatch.cli.views.backtest import Listening

    if series:
        with lines_of(series) as rows:
            return write_lines(play_series(rows))
    step = duration(tick, "--tick")
    with ExitStack() as files:
        lines = files.enter_context(lines_of(input))
        events = files.enter_context(lines_of(feeds)) if feeds else ()
        told = files.enter_context(Listening(ctx.obj, scorer))
        write_lines(
            play_mentions(lines, events, seconds=step, sensitivity=sensitivity, kind=kind, scorer=scorer, progress=told)
        )
    return None
