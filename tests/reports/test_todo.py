"""What is left to do, in order and by person; how many were answered, and how soon."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from smwatch.locales import Speech
from smwatch.models import Label, MentionRow, Role, Task
from smwatch.reports.answered import Answered, Waiting, answered_said
from smwatch.reports.todo import by_person, due_said, in_order, of_mention, once
from tests.reports import story

NOW = story.UNTIL
HOUR = timedelta(hours=1)
ENGLISH = Speech("en")


def row(number: int, **more: object) -> MentionRow:
    return story.mention(number, Label.NEGATIVE, **more)


def test_the_longest_overdue_comes_first_and_what_has_no_time_last() -> None:
    dues = (None, NOW + HOUR, NOW - HOUR, NOW - 3 * HOUR)
    parts = [of_mention(row(number), who="Ève", due=due) for number, due in enumerate(dues, 1)]
    assert [part.number for part in in_order(parts)] == [4, 3, 2, 1]
    assert [due_said(part, NOW, ENGLISH) for part in in_order(parts)][:2] == ["overdue by 3 hours", "overdue by 1 hour"]
    assert due_said(parts[1], NOW, ENGLISH).startswith("due in 1 hour, ")
    assert due_said(parts[0], NOW, ENGLISH) == ""


def test_copies_are_one_thing_to_do() -> None:
    rows = [row(1, story="s"), row(2, story="s"), row(3), row(4, story="s", brand="Dell")]
    assert [(part.number, part.copies) for part in once(of_mention(one, who="", due=None) for one in rows)] == [
        (1, 2), (3, 1), (4, 1),
    ]  # fmt: skip


def test_a_digest_tells_what_each_person_is_late_with() -> None:
    times = ((HOUR, "Zoé"), (-2 * HOUR, "Ève"), (HOUR * 30, "Ève"), (HOUR, "Ève"))
    parts = [of_mention(row(n), who=who, due=NOW + due) for n, (due, who) in enumerate(times, 1)]
    eve, zoe = by_person(parts, NOW)
    assert (eve.who, [p.number for p in eve.overdue], [p.number for p in eve.soon], eve.later) == ("Ève", [2], [4], 1)
    assert (zoe.who, len(zoe.overdue), len(zoe.soon)) == ("Zoé", 0, 1)


def task(number: int, after: timedelta | None = None, **more: object) -> Task:
    published = row(number).published
    answered = published + after if after is not None else None
    return Task(subject="mention", number=number, answered=answered, **more)  # type: ignore[arg-type]


def test_shares_and_medians_are_of_what_wants_an_answer() -> None:
    rows = [
        row(1, status="answered"),
        row(2, status="answered"),
        row(3, status="answered"),
        row(4),
        row(5, status="ignored"),
        row(6, author_role=Role.EMPLOYEE),
        row(7, current=False),
        replace(row(8, status="assigned"), label=Label.POSITIVE, text="Merci."),
        replace(row(9), label=Label.POSITIVE, text="Merci."),
        row(10, author="Nordelait", status="answered"),
    ]
    waiting = Waiting(lambda one: one.author == "Nordelait")
    for one in rows:
        waiting.take(one)
    tasks = {n: task(n, after * HOUR) for n, after in ((1, 1), (2, 9), (3, -1), (10, 1))}
    tasks[8] = task(8, assigned=NOW)
    assert set(waiting.touched) == {1, 2, 3, 8}
    assert waiting.answered(tasks) == {"Nordelait": Answered(wanted=5, answered=3, median=HOUR)}


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Answered(wanted=1), "1 mention wants an answer; it has none yet."),
        (Answered(wanted=2), "2 mentions want an answer; none has one yet."),
        (Answered(wanted=3, answered=1, median=HOUR), "3 mentions want an answer; 1 has one, after 1 hour."),
        (
            Answered(wanted=20, answered=5, median=3 * HOUR),
            "20 mentions want an answer; 5 have one (25%), half of them within 3 hours.",
        ),
    ],
)
def test_it_is_said_in_a_sentence(found: Answered, said: str) -> None:
    assert answered_said(found, ENGLISH) == said
