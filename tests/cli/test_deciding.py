"""`--as NAME` and $SMWATCH_USER, where something is decided and where nothing is."""

from __future__ import annotations

import pytest

from smwatch.cli.arguments import Globals
from smwatch.cli.terminal import Terminal
from tests.desk import Desk

PEOPLE = """
[[people]]
name = "Marie Tremblay"
email = "marie@nordelait.example"
"""


@pytest.fixture
def peopled(busy_desk: Desk) -> Desk:
    busy_desk.config += PEOPLE
    return busy_desk


@pytest.mark.parametrize(
    "line", ["--as marie@nordelait.example {}", "{} --as 'marie tremblay'", "{} --as='Marie Tremblay'"]
)
def test_what_is_decided_is_theirs(peopled: Desk, line: str) -> None:
    assert peopled.runs(line.format("mentions label 1 neutral")).code == 0
    assert "Marie Tremblay: mention 1 labelled" in peopled.runs("db journal").out


@pytest.mark.parametrize("command", ["mentions label 1 neutral", "status", "people"])
def test_a_name_that_nobody_bears_is_no_name(peopled: Desk, command: str) -> None:
    ran = peopled.runs(f"{command} --as 'Marie Tremblai'")
    assert (ran.code, ran.out) == (2, "")
    assert "nobody called “Marie Tremblai”" in ran.err
    assert "did you mean “Marie Tremblay”?" in ran.err
    peopled.config = f'language = "fr"\n{peopled.config}'
    assert "vouliez-vous dire" in peopled.runs(f"{command} --as 'Marie Tremblai'").err.lower()


def test_the_environment_is_asked_only_where_something_is_decided(
    peopled: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMWATCH_USER", "cron")
    assert [peopled.runs(line).code for line in ("scan", "status", "db backup")] == [0, 0, 0]
    ran = peopled.runs("mentions label 1 neutral")
    assert ran.code == 2
    assert "$SMWATCH_USER says “cron”" in ran.err
    assert "labelled" not in peopled.runs("db journal").out
    assert peopled.runs("mentions label 1 neutral --as 'Marie Tremblay'").code == 0


def test_a_name_is_missing(peopled: Desk) -> None:
    ran = peopled.runs("status --as")
    assert ran.code == 2
    assert '--as "Marie Tremblay"' in ran.err


def test_the_command_that_goes_on_is_theirs_too() -> None:
    assert (
        Terminal(globals=Globals(who="Marie Tremblay")).typed("db", "prune") == "smwatch --as 'Marie Tremblay' db prune"
    )
