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
        "They never called back",
        "You can’t get through",
        "The app doesn't open",
        "far from perfect",
        "anything but great",
        "could have been better",
        "not working",
        "uninstalled",
    ],
)
def test_the_layer_hears_what_stock_vader_does_not(text: str) -> None:
    assert read_english(text).compound <= -0.05 < polarity_scores(text)["compound"]


@pytest.mark.parametrize(
    "text",
    [
        "not bad",
        "not that bad",
        "no complaints",
        "can’t go wrong",
        "soooo goooood 🔥",
        "top marks",
        "couldn’t be happier",
    ],
)
def test_praise_in_other_words(text: str) -> None:
    assert read_english(text).compound >= 0.05


@pytest.mark.parametrize(
    "text", ["Beacon Credit Union", "effective 1 May", "a party of five", "https://scam.example/fraud"]
)
def test_words_that_mean_no_feeling_in_business(text: str) -> None:
    assert read_english(text).compound < 0.2


@pytest.mark.parametrize(
    "text", ["It's no longer good", "still no internet", "avoid", "Avoid at all costs!", "I didn’t like it"]
)
def test_complaints(text: str) -> None:
    assert read_english(text).compound <= -0.05


@pytest.mark.parametrize("text", ["Is it any good?", "Who has the best coffee here ?", '"Is that great?"'])
def test_who_asks_whether_it_is_good_does_not_praise(text: str) -> None:
    assert read_english(text).compound == 0 < polarity_scores(text)["compound"]


def test_a_question_hushes_only_its_own_good_words() -> None:
    assert read_english("Is it good? It is great!").compound > 0
    assert read_english("Is it that bad? Yes").compound < 0
    assert read_english("Great worth it. Open on Monday?").compound > 0  # phrases before it don't shift where it begins


def test_a_negation_counts_alone_only_where_it_turns_nothing() -> None:
    assert read_english("They never came").values[1] < 0
    assert read_english("never a bad meal").values[0] == 0


@pytest.mark.parametrize("marks", ["’", "'", "ʼ", "`"])
def test_apostrophes_are_alike(marks: str) -> None:
    assert read_english(f"I don{marks}t like it, it isn{marks}t good").compound < 0


def test_a_text_without_words_of_the_layer_scores_as_vader() -> None:
    text = "VADER is not handsome, nor VERY funny!"
    assert read_english(text).compound == polarity_scores(text)["compound"]


def test_stock_scores_stay_as_they_are_whatever_the_layer_says() -> None:
    before = polarity_scores("recall")
    read_english("recall")
    assert polarity_scores("recall") == before


def test_no_negation_turns_a_face_round() -> None:
    assert read_english("They never called back 😡").compound < read_english("They never called back").compound
