"""Why a score is what it is: shares by leaving out, lists and rules; and why there is none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from smwatch.config.settings import SentimentSettings
from smwatch.models import Label, Sentiment, Span
from smwatch.protocols import Passage
from smwatch.sentiment.explain import Explanation, Part, Silence, Word, explain
from smwatch.sentiment.readers import reader
from smwatch.sentiment.scorers import build_scorer, scorer_named
from smwatch.sentiment.vader import polarity_scores

SETTINGS = SentimentSettings(en="lexicon", fr="lexicon")


def told(text: str, lang: str, scorer: str = "lexicon", settings: SentimentSettings = SETTINGS) -> Explanation:
    return explain(Passage(text=text, lang=lang), scorer_named(scorer), settings)


def words(part: Part) -> dict[str, Word]:
    return {one.word: one for one in part.words}


def test_each_word_has_its_share_its_list_and_its_layer() -> None:
    found = told("Le rappel est un scandale. Une belle table.", "fr")
    assert found.answer.label is Label.NEGATIVE
    bad, good = found.parts
    scandal = words(bad)["scandale"]
    assert scandal.share is not None
    assert scandal.share < 0
    assert (scandal.listed, scandal.layer) == (scandal.valence, scandal.layer)
    assert scandal.layer in {"base", "pr"}
    assert bad.share is not None
    assert good.share is not None
    assert bad.share < 0 < good.share


def test_a_share_is_what_the_score_falls_by() -> None:
    text = "Quel scandale. Une belle table."
    found, without = told(text, "fr"), told("Quel. Une belle table.", "fr")
    share = words(found.parts[0])["scandale"].share
    assert found.answer.score is not None
    assert without.answer.score is not None
    assert share == pytest.approx(found.answer.score - without.answer.score, abs=1e-4)
    assert told("Une belle table.", "fr").answer.score == pytest.approx(
        found.answer.score - (found.parts[0].share or 0), abs=1e-4
    )


def test_one_sentence_alone_has_all_of_the_score() -> None:
    found = told("What a scandal", "en")
    assert found.parts[0].share == pytest.approx(found.answer.score)


def test_a_word_that_no_list_knows_has_a_share_where_it_turns_another() -> None:
    part = told("C'est pas bon", "fr").parts[0]
    assert part.rules == ("negation",)
    turned = words(part)
    assert (turned["pas"].valence, turned["pas"].listed) == (None, None)
    assert (turned["pas"].share or 0) < 0
    good = turned["bon"]
    assert good.listed is not None
    assert good.valence is not None
    assert good.valence < 0 < good.listed


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("It is bad", ()),
        ("It is not good", ("negation",)),
        ("They never called back", ("negation",)),
        ("It is very good", ("degree",)),
        ("It is GOOD", ("capitals",)),
        ("It was good but the rest was awful", ("contrast",)),
        ("Is it any good?", ("question",)),
        ("It is good!", ("emphasis",)),
        ("Honestly this is really the bomb and I laughed", ("degree", "idiom")),
        ("It was never so good", ("degree",)),
        ("The least good of all", ("negation",)),
        ("There was no joy", ("negation",)),
    ],
)
def test_english_rules_are_told(text: str, rules: tuple[str, ...]) -> None:
    (part,) = told(text, "en").parts
    assert set(rules) <= set(part.rules), part
    assert rules or not part.rules


def test_no_rule_is_told_that_did_not_fire() -> None:
    for text in ("Not a table", "VERY", "but", "A table, but which?", "no", "HELLO you"):
        rules = reader("en")(text).rules - {"negation"}  # "no" and "not" may say something by themselves
        assert not rules, text


def test_words_of_one_s_own_are_named_as_such() -> None:
    settings = SentimentSettings(en="lexicon", fr="lexicon", words={"fr": {"rappel volontaire": -1.5}})
    found = explain(Passage(text="Un rappel volontaire", lang="fr"), build_scorer(settings), settings)
    one = words(found.parts[0])["rappel volontaire"]
    assert (one.layer, one.listed) == ("own", -1.5)


def test_stock_vader_has_its_own_list_alone() -> None:
    found = told("What a boycott, so bad", "en", "vader-stock")
    assert found.parts[0].score == polarity_scores("What a boycott, so bad")["compound"]
    assert {one.layer for one in found.parts[0].words if one.valence is not None} == {"base"}
    assert found.parts[0].share == pytest.approx(found.answer.score)


def test_the_language_s_own_scorer_is_asked() -> None:
    settings = SentimentSettings(en="vader-stock", fr="lexicon")
    scorer = build_scorer(settings)
    assert explain(Passage(text="Quelle honte", lang="fr"), scorer, settings).answer.scorer.startswith("vader-fr/")
    assert explain(Passage(text="So bad", lang="en"), scorer, settings).answer.scorer == "vader-stock/1"
    unknown = Passage(text="scandale", lang="")
    found = explain(unknown, scorer, settings)
    assert found.answer == scorer.score([unknown])[0]
    assert words(found.parts[0])["scandale"].valence


def test_an_emoji_that_is_written_twice_is_there_twice() -> None:
    (part,) = told("Table \N{POUTING FACE}\N{POUTING FACE}", "fr").parts
    assert [one.word for one in part.words if one.valence] == ["\N{POUTING FACE}"] * 2


@pytest.mark.parametrize(
    ("passage", "why"),
    [
        (Passage(text="Das ist furchtbar schlecht", lang="de"), Silence.LANGUAGE),
        (Passage(text="", lang="en"), Silence.SHORT),
        (Passage(text="http://a.example/ @lumina", lang=""), Silence.SHORT),
        (Passage(text="Lumina", lang="", spans=(Span("text", 0, 6),)), Silence.SHORT),
        (Passage(text="Boréal est une honte.", lang="fr", others=(Span("text", 0, 6),)), Silence.ELSEWHERE),
        (Passage(text="My old bank was a nightmare.", lang="en"), Silence.ELSEWHERE),
    ],
)
def test_why_nothing_is_scored(passage: Passage, why: Silence) -> None:
    found = explain(passage, scorer_named("lexicon"), SETTINGS)
    assert (found.answer.score, found.silence, found.parts) == (None, why, ())


def test_how_much_of_the_text_counts() -> None:
    text = "Lumina ferme. " + " ".join(["Il pleut sur la ville endormie."] * 19)
    found = explain(Passage(text=text, lang="fr", spans=(Span("text", 0, 6),)), scorer_named("lexicon"), SETTINGS)
    assert found.sentences == 20
    assert 1 <= len(found.parts) < 20


class Stranger:
    """Another package's scorer: it counts the e's."""

    name, versions = "stranger", frozenset({"stranger/1"})

    def score(self, passages: Sequence[Passage]) -> list[Sentiment]:
        return [self._score(passage.text) for passage in passages]

    def _score(self, text: str) -> Sentiment:
        if "silence" in text:
            return Sentiment(scorer="stranger/1")
        return Sentiment(score=text.count("e") / 100, label=Label.NEUTRAL, scorer="stranger/1")


def test_a_stranger_is_asked_with_and_without() -> None:
    found = explain(Passage(text="Eleven green trees. A cat.", lang="en"), Stranger(), SETTINGS)
    assert [(part.share, part.score, part.rules) for part in found.parts] == [(0.06, None, ()), (0.0, None, ())]
    assert {one.word: one.share for one in found.parts[0].words} == {"Eleven": 0.02, "green": 0.02, "trees": 0.02}
    assert explain(Passage(text="silence here", lang="en"), Stranger(), SETTINGS).silence is Silence.SCORER


def test_a_text_that_is_explained_in_time_is_complete() -> None:
    assert told("Quel scandale. Une belle table.", "fr").complete
