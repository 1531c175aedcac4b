import pytest

from smwatch.sentiment.english import read_english
from smwatch.sentiment.vader import polarity_scores


@pytest.mark.parametrize(
    "text",
    [
        "Product recall at Dell",
        "They filed a class action",
        "Layoffs announced",
        "A data breach at the bank",
        "pulled from shelves",
        "Never again!",
        "#BoycottNestle",
        "thanks for nothing",
        "Minister has 'no confidence' in the firm",
        "👎",
    ],
)
def test_the_layer_hears_what_stock_vader_does_not(text: str) -> None:
    assert read_english(text).compound <= -0.05 < polarity_scores(text)["compound"]


@pytest.mark.parametrize("text", ["not bad", "no complaints", "can’t go wrong", "soooo goooood 🔥", "top marks"])
def test_praise_in_other_words(text: str) -> None:
    assert read_english(text).compound >= 0.05


@pytest.mark.parametrize(
    "text", ["Beacon Credit Union", "effective 1 May", "a party of five", "https://scam.example/fraud"]
)
def test_words_that_mean_no_feeling_in_business(text: str) -> None:
    assert read_english(text).compound < 0.2


def test_a_text_without_words_of_the_layer_scores_as_vader() -> None:
    text = "VADER is not handsome, nor VERY funny!"
    assert read_english(text).compound == polarity_scores(text)["compound"]


def test_stock_scores_stay_as_they_are_whatever_the_layer_says() -> None:
    before = polarity_scores("recall")
    read_english("recall")
    assert polarity_scores("recall") == before
