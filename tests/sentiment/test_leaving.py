"""Shares by leaving out: what is tried, in which order, and when it stops."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from smwatch.models import Sentiment
from smwatch.protocols import Passage
from smwatch.sentiment.about import Piece
from smwatch.sentiment.calibration import calibrated
from smwatch.sentiment.leaving import BATCH, MOST, WEAK, ByAsking, ByLists, Variant, shares
from smwatch.sentiment.lexicon import LexiconScorer, Named
from smwatch.sentiment.placing import Place
from smwatch.sentiment.readers import reader

NEVER = lambda: False  # noqa: E731 - never enough


class Counted:
    """A trial in which each « nul » weighs a tenth; remembers what it was asked."""

    def __init__(self, about: Sequence[Piece]) -> None:
        self.about, self.asked = about, list[list[Variant]]()

    @property
    def whole(self) -> float:
        return self._score([piece.text for piece in self.about])

    def scores(self, variants: Sequence[Variant]) -> list[float]:
        self.asked.append(list(variants))
        texts = [piece.text for piece in self.about]
        return [self._score([*texts[:n], text, *texts[n + 1 :]]) for n, text in variants]

    @staticmethod
    def _score(texts: Sequence[str]) -> float:
        return round(-0.1 * sum(text.count("nul") for text in texts), 4)


def about(*texts: str) -> list[Piece]:
    return [Piece(text) for text in texts]


def words(text: str) -> list[Place]:
    """The places of its words."""
    found, at = list[Place](), 0
    for word in text.split():
        at = text.index(word, at)
        found.append((at, at + len(word)))
        at += len(word)
    return found


def test_a_share_is_what_the_score_falls_by() -> None:
    pieces = about("nul nul", "rien")
    found = shares(pieces, [words("nul nul"), words("rien")], Counted(pieces), NEVER)
    assert found.sentences == {0: -0.2, 1: 0.0}
    assert found.words == {(0, (0, 3)): -0.1, (0, (4, 7)): -0.1}, "sentences that weigh nothing aren't looked into"
    assert found.complete


def test_where_no_sentence_weighs_anything_all_are_looked_into() -> None:
    pieces = about("un", "deux")
    assert set(shares(pieces, [words("un"), words("deux")], Counted(pieces), NEVER).words) == {(0, (0, 2)), (1, (0, 4))}
    assert 0 < WEAK < 0.1


def test_words_of_the_strongest_sentence_are_tried_first() -> None:
    pieces = about("nul", "nul nul nul", "nul nul")
    trial = Counted(pieces)
    shares(pieces, [words(piece.text) for piece in pieces], trial, NEVER)
    tried = [n for batch in trial.asked[1:] for n, _ in batch]
    assert tried == [1, 1, 1, 2, 2, 0]


def test_so_many_words_are_tried_and_a_few_at_a_time() -> None:
    text = " ".join(["nul"] * (MOST + 10))
    pieces = about(text)
    trial = Counted(pieces)
    found = shares(pieces, [words(text)], trial, NEVER)
    assert len(found.words) == MOST
    assert max(map(len, trial.asked)) == BATCH
    assert not found.complete, "there were more"


@pytest.mark.parametrize("looks", [0, 1, 2])
def test_it_stops_when_there_is_enough(looks: int) -> None:
    text = " ".join(["nul"] * 30)
    pieces = about(text)
    answers: Iterator[bool] = iter([False] * looks + [True] * 99)
    found = shares(pieces, [words(text)], Counted(pieces), lambda: next(answers))
    assert not found.complete
    assert len(found.sentences) == min(looks, 1)
    assert len(found.words) == max(0, looks - 1) * BATCH


READERS = {"fr": Named("vader-fr", reader("fr"))}


def test_word_lists_read_only_the_sentence_that_changes() -> None:
    read = list[str]()

    def counting(text: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a Reading
        read.append(text)
        return READERS["fr"].read(text)

    scorer = LexiconScorer("lexicon", {"fr": Named("vader-fr", counting)})
    trial = ByLists(scorer, about("C'est nul.", "C'est bon."), "fr")
    (answer,) = scorer.score([Passage(text="C'est nul. C'est bon.", lang="fr")])
    assert trial.whole == answer.score
    read.clear()
    assert trial.scores([(0, ""), (1, "")]) == pytest.approx(
        [calibrated(round(READERS["fr"].read("C'est bon.").compound, 4), "fr"),
         calibrated(round(READERS["fr"].read("C'est nul.").compound, 4), "fr")]
    )  # fmt: skip
    assert read == [], "what is left out isn't read"
    trial.scores([(1, "C'est long.")])
    assert read == ["C'est long."]


class Stranger:
    """Scores by the length of a text, and by nothing at all where there is none."""

    name = "stranger"
    versions = frozenset({"stranger/1"})

    def __init__(self) -> None:
        self.asked = list[Passage]()

    def score(self, passages: Sequence[Passage]) -> list[Sentiment]:
        self.asked += passages
        return [Sentiment(score=len(one.text) / 100 if one.text else None, scorer="stranger/1") for one in passages]


def test_a_stranger_is_given_what_is_about_the_brand_as_a_text() -> None:
    stranger = Stranger()
    trial = ByAsking(stranger, Passage(text="Tout autre chose.", lang="fr", brand="Nordelait"), about("un", "deux"))
    assert trial.whole == 0.07
    assert trial.scores([(0, ""), (1, "d"), (0, "")]) == [0.04, 0.04, 0.04]
    assert {(one.lang, one.brand, one.spans) for one in stranger.asked} == {("fr", "Nordelait", ())}
    assert [one.text for one in stranger.asked] == ["un\ndeux", "deux", "un\nd", "deux"]


def test_a_stranger_that_gives_no_score_moves_nothing() -> None:
    trial = ByAsking(Stranger(), Passage(lang="fr"), about("un"))
    assert trial.scores([(0, "")]) == [0.0]
