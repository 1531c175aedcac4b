import pytest

from smwatch.config.settings import SentimentSettings
from smwatch.protocols import Passage
from smwatch.sentiment.readers import LAYERS, entries, reader
from smwatch.sentiment.scorers import build_scorer


@pytest.mark.parametrize(
    ("lang", "text"), [("fr", "Une action collective"), ("fr", "C'est poche"), ("en", "a product recall")]
)
def test_without_layers_only_the_list_of_the_language_is_read(lang: str, text: str) -> None:
    assert reader(lang)(text).compound < 0
    assert reader(lang, layers=False)(text).compound == 0


@pytest.mark.parametrize(
    ("lang", "word", "text"),
    [
        ("fr", "affaire du lait", "L'affaire du lait"),
        ("fr", "L’affaire  du Lait", "l’affaire du lait"),
        ("fr", "p'tit-lait", "Le p'tit-lait"),
        ("en", "milk affair", "The Milk Affair"),
        ("en", "milkgate", "#Milkgate"),
        ("en", "🥛", "🥛"),
        ("fr", "🥛", "du 🥛"),
    ],
)
@pytest.mark.parametrize("layers", [True, False])
def test_words_of_ones_own_are_heard(lang: str, word: str, text: str, *, layers: bool) -> None:
    assert reader(lang, layers=layers)(text).compound == 0
    assert reader(lang, layers=layers, words={word: -3.0})(text).compound < -0.5
    assert reader(lang, layers=layers, words={word: 3.0})(text).compound > 0.5


@pytest.mark.parametrize(
    ("lang", "word", "text"),
    [
        ("fr", "poche", "Une poche de patates"),
        ("fr", "rappel de produits", "Rappel de produits"),
        ("fr", "scandale", "Le scandale"),
        ("en", "recall", "A recall"),
        ("en", "scandal", "A scandal"),
        ("fr", "aucun", "Aucun appel"),
        ("en", "never", "They never called"),
    ],
)
def test_nought_silences_a_word(lang: str, word: str, text: str) -> None:
    assert reader(lang)(text).compound < 0
    assert reader(lang, words={word: 0})(text).compound == 0


def test_the_same_question_gets_the_same_reader() -> None:
    assert reader("fr", words={"a": 1, "b": 2}) is reader("fr", words={"b": 2, "a": 1})
    assert reader("fr") is not reader("fr", layers=False)


@pytest.mark.parametrize("lang", LAYERS)
def test_each_word_is_told_once_in_the_layer_that_wins(lang: str) -> None:
    told = entries(lang, words={"Bon": 1.0, "awful": 0.0})
    assert [entry.word for entry in told] == sorted({entry.word for entry in told})
    by_word = {entry.word: entry for entry in told}
    assert by_word["bon"].layer == by_word["awful"].layer == "own"
    assert {entry.layer for entry in told} == {"base", "pr", "own"}
    assert {entry.layer for entry in entries(lang, layers=False)} == {"base"}
    assert any(entry.note for entry in told if entry.layer == "pr")


def test_the_config_reaches_the_scorer() -> None:
    recall = Passage(text="Un rappel de produits", lang="fr")
    milk = Passage(text="C'est du nordelait", lang="fr")
    plain = build_scorer(SentimentSettings(en="lexicon", fr="lexicon")).score([recall, milk])
    own = SentimentSettings(en="lexicon", fr="lexicon", layers=False, words={"fr": {"nordelait": -2.0}})
    told = build_scorer(own).score([recall, milk])
    assert [answer.label for answer in plain] == ["negative", "neutral"]
    assert [answer.label for answer in told] == ["neutral", "negative"]
