"""What is missing in a policy, or can't be kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from smwatch.config.hours import parse_hours
from smwatch.config.settings import Duty, Notify, Person, Play
from smwatch.locales import Speech
from smwatch.models import Brand
from smwatch.policy.holes import holes, said
from tests.policy.team import company

MARIE = Person(name="Marie", role="spokesperson", topics=("rappel",), email="marie@n.example")
SAM = Person(name="Sam", role="pr", email="sam@n.example")
EVE = Person(name="Eve")
ANY = Play(who="Sam")
WHOLE: dict[str, Any] = {"people": (MARIE, SAM, EVE), "playbook": (ANY,), "brands": (Brand(name="Nordelait"),)}
NIGHTS = tuple(map(parse_hours, ["mon-fri 08:00-18:00"]))
NIGHTLY = (
    "[[playbook]] 1: within 1 hour can't be kept: nobody is on duty between Friday at 18:00 and Monday at 08:00"
    " (62 hours) → add hours"
)
SOON = Play(who="Sam", within=timedelta(hours=1))
TOLD = (Notify(to=("rp@n.example",)),)


def told(assigned: dict[str, str] | None = None, **changes: Any) -> list[str]:  # noqa: ANN401 - of a config
    speech = Speech("en")
    found = holes(company(**(WHOLE | changes)), speech, assigned)
    return [f"{hole.where}: {said(hole, speech)}" for hole in found]


def test_a_policy_that_is_whole_has_none() -> None:
    assert told() == []


def test_where_there_is_no_policy_yet_nothing_is_missing() -> None:
    assert told(people=(EVE,), playbook=()) == []
    assert told(people=(), playbook=()) == []
    assert told(people=()) == []  # a rule may name anybody


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        (
            {"people": (replace(SAM, languages=("fr",)),), "playbook": (replace(ANY, when={"lang": "fr"}), ANY)},
            [
                "[[people]]: nobody may answer in English for Nordelait",
                "[[playbook]] 2: Sam doesn't answer in English → nobody may",
            ],
        ),
        (
            {"people": (replace(MARIE, languages=("fr",)), SAM)},
            ["[[people]]: nobody may answer on “rappel” in English for Nordelait → add the topic"],
        ),
        (
            {"people": (MARIE, SAM, replace(EVE, topics=("usine", "Rappel")))},
            ["[[people]]: Eve lists “usine”, and may not answer: it is kept for nobody → add it to a spokesperson"],
        ),
        (
            {"people": (replace(MARIE, email=""), SAM)},
            ["[[people]]: nobody who answers on “rappel” can be reached: Marie → add their email"],
        ),
        ({"playbook": ()}, ["[[playbook]]: alerts are nobody's: there is no playbook → add [[playbook]]"]),
        (
            {"playbook": (replace(ANY, when={"level": "confirmed"}), replace(ANY, when={"lang": "fr"}))},
            ["[[playbook]]: no rule fits an alert on Nordelait in English that is emerging → add a rule"],
        ),
        (
            {"playbook": (replace(ANY, when={"level": "closed"}),)},
            ["[[playbook]]: no rule fits an alert on Nordelait in French, English that is emerging or confirmed → add"],
        ),
        ({"playbook": (Play(say="Bonjour"),)}, ["[[playbook]] 1: names nobody who answers → add who"]),
        ({"playbook": (Play(who="Sama"),)}, ["[[playbook]] 1: names Sama, and [[people]] doesn't → did you mean “Sa"]),
        ({"playbook": (Play(who="Zoé"),)}, ["[[playbook]] 1: names Zoé, and [[people]] doesn't → add them to"]),
        (
            {"playbook": (Play(who="eve"),)},
            ["[[playbook]] 1: Eve doesn't answer for the company: an employee passes it on → ask Marie, Sam"],
        ),
        (
            {"playbook": (ANY, Play(when={"lang": "fr"}, who="nobody"))},
            ["[[playbook]] 2: is never reached: rule 1 fits all that it does → move it up"],
        ),
        (
            {"playbook": (Play(when={"brand": "Nordelait"}, who="Sam"), ANY)},
            ["[[playbook]] 2: is never reached: those above fit all that it does → move it up"],
        ),
        ({"playbook": (SOON,)}, ["[[playbook]] 1: within 1 hour can't be kept: nothing tells anybody at once → add"]),
        (
            {"playbook": (SOON,), "notify": TOLD, "duty": (Duty(who="Sam", hours=NIGHTS),)},
            [NIGHTLY],
        ),
        (
            {"playbook": (SOON,), "notify": TOLD, "people": (replace(SAM, email=""),)},
            ["[[playbook]] 1: within 1 hour can't be kept: Sam has neither email nor notify → add one of them"],
        ),
        ({"playbook": (SOON,), "notify": TOLD, "duty": (Duty(who="Sam"),)}, []),
        ({"playbook": (replace(SOON, within=timedelta(days=3)),), "duty": (Duty(who="Sam", hours=NIGHTS),)}, []),
        (
            {"assigned": {"Paul": "alerts 3", "sam": "2 mentions"}},
            ["[[people]]: Paul has work, and isn't in the config: alerts 3"],
        ),
    ],
)  # fmt: skip
def test_a_hole_says_what_and_how_to_mend_it(changes: dict[str, Any], what: list[str]) -> None:
    found = told(**changes)
    assert [line[: len(start)] for line, start in zip(found, what, strict=True)] == what
    assert all(" → " in line for line in found)


def test_competitors_need_nobody() -> None:
    rival = Brand(name="Rivale", kind="competitor", alerts=False)
    brands = (Brand(name="Nordelait"), rival)
    assert told(brands=brands, people=(replace(SAM, brands=("Nordelait",)),)) == []


def test_hundreds_of_brands_are_one_line() -> None:
    brands = tuple(Brand(name=f"b{n:03}") for n in range(400))
    (line,) = told(brands=brands, people=(SAM, MARIE), playbook=(Play(when={"level": "confirmed"}, who="Sam"),))
    assert line.startswith("[[playbook]]: no rule fits an alert on b000, b001, b002, b003, b004 … in French, English")
