"""Themes, a line each with its figures, and what is said with them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smwatch.cli.views.themes import figures, show_themes, theme_dict
from smwatch.models import Count
from smwatch.themes.theme import Course, Theme, ThemeQuote
from tests.cli.views.seen import EN, FR, plain, seen
from tests.reports.story import mention

THEME = Theme(
    name="palm oil",
    terms=(Count(name="palm oil", count=8), Count(name="forest", count=5), Count(name="orangutan", count=3)),
    stories=8, mentions=12, share=0.3412, negative=9, neutral=1, positive=0, score=-0.51234,
    course=Course.GROWING, before=2, before_mentions=3, factor=4.0,
    quotes=(ThemeQuote(said=mention(7), text="They buy palm oil."), ThemeQuote(said=mention(9), text="Another.")),
    ids=(7, 9), langs=("en", "fr"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("theme", "english", "french"),
    [
        (
            THEME,
            "12 mentions, 8 stories · 34% · 9 negative · up from 2",
            "12 mentions, 8 textes · 34 % · 9 négatives · en hausse (de 2)",
        ),
        (replace(THEME, negative=0, course=Course.UNKNOWN, mentions=8), "8 mentions · 34%", "8 mentions · 34 %"),
    ],
)
def test_figures(theme: Theme, english: str, french: str) -> None:
    assert figures(theme, EN) == english
    assert plain(figures(theme, FR)) == french


def test_a_theme_has_its_other_terms_and_one_s_words() -> None:
    told = seen(
        lambda terminal: show_themes(terminal, [THEME, replace(THEME, name="spoon", terms=THEME.terms[:1], quotes=())])
    )
    assert told.out == (
        "palm oil  12 mentions, 8 stories · 34% · 9 negative · up from 2\n"
        "  also: forest, orangutan\n"
        "  7  “They buy palm oil.”\n"
        "spoon  12 mentions, 8 stories · 34% · 9 negative · up from 2\n"
    )


def test_where_none_stands_out_it_is_told() -> None:
    told = seen(lambda terminal: show_themes(terminal, []))
    assert (told.out, told.err) == ("", "No theme stands out: too little is said, or each says something else.\n")


def test_json() -> None:
    told = theme_dict(THEME)
    assert told["terms"][1] == {"name": "forest", "stories": 5}
    assert (told["share"], told["score"], told["factor"]) == (0.3412, -0.512, 4.0)
    assert told["before"] == {"stories": 2, "mentions": 3}
    assert told["quotes"][0] == {"mention": 7, "text": "They buy palm oil."}
    bare = theme_dict(replace(THEME, score=None, factor=None))
    assert bare["score"] is bare["factor"] is None
