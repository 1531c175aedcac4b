import pytest
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from smwatch.config.settings import SentimentSettings
from smwatch.errors import UsageError
from smwatch.models import Label, Sentiment, Span
from smwatch.protocols import Passage, Scorer
from smwatch.sentiment.explain import explain
from smwatch.sentiment.scorers import NAMES, build_scorer, label_of, scorer_named


def one(passage: Passage, scorer: Scorer | None = None) -> Sentiment:
    return (scorer or scorer_named("auto")).score([passage])[0]


@pytest.mark.parametrize("name", NAMES)
def test_every_scorer_answers_in_order_the_same_each_time(name: str) -> None:
    passages = [
        Passage(text="This is terrible", lang="en"),
        Passage(text="C'est affreux", lang="fr"),
        Passage(text="これはひどい", lang="ja"),
        Passage(text="", lang="en"),
    ]
    scorer = scorer_named(name)
    answers = scorer.score(passages)
    assert scorer.name == name
    assert answers == scorer.score(passages)
    assert [answer.score is None for answer in answers] == [False, False, True, True]
    assert all(answer.scorer for answer in answers)
    assert scorer.score([]) == []


def test_the_language_chooses_the_reader() -> None:
    scorer = build_scorer(SentimentSettings())
    assert one(Passage(text="What a scandal", lang="en"), scorer).scorer == "vader/1"
    assert one(Passage(text="Quel scandale", lang="fr"), scorer).scorer == "vader-fr/1"
    stock = build_scorer(SentimentSettings(en="vader-stock"))
    assert one(Passage(text="What a scandal", lang="en"), stock).scorer == "vader-stock/1"


def test_a_text_in_no_known_language_is_read_in_both() -> None:
    assert one(Passage(text="Bravo 👏👏")).label is Label.POSITIVE
    assert one(Passage(text="scandale")).label is Label.NEGATIVE
    assert one(Passage(text="scandal")).label is Label.NEGATIVE
    assert one(Passage(text="Nestlé")).label is Label.NEUTRAL


def test_what_is_only_about_another_brand_has_no_score() -> None:
    answer = one(Passage(text="Boréal est une honte.", lang="fr", others=(Span("text", 0, 6),)))
    assert (answer.score, answer.label) == (None, None)
    assert answer.scorer


def test_stock_vader_reads_the_text_as_a_whole() -> None:
    text = "Great food. Terrible, terrible service!\nBut I liked it."
    wanted = SentimentIntensityAnalyzer().polarity_scores(text)["compound"]
    assert one(Passage(text=text, lang="en"), scorer_named("vader-stock")).score == wanted


def test_a_complaint_outweighs_a_courtesy() -> None:
    assert one(Passage(text="Bonjour et merci. C'est affreux.", lang="fr")).label is Label.NEGATIVE


def test_the_words_that_made_a_score_are_kept_with_their_share() -> None:
    words = dict(one(Passage(text="Quel scandale. Le reste est bon.", lang="fr")).words)
    assert set(words) == {"scandale", "bon"}
    assert words["scandale"] < 0 < words["bon"]
    assert sum(map(abs, words.values())) == pytest.approx(1, abs=0.01)
    assert one(Passage(text="Une table", lang="fr")).words == ()


def test_labels_by_vader_s_own_thresholds() -> None:
    assert [label_of(score) for score in (-1, -0.05, -0.049, 0, 0.049, 0.05, 1)] == [
        Label.NEGATIVE,
        Label.NEGATIVE,
        Label.NEUTRAL,
        Label.NEUTRAL,
        Label.NEUTRAL,
        Label.POSITIVE,
        Label.POSITIVE,
    ]


def test_an_unknown_scorer_is_told_with_those_there_are() -> None:
    with pytest.raises(UsageError) as told:
        scorer_named("vadr")
    assert told.value.arguments["name"] == "vadr"
    assert "vader-fr" in str(told.value.arguments["known"])
    with pytest.raises(UsageError):
        build_scorer(SentimentSettings(fr="nope"))


def test_an_explanation_shows_sentences_words_and_rules() -> None:
    made = explain(Passage(title="Tollé", text="C'est pas bon. Une table.", lang="fr"), "vader-fr")
    assert [part.text for part in made.parts] == ["Tollé", "C'est pas bon.", "Une table."]
    assert made.parts[1].rules == ("negation",)
    assert made.parts[1].words[0][0] == "bon"
    assert made.parts[1].words[0][1] < 0
    assert made.parts[2].words == ()
