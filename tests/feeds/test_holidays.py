"""Days on which little is to be expected of anybody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from smwatch.feeds.holidays import day_off, easter


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        (2010, 4, 4),
        (2011, 4, 24),
        (2016, 3, 27),
        (2024, 3, 31),
        (2025, 4, 20),
        (2026, 4, 5),
        (2038, 4, 25),
        (1818, 3, 22),
        (1943, 4, 25),
        (2285, 3, 22),
    ],
)
def test_easter_as_almanacs_have_it(year: int, month: int, day: int) -> None:
    assert easter(year) == date(year, month, day)


def test_easter_is_a_sunday_of_spring() -> None:
    for year in range(1900, 2200):
        assert easter(year).weekday() == 6
        assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


@pytest.mark.parametrize(
    "day",
    [
        (2026, 1, 1),
        (2026, 1, 2),
        (2026, 1, 6),
        (2025, 12, 24),
        (2025, 12, 25),
        (2025, 12, 31),
        (2026, 4, 3),
        (2026, 4, 5),
        (2026, 4, 6),  # Good Friday, Easter, Monday
        (2026, 5, 14),
        (2026, 5, 15),
        (2026, 5, 25),  # Ascension, the day after, Whit Monday and Memorial Day
        (2026, 5, 1),
        (2026, 5, 4),
        (2026, 5, 8),
        (2026, 5, 18),  # May, Early May, Victory, Patriotes
        (2026, 6, 24),
        (2026, 7, 1),
        (2026, 7, 14),
        (2026, 7, 21),
        (2026, 7, 6),  # the 4th is a Saturday
        (2026, 8, 3),
        (2026, 8, 31),
        (2026, 9, 7),
        (2026, 9, 30),
        (2026, 10, 12),
        (2026, 11, 11),
        (2026, 11, 26),
        (2026, 11, 27),  # Thanksgiving in the United States
        (2022, 7, 4),
        (2021, 7, 5),  # the 4th of July, and the Monday after one that was a Sunday
    ],
)
def test_days_off(day: tuple[int, int, int]) -> None:
    assert day_off(date(*day))


@pytest.mark.parametrize(
    "day",
    [
        (2026, 1, 5),
        (2026, 2, 14),
        (2026, 3, 17),
        (2026, 4, 7),
        (2026, 5, 12),
        (2026, 6, 25),
        (2026, 8, 10),
        (2026, 10, 5),
        (2026, 10, 31),
        (2026, 11, 20),
        (2026, 12, 23),
    ],
)
def test_working_days(day: tuple[int, int, int]) -> None:
    assert not day_off(date(*day))


def test_a_year_has_some_forty_of_them() -> None:
    for year in (2020, 2024, 2026, 2031):
        days = [date(year, 1, 1) + timedelta(days=at) for at in range(365)]
        assert 35 <= sum(map(day_off, days)) <= 50
