"""What a decision makes of the work on something, and whether it would undo somebody else's: the whole table."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.models import Answer, Task
from smwatch.store.moves import become, takes_away

NOW = datetime(2010, 3, 22, 8, tzinfo=UTC)
BEFORE = NOW - timedelta(hours=2)
SOON = NOW + timedelta(hours=4)
LINK, OTHER = "https://blog.example/reponse", "https://blog.example/autre"

NEW = Task(subject="mention", number=7)
MINE = replace(NEW, status="assigned", assignee="Zoé", assigned=BEFORE, due=SOON)
ANSWERED = replace(MINE, status="answered", answered=BEFORE, link=LINK)
FOUND = replace(NEW, status="answered", answered=BEFORE, link=LINK, found=True)
IGNORED = replace(NEW, status="ignored")
WAS_MINE = replace(MINE, status="ignored")
NAMED = {"new": NEW, "mine": MINE, "answered": ANSWERED, "found": FOUND, "ignored": IGNORED, "was mine": WAS_MINE}
MENTIONS = tuple(NAMED.values())

ALERT = Task(subject="alert", number=3)
DECISIONS = ("note", "assign", "answer", "ignore", "reopen")
STATUSES = ("new", "acknowledged", "assigned", "false", "done")


def assign(who: str, due: datetime | None = None) -> Answer:
    return Answer(what="assign", status="assigned", assignee=who, due=due)


@pytest.mark.parametrize("task", MENTIONS)
def test_a_note_changes_nothing_and_undoes_nothing(task: Task) -> None:
    note = Answer(what="note", note="Vu au café.")
    assert become(task, note, NOW) == task
    assert not takes_away(task, note)


@pytest.mark.parametrize(
    ("task", "reopened"), [(NEW, None), (MINE, None), (ANSWERED, NOW), (FOUND, NOW), (IGNORED, NOW), (WAS_MINE, NOW)]
)
def test_what_is_assigned_is_theirs_from_now_on_and_open_again(task: Task, reopened: datetime | None) -> None:
    got = become(task, assign("Ève", SOON), NOW)
    assert (got.status, got.assignee, got.assigned, got.due) == ("assigned", "Ève", NOW, SOON)
    assert (got.answered, got.link, got.found, got.reopened) == (None, "", False, reopened)


def test_who_has_it_already_has_it_since_then() -> None:
    assert become(MINE, assign("Zoé", NOW), NOW) == MINE


def test_when_it_was_reopened_before_is_remembered_by_who_gets_it_next() -> None:
    reopened = replace(MINE, reopened=BEFORE)
    assert become(reopened, assign("Ève"), NOW).reopened == BEFORE


@pytest.mark.parametrize(
    ("task", "link", "at", "kept"),
    [
        (NEW, LINK, NOW, LINK),
        (NEW, "", NOW, ""),
        (MINE, LINK, NOW, LINK),
        (IGNORED, LINK, NOW, LINK),
        (ANSWERED, OTHER, BEFORE, OTHER),
        (ANSWERED, "", BEFORE, LINK),
        (FOUND, "", BEFORE, LINK),
        (FOUND, OTHER, BEFORE, OTHER),
    ],
)
def test_an_answer_is_told_with_when_it_was_first_given(task: Task, link: str, at: datetime, kept: str) -> None:
    got = become(task, Answer(what="answer", status="answered", link=link), NOW)
    assert (got.status, got.answered, got.link, got.found) == ("answered", at, kept, False)
    assert (got.assignee, got.due) == (task.assignee, task.due)


@pytest.mark.parametrize("link", ["", LINK])
def test_the_same_answer_again_changes_nothing(link: str) -> None:
    assert become(ANSWERED, Answer(what="answer", link=link), NOW) == ANSWERED


@pytest.mark.parametrize("task", MENTIONS)
def test_what_is_ignored_has_no_answer(task: Task) -> None:
    got = become(task, Answer(what="ignore"), NOW)
    assert (got.status, got.answered, got.link, got.found) == ("ignored", None, "", False)
    assert got.assignee == task.assignee


@pytest.mark.parametrize(
    ("task", "status", "assignee", "assigned", "due"),
    [
        (MINE, "new", "", None, None),  # only assigned: nobody's again
        (ANSWERED, "assigned", "Zoé", BEFORE, SOON),
        (WAS_MINE, "assigned", "Zoé", BEFORE, SOON),
        (FOUND, "new", "", None, None),
        (IGNORED, "new", "", None, None),
    ],
)
def test_reopened_it_is_as_it_was_before(
    task: Task, status: str, assignee: str, assigned: datetime | None, due: datetime | None
) -> None:
    got = become(task, Answer(what="reopen"), NOW)
    assert (got.status, got.assignee, got.assigned, got.due) == (status, assignee, assigned, due)
    assert (got.answered, got.link, got.found, got.reopened) == (None, "", False, NOW)


def test_what_is_new_can_not_be_reopened() -> None:
    assert become(NEW, Answer(what="reopen"), NOW) is NEW


UNDOES = {
    "assign": {"mine", "answered", "found", "ignored", "was mine"},
    "reopen": {"mine", "answered", "ignored", "was mine"},
    "answer": {"answered", "ignored", "was mine"},
    "ignore": {"mine", "answered"},
    "note": set[str](),
}


@pytest.mark.parametrize("what", DECISIONS)
@pytest.mark.parametrize("name", NAMED)
def test_what_would_undo_a_decision_is_known(what: str, name: str) -> None:
    answer = Answer(what=what, assignee="Ève" if what == "assign" else None, link=OTHER)
    assert takes_away(NAMED[name], answer) == (name in UNDOES[what])


@pytest.mark.parametrize(
    ("task", "answer"),
    [
        (MINE, assign("Zoé")),  # hers already
        (ANSWERED, Answer(what="answer", link=LINK)),  # the same
        (ANSWERED, Answer(what="answer")),  # adds nothing
        (replace(ANSWERED, link=""), Answer(what="answer", link=LINK)),  # tells where
        (FOUND, Answer(what="answer", link=OTHER)),  # smwatch found the other, nobody said so
    ],
)
def test_what_only_adds_undoes_nothing(task: Task, answer: Answer) -> None:
    assert not takes_away(task, answer)


@pytest.mark.parametrize("was", STATUSES)
@pytest.mark.parametrize("said", STATUSES)
def test_an_alerts_verdict_is_only_changed_by_another(was: str, said: str) -> None:
    got = become(replace(ALERT, status=was), Answer(what="close", status=said), NOW).status
    weaker = {"acknowledged": {"assigned", "false", "done"}, "assigned": {"false", "done"}}
    assert got == (was if was in weaker.get(said, ()) else said)


@pytest.mark.parametrize("was", STATUSES)
@pytest.mark.parametrize("said", ["false", "done"])
def test_only_the_other_verdict_would_undo_one(was: str, said: str) -> None:
    assert takes_away(replace(ALERT, status=was), Answer(what="close", status=said)) == (
        was in {"false", "done"} and was != said
    )


def test_an_alert_is_due_by_whoever_assigned_it() -> None:
    had = replace(ALERT, assignee="Zoé", status="assigned", due=SOON)
    assert become(had, Answer(what="acknowledge", status="acknowledged"), NOW) == had
    assert become(had, assign("Ève"), NOW) == replace(had, assignee="Ève", due=None)
    assert become(ALERT, assign("Ève", SOON), NOW) == replace(ALERT, assignee="Ève", status="assigned", due=SOON)


def test_what_is_not_said_of_an_alert_stays() -> None:
    had = replace(ALERT, assignee="Zoé", status="assigned")
    assert become(had, Answer(what="note", note="On attend."), NOW) == had


ANSWERS = st.builds(
    Answer,
    what=st.sampled_from(DECISIONS),
    assignee=st.sampled_from(["Zoé", "Ève"]),
    link=st.sampled_from(["", LINK, OTHER]),
)


@given(st.lists(ANSWERS, max_size=6))
def test_whatever_is_decided_the_work_makes_sense(answers: list[Answer]) -> None:
    task = NEW
    for answer in answers:
        task = become(task, answer, NOW)
        assert become(task, answer, NOW).status == task.status or answer.what == "reopen"
        assert (task.status == "answered") == (task.answered is not None)
        assert not task.link or task.status == "answered"
        assert task.status != "assigned" or task.assignee
        assert task.status != "new" or not task.assignee
