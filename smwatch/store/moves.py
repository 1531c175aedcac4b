"""What a decision makes of the work on a mention or an alert, and whether it would undo somebody else's. Pure.

become(task, answer, now) -> Task
takes_away(task, answer) -> bool
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from smwatch.models import Answer, Task

STRONGER: Final = {"acknowledged": ("assigned", "false", "done"), "assigned": ("false", "done")}
"""What an alert's status doesn't take the place of: a verdict is only changed by another."""

CLOSED: Final = frozenset({"answered", "ignored"})


def become(task: Task, answer: Answer, now: datetime) -> Task:
    """The same after the decision; the same again where that changes nothing."""
    return _alert(task, answer) if task.subject == "alert" else _MENTION[answer.what](task, answer, now)


def takes_away(task: Task, answer: Answer) -> bool:
    """Whether it would undo what was decided, rather than add to it."""
    if answer.what == "note":
        return False
    if answer.what == "assign":
        return task.status in CLOSED or (bool(task.assignee) and task.assignee != answer.assignee)
    if answer.what == "reopen":
        return task.status != "new" and not task.found
    if task.subject == "alert":
        return answer.what == "close" and task.status in {"false", "done"} and task.status != answer.status
    if answer.what == "answer":
        other = bool(answer.link) and bool(task.link) and answer.link != task.link
        return task.status == "ignored" or (task.status == "answered" and other and not task.found)
    return task.status == "assigned" or (task.status == "answered" and not task.found)  # ignore


def _alert(task: Task, answer: Answer) -> Task:
    status, assignee = answer.status or task.status, task.assignee if answer.assignee is None else answer.assignee
    if task.status in STRONGER.get(status, ()):
        status = task.status
    due = answer.due if answer.what == "assign" else task.due
    return replace(task, status=status, assignee=assignee, due=due)


def _note(task: Task, _answer: Answer, _now: datetime) -> Task:
    return task


def _assign(task: Task, answer: Answer, now: datetime) -> Task:
    """Whose it is, and since when; what was answered or ignored is open again."""
    if (task.status, task.assignee) == ("assigned", answer.assignee):
        return task
    reopened = now if task.status in CLOSED else task.reopened
    return replace(
        task, status="assigned", assignee=answer.assignee or "", assigned=now, due=answer.due, answered=None, link="",
        found=False, reopened=reopened,
    )  # fmt: skip


def _answer(task: Task, answer: Answer, now: datetime) -> Task:
    if task.status == "answered" and not task.found and answer.link in {"", task.link}:
        return task
    at = task.answered if task.status == "answered" and task.answered else now
    return replace(task, status="answered", answered=at, link=answer.link or task.link, found=False)


def _ignore(task: Task, _answer: Answer, _now: datetime) -> Task:
    return replace(task, status="ignored", answered=None, link="", found=False)


def _reopen(task: Task, _answer: Answer, now: datetime) -> Task:
    """As it was before it was answered or ignored; what is only assigned is nobody's again."""
    if task.status == "new":
        return task
    mine = task.assignee if task.status in CLOSED else ""
    kept = (task.assigned, task.due) if mine else (None, None)
    return replace(
        task, status="assigned" if mine else "new", assignee=mine, assigned=kept[0], due=kept[1], answered=None,
        link="", found=False, reopened=now,
    )  # fmt: skip


_MENTION: Final = {"note": _note, "assign": _assign, "answer": _answer, "ignore": _ignore, "reopen": _reopen}
