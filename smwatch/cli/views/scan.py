"""How a scan looks: a bar while it runs, then failures, alerts and a summary, each on a line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, Task, TextColumn
from rich.text import Text

from smwatch.alerts.explain import arithmetic
from smwatch.cli.terminal import Terminal
from smwatch.cli.views.teaching import relearnt_line
from smwatch.cli.wrapping import tell
from smwatch.locales import N_, Speech
from smwatch.models import (
    Alert,
    AlertChange,
    AlertKind,
    Change,
    Failure,
    Level,
    PollFailed,
    PollResult,
    Rematched,
    ScanReport,
    Warned,
)
from smwatch.protocols import LOST, WORKER
from smwatch.reports.quotes import with_stories
from smwatch.text.links import masked

if TYPE_CHECKING:
    from smwatch.scan import Progress as Tell


PATIENCE = 2.0
"""Seconds after which one wants to know what is going on."""


class Counted(MofNCompleteColumn):
    """How many of how many, once that is known."""

    def render(self, task: Task) -> Text:
        """3/12."""
        return Text("") if task.total is None else super().render(task)


class LiveProgress:
    """A bar on a terminal, a line for each feed with --verbose, else nothing."""

    def __init__(self, terminal: Terminal) -> None:
        """Nothing is drawn yet."""
        self.terminal, self.began = terminal, 0.0
        columns = (TextColumn("{task.description}"), BarColumn(), Counted())
        self.bar = Progress(*columns, console=terminal.err, transient=True, disable=not terminal.watched)

    def __enter__(self) -> Tell:
        """Start drawing where somebody looks."""
        self.bar.start()
        self.task = self.bar.add_task(self.terminal.speech.say(N_("Polling feeds")), total=None)
        return self.tell

    def tell(self, result: PollResult, done: int, total: int) -> None:
        """One more feed is done."""
        polling = self.terminal.speech.say(N_("Polling feeds"))
        self.bar.update(self.task, completed=done, total=total, description=polling)
        if self.terminal.globals.verbose and not isinstance(result, PollFailed):
            self.terminal.err.print(f"{result.status} {masked(result.feed.url)}", markup=False, soft_wrap=True)

    @contextmanager
    def learning(self) -> Iterator[None]:
        """Meanwhile a head is fitted again: some seconds' work, before anything is polled."""
        say = self.terminal.speech.say
        self.bar.update(self.task, description=say(N_("Learning from your labels")))
        yield
        self.bar.update(self.task, description=say(N_("Polling feeds")))

    def rereading(self, done: int, total: int) -> None:
        """So many stored entries were matched again: shown where it takes long enough to be wondered at."""
        self.began = self.began or monotonic()
        if monotonic() - self.began >= PATIENCE:
            again = self.terminal.speech.say(N_("Reading stored entries again"))
            self.bar.update(self.task, completed=done, total=total, description=again)

    def scored(self, done: int, total: int) -> None:
        """So many mentions are scored, of feeds that brought many; told from other threads."""
        scoring = self.terminal.speech.say(N_("Scoring mentions"))
        self.bar.update(self.task, completed=done, total=total, description=scoring)

    def __exit__(self, *_: object) -> None:
        """Leave the screen as it was."""
        self.bar.stop()


def show(terminal: Terminal, report: ScanReport) -> None:
    """The report as JSON, or for a person; with --quiet only what somebody must read."""
    if terminal.globals.json:
        from smwatch.reports.values import scan_dict

        return terminal.print_json(scan_dict(report, terminal.speech))
    speech, quiet = terminal.speech, terminal.globals.quiet
    for failure in report.failures:
        if failure.persistent or not quiet:
            terminal.tell(failure_line(failure, speech))
    for warned in report.warnings:
        if not quiet or must_be_read(warned, report):
            terminal.tell(warning_line(warned, speech))
    for change in report.alerts:
        if not quiet or is_alarm(change):
            tell(terminal.out, alert_line(change, speech))
    if not quiet:
        for line in (*learnt_lines(report, speech), summary(report, speech)):
            tell(terminal.out, line)
    return None


def must_be_read(warned: Warned, report: ScanReport) -> bool:
    """Whether somebody who wants to read of little must read this: each trouble once, not as long as it lasts."""
    if warned.kind == "unsent":
        return not warned.again
    return warned.kind in {"silent", LOST} or (warned.kind == "deaf" and is_worse(report))


def is_worse(report: ScanReport) -> bool:
    """Whether this scan met a feed that fell silent, or fails for good: not each quiet scan tells what lasts."""
    return any(f.persistent for f in report.failures) or any(w.kind == "silent" for w in report.warnings)


def learnt_lines(report: ScanReport, speech: Speech) -> list[str]:
    """What the scan did with what is stored, before it polled."""
    lines = [rematched_line(rematched, speech) for rematched in report.rematched]
    return [*lines, *([relearnt_line(report.relearnt, speech)] if report.relearnt else [])]


def failure_line(failure: Failure, speech: Speech) -> str:
    """One line: which feed, what happened, when it is tried again."""
    if failure.next is None:
        return speech.say(
            N_("✗ {feed}: {message}"),
            feed=masked(failure.feed),
            message=speech.say(failure.message, **failure.args),
        )
    return speech.say(
        N_("✗ {feed}: {message} (next try {next})"),
        feed=masked(failure.feed),
        message=speech.say(failure.message, **failure.args),
        next=speech.short(failure.next),
    )


def warning_line(warned: Warned, speech: Speech) -> str:
    """One line: which feed fell silent or speaks again, which brand isn't heard of, or what has not left."""
    said = speech.say(warned.message, **warned.args)
    if warned.kind in {"unsent", LOST, WORKER}:
        return f"⚠ {said}"
    if warned.kind == "deaf":
        return "⚠ " + speech.say(N_("{what}: {how}"), what=warned.brand, how=said)
    mark, about = ("⚠" if warned.kind == "silent" else "✓"), f" ({warned.brand})" if warned.brand else ""
    return f"{mark} " + speech.say(N_("{what}: {how}"), what=f"{masked(warned.feed)}{about}", how=said)


def is_alarm(change: AlertChange) -> bool:
    """Whether somebody must read of it: a crisis that begins or grows; a buzz can wait."""
    worse = change.change in {Change.OPENED, Change.REOPENED, Change.CONFIRMED}
    return worse and change.alert.kind is AlertKind.CRISIS


def alert_line(change: AlertChange, speech: Speech) -> str:
    """One alert with its arithmetic."""
    alert = change.alert
    said = (BUZZES if alert.kind is AlertKind.BUZZ else CHANGES)[change.change]
    return f"{mark(alert)} " + speech.say(said, brand=alert.brand, id=alert.id, why=arithmetic(alert, speech))


def mark(alert: Alert) -> str:
    """A sign for where it stands; a warning for crises alone."""
    return ("↑" if alert.kind is AlertKind.BUZZ else "⚠") if alert.level in OPEN else MARKS[alert.level]


OPEN = (Level.EMERGING, Level.CONFIRMED)
MARKS = {Level.COOLING: "↓", Level.CLOSED: "✓"}
CHANGES = {
    Change.OPENED: N_("{brand}: alert {id} opened. {why}"),
    Change.CONFIRMED: N_("{brand}: alert {id} is confirmed. {why}"),
    Change.COOLING: N_("{brand}: alert {id} is cooling. {why}"),
    Change.REOPENED: N_("{brand}: alert {id} flares up again. {why}"),
    Change.CLOSED: N_("{brand}: alert {id} is closed."),
}
BUZZES = {
    Change.OPENED: N_("{brand}: much talked about (no. {id}). {why}"),
    Change.CONFIRMED: N_("{brand}: talked about more and more (no. {id}). {why}"),
    Change.COOLING: N_("{brand}: talked about less and less (no. {id}). {why}"),
    Change.REOPENED: N_("{brand}: much talked about again (no. {id}). {why}"),
    Change.CLOSED: N_("{brand}: talked about as usual again (no. {id})."),
}


def rematched_line(rematched: Rematched, speech: Speech) -> str:
    """A brand whose stored entries were matched again: why, and what came of it."""
    read = speech.count("{n} entry read again", "{n} entries read again", rematched.entries)
    won = speech.count("{n} mention won", "{n} mentions won", rematched.won)
    lost = speech.count("{n} lost", "{n} lost", rematched.lost)
    why = speech.say(BECAUSE[rematched.reason])
    return speech.say(
        N_("{brand}: {because}, {entries}, {won}, {lost}"),
        brand=rematched.brand,
        because=why,
        entries=read,
        won=won,
        lost=lost,
    )


BECAUSE = {
    "new": N_("watched from now on"),
    "query": N_("query changed"),
    "program": N_("matched by a newer smwatch"),
}


def summary(report: ScanReport, speech: Speech) -> str:
    """What was done, in two sentences."""
    count = speech.count
    polled = count("{n} feed polled", "{n} feeds polled", report.polled)
    if report.failed:
        polled += ", " + count("{n} failed", "{n} failed", report.failed)
    unscored = report.mentions_unscored
    return ", ".join(
        (
            polled,
            count("{n} new entry", "{n} new entries", report.entries_new),
            with_stories(
                count("{n} new mention", "{n} new mentions", report.mentions_new),
                report.mentions_new,
                report.stories_new,
                speech,
            ),
            count("{n} negative", "{n} negative", report.mentions_negative),
            *([count("{n} not scored", "{n} not scored", unscored)] if unscored else []),
        )
    ) + ("." if report.alerting == 0 else "; " + count("{n} alert open.", "{n} alerts open.", report.alerting))
