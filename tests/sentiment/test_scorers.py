import pytest
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from smwatch.config.settings import SentimentSettings
from smwatch.errors import UsageError
from smwatch.models import Label, Sentiment, Span
from smwatch.protocols import Passage, Scorer
from smwatch.sentiment.installed import installed
from smwatch.sentiment.lexicon import label_of
from smwatch.sentiment.scorers import NAMES, ByLanguage, build_scorer, scorer_named

SCORERS = [name for name in NAMES if name != "encoder" or installed()]
needs_encoder = pytest.mark.skipif(not installed(), reason="the extra [neural] is not installed")


def one(passage: Passage, scorer: Scorer | None = None) -> Sentiment:
    return (scorer or scorer_named("lexicon")).score([passage])[0]


@pytest.mark.parametrize("name", SCORERS)
def test_every_scorer_answers_in_order_the_same_each_time(name: str) -> None:
    passages = [
        Passage(text="This is terrible", lang="en"),
        Passage(text="C'est affreux", lang="fr"),
        Passage(text="これはひどい", lang="ja"),
        Passage(text="", lang="en"),
    ]
    scorer = scorer_named(name)
    answers = scorer.score(passages)
    assert answers == scorer.score(passages)
    assert [answer.score is None for answer in answers] == [False, False, True, True]
    assert {answer.scorer for answer in answers} <= scorer.versions
    assert scorer.score([]) == []


def test_auto_is_the_encoder_where_it_is_installed() -> None:
    assert (
        scorer_named("auto").name == build_scorer(SentimentSettings()).name == ("encoder" if installed() else "lexicon")
    )


def test_the_language_chooses_the_reader() -> None:
    scorer = build_scorer(SentimentSettings(en="lexicon", fr="lexicon"))
    assert one(Passage(text="What a scandal", lang="en"), scorer).scorer == "vader/2"
    assert one(Passage(text="Quel scandale", lang="fr"), scorer).scorer == "vader-fr/2"


def test_each_language_may_have_a_scorer_of_its_own() -> None:
    scorer = build_scorer(SentimentSettings(en="vader-stock", fr="lexicon"))
    assert isinstance(scorer, ByLanguage)
    passages = [
        Passage(text="What a scandal", lang="en"),
        Passage(text="Quel scandale", lang="fr"),
        Passage(text="これはひどい", lang="ja"),
        Passage(text="👏👏"),
    ]
    answers = scorer.score(passages)
    assert [answer.scorer for answer in answers[:2]] == ["vader-stock/1", "vader-fr/2"]
    assert answers[3].label is Label.POSITIVE
    assert {answer.scorer for answer in answers} <= scorer.versions
    assert scorer.score([]) == []


def test_the_config_s_words_count() -> None:
    text = Passage(text="Il a fait un coup de Jarnac", lang="fr")
    assert one(text).label is Label.NEUTRAL
    settings = SentimentSettings(en="lexicon", fr="lexicon", words={"fr": {"coup de jarnac": -3.0}})
    assert one(text, build_scorer(settings)).label is Label.NEGATIVE


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


def test_the_worst_sentence_is_told_beside_the_whole() -> None:
    answer = one(Passage(text="Le service est parfait, bravo, merci! Le reste est affreux.", lang="fr"))
    assert answer.score is not None
    assert answer.worst is not None
    assert answer.worst < answer.score


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
    with pytest.raises(UsageError):
        scorer_named("encoder:nope")


@needs_encoder
def test_the_encoder_hears_what_no_list_of_words_knows() -> None:
    """Plain facts that harm a name, in both languages; facts that don't; praise without a word of praise."""
    told = [
        Passage(text="Trois techniciens en deux semaines et toujours pas de ligne.", lang="fr"),
        Passage(text="Case 48213, eleven weeks, no refund.", lang="en"),
        Passage(text="L'assemblée annuelle aura lieu le 12 mai à Trois-Rivières.", lang="fr"),
        Passage(text="The plant tour starts at 10 and parking is behind the church.", lang="en"),
        Passage(text="Je l'ai lu d'une traite, et mon père me l'a déjà emprunté.", lang="fr"),
    ]
    labels = [answer.label for answer in scorer_named("encoder").score(told)]
    assert labels == [Label.NEGATIVE, Label.NEGATIVE, Label.NEUTRAL, Label.NEUTRAL, Label.POSITIVE]
