"""Hours of the week hold on the wall, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.config.hours import Hours, always, end_of, parse_hours, within

MONTREAL = ZoneInfo("America/Toronto")
NIGHT = parse_hours("22:00-07:00")
ALL = frozenset(range(7))


@pytest.mark.parametrize(
    ("text", "days", "start", "end"),
    [
        ("22:00-07:00", ALL, 1320, 420),
        (" mon-fri 08:00 - 18:00 ", {0, 1, 2, 3, 4}, 480, 1080),
        ("lun-ven 8h-18h30", {0, 1, 2, 3, 4}, 480, 1110),
        ("sat,sun", {5, 6}, 0, 1440),
        ("fri-mon 00:00-24:00", {4, 5, 6, 0}, 0, 1440),
        ("Dimanche", {6}, 0, 1440),
    ],
)
def test_they_are_read_as_people_write_them(text: str, days: set[int], start: int, end: int) -> None:
    assert parse_hours(text) == Hours(frozenset(days), start, end)


BAD = ["", " ", "22:00", "22:00-", "25:00-26:00", "24:30-1:00", "8:00-8:00", "24:00-7:00", "8-18", "money", "mon-"]


@pytest.mark.parametrize("text", [*BAD, "mon-fri-sat", "١:٠٠-٢:٠٠", "mon,,fri", "22:00-07:00-08:00", "8:00-9:00 mon"])
def test_what_says_no_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_hours(text)


def test_what_goes_past_midnight_belongs_to_the_day_on_which_it_began() -> None:
    friday = parse_hours("fri 22:00-07:00")
    saturday = datetime(2010, 3, 20, 6, 59, tzinfo=UTC)
    assert within([friday], saturday, UTC)
    assert not within([friday], saturday + timedelta(minutes=1), UTC)
    assert not within([friday], saturday - timedelta(days=1), UTC)


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("2010-03-13T23:30-05:00", "2010-03-14T07:00-04:00"),  # that night has an hour less
        ("2010-11-06T23:30-04:00", "2010-11-07T07:00-05:00"),  # and that one an hour more
    ],
)
def test_the_night_ends_at_seven_whatever_the_clocks_do(begins: str, ends: str) -> None:
    at = datetime.fromisoformat(begins)
    assert end_of(lambda moment: within([NIGHT], moment, MONTREAL), at) == datetime.fromisoformat(ends)


def test_an_end_that_spring_leaves_out_is_the_jump() -> None:
    until = parse_hours("22:00-02:30")
    at = datetime.fromisoformat("2010-03-14T01:00-05:00")
    end = end_of(lambda moment: within([until], moment, MONTREAL), at)
    assert end == datetime.fromisoformat("2010-03-14T03:00-04:00")


def test_the_hour_that_comes_twice_holds_twice() -> None:
    once = parse_hours("01:00-02:00")
    both = [datetime(2010, 11, 7, hour, 30, tzinfo=UTC) for hour in (5, 6)]
    assert [within([once], at, MONTREAL) for at in both] == [True, True]


def test_what_never_ends_holds_nothing_back() -> None:
    at = datetime(2010, 3, 20, 6, 59, 30, tzinfo=UTC)
    assert end_of(lambda _: True, at) == at


@given(
    st.datetimes(datetime(2009, 1, 1), datetime(2012, 1, 1)),  # noqa: DTZ001 - made aware below
    st.integers(0, 1439),
    st.integers(0, 1439),
    st.frozensets(st.integers(0, 6), min_size=1),
)
def test_the_end_is_the_first_minute_that_is_free(at: datetime, start: int, end: int, days: frozenset[int]) -> None:
    hours, at = [Hours(days, start, end)], at.replace(tzinfo=UTC)
    found = end_of(lambda moment: within(hours, moment, MONTREAL), at)
    if found != at:
        assert within(hours, at, MONTREAL)
        assert within(hours, found - timedelta(minutes=1), MONTREAL)
    assert not within(hours, found, MONTREAL) or (start == end and days == ALL)


@pytest.mark.parametrize(
    ("quiet", "duty", "none_is_left"),
    [
        (["mon-sun"], [], True),
        (["00:00-12:00", "12:00-24:00"], [], True),
        (["00:00-12:00", "12:01-24:00"], [], False),
        (["sun 23:00-08:00", "mon 08:00-24:00", "tue-sun"], [], True),
        (["mon-fri"], ["mon-fri 08:00-18:00"], True),
        (["mon-fri"], ["mon-fri 18:00-02:00"], False),
        ([], ["mon"], False),
        (["someday"], [], False),
    ],
)
def test_hours_that_leave_none(quiet: list[str], duty: list[str], none_is_left: bool) -> None:
    assert always(quiet, duty) is none_is_left
