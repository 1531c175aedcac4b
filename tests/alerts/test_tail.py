from itertools import pairwise
from math import comb, exp, inf, isclose, lgamma, log

from hypothesis import given
from hypothesis import strategies as st

from smwatch.alerts.tail import log_beta_share, rate_tail, share_tail

means = st.floats(1e-6, 1e4)
shapes = st.floats(0.1, 1e4)


def summed_rate_tail(k: int, mean: float, shape: float) -> float:
    """1 - P(X < k), each probability of the negative binomial written out."""
    p = mean / (mean + shape)
    return 1 - sum(
        exp(lgamma(i + shape) - lgamma(shape) - lgamma(i + 1) + i * log(p) + shape * log(1 - p)) for i in range(k)
    )


def test_one_or_more_is_what_isnt_none() -> None:
    assert isclose(exp(rate_tail(1, 2.0, 3.0)), 1 - (3 / 5) ** 3, rel_tol=1e-12)


def test_with_shape_one_it_is_geometric() -> None:
    assert isclose(exp(rate_tail(7, 2.0, 1.0)), (2 / 3) ** 7, rel_tol=1e-12)


def test_a_rate_known_for_sure_gives_poisson() -> None:
    poisson = 1 - exp(-2.0) * (1 + 2 + 2**2 / 2)
    assert isclose(exp(rate_tail(3, 2.0, 1e6)), poisson, rel_tol=1e-5)


def test_the_written_out_sum_agrees() -> None:
    for k, mean, shape in ((2, 0.3, 0.5), (9, 4.0, 12.0), (30, 20.0, 5.0), (3, 50.0, 2.0)):
        assert isclose(exp(rate_tail(k, mean, shape)), summed_rate_tail(k, mean, shape), rel_tol=1e-9)


def test_a_chance_beyond_floating_point_is_still_a_number() -> None:
    assert -7000 < rate_tail(2000, 0.5, 12.0) < -1000


def test_nothing_expected_and_something_seen_is_impossible() -> None:
    assert rate_tail(1, 0.0, 1.0) == -inf
    assert rate_tail(0, 0.0, 1.0) == 0.0


@given(k=st.integers(0, 3000), mean=means, shape=shapes)
def test_a_rate_tail_is_a_probability_and_falls_with_k(k: int, mean: float, shape: float) -> None:
    here, further = rate_tail(k, mean, shape), rate_tail(k + 1, mean, shape)
    assert further <= here + 1e-9 <= 1e-9


@given(k=st.integers(1, 500), mean=means, shape=shapes)
def test_a_rate_tail_grows_with_the_mean(k: int, mean: float, shape: float) -> None:
    assert rate_tail(k, mean, shape) <= rate_tail(k, mean * 1.1, shape) + 1e-9


@given(a=st.floats(0.1, 500), b=st.floats(0.1, 500), x=st.floats(0.001, 0.999))
def test_the_two_sides_of_a_beta_make_one(a: float, b: float, x: float) -> None:
    assert isclose(exp(log_beta_share(a, b, x)) + exp(log_beta_share(b, a, 1 - x)), 1.0, rel_tol=1e-7)


def test_an_even_beta_is_even() -> None:
    assert isclose(exp(log_beta_share(4.0, 4.0, 0.5)), 0.5, rel_tol=1e-12)
    assert isclose(exp(log_beta_share(1.0, 1.0, 0.3)), 0.3, rel_tol=1e-12)
    assert (log_beta_share(2.0, 3.0, 0.0), log_beta_share(2.0, 3.0, 1.0)) == (-inf, 0.0)
    assert rate_tail(9, 1e300, 0.5) == 0.0
    assert log_beta_share(2.0, 3.0, 1.0) == 0.0


def test_with_an_even_prior_every_count_is_as_likely() -> None:
    """Beta(1, 1): each of the n + 1 counts has the same chance (Laplace)."""
    assert isclose(exp(share_tail(3, 9, 1.0, 1.0)), 7 / 10, rel_tol=1e-12)


def test_a_share_known_for_sure_gives_binomial() -> None:
    binomial = sum(comb(8, i) * 0.2**i * 0.8 ** (8 - i) for i in range(5, 9))
    assert isclose(exp(share_tail(5, 8, 2e7, 8e7)), binomial, rel_tol=1e-5)


def test_more_hits_than_tries_is_impossible() -> None:
    assert share_tail(5, 4, 1.0, 1.0) == -inf
    assert share_tail(0, 4, 1.0, 1.0) == 0.0


@given(n=st.integers(1, 300), a=st.floats(0.5, 100), b=st.floats(0.5, 100))
def test_a_share_tail_is_a_probability_and_falls_with_k(n: int, a: float, b: float) -> None:
    tails = [share_tail(k, n, a, b) for k in range(0, n + 1, max(1, n // 7))]
    assert all(later <= earlier + 1e-9 <= 1e-9 for earlier, later in pairwise(tails))
