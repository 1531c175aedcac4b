# ruff: noqa: E501 - what people say
"""Words as themes compare them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smwatch.themes.usual import usual
from smwatch.themes.words import Kind, Reader, dull, stem, stub


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("fr", "usine", "l’usines"), ("fr", "journal", "Journaux"), ("fr", "rappelé", "RAPPELÉES"), ("fr", "yogourt", "yogourts"),
        ("fr", "Québec", "quebec"), ("en", "recall", "recalled"), ("en", "boycott", "Boycotting"), ("en", "bakery", "bakeries"),
        ("en", "shipping", "shipped"), ("en", "Canada", "Canada's"), ("en", "box", "boxes"), ("fr", "boycott", "#Boycott"),
    ],
)  # fmt: skip
def test_two_forms_of_a_word_have_one_key(lang: str, one: str, other: str) -> None:
    assert [word.key for word in Reader(lang).words(one)] == [word.key for word in Reader(lang).words(other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("usine", "usage"), ("prix", "pris"), ("vol", "vols-tu"), ("coffee", "coffre"), ("plan", "plane"), ("bus", "but")],
)
def test_two_words_have_two(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_what_a_word_is_good_for() -> None:
    found = [(word.key, word.kind) for word in Reader("fr").words("Rappel de l’usine, faut-il 12 500 $ ? Loi 96 @toi")]
    assert [pair for pair in found if pair[0]] == [
        ("rappel", Kind.WORD), ("de", Kind.JOINS), ("usine", Kind.WORD), ("faut", Kind.DULL), ("loi", Kind.WORD), ("96", Kind.NUMBER),
    ]  # fmt: skip


@pytest.mark.parametrize("word", "le the lire read janvier Monday rapidement especially https selon said".split())
def test_some_words_say_nothing(word: str) -> None:
    assert next(one.kind for one in Reader("").words(word)) in {Kind.DULL, Kind.JOINS}


@pytest.mark.parametrize("word", "gouvernement département logement famille family supply grève boycott".split())
def test_others_look_like_them(word: str) -> None:
    assert [one.kind for one in Reader("fr").words(word)] == [Kind.WORD]


def test_a_word_that_means_something_in_one_language_is_not_lost_to_the_other() -> None:
    assert "car" not in dull("en")
    assert "car" in dull("fr")
    assert "not" in dull("fr")


@pytest.mark.parametrize("word", "journaux Écologies l'hôpital porte-parole H&M bébé company".split())
def test_a_word_begins_with_its_stub(word: str) -> None:
    from smwatch.text.fold import fold_roughly

    key = next(one.key for one in Reader("fr").words(word) if one.key)
    parted = fold_roughly(" " + word).replace(b"'", b" ").replace(b"&", b" ")
    assert stub(key) in parted


def test_the_lists_of_what_is_usual_know_both_languages() -> None:
    french, english, any_language = usual("fr"), usual("en"), usual("es")
    assert french.counts["prix"] > french.texts / 100
    assert english.counts["price"] > english.texts / 100
    assert any_language.texts == french.texts + english.texts
    assert "de" not in french.counts


@given(st.text(max_size=60))
@example("Rappel ﷺ des RAPPELÉES œufs ʼnᴹᴰ")
def test_words_learnt_together_are_those_learnt_one_by_one(text: str) -> None:
    assert Reader("fr").words(text) == [word for word, *_ in Reader("fr").places(text)]
