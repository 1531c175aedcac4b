"""`smwatch alerts backtest`: the detector tried on what is stored, or on data from elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smwatch.cli import options as o
from smwatch.cli.lines import lines_of, write_lines
from smwatch.cli.terminal import Terminal
from smwatch.locales import N_
from smwatch.machine import collecting_seldom

if TYPE_CHECKING:
    from collections.abc import Iterable


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


Input = Annotated[
    Path | None,
    typer.Option("--input", metavar="FILE", help=N_("JSON Lines of mentions; default: stdin, else what is stored.")),
]
Feeds = Annotated[
    Path | None, typer.Option("--feeds", metavar="FILE", help=N_("JSON Lines of what happened to feeds."))
]
Series = Annotated[
    Path | None, typer.Option("--series", metavar="FILE", help=N_("CSV of timestamp,value instead of mentions."))
]
Tick = Annotated[str, typer.Option("--tick", metavar="TIME", help=N_("How often the detector looks."))]
KindOption = Annotated[Kind, typer.Option("--kind", help=N_("crisis, buzz or all."))]
SensitivityOption = Annotated[
    Sensitivity | None,
    typer.Option("--sensitivity", help=N_("False alarms a year: about ¼, 1 or 4; default: normal, or the config's.")),
]
Scorer = Annotated[str, typer.Option("--scorer", metavar="NAME", help=N_("What scores texts without a sentiment."))]
Plot = Annotated[
    Path | None, typer.Option("--plot", metavar="FILE", help=N_("Draw it as well: FILE.html or FILE.svg."))
]


def backtest(
    ctx: typer.Context,
    *,
    input: Input = None,
    brand: o.Brand = "",
    since: o.Since = "",
    feeds: Feeds = None,
    series: Series = None,
    tick: Tick = "15m",
    kind: KindOption = Kind.CRISIS,
    sensitivity: SensitivityOption = None,
    scorer: Scorer = "auto",
    plot: Plot = None,
) -> None:
    """Parse, play, print."""
    from smwatch.backtests import play_mentions, play_series
    from smwatch.cli.reading import duration
    from smwatch.cli.views.backtest import Listening, drawn

    check(input=input, of_stored=brand or since, series=series, plot=plot)
    if series:
        with lines_of(series) as rows:
            return write_lines(play_series(rows))
    how: dict[str, Any] = {"seconds": duration(tick, "--tick"), "kind": kind}
    with ExitStack() as files, collecting_seldom():
        how["picture"] = files.enter_context(drawn(ctx.obj, plot, kind)) if plot else None
        lines = None if brand or since else files.enter_context(given(input))
        if lines is None:
            return write_lines(stored(ctx.obj, brand, since, sensitivity, **how))
        events = files.enter_context(lines_of(feeds)) if feeds else ()
        told = files.enter_context(Listening(ctx.obj, scorer))
        level = sensitivity or Sensitivity.NORMAL
        how["load"] = ctx.obj.text_app.running.named
        write_lines(play_mentions(lines, events, sensitivity=level, scorer=scorer, progress=told, **how))
    return None


def check(*, input: Path | None, of_stored: str, series: Path | None, plot: Path | None) -> None:
    """UsageError for options that don't go together."""
    from smwatch.errors import UsageError

    if series and plot:
        raise UsageError(N_("--plot draws mentions, and --series has none"), N_("leave out one of the two"))
    if series and input:
        raise UsageError(N_("--input is for mentions, and --series for counts"), N_("leave out one of the two"))
    if (input or series) and of_stored:
        raise UsageError(N_("--brand and --since are for what is stored"), N_("leave them out, or leave the file out"))


@contextmanager
def given(file: Path | None) -> Iterator[Iterable[str] | None]:
    """The lines of a file or of stdin; None where there is no file, and stdin is a terminal."""
    if file is None and (sys.stdin is None or sys.stdin.isatty()):
        yield None
        return
    with lines_of(file) as lines:
        yield lines


def stored(
    terminal: Terminal,
    brand: str,
    since: str,
    sensitivity: Sensitivity | None,
    **how: Any,  # noqa: ANN401 - play_stored's own
) -> Iterator[str]:
    """What is stored, played; of the brands that raise alerts, or the one that was named."""
    from dataclasses import replace

    from smwatch.backtests import play_stored
    from smwatch.cli.reading import moment

    app = terminal.app
    names = [terminal.brand(brand).name] if brand else [one.name for one in app.config.brands if one.alerts]
    settings = replace(app.config.alerts, sensitivity=sensitivity.value) if sensitivity else app.config.alerts
    return play_stored(app.store, names, since=moment(terminal, since, "--since"), settings=settings, **how)


def register(app: typer.Typer) -> None:
    """The command."""
    what = N_("Play what is stored, or mentions or counts from a file: which alerts would there have been, and when.")
    app.command("backtest", help=what)(backtest)
