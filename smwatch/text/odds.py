"""How far a term stands out from what is usual.

Log-odds ratio with an informative Dirichlet prior, as a z-score: B. Monroe, M. Colaresi and K. Quinn, "Fightin' Words",
Political Analysis 16 (2008), equations 16 to 22. The prior is what is usual, weighing a third of what is said now, so
that a long past doesn't drown a small crowd, and half a time more for each term, so that a short one will do.

    Odds(said now in all, usually in all, kinds of terms).z(times now, times usually) -> 3.2
"""

from __future__ import annotations

from math import log, sqrt

PAST_WEIGHS, EACH = 1 / 3, 0.5
"""The prior: what is usual at this weight, in parts of what is said now, and so much for each term (Jeffreys)."""


class Odds:
    """What is said now against what is usual."""

    __slots__ = ("_n_before", "_n_now", "_n_prior", "_weight")

    def __init__(self, n_now: float, n_before: float, kinds: int) -> None:
        self._n_now, self._n_before = n_now, n_before
        self._weight = PAST_WEIGHS * n_now / max(1, n_before)
        self._n_prior = self._weight * n_before + EACH * kinds

    def z(self, now: float, before: float) -> float:
        """The log-odds of a term now against before, in standard deviations; one other term keeps it finite."""
        prior = EACH + self._weight * before
        i, j = now + prior, before + prior
        n_prior = self._n_prior
        odds = log(i / (self._n_now + n_prior - i + 1)) - log(j / (self._n_before + n_prior - j + 1))
        return odds / sqrt(1 / i + 1 / j)
