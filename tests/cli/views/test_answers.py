"""How good alerts were, in words and for scripts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from smwatch.alerts.stats import Figures
from smwatch.cli.views.answers import figures_dict, lines, show_figures
from tests.cli.views.seen import EN, FR, NOW, plain, seen

MANY: dict[str, Any] = {
    "brands": ("Nordelait",),
    "since": NOW - timedelta(days=400),
    "until": NOW,
    "alerts": 5,
    "kinds": {"crisis": 3, "buzz": 2},
    "open": 1,
    "false": 2,
    "unmarked": 1,
    "promised": 1.0,
    "sensitivity": "normal",
    "first_to_opening": timedelta(hours=2),
    "opening_to_seen": timedelta(minutes=9),
    "opening_to_closing": None,
}


def figures(**changes: Any) -> Figures:  # noqa: ANN401 - fields
    return Figures(**(MANY | changes))


def test_what_alerts_were_worth_in_plain_words() -> None:
    assert lines(figures(), EN) == [
        "5 alerts since 17 February 2009 at 11:30: 3 crises, 2 buzzes, 1 still open.",
        ('2 were marked as false alarms. That makes 1.8 a year and brand; sensitivity = "normal" promises about 1.'
        " 1 crisis has no verdict yet: smwatch alerts close"),
        "From the first mention to the alert: 2 hours (median).",
        "From the alert until somebody had seen it: 9 minutes (median).",
    ]  # fmt: skip
    assert [plain(said) for said in lines(figures(), FR)] == [
        "5 alertes depuis le 17 février 2009 à 11 h 30 : 3 crises, 2 grands bruits, 1 encore ouverte.",
        ('2 ont été marquées comme fausses alertes. Cela en fait 1,8 par an et par marque; sensitivity = "normal" en'
        " promet environ 1. 1 crise attend encore un verdict : smwatch alerts close"),
        "De la première mention à l’alerte : 2 heures (médiane).",
        "De l’alerte au moment où quelqu’un l’a vue : 9 minutes (médiane).",
    ]  # fmt: skip


def test_after_a_few_days_no_rate_is_told() -> None:
    few = figures(since=NOW - timedelta(days=3), promised=0.25, sensitivity="low", unmarked=0, open=0)
    first, second, *_ = lines(few, EN)
    assert first == "5 alerts since 21 March 2010 at 11:30: 3 crises, 2 buzzes."
    assert second == (
        "2 were marked as false alarms. Too early to say how many that makes a year; "
        'sensitivity = "low" promises about 0.25 a brand.'
    )
    assert figures_dict(few)["false_a_year"] is None


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"kinds": {"crisis": 1}, "alerts": 1, "open": 0},
            "1 alert since 17 February 2009 at 11:30: 1 crisis, 0 buzzes.",
        ),
        ({"alerts": 0}, "No alert since 17 February 2009 at 11:30."),
    ],
)
def test_one_kind_or_none(changes: dict[str, Any], told: str) -> None:
    assert lines(figures(**changes), EN)[0] == told


def test_where_there_was_no_alert_that_is_all() -> None:
    assert seen(lambda terminal: show_figures(terminal, figures(alerts=0))).out.count("\n") == 1


def test_stretches_of_time_are_seconds_for_scripts() -> None:
    told = figures_dict(figures(opening_to_closing=timedelta(seconds=1.6)))
    assert told == {
        "since": "2009-02-17T11:30:00Z",
        "until": "2010-03-24T11:30:00Z",
        "brands": ["Nordelait"],
        "alerts": 5,
        "kinds": {"crisis": 3, "buzz": 2},
        "open": 1,
        "false": 2,
        "unmarked": 1,
        "false_a_year": 1.826,
        "promised_a_year": 1.0,
        "sensitivity": "normal",
        "seconds_to_opening": 7200,
        "seconds_to_seen": 540,
        "seconds_to_closing": 2,
    }
    assert figures_dict(figures(kinds={}))["kinds"] == {"crisis": 0, "buzz": 0}
