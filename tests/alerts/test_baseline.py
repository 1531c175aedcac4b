from math import inf

import pytest

from smwatch.alerts.baseline import PRIOR_DAYS, PRIOR_VOICES, RECENT, Past, Usual
from smwatch.alerts.rhythm import FLAT, rhythm_of
from tests.held import held

START = 24 * 14_000.0  # midnight, in hours since 1970


def past_of(daily: list[int], everyone: int = 10) -> Past:
    past = Past()
    for day, negative in enumerate(daily):
        for i in range(everyone):
            past.take(START + 24 * day + 24 * i / everyone, True, False)
        for i in range(negative):
            past.take(START + 24 * day + 24 * (i + 0.5) / negative, False, True)
    return past


def usual(daily: list[int], alert: tuple[float, float] | None = None, *, everyone: int = 10) -> Usual:
    return past_of(daily, everyone).usual(START + 24 * len(daily), START, alert)


def test_before_anything_is_known_the_prior_speaks() -> None:
    known = Past().usual(START, START, None)
    assert known.rate == pytest.approx(PRIOR_VOICES / PRIOR_DAYS / 24)
    assert known.shape == PRIOR_VOICES
    assert known.days == 0


def test_the_rate_is_that_of_the_past_days() -> None:
    assert usual([3] * 40).rate * 24 == pytest.approx(3, rel=0.1)


def test_the_last_three_days_are_not_yet_past() -> None:
    assert RECENT == 72
    assert usual([1] * 30 + [50] * 3).rate == usual([1] * 30 + [0] * 3).rate


def test_what_goes_on_for_longer_than_a_week_is_the_new_usual() -> None:
    start = START + 24 * 20
    assert usual([1] * 20 + [6] * 40, (start, inf)).rate * 24 > 3


def test_an_older_crisis_stands_out_by_itself() -> None:
    calm, crisis = [1, 2, 1, 0] * 10, [1, 2, 1, 0] * 4 + [40, 60] + [1, 2, 1, 0] * 5 + [1, 0]
    assert usual(crisis).rate == pytest.approx(usual(calm).rate, rel=0.15)


def test_the_share_of_negative_voices_is_known_better_with_more_of_them() -> None:
    few, many = usual([1] * 5, everyone=5), usual([3] * 60, everyone=30)
    assert many.share_hits / (many.share_hits + many.share_rest) == pytest.approx(0.1, abs=0.02)
    assert few.share_hits + few.share_rest < many.share_hits + many.share_rest


def test_a_flat_week_is_as_long_as_it_is() -> None:
    assert FLAT.between(START + 0.25, START + 100.75) == pytest.approx(100.5)


def test_a_busy_hour_is_longer_and_a_whole_week_is_a_week() -> None:
    by_hour = [10.0] * 8 + [200.0] * 12 + [10.0] * 4
    rhythm = rhythm_of(by_hour, [sum(by_hour) / 7] * 7, [4.0] * 7)
    assert rhythm.between(START + 12, START + 13) > 1.3
    assert rhythm.between(START + 3, START + 4) < 0.4
    assert rhythm.between(START + 5, START + 5 + 168) == pytest.approx(168)


def test_a_day_of_the_week_that_is_quiet_is_short() -> None:
    weekdays = [100.0] * 5 + [10.0, 10.0]
    rhythm = rhythm_of([sum(weekdays) / 24] * 24, weekdays, [4.0] * 7)
    saturday = 24 * 14_000.0 + 24 * ((5 - (14_000 + 3) % 7) % 7)
    assert rhythm.between(saturday, saturday + 24) < 0.5 * rhythm.between(saturday - 24, saturday)


def test_with_few_voices_the_week_is_nearly_even() -> None:
    rhythm = rhythm_of([1.0] + [0.0] * 23, [1.0] + [0.0] * 6, [1.0] * 7)
    assert rhythm.between(START, START + 1) == pytest.approx(1, abs=0.2)
    assert rhythm_of([0.0] * 24, [0.0] * 7, [0.0] * 7) is FLAT


@pytest.mark.parametrize(
    ("daily", "odd"),
    [
        ([10] * 40 + [26], []),
        ([10] * 40 + [28], [40]),  # nearly three times the usual
        ([1, 60], []),
        ([1, 60, 60], [2]),  # a third of the days, and no more
        ([1, 1, 60, 60], [3]),
        ([1, 1, 1, 1, 60, 60], [4, 5]),
    ],
)
def test_days_that_stand_out_are_at_most_a_third_and_none_that_chance_explains(
    daily: list[int], odd: list[int]
) -> None:
    basis = past_of(daily).basis(START + 24 * len(daily) + RECENT, START, None)
    assert [day - int(START // 24) for day in basis.odd] == odd


def test_days_that_are_too_old_to_count_are_forgotten() -> None:
    sizes = list[int]()
    for days in (100, 200):
        past = past_of([1] * days)
        past.usual(START + 24 * days, START, None)
        sizes.append(held(past))
    assert sizes[1] == pytest.approx(sizes[0], rel=0.01)
