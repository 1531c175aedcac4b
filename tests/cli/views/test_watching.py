"""What `watch` tells where nobody looks on: lines and documents, with what must be read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from smwatch.cli.arguments import Globals
from smwatch.cli.views.watching import Log, did_something, digest_lines, lines, news_dict, tried_dict
from smwatch.errors import BusyError, NothingDoneError
from smwatch.models import Letter, Post, Posted, Relearnt, ScanReport, Trouble, Warned
from smwatch.posting import Tried
from smwatch.watching import Failed, News, Reread, Scanned, Sent, Unsent, Waits
from tests.cli.views.seen import EN, FR, NOW, plain, seen

SCAN = ScanReport(scan=1, started=NOW, seconds=1.0)
DEAF = Warned(kind="deaf", brand="Nordelait", feed="", message="all its feeds are silent", at=NOW)
UNSENT = Warned(kind="unsent", brand="", feed="", message="a message waits", at=NOW)
WRONG = NothingDoneError("nothing was done", "do it again")
LETTER = Letter(to=("a@x.example", "b@x.example"), message_id="<1@x>", content=b"")


def tried(taken: tuple[str, ...] = (), **changes: Any) -> Tried:  # noqa: ANN401 - fields of what was posted
    told: dict[str, Any] = {"name": "matin", "since": None, "until": NOW, "letter": LETTER, "taken": taken}
    return Tried(subject="Nordelait: 3 mentions", posted=Posted(**(told | changes)), taken=taken)


TAKEN = tried(("a@x.example", "b@x.example"), state=Post.SENT)
WAITS = tried(due=NOW + timedelta(hours=1), trouble=Trouble(what="the server {host} is busy", args={"host": "x"}))


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (TAKEN, [("Digest “matin” sent to a@x.example, b@x.example: Nordelait: 3 mentions", False)]),
        (
            tried(("a@x.example",), state=Post.SENT, refused=("b@x.example",)),
            [
                ("Digest “matin” sent to a@x.example: Nordelait: 3 mentions", False),
                ("⚠ Digest “matin”: the mail server refused b@x.example", True),
            ],
        ),
        (WAITS, [("⚠ Digest “matin” waits, and is tried again from 2010-03-24 12:30 on: the server x is busy", True)]),
        (
            tried(state=Post.GIVEN_UP, trouble=Trouble(what="nobody wants it")),
            [("⚠ Digest “matin” is given up: nobody wants it", True)],
        ),
    ],
    ids=["taken", "refused by one", "waits", "given up"],
)
def test_what_became_of_a_digest(one: Tried, told: list[tuple[str, bool]]) -> None:
    assert list(digest_lines(Sent(name="matin", tried=(one,)), EN)) == told


def test_a_digest_with_nothing_to_say_says_so() -> None:
    nothing = Sent(name="matin", tried=())
    assert list(digest_lines(nothing, EN)) == [("Digest “matin” has nothing to say, so it is not sent.", False)]
    ((french, _),) = digest_lines(nothing, FR)
    assert plain(french) == "Le bulletin « matin » n’a rien à dire; il n’est donc pas envoyé."


@pytest.mark.parametrize(
    ("news", "told"),
    [
        (Waits(error=BusyError("another is at work", "wait")), [("another is at work", False)]),
        (Failed(error=WRONG, again=None), [("✗ nothing was done → do it again", True)]),
        (
            Failed(error=WRONG, again=NOW),
            [("✗ nothing was done → do it again → tried again at 2010-03-24 11:30", True)],
        ),
        (Unsent(warnings=(UNSENT,)), [("⚠ a message waits", True)]),
        (Reread(), [("The config was edited; from now on it holds.", False)]),
        (
            Reread(error=WRONG),
            [
                ("✗ The config was edited and has mistakes; the one before goes on.", True),
                ("nothing was done → do it again", True),
            ],
        ),
    ],
    ids=lambda one: type(one).__name__ if not isinstance(one, list) else "",
)
def test_each_piece_of_news_has_its_lines(news: News, told: list[tuple[str, bool]]) -> None:
    assert list(lines(news, EN)) == told


def test_of_a_scan_that_polled_nothing_the_sum_is_not_told() -> None:
    quiet = replace(SCAN, warnings=(UNSENT,))
    assert [said for said, _ in lines(Scanned(report=quiet), EN)] == ["⚠ a message waits"]
    assert list(lines(Scanned(report=replace(SCAN, failed=1)), EN))[-1][0].startswith("0 feeds polled, 1 failed")


@pytest.mark.parametrize(
    "changes",
    [
        {"polled": 1},
        {"failed": 1},
        {"warnings": (UNSENT,)},
        {"relearnt": Relearnt(version=1, texts=9, before=0, after=0, helps=False, active=False)},
    ],
)
def test_a_scan_that_did_something_is_told(changes: dict[str, Any]) -> None:
    assert did_something(replace(SCAN, **changes))
    assert not did_something(SCAN)
    assert not did_something(replace(SCAN, skipped=9, due=0, unchanged=3))


@pytest.mark.parametrize(
    ("news", "event"),
    [
        (Scanned(report=SCAN), "scan"),
        (Sent(name="matin", tried=(TAKEN,)), "digest"),
        (Unsent(warnings=(UNSENT,)), "unsent"),
        (Waits(error=BusyError("busy", "")), "waits"),
        (Failed(error=WRONG, again=NOW), "failed"),
        (Reread(), "config"),
    ],
)
def test_each_piece_of_news_is_an_event_for_scripts(news: News, event: str) -> None:
    assert news_dict(news, EN)["event"] == event


def test_what_failed_says_when_it_is_tried_again() -> None:
    told = news_dict(Failed(error=WRONG, again=NOW), EN)
    assert told == {
        "event": "failed",
        "kind": WRONG.kind,
        "message": "nothing was done",
        "hint": "do it again",
        "again": "2010-03-24T11:30:00Z",
    }
    assert news_dict(Failed(error=WRONG, again=None), EN)["again"] is None
    assert news_dict(Reread(), EN) == {"event": "config", "message": "", "hint": ""}


def test_a_message_that_waits_says_for_whom_and_why() -> None:
    assert tried_dict(WAITS, EN) == {
        "subject": "Nordelait: 3 mentions",
        "state": "waiting",
        "to": [],
        "refused": [],
        "later": ["a@x.example", "b@x.example"],
        "why": "the server x is busy",
    }
    assert tried_dict(TAKEN, EN)["later"] == []


def logged(*news: News, lang: str = "en", **given: Any) -> list[str]:  # noqa: ANN401 - options
    def _tell(terminal: Any) -> None:  # noqa: ANN401 - a Terminal
        log = Log(terminal)
        for one in news:
            log(one)

    return seen(_tell, lang, given=Globals(**given)).out.splitlines()


def test_lines_bear_the_time_unless_the_journal_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JOURNAL_STREAM", raising=False)
    assert logged(Reread()) == ["2010-03-24 11:30 The config was edited; from now on it holds."]
    monkeypatch.setenv("JOURNAL_STREAM", "8:1")
    assert logged(Reread(), lang="fr")[0].startswith("La configuration a été modifiée")


def test_that_a_brand_is_not_heard_of_is_told_once_however_long_it_lasts() -> None:
    deaf = Scanned(report=replace(SCAN, polled=1, warnings=(DEAF,)))
    fine = Scanned(report=replace(SCAN, polled=1))
    told = logged(deaf, deaf, fine, deaf)
    assert [("silent" in line) for line in told] == [True, False, False, False, True, False]


def test_a_scan_that_only_repeats_itself_is_not_told_at_all() -> None:
    deaf = Scanned(report=replace(SCAN, warnings=(DEAF,)))
    assert len(logged(deaf, deaf, deaf)) == 1


def test_quiet_tells_what_is_urgent() -> None:
    assert logged(Reread(), Unsent(warnings=(UNSENT,)), quiet=True) == ["2010-03-24 11:30 ⚠ a message waits"]


def test_each_document_stands_on_a_line_of_its_own_with_the_time() -> None:
    (line,) = logged(Unsent(warnings=(UNSENT,)), json=True)
    told = json.loads(line)
    assert list(told)[:2] == ["event", "at"]
    assert told["at"] == "2010-03-24T11:30:00Z"
    assert told["warnings"][0]["message"] == "a message waits"


def test_that_it_begins_is_told_as_a_line_or_as_an_event() -> None:
    def begun(**given: Any) -> str:  # noqa: ANN401 - options
        return seen(lambda terminal: Log(terminal).announce("started", "Watching."), given=Globals(**given)).out

    assert begun() == "2010-03-24 11:30 Watching.\n"
    assert json.loads(begun(json=True)) == {"event": "started", "at": "2010-03-24T11:30:00Z", "message": "Watching."}
    assert begun(quiet=True) == ""
