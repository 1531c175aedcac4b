"""What every Scorer promises: as many answers as passages, in order, in range, the same each time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.config.settings import SentimentSettings
from smwatch.models import Label, Sentiment, Span
from smwatch.protocols import Passage, Scorer
from smwatch.sentiment.scorers import NAMES, build_scorer, scorer_named

SCORERS = {name: scorer_named(name) for name in NAMES} | {"of the config": build_scorer(SentimentSettings())}
TEXTS = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(
    [
        "C'est honteux!",
        "Great service, thank you.",
        "Pas mauvais du tout",
        "not good :(",
        "mais but",
        "🙂",
        "\x00",
        "a" * 500,
    ]
)


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    text = draw(TEXTS)
    at = draw(st.integers(0, len(text)))
    span = Span("text", at, min(len(text), at + 5))
    return Passage(
        title=draw(st.sampled_from(["", "Nordelait", "Honte à Nordelait"])),
        text=text,
        lang=draw(st.sampled_from(["fr", "en", "", "de", "zz"])),
        brand=draw(st.sampled_from(["", "Nordelait"])),
        spans=(span,) if draw(st.booleans()) else (),
        others=(span,) if draw(st.booleans()) else (),
    )


@pytest.fixture(params=SCORERS.values(), ids=list(SCORERS))
def scorer(request: pytest.FixtureRequest) -> Scorer:
    found: Scorer = request.param
    return found


def is_sound(answer: Sentiment) -> bool:
    """Both or neither of score and label, in range and at one; words with finite shares.

    Where neutral is the most likely of three, the other two differ by a half at most.
    """
    if answer.score is None or answer.label is None:
        return answer.score is None and answer.label is None and not answer.words
    side = {Label.NEGATIVE: answer.score < 0, Label.NEUTRAL: abs(answer.score) <= 0.5, Label.POSITIVE: answer.score > 0}
    return -1 <= answer.score <= 1 and side[answer.label] and all(-1 <= share <= 1 for _, share in answer.words)


@settings(max_examples=60, deadline=None)
@given(asked=st.lists(passages(), max_size=6))
def test_answers_match_passages(asked: list[Passage]) -> None:
    for scorer in SCORERS.values():
        answers = scorer.score(asked)
        assert len(answers) == len(asked)
        assert all(map(is_sound, answers))
        assert all("/" in answer.scorer for answer in answers), "name and version"
        assert scorer.score(asked) == answers, "the same each time"
        assert [scorer.score([one])[0] for one in asked] == answers, "in order, and each for itself"


def test_other_languages_are_not_scored(scorer: Scorer) -> None:
    (answer,) = scorer.score([Passage(text="Das ist furchtbar schlecht, good bad", lang="de")])
    assert (answer.score, answer.label, answer.words) == (None, None, ())


def test_no_passages_no_answers(scorer: Scorer) -> None:
    assert scorer.score([]) == []


@pytest.mark.parametrize("lang", ["en", ""])
def test_the_plainest_cases_are_right(scorer: Scorer, lang: str) -> None:
    if scorer.name == "vader-fr" and lang == "en":
        lang = ""
    bad, good = scorer.score(
        [
            Passage(text="This is terrible and disgusting. C'est terrible et dégoûtant.", lang=lang),
            Passage(text="Excellent, I love it, merci, bravo!", lang=lang),
        ]
    )
    assert bad.score is not None
    assert good.score is not None
    assert bad.score < 0 < good.score
    assert {word.casefold() for word, share in bad.words if share < 0}
