"""Lists of words: braces, layers, and phrases found in a row of tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.sentiment.lexicons import Layer, Phrases, layer, lines, spell_out


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("nul", ["nul"]),
        ("nul{,le,s}", ["nul", "nulle", "nuls"]),
        ("mis{e,} à pied", ["mise à pied", "mis à pied"]),
        (
            "retir{é,és} d{es,u} rayon{,s}",
            [
                "retiré des rayon",
                "retiré des rayons",
                "retiré du rayon",
                "retiré du rayons",
                "retirés des rayon",
                "retirés des rayons",
                "retirés du rayon",
                "retirés du rayons",
            ],
        ),
        (":{", [":{"]),  # an emoticon
        ("{a}", ["a"]),
    ],
)
def test_braces_write_endings_at_once(pattern: str, words: list[str]) -> None:
    assert spell_out(pattern) == words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("un peu plus loin", ["un peu plus", "loin"]),  # the longest
        ("un peu loin", ["un peu", "loin"]),
        ("Un PEU loin", ["Un PEU", "loin"]),  # as it is written
        ("un un peu", ["un", "un peu"]),
        ("un peu un peu", ["un peu", "un peu"]),
        ("peu plus ou moins", ["peu", "plus ou moins"]),
        ("un peu plus ou moins", ["un peu plus", "ou", "moins"]),  # the first that begins
        ("plus ou", ["plus", "ou"]),
        ("un", ["un"]),
        ("", []),
    ],
)
def test_phrases_are_joined(text: str, found: list[str]) -> None:
    assert Phrases(["un peu", "un peu plus", "plus ou moins", "seul"]).join(text.split()) == found


def test_without_phrases_the_very_same_words_come_back() -> None:
    words = ["un", "peu"]
    assert Phrases(["seul"]).join(words) is words
    assert Phrases([]).join(words) is words


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.text("abc ", min_size=1, max_size=6), max_size=5))
def test_no_word_is_lost_or_moved(words: list[str], phrases: list[str]) -> None:
    joined = Phrases([" ".join(phrase.split()) for phrase in phrases]).join(words)
    assert " ".join(joined).split() == words


def test_a_layer_is_the_same_object_for_the_same_question() -> None:
    more = (("moche", -2.0),)
    assert Layer.of("fr-pr", more) is Layer.of("fr-pr", more)
    assert Layer.of("fr-pr") is not Layer.of("fr-pr", more)
    assert Layer.of("", more).words == {"moche": -2.0}
    assert Layer.of().words == {}


def test_words_of_one_s_own_win() -> None:
    word = next(iter(layer("fr-pr")))
    assert Layer.of("fr-pr", ((word, 3.9),)).words[word] == 3.9
    assert len(Layer.of("fr-pr", ((word, 3.9),)).words) == len(layer("fr-pr"))


@pytest.mark.parametrize("name", ["fr", "fr-pr", "en-pr"])
def test_a_line_is_words_a_valence_and_a_note(name: str) -> None:
    found = lines(name)
    assert len(found) > 100
    assert all(-4 <= line.valence <= 4 and line.words == " ".join(line.words.split()) for line in found)
    assert layer(name) == {line.words: line.valence for line in found}
