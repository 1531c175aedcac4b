"""Words that a reader changed are found again where they were written."""

from __future__ import annotations

import time

import pytest

from smwatch.sentiment.placing import places, without
from smwatch.sentiment.readers import reader


def found(text: str, *words: str) -> list[str | None]:
    return [text[slice(*place)] if place else None for place in places(text, words)]


@pytest.mark.parametrize(
    ("text", "words", "where"),
    [
        ("Bonjour, c'est bon", ["bon"], ["bon"]),
        ("C’EST PAS FORT", ["pas fort"], ["PAS FORT"]),
        ("nuuuul, mais nul", ["nul", "mais", "nul"], ["nuuuul", "mais", "nul"]),
        ("#BoycottNestle #nul", ["Boycott", "Nestle", "nul"], ["Boycott", "Nestle", "nul"]),
        ("j’attends mon remboursement", ["j attends"], ["j’attends"]),
        ("sad \N{POUTING FACE} now", ["pouting", "face", "now"], [*["\N{POUTING FACE}"] * 2, "now"]),
        ("\N{HEAVY BLACK HEART}\ufe0f", ["red", "heart"], ["\N{HEAVY BLACK HEART}\ufe0f"] * 2),
        ("bad :( :)", [":(", ":)"], [":(", ":)"]),
        ("İ bad", ["bad"], ["bad"]),
        ("nothing of it", ["elsewhere"], [None]),
        ("", ["bad"], [None]),
    ],
)  # fmt: skip
def test_a_word_is_where_it_was_written(text: str, words: list[str], where: list[str | None]) -> None:
    assert found(text, *words) == where


def test_words_are_taken_in_their_order() -> None:
    assert places("bon ou pas bon", ["bon", "ou", "pas", "bon"]) == [(0, 3), (4, 6), (7, 10), (11, 14)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "NOT good!! \N{POUTING FACE} The coffee's lovely, though; #NeverAgain sooo bad :-("),
        ("fr", "C’est vraiment pas fort… nuuuul \N{POUTING FACE} #honte ; « quelle déception » tabarnak !"),
    ],
)
def test_every_word_that_a_reader_weighs_has_its_place(lang: str, text: str) -> None:
    reading = reader(lang)(text)
    assert [word for word, value in zip(reading.words, reading.values, strict=True) if value]
    for value, place in zip(reading.values, places(text, reading.words), strict=True):
        assert place or not value


def test_long_texts_take_no_longer_than_they_are_long() -> None:
    started = time.process_time()
    places("a" * 20_000, ["a" * 500, "ab", "zz"])
    places("ab " * 7_000, ["zz"] * 3_000)
    places("aaaa " * 4_000, ["aaaa"] * 4_000)
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    ("text", "word", "left"),
    [
        ("a bad day", "bad", "a day"),
        ("bad day", "bad", "day"),
        ("a day, bad", "bad", "a day, "),
        ("(bad) day", "bad", "() day"),
    ],
)
def test_what_is_left_reads_as_a_text(text: str, word: str, left: str) -> None:
    start = text.index(word)
    assert without(text, (start, start + len(word))) == left
