"""The head: from a row of features to calibrated probabilities of negative, neutral and positive.

    head.probabilities(features) -> (rows, 3)       each row sums to 1
    fit(features, labels, ...) -> Head              multinomial logistic regression, ridge towards another head
    head.to_json(), Head.from_json(text)            some kilobytes, exact

A fit goes by steps that a bound on the Hessian allows: each betters the likelihood, and the same data give the same
weights to the last digit that is kept. Source: D. Böhning, "Multinomial logistic regression algorithm", Annals of the
Institute of Statistical Mathematics 44, 1992.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from smwatch.models import Label

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

LABELS: Final = (Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE)  # the order of the columns
DIGITS: Final = 4  # decimals kept of a weight: more don't change a label
_STEPS: Final = 2_000  # of a fit at most
_SETTLED: Final = 1e-5  # a step that moves no weight further ends the fit


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
        return softmax(self._ready(features) @ self.weights + self.bias)

    def _ready(self, features: Matrix) -> Matrix:
        return (features - self.centre) * self.scale

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


def fit(features: Matrix, labels: Sequence[Label], start: Head, *, ridge: float, counts: Matrix | None = None) -> Head:
    """The head that explains the labels best without leaving `start` far: ridge on how far each weight goes.

    `counts` says how often each row counts (once). `start` gives centre, scale, and weights, zeros among them.
    """
    ready = np.hstack([start._ready(features), np.ones((len(features), 1))])  # noqa: SLF001 - of the same module
    wanted = np.array([[label == one for one in LABELS] for label in labels], dtype=np.float64)
    often = np.ones(len(features)) if counts is None else counts
    began = np.vstack([start.weights, start.bias])
    slack = np.full(len(began), ridge)
    slack[-1] = 1e-3 * ridge  # how frequent a label is may change freely
    bound = np.linalg.inv(0.5 * (ready * often[:, None]).T @ ready + np.diag(slack))
    weights = began.copy()
    for _ in range(_STEPS):
        wrong = (wanted - softmax(ready @ weights)) * often[:, None]
        step = bound @ (ready.T @ wrong - slack[:, None] * (weights - began))
        weights += step
        if np.abs(step).max() < _SETTLED:
            break
    return replace(start, weights=weights[:-1], bias=weights[-1])
