"""VADER's rules one by one, over a lexicon of a few words."""

from __future__ import annotations

import math

import pytest

from smwatch.sentiment.vader import (
    BOOST,
    CAPITALS,
    EXCLAMATION,
    NEGATION,
    Rules,
    capitals_stand_out,
    emphasis_of,
    lower_all,
    read,
    spell_emojis,
    split,
    total,
    weigh,
)

RULES = Rules(lexicon={"good": 2.0, "bad": -2.0, "no": -1.2, "kind": 2.4, "sadly": -1.8}, tokens=split)


def values(text: str) -> list[float]:
    words = split(text)
    return weigh(words, lower_all(words), RULES)


def value(text: str) -> float:
    """That of the only word that counts."""
    (found,) = [value for value in values(text) if value]
    return found


def fired(text: str) -> set[str]:
    words, names = split(text), set[str]()
    weigh(words, lower_all(words), RULES, names)
    return names


@pytest.mark.parametrize(
    ("text", "expected", "rules"),
    [
        ("a good day", 2.0, set()),
        ("a very good day", 2.0 + BOOST, {"degree"}),
        ("a very nice good day", 2.0 + BOOST * 0.95, {"degree"}),
        ("a very nice old good day", 2.0 + BOOST * 0.9, {"degree"}),
        ("very nice old new good", 2.0, set()),  # too far back
        ("a slightly good day", 2.0 - BOOST, {"degree"}),
        ("a very bad day", -2.0 - BOOST, {"degree"}),
        ("not good", 2.0 * NEGATION, {"negation"}),
        ("isn't good", 2.0 * NEGATION, {"negation"}),
        ("wouldn't ever be good", 2.0 * NEGATION, {"negation"}),
        ("no good", 2.0 * NEGATION, {"negation"}),
        ("never so good", (2.0 + BOOST) * 1.25, {"degree"}),
        ("without a doubt good", 2.0, set()),
        ("without a good", 2.0 * NEGATION, {"negation"}),
        ("least good", 2.0 * NEGATION, {"negation"}),
        ("at least good", 2.0, set()),
        ("very least good", 2.0 + BOOST * 0.95, {"degree"}),
        ("a GOOD day", 2.0 + CAPITALS, {"capitals"}),
        ("a BAD day", -2.0 - CAPITALS, {"capitals"}),
        ("A GOOD DAY", 2.0, set()),  # all is shouted
        ("kind of good", 2.0, set()),
        ("so very kind", 2.4 + BOOST * (1 + 0.95), {"degree"}),
    ],
)
def test_what_stands_around_a_word_changes_what_it_weighs(text: str, expected: float, rules: set[str]) -> None:
    assert value(text) == pytest.approx(expected, abs=1e-9)
    assert fired(text) == rules


def test_no_before_a_word_that_counts_says_nothing_itself() -> None:
    assert values("no good") == [0.0, pytest.approx(2.0 * NEGATION)]
    assert values("no thanks") == [-1.2, 0.0]


def test_but_halves_what_stands_before_and_adds_half_to_what_stands_after() -> None:
    assert values("good but bad") == [1.0, 0.0, -3.0]
    assert values("bad but good") == [-1.0, 0.0, 3.0]
    assert "contrast" in fired("good but bad")
    assert "contrast" not in fired("nothing but words")


@pytest.mark.parametrize(
    ("text", "emphasis"),
    [
        ("", 0),
        ("x!", EXCLAMATION),
        ("x!!!!", 4 * EXCLAMATION),
        ("x!!!!!!!", 4 * EXCLAMATION),
        ("x?", 0),
        ("x??", 0.36),
        ("x???", 0.54),
        ("x????", 0.96),
        ("x?????????", 0.96),
        ("x!??", EXCLAMATION + 0.36),
    ],
)
def test_what_marks_add(text: str, emphasis: float) -> None:
    assert emphasis_of(text) == pytest.approx(emphasis)


def test_scores_are_shares_and_a_sum_between_minus_one_and_one() -> None:
    found = total(["a", "good", "bad"], [0.0, 2.0, -1.0], "a good bad")
    assert (found.neg, found.neu, found.pos) == (round(2 / 6, 3), round(1 / 6, 3), round(3 / 6, 3))
    assert found.compound == round(1 / math.sqrt(1 + 15), 4)


def test_marks_go_with_the_side_that_is_ahead() -> None:
    plain, loud = (total(["good"], [2.0], text) for text in ("good", "good!!"))
    assert loud.compound > plain.compound
    assert total(["bad"], [-2.0], "bad!!").compound == -loud.compound
    assert total(["good", "bad"], [2.0, -2.0], "!!!!").compound == 0


def test_nothing_felt_is_neutral_and_nothing_said_is_nothing() -> None:
    felt, said = total(["a"], [0.0], "a!!"), total([], [], "!!")
    assert (felt.neu, felt.compound) == (1.0, 0.0)
    assert (said.neu, said.compound) == (0.0, 0.0)


def test_a_sum_without_end_stays_below_one() -> None:
    assert total(["x"] * 500, [4.0] * 500, "x").compound == 1.0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Good, bad!", ["Good", "bad"]),
        ("(good) 'bad'", ["good", "bad"]),
        (":) :-( <3", [":)", ":-(", "<3"]),  # what would shrink to nothing is an emoticon
        ("a.b c-d", ["a.b", "c-d"]),
        ("  ", []),
    ],
)
def test_words_are_parted_at_white_space(text: str, words: list[str]) -> None:
    assert split(text) == words


@pytest.mark.parametrize(
    ("text", "out"), [("so GOOD", True), ("SO GOOD", False), ("so good", False), ("", False), ("A b", True)]
)
def test_when_capitals_stand_out(text: str, *, out: bool) -> None:
    assert capitals_stand_out(text.split()) is out


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("a☹b", "a frowning faceb"),
        ("a ☹ b", "a frowning face b"),
        ("☹☹", "frowning face frowning face"),
        ("été", "été"),
        ("", ""),
    ],
)
def test_emojis_become_words(text: str, spelt: str) -> None:
    assert spell_emojis(text, {"☹": "frowning face"}) == spelt


def test_a_text_is_read_at_once() -> None:
    found = read("A GOOD day, not bad!", RULES)
    assert list(found.words) == ["A", "GOOD", "day", "not", "bad"]
    assert found.compound > 0.5
    assert lower_all(["GOOD", "É", "x"]) == ["good", "é", "x"]
    assert lower_all([]) == []
