"""What is typed to be looked for, and where a text holds it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.text.sought import LONGEST, MOST_SHOWN, read_search

TEXT = "Nestlé n'a pas de cœur : L'ŒUVRE e\u0301te\u0301, l'été à Air-Canada 👩‍🚒 Zürich"


def found(typed: str, text: str = TEXT) -> list[str]:
    """What is lit of a text."""
    return [text[span.start : span.end] for span in read_search(typed).found("", text)]


@pytest.mark.parametrize(
    ("typed", "lit"),
    [
        ("nestle", ["Nestlé"]),
        ("NESTLÉ coeur", ["Nestlé", "cœur"]),
        ("œuvre", ["ŒUVRE"]),
        ("ete", ["e\u0301te\u0301", "été"]),
        ('"air canada"', ["Air-Canada"]),
        ("air-canada", ["Air-Canada"]),
        ('"canada air"', []),
        ("l'été", ["l'été"]),
        ("can*", ["Canada"]),
        ('"air can*"', ["Air-Canada"]),
        ('"air can"*', ["Air-Canada"]),
        ("can", []),
        ("zurich -canada", ["Zürich"]),
        ("-zurich", []),
        ("👩‍🚒", []),
        ('"pas de cœur" cœur', ["pas de cœur"]),
        ('("pas de cœur")', ["pas de cœur"]),
        ('("cœur de pas")', []),
        ('"pas de","air canada"', ["pas de", "Air-Canada"]),
        ('"pas de cœur', ["pas de cœur"]),
        ('zurich -"air canada', ["Zürich"]),
    ],
)
def test_finds_are_what_was_typed_however_it_is_written(typed: str, lit: list[str]) -> None:
    assert found(typed) == lit


def test_titles_come_first() -> None:
    spans = read_search("lait").found("Le lait", "Du lait, du LAIT")
    assert [tuple(vars_) for vars_ in ((s.part, s.start, s.end) for s in spans)] == [
        ("title", 3, 7),
        ("text", 3, 7),
        ("text", 12, 16),
    ]


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        ("a -b", [("a",)], [("b",)]),
        ('a -"b c"', [("a",)], [("b", "c")]),
        ('a-b -"', [("a", "b")], []),
        ("« œufs frais » -c*", [("oeufs", "frais")], [("c",)]),
        ('"a"b"c', [("a",), ("b",), ("c",)], []),
        ('- -- ! * ""', [], []),
        ("a a A", [("a",)], []),
        ("NEAR(a b)", [("near", "a"), ("b",)], []),
        ("title:x AND y", [("title", "x"), ("and",), ("y",)], []),
    ],
)
def test_no_sign_means_anything_but_quotes_star_and_minus(
    typed: str, wanted: list[tuple[str, ...]], unwanted: list[tuple[str, ...]]
) -> None:
    read = read_search(typed)
    assert [piece.words for piece in {piece.words: piece for piece in read.wanted}.values()] == wanted
    assert [piece.words for piece in read.unwanted] == unwanted


def test_what_nobody_types_is_bounded() -> None:
    assert len(read_search("mot " * 10_000).pieces) == 1
    assert len(read_search("x" * 10_000).pieces[0].said[0]) == LONGEST
    assert len(read_search("a").found("", "a " * 1_000_000)) == MOST_SHOWN


@given(typed=st.text(), text=st.text())
def test_finds_stand_in_the_text_in_order_and_apart(typed: str, text: str) -> None:
    read = read_search(typed)
    spans = read.found("", text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert all(piece.words for piece in read.pieces)
