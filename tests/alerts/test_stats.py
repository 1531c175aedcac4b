"""How good the alerts were: what is counted, and from which times the medians are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from smwatch.alerts.stats import Figures, figures
from smwatch.models import Alert, AlertKind, Level
from tests.alerts.crowd import MONDAY, an_alert

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NOW = MONDAY + 365 * DAY


def alert(number: int, day: int, **more: Any) -> Alert:  # noqa: ANN401 - any field of the dataclass, by name
    return an_alert(id=number, opened=MONDAY + day * DAY, **more)


def asked(alerts: list[Alert], **more: Any) -> Figures:  # noqa: ANN401 - any argument, by name
    given: dict[str, Any] = {
        "began": MONDAY, "now": NOW, "brands": ["A", "B"], "first_mentions": {}, "answers": {}, "sensitivity": "normal",
    }  # fmt: skip
    return figures(alerts, **{**given, **more})


def test_alerts_of_the_time_are_counted_by_kind_and_by_what_people_made_of_them() -> None:
    told = asked(
        [
            alert(1, -1),
            alert(2, 0, status="false", level=Level.CLOSED),
            alert(3, 5, status="done", level=Level.CLOSED),
            alert(4, 6, status="assigned", level=Level.COOLING),
            alert(5, 7, kind=AlertKind.BUZZ, status="false"),
            alert(6, 365, status="new"),
            alert(7, 366),
            alert(8, 8, status="acknowledged"),
        ]
    )
    assert (told.alerts, told.kinds, told.open) == (6, {"buzz": 1, "crisis": 5}, 4)
    assert (told.false, told.unmarked) == (1, 3)
    assert (told.brands, told.since, told.until) == (("A", "B"), MONDAY, NOW)


@pytest.mark.parametrize(("sensitivity", "promised"), [("low", 0.25), ("normal", 1.0), ("high", 4.0)])
def test_what_was_promised_goes_with_the_sensitivity(sensitivity: str, promised: float) -> None:
    told = asked([], sensitivity=sensitivity)
    assert (told.promised, told.sensitivity) == (promised, sensitivity)


def test_false_alarms_a_year_are_told_once_ninety_days_were_heard() -> None:
    alerts = [alert(n, 1, status="false") for n in range(3)]
    year = asked(alerts, now=MONDAY + timedelta(days=365.2425), brands=["A", "B", "C"])
    assert year.listened == 3 * timedelta(days=365.2425)
    assert year.false_a_year == pytest.approx(1)
    assert asked(alerts, now=MONDAY + 45 * DAY).false_a_year == pytest.approx(3 / (90 / 365.2425))
    assert asked(alerts, now=MONDAY + 45 * DAY - HOUR).false_a_year is None


def test_the_times_are_medians() -> None:
    alerts = [alert(n, n, level=Level.CLOSED, closed=MONDAY + n * DAY + n * HOUR) for n in (1, 2, 9)] + [alert(4, 4)]
    told = asked(alerts, first_mentions={n: MONDAY + n * DAY - 2 * n * HOUR for n in (1, 2, 9, 77)})
    assert (told.first_to_opening, told.opening_to_closing) == (4 * HOUR, 2 * HOUR)
    assert told.opening_to_seen is None


def test_an_alert_is_seen_when_somebody_first_does_something_about_it() -> None:
    def after(*answers: tuple[str, int]) -> timedelta | None:
        return asked(
            [alert(1, 1), alert(2, 1)], answers={1: [(what, MONDAY + DAY + n * HOUR) for what, n in answers]}
        ).opening_to_seen

    assert after(("note", 1), ("assign", 5), ("acknowledge", 3), ("close", 9)) == 3 * HOUR
    assert after(("close", 2)) == after(("assign", 2)) == 2 * HOUR
    assert after(("note", 1)) is None
    assert after(("close", -1)) == timedelta(), "a clock that was set back makes no time negative"


def test_a_buzz_has_no_first_mention_that_counts() -> None:
    assert asked([alert(1, 1, kind=AlertKind.BUZZ)], first_mentions={1: MONDAY}).first_to_opening is None
