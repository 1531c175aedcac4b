from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from smwatch.feeds.holidays import day_off
from smwatch.feeds.rhythm import learn, measure
from smwatch.feeds.silence import silent_after
from tests.feeds.polling import DAY, HOUR, MONDAY, office_hours, poisson

SPRING = datetime(2010, 3, 8, tzinfo=UTC)  # a Monday, far from days off


def patience(*dates: datetime, at: datetime | None = None) -> timedelta | None:
    """How long it may be silent after its last entry."""
    rhythm = learn(None, at or dates[-1], None, dates)
    assert rhythm
    until = silent_after(rhythm)
    return until - rhythm.last_at if until else None


def news(until: datetime, a_week: float = 200) -> list[datetime]:
    return list(poisson(random.Random(3), until - 70 * DAY, until, a_week, lambda at: float(office_hours(at))))


def test_a_news_site_is_missed_within_half_a_working_day() -> None:
    stops_at_noon = patience(*news(SPRING + 2 * DAY + 17 * HOUR))
    assert stops_at_noon
    assert stops_at_noon <= 6 * HOUR
    over_night = patience(*news(SPRING + 2 * DAY + 23 * HOUR))
    assert over_night
    assert 15 * HOUR < over_night < 21 * HOUR, "nights say nothing"
    over_the_weekend = patience(*news(SPRING + 4 * DAY + 23 * HOUR))
    assert over_the_weekend
    assert 63 * HOUR < over_the_weekend < 69 * HOUR, "nor do weekends"


def test_a_daily_blog_is_missed_within_ten_days_or_so_and_a_weekly_one_in_two_months() -> None:
    daily = patience(*(SPRING + n * DAY for n in range(-90, 1)))
    weekly = patience(*(SPRING + n * 7 * DAY for n in range(-40, 1)))
    assert daily
    assert weekly
    assert 8 * DAY < daily < 12 * DAY
    assert 50 * DAY < weekly < 75 * DAY


def test_who_was_seldom_heard_has_no_habit() -> None:
    assert patience(SPRING) is None
    assert patience(*(SPRING - n * DAY for n in (9, 4, 3, 0))) is None


def test_days_off_say_nothing() -> None:
    easter = datetime(2010, 4, 1, 22, 30, tzinfo=UTC)  # Thursday evening; Monday is off too
    silent = patience(*news(easter))
    assert silent
    assert easter + silent > datetime(2010, 4, 6, 15, tzinfo=UTC)
    assert [day_off(date(2010, *day)) for day in ((4, 2), (4, 5), (6, 24), (12, 27), (9, 6), (5, 24), (10, 11))] == [
        True
    ] * 7
    assert [day_off(date(2010, *day)) for day in ((4, 6), (3, 8), (6, 23), (10, 12))] == [False] * 4
    assert day_off(date(2025, 4, 18)), "Good Friday of another year"
    assert day_off(date(2023, 7, 3)), "kept on Monday"


def test_a_rest_that_was_taken_twice_is_a_habit() -> None:
    """A blog that writes each day for a fortnight, then rests for three weeks."""
    dates = [SPRING + (35 * block + n) * DAY for block in range(-5, 1) for n in range(14)]
    once = [SPRING + n * DAY for n in range(-150, -60)] + [SPRING + n * DAY for n in range(-40, 14)]
    resting, mended = patience(*dates), patience(*once)
    assert resting
    assert mended
    assert resting > 21 * DAY
    assert mended < 14 * DAY, "a single one may have been an outage"


def test_a_season_is_known_by_the_next_year() -> None:
    """Hockey: daily from October to April, then nothing until October."""
    season = [datetime(2008, 10, 1, tzinfo=UTC) + n * DAY for n in range(200)]
    again = [datetime(2009, 10, 5, tzinfo=UTC) + n * DAY for n in range(200)]
    first, second, cut_short = patience(*season), patience(*season, *again), patience(*season, *again[:60])
    assert first
    assert second
    assert cut_short
    assert first < 14 * DAY, "it is told the first time"
    assert second > 180 * DAY
    assert cut_short < 20 * DAY, "in the season it is missed"


def test_a_feed_that_shrinks_is_missed_after_a_day() -> None:
    rhythm = learn(None, SPRING, None, [SPRING + n * 7 * DAY for n in range(-40, 1)])
    assert rhythm
    for _ in range(5):
        rhythm = measure(rhythm, SPRING, 10, fresh=False)
    shrunk = measure(rhythm, SPRING + 2 * DAY, 1, fresh=False)
    assert silent_after(shrunk) == SPRING + 3 * DAY
    assert silent_after(rhythm) != silent_after(shrunk)


def test_after_a_first_document_weekends_are_not_known_yet() -> None:
    two_days = patience(*(SPRING + 3 * DAY + n * HOUR / 2 for n in range(96)))
    assert two_days
    assert two_days >= 10 * DAY


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(
    ("a_week", "shape"), [(200, office_hours), (70, lambda _: 1.0), (14, office_hours), (7, lambda _: 1.0)]
)
def test_nobody_is_missed_who_only_throws_dice(a_week: float, shape: object, seed: int) -> None:
    """A year of a feed that keeps to its habit: not called silent once.

    In 761 such years, of all paces, it happened nine times.
    """
    rng, weight = random.Random(f"{a_week} {seed}"), shape
    assert callable(weight)
    begin, end = MONDAY + 60 * DAY, MONDAY + 400 * DAY
    dates = list(poisson(rng, MONDAY, end, a_week, lambda at: 0.01 + float(weight(at))))
    rhythm = learn(None, begin, None, [at for at in dates if at < begin][-30:])
    assert rhythm
    before, until = begin, silent_after(rhythm)
    for at in (at for at in dates if at >= begin):
        assert not until or at <= until, f"called silent at {until}, though it spoke at {at}"
        rhythm = learn(rhythm, at, before, [at])
        assert rhythm
        before, until = at, silent_after(rhythm)
