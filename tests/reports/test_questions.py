from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from time import perf_counter
from typing import Any

import pytest

from smwatch.config.settings import Play
from smwatch.models import Label, MentionRow, Role, Span, Why
from smwatch.reports.questions import Team, open_questions, question
from tests.reports import story

THREAD = "https://page.example/posts/1"
TEAM = Team(brands=["Nordelait"])


def asked(text: str, number: int = 1, **changes: Any) -> MentionRow:  # noqa: ANN401 - fields of any type
    """A comment on the brand's page."""
    fields: dict[str, Any] = {"kind": "comment", "why": Why.PAGE, "thread": THREAD, "text": text}
    return story.mention(number, Label.NEUTRAL, **(fields | changes))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("When will it be back?", "When will it be back?"),
        ("Bonjour. À quelle heure ouvrez-vous\u00a0? Merci!", "À quelle heure ouvrez-vous\u00a0?"),
        ("Pourquoi ?!", "Pourquoi ?!"),
        ("Where is my refund?? 😡", "Where is my refund??"),
        ("He asked: “is it safe?”", "He asked: “is it safe?”"),
        ("It is safe.", ""),
        ("Really? Wow.", ""),
        ("It is safe, right?", ""),
        ("C'est sécuritaire, n'est-ce pas ?", ""),
        ("Bel exemple, hein?", ""),
        ("You did test it, didn't you?", ""),
        ("Are you kidding me?", ""),
        ("See https://a.example/x?y=1 for more", ""),
        ("???", ""),
        ("> When will it be back?\nSoon.", ""),
        ("", ""),
    ],
)
def test_what_is_a_question(text: str, said: str) -> None:
    assert question(asked(text)) == said


@pytest.mark.parametrize(
    ("changes", "is_one"),
    [
        ({"text": "Does Nordelait use palm oil?"}, True),
        ({"text": "Do you use palm oil?"}, True),
        ({"text": "Utilisez-vous de l’huile de palme ?"}, True),
        ({"text": "Why don't they answer?"}, True),
        ({"text": "What is palm oil?"}, False),  # between readers
        ({"text": "@pat Do you believe that?"}, False),
        ({"text": "What is in Nord-Lait’s cups?", "spans": (Span("text", 11, 20),)}, True),
        ({"lang": "de", "text": "Warum antwortet Nordelait nicht?"}, False),
        ({"lang": "", "text": "Why does Nordelait hide?"}, True),
        ({"author_role": Role.OFFICIAL, "text": "Have you tried Nordelait?"}, False),
        ({"author": "NORDELAIT", "text": "Have you tried Nordelait?"}, False),
        ({"kind": "entry", "title": "Can Nordelait be trusted?", "text": "A report."}, True),
        ({"title": "Can Nordelait be trusted?", "text": "A comment."}, False),  # the title is that of what it answers
    ],
)
def test_a_question_is_for_the_brand_or_about_it(changes: dict[str, Any], is_one: bool) -> None:
    row = replace(asked("", why=Why.THREAD), **changes)
    assert bool(question(row)) == is_one


def later(row: MentionRow, number: int, **changes: Any) -> MentionRow:  # noqa: ANN401 - likewise
    """An answer in the same thread, an hour later."""
    at = row.published + timedelta(hours=1)
    return asked("We are on it.", number, **{"published": at, **changes})


@pytest.mark.parametrize(
    ("changes", "answered"),
    [
        ({"author_role": Role.OFFICIAL}, True),
        ({"author": "@Nordelait_RP"}, False),  # whose account that is, its role tells (policy/roles.py)
        ({"author": "Marie Tremblay"}, False),  # anybody can sign so
        ({"author_role": Role.EMPLOYEE}, False),
        ({"author": "NORDELAIT"}, True),
        ({"author": "Nordelait", "why": Why.THREAD}, False),  # anybody may call themselves that elsewhere
        ({"author_role": Role.OFFICIAL, "thread": "https://page.example/posts/2"}, False),
        ({"author_role": Role.OFFICIAL, "published": story.SINCE - timedelta(days=1)}, False),
        ({"author_role": Role.OFFICIAL, "brand": "Other"}, False),
    ],
)
def test_a_question_is_answered_by_the_companys_own_voice(changes: dict[str, Any], answered: bool) -> None:
    row = asked("When will it be back?")
    assert (open_questions([later(row, 2, **changes), row], TEAM) == ()) == answered


def test_what_somebody_set_aside_is_no_open_question() -> None:
    rows = [asked("When is it back?", n, status=status) for n, status in enumerate(("answered", "ignored"))]
    assert open_questions(rows, TEAM) == ()
    assert open_questions([asked("When is it back?", brand="Other")], TEAM) == ()


def test_copies_are_one_question_of_whom_it_was_assigned_to() -> None:
    rows = [asked("When is it back?", n, story="s") for n in (1, 2, 3)]
    rows[1] = replace(rows[1], assignee="Jean")
    (told,) = open_questions(reversed(rows), TEAM)
    assert (told.copies, told.assignee, told.planned, told.quote.url[-2:]) == (3, "Jean", "", "/1")


def test_what_one_text_asks_two_brands_is_told_once() -> None:
    first = asked("Do Nordelait and Crème still sell it?")
    rows, both = [first, replace(first, id=2, brand="Crème")], ("Nordelait", "Crème")
    (one,) = open_questions(rows, Team(brands=both))
    assert {one.brand, *one.also} == {*both}
    play = Play(when={"brand": "Crème"}, who="Sam Lee")
    assert len(open_questions(rows, Team(brands=both, playbook=[play]))) == len(both)


def test_the_last_asked_comes_first() -> None:
    rows = [asked("When is it back?", n) for n in (1, 3, 2)]
    assert [told.quote.url[-2:] for told in open_questions(rows, TEAM)] == ["/3", "/2", "/1"]


def test_the_playbook_says_who_has_it() -> None:
    plays = (
        Play(when={"level": "confirmed", "brand": "Nordelait"}, who="Chief"),
        Play(when={"lang": "fr"}, who="Marie"),
        Play(when={"brand": "Nordelait"}, who="Sam"),
    )
    english, french = asked("When is it back?"), asked("Quand revient-il ?", 2, lang="fr")

    def planned(team: Team) -> list[str]:
        return [told.planned for told in open_questions([french, english], team)]

    assert planned(Team(brands=["Nordelait"], playbook=plays)) == ["Marie", "Sam"]
    assert planned(Team(brands=["Nordelait"], playbook=plays, alerts=[story.CRISIS])) == ["Chief", "Chief"]
    assert planned(Team(brands=["Nordelait"], playbook=plays[:1])) == ["", ""]


@pytest.mark.parametrize("text", ["?" * 1_000_000, "a" * 1_000_000, "is it ? " * 200_000, "@" * 1_000_000])
def test_a_text_that_is_made_to_hurt_is_read_at_once(text: str) -> None:
    begun = perf_counter()
    open_questions([asked(text, why=Why.NAMED, author=text[:5000])], TEAM)
    assert perf_counter() - begun < 1
