"""What words lean to, and how that is learned."""

import importlib.util
import random
from pathlib import Path
from types import ModuleType

import pytest

from smwatch.text.leaning import common_words, lean, pieces
from smwatch.text.votes import votes, words

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def learner() -> ModuleType:
    """tools/language.py, which is a script and no package."""
    spec = importlib.util.spec_from_file_location("learner", ROOT / "tools" / "language.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_word_leans_to_the_language_that_it_looks_like() -> None:
    assert min(map(lean, ("les", "faque", "chu", "qu'il", "inquiétude", "déneigement", "décevante"))) > 0
    assert max(map(lean, ("the", "don't", "weird", "shouldn't", "knowingly", "shipping", "wouldve"))) < 0


def test_pieces_know_where_a_word_begins_and_ends() -> None:
    assert sorted(pieces("pis")) == sorted(["^pis$", "^p", "pi", "is", "s$", "^pi", "pis", "is$"])
    assert len(pieces("a" * 1_000_000)) < 100
    assert pieces("a") == ["^a$", "^a", "a$", "^a$"]


def test_a_word_that_was_never_met_leans_less_far() -> None:
    assert 0 < lean("inquiétudière", 0.5) < lean("inquiétudière")
    assert lean("les", 0.5) == lean("les")


def test_no_common_word_is_in_both_lists() -> None:
    assert not common_words("fr") & common_words("en")


def test_what_french_shares_with_spanish_speaks_for_both() -> None:
    french, english, most, others = votes("de")
    assert english == 0
    assert french == pytest.approx(most)
    assert dict(others)["es"] == pytest.approx(most)


def test_words_leave_out_addresses_names_and_tags() -> None:
    assert words("@Ikea C’EST nul! #fail http://t.co/the :D") == ["c'est", "nul"]


def test_the_same_texts_teach_the_same_weights(learner: ModuleType) -> None:
    rows = [("le chat mange la souris", True), ("the cat eats the mouse", False)] * 40

    def taught() -> str:
        chance = random.Random(1)
        return str(learner.written(learner.learn(list(learner.snippets(iter(rows), chance)), chance)))

    written = taught()
    assert written == taught()
    weights = {piece: int(by) for by, *of in map(str.split, written.splitlines()[1:]) for piece in of}
    assert weights["^la$"] > 0 > weights["^the$"]


def test_the_hands_for_the_last_measure_are_not_learned_from(learner: ModuleType) -> None:
    taught = {text for text, _ in learner.texts("train", "dev")}
    measured = {text for text, _ in learner.texts("test")}
    assert len(taught) > 2_000
    assert len(measured) > 500
    assert not taught & measured
