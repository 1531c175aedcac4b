from datetime import UTC, timedelta

import pytest

from smwatch.alerts.explain import arithmetic, not_scored, odds, rounded
from smwatch.alerts.saying import about, status
from smwatch.locales import Speech
from smwatch.models import AlertKind
from tests.alerts.crowd import an_alert

ENGLISH = Speech("en", UTC)
HOUR = timedelta(hours=1)


def test_the_arithmetic_in_one_sentence() -> None:
    assert (
        arithmetic(an_alert(), ENGLISH) == "37 negative voices in 6 hours, 1.2 expected; by chance once in 4,000 years."
    )


def test_next_to_nothing_expected_is_not_said_as_zero() -> None:
    said = arithmetic(an_alert(expected=0.003), ENGLISH)
    assert said == "37 negative voices in 6 hours, almost none expected; by chance once in 4,000 years."
    assert ", 0.1 expected;" in arithmetic(an_alert(expected=0.05), ENGLISH)


def test_many_expected_need_no_decimal() -> None:
    assert "120 expected" in arithmetic(an_alert(expected=119.6), ENGLISH)


def test_a_buzz_is_not_called_negative() -> None:
    assert arithmetic(an_alert(kind=AlertKind.BUZZ), ENGLISH).startswith("37 voices that are not negative in 6 hours")


def test_what_could_not_be_scored_is_told_apart() -> None:
    assert not_scored(0, an_alert(), ENGLISH) == ""
    assert not_scored(1, an_alert(), ENGLISH) == "1 more mention could not be scored, and counts for neither side."
    assert not_scored(3, an_alert(), ENGLISH) == "3 more mentions could not be scored, and count for neither side."
    assert not_scored(3, an_alert(kind=AlertKind.BUZZ), ENGLISH) == "3 of the mentions could not be scored."


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (1.0, "once a year or more often"),
        (0.7, "once a year or more often"),
        (0.4, "once in 2 years"),
        (1 / 47.3, "once in 47 years"),
        (1 / 4321, "once in 4,000 years"),
        (1 / 96_000, "once in 100,000 years"),
        (1e-6, "once in 1,000,000 years"),
        (9e-7, "less than once in a million years"),
        (0.0, "less than once in a million years"),
    ],
)
def test_odds_are_rounded_to_what_is_known(probability: float, said: str) -> None:
    assert odds(probability, ENGLISH) == said


@pytest.mark.parametrize(
    ("window", "said"),
    [
        (timedelta(minutes=45), "45 minutes"),
        (HOUR, "1 hour"),
        (24 * HOUR, "24 hours"),
        (72 * HOUR, "3 days"),
        (timedelta(seconds=1), "1 minute"),
    ],
)
def test_windows_are_said_as_people_do(window: timedelta, said: str) -> None:
    assert ENGLISH.span(window) == said


def test_decimals_are_told_under_ten() -> None:
    assert "10 expected" in arithmetic(an_alert(expected=10.0), ENGLISH)
    assert "9.9 expected" in arithmetic(an_alert(expected=9.94), ENGLISH)


def test_what_people_made_of_an_alert_is_said_in_a_word() -> None:
    said = {
        name: status(an_alert(status=name), ENGLISH) for name in ("new", "acknowledged", "assigned", "false", "done")
    }
    assert list(said.values()) == ["nobody has seen to it", "seen", "assigned", "false alarm", "done"]
    assert status(an_alert(status="assigned", assignee="Marie"), ENGLISH) == "assigned: Marie"


@pytest.mark.parametrize(
    ("years", "told"), [(1.4, 1), (99.4, 99), (99.7, 100), (100.9, 100), (149, 100), (151, 200), (94_999, 90_000)]
)
def test_under_a_hundred_years_two_digits_are_told_else_one(years: float, told: int) -> None:
    assert rounded(years) == told


@pytest.mark.parametrize(
    ("expected", "said"),
    [(0.049, "almost none"), (0.05, "about 0.1"), (9.94, "about 9.9"), (10.0, "about 10"), (119.6, "about 120")],
)
def test_what_was_expected_is_told_as_roughly_as_it_is_known(expected: float, said: str) -> None:
    assert about(expected, ENGLISH) == said
