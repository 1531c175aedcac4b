import random
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from smwatch.alerts.series import LEARNING, score_series


def noise(n: int, mean: int = 20, seed: int = 1) -> list[int]:
    dice = random.Random(seed)
    return [max(0, round(dice.gauss(mean, mean**0.5))) for _ in range(n)]


def test_a_spike_stands_out_and_noise_does_not() -> None:
    scores = list(score_series([*noise(1000), 200, *noise(200, seed=2)]))
    assert scores[1000] > 0.75
    assert max(scores[:1000]) < 0.5
    assert max(scores[1015:]) < 0.6


def test_a_long_rise_is_seen_by_the_longer_window() -> None:
    calm, risen = list(score_series(noise(400))), list(score_series([*noise(400), *noise(12, mean=32, seed=3)]))
    assert max(risen[400:]) > max(calm) + 0.1


def test_the_first_values_are_learned() -> None:
    assert set(islice(score_series([1, 1000, 0, 5] * 20), LEARNING)) == {0.0}


def test_one_huge_value_does_not_deafen() -> None:
    scores = list(score_series([*noise(1000), 10**9, *noise(100, seed=2), 200]))
    assert scores[-1] > 0.75


@given(st.lists(st.integers(0, 10**6), max_size=150), st.integers(0, 10**6))
def test_scores_are_between_0_and_1_and_know_only_what_was_before(values: list[int], later: int) -> None:
    scores = list(score_series(values))
    assert all(0 <= score <= 1 for score in scores)
    assert list(score_series([*values, later]))[:-1] == scores
