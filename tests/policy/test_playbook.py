"""Which rule fits, and by when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from smwatch.config.settings import Play
from smwatch.policy.playbook import Case, due, play_for

MONDAY = datetime(2010, 3, 22, 8, tzinfo=UTC)
PLAYS = (
    Play(when={"level": "confirmed", "brand": "Nordelait"}, who="chief", within=timedelta(hours=1)),
    Play(when={"lang": "fr"}, who="Marie"),
    Play(when={"brand": "Nordelait"}, who="Sam"),
)


@pytest.mark.parametrize(
    ("case", "who"),
    [
        (Case(brand="Nordelait", lang="fr", level="confirmed"), "chief"),
        (Case(brand="Nordelait", lang="fr", level="emerging"), "Marie"),
        (Case(brand="Autre", lang="fr", level="confirmed"), "Marie"),
        (Case(brand="Nordelait", lang="en"), "Sam"),
        (Case(brand="Nordelait"), "Sam"),  # a language that isn't known is none that a rule asks for
        (Case(brand="Autre", lang="en"), None),
    ],
)
def test_the_first_rule_that_fits_is_taken(case: Case, who: str | None) -> None:
    play = play_for(case, PLAYS)
    assert (play.who if play else None) == who


def test_a_rule_that_asks_for_nothing_fits_all() -> None:
    assert play_for(Case(brand="Autre"), (*PLAYS, Play(who="anybody"))) == Play(who="anybody")


def test_by_when() -> None:
    assert due(PLAYS[0], MONDAY) == MONDAY + timedelta(hours=1)
    assert due(PLAYS[1], MONDAY) is None
    assert due(None, MONDAY) is None
