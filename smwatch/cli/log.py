"""What was done, for whoever looks later: one line an event, in English and never with a secret.

    log.begin(words), log.end(code)       around a command
    log.event("alert", "warning", ...)    anything else; nowhere unless a log is asked for
    for event in scan_events(report): log.event(*event)

`--log FILE` keeps it in a file that doesn't grow for ever; under systemd, whose journal reads stderr, it goes there,
each line with its priority. `--log-json` makes each a JSON document.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smwatch.errors import ExitCode, SmwatchError
from smwatch.locales import N_, Speech

if TYPE_CHECKING:
    from smwatch.cli.arguments import Globals
    from smwatch.cli.rotation import Rotating
    from smwatch.models import ScanReport
    from smwatch.protocols import Clock

Event = tuple[str, str, dict[str, Any]]
"""Its name, its level, and what is known of it."""

LARGEST, KEPT = 1_000_000, 5
"""Bytes of a file, and how many older ones are kept: months of scans in 6 MB."""
PRIORITIES = {"info": "<6>", "warning": "<4>", "error": "<3>"}
"""As sd-daemon(3) writes them."""
ENGLISH = Speech("en")
MARK = "<4>"
"""A line for a person on stderr, in the journal: somebody must look."""


class Log:
    """Of one run. Where none is asked for, nothing is opened and nothing imported."""

    def __init__(self, asked: Globals, clock: Clock, warn: Callable[..., None]) -> None:
        self._asked, self._clock, self._warn = asked, clock, warn
        self._began, self._command = clock() if self.wanted else None, ""

    @property
    def wanted(self) -> bool:
        """Whether anybody keeps one."""
        return bool(self._asked.log) or self.journaled

    @cached_property
    def journaled(self) -> bool:
        """Whether stderr leads to systemd's journal."""
        with suppress(OSError, ValueError):
            found = os.fstat(2)
            return os.environ.get("JOURNAL_STREAM") == f"{found.st_dev}:{found.st_ino}"
        return False

    def marked(self, said: str) -> str:
        """A message for a person on stderr, as the journal wants it."""
        return "\n".join(MARK + line for line in said.split("\n")) if self.journaled else said

    def begin(self, words: Sequence[str]) -> None:
        """A command begins: its name alone, as what else was typed may be secret."""
        self._command = next((word for word in words if not word.startswith("-")), "")
        self.event("begin")

    def end(self, code: int, error: BaseException | None = None) -> None:
        """It is over."""
        if not self.wanted or self._began is None:
            return
        facts: dict[str, Any] = {"code": int(code), "seconds": round((self._clock() - self._began).total_seconds(), 3)}
        if isinstance(error, SmwatchError):
            facts |= {"kind": error.kind, "message": ENGLISH.say(error.what, **error.arguments)}
        elif error is not None:
            facts |= {"kind": type(error).__name__}
        failed = code not in {ExitCode.DONE, ExitCode.BUSY, ExitCode.STOPPED, ExitCode.ALERT}
        self.event("end", "error" if failed else "info", facts)

    def event(self, name: str, level: str = "info", facts: Mapping[str, Any] | None = None) -> None:
        """One more line."""
        if not self.wanted:
            return
        from smwatch.text.clean import escaped, scrub

        at = f"{self._clock():%Y-%m-%dT%H:%M:%SZ}"
        known = {"pid": os.getpid(), "command": self._command} | dict(facts or {})
        if self._asked.log_json:
            line = escaped(json.dumps({"at": at, "level": level, "event": name} | known, ensure_ascii=False))
        else:
            line = scrub(" ".join((at, level, name, *(f"{key}={_value(value)}" for key, value in known.items()))))
        line = " ".join(line.split("\n"))
        if self._asked.log:
            self._write(line)
        else:
            print(PRIORITIES[level] + line, file=sys.stderr, flush=True)

    def close(self) -> None:
        """Give back what was opened."""
        if file := self.__dict__.get("_file"):
            file.close()

    @cached_property
    def _file(self) -> Rotating | None:
        """None where it can't be had: that is told once, and stops nothing."""
        from smwatch.cli.rotation import handler

        assert self._asked.log  # noqa: S101 - asked by `event`
        try:
            return handler(self._asked.log, LARGEST, KEPT)
        except OSError as error:
            self._untold(self._asked.log, error)
            return None

    def _write(self, line: str) -> None:
        if self._file is not None:
            self._file.line(line)

    def _untold(self, file: Path, error: OSError) -> None:
        self.__dict__["_file"] = None  # else the warning would ask for it
        self._warn(N_("the log {file} can't be written: {reason}"), file=file, reason=error.strerror or str(error))


def _value(value: object) -> str:
    """A fact as `key=value` holds it: in quotes where it has spaces."""
    said = str(value)
    return said if said and said.isprintable() and not set(said) & set(' "=') else json.dumps(said, ensure_ascii=False)


def scan_events(report: ScanReport) -> Iterator[Event]:
    """What a scan met and did: failures, warnings, alerts, counts."""
    from smwatch.text.links import masked

    for failed in report.failures:
        facts = {"feed": masked(failed.feed), "kind": str(failed.kind), "status": failed.status}
        yield "feed", "warning", facts | {"message": ENGLISH.say(failed.message, **failed.args)}
    for warned in report.warnings:
        facts = {"kind": warned.kind, "brand": warned.brand, "feed": masked(warned.feed)}
        yield "warning", "warning", facts | {"message": ENGLISH.say(warned.message, **warned.args)}
    for change in report.alerts:
        alert = change.alert
        facts = {"alert": alert.id, "brand": alert.brand, "kind": str(alert.kind), "level": str(alert.level)}
        facts |= {"change": str(change.change), "negatives": alert.negatives, "mentions": alert.mentions}
        yield "alert", "warning", facts
    r = report
    counts = {"scan": r.scan, "due": r.due, "polled": r.polled, "unchanged": r.unchanged, "failed": r.failed}
    counts |= {"entries": r.entries_new, "mentions": r.mentions_new, "negative": r.mentions_negative}
    yield "scan", "info", counts | {"alerting": r.alerting}
