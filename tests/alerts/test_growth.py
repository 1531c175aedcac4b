"""How fast, and where to: right on growth that was made, silent on what is too little."""

import random
from collections.abc import Iterable
from math import comb, exp, log

import pytest

from smwatch.alerts.growth import Trend, doubling, trend


def grown(hours: float, twice_in: float, n: int, seed: int) -> list[float]:
    """So many times within these hours, of a rate that doubles so quickly."""
    dice, steep = random.Random(seed), log(2) / twice_in
    most = 2 ** (hours / twice_in) - 1
    return sorted(log(1 + dice.random() * most) / steep for _ in range(n))


@pytest.mark.parametrize("twice_in", [0.5, 3.0, 12.0])
def test_the_doubling_time_is_found_and_its_range_holds_it_nine_times_in_ten(twice_in: float) -> None:
    found = [doubling(grown(24, twice_in, 40, seed), 0, 24) for seed in range(60)]
    told = [one for one in found if one]
    assert len(told) > 30
    held = sum(one.low <= twice_in <= one.high for one in told) / len(told)
    assert held > 0.8
    assert all(one.low < one.hours < one.high for one in told)


def test_even_voices_or_few_have_no_doubling_time() -> None:
    assert doubling([float(hour) for hour in range(1, 24)], 0, 24) is None
    assert doubling(grown(24, 2, 7, 1), 0, 24) is None
    assert doubling([24.0 - at for at in grown(24, 2, 40, 1)], 0, 24) is None
    assert doubling([], 0, 0) is None


def test_growth_is_seldom_seen_where_there_is_none() -> None:
    seen = [doubling([random.Random(s * 99 + i).random() * 24 for i in range(20)], 0, 24) for s in range(200)]
    assert sum(one is not None for one in seen) / 200 < 0.1


def test_all_at_the_last_moment_is_steep_and_no_mishap() -> None:
    told = doubling([23.999] * 20, 0, 24)
    assert told
    assert 0 < told.low < told.hours < 0.1


@pytest.mark.parametrize(
    ("recent", "before", "where"),
    [
        (20, 5, Trend.GROWING),
        (6, 18, Trend.STEADY),
        (0, 20, Trend.FALLING),
        (6, 0, Trend.GROWING),
        (5, 0, Trend.UNKNOWN),
        (0, 0, Trend.UNKNOWN),
    ],
)
def test_the_last_quarter_of_a_day_is_held_against_the_rest(recent: int, before: int, where: Trend) -> None:
    assert trend(recent, before, 0.25) is where


@pytest.mark.parametrize("share", [0.25, 0.5, 0.8])
def test_more_or_fewer_is_what_chance_does_less_than_once_in_twenty(share: float) -> None:
    def chance(counts: Iterable[int]) -> float:
        return sum(comb(12, n) * share**n * (1 - share) ** (12 - n) for n in counts)

    for recent in range(13):
        more, fewer = chance(range(recent, 13)) < 0.05, chance(range(recent + 1)) < 0.05
        where = Trend.GROWING if more else Trend.FALLING if fewer else Trend.STEADY
        assert trend(recent, 12 - recent, share) is where


def test_a_busy_morning_is_no_growth_where_mornings_are_busy() -> None:
    assert trend(14, 6, 0.25) is Trend.GROWING
    assert trend(14, 6, 0.7) is Trend.STEADY
    assert trend(14, 6, 0.0) is trend(14, 6, 1.0) is Trend.STEADY


def test_slow_growth_is_told_too() -> None:
    steep = 0.5  # a logarithm, over the whole day
    times = [24 * log(1 + (n + 0.5) / 400 * (exp(steep) - 1)) / steep for n in range(400)]
    told = doubling(times, 0, 24)
    assert told
    assert told.hours == pytest.approx(24 * log(2) / steep, rel=1e-3)
