"""The sentences of a text that is in two languages: each in its own, and a borrowed word or two change nothing."""

import time
from itertools import groupby

import pytest

from smwatch.text.language import detect_each

BOTH = ("fr", "en")

FRENCH_STAYS = [
    "Le service was terrible.",
    "Jamais plus.",
    "C'est full nice comme look.",
    "Best deal ever, allez-y vite.",
    "Le staff est cool mais le food est so-so.",
    "Le CEO dit : our customers come first.",
    "« Our customers come first », dit le PDG.",
    "Je boycott ce store-là.",
    "Bon le nouveau flagship store de Nordelait, it's a no.",
    "Too bad, c'était bon avant.",
    "Anyway, j'y retourne pus.",
    "Check ça man.",
    "Bravo.",
    "LOL",
    "Wow!",
    "OK.",
    "",
    "3/5",
    "#fail",
    "😡",
    "Black Friday",
    "Customer service",
    "Nordelait Foods Inc.",
    "Nice job.",
]
ENGLISH_STAYS = [
    "The maître d' was rude.",
    "Crème brûlée was great.",
    "Le Petit Bistro on Rue Saint-Denis is a gem.",
    "The Caisse de dépôt et placement du Québec holds 12%.",
    "Chez Louis is closed.",
    "Prix Goncourt",
    "Bon appétit!",
    "Excellent.",
    "Sorry",
    "RSVP",
    "Tabarnak!",
]
ENGLISH_IN_FRENCH = [
    "We are very sorry for the inconvenience.",
    "Never again!",
    "Shame on you.",
    "I love this place!",
    "Love it!",
    "Worst company ever.",
    "The company did not respond to a request for comment.",
    "The best poutine in town!",
    "Do not buy.",
    "Thanks for nothing.",
    "@IkeaCanada please fix this",
    "Work hard, play hard.",
]
FRENCH_IN_ENGLISH = [
    "Jamais plus.",
    "C'est honteux.",
    "« Vous n'avez qu'à lire le contrat. »",
    "Vive la grève!",
    "Il faut que ça change, et vite.",
    "Quel désastre.",
    "Un scandale, rien de moins.",
    "ON N'Y RETOURNERA PAS.",
]


@pytest.mark.parametrize("sentence", FRENCH_STAYS)
def test_a_french_sentence_stays_french(sentence: str) -> None:
    assert detect_each([sentence], BOTH, "fr") == ["fr"]


@pytest.mark.parametrize("sentence", ENGLISH_STAYS)
def test_an_english_sentence_stays_english(sentence: str) -> None:
    assert detect_each([sentence], BOTH, "en") == ["en"]


@pytest.mark.parametrize("sentence", ENGLISH_IN_FRENCH)
def test_an_english_sentence_in_a_french_text_is_english(sentence: str) -> None:
    assert detect_each(["Bon.", sentence, "Voilà leur réponse."], BOTH, "fr") == ["fr", "en", "fr"]


@pytest.mark.parametrize("sentence", FRENCH_IN_ENGLISH)
def test_a_french_sentence_in_an_english_text_is_french(sentence: str) -> None:
    assert detect_each(["Well.", sentence, "That was their answer."], BOTH, "en") == ["en", "fr", "en"]


def test_where_the_whole_is_not_told_each_sentence_answers_for_itself() -> None:
    sentences = ["Bravo.", "C'est vraiment plate.", "I will never go back.", "3/5"]
    assert detect_each(sentences, BOTH, "") == ["", "fr", "en", ""]


def test_a_sentence_that_is_in_a_third_language_is_not_taken_for_the_texts() -> None:
    third = ["Esto es una vergüenza, no compren nada aquí.", "これは日本語です", "Это очень плохо"]
    assert detect_each(third, BOTH, "fr") == ["es", "ja", "ru"]
    assert detect_each(["C'est vraiment n'importe quoi, cette compagnie.", "Gracias."], BOTH, "es") == ["fr", "es"]


def test_a_text_of_another_script_lends_its_language_too() -> None:
    assert detect_each(["Nordelait", "This is not what we ordered."], BOTH, "ja") == ["ja", "en"]


def test_no_sentences_no_answers() -> None:
    assert detect_each([], BOTH, "fr") == []


def test_a_hostile_sentence_is_read_in_no_time() -> None:
    for hostile in ("A" * 500_000, "a A" * 200_000, "é É" * 200_000, "love it " * 100_000):
        began = time.perf_counter()
        answers = detect_each([hostile] * 3, BOTH, "fr")
        assert time.perf_counter() - began < 0.5
        assert len(answers) == 3
        assert len(list(groupby(answers))) == 1
