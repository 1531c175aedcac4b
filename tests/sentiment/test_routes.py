"""A scorer for each language, and which scorer labels can teach."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from smwatch.config.settings import SentimentSettings
from smwatch.errors import UsageError
from smwatch.models import Label, Sentiment
from smwatch.protocols import Passage
from smwatch.sentiment.scorers import ByLanguage, build_scorer, hearer, readers_of, scorer_named


class Toy:
    """Gives every text one score; remembers what it was asked."""

    def __init__(self, name: str, score: float | None) -> None:
        self.name, self.versions = name, frozenset({f"{name}/1"})
        self._score, self.asked = score, list[str]()

    def score(self, passages: Sequence[Passage]) -> list[Sentiment]:
        self.asked += [one.text for one in passages]
        label = None if self._score is None else Label.POSITIVE if self._score > 0 else Label.NEGATIVE
        return [Sentiment(score=self._score, label=label, scorer=f"{self.name}/1") for _ in passages]


def passages(*said: tuple[str, str]) -> list[Passage]:
    return [Passage(text=text, lang=lang) for text, lang in said]


def test_each_text_goes_to_the_scorer_of_its_language_and_answers_keep_their_order() -> None:
    french, english = Toy("a", -0.5), Toy("b", 0.5)
    found = ByLanguage("x", {"fr": french, "en": english}).score(passages(("1", "en"), ("2", "fr"), ("3", "en")))
    assert [one.scorer for one in found] == ["b/1", "a/1", "b/1"]
    assert (french.asked, english.asked) == (["2"], ["1", "3"])


@pytest.mark.parametrize(
    ("french", "english", "who"),
    [
        (-0.5, 0.2, "a/1"),
        (0.2, 0.5, "b/1"),
        (-0.5, 0.5, "a/1"),
        (None, 0.1, "b/1"),
        (None, None, "a/1"),
        (0.1, None, "a/1"),
    ],
)
def test_a_text_in_no_known_language_goes_to_all_and_the_strongest_counts(
    french: float | None, english: float | None, who: str
) -> None:
    scorer = ByLanguage("x", {"fr": Toy("a", french), "en": Toy("b", english)})
    assert [one.scorer for one in scorer.score(passages(("1", ""), ("2", "es")))] == [who, who]


def test_it_may_carry_what_any_of_its_scorers_does() -> None:
    assert ByLanguage("x", {"fr": Toy("a", 0), "en": Toy("b", 0)}).versions == {"a/1", "b/1"}
    assert ByLanguage("x", {"fr": Toy("a", 0)}).score([]) == []


def test_one_scorer_for_both_is_no_route() -> None:
    assert build_scorer(SentimentSettings(en="lexicon", fr="lexicon")).name == "lexicon"
    both = build_scorer(SentimentSettings(en="vader-stock", fr="lexicon"))
    assert isinstance(both, ByLanguage)
    assert {lang: one.name for lang, one in both.routes.items()} == {"en": "vader-stock", "fr": "lexicon"}


def test_a_scorer_named_reads_both_languages_with_one_list() -> None:
    english = scorer_named("vader")
    found = english.score(passages(("This is awful.", "en"), ("This is awful.", "fr")))
    assert [one.label for one in found] == [Label.NEGATIVE, Label.NEGATIVE]
    assert {one.scorer.partition("/")[0] for one in found} == {"vader"}


def test_words_of_one_s_own_reach_the_reader_of_their_language_only() -> None:
    readers = readers_of(SentimentSettings(words={"fr": {"zblort": -3.0}}))
    assert readers["fr"].read("zblort").compound < 0
    assert readers["en"].read("zblort").compound == 0


def test_where_labels_teach_nothing_it_is_said() -> None:
    with pytest.raises(UsageError) as caught:
        hearer(SentimentSettings(en="vader", fr="lexicon"))
    assert str(caught.value) == "labels teach the encoder only, and the scorer is vader, lexicon here"
    assert caught.value.mend == "use the scorer auto or encoder"


def test_a_name_that_no_scorer_has_is_told_with_those_there_are() -> None:
    with pytest.raises(UsageError) as caught:
        scorer_named("vadre")
    assert str(caught.value) == "there is no scorer called vadre"
    known = caught.value.mend.format(**caught.value.arguments)
    assert known.startswith("use one of these: auto, encoder, lexicon, vader, vader-fr, vader-stock")
