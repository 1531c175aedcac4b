"""The table for the wall, held cell for cell to who may answer."""

from __future__ import annotations

from smwatch.config.settings import Person
from smwatch.models import Brand
from smwatch.policy.table import Answerers, alike, table, to_ask
from tests.policy.team import PLAYS, company

MARIE = Person(name="Marie", role="spokesperson", languages=("fr",), topics=("rappel", "santé"))
SAM = Person(name="Sam", role="pr", brands=("Nordelait",))
EVE = Person(name="Eve")


def test_who_may_answer_what() -> None:
    found = table(company(people=(MARIE, SAM, EVE)))
    first, second = found.parts
    assert first.brands == ("Nordelait",)
    assert first.rows == (
        Answerers(topics=("rappel", "santé"), languages=("fr",), who=("Marie",)),
        Answerers(topics=("rappel", "santé"), languages=("en",), who=()),
        Answerers(topics=(), languages=("fr",), who=("Marie", "Sam")),
        Answerers(topics=(), languages=("en",), who=("Sam",)),
    )
    assert second.brands == ("Val-Doré",)
    assert [row.who for row in second.rows] == [("Marie",), (), ("Marie",), ()]
    assert (found.topics, found.never, found.plays) == (("rappel", "santé"), ("Eve",), PLAYS)


def test_brands_for_which_the_same_people_may_are_one_part() -> None:
    parts = table(company(people=(MARIE, EVE))).parts
    assert [part.brands for part in parts] == [("Nordelait", "Val-Doré")]
    alone = table(company(people=(MARIE,), brands=(Brand(name="Rivale", kind="competitor"),))).parts
    assert [part.brands for part in alone] == [("Rivale",)]


def test_languages_in_which_the_same_people_may_share_a_row() -> None:
    rows = table(company(people=(SAM,), languages=("fr", "en", "fr"))).parts[0].rows
    assert rows == (Answerers(topics=(), languages=("fr", "en"), who=("Sam",)),)


def test_whom_others_ask() -> None:
    assert to_ask((MARIE, SAM, EVE)) == (SAM,)
    assert to_ask((MARIE, EVE)) == (MARIE,)
    assert to_ask((EVE,)) == ()


def test_of_hundreds_of_brands_those_alike_are_looked_at_once() -> None:
    brands = [f"b{n}" for n in range(500)]
    people = (Person(name="Ana", role="pr", brands=("b3", "b5")),)
    assert [len(some) for some in alike(brands, people)] == [498, 2]
    assert [some[0] for some in alike(brands, people, PLAYS)] == ["b0", "b3"]
