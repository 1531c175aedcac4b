"""What other packages bring is found, made and held to what is promised; their mistakes are named as theirs."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from smwatch import plugins
from smwatch.config.settings import SentimentSettings
from smwatch.errors import NothingDoneError, UsageError
from smwatch.models import Label, Sentiment
from smwatch.protocols import Passage, Scorer
from smwatch.sentiment.encoder import encoder_named
from smwatch.sentiment.guards import GuardedEncoder, GuardedScorer, guarded_scorer
from smwatch.sentiment.scorers import ByLanguage, build_scorer, scorer_named
from tests.plugs import ACME, install

GOOD = Sentiment(score=0.5, label=Label.POSITIVE, worst=0.5, scorer="acme/1")
SLOW = Passage(text="So slow.", lang="en")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of installed packages."""
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("acme", "broken"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    encoder_named.cache_clear()
    return tmp_path


@pytest.fixture
def acme(folder: Path) -> Path:
    install(folder, "acme", ACME, scorers="acme = acme:scorer", encoders="acme = acme:encoder")
    return folder


def answering(*answers: object, versions: object = frozenset({"acme/1"})) -> Scorer:
    """A stranger's scorer that gives these answers, whatever it is asked."""
    made: Any = SimpleNamespace(name="acme", versions=versions, score=lambda passages: list(answers))
    return GuardedScorer("acme", made)


def test_a_scorer_is_found_by_its_name_and_scores(acme: Path) -> None:
    assert "acme" in plugins.names(plugins.SCORERS)
    scorer = scorer_named("acme")
    assert (scorer.name, scorer.versions) == ("acme", {"acme/1"})
    bad, nothing = scorer.score([SLOW, Passage(text="", lang="en")])
    assert (bad.score, bad.label, bad.words) == (-0.5, Label.NEGATIVE, (("slow", -1.0),))
    assert (nothing.score, nothing.label) == (None, None)


def test_a_language_may_have_a_strangers_scorer(acme: Path) -> None:
    scorer = build_scorer(SentimentSettings(en="acme", fr="lexicon"))
    assert isinstance(scorer, ByLanguage)
    assert "acme/1" in scorer.versions
    english, french = scorer.score([SLOW, Passage(text="Quelle honte.", lang="fr")])
    assert (english.scorer, french.scorer.partition("/")[0]) == ("acme/1", "vader-fr")


def test_one_that_nobody_brings_is_told_with_those_there_are(acme: Path) -> None:
    with pytest.raises(UsageError) as told:
        scorer_named("acmee")
    assert "acme" in str(told.value.arguments["known"]).split(", ")
    with pytest.raises(UsageError) as told:
        encoder_named("acmee")
    assert (told.value.arguments["name"], told.value.arguments["known"]) == ("acmee", "acme")


@pytest.mark.parametrize(
    ("source", "error", "line"),
    [
        ("import nothing_of_this_name\ndef scorer(): ...", "ModuleNotFoundError: No module named", 1),
        ("def scorer():\n    raise OSError('no model')", "OSError: no model", 2),
        ("def other(): ...", "AttributeError", None),
    ],
)
def test_a_package_that_is_broken_is_named_with_the_place(
    folder: Path, source: str, error: str, line: int | None
) -> None:
    install(folder, "broken", source, scorers="broken = broken:scorer")
    with pytest.raises(NothingDoneError) as told:
        scorer_named("broken")
    arguments = told.value.arguments
    assert arguments["name"] == "broken"
    assert str(arguments["error"]).startswith(error)
    if line:
        assert str(arguments["file"]).endswith("/broken.py")
        assert arguments["line"] == line


def test_what_is_no_scorer_is_told_when_it_is_made() -> None:
    for made in (None, "acme", SimpleNamespace(score=len), SimpleNamespace(score=len, versions=())):
        with pytest.raises(NothingDoneError) as told:
            guarded_scorer("acme", made)
        assert told.value.arguments["name"] == "acme"


def test_what_it_raises_while_it_scores_is_its_own() -> None:
    def score(passages: object) -> list[Sentiment]:
        return [1 / 0]  # type: ignore[list-item]  # on purpose

    made: Any = SimpleNamespace(name="acme", versions={"acme/1"}, score=score)
    with pytest.raises(NothingDoneError) as told:
        GuardedScorer("acme", made).score([SLOW])
    assert told.value.arguments["error"] == "ZeroDivisionError: division by zero"
    assert str(told.value.arguments["file"]).endswith("test_plugins.py")


@pytest.mark.parametrize(
    "answers",
    [
        (),
        (GOOD, GOOD),
        ({"score": 0.5},),
        (Sentiment(score=0.5, label=Label.POSITIVE, scorer="acme/2"),),
        (Sentiment(score=0.5, label=None, scorer="acme/1"),),
        (Sentiment(score=None, label=Label.POSITIVE, scorer="acme/1"),),
        (Sentiment(score=math.nan, label=Label.POSITIVE, scorer="acme/1"),),
        (Sentiment(score=1.5, label=Label.POSITIVE, scorer="acme/1"),),
        (Sentiment(score="0.5", label=Label.POSITIVE, scorer="acme/1"),),  # type: ignore[arg-type]  # on purpose
        (Sentiment(score=0.5, label=Label.POSITIVE, worst=-2, scorer="acme/1"),),
        (Sentiment(score=0.5, label="good", scorer="acme/1"),),  # type: ignore[arg-type]  # likewise
        (Sentiment(score=0.5, label=Label.POSITIVE, scorer="acme/1", words=(("a", math.inf),)),),
        (Sentiment(score=0.5, label=Label.POSITIVE, scorer="acme/1", words=("ab",)),),  # type: ignore[arg-type]  # likewise
    ],
)
def test_answers_that_cannot_be_are_refused(answers: tuple[object, ...]) -> None:
    with pytest.raises(NothingDoneError) as told:
        answering(*answers).score([SLOW])
    assert told.value.arguments["name"] == "acme"
    assert told.value.arguments["reason"]


def test_numpys_numbers_become_plain_ones() -> None:
    numpy = pytest.importorskip("numpy", reason="the extra [neural] isn't installed")
    given = Sentiment(score=numpy.float32(0.1), label=Label.POSITIVE, worst=numpy.float32(0.1), scorer="acme/1")
    (answer,) = answering(given).score([SLOW])
    assert (answer.score, type(answer.score), type(answer.worst)) == (0.1, float, float)


def test_nothing_is_asked_where_there_is_nothing_to_score() -> None:
    assert answering().score([]) == []


def encoding(answer: object, name: object = "acme/1") -> GuardedEncoder:
    return GuardedEncoder("acme", SimpleNamespace(name=name, vectors=lambda texts: answer))


def test_vectors_come_out_as_rows_of_length_one() -> None:
    numpy = pytest.importorskip("numpy", reason="the extra [neural] isn't installed")
    rows = encoding([[3, 4], [0, 0]]).vectors(["a", "b"])
    assert (rows.dtype, rows.tolist()) == (numpy.float32, [[pytest.approx(0.6), pytest.approx(0.8)], [0, 0]])


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "ab",
        [1, 2],
        [[1, 2]],
        [[1, 2], [3]],
        [[], []],
        [[1, math.nan], [1, 2]],
        [[1, math.inf], [1, 2]],
        [["a", "b"], ["c", "d"]],
        [[[1, 2]], [[1, 2]]],
    ],
)
def test_vectors_that_cannot_be_are_refused(answer: object) -> None:
    pytest.importorskip("numpy", reason="the extra [neural] isn't installed")
    with pytest.raises(NothingDoneError) as told:
        encoding(answer).vectors(["a", "b"])
    assert told.value.arguments["name"] == "acme"


def test_an_encoder_keeps_to_one_length() -> None:
    pytest.importorskip("numpy", reason="the extra [neural] isn't installed")
    sizes = iter((2, 3))
    guarded = GuardedEncoder("acme", SimpleNamespace(name="acme/1", vectors=lambda texts: [[1.0] * next(sizes)]))
    guarded.vectors(["a"])
    with pytest.raises(NothingDoneError):
        guarded.vectors(["a"])


@pytest.mark.parametrize("made", [None, SimpleNamespace(name="acme/1"), SimpleNamespace(vectors=len)])
def test_what_is_no_encoder_is_told(made: object) -> None:
    with pytest.raises(NothingDoneError):
        GuardedEncoder("acme", made)
    with pytest.raises(NothingDoneError):
        encoding([], name="")
