"""`smwatch scan`: poll what is due, find mentions, score, store, raise alerts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.errors import BusyError, ExitCode
from smwatch.locales import N_
from smwatch.text.links import masked

if TYPE_CHECKING:
    from smwatch.models import ScanReport

STUCK = timedelta(hours=6)
"""A first scan of thousands of feeds takes an hour or two; what takes longer hangs."""


def command(
    ctx: typer.Context,
    *,
    all: Annotated[bool, typer.Option("--all", help=N_("Poll every feed, due or not."))] = False,
    feed: Annotated[
        list[str] | None, typer.Option("--feed", metavar="URL", help=N_("Only this feed's URL; repeatable."))
    ] = None,
    wait: o.Wait = "",
    strict: Annotated[bool, typer.Option("--strict", help=N_("Exit with 3 when feeds failed."))] = False,
    fail_on_alert: Annotated[
        bool, typer.Option("--fail-on-alert", help=N_("Exit with 10 while an alert is open."))
    ] = False,
) -> None:
    """Parse, call, show, exit."""
    from smwatch.cli.care import warn_of_secrets
    from smwatch.cli.log import scan_events
    from smwatch.cli.reading import duration
    from smwatch.cli.views.scan import show

    terminal: Terminal = ctx.obj
    patience = duration(wait, "--wait") if wait else 0
    terminal.app.check_config()
    warn_of_secrets(terminal)
    only = known_feeds(terminal, feed or [])
    terminal.stopped = N_("Stopped. Nothing is lost; the next scan goes on from here.")
    report = scanned(terminal, everything=all, only=only, wait=patience)
    for event in scan_events(report):
        terminal.log.event(*event)
    show(terminal, report)
    if not (terminal.globals.json or terminal.globals.quiet):
        tell_of_problems(terminal, report)
    if not terminal.app.specs:
        terminal.note(N_("The config names no feed. `smwatch feeds discover ADDRESS` finds those of a website."))
    raise typer.Exit(exit_code(report, strict=strict, fail_on_alert=fail_on_alert))


def scanned(terminal: Terminal, *, everything: bool, only: list[str], wait: float) -> ScanReport:
    """Scan, and say how far it is; with --quiet, no word of another that is at it."""
    from smwatch.cli.views.scan import LiveProgress

    live = LiveProgress(terminal)
    try:
        with live as progress:
            return terminal.app.scan(
                everything=everything, only=only, wait=wait,
                progress=progress, rereading=live.rereading, scored=live.scored, learning=live.learning,
            )  # fmt: skip
    except BusyError as busy:
        if terminal.globals.quiet and not (terminal.globals.json or hangs(busy, terminal.app.clock())):
            raise typer.Exit(ExitCode.BUSY) from None
        raise


def hangs(busy: BusyError, now: datetime) -> bool:
    """Whether the other scan has been at it for so long that somebody must look; until then --quiet has no word."""
    since = busy.arguments.get("at")
    return isinstance(since, datetime) and now - since >= STUCK


def tell_of_problems(terminal: Terminal, report: ScanReport) -> None:
    """That some feeds need a look besides those that were told: zeros are no peace then."""
    from smwatch.cli.views.teaching import unusable_lines
    from smwatch.reports.troubles import needs_a_look

    for line in unusable_lines(terminal):
        terminal.tell(line, "yellow")
    told = {failure.feed for failure in report.failures} | {warned.feed for warned in report.warnings}
    if count := sum(needs_a_look(row) for row in terminal.app.store.feeds() if row.url not in told):
        said = terminal.speech.count(
            "{n} feed needs a look: {smwatch} feeds --problems",
            "{n} feeds need a look: {smwatch} feeds --problems",
            count,
        )
        terminal.err.print(said, markup=False, soft_wrap=True)


def exit_code(report: ScanReport, *, strict: bool, fail_on_alert: bool) -> int:
    """10 wins over 3; 4 where not one name could be looked up, or workers were lost: that is no failing feed."""
    from smwatch.protocols import LOST

    if fail_on_alert and report.alerting:
        return ExitCode.ALERT
    if report.failures and not report.polled and all(f.kind == "dns" for f in report.failures):
        return ExitCode.NOTHING_DONE
    if any(warned.kind == LOST for warned in report.warnings):
        return ExitCode.NOTHING_DONE
    if strict and report.failed:
        return ExitCode.FEEDS_FAILED
    return ExitCode.DONE


def known_feeds(terminal: Terminal, urls: list[str]) -> list[str]:
    """The URLs if the config or the database has them; UsageError for one that neither has."""
    from smwatch.errors import UsageError

    if not urls:
        return urls
    known = {spec.url for spec in terminal.app.specs} | {feed.url for feed in terminal.app.store.feeds()}
    shown = {masked(url): url for url in known}  # as lists print it
    for url in urls:
        if url not in known and url not in shown:
            what, mend = N_("--feed: no feed has the address {url}"), N_("`{smwatch} feeds` lists those there are")
            raise UsageError(what, mend, url=masked(url))
    return [url if url in known else shown[url] for url in urls]
