"""An answer that smwatch found, beside what people decided: theirs holds, and of two that were found the first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from smwatch.models import Task
from smwatch.store.heeding import Found, answered

NINE = datetime(2010, 3, 22, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
FOUND = Found(mention=7, answer=9, at=NINE, link="https://blog.example/#c9", fetched=NINE + HOUR)
NEW = Task(subject="mention", number=7)
BY_IT = replace(NEW, status="answered", answered=NINE, link=FOUND.link, found=True)


@pytest.mark.parametrize("status", ["new", "assigned"])
def test_what_is_open_is_answered_by_it(status: str) -> None:
    task = replace(NEW, status=status, assignee="Zoé" if status == "assigned" else "")
    assert answered(task, FOUND) == replace(BY_IT, assignee=task.assignee)


def test_what_was_ignored_stays_so() -> None:
    ignored = replace(NEW, status="ignored")
    assert answered(ignored, FOUND) is ignored


@pytest.mark.parametrize(
    ("reopened", "again"), [(NINE + HOUR, False), (NINE + 2 * HOUR, False), (NINE + HOUR - timedelta(seconds=1), True)]
)
def test_what_was_reopened_is_answered_only_by_what_came_since(reopened: datetime, again: bool) -> None:
    task = replace(NEW, reopened=reopened)
    assert (answered(task, FOUND).status == "answered") == again


def test_an_answer_that_a_person_told_of_is_not_replaced() -> None:
    told = replace(NEW, status="answered", answered=NINE + HOUR, link="https://blog.example/lettre")
    assert answered(told, FOUND) is told


@pytest.mark.parametrize(("had", "first"), [(NINE + HOUR, True), (NINE, False), (NINE - HOUR, False)])
def test_of_two_that_were_found_the_first_counts(had: datetime, first: bool) -> None:
    task = replace(BY_IT, answered=had, link="https://blog.example/#c12")
    assert answered(task, FOUND).link == (FOUND.link if first else task.link)
