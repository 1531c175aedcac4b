"""Hashtags and handles cut into words, and what campaigns put next to a name."""

from __future__ import annotations

import pytest

from smwatch.text.tags import CAMPAIGN, MOST_WORDS, names


def said(body: str) -> list[str]:
    """The names in a tag, each as it is written there, the longest first."""
    return [body[start:end] for _, start, end in names(body)]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("LaitFrais", ["LaitFrais", "Frais", "Lait"]),
        ("fromage", ["fromage"]),
        ("Air_Canada", ["Air_Canada", "Canada", "Air"]),
        ("HTMLParser", ["HTMLParser", "Parser", "HTML"]),
        ("Loi96", ["Loi96", "Loi", "96"]),
        ("2010Vancouver", ["2010Vancouver", "Vancouver", "2010"]),
        ("ONU2010Rio", ["ONU2010Rio", "ONU2010", "2010Rio", "2010", "ONU", "Rio"]),
        ("ÉtéIndien", ["ÉtéIndien", "Indien", "Été"]),
        ("a", ["a"]),
    ],
)
def test_the_words_of_a_tag(body: str, found: list[str]) -> None:
    assert said(body) == found


@pytest.mark.parametrize("word", CAMPAIGN)
def test_a_campaign_s_word_comes_off_either_end(word: str) -> None:
    assert "nordelait" in said(f"{word}nordelait")
    assert "nordelait" in said(f"nordelait{word}")
    assert word in said(word), "alone it is a word as any other"


def test_capitals_beside_a_campaign_s_word_in_small_letters_are_a_name() -> None:
    assert "NORDELAIT" in said("NORDELAITsucks")
    assert "NORDELAIT" in said("stopNORDELAIT")
    assert "NORDELAIT" not in said("NORDELAITfromage")


def test_no_more_words_of_one_tag_are_told_apart_than_agreed() -> None:
    body = "".join(f"Mot{letter}" for letter in "ABCDEFGHIJKLMNOPQRST")
    assert len(names(body)) <= MOST_WORDS * (MOST_WORDS + 1) // 2 + MOST_WORDS + 1
    assert body in said(body), "all of it is one name, however long"


def test_an_underscore_alone_is_no_name() -> None:
    assert names("___") == []
    assert said("_a_") == ["a"]
