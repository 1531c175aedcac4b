import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
)

from smwatch.sentiment import vader
from smwatch.sentiment.vader import english, polarity_scores, read
from tests.thorough import cases

PACKAGE = SentimentIntensityAnalyzer()

# words on which the rules turn, with lexicon words of both signs, emoticons and emojis between them
TURNS = [
    *NEGATE,
    *BOOSTER_DICT,
    *SPECIAL_CASES,
    *["but", "BUT", "no", "No", "nor", "or", "least", "at", "very", "never", "so", "this", "without", "doubt", "kind"],
    *["of", "sort", "n't", "wouldn't've", "GREAT", "great", "good", "Bad", "BAD", "terrible", "love", "hate", "fine"],
    *[
        "fun",
        "sucks",
        "WIN",
        ":)",
        ":(",
        "😁",
        "💘",
        "😡",
        "<3",
        "é",
        "x",
        "the",
        "A",
        "(good)",
        "good!!!",
        "bad??",
        "...",
    ],
]
words = st.sampled_from(TURNS)
texts = st.lists(words, max_size=14).map(" ".join)


@pytest.mark.parametrize(
    "text",
    [
        "VADER is VERY SMART, uber handsome, and FRIGGIN FUNNY!!!",
        "At least it isn't a horrible book.",
        "The plot was good, but the characters are uncompelling and the dialog is not great.",
        "Catch utf-8 emoji such as 💘 and 💋 and 😁",
        "Without a doubt, an excellent idea.",
        "never so good, never this good, not so good",
        "good good but good good but bad",
        "1.5 but 3 good but great but good",
        "no good, no or nor bad, no",
        "",
        " \n",
        "!?",
        "naïve\u00a0good\u2028bad\ufeff",
    ],
)
def test_known_turns_score_as_the_package(text: str) -> None:
    assert polarity_scores(text) == PACKAGE.polarity_scores(text)


@settings(max_examples=cases(150), deadline=None)
@given(texts)
def test_any_row_of_turning_words_scores_as_the_package(text: str) -> None:
    assert polarity_scores(text) == PACKAGE.polarity_scores(text)


@settings(max_examples=cases(60), deadline=None)
@given(st.text(max_size=60))
def test_any_text_at_all_scores_as_the_package(text: str) -> None:
    assert polarity_scores(text) == PACKAGE.polarity_scores(text)


@settings(max_examples=cases(40), deadline=None)
@given(st.lists(st.sampled_from(["good", "bad", "GOOD", "but", "great", "x", "not"]), max_size=40).map(" ".join))
def test_but_meets_equal_valences_in_the_package_s_own_order(text: str) -> None:
    assert polarity_scores(text) == PACKAGE.polarity_scores(text)


def test_the_constants_are_the_package_s() -> None:
    assert frozenset(NEGATE) == vader.NEGATIONS
    assert dict(BOOSTER_DICT) == dict(vader.BOOSTERS)
    assert dict(SPECIAL_CASES) == dict(vader.IDIOMS)
    assert dict(english().lexicon) == PACKAGE.lexicon


def test_a_reading_says_which_words_made_the_score() -> None:
    reading = read("It is not good at all, but great today", english())
    made = {word: value for word, value in zip(reading.words, reading.values, strict=True) if value}
    assert set(made) == {"good", "great"}
    assert made["good"] < 0 < made["great"]


def test_the_package_s_heavy_module_is_never_loaded() -> None:
    code = "import sys; from smwatch.sentiment.vader import polarity_scores as p; p('good'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert "smwatch.sentiment.vader" in loaded
    assert "requests" not in loaded
    assert "vaderSentiment.vaderSentiment" not in loaded


@pytest.mark.parametrize(
    "unit", ["good ", "not good but bad ", "but ", "😁", "!?", "a", "so never BAD ", "kind of good "]
)
def test_cost_is_linear(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    began = time.perf_counter()
    polarity_scores(text)
    assert time.perf_counter() - began < 3
