"""What was typed to be looked for, in its pieces."""

from __future__ import annotations

import pytest

from smwatch.models import Span
from smwatch.text.sought import LONGEST, MOST_SHOWN, Piece, fold_word, read_search


def typed(said: str) -> list[str]:
    """The pieces, as a short form: -unwanted, begins*, words of a phrase joined by _."""
    return [
        ("-" if piece.unwanted else "") + "_".join(piece.words) + ("*" if piece.begins else "")
        for piece in read_search(said).pieces
    ]


@pytest.mark.parametrize(
    ("said", "pieces"),
    [
        ("yogourt rappel", ["yogourt", "rappel"]),
        ("Yogourt YOGOURT", ["yogourt", "yogourt"]),  # the index is asked as it was typed
        ("yogourt yogourt", ["yogourt"]),
        ('"rappel volontaire"', ["rappel_volontaire"]),
        ("« rappel volontaire »", ["rappel_volontaire"]),
        ("“rappel volontaire", ["rappel_volontaire"]),  # to the end where its quotes aren't closed
        ("nestl*", ["nestl*"]),
        ('"rappel vol"*', ["rappel_vol*"]),
        ("-concours", ["-concours"]),
        ('-"grand concours"', ["-grand_concours"]),
        ("coca-cola", ["coca_cola"]),
        ("l'usine", ["l_usine"]),
        ("cœur", ["coeur"]),
        ('- * " ( ) : ^', []),
        ("a:b", ["a_b"]),
        ("NEAR(a b)", ["near_a", "b"]),
        ("", []),
    ],
)
def test_what_is_looked_for(said: str, pieces: list[str]) -> None:
    assert typed(said) == pieces


def test_what_must_be_there_and_what_must_not() -> None:
    search = read_search('yogourt -"grand concours" rappel*')
    assert search.wanted == (Piece(("yogourt",), ("yogourt",)), Piece(("rappel",), ("rappel",), begins=True))
    assert search.unwanted == (Piece(("grand", "concours"), ("grand", "concours"), unwanted=True),)


def test_only_so_much_is_read_of_what_was_typed() -> None:
    assert typed("x" * (LONGEST - 2) + " y z") == ["x" * (LONGEST - 2), "y"]


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("ÉTÉ", "ete"),
        ("e\u0301te", "ete"),
        ("Cœur", "coeur"),
        ("ß", "ß"),
        ("Ёлка", "елка"),
        ("ABC", "abc"),
        ("中文", "中文"),
    ],
)
def test_words_are_folded_as_the_index_folds_them(word: str, folded: str) -> None:
    assert fold_word(word) == folded


def spans(said: str, text: str, title: str = "") -> list[str]:
    parts = {"title": title, "text": text}
    return [parts[span.part][span.start : span.end] for span in read_search(said).found(title, text)]


@pytest.mark.parametrize(
    ("said", "text", "found"),
    [
        ("usine", "L'Usine ferme, les usines aussi", ["Usine"]),
        ("usin*", "L'Usine ferme, les usines aussi", ["Usine", "usines"]),
        ('"usine ferme"', "L'usine ferme. Usine, ferme!", ["usine ferme", "Usine, ferme"]),
        ('"usine fer"*', "usine fermée", ["usine fermée"]),
        ("usine ferme", "ferme usine", ["ferme", "usine"]),
        ('usine "usine ferme"', "usine ferme", ["usine ferme"]),  # what overlaps is one
        ("-usine", "usine", []),
        ("usine", "", []),
    ],
)
def test_where_the_pieces_stand(said: str, text: str, found: list[str]) -> None:
    assert spans(said, text) == found


def test_no_more_finds_are_told_than_a_page_needs() -> None:
    assert len(read_search("a").found("a " * 150, "a " * 150)) == MOST_SHOWN
    assert read_search("a").found("a", "a")[0] == Span("title", 0, 1)
