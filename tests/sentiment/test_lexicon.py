"""The lexicon scorers: which reader reads what, which label a mean is, which words are kept."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from smwatch.models import Label
from smwatch.protocols import Passage
from smwatch.sentiment.about import Piece
from smwatch.sentiment.calibration import calibrated
from smwatch.sentiment.lexicon import (
    THRESHOLD,
    VERSION,
    WORDS,
    LexiconScorer,
    Named,
    StockScorer,
    label_of,
    readings_of,
    telling_words,
)
from smwatch.sentiment.vader import Reading

LOUD, QUIET = -0.8, 0.3


def reading(words: Sequence[str], values: Sequence[float], compound: float) -> Reading:
    return Reading(words, values, compound=compound)


def by(compound: float) -> Named:
    """A reader that finds the same in any text."""
    return Named("toy", lambda text: reading([text], [compound], compound))


READERS = {"en": by(QUIET), "fr": by(LOUD)}


@pytest.mark.parametrize(
    ("mean", "label"),
    [(-1.0, Label.NEGATIVE), (-THRESHOLD, Label.NEGATIVE), (-0.0499, Label.NEUTRAL), (0.0, Label.NEUTRAL),
     (0.0499, Label.NEUTRAL), (THRESHOLD, Label.POSITIVE), (1.0, Label.POSITIVE)],
)  # fmt: skip
def test_which_label_a_mean_is(mean: float, label: Label) -> None:
    assert label_of(mean) is label


@pytest.mark.parametrize(
    ("piece", "whole", "compound"),
    [
        (Piece("x", 1.0, "en"), "fr", QUIET),  # its own language
        (Piece("x", 1.0, ""), "fr", LOUD),  # else its text's
        (Piece("x", 1.0, "es"), "en", QUIET),
        (Piece("x", 1.0, ""), "", LOUD),  # else all are asked, and the strongest holds
        (Piece("x", 1.0, "es"), "es", LOUD),
    ],
)
def test_which_reader_reads_a_sentence(piece: Piece, whole: str, compound: float) -> None:
    ((found, weight),) = readings_of([piece], READERS, whole)
    assert (found.compound, weight) == (compound, 1.0)


def test_the_words_that_made_a_score_the_strongest_first() -> None:
    first = reading(["bon", "la", "nul"], [2.0, 0.0, -1.0], 0.4)
    second = reading(["nul"], [-1.0], -0.3)
    assert telling_words([(first, 1.0), (second, 2.0)]) == (("nul", -0.6), ("bon", 0.4))


def test_few_words_are_kept_and_none_where_none_count() -> None:
    many = reading([f"mot{at}" for at in range(20)], [1.0] * 20, 0.9)
    assert len(telling_words([(many, 1.0)])) == WORDS
    assert telling_words([(reading(["la"], [0.0], 0.0), 1.0)]) == ()
    assert telling_words([]) == ()


def test_words_that_cancel_out_say_nothing() -> None:
    assert telling_words([(reading(["x", "x"], [1.0, -1.0], 0.0), 1.0)]) == ()


def scored(text: str, lang: str = "fr", mark: str = "") -> tuple[float | None, Label | None, str]:
    (answer,) = LexiconScorer("lexicon", READERS, mark).score([Passage(text=text, lang=lang)])
    return answer.score, answer.label, answer.scorer


def test_an_answer_carries_the_name_of_who_read_it() -> None:
    assert scored("Rien que des mots.") == (calibrated(LOUD, "fr"), Label.NEGATIVE, f"toy/{VERSION}")
    assert scored("Nothing but words.", "en")[2] == f"toy/{VERSION}"
    assert scored("Xzq wvu.", "")[2] == f"lexicon/{VERSION}"
    assert scored("Rien que des mots.", mark="+3")[2] == f"toy/{VERSION}+3"


def test_what_is_in_another_language_or_says_nothing_has_no_score() -> None:
    assert scored("Nada más que palabras.", "es") == (None, None, f"lexicon/{VERSION}")
    assert scored("https://a.example/", "fr") == (None, None, f"lexicon/{VERSION}")


def test_all_that_answers_may_carry_is_told() -> None:
    assert LexiconScorer("lexicon", READERS, "+3").versions == {f"lexicon/{VERSION}+3", f"toy/{VERSION}+3"}
    assert StockScorer().versions == {"vader-stock/1"}


def test_the_worst_sentence_is_told() -> None:
    moods = {"Bon.": 0.6, "Nul.": -0.6}
    reader = Named("toy", lambda text: reading([text], [moods[text]], moods[text]))
    (answer,) = LexiconScorer("lexicon", {"fr": reader}).score([Passage(text="Bon. Nul. Bon.", lang="fr")])
    assert answer.worst == calibrated(-0.6, "fr")
    assert answer.score == calibrated(round((0.6 - 2 * 0.6 + 0.6) / 4, 4), "fr")


@pytest.mark.parametrize(("lang", "scores"), [("en", True), ("fr", True), ("", True), ("es", False)])
def test_stock_vader_is_asked_for_some_languages(lang: str, *, scores: bool) -> None:
    (answer,) = StockScorer().score([Passage(text="This is awful, truly awful.", lang=lang)])
    assert (answer.label is Label.NEGATIVE) is scores
    assert answer.score == answer.worst
    assert answer.scorer == "vader-stock/1"
