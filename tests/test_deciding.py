"""Who decides: what was typed, the environment, the system's user."""

from __future__ import annotations

import pytest

from smwatch.config.settings import Person
from smwatch.deciding import Decider
from smwatch.errors import UsageError
from smwatch.policy.who import called, recognised

MARIE = Person(name="Marie Tremblay", email="marie@nordelait.example", handles=("@marie_t",))
SAM = Person(name="Sam Lee", email="slee@nordelait.example", handles=("sam",))
PEOPLE = (MARIE, SAM)


@pytest.fixture(autouse=True)
def _login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "zoe")  # getuser asks it first


@pytest.mark.parametrize(
    ("typed", "environment", "who"),
    [
        ("", {}, "zoe"),
        ("", {"SMWATCH_USER": "SAM LEE"}, "Sam Lee"),
        ("marie  tremblay", {"SMWATCH_USER": "Sam Lee"}, "Marie Tremblay"),
        ("@marie_t", {}, "Marie Tremblay"),
        ("marie_t", {}, "Marie Tremblay"),
        ("Marie@Nordelait.example", {}, "Marie Tremblay"),
        ("", {"SMWATCH_USER": "  "}, "zoe"),
        ("Sam Lee", {"SMWATCH_USER": "nobody"}, "Sam Lee"),  # what isn't asked needn't be right
    ],
)
def test_what_is_typed_wins(typed: str, environment: dict[str, str], who: str) -> None:
    assert Decider(typed=typed, environment=environment).name(PEOPLE) == who


def test_where_nobody_is_named_anybody_may_call_themselves_anything() -> None:
    assert Decider(typed=" Ève  B ", environment={}).name(()) == "Ève B"
    assert Decider(environment={"SMWATCH_USER": "Ève"}).name(()) == "Ève"


@pytest.mark.parametrize(
    ("typed", "close"), [("Marie Tremblai", "Marie Tremblay"), ("@marie-t", "Marie Tremblay"), ("xyz", "")]
)
def test_a_name_that_nobody_bears_is_told_with_whom_it_may_mean(typed: str, close: str) -> None:
    for decider in (Decider(typed=typed, environment={}), Decider(environment={"SMWATCH_USER": typed})):
        with pytest.raises(UsageError, match=typed) as told:
            decider.name(PEOPLE)
        assert told.value.arguments["close"] == close
        assert told.value.arguments["known"] == "Marie Tremblay, Sam Lee"


def test_what_a_machine_does_by_itself_it_does_for_whoever_the_environment_names() -> None:
    assert Decider(environment={"SMWATCH_USER": "cron"}).name(PEOPLE, strict=False) == "cron"
    with pytest.raises(UsageError):
        Decider(typed="cron", environment={}).name(PEOPLE, strict=False)


@pytest.mark.parametrize(
    ("login", "who"), [("marie", "Marie Tremblay"), ("slee", "Sam Lee"), ("sam", "Sam Lee"), ("root", None), ("", None)]
)
def test_the_systems_user_is_known_by_account_or_address(
    login: str, who: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = recognised(login, PEOPLE)
    assert (found.name if found else None) == who
    if login:
        monkeypatch.setenv("LOGNAME", login)
        assert Decider(environment={}).name(PEOPLE) == (who or login)


def test_an_address_of_two_tells_nobody() -> None:
    other = Person(name="Marie Roy", email="marie@agence.example")
    assert recognised("marie", (*PEOPLE, other)) is None
    assert called("", (Person(name="Ana"),)) is None
