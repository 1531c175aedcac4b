"""The period that a report tells of, and which alerts it holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from smwatch.models import Alert
from smwatch.reporting import Period
from tests.store.examples import HOUR, MONDAY

DAY = timedelta(days=1)
WEEK = Period(MONDAY, MONDAY + 7 * DAY)


def test_the_period_before_is_as_long_and_ends_where_this_one_begins() -> None:
    assert WEEK.before == Period(MONDAY - 7 * DAY, MONDAY)
    assert WEEK.before.before.until == MONDAY - 7 * DAY


@pytest.mark.parametrize(
    ("opened", "closed", "holds"),
    [
        (timedelta(), None, True),
        (-DAY, None, True),  # open all the while
        (-2 * DAY, -DAY, False),
        (-2 * DAY, timedelta(), True),  # closed as it began
        (7 * DAY, None, False),  # opened as it ended
        (6 * DAY, 9 * DAY, True),
    ],
)
def test_an_alert_is_told_if_it_was_open_at_some_time(opened: timedelta, closed: timedelta | None, holds: bool) -> None:
    alert = Alert(
        brand="Nestlé", opened=MONDAY + opened, closed=None if closed is None else MONDAY + closed, updated=MONDAY,
        window=6 * HOUR, negatives=9, mentions=9, stories=9, authors=9, expected=0.5, probability=1e-9,
    )  # fmt: skip
    assert WEEK.holds(alert) == holds
