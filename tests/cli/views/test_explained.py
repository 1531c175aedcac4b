"""How the reasons of a score look: what decided first, and nothing that moved nothing."""

from __future__ import annotations

from typing import Any

import pytest

from smwatch.cli.views.explained import (
    ALL,
    SHOWN,
    Asked,
    by_list,
    explained_dict,
    is_close,
    of_mention,
    outdated,
    show_explained,
    telling,
    weightiest,
)
from smwatch.models import Label, Sentiment, UserLabel
from smwatch.protocols import Passage
from smwatch.sentiment.explain import Explanation, Part, Silence, Word
from tests.cli.views.seen import EN, FR, NOW, plain, seen
from tests.reports.story import mention

BAD = Sentiment(score=-0.72, label=Label.NEGATIVE, scorer="vader/1")


def part(share: float | None, text: str = "Awful.", **changes: Any) -> Part:  # noqa: ANN401 - fields
    told: dict[str, Any] = {"text": text, "weight": 1.0, "share": share}
    return Part(**(told | changes))


def explained(*parts: Part, **changes: Any) -> Explanation:  # noqa: ANN401 - fields
    told: dict[str, Any] = {"answer": BAD, "passage": Passage(text="Awful."), "sentences": len(parts), "parts": parts}
    return Explanation(**(told | changes))


@pytest.mark.parametrize(
    ("word", "english", "french"),
    [
        (Word(word="awful"), "", ""),
        (Word(word="awful", valence=-2.0), "here -2.0", "ici −2,0"),
        (Word(word="awful", valence=-2.0, listed=-2.0, layer="base"), "general list -2.0", "lexique général −2,0"),
        (
            Word(word="awful", valence=-2.6, listed=-2.0, layer="pr"),
            "smwatch's list -2.0, here -2.6",
            "lexique de smwatch −2,0, ici −2,6",
        ),
        (Word(word="awful", valence=1.04, listed=1.0, layer="own"), "your list +1.0", "votre lexique +1,0"),
    ],
)
def test_what_lists_say_of_a_word(word: Word, english: str, french: str) -> None:
    assert (by_list(word, EN), plain(by_list(word, FR))) == (english, french)


def test_words_that_moved_nothing_and_stand_in_no_list_are_left_out() -> None:
    words = [
        Word(word="the", share=0.01),
        Word(word="awful", share=-0.3),
        Word(word="bad", share=0.0, valence=-2.0),
        Word(word="worse", share=0.0, valence=-3.0),
        Word(word="loud", share=0.2),
    ]
    assert [one.word for one in telling(words, 0.1)] == ["awful", "loud", "worse", "bad"]


def test_a_word_that_stands_twice_is_told_once_by_its_stronger_share() -> None:
    (one,) = telling([Word(word="bad", share=-0.1), Word(word="bad", share=-0.4), Word(word="bad", share=0.2)], 0.05)
    assert one.share == -0.4


def test_of_many_sentences_those_that_pull_most_are_shown_in_their_order() -> None:
    parts = tuple(part(0.1 * (n % 5), f"{n}") for n in range(ALL + 4))
    shown = weightiest(parts)
    assert len(shown) == SHOWN
    assert [one.text for one in shown] == ["2", "3", "4", "7", "8", "9"]


def test_few_sentences_are_all_shown_and_so_are_those_that_nobody_tried() -> None:
    few = tuple(part(0.0, str(n)) for n in range(ALL))
    assert weightiest(few) == list(few)
    untried = tuple(part(None, str(n)) for n in range(ALL + 5))
    assert weightiest(untried) == list(untried[:ALL])


@pytest.mark.parametrize(
    ("chances", "close"), [((0.5, 0.45, 0.05), True), ((0.55, 0.4, 0.05), False), ((0.34, 0.33, 0.33), True)]
)
def test_a_close_call(chances: tuple[float, float, float], close: bool) -> None:
    assert is_close(chances) is close


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (mention(1), ""),
        (mention(1, machine_label=None), ""),
        (
            mention(1, machine_scorer="vader/0"),
            "Stored is negative, -0.72, by vader/0: `smwatch sentiment rescore` brings it up to date.",
        ),
        (
            mention(1, machine_score=0.1, machine_label=Label.NEUTRAL),
            "Stored is neutral, 0.10, by vader/1: `smwatch sentiment rescore` brings it up to date.",
        ),
    ],
)
def test_a_score_that_is_stored_otherwise_says_how_to_bring_it_up_to_date(row: Any, told: str) -> None:  # noqa: ANN401 - a row
    assert outdated(row, BAD, EN) == told


@pytest.mark.parametrize(
    ("silence", "told"),
    [
        (Silence.LANGUAGE, "Not scored: it is in another language (de); only French and English are."),
        (Silence.ELSEWHERE, "Not scored: what it says is about somebody else."),
        (Silence.SCORER, "Not scored: mine/2 gives it no score."),
    ],
)
def test_where_nothing_was_scored_it_says_why(silence: Silence, told: str) -> None:
    found = explained(answer=Sentiment(scorer="mine/2"), passage=Passage(text="x", lang="de"), silence=silence)
    lines = seen(lambda terminal: show_explained(terminal, found)).out.splitlines()
    assert lines == [told, "That isn't neutral: such mentions are counted apart."]


def test_the_whole_comes_first_then_what_pulled() -> None:
    words = (Word(word="awful", share=-0.4, valence=-2.0, listed=-2.0, layer="base"),)
    found = explained(part(-0.5, "It is awful.", words=words, rules=("degree", "one to come"), weight=2.0))
    assert seen(lambda terminal: show_explained(terminal, found)).out.splitlines() == [
        "Negative: -0.72 on a scale from -1 to 1, by vader/1.",
        "",
        "How far each sentence, and each word, pulls the score up or down:",
        "  -0.50  “It is awful.”",
        "         awful  -0.40  general list -2.0",
        "         It names the brand: it counts 2 times. Rules: degree (very, little), one to come.",
    ]


def test_how_likely_it_is_says_whether_the_call_was_close() -> None:
    sure = seen(lambda terminal: show_explained(terminal, explained(part(0.1), chances=(0.8, 0.15, 0.05)))).out
    assert "How likely: negative 80%, neutral 15%, positive 5%.\n" in sure
    close = seen(lambda terminal: show_explained(terminal, explained(part(0.1), chances=(0.48, 0.47, 0.05)))).out
    assert "positive 5%. It is a close call.\n" in close


@pytest.mark.parametrize(
    ("spans", "told"),
    [
        ((), "1 sentence of 3 counts; the others are about somebody else, or in another language."),
        ((mention(1),), "1 sentence of 3 counts; the others aren't about the brand."),
    ],
)
def test_sentences_that_do_not_count_are_accounted_for(spans: Any, told: str) -> None:  # noqa: ANN401 - any will do
    found = explained(part(0.1), passage=Passage(text="x", spans=spans), sentences=3)
    assert told in seen(lambda terminal: show_explained(terminal, found)).out


def test_a_mention_is_named_with_what_somebody_said_of_it() -> None:
    row = mention(5, title="A title")
    (named,) = of_mention(Asked(row), EN)
    assert named == "Mention 5, of Nordelait: “A title”"
    given = UserLabel(
        id=1, mention=5, brand="Nordelait", story="s", label=Label.POSITIVE, at=NOW, title=row.title, text=row.text
    )
    assert list(of_mention(Asked(row, given), EN))[1:] == [
        "Sentiment: positive, as you said 24 March 2010 at 11:30.",
        "That is what counts. By itself, the scorer says:",
    ]


def test_a_long_title_is_cut_between_words() -> None:
    (told,) = of_mention(Asked(mention(5, title="word " * 80)), EN)
    assert told.endswith("word …”")
    assert len(told) < 290


def test_scripts_are_told_everything_that_moved_nothing_too() -> None:
    words = (Word(word="the", share=0.0), Word(word="bad", share=-0.2, valence=-1.0, listed=-1.0, layer="base"))
    told = explained_dict(explained(part(-0.5, words=words), chances=(0.7, 0.2, 0.1)), Asked(mention(5)))
    assert (told["mention"], told["labelled"], told["label"], told["reason"]) == (5, None, "negative", None)
    assert told["probabilities"] == {"negative": 0.7, "neutral": 0.2, "positive": 0.1}
    assert told["parts"][0]["words"] == [
        {"word": "the", "share": 0.0, "valence": None, "listed": None, "layer": None},
        {"word": "bad", "share": -0.2, "valence": -1.0, "listed": -1.0, "layer": "base"},
    ]
    silent = explained_dict(explained(silence=Silence.SHORT, answer=Sentiment()))
    assert (silent["reason"], silent["label"], silent["probabilities"]) == ("short", None, None)
    assert "mention" not in silent
