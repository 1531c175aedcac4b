"""The head: a fit is right, repeats to the digit, and survives being written down."""

import pytest

np = pytest.importorskip("numpy", reason="the extra [neural] is not installed")

from smwatch.models import Label  # noqa: E402 - after the check for numpy
from smwatch.sentiment.head import LABELS, Head, Matrix, Pull, design, fit, one_of, softmax  # noqa: E402

SIZE = 6


def blank(size: int = SIZE) -> Head:
    weights = np.zeros((size, 3))
    return Head(encoder="", version="1", centre=np.zeros(size), scale=np.ones(size), weights=weights, bias=np.zeros(3))


def made_up(many: int, seed: int = 3) -> tuple[Matrix, list[Label], Matrix]:
    """Features, labels drawn from a known head, and its weights."""
    chance = np.random.default_rng(seed)
    features, truth = chance.normal(size=(many, SIZE)), chance.normal(size=(SIZE, 3))
    chances = softmax(features @ truth)
    return features, [LABELS[chance.choice(3, p=row)] for row in chances], truth


def likelihood(head: Head, features: Matrix, labels: list[Label], ridge: float) -> float:
    chances = (head.probabilities(features) * one_of(labels)).sum(axis=1)
    return float(np.log(chances).sum() - 0.5 * ridge * (head.weights**2).sum())


def test_a_fit_finds_the_top_of_the_likelihood() -> None:
    features, labels, _ = made_up(300)
    found = fit(features, labels, blank(), ridge=0.5)
    best = likelihood(found, features, labels, 0.5)
    chance = np.random.default_rng(0)
    for _ in range(20):
        near = Head(
            encoder="",
            version="1",
            centre=found.centre,
            scale=found.scale,
            weights=found.weights + 0.01 * chance.normal(size=(SIZE, 3)),
            bias=found.bias + 0.01 * chance.normal(size=3),
        )
        assert likelihood(near, features, labels, 0.5) < best


def test_a_fit_finds_what_made_the_labels() -> None:
    features, labels, truth = made_up(6_000)
    found = fit(features, labels, blank(), ridge=1e-3)
    wanted = truth - truth.mean(axis=1, keepdims=True)  # only differences between labels can be known
    assert np.abs(found.weights - found.weights.mean(axis=1, keepdims=True) - wanted).max() < 0.15


def test_a_row_that_counts_twice_is_two_rows() -> None:
    features, labels, _ = made_up(40)
    twice = fit(features, labels, blank(), ridge=1.0, counts=np.full(40, 2.0))
    doubled = fit(np.vstack([features, features]), labels * 2, blank(), ridge=1.0)
    assert np.allclose(twice.weights, doubled.weights, atol=1e-3)


def test_a_pull_stands_for_texts_that_are_not_there() -> None:
    """Half of the texts, kept only as how their likelihood falls, lead to the head of all."""
    features, labels, _ = made_up(600)
    whole = fit(features, labels, blank(), ridge=2.0)
    at = np.vstack([whole.weights, whole.bias])
    ready = design(features[300:], whole)
    pull = Pull(at, ready.T @ (one_of(labels[300:]) - softmax(ready @ at)), 0.5 * ready.T @ ready)
    half = fit(features[:300], labels[:300], blank(), ridge=2.0, pull=pull)
    alone = fit(features[:300], labels[:300], blank(), ridge=2.0)
    assert np.allclose(half.weights, whole.weights, atol=1e-3)
    assert not np.allclose(alone.weights, whole.weights, atol=1e-2)


def test_a_head_is_the_same_after_being_written_down() -> None:
    features, labels, _ = made_up(60)
    head = fit(features, labels, blank(), ridge=1.0).rounded()
    again = Head.from_json(head.to_json())
    assert again.to_json() == head.to_json() == fit(features, labels, blank(), ridge=1.0).rounded().to_json()
    assert np.array_equal(again.probabilities(features), head.probabilities(features))


@pytest.mark.parametrize("text", ["", "{}", '{"encoder": "x", "version": "1", "centre": [0], "scale": [1]}', "[1]"])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        Head.from_json(text)


def test_weights_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="head"):
        Head.from_json(blank().to_json().replace('"centre":[', '"centre":[0.0,'))
