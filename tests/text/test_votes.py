"""What a word says about the language of the text that it stands in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.text.stopwords import LISTED, TOLD_APART, stop_words
from smwatch.text.votes import BARE, totals_of, votes, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bonjour à TOUS", ["bonjour", "à", "tous"]),
        ("C’est l'usine aujourd’hui", ["c'est", "l'usine", "aujourd'hui"]),
        ("voir https://a.example/pour ça", ["voir", "ça"]),
        ("www.a.example/the @the #the nul", ["nul"]),
        ("bien :D =P xD fort ;-)", ["bien", "fort"]),
        ("12 ans, 3e fois", ["ans", "e", "fois"]),
        ("¿Qué? ¡No!", ["¿", "qué", "¡", "no"]),
        ("un_mot", ["un", "mot"]),
        ("", []),
        ("123 …", []),
    ],
)
def test_the_words_that_tell_a_language(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize("word", "nous avec très usine rappelé chaussures l'hiver qu'ils malheureusement".split())
def test_french_words_vote_for_french(word: str) -> None:
    french, english, _, _ = votes(word)
    assert french > english


@pytest.mark.parametrize("word", "with they really recalled shoes winter unfortunately don't through".split())
def test_english_words_vote_for_english(word: str) -> None:
    french, english, _, _ = votes(word)
    assert english > french


@pytest.mark.parametrize(
    ("word", "lang"),
    [
        ("pero", "es"),
        ("não", "pt"),
        ("nicht", "de"),
        ("della", "it"),
        ("niet", "nl"),
        ("och", "sv"),
        ("jest", "pl"),
        ("ve", "tr"),
    ],
)
def test_function_words_of_others_vote_for_them(word: str, lang: str) -> None:
    _, _, most, others = votes(word)
    assert dict(others)[lang] > 0
    assert most == max(weight for _, weight in others)


@pytest.mark.parametrize(
    ("word", "lang"),
    [("mañanita", "es"), ("straßenbahn", "de"), ("książeczka", "pl"), ("değişiklik", "tr"), ("wirtschaftung", "de")],
)
def test_letters_and_endings_speak_for_others_where_no_list_has_the_word(word: str, lang: str) -> None:
    assert lang in dict(votes(word)[3])


@pytest.mark.parametrize("word", "lol ok wow bravo super haha".split())
def test_words_that_both_say_say_nothing(word: str) -> None:
    assert votes(word) == (0.0, 0.0, 0.0, ())


def test_a_word_that_is_drawn_out_is_the_word() -> None:
    assert votes("vraimennnnnt") == votes("vraiment")
    assert votes("reallllly") == votes("realy")


def test_french_is_known_without_its_accents() -> None:
    assert votes("meme")[0] > votes("meme")[1]
    assert votes("tres")[0] > 0
    assert "éèêëàâçùûîïôœ".translate(BARE) == "eeeeaacuuiioo"


def test_an_elision_speaks_for_french_whatever_follows() -> None:
    assert votes("l'outlet")[0] > votes("outlet")[0]
    assert votes("o'brien")[0] <= votes("l'brien")[0]


def test_the_votes_of_words_add_up() -> None:
    one, other = totals_of(["usine"]), totals_of(["factory"])
    both = totals_of(["usine", "factory"])
    assert set(both) == set(TOLD_APART)
    assert both == {lang: pytest.approx(one[lang] + other[lang]) for lang in both}
    assert set(totals_of([]).values()) == {0.0}


@given(st.text("aàbcdeéèêfghiïjklmnñoópqrstuüvwxyzßąłğ'", min_size=1, max_size=20))
def test_a_word_votes_for_one_of_the_two_at_most_and_never_against_anybody(word: str) -> None:
    french, english, most, others = votes(word)
    assert min(french, english, most) >= 0
    assert most == max((weight for _, weight in others), default=0.0) or most == 1.0


@pytest.mark.parametrize("lang", TOLD_APART)
def test_each_list_of_function_words_is_clean(lang: str) -> None:
    found = stop_words(lang)
    assert len(found) > (100 if lang in LISTED else 20)
    assert all(word == word.lower() and not set(word) & set(" #’") for word in found)


def test_a_language_without_a_list_has_none() -> None:
    assert stop_words("ja") == frozenset()
    assert stop_words("") == frozenset()
