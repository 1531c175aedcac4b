"""Somebody's words, fit to be shown, and how many stories there are."""

from __future__ import annotations

from typing import Any

import pytest

from smwatch.models import Span
from smwatch.reports.quotes import quoted, stories_of, with_stories
from tests.cli.views.seen import EN, FR
from tests.reports.story import mention


@pytest.mark.parametrize(
    ("changes", "title", "text"),
    [
        ({"title": "A title", "text": "A text."}, "A title", "A text."),
        ({"title": "A title", "text": "A text.", "kind": "comment"}, "", "A text."),
        ({"title": "A title", "text": "", "kind": "comment"}, "A title", ""),
        ({"title": "The same", "text": "The same"}, "The same", ""),
        ({"title": "The same…", "text": "The same"}, "The same…", ""),
        ({"title": "", "text": "x"}, "", "x"),
        ({"title": "two\nlines \x1b[2J", "text": ""}, "two lines", ""),
    ],
)
def test_a_title_or_a_text_but_nothing_twice(changes: dict[str, Any], title: str, text: str) -> None:
    found = quoted(mention(1, **changes))
    assert (found.title, found.text) == (title, text)


def test_a_text_is_quoted_around_the_name() -> None:
    text = "x " * 300 + "Then Nordelait fell. " + "y " * 300
    found = quoted(mention(1, text=text, spans=(Span("text", 605, 614),)), 60)
    assert "Nordelait" in found.text
    assert len(found.text) <= 60


def test_who_and_where_are_bounded_and_links_and_languages_are_some() -> None:
    found = quoted(mention(1, source="s" * 99, author="a" * 99, url="javascript:alert(1)", lang="x-1"))
    assert (len(found.source), len(found.author), found.url, found.lang) == (60, 60, "", "")


def test_copies_are_one_story() -> None:
    assert stories_of([mention(1, story="s"), mention(2, story="s"), mention(3, story=""), mention(4, story="")]) == 3
    assert stories_of([]) == 0


@pytest.mark.parametrize(
    ("n", "stories", "english", "french"),
    [
        (5, 5, "5 mentions", "5 mentions"),
        (5, 0, "5 mentions", "5 mentions"),
        (5, 1, "5 mentions, 1 story", "5 mentions, 1 texte"),
        (5, 3, "5 mentions, 3 stories", "5 mentions, 3 textes"),
    ],
)
def test_stories_are_counted_where_some_are_copies(n: int, stories: int, english: str, french: str) -> None:
    assert with_stories(f"{n} mentions", n, stories, EN) == english
    assert with_stories(f"{n} mentions", n, stories, FR) == french
