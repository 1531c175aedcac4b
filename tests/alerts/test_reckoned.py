"""What is usual, reckoned by hand: each figure that alerts.md says how to reckon."""

from __future__ import annotations

from datetime import date, timedelta
from math import exp, inf, log, sinh, sqrt

import pytest

from smwatch.alerts.baseline import DAYS, HALF_LIFE, ODD, Past, Usual
from smwatch.alerts.explain import rounded
from smwatch.alerts.growth import doubling
from smwatch.alerts.reckoned import one_in
from smwatch.alerts.reckoning import as_found, reckon
from smwatch.alerts.rhythm import PULL, rhythm_of
from smwatch.alerts.series import Series
from smwatch.alerts.tail import rate_point, rate_tail, share_tail
from smwatch.locales import Speech
from smwatch.models import Level
from tests.alerts.crowd import MONDAY, NEUTRAL, an_alert, burst, say

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
START = 14_000  # a day since 1970: Friday 1 May 2008


def past(*days: tuple[int, int], hour: float = 12.0) -> Past:
    """Negative voices and all voices of the days from START on."""
    found = Past()
    for n, (negative, everyone) in enumerate(days):
        for i in range(everyone):
            found.take(24.0 * (START + n) + hour, True, i < negative)
    return found


def usual_of(days: int, *listed: tuple[int, int]) -> Usual:
    """At the end of so many days and three more, which don't count yet."""
    return past(*listed).usual(24.0 * (START + days + 3), 24.0 * START, None)


def test_the_rate_and_the_share_are_the_weighed_sums_with_what_is_believed_before() -> None:
    listed = ((1, 5), (0, 4), (2, 9), (1, 1))
    weights = [0.5 ** ((4 - n) / 30) for n in range(4)]
    negative = sum(w * n for w, (n, _) in zip(weights, listed, strict=True))
    everyone = sum(w * n for w, (_, n) in zip(weights, listed, strict=True))
    usual = usual_of(4, *listed)
    assert (DAYS, HALF_LIFE) == (60, 30.0)
    assert usual.days == pytest.approx(sum(weights))
    assert usual.rate == pytest.approx((0.5 + negative) / (1 + sum(weights)) / 24)
    assert usual.shape == pytest.approx(0.5 + negative)
    assert (usual.share_hits, usual.share_rest) == pytest.approx((3 + negative, 15 + everyone - negative))


def test_no_rate_is_known_better_than_a_gamma_of_twelve_and_no_share_than_by_sixty_voices() -> None:
    usual = usual_of(20, *[(3, 10)] * 20)
    assert usual.shape == 12
    assert usual.share_hits + usual.share_rest == pytest.approx(60)
    weights = sum(0.5 ** (age / 30) for age in range(1, 21))
    assert usual.share_hits / 60 == pytest.approx((3 + 3 * weights) / (18 + 10 * weights))


def test_days_count_for_sixty_days_and_whole_ones_only() -> None:
    listed = [(9, 9)] + [(0, 1)] * 62
    found = past(*listed)
    for now, counted in ((61, 58), (63, 60), (64, 60)):
        basis = found.basis(24.0 * (START + now), 24.0 * START, None)
        assert basis.days == (START + now - 3 - counted, START + now - 3)
    basis = found.basis(24.0 * (START + 30) + 23.9, 24.0 * START + 0.1, None)
    assert basis.days == (START + 1, START + 27), "the first day wasn't heard whole"
    assert past().basis(24.0 * START, inf, None).days == (START - 3, START - 3)


def left_out(alert: tuple[float, float], days: int = 30) -> list[int]:
    """Which days before the last three are taken for the alert's, by number from 0."""
    found = past(*[(0, 1)] * days).basis(24.0 * (START + days), 24.0 * START, tuple(24 * (START + at) for at in alert))  # type: ignore[arg-type]
    return [day - START for day in found.alert]


@pytest.mark.parametrize(
    ("alert", "days"),
    [
        ((10.5, 11.5), [9, 10, 11]),  # the day before it opened is its beginning
        ((10.0, 11.0), [9, 10]),
        ((10.0, 10.01), [9, 10]),
        ((10.5, inf), [9, 10, 11, 12, 13, 14, 15, 16, 17]),  # a week; what goes on is the new usual
        ((10.5, 17.4), [9, 10, 11, 12, 13, 14, 15, 16, 17]),
        ((-5.0, -3.0), []),
        ((28.0, inf), []),
    ],
)
def test_the_days_of_an_alert_are_left_out(alert: tuple[float, float], days: list[int]) -> None:
    assert left_out(alert) == days


def test_days_that_stand_out_are_left_out_but_a_third_at_most() -> None:
    found = past(*[(1, 2)] * 20, (30, 40), (25, 30)).basis(24.0 * (START + 25), 24.0 * START, None)
    assert [day - START for day in found.odd] == [20, 21]
    assert len(found.calm) == 20
    half = past(*[(0, 2)] * 5, *[(40, 41)] * 7).basis(24.0 * (START + 15), 24.0 * START, None)
    assert len(half.odd) <= 4, "what comes every other day is usual"


def test_a_day_is_odd_where_chance_does_it_less_than_once_in_a_thousand() -> None:
    calm = [(1, 2)] * 30
    shape = 0.5 + sum(0.5 ** (age / 30) for age in range(2, 32))
    span = 1 + sum(0.5 ** (age / 30) for age in range(2, 32))
    most = next(n for n in range(1, 99) if rate_tail(n, shape / span, 12.0) < ODD)
    for n, odd in ((most, 1), (most - 1, 0)):
        found = past(*calm, (n, n)).basis(24.0 * (START + 34), 24.0 * START, None)
        assert len(found.odd) == odd


def test_what_is_usual_is_reckoned_anew_for_another_day_beginning_or_alert() -> None:
    found = past(*[(1, 3)] * 10, *[(4, 4)] * 10)
    end = 24.0 * (START + 23)
    first = found.usual(end, 24.0 * START, None)
    assert found.usual(end + 23, 24.0 * START, None) is first
    assert found.usual(end + 24, 24.0 * START, None) is not first
    assert found.usual(end, 24.0 * (START + 5), None).days < first.days
    assert found.usual(end, 24.0 * START, (end - 24 * 9, end)).days < first.days


def test_days_that_no_longer_count_are_dropped_and_not_kept() -> None:
    found = past(*[(1, 3)] * 3)
    now = 24.0 * (START + 3 + 61)
    assert len(found.kept(now)) == 27 * 3
    assert len(found.kept(now + 24)) == 27 * 2
    found.forget(now + 48)
    assert len(found.kept(now)) == 27


def test_a_past_is_kept_as_numbers_and_gone_on_with() -> None:
    found = past((1, 3), (0, 2), hour=23.5)
    kept = found.kept(24.0 * (START + 3))
    assert list(kept[:3]) == [START, 1, 3]
    assert [n for n, value in enumerate(kept[3:27]) if value] == [23]
    again = Past()
    again.taken_up(iter([kept]))
    assert again.kept(24.0 * (START + 3)) == kept
    args = 24.0 * (START + 30), 24.0 * START, None
    assert (again.usual(*args).rate, again.usual(*args).expected(3, 9)) == (
        found.usual(*args).rate,
        found.usual(*args).expected(3, 9),
    )


def test_the_rhythm_is_that_of_hours_smoothed_over_three_and_of_weekdays() -> None:
    by_hour, by_day, days = (
        [float(h % 5 * 10) for h in range(24)],
        [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 62.0],
        [4, 4, 4, 4, 3, 3, 3],
    )
    voices, weeks = sum(by_hour), sum(days)
    hour = [(sum(by_hour[(h + k) % 24] for k in (-1, 0, 1)) / 3 + PULL) / (voices / 24 + PULL) for h in range(24)]
    day = [(seen + PULL) / (n * voices / weeks + PULL) for seen, n in zip(by_day, days, strict=True)]
    mean = sum(hour) / 24 * sum(day) / 7
    rhythm = rhythm_of(by_hour, by_day, days)
    for at in (0, 13, 23, 24, 100, 167):  # from a Monday on: 5 January 1970
        monday = 4 * 24
        assert rhythm.between(monday + at, monday + at + 1) == pytest.approx(day[at // 24] * hour[at % 24] / mean)
        assert rhythm.between(monday + at + 0.25, monday + at + 0.5) == pytest.approx(
            day[at // 24] * hour[at % 24] / mean / 4
        )
    assert rhythm.between(0, 168 * 5 + 3) == pytest.approx(168 * 5 + rhythm.between(0, 3))


def test_voices_are_heard_by_the_hour_and_the_day_of_the_week() -> None:
    found = Past()
    for n in range(21):
        for _ in range(20):
            found.take(24.0 * (START + n) + (9 if n % 7 else 20), True, False)
    usual = found.usual(24.0 * (START + 24), 24.0 * START, None)
    monday = 24.0 * (START + (4 - (START + 4 - 1) % 7) % 7)
    hour = [usual.rhythm.between(monday + h, monday + h + 1) for h in range(24)]
    assert hour[9] == max(hour)
    assert sum(n > 1 for n in hour) == 6, "two peaks, each smoothed over three hours"


def test_the_tails_agree_with_sums_written_out() -> None:
    p = 0.4 / (0.4 + 2.5)
    assert rate_point(0, 0.4, 2.5) == pytest.approx(2.5 * log(1 - p))
    assert rate_point(1, 0.4, 2.5) == pytest.approx(log(2.5 * p) + 2.5 * log(1 - p))
    assert share_tail(3, 3, 2.0, 4.0) == pytest.approx(log(2 * 3 * 4 / (6 * 7 * 8)))
    assert share_tail(1, 3, 2.0, 4.0) == pytest.approx(log(1 - 4 * 5 * 6 / (6 * 7 * 8)))
    assert share_tail(0, 3, 2.0, 4.0) == 0
    assert share_tail(4, 3, 2.0, 4.0) == -inf


def test_the_doubling_time_is_the_likeliest_and_its_range_that_of_its_error() -> None:
    times = [24 * (1 - 0.8**n) for n in range(1, 15)]
    told = doubling(times, 0, 24)
    assert told
    steep, n = 24 * log(2) / told.hours, len(times)
    assert 1 / (1 - exp(-steep)) - 1 / steep == pytest.approx(sum(times) / n / 24), "the growth that has this mean time"
    error = 1 / sqrt(n * (1 / steep**2 - 1 / (4 * sinh(steep / 2) ** 2)))
    assert (told.low, told.high) == pytest.approx(
        (24 * log(2) / (steep + 1.645 * error), 24 * log(2) / (steep - 1.645 * error))
    )
    later = doubling([at + 100 for at in times], 100, 124)
    assert later
    assert (later.hours, later.low, later.high) == pytest.approx((told.hours, told.low, told.high))
    late = times[7:]
    assert len(late) == 7
    assert doubling(late, 0, 24) is None, "too few"
    assert doubling([*late, 24.0], 0, 24) is not None
    assert doubling([*[0.0] * 9, *late, 24.1], 0, 24) is None, "the beginning is left out, and what comes after"
    at = 0.5 + 1.645 / 12  # the mean time that twelve even ones have once in twenty
    unsure = doubling([24 * at + 0.001] * 12, 0, 24)
    assert unsure
    assert unsure.high == pytest.approx(10 * unsure.hours), "nobody says more of what is so unsure"
    assert doubling([24 * at - 0.001] * 12, 0, 24) is None


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.5, "1 in 2"),
        (1 / 4321, "1 in 4,000"),
        (1.01e-6, "1 in 1,000,000"),
        (0.99e-6, "1 in 10⁶"),
        (3e-13, "1 in 10¹²"),
    ],
)
def test_a_chance_is_said_as_a_number_or_a_power_of_ten(chance: float, said: str) -> None:
    assert one_in(log(chance), Speech("en")) == said


def test_years_are_told_to_the_digit_that_counts() -> None:
    assert [rounded(n) for n in (1.4, 47.3, 99.4, 99.9, 100, 149, 151, 4321, 96_000)] == [
        1,
        47,
        99,
        100,
        100,
        100,
        200,
        4000,
        100_000,
    ]


def test_what_was_found_in_the_time_is_heard_poll_by_poll() -> None:
    said = [say(n, MONDAY + n * HOUR, late=timedelta()) for n in range(5)]
    found = as_found([*said[::-1], say(9, MONDAY, late=2 * HOUR)], MONDAY + HOUR, MONDAY + 3 * HOUR)
    assert [h.id for h in found] == ["m1", "m9", "m2", "m3"]


PEAK = MONDAY + 30 * DAY


def test_an_alert_is_as_told_where_its_figures_come_out_again() -> None:
    heard = [
        *(say(n, MONDAY + n * DAY / 3, NEUTRAL if n % 3 else -0.6) for n in range(80)),
        *burst(9, PEAK - 3 * HOUR, 2, first=500),
    ]
    alert = an_alert(opened=PEAK, updated=PEAK + DAY, peak=PEAK, negatives=9)
    found = reckon(alert, heard, MONDAY)
    for expected, negatives, told in (
        (1.0, 9, True),
        (1.019, 9, True),
        (1.021, 9, False),
        (0.981, 9, True),
        (0.979, 9, False),
        (1.0, 8, False),
    ):
        again = reckon(
            an_alert(opened=PEAK, updated=PEAK, peak=PEAK, negatives=negatives, expected=found.expected * expected),
            heard,
            MONDAY,
        )
        assert again.as_told is told, (expected, negatives)
    assert (found.negatives, found.mentions, found.window) == (9, 9, 6)
    assert found.one_look == rate_tail(9, found.expected, found.usual.shape)
    assert found.expected == pytest.approx(found.usual.rate * found.busy)
    assert found.rate == 24 * found.usual.rate
    assert found.give_or_take == pytest.approx(found.rate / sqrt(found.usual.shape))
    assert found.share == 1
    assert found.usual_share == pytest.approx(
        found.usual.share_hits / (found.usual.share_hits + found.usual.share_rest)
    )
    assert (found.past.first, found.past.last, found.past.counted) == (date(2010, 3, 1), date(2010, 3, 27), 27)


@pytest.mark.parametrize(("opened", "left_out"), [(timedelta(), [9, 10, 11]), (HOUR, []), (6 * DAY, [24, 25, 26, 27])])
def test_while_it_goes_on_an_alert_is_no_yardstick_and_as_it_opens_the_one_before_is_none(
    opened: timedelta, left_out: list[int]
) -> None:
    """The one that opened last before it."""
    alert = an_alert(opened=PEAK - opened, updated=PEAK, peak=PEAK)
    before = an_alert(opened=MONDAY + 9 * DAY + HOUR, updated=PEAK, closed=MONDAY + 10 * DAY + HOUR, level=Level.CLOSED)
    older = an_alert(opened=MONDAY + DAY, updated=PEAK, closed=MONDAY + 2 * DAY, level=Level.CLOSED)
    later = an_alert(opened=PEAK + DAY, updated=PEAK)
    found = reckon(alert, [], MONDAY, [older, before, alert, later])
    assert [day.day for day in found.past.alert] == left_out


def test_scores_of_a_series_are_deviations_on_a_logarithmic_scale() -> None:
    """Reckoned by hand: after n alike values, the mean is theirs and the variance none."""
    for value in (30.0, 60.0, 500.0):
        series = Series()
        for _ in range(50):
            assert series.take(20) == 0
        surprise = log((value + 5) / 25) / sqrt(0.02)
        assert series.take(value) == pytest.approx(surprise / (surprise + 4))
    series = Series()
    assert [series.take(n) for n in [20] * 50 + [10, -5, 0]][50:] == [0, 0, 0]


def test_what_a_series_learns_is_forgotten_over_sixty_values() -> None:
    series = Series()
    for _ in range(100):
        series.take(20)
    mean, variance = log(25), 0.0
    for value in (40, 30, 20, 35):
        logged = min(log(value + 5), mean + 4 * sqrt(variance + 0.02))
        off = logged - mean
        series.take(value)
        mean += off / 60
        variance += (off * (logged - mean) - variance) / 60
    surprise = (log(505) - mean) / sqrt(variance + 0.02)
    assert series.take(500) == pytest.approx(surprise / (surprise + 4))


def test_the_hours_of_a_series_s_day_are_told_apart() -> None:
    series = Series(timedelta(hours=6))
    scores = [series.take(100 if n % 4 == 2 else 20) for n in range(400)]
    assert max(scores[50:]) < 0.36
    assert series.take(100) == pytest.approx(0.7159, abs=1e-3)
