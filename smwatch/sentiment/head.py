"""The head: from a row of features to calibrated probabilities of negative, neutral and positive.

    head.probabilities(features) -> (rows, 3)       each row sums to 1
    fit(features, labels, ...) -> Head              multinomial logistic regression with a ridge
    head.to_json(), Head.from_json(text)            some kilobytes, exact

A fit goes by steps that a bound on the Hessian allows: each betters the likelihood, and the same data give the same
weights to the last digit that is kept. Source: D. Böhning, "Multinomial logistic regression algorithm", Annals of the
Institute of Statistical Mathematics 44, 1992.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from smwatch.models import Label

Matrix = NDArray[np.float64]

LABELS: Final = (Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE)  # the order of the columns
DIGITS: Final = 4  # decimals kept of a weight: more don't change a label
RIDGE: Final = (
    120.0  # of the head that comes with smwatch. Chosen on the dev hands, and so that English posts and French
)
# domains keep what they gain from the rated texts
_STEPS: Final = 2_000  # of a fit at most
_SETTLED: Final = 1e-8  # a step that moves no weight further ends the fit: what is left can't change a digit


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Weights as a fit found them. Features are centred and scaled before they are weighed."""

    encoder: str  # whose vectors its features hold; "" for none
    version: str
    centre: Matrix  # (features,)
    scale: Matrix  # (features,)
    weights: Matrix  # (features, 3)
    bias: Matrix  # (3,)

    def probabilities(self, features: Matrix) -> Matrix:
        """Of each row of features: negative, neutral, positive."""
        return softmax((features - self.centre) * self.scale @ self.weights + self.bias)

    def to_json(self) -> str:
        """One line, for a file or a column of the database."""
        arrays = {name: getattr(self, name).tolist() for name in ("centre", "scale", "weights", "bias")}
        return json.dumps({"encoder": self.encoder, "version": self.version, **arrays}, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Head:
        """Raises ValueError or KeyError for what is no head."""
        found = json.loads(text)
        arrays = {name: np.array(found[name], dtype=np.float64) for name in ("centre", "scale", "weights", "bias")}
        if arrays["weights"].shape != (len(arrays["centre"]), len(LABELS)):
            raise ValueError("these weights are none of a head")
        return cls(encoder=found["encoder"], version=found["version"], **arrays)

    def rounded(self) -> Head:
        """The same with the digits that are kept."""
        names = ("centre", "scale", "weights", "bias")
        return replace(self, **{name: np.round(getattr(self, name), DIGITS) for name in names})


def softmax(scores: Matrix) -> Matrix:
    """Each row as probabilities."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: Matrix = raised / raised.sum(axis=1, keepdims=True)
    return result


@dataclass(frozen=True, slots=True)
class Pull:
    """What texts that aren't at hand would say to a fit: their likelihood around a point, to the second order."""

    at: Matrix  # (features + 1, 3): weights and bias
    slope: Matrix  # likewise: of the log-likelihood there
    fall: Matrix  # (features + 1, features + 1): how steeply the slope falls, of each label

    def slope_at(self, weights: Matrix) -> Matrix:
        """The slope at other weights."""
        slope: Matrix = self.slope - self.fall @ (weights - self.at)
        return slope


def fit(  # noqa: PLR0913 - keywords but for the data
    features: Matrix,
    labels: Sequence[Label],
    start: Head,
    *,
    ridge: float,
    counts: Matrix | None = None,
    pull: Pull | None = None,
) -> Head:
    """The head that explains the labels best while its weights stay near 0: `ridge` on their squares.

    `counts` says how often each row counts (once); `start` gives centre and scale, and where to begin.
    """
    ready, wanted = design(features, start), one_of(labels)
    often = np.ones(len(features)) if counts is None else counts
    slack = np.full(ready.shape[1], ridge)
    slack[-1] = 0.0  # how frequent a label is may be anything
    steep = 0.5 * (ready * often[:, None]).T @ ready + np.diag(slack)
    bound = np.linalg.inv(steep + pull.fall if pull else steep)
    weights = np.vstack([start.weights, start.bias])
    for _ in range(_STEPS):
        slope = ready.T @ ((wanted - softmax(ready @ weights)) * often[:, None]) - slack[:, None] * weights
        step = bound @ (slope + pull.slope_at(weights) if pull else slope)
        weights += step
        if np.abs(step).max() < _SETTLED:
            break
    return replace(start, weights=weights[:-1], bias=weights[-1])


def design(features: Matrix, head: Head) -> Matrix:
    """Features as the head weighs them, and a column of ones for the bias."""
    ready = (features - head.centre) * head.scale
    return np.hstack([ready, np.ones((len(ready), 1))])


def one_of(labels: Sequence[Label]) -> Matrix:
    """A row a label: 1 in its column."""
    return np.array([[label == one for one in LABELS] for label in labels], dtype=np.float64)
