"""What a log's lines say: of a command, of its end, of a scan."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from smwatch.cli.arguments import Globals
from smwatch.cli.log import Log, scan_events
from smwatch.errors import ExitCode, NothingDoneError
from smwatch.models import Failure, FailureKind, ScanReport, Warned
from tests.cli.views.seen import NOW


def lines(file: Path, *, as_json: bool = False, code: int = 0, error: BaseException | None = None) -> list[str]:
    """Of a command that takes two seconds."""
    times = iter([NOW, NOW, NOW + timedelta(seconds=2), NOW + timedelta(seconds=2)])
    log = Log(Globals(log=file, log_json=as_json), lambda: next(times), pytest.fail)
    log.begin(["--config", "--quiet", "scan", "secret"])
    log.end(code, error)
    log.close()
    return [line.partition(" pid=")[0] + " " + line.partition("command=")[2] for line in file.read_text().splitlines()]


@pytest.mark.parametrize(
    ("code", "error", "end"),
    [
        (ExitCode.DONE, None, "info end scan code=0 seconds=2.0"),
        (ExitCode.ALERT, None, f"info end scan code={int(ExitCode.ALERT)} seconds=2.0"),
        (ExitCode.STOPPED, None, f"info end scan code={int(ExitCode.STOPPED)} seconds=2.0"),
        (1, ZeroDivisionError("secret"), "error end scan code=1 seconds=2.0 kind=ZeroDivisionError"),
        (
            1,
            NothingDoneError("{file} is gone", file='a "b" c'),
            'error end scan code=1 seconds=2.0 kind=nothing_done message="a \\"b\\" c is gone"',
        ),
        (1, NothingDoneError("é=ù"), 'error end scan code=1 seconds=2.0 kind=nothing_done message="é=ù"'),
        (
            1,
            NothingDoneError("two\nlines"),
            'error end scan code=1 seconds=2.0 kind=nothing_done message="two\\nlines"',
        ),
    ],
)
def test_a_command_begins_and_ends(code: int, error: BaseException | None, end: str, tmp_path: Path) -> None:
    began, ended = lines(tmp_path / "log", code=code, error=error)
    assert began == "2010-03-24T11:30:00Z info begin scan"
    assert ended == "2010-03-24T11:30:02Z " + end


def test_as_json_a_line_is_a_document(tmp_path: Path) -> None:
    lines(tmp_path / "log", as_json=True, code=1, error=NothingDoneError("two\nlines \u2028"))
    began, ended = map(json.loads, (tmp_path / "log").read_text().splitlines())
    assert (began["event"], began["command"], ended["level"]) == ("begin", "scan", "error")
    assert ended["message"].startswith("two\nlines")


def test_nothing_is_opened_where_nobody_asks() -> None:
    log = Log(Globals(), lambda: NOW, pytest.fail)
    log.begin(["scan"])
    log.end(0)
    log.close()
    assert not log.wanted


def test_a_scan_tells_failures_warnings_and_counts_without_passwords() -> None:
    feed = "https://u:secret@a.example/"
    failed = Failure(
        feed=feed, kind=FailureKind.GONE, message="{url} is gone", args={"url": "x"}, status=410, since=NOW, next=None
    )
    warned = Warned(kind="silent", brand="A", feed=feed, message="{n} too many", args={"n": "3"}, at=NOW)
    counts = {"due": 3, "polled": 2, "failed": 1, "mentions_new": 5, "alerting": 1}
    report = ScanReport(scan=4, started=NOW, seconds=1.0, failures=(failed,), warnings=(warned,), **counts)  # type: ignore[arg-type]
    events: list[tuple[str, str, dict[str, Any]]] = list(scan_events(report))
    assert [event[:2] for event in events] == [("feed", "warning"), ("warning", "warning"), ("scan", "info")]
    assert events[0][2]["message"] == "x is gone"
    assert events[1][2]["message"] == "3 too many"
    assert "secret" not in str(events)
    assert events[2][2] == {
        "scan": 4, "due": 3, "polled": 2, "unchanged": 0, "failed": 1,
        "entries": 0, "mentions": 5, "negative": 0, "alerting": 1,
    }  # fmt: skip
