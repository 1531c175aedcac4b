import random
from collections.abc import Iterable
from datetime import timedelta
from math import exp, floor, log, pi, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.alerts.series import LEARNING, Series
from tests.held import held

FIVE_MINUTES = timedelta(minutes=5)
A_DAY = 288
Window = tuple[int, int]


def noise(n: int, mean: int = 20, seed: int = 1) -> list[int]:
    dice = random.Random(seed)
    return [max(0, round(dice.gauss(mean, mean**0.5))) for _ in range(n)]


def scores_of(values: Iterable[float], step: timedelta | None = FIVE_MINUTES) -> list[float]:
    series = Series(step)
    return [series.take(value) for value in values]


def test_a_spike_stands_out_and_noise_does_not() -> None:
    scores = scores_of([*noise(1000), 200, *noise(200, seed=2)])
    assert scores[1000] > 0.5
    assert max(scores[:1000]) < 0.5
    assert max(scores[1001:]) < 0.5


def test_what_was_told_is_told_again_only_when_it_gets_worse() -> None:
    scores = scores_of([*noise(1000), 200, 150, 180, 400, 300])
    assert [score > 0.5 for score in scores[1000:]] == [True, False, False, True, False]
    assert scores[1001] == 0


def test_after_a_day_it_is_news_again() -> None:
    spikes = scores_of([*noise(1000), 200, *noise(A_DAY, seed=2), 180])
    assert spikes[-1] > 0.5


def test_the_hours_of_the_day_are_learned() -> None:
    days = [20 + 80 * (number % A_DAY >= A_DAY // 2) for number in range(20 * A_DAY)]
    assert max(scores_of([*days, 30])[15 * A_DAY :]) < 0.5
    assert scores_of([*days, 100])[-1] > scores_of([*days[:-1], 100])[-1], "at night, and by day"


def test_without_a_step_it_works_all_the_same() -> None:
    for step in (None, timedelta(0), timedelta(days=1), timedelta(days=-1)):
        scores = scores_of([*noise(200), 400], step)
        assert scores[-1] > 0.5
        assert max(scores[:-1]) < 0.5


def test_few_mentions_more_are_little() -> None:
    assert max(scores_of([0] * 200 + [3])) < 0.5
    assert max(scores_of([0] * 200 + [30])) > 0.5


def test_the_first_values_are_learned() -> None:
    assert set(scores_of([1, 1000, 0, 5] * 20)[:LEARNING]) == {0.0}


def test_one_huge_value_does_not_deafen() -> None:
    scores = scores_of([*noise(1000), 10**9, *noise(A_DAY + 1, seed=2), 200])
    assert scores[-1] > 0.5


@given(st.lists(st.integers(0, 10**6), max_size=150), st.integers(0, 10**6))
def test_scores_are_between_0_and_1_and_know_only_what_was_before(values: list[int], later: int) -> None:
    scores = scores_of(values)
    assert all(0 <= score <= 1 for score in scores)
    assert scores_of([*values, later])[:-1] == scores


def test_memory_is_a_day_s_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smwatch.alerts.series.TOLD", (7, 500))
    series = Series(timedelta(milliseconds=1))
    scores = [series.take(0) for _ in range(LEARNING)]
    assert not any(scores)
    sizes = list[int]()  # while each value surprises, and less than all before
    for values in (range(10**6, 10**6 - 1000, -1), range(10**6 - 1000, 10**6 - 2000, -1)):
        scores = [series.take(value) for value in values]
        sizes.append(held(series))
    assert not any(scores)
    assert sizes[1] == pytest.approx(sizes[0], rel=0.02)


def made_up(seed: int) -> tuple[list[int], list[Window]]:
    """Two weeks and a half of five-minute counts: days, restlessness, small bursts, and two large ones to be found."""
    dice, n = random.Random(seed), 18 * A_DAY
    mean, swing, unrest, lasting = dice.uniform(1.5, 4.5), dice.uniform(0.1, 0.6), dice.uniform(0.15, 0.5), 0.9
    large = [
        (dice.randrange(a * A_DAY, b * A_DAY), dice.uniform(4, 25), dice.uniform(6, 100)) for a, b in ((4, 8), (11, 16))
    ]
    small = [(dice.randrange(n), dice.uniform(1.5, 4), dice.uniform(2, 20)) for _ in range(6)]
    bursts, state, counts = [*large, *small], 0.0, list[int]()
    for at in range(n):
        state = lasting * state + (1 - lasting**2) ** 0.5 * unrest * dice.gauss(0, 1)
        up = sum(log(factor) * exp(-(at - start) / decay) for start, factor, decay in bursts if start <= at)
        rate = exp(min(mean + swing * sin(2 * pi * at / A_DAY) + state + up, 8.0))
        counts.append(max(0, round(dice.gauss(rate, rate**0.5))))
    return counts, [(at - n // 40, at + n // 40) for at, _, _ in large]


def worth(scores: list[float], windows: list[Window], threshold: float) -> float:
    """As the Numenta Anomaly Benchmark scores (Lavin and Ahmad 2015, section III), but for where in a window it is."""
    raised = [at for at, score in enumerate(scores) if score >= threshold]
    caught = sum(any(a <= at <= z for at in raised) for a, z in windows)
    outside = sum(not any(a <= at <= z for a, z in windows) for at in raised)
    return (caught - 0.11 * outside) / len(windows)


def test_one_half_is_the_threshold_that_is_worth_most_on_other_data() -> None:
    played = [(scores_of(counts), windows) for counts, windows in map(made_up, range(16))]
    by_threshold = {t / 100: sum(worth(s, w, t / 100) for s, w in played) / len(played) for t in range(36, 68, 2)}
    best = max(by_threshold.values())
    assert by_threshold[0.5] >= best - 0.05, by_threshold
    assert by_threshold[0.5] > 0.75, by_threshold


def by_hand(values: list[float], a_day: float) -> list[float]:
    """What each value scores, step by step; `a_day`: values a day, 0 where hours tell nothing."""
    hours, mean, variance, scores = [0.0] * 24, 0.0, 0.0, list[float]()
    earlier, lasting = list[float](), max(7, round(a_day))
    for n, value in enumerate(values):
        place = (n % a_day) / a_day * 24 - 0.5 if a_day else 0.0
        near = [(floor(place) % 24, 1 - place % 1), ((floor(place) + 1) % 24, place % 1)]
        left = log(max(value, 0) + 5) - sum(part * hours[hour] for hour, part in near)
        deviation = sqrt(variance + 0.02)
        above = max(0.0, (left - mean) / deviation) if n >= 50 else 0.0
        news = all(above > one for one in earlier[-lasting:])
        earlier.append(above)
        scores.append(above / (above + 4) if news else 0.0)
        plausible, learnt, before = mean + 4 * deviation, left, mean
        if n > 50:
            learnt = min(left, plausible)
        weight = max(1 / max(4 * a_day, 60), 1 / (n + 1))
        mean += weight * (learnt - before)
        variance += weight * ((learnt - before) * (learnt - mean) - variance)
        for hour, part in near if a_day else ():
            hours[hour] += min(1.0, 0.1 * 24 / a_day) * part * (min(left, mean + 4 * deviation) - mean)
    return scores


@pytest.mark.parametrize("a_day", [0, 2, 24 / 7, 24, 48])
def test_scores_are_those_that_come_out_by_hand(a_day: float) -> None:
    dice = random.Random(int(a_day))
    values = [dice.uniform(0, 40) * (1 + n % 7) for n in range(150)]
    values[50:52] = [900.0, 2000.0]
    values += [300 * 1.5**n for n in range(12)]
    step = timedelta(days=1) / a_day if a_day else None
    scores = scores_of(values, step)
    assert scores == pytest.approx(by_hand(values, a_day))
    assert sum(score > 0 for score in scores) > 8


def test_a_step_of_a_day_or_more_tells_nothing_of_hours() -> None:
    values = [*noise(120), 90, *noise(20, seed=2), 200]
    for step in (timedelta(days=1), timedelta(days=2)):
        assert scores_of(values, step) == scores_of(values, None)


def test_what_is_as_usual_or_less_scores_nothing() -> None:
    assert set(scores_of([20] * 80 + [19, 5, 0], None)) == {0.0}


def test_the_same_is_told_again_after_a_day_and_not_before() -> None:
    hour = timedelta(hours=1)
    for between, told in ((23, False), (24, True)):
        assert (scores_of([20] * 60 + [100] + [20] * between + [100], hour)[-1] > 0) is told
