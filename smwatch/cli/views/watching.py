"""What `smwatch watch` tells where nobody looks on: log lines, or with --json a document a line."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, assert_never

from smwatch.cli.failures import said
from smwatch.cli.terminal import Terminal
from smwatch.cli.views.scan import alert_line, failure_line, is_alarm, is_worse, learnt_lines, summary, warning_line
from smwatch.errors import SmwatchError
from smwatch.locales import N_, Speech
from smwatch.models import Post, ScanReport
from smwatch.posting import Tried
from smwatch.reports.values import iso, scan_dict, warned_dict
from smwatch.text.clean import escaped, scrub
from smwatch.watching import Failed, News, Reread, Scanned, Sent, Unsent, Waits

SENT = N_("Digest {name} sent to {to}: {subject}")
REFUSED = N_("Digest {name}: the mail server refused {addresses}")
LATER = N_("Digest {name} waits, and is tried again from {when} on: {why}")
GIVEN_UP = N_("Digest {name} is given up: {why}")
NOTHING = N_("Digest {name} has nothing to say, so it is not sent.")
AGAIN = N_("tried again at {when}")
REREAD = N_("The config was edited; from now on it holds.")
BROKEN = N_("The config was edited and has mistakes; the one before goes on.")

Line = tuple[str, bool]
"""What is said, and whether somebody must read it."""


class Log:
    """Tells each piece of news at once, on stdout."""

    def __init__(self, terminal: Terminal) -> None:
        """Nothing is told yet."""
        self.terminal = terminal
        self._deaf: frozenset[tuple[str, str]] = frozenset()  # what is told once, however long it lasts
        self._stamped = "JOURNAL_STREAM" not in os.environ  # the journal has times of its own

    def __call__(self, news: News) -> None:
        """As lines, or as JSON; a scan that did nothing isn't told."""
        news = self._told_once(news)
        if isinstance(news, Scanned) and not did_something(news.report):
            return
        if self.terminal.globals.json:
            self.event(news_dict(news, self.terminal.speech))
            return
        for line, urgent in lines(news, self.terminal.speech):
            if urgent or not self.terminal.globals.quiet:
                self.line(line)

    def event(self, told: dict[str, Any]) -> None:
        """A document on a line, with the time."""
        at = iso(self.terminal.clock())
        print(escaped(json.dumps({"event": told.pop("event"), "at": at} | told, ensure_ascii=False)), flush=True)

    def line(self, said: str) -> None:
        """A line, or several, each with the time."""
        stamp = f"{self.terminal.speech.short(self.terminal.clock())} " if self._stamped else ""
        for row in scrub(said).splitlines():
            sys.stdout.write(f"{stamp}{row}\n")
        sys.stdout.flush()

    def announce(self, event: str, message: str, **arguments: object) -> None:
        """That it begins, or ends."""
        said = self.terminal.speech.say(message, **arguments)
        if self.terminal.globals.json:
            self.event({"event": event, "message": said})
        elif not self.terminal.globals.quiet:
            self.line(said)

    def _told_once(self, news: News) -> News:
        """That a brand isn't heard of lasts: each scan says so, and a log once."""
        if not isinstance(news, Scanned):
            return news
        deaf = frozenset((one.brand, one.message) for one in news.report.warnings if one.kind == "deaf")
        known, self._deaf = self._deaf, deaf
        left = tuple(one for one in news.report.warnings if one.kind != "deaf" or (one.brand, one.message) not in known)
        return Scanned(report=replace(news.report, warnings=left))


def did_something(report: ScanReport) -> bool:
    """Whether there is anything to tell of a scan."""
    return bool(
        report.polled or report.failed or report.alerts or report.warnings or report.rematched or report.relearnt
    )


def lines(news: News, speech: Speech) -> Iterator[Line]:
    """What a person reads of it."""
    match news:
        case Scanned():
            yield from scan_lines(news.report, speech)
        case Sent():
            yield from digest_lines(news, speech)
        case Unsent():
            yield from ((warning_line(warned, speech), True) for warned in news.warnings)
        case Waits():
            yield said(news.error, speech)[0], False
        case Failed():
            again = speech.say(AGAIN, when=speech.short(news.again)) if news.again else ""
            yield "✗ " + " → ".join(part for part in (*said(news.error, speech), again) if part), True
        case Reread(error=None):
            yield speech.say(REREAD), False
        case Reread(error=SmwatchError() as error):
            yield f"✗ {speech.say(BROKEN)}", True
            yield " → ".join(filter(None, said(error, speech))), True
        case _:
            assert_never(news)  # type: ignore[arg-type]  # an error is one, or none


def scan_lines(report: ScanReport, speech: Speech) -> Iterator[Line]:
    """A line for what must be read, and one for the rest."""
    for failure in report.failures:
        yield failure_line(failure, speech), failure.persistent
    for warned in report.warnings:
        yield (
            warning_line(warned, speech),
            warned.kind in {"silent", "unsent"} or (warned.kind == "deaf" and is_worse(report)),
        )
    for change in report.alerts:
        yield alert_line(change, speech), is_alarm(change)
    for line in learnt_lines(report, speech):
        yield line, False
    if report.polled or report.failed:
        yield summary(report, speech), False


def digest_lines(sent: Sent, speech: Speech) -> Iterator[Line]:
    """What became of a digest."""
    name = speech.quote(sent.name)
    if not sent.tried:
        yield speech.say(NOTHING, name=name), False
    for tried in sent.tried:
        posted = tried.posted
        if tried.taken:
            yield speech.say(SENT, name=name, to=", ".join(tried.taken), subject=tried.subject), False
        if posted.refused:
            yield "⚠ " + speech.say(REFUSED, name=name, addresses=", ".join(posted.refused)), True
        why = " → ".join(speech.say(part, **posted.trouble.args) for part in (posted.trouble.what,) if part)
        if posted.state is Post.WAITING:
            yield "⚠ " + speech.say(LATER, name=name, when=speech.short(posted.due or posted.at), why=why), True
        elif posted.state is Post.GIVEN_UP:
            yield "⚠ " + speech.say(GIVEN_UP, name=name, why=why), True


def news_dict(news: News, speech: Speech) -> dict[str, Any]:
    """The same for programs."""
    match news:
        case Scanned():
            return {"event": "scan"} | scan_dict(news.report, speech)
        case Sent():
            return {"event": "digest", "name": news.name, "sent": [tried_dict(tried, speech) for tried in news.tried]}
        case Unsent():
            return {"event": "unsent", "warnings": [warned_dict(warned, speech) for warned in news.warnings]}
        case Waits():
            return {"event": "waits"} | error_dict(news.error, speech)
        case Failed():
            again = iso(news.again) if news.again else None
            return {"event": "failed"} | error_dict(news.error, speech) | {"again": again}
        case Reread():
            return {"event": "config"} | (error_dict(news.error, speech) if news.error else {"message": "", "hint": ""})


def error_dict(error: SmwatchError, speech: Speech) -> dict[str, Any]:
    """What is wrong."""
    message, hint = said(error, speech)
    return {"kind": error.kind, "message": message, "hint": hint}


def tried_dict(tried: Tried, speech: Speech) -> dict[str, Any]:
    """A message, and what became of it."""
    posted = tried.posted
    later = posted.missing if posted.state is Post.WAITING else ()
    why = speech.say(posted.trouble.what, **posted.trouble.args)
    return {
        "subject": tried.subject,
        "state": posted.state.value,
        "to": list(tried.taken),
        "refused": list(posted.refused),
        "later": list(later),
        "why": why,
    }
