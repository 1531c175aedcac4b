"""What is next, by clocks that jump, and in zones where an hour is left out or comes twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.agenda import LONGEST_NAP, nap, next_sending, next_try
from smwatch.models import Letter, Posted

MONTREAL = ZoneInfo("America/Toronto")
NOON = datetime(2010, 3, 17, 16, 0, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "next_"),
    [
        ("2010-03-17 11:29", "2010-03-17 11:30"),  # 07:30 in summer time
        ("2010-03-17 11:30", "2010-03-18 11:30"),  # told at that very moment
        ("2010-03-17 16:00", "2010-03-18 11:30"),
        ("2010-03-10 16:00", "2010-03-11 12:30"),  # a week ago, in winter time: missed, once
        ("2010-03-19 16:00", "2010-03-18 11:30"),  # told "later than now": the clock was set back
    ],
)
def test_a_digest_goes_out_at_the_first_of_its_times_since_the_last(told: str, next_: str) -> None:
    assert next_sending("daily 07:30", utc(told), NOON, MONTREAL) == utc(next_)


def test_a_digest_without_a_time_never_goes_out_by_itself() -> None:
    assert next_sending("", NOON, NOON, MONTREAL) is None


def test_the_hour_that_is_left_out_and_the_one_that_comes_twice_send_one_digest_each() -> None:
    for day, at in (("2010-03-14", "07:30"), ("2010-11-07", "05:30")):  # 02:30 there, in UTC
        begin = utc(f"{day} 04:00")
        when = "daily 02:30" if day == "2010-03-14" else "daily 01:30"
        first = next_sending(when, begin, begin, MONTREAL)
        assert first == utc(f"{day} {at}")
        second = next_sending(when, first, first, MONTREAL)
        assert second
        assert second - first > timedelta(hours=20)


@given(st.integers(0, 10 * 366 * 86400), st.integers(0, 1439))
def test_the_next_time_is_after_the_last_and_within_a_day_or_so(second: int, minute: int) -> None:
    told = utc("2009-01-01 00:00") + timedelta(seconds=second)
    at = next_sending(f"daily {minute // 60:02}:{minute % 60:02}", told, told, MONTREAL)
    assert at
    assert timedelta() < at - told <= timedelta(hours=25)


def test_what_waits_is_tried_when_it_is_due_and_at_once_where_the_clock_was_set_back() -> None:
    def posted(due: datetime | None, tried: datetime | None) -> Posted:
        letter = Letter(to=("a@b.example",), message_id="1", content=b"")
        return Posted(name="Morning", since=None, until=utc("2010-03-17 10:00"), letter=letter, due=due, tried=tried)

    soon, late = NOON + timedelta(minutes=5), NOON + timedelta(hours=5)
    assert next_try([], NOON) is None
    assert next_try([posted(late, NOON), posted(soon, NOON)], NOON) == soon
    assert next_try([posted(late, NOON), posted(None, None)], NOON) == NOON
    assert next_try([posted(late, NOON + timedelta(hours=1))], NOON) == NOON


def test_no_nap_is_long_so_that_a_machine_that_slept_is_noticed() -> None:
    assert nap(NOON, NOON + timedelta(days=1)) == LONGEST_NAP
    assert nap(NOON, NOON + timedelta(seconds=2)) == 2
    assert nap(NOON, NOON - timedelta(days=1)) == 0
