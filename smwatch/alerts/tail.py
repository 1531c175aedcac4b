"""How likely so many are by chance: exact tails of the two distributions that the detector needs. Pure arithmetic.

    rate_tail(k, mean, shape)   P(X >= k): Poisson counts whose rate is itself uncertain (gamma), a negative binomial
    rate_point(k, mean, shape)  P(X = k), which is never more than the tail, and quicker
    share_tail(k, n, a, b)      P(K >= k): k of n, the share itself uncertain (beta), a beta-binomial

Both give the natural logarithm, so that a chance of one in 10^400 is still a number. Gamma-Poisson and beta-binomial:
A. Gelman et al., Bayesian Data Analysis, 3rd ed., sections 2.4 and 2.6. The regularised incomplete beta function by
its continued fraction (DLMF 8.17.22), evaluated by Lentz's method: relative error below 1e-10 in our range.
"""

from __future__ import annotations

from math import exp, inf, lgamma, log, log1p

_TINY = 1e-300
_CLOSE = 1e-14
_STEPS = 10_000  # never reached in practice: about sqrt(max(a, b)) steps are


def rate_tail(k: int, mean: float, shape: float) -> float:
    """Log of P(X >= k) where X is Poisson with a gamma rate of this `mean` and `shape` (its variance mean^2/shape)."""
    if k <= 0:
        return 0.0
    return log_beta_share(k, shape, mean / (mean + shape))


def rate_point(k: int, mean: float, shape: float) -> float:
    """Log of P(X = k), for the same X and a `mean` above 0."""
    ways = lgamma(k + shape) - lgamma(k + 1) - lgamma(shape)
    return ways + shape * log(shape / (mean + shape)) + k * log(mean / (mean + shape))


def share_tail(k: int, n: int, a: float, b: float) -> float:
    """Log of P(K >= k) where K of `n` are hits, and the share of hits has a Beta(a, b) distribution."""
    if k <= 0:
        return 0.0
    if k > n:
        return -inf
    first = _log_choose(n, k) + _log_beta(k + a, n - k + b) - _log_beta(a, b)
    total = term = 1.0
    for i in range(k, n):
        term *= (n - i) / (i + 1) * (i + a) / (n - i - 1 + b)
        total += term
        if term < total * _CLOSE:
            break
    return min(0.0, first + log(total))


def log_beta_share(a: float, b: float, x: float) -> float:
    """Log of the regularised incomplete beta function I_x(a, b), for 0 <= x <= 1."""
    if x <= 0:
        return -inf
    if x >= 1:
        return 0.0
    front = a * log(x) + b * log1p(-x) - _log_beta(a, b)
    if x < (a + 1) / (a + b + 2):
        return min(0.0, front - log(a) + log(_fraction(a, b, x)))
    rest = exp(front - log(b) + log(_fraction(b, a, 1 - x)))
    return log1p(-rest) if rest < 1 else -inf


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function, by the modified Lentz method."""
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or _TINY)
    value = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = 1 / (1 + even * d or _TINY), 1 + even / c or _TINY  # never 0: it is divided by
        value *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1 / (1 + odd * d or _TINY), 1 + odd / c or _TINY
        value *= d * c
        if abs(d * c - 1) < _CLOSE:
            break
    return value


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
