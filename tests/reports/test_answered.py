"""How many of those who asked or complained were answered, and how soon."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from smwatch.models import Label, MentionRow, Role, Task
from smwatch.reports.answered import Answered, Waiting, answered_said, wants_an_answer
from tests.cli.views.seen import EN, FR, plain
from tests.reports.story import QUESTIONS, mention

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("row", "wants"),
    [
        (mention(1), True),
        (mention(1, Label.NEUTRAL), False),
        (mention(1, Label.POSITIVE), False),
        (mention(1, None), False),
        (QUESTIONS[0], True),
        (mention(1, kind="edit"), False),
        (mention(1, current=False), False),
        (mention(1, status="ignored"), False),
        (mention(1, status="answered"), True),
        (mention(1, author_role=Role.EMPLOYEE), False),
        (mention(1, author_role=Role.PRESS), True),
    ],
)
def test_an_answer_is_wanted_to_what_complains_or_asks(row: MentionRow, wants: bool) -> None:
    assert wants_an_answer(row) is wants


def task(number: int, **changes: Any) -> Task:  # noqa: ANN401 - fields
    return Task(subject="mention", number=number, **changes)


def answered(*rows: MentionRow, tasks: Any = (), ours: Any = lambda _: False) -> dict[str, Answered]:  # noqa: ANN401 - tasks
    waiting = Waiting(ours=ours)
    for row in rows:
        waiting.take(row)
    return waiting.answered({one.number: one for one in tasks})


def test_what_nobody_touched_waits() -> None:
    rows = [mention(1), mention(2), mention(3, brand="Rivale"), mention(4, Label.POSITIVE)]
    assert answered(*rows) == {"Nordelait": Answered(wanted=2), "Rivale": Answered(wanted=1)}


def test_how_soon_is_the_median_of_what_was_answered() -> None:
    rows = [mention(n, status="answered") for n in (1, 2, 3)]
    tasks = [task(row.id, answered=row.published + n * HOUR) for n, row in zip((1, 2, 9), rows, strict=True)]
    assert answered(*rows, mention(9), tasks=tasks) == {
        "Nordelait": Answered(wanted=4, answered=3, median=2 * HOUR),
    }


def test_an_answer_from_before_the_mention_took_no_time() -> None:
    row = mention(1, status="answered")
    found = answered(row, tasks=[task(1, answered=row.published - HOUR)])
    assert found["Nordelait"].median == timedelta()


def test_what_was_given_to_somebody_wants_an_answer_whatever_it_says() -> None:
    praise = mention(1, Label.POSITIVE, status="assigned")
    assert answered(praise, tasks=[task(1, assigned=praise.published)]) == {"Nordelait": Answered(wanted=1)}
    assert answered(praise, tasks=[task(1)]) == {}
    assert answered(praise) == {}


def test_our_own_words_and_what_was_set_aside_want_nothing() -> None:
    assert answered(mention(1), ours=lambda row: row.id == 1) == {}
    assert answered(mention(1, status="ignored"), tasks=[task(1, answered=mention(1).published)]) == {}
    assert answered(mention(1, current=False)) == {}


@pytest.mark.parametrize(
    ("found", "english", "french"),
    [
        (
            Answered(wanted=1),
            "1 mention wants an answer; it has none yet.",
            "1 mention attend une réponse; elle n’en a pas encore.",
        ),
        (
            Answered(wanted=9, answered=1, median=HOUR),
            "9 mentions want an answer; 1 has one, after 1 hour.",
            "9 mentions attendent une réponse; 1 en a une, après une heure.",
        ),
        (
            Answered(wanted=10, answered=5, median=3 * HOUR),
            "10 mentions want an answer; 5 have one (50%), half of them within 3 hours.",
            "10 mentions attendent une réponse; 5 en ont une (50 %), la moitié en 3 heures ou moins.",
        ),
    ],
)
def test_in_a_sentence(found: Answered, english: str, french: str) -> None:
    assert answered_said(found, EN) == english
    assert plain(answered_said(found, FR)) == french


def test_a_share_of_nothing_is_none() -> None:
    assert Answered().share == 0.0
    assert Answered(wanted=4, answered=1).share == 0.25
