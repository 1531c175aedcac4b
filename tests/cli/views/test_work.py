"""How the work on mentions and alerts looks: what was just decided, how one stands, what is left to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from smwatch.cli.views.answers import show_answered
from smwatch.cli.views.work import (
    said,
    show_decided,
    show_todo,
    show_work,
    task_dict,
    todo_dict,
    version_dict,
    whose,
    work_dict,
)
from smwatch.models import Alert, Answer, Note, Task
from smwatch.reports.todo import of_alert, of_mention
from tests.cli.views.seen import EN, FR, NOW, plain, seen
from tests.reports.story import BUZZ, CRISIS, VIDEO, mention

HOUR = timedelta(hours=1)


def task(**changes: Any) -> Task:  # noqa: ANN401 - fields
    return Task(subject="mention", number=12, **changes)


GIVEN = task(status="assigned", assignee="Marie", version=2)


@pytest.mark.parametrize(
    ("one", "english", "french"),
    [
        (task(), "", ""),
        (task(version=1), "Nobody has it. (version 1)", "Personne ne s’en occupe. (version 1)"),
        (GIVEN, "Marie has it. (version 2)", "Marie s’en occupe. (version 2)"),
        (
            replace(GIVEN, due=NOW - 2 * HOUR),
            "Marie has it. It is overdue by 2 hours. (version 2)",
            "Marie s’en occupe. Elle est en retard de 2 heures. (version 2)",
        ),
        (
            replace(GIVEN, due=NOW + 2 * HOUR),
            "Marie has it. It is due on 24 March 2010 at 13:30. (version 2)",
            "Marie s’en occupe. L’échéance est le 24 mars 2010 à 13 h 30. (version 2)",
        ),
        (
            task(status="ignored", version=1),
            "It is ignored: it needs no answer. (version 1)",
            "Elle est ignorée : elle n’appelle pas de réponse. (version 1)",
        ),
        (
            task(status="answered", version=3, answered=NOW - HOUR, link="https://a.example/x"),
            "It was answered on 24 March 2010 at 10:30. https://a.example/x (version 3)",
            "On y a répondu le 24 mars 2010 à 10 h 30. https://a.example/x (version 3)",
        ),
        (
            task(status="answered", version=3, answered=NOW - HOUR, found=True),
            "It was answered on 24 March 2010 at 10:30. smwatch found the answer in its thread. (version 3)",
            (
                "On y a répondu le 24 mars 2010 à 10 h 30. "
                "smwatch a trouvé la réponse dans son fil de discussion. (version 3)"
            ),
        ),
    ],
)
def test_how_a_mention_stands(one: Task, english: str, french: str) -> None:
    for lang, told in (("en", english), ("fr", french)):
        assert seen(lambda terminal: show_work(terminal, one, NOW), lang, width=200).out.strip() == told


def test_what_is_due_this_very_moment_is_not_late() -> None:
    told = seen(lambda terminal: show_work(terminal, replace(GIVEN, due=NOW), NOW))
    assert "It is due on" in told.out


@pytest.mark.parametrize(
    ("what", "one", "english", "french"),
    [
        (
            "assign",
            replace(GIVEN, due=NOW),
            "Nordelait: Marie answers mention 12, by 24 March 2010 at 11:30.",
            "Nordelait : Marie répond à la mention 12; échéance : le 24 mars 2010 à 11 h 30.",
        ),
        ("assign", GIVEN, "Nordelait: Marie answers mention 12.", "Nordelait : Marie répond à la mention 12."),
        ("note", replace(GIVEN, due=NOW), "Nordelait: noted with mention 12.", "Nordelait : noté avec la mention 12."),
        ("answer", task(), "Nordelait: mention 12 is answered.", "Nordelait : on a répondu à la mention 12."),
        (
            "ignore",
            task(),
            "Nordelait: mention 12 is ignored: it needs no answer.",
            "Nordelait : la mention 12 est ignorée, elle n’appelle pas de réponse.",
        ),
        ("reopen", task(), "Nordelait: mention 12 is open again.", "Nordelait : la mention 12 est rouverte."),
    ],
)
def test_what_was_decided_about_a_mention(what: str, one: Task, english: str, french: str) -> None:
    for lang, told in (("en", english), ("fr", french)):
        shown = seen(lambda terminal: show_decided(terminal, [one], {12: "Nordelait"}, Answer(what=what)), lang)
        assert (shown.out, shown.err) == ("", told + "\n")


FALSE_ALARM = "Was it a false alarm? Close it once more with --false: it counts in `smwatch alerts stats`."


@pytest.mark.parametrize(
    ("alert", "answer", "told"),
    [
        (CRISIS, Answer(what="acknowledge"), ["Nordelait: alert 3 has been seen."]),
        (replace(CRISIS, assignee="Luc"), Answer(what="assign"), ["Nordelait: Luc sees to alert 3."]),
        (CRISIS, Answer(what="note"), ["Nordelait: noted with alert 3."]),
        (replace(CRISIS, status="false"), Answer(what="note"), ["Nordelait: noted with alert 3."]),
        (
            CRISIS,
            Answer(what="close", status="done", over=True),
            ["Nordelait: alert 3 is closed. Only a new wave, or a louder one, opens another.", FALSE_ALARM],
        ),
        (
            replace(CRISIS, status="false"),
            Answer(what="close", status="false", over=True),
            ["Nordelait: alert 3 is closed as a false alarm. Only a new wave, or a louder one, opens another."],
        ),
        (
            BUZZ,
            Answer(what="close", status="done", over=True),
            ["Laiterie du Fleuve: alert 4 is closed. Only a new wave, or a louder one, opens another."],
        ),
    ],
)
def test_what_was_decided_about_an_alert(alert: Alert, answer: Answer, told: list[str]) -> None:
    assert seen(lambda terminal: show_answered(terminal, [alert], answer), width=120).err.splitlines() == told


def test_scripts_are_told_times_in_utc_and_the_version() -> None:
    one = replace(GIVEN, assigned=NOW - HOUR, due=NOW)
    assert task_dict(one) == {
        "status": "assigned",
        "assignee": "Marie",
        "assigned": "2010-03-24T10:30:00Z",
        "due": "2010-03-24T11:30:00Z",
        "answered": None,
        "answer": "",
        "found": False,
        "version": 2,
    }
    assert version_dict(one) == {"due": "2010-03-24T11:30:00Z", "version": 2}


def test_a_mentions_own_keys_are_not_told_twice() -> None:
    told = work_dict(GIVEN, [Note(number=12, at=NOW, who="Luc", text="Called.")])
    assert not {"status", "assignee"} & told.keys()
    assert told["notes"] == [{"at": "2010-03-24T11:30:00Z", "who": "Luc", "text": "Called."}]
    assert told["version"] == 2


LATE = of_mention(VIDEO, who="Marie", due=NOW - HOUR, version=3)
SOON = of_mention(mention(7), who="", due=NOW + 3 * HOUR, planned=True)
OURS = of_alert(CRISIS, who="Luc", due=None, planned=True)


def test_what_is_left_to_do_is_a_line_each() -> None:
    told = seen(lambda terminal: show_todo(terminal, [LATE, SOON], NOW, everybody=False))
    assert told.out.splitlines() == [
        "What       Due                What was said",
        "mention 2  overdue by 1 hour  New video asks Nordelait to keep palm oil out of its yogourt",
        "mention 7  03-24 14:30        Nordelait, comment number 7.",
    ]


def test_everybodys_work_says_whose_and_of_which_brand_where_there_are_several() -> None:
    rival = replace(OURS, brand="Laiterie du Fleuve")
    told = seen(lambda terminal: show_todo(terminal, [LATE, SOON, rival], NOW, everybody=True), width=110)
    head, late, soon, ours = told.out.splitlines()
    assert head.split() == ["What", "Due", "Who", "Brand", "What", "was", "said"]
    assert late.startswith("mention 2  overdue by 1 hour  Marie")
    assert "nobody" in soon
    assert ours.startswith("alert 3")
    assert "Luc (playbook)  Laiterie du…  6 negative voices" in ours


@pytest.mark.parametrize(
    ("part", "english", "french"),
    [(LATE, "Marie", "Marie"), (SOON, "nobody", "personne"), (OURS, "Luc (playbook)", "Luc (plan)")],
)
def test_whose_it_is(part: Any, english: str, french: str) -> None:  # noqa: ANN401 - a TodoPart
    assert whose(part, EN) == english
    assert plain(whose(part, FR)) == french


def test_the_words_of_a_story_say_how_many_more_copies_there_are() -> None:
    title = "New video asks Nordelait to keep palm oil out of its yogourt"
    assert said(LATE, EN) == title
    assert said(replace(LATE, copies=2), EN) == f"{title} (1 more copy)"
    assert said(replace(LATE, copies=4), EN) == f"{title} (3 more copies)"
    assert said(replace(OURS, negatives=1), EN) == "1 negative voice"


def test_todo_for_scripts_tells_by_how_much_it_is_late() -> None:
    told = todo_dict(LATE, NOW)
    assert told["overdue_seconds"] == 3600
    assert (told["subject"], told["id"], told["person"], told["version"]) == ("mention", 2, "Marie", 3)
    assert told["title"] == VIDEO.title
    assert todo_dict(SOON, NOW)["overdue_seconds"] == 0
    alert = todo_dict(OURS, NOW)
    assert (alert["title"], alert["text"], alert["source"], alert["url"], alert["due"]) == ("", "", "", "", None)
    assert alert["planned"] is True
