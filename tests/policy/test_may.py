"""Who may answer what, and what they are told who may not."""

from __future__ import annotations

from time import perf_counter

import pytest

from smwatch.config.settings import Person, Play
from smwatch.locales import Speech
from smwatch.policy.may import allowed, given_by, kept, refusal, said, topics
from smwatch.policy.playbook import Case

MARIE = Person(name="Marie", role="spokesperson", languages=("fr",), topics=("Rappel", "santé publique"))
SAM = Person(name="Sam", role="pr", languages=("en", "fr"), brands=("Nordelait",))
LUC = Person(name="Luc", role="spokesperson", topics=("finances",))
AGENCY = Person(name="Agence", role="agency", topics=("rappel",), brands=("Nordelait", "Val-Doré"))
EVE = Person(name="Eve", topics=("rappel", "usine"))
NONE = "nobody may; `smwatch people policy` shows who answers what"
PEOPLE = (MARIE, SAM, LUC, AGENCY, EVE)


def names(**case: str) -> list[str]:
    return [person.name for person in allowed(Case(**case), PEOPLE)]


@pytest.mark.parametrize(
    ("case", "who"),
    [
        ({"brand": "Nordelait", "lang": "fr"}, ["Marie", "Sam", "Luc", "Agence"]),
        ({"brand": "Nordelait", "lang": "en"}, ["Sam", "Luc", "Agence"]),
        ({"brand": "Nordelait", "lang": "es"}, ["Luc", "Agence"]),
        ({"brand": "Nordelait"}, ["Marie", "Sam", "Luc", "Agence"]),
        ({"brand": "Autre", "lang": "fr"}, ["Marie", "Luc"]),
        ({"brand": "Nordelait", "lang": "fr", "text": "Un rappel à l'usine"}, ["Marie", "Agence"]),
        ({"brand": "Nordelait", "lang": "en", "text": "RAPPELS!"}, ["Agence"]),
        ({"brand": "Nordelait", "lang": "fr", "text": "la SANTE publique"}, ["Marie"]),
        ({"brand": "Nordelait", "lang": "en", "text": "la santé publique"}, []),
        ({"brand": "Nordelait", "lang": "fr", "text": "rappel, santé publique"}, ["Marie"]),  # who has both
        ({"brand": "Nordelait", "lang": "fr", "text": "rappel et finances"}, ["Marie", "Luc", "Agence"]),  # nobody has
    ],
)
def test_who_may(case: dict[str, str], who: list[str]) -> None:
    assert names(**case) == who
    assert [one.name for one in PEOPLE if not refusal(one, Case(**case), PEOPLE)] == who


@pytest.mark.parametrize(
    ("person", "case", "told"),
    [
        (EVE, {"brand": "Autre"}, "Eve doesn't answer for the company: an employee passes it on → ask Marie, Luc"),
        (SAM, {"brand": "Autre"}, "Sam doesn't answer for Autre, only for Nordelait → ask Marie, Luc"),
        (MARIE, {"brand": "Autre", "lang": "en"}, "Marie doesn't answer in English → ask Luc"),
        (MARIE, {"brand": "Autre", "lang": "es"}, "Marie doesn't answer in “es” → ask Luc"),
        (
            SAM,
            {"brand": "Nordelait", "text": "Le rappel"},
            "it is about “Rappel”, on which Sam doesn't answer → ask Marie, Agence",
        ),
        (
            SAM,
            {"brand": "Nordelait", "lang": "en", "text": "santé publique"},
            f"it is about “santé publique”, on which Sam doesn't answer → {NONE}",
        ),
    ],
)
def test_a_refusal_says_why_and_who_may(person: Person, case: dict[str, str], told: str) -> None:
    refused = refusal(person, Case(**case), PEOPLE)
    assert refused
    assert said(refused, Speech("en")) == told
    assert list(refused.instead) == names(**case)


@pytest.mark.parametrize(
    ("text", "touched"),
    [
        ("", ()),
        ("On rappelle que l'usine tourne", ()),  # whole words
        ("L’usine annonce un RAPPEL.", ("Rappel",)),
        ("des rappels", ("Rappel",)),
        ("santé; publique", ("santé publique",)),
        ("publique santé", ()),
        ("Finances, puis rappel", ("Rappel", "finances")),
        ("usine", ()),  # an employee keeps nothing
    ],
)
def test_topics_are_whole_words_whatever_their_accents(text: str, touched: tuple[str, ...]) -> None:
    assert topics(text, PEOPLE) == touched


def test_a_topic_is_kept_once_as_it_is_written_first_and_none_without_words() -> None:
    people = [MARIE, Person(name="Zoé", role="spokesperson", topics=("rappel", "★", "Sante  publique", "prix"))]
    assert kept(people) == ("Rappel", "santé publique", "prix")
    assert topics("★", people) == ()


def test_where_nobody_keeps_a_topic_anybody_who_speaks_may_answer() -> None:
    people = [SAM, Person(name="Ana", role="pr", topics=("rappel",))]
    assert [one.name for one in allowed(Case(brand="Nordelait", lang="fr", text="rappel"), people)] == ["Sam", "Ana"]


def test_a_long_text_takes_no_time() -> None:
    text, begun = "santé " * 200_000, perf_counter()
    assert topics(text, PEOPLE) == ()
    assert perf_counter() - begun < 2


def test_a_rule_gives_nobody_what_they_may_not_answer() -> None:
    marie = Person(name="Marie Tremblay", role="spokesperson", languages=("fr",), topics=("rappel",))
    sam, eve = Person(name="Sam Lee", role="pr"), Person(name="Eve Roy", role="employee")
    play = Play(who="sam lee")
    assert given_by(play, Case(brand="Nordelait", lang="fr", text="Bonjour"), (marie, sam, eve)) == "Sam Lee"
    assert given_by(play, Case(brand="Nordelait", lang="fr", text="Ce rappel!"), (marie, sam, eve)) == "Marie Tremblay"
    assert given_by(play, Case(brand="Nordelait", lang="en", text="Ce rappel!"), (marie, sam, eve)) == "Sam Lee"
    assert given_by(Play(who="Somebody else"), Case(brand="Nordelait"), (marie, sam)) == "Somebody else"
