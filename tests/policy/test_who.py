"""Whom a name means."""

from __future__ import annotations

import pytest

from smwatch.config.settings import Person
from smwatch.locales import N_
from smwatch.policy.who import called, nobody, recognised

EVE = Person(name="Ève  Martin", handles=("@eve_m", "evemartin.example"), email="Eve.Martin@nordelait.example")
ZOE = Person(name="Zoé Roy", email="zoe@nordelait.example")
OTHER = Person(name="Zoé Roy-Lavoie", handles=("zoe@nordelait.example",), email="zoe@agency.example")
PEOPLE = (EVE, ZOE, OTHER)


@pytest.mark.parametrize(
    ("typed", "person"),
    [
        ("Ève Martin", EVE),
        ("  eve   martin ", EVE),
        ("EVE_M", EVE),
        ("@eve_m", EVE),
        ("@EveMartin.example", EVE),
        ("eve.martin@nordelait.example", EVE),
        ("zoe roy", ZOE),
        ("zoe@nordelait.example", ZOE),  # an address of hers and an account of another: the first
        ("Zoé", None),
        ("", None),
        ("@", None),
    ],
)
def test_a_name_an_account_or_an_address_will_do(typed: str, person: Person | None) -> None:
    assert called(typed, PEOPLE) is person


def test_a_name_comes_before_another_s_account() -> None:
    first, second = Person(name="A", handles=("zoe roy",)), ZOE
    assert called("Zoé Roy", (first, second)) is second


@pytest.mark.parametrize(
    ("login", "person"),
    [
        ("eve_m", EVE),
        ("eve.martin", EVE),
        ("EVE.MARTIN", EVE),
        ("zoe", None),  # two have such an address
        ("", None),
        ("root", None),
    ],
)
def test_a_user_of_the_system_is_somebody_where_it_can_be_one_only(login: str, person: Person | None) -> None:
    assert recognised(login, PEOPLE) is person


def test_nobody_without_people() -> None:
    assert called("eve", ()) is recognised("eve", ()) is None


def told(typed: str) -> tuple[str, str]:
    error = nobody(typed, PEOPLE, N_("the config has nobody called “{name}”"))
    return error.what.format(**error.arguments), error.mend.format(**error.arguments)


@pytest.mark.parametrize(
    ("typed", "close"),
    [
        ("Eve  Martn", "Ève  Martin"),
        ("eve_n", "Ève  Martin"),
        ("Zoe Roi", "Zoé Roy"),
        ("zoe@agency.exampel", OTHER.name),
    ],
)
def test_whom_it_may_have_meant_is_asked(typed: str, close: str) -> None:
    what, mend = told(typed)
    assert what == f"the config has nobody called “{' '.join(typed.split())}”"
    assert mend == f"did you mean “{close}”? it has: Ève  Martin, Zoé Roy, Zoé Roy-Lavoie"


def test_whom_there_is_is_told() -> None:
    assert told("root") == (
        "the config has nobody called “root”",
        "it has: Ève  Martin, Zoé Roy, Zoé Roy-Lavoie",
    )
