"""How a scan is told: each failure and warning on its line, what somebody must read, and the sum."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from smwatch.cli.arguments import Globals
from smwatch.cli.views.scan import (
    alert_line,
    failure_line,
    is_alarm,
    learnt_lines,
    mark,
    must_be_read,
    rematched_line,
    show,
    summary,
    warning_line,
)
from smwatch.models import (
    Alert,
    AlertChange,
    Change,
    Failure,
    FailureKind,
    Level,
    Relearnt,
    Rematched,
    ScanReport,
    Warned,
)
from tests.cli.views.seen import EN, FR, NOW, plain, seen
from tests.reports.story import BUZZ, CRISIS

FEED = "https://user:secret@blog.example/feed"
DEAD = Failure(
    feed=FEED, kind=FailureKind.STATUS, status=503, message="HTTP status {status}", args={"status": "503"},
    since=NOW, next=NOW + timedelta(hours=1),
)  # fmt: skip


def warned(kind: str, message: str, brand: str = "", feed: str = FEED, **changes: Any) -> Warned:  # noqa: ANN401 - fields
    return Warned(kind=kind, brand=brand, feed=feed, message=message, at=NOW, **changes)


SILENT = warned("silent", "nothing new")
DEAF = warned("deaf", "all its feeds are silent", "Nordelait", "")
UNSENT = warned("unsent", "a message waits", feed="")


def report(**changes: Any) -> ScanReport:  # noqa: ANN401 - fields
    return ScanReport(scan=1, started=NOW, seconds=2.0, **changes)


def test_a_failure_says_when_it_is_tried_again_and_keeps_the_password() -> None:
    assert failure_line(DEAD, EN) == "✗ https://***@blog.example/feed: HTTP status 503 (next try 2010-03-24 12:30)"
    assert plain(failure_line(replace(DEAD, next=None), FR)).startswith("✗ https://***@blog.example/feed : ")
    assert "next try" not in failure_line(replace(DEAD, next=None), EN)


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (SILENT, "⚠ https://***@blog.example/feed: nothing new"),
        (replace(SILENT, brand="Nordelait"), "⚠ https://***@blog.example/feed (Nordelait): nothing new"),
        (warned("resumed", "it speaks again"), "✓ https://***@blog.example/feed: it speaks again"),
        (DEAF, "⚠ Nordelait: all its feeds are silent"),
        (UNSENT, "⚠ a message waits"),
        (warned("lost", "a worker was lost"), "⚠ a worker was lost"),
        (warned("worker", "a worker has another smwatch"), "⚠ a worker has another smwatch"),
    ],
    ids=lambda one: one.kind if isinstance(one, Warned) else "",
)
def test_a_warning_names_what_it_is_about(one: Warned, told: str) -> None:
    assert warning_line(one, EN) == told


@pytest.mark.parametrize(
    ("one", "changes", "read"),
    [
        (SILENT, {}, True),
        (warned("lost", ""), {}, True),
        (warned("resumed", ""), {}, False),
        (warned("worker", ""), {}, False),
        (UNSENT, {}, True),
        (replace(UNSENT, again=True), {}, False),
        (DEAF, {}, False),
        (DEAF, {"failures": (DEAD,)}, False),
        (DEAF, {"failures": (replace(DEAD, persistent=True),)}, True),
        (DEAF, {"warnings": (SILENT,)}, True),
        (DEAF, {"warnings": (DEAF,)}, False),
    ],
)
def test_whoever_wants_to_read_little_reads_of_each_trouble_once(one: Warned, changes: Any, read: bool) -> None:  # noqa: ANN401 - fields
    assert must_be_read(one, report(**changes)) is read


@pytest.mark.parametrize("change", list(Change))
@pytest.mark.parametrize("alert", [CRISIS, BUZZ], ids=["crisis", "buzz"])
def test_only_a_crisis_that_begins_or_grows_is_an_alarm(change: Change, alert: Alert) -> None:
    grows = change in {Change.OPENED, Change.REOPENED, Change.CONFIRMED}
    assert is_alarm(AlertChange(alert, change)) is (grows and alert is CRISIS)


@pytest.mark.parametrize(
    ("alert", "level", "sign"),
    [
        (CRISIS, Level.EMERGING, "⚠"),
        (CRISIS, Level.CONFIRMED, "⚠"),
        (CRISIS, Level.COOLING, "↓"),
        (CRISIS, Level.CLOSED, "✓"),
        (BUZZ, Level.EMERGING, "↑"),
        (BUZZ, Level.CONFIRMED, "↑"),
        (BUZZ, Level.COOLING, "↓"),
        (BUZZ, Level.CLOSED, "✓"),
    ],
)
def test_each_level_has_its_sign(alert: Alert, level: Level, sign: str) -> None:
    assert mark(replace(alert, level=level)) == sign


@pytest.mark.parametrize(
    ("alert", "change", "begins"),
    [
        (CRISIS, Change.OPENED, "⚠ Nordelait: alert 3 opened. 6 negative"),
        (CRISIS, Change.CONFIRMED, "⚠ Nordelait: alert 3 is confirmed. 6 negative"),
        (CRISIS, Change.COOLING, "⚠ Nordelait: alert 3 is cooling. "),
        (CRISIS, Change.REOPENED, "⚠ Nordelait: alert 3 flares up again. "),
        (replace(CRISIS, level=Level.CLOSED), Change.CLOSED, "✓ Nordelait: alert 3 is closed."),
        (BUZZ, Change.OPENED, "↑ Laiterie du Fleuve: much talked about (no. 4). "),
        (BUZZ, Change.CLOSED, "↑ Laiterie du Fleuve: talked about as usual again (no. 4)."),
    ],
)
def test_an_alert_that_moved_is_told_with_its_arithmetic(alert: Alert, change: Change, begins: str) -> None:
    assert alert_line(AlertChange(alert, change), EN).startswith(begins)


def test_what_was_matched_again_says_why() -> None:
    one = Rematched(brand="Nordelait", reason="query", entries=1200, won=1, lost=0)
    assert rematched_line(one, EN) == "Nordelait: query changed, 1,200 entries read again, 1 mention won, 0 lost"
    assert rematched_line(replace(one, reason="new"), EN).startswith("Nordelait: watched from now on, ")
    assert rematched_line(replace(one, reason="program"), EN).startswith("Nordelait: matched by a newer smwatch, ")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "0 feeds polled, 0 new entries, 0 new mentions, 0 negative."),
        ({"polled": 1, "failed": 2}, "1 feed polled, 2 failed, 0 new entries, 0 new mentions, 0 negative."),
        (
            {"polled": 3, "entries_new": 9, "mentions_new": 5, "mentions_negative": 4, "stories_new": 2},
            "3 feeds polled, 9 new entries, 5 new mentions, 2 stories, 4 negative.",
        ),
        ({"mentions_new": 2, "stories_new": 2}, "0 feeds polled, 0 new entries, 2 new mentions, 0 negative."),
        (
            {"mentions_unscored": 1, "alerting": 1},
            "0 feeds polled, 0 new entries, 0 new mentions, 0 negative, 1 not scored; 1 alert open.",
        ),
        ({"alerting": 2}, "0 feeds polled, 0 new entries, 0 new mentions, 0 negative; 2 alerts open."),
    ],
)
def test_the_sum_of_a_scan(changes: dict[str, int], told: str) -> None:
    assert summary(report(**changes), EN) == told


FULL = report(
    polled=1, failed=1, failures=(DEAD,), warnings=(SILENT, replace(UNSENT, again=True)),
    alerts=(AlertChange(CRISIS, Change.COOLING), AlertChange(CRISIS, Change.OPENED)),
    rematched=(Rematched(brand="Nordelait", reason="new", entries=1, won=1, lost=0),),
    relearnt=Relearnt(version=2, texts=40, before=0.5, after=0.6, helps=True, active=True),
)  # fmt: skip


def test_problems_go_to_stderr_and_what_was_found_to_stdout() -> None:
    told = seen(lambda terminal: show(terminal, FULL), width=300)
    assert [line[:1] for line in told.err.splitlines()] == ["✗", "⚠", "⚠"]
    cooling, opened, again, learnt, last = told.out.splitlines()
    assert (cooling[:2], opened[:2]) == ("⚠ ", "⚠ ")
    assert again.startswith("Nordelait: watched from now on")
    assert learnt.startswith("Learnt from 40 labelled texts: F1 50 → 60")
    assert last == summary(FULL, EN)


def test_quiet_tells_only_what_must_be_read() -> None:
    told = seen(lambda terminal: show(terminal, FULL), width=300, given=Globals(quiet=True))
    assert told.err == warning_line(SILENT, EN) + "\n"
    assert told.out.count("\n") == 1
    assert "opened" in told.out
    lasting = replace(FULL, failures=(replace(DEAD, persistent=True),))
    assert "503" in seen(lambda terminal: show(terminal, lasting), width=300, given=Globals(quiet=True)).err


def test_json_is_one_document_and_nothing_else() -> None:
    told = seen(lambda terminal: show(terminal, FULL), given=Globals(json=True))
    assert told.out.startswith("{\n")
    assert told.err == ""


def test_a_scan_that_matched_and_learnt_nothing_says_nothing_of_it() -> None:
    assert learnt_lines(report(), EN) == []
