"""A group of stories as a theme: its figures, how they compare, which terms are told."""

from __future__ import annotations

import pytest

from smwatch.models import Label
from smwatch.themes.gather import Readers, Reading, Story
from smwatch.themes.groups import Group
from smwatch.themes.telling import TERMS, tell
from smwatch.themes.terms import Term
from smwatch.themes.theme import Course, Theme
from tests.themes.crowd import recall, say

TEXTS = ("Rappel de yogourts.", "Un rappel de yogourts!", "Yogourts et listeria.")


def read(rows: list) -> tuple[list[Story], Readers]:  # type: ignore[type-arg]  # MentionRows
    reading = Reading(rows, (), ())
    return reading.sample(reading.now), reading.readers


def told(*found: Term, texts: tuple[str, ...] = TEXTS, past: int = 0, totals: tuple[int, int] = (10, 10)) -> Theme:
    now, readers = read([say(at, text, score=(-0.6, 0.0, 0.6)[at % 3]) for at, text in enumerate(texts)])
    before, _ = read(recall(n=past)) if past else ([], readers)
    return tell(Group([*found], 0), now, before, totals, readers)


def term(key: str, count: int, z: float = 3.0, also: tuple[str, ...] = ()) -> Term:
    return Term(key, (1 << count) - 1, z, also=also)


def test_the_figures_are_those_of_its_mentions() -> None:
    theme = told(term("yogourt", 3))
    assert (theme.stories, theme.mentions, theme.share, theme.score) == (3, 3, 0.3, 0.0)
    assert (theme.negative, theme.neutral, theme.positive) == (1, 1, 1)
    assert (theme.ids, theme.langs) == ((0, 1, 2), ("fr",))


def test_without_a_score_there_is_none() -> None:
    now, readers = read([say(at, text, score=None) for at, text in enumerate(TEXTS)])
    theme = tell(Group([term("yogourt", 3)], 0), now, [], (3, 0), readers)
    assert theme.score is None
    assert (theme.negative, theme.neutral, theme.positive) == (0, 0, 0)


def test_copies_count_as_mentions_and_once_for_the_score() -> None:
    rows = [say(at, "Rappel de yogourts.", story="s", score=-0.6) for at in range(4)] + [say(9, "Yogourts.", score=0.6)]
    now, readers = read(rows)
    theme = tell(Group([term("yogourt", 2)], 0), now, [], (2, 0), readers)
    assert (theme.stories, theme.mentions, theme.score) == (2, 5, 0.0)
    assert theme.negative == 4
    assert [row.label for story in now for row in story.rows].count(Label.POSITIVE) == theme.positive == 1


@pytest.mark.parametrize(
    ("found", "name"),
    [
        ((term("yogourt", 3), term("listeria", 1)), "yogourts"),  # the loudest
        ((term("yogourt", 3), term("rappel yogourt", 2)), "rappel de yogourts"),  # a phrase that is nearly as loud
        ((term("yogourt", 5), term("rappel yogourt", 2)), "yogourts"),  # not one that isn't
        ((term("listeria", 2, z=2.0), term("rappel", 2, z=4.0)), "Rappel"),  # of two as loud the more telling
    ],
)
def test_what_a_theme_is_called(found: tuple[Term, ...], name: str) -> None:
    theme = told(*found)
    assert theme.name == theme.terms[0].name
    assert theme.name.casefold() == name.casefold()


def test_no_word_stands_in_two_of_the_terms() -> None:
    theme = told(
        term("rappel yogourt", 3, also=("rappel", "yogourt")), term("yogourt listeria", 2), term("listeria", 2)
    )
    assert [one.name for one in theme.terms] == ["rappel de yogourts"]


def test_a_few_terms_are_told_each_with_its_stories() -> None:
    texts = tuple("Grève, panne, retard, amende, procès, fusion, rachat." for _ in range(3))
    found = [term(key, 3) for key in "greve panne retard amende proce fusion rachat".split()]
    theme = told(*found, texts=texts)
    assert len(theme.terms) == TERMS
    assert {one.count for one in theme.terms} == {3}


def test_a_term_of_one_story_is_told_only_where_it_is_the_name() -> None:
    assert [one.name for one in told(term("yogourt", 3), term("listeria", 1)).terms] == ["yogourts"]


@pytest.mark.parametrize(
    ("now", "before", "total", "course"),
    [
        (5, 0, 0, Course.UNKNOWN),
        (5, 3, 0, Course.UNKNOWN),
        (5, 0, 10, Course.NEW),
        (12, 4, 10, Course.GROWING),
        (4, 12, 20, Course.FADING),
        (10, 9, 20, Course.STEADY),
        (3, 2, 20, Course.STEADY),  # half as much again, but by chance
        (140, 100, 200, Course.STEADY),  # for sure, but not by much
        (150, 100, 200, Course.GROWING),
        (100, 150, 200, Course.FADING),
    ],
)
def test_how_a_theme_compares_with_the_period_before(now: int, before: int, total: int, course: Course) -> None:
    stories, readers = read([say(at, TEXTS[0]) for at in range(max(now, before))])
    theme = tell(Group([term("yogourt", now)], 0), stories[:now], stories[:before], (200, total), readers)
    assert theme.course is course


def test_what_was_before_is_told() -> None:
    theme = told(term("yogourt", 3), past=6)
    assert (theme.before, theme.before_mentions, theme.factor) == (6, 6, 0.5)
    assert (told(term("yogourt", 3)).factor, told(term("yogourt", 3)).before) == (None, 0)


def test_who_is_quoted_speaks_of_what_the_theme_is_called() -> None:
    theme = told(term("listeria", 5), term("rappel", 2))
    assert [one.text for one in theme.quotes] == ["Yogourts et listeria."]


def test_a_term_of_two_stories_is_told_and_a_phrase_in_half_of_them_names_the_theme() -> None:
    assert len(told(term("yogourt", 3), term("rappel", 2)).terms) == 2
    assert told(term("yogourt", 4), term("rappel yogourt", 2)).name.casefold() == "rappel de yogourts"


def test_a_word_of_any_term_that_is_told_stands_in_no_other() -> None:
    texts = tuple("Grève à l'usine, usine de fromage, fromage cher." for _ in range(3))
    found = told(term("greve", 3), term("usine", 3), term("usine fromage", 3, z=1.0), texts=texts)
    names = [one.name.casefold() for one in found.terms]
    assert len(names) == len(set(names)) == 2
