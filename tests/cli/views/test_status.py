"""The day on one screen, part by part: what burns, what is new, who must answer, how the machinery does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from smwatch.cli.views import status as view
from smwatch.models import Brand, Health, Label, Level, News, Place, Role, ScanReport, Warned
from smwatch.reports.answered import Answered
from smwatch.reports.todo import of_alert, of_mention
from tests.cli.views.seen import EN, FR, NOW, plain, seen
from tests.reports.story import BUZZ, CRISIS, feed, mention

HOUR = timedelta(hours=1)
DEAF = Warned(kind="deaf", brand="Nordelait", feed="", message="all its feeds are silent", at=NOW)
BRANDS = (Brand(name="Nordelait"), Brand(name="Rivale", kind="competitor"))


def test_each_brand_has_its_figures_and_its_own_people_are_counted_apart() -> None:
    rows = [
        mention(1, story="a"),
        mention(2, story="a"),
        mention(3, Label.POSITIVE),
        mention(4, None),
        mention(5, Label.NEUTRAL, brand="Rivale"),
        mention(6, author_role=Role.EMPLOYEE),
        mention(7, author_role=Role.OFFICIAL),
        mention(8, author_role=Role.PRESS, brand="Rivale"),
    ]
    assert view.brand_figures(BRANDS, rows) == [
        {
            "brand": "Nordelait", "mentions": 4, "stories": 3, "negative": 2, "neutral": 0, "positive": 1,
            "unscored": 1, "own": 2, "share_of_voice": 0.667,
        },
        {
            "brand": "Rivale", "mentions": 2, "stories": 2, "negative": 1, "neutral": 1, "positive": 0,
            "unscored": 0, "own": 0, "share_of_voice": 0.333,
        },
    ]  # fmt: skip


def test_where_nobody_spoke_nobody_has_a_share() -> None:
    assert [one["share_of_voice"] for one in view.brand_figures(BRANDS, [])] == [0.0, 0.0]


def test_the_gravest_burns_first_and_a_buzz_comes_after_the_warnings() -> None:
    cooling, emerging = (replace(CRISIS, id=n, level=level) for n, level in ((8, Level.COOLING), (9, Level.EMERGING)))
    part = view.burning([BUZZ, cooling, emerging, CRISIS], [DEAF], EN)
    assert [item.line[:4] for item in part.items] == ["3  N", "9  N", "8  N", "⚠ No", "4  L"]
    assert part.head == []
    assert [bool(item.below) for item in part.items] == [True, True, True, False, False]


def test_a_buzz_alone_burns_nothing() -> None:
    part = view.burning([BUZZ], [], EN)
    assert [item.line for item in part.head] == ["Nothing is burning."]
    assert len(part.items) == 1
    assert part.more
    assert part.more(3) == "and 3 more: smwatch alerts"


PLACE = Place(reached=4, at=NOW - 2 * HOUR)


@pytest.mark.parametrize(
    ("news", "english", "french"),
    [
        (
            News(mentions=0, negative=0),
            "Nothing new since you listed it (2010-03-24 09:30).",
            "Rien de nouveau depuis votre dernière liste (2010-03-24 09:30).",
        ),
        (
            News(mentions=2, negative=1),
            "2 new mentions since 2010-03-24 09:30, 1 negative: smwatch mentions --since last",
            "2 nouvelles mentions depuis 2010-03-24 09:30, 1 négative : smwatch mentions --since last",
        ),
        (
            News(mentions=1000, negative=0, complete=False),
            "More than 1,000 new mentions since 2010-03-24 09:30, 0 negative: smwatch mentions --since last",
            "Plus de 1 000 nouvelles mentions depuis 2010-03-24 09:30, 0 négative : smwatch mentions --since last",
        ),
    ],
)
def test_what_came_since_somebody_looked(news: News, english: str, french: str) -> None:
    assert view.news_line(PLACE, news, EN) == english
    assert plain(view.news_line(PLACE, news, FR)) == french


FIGURES: list[dict[str, Any]] = [
    {"brand": "Nordelait", "mentions": 4, "stories": 3, "negative": 2, "neutral": 0, "positive": 1, "unscored": 1,
     "own": 2, "share_of_voice": 0.667},
    {"brand": "Laiterie du Grand Fleuve", "mentions": 2, "stories": 2, "negative": 1, "neutral": 1, "positive": 0,
     "unscored": 0, "own": 0, "share_of_voice": 0.333},
]  # fmt: skip


def heads(width: int, figures: list[dict[str, Any]] = FIGURES) -> str:
    shown = seen(lambda terminal: terminal.out.print(view.table(terminal, figures, len(figures))), width=width)
    return shown.out.splitlines()[0]


EVERY = ("mentions", "stories", "negative", "neutral", "positive", "not scored", "by your people", "share of voice")
LEAVE = ("neutral", "positive", "stories", "share of voice", "by your people", "not scored")


@pytest.mark.parametrize(("narrowest", "gone"), [(112, 0), (103, 1), (93, 2), (84, 3), (68, 4), (52, 5), (40, 6)])
def test_columns_give_way_one_by_one_where_the_screen_is_narrow(narrowest: int, gone: int) -> None:
    left = [name for name in EVERY if name not in LEAVE[:gone]]
    assert [name for name in EVERY if name in heads(narrowest)] == left
    if gone < len(LEAVE):
        assert LEAVE[gone] not in heads(narrowest - 1)


def test_columns_with_nothing_in_them_are_left_out() -> None:
    calm = [one | {"unscored": 0, "own": 0, "stories": one["mentions"]} for one in FIGURES]
    assert not any(name in heads(140, calm) for name in ("stories", "not scored", "by your people"))


def test_what_is_to_answer_says_how_much_is_late_and_how_much_is_others() -> None:
    late = of_mention(mention(2), who="Marie", due=NOW - HOUR)
    soon = of_alert(CRISIS, who="Marie", due=NOW + HOUR)
    part = view.todo([late, soon], 3, NOW, EN)
    assert [(item.line, item.style) for item in part.head] == [
        ("To answer: 2 for you, 1 overdue, 3 for others. smwatch todo", "bold red")
    ]
    assert [(item.line, item.style) for item in part.items] == [
        ("  mention 2 · overdue by 1 hour · Nordelait, comment number 2.", "red"),
        ("  alert 3 · 03-24 12:30 · 6 negative voices", ""),
    ]
    others = view.todo([], 1, NOW, FR)
    assert plain(others.head[0].line) == "À répondre : 1 pour d’autres. smwatch todo"
    assert view.todo([], 0, NOW, EN).empty


def test_replies_begin_with_the_brand_that_owes_the_most() -> None:
    found = {
        "A": Answered(wanted=9, answered=8, median=HOUR),
        "B": Answered(wanted=5, answered=1, median=HOUR),
        "C": Answered(wanted=1),
    }
    part = view.replies(found, EN, close=True)
    assert [item.line for item in part.items] == [
        "B, last 7 days: 5 mentions want an answer; 1 has one, after 1 hour.",
        "A, last 7 days: 9 mentions want an answer; 8 have one, half of them within 1 hour.",
        "C, last 7 days: 1 mention wants an answer; it has none yet.",
    ]
    assert part.close
    assert view.answered_dict(found["A"]) == {"wanted": 9, "answered": 8, "share": 0.889, "median_seconds": 3600}
    assert view.answered_dict(found["C"])["median_seconds"] is None


@pytest.mark.parametrize(
    ("states", "english", "french"),
    [
        (
            [Health.OK],
            "1 feed is fine. No scan yet: smwatch scan",
            "1 fil va bien. Pas encore de relève : smwatch scan",
        ),
        (
            [Health.OK, Health.OK, Health.FAILING, Health.SILENT, Health.SILENT, Health.GONE],
            "2 feeds are fine, 1 is failing, 2 are silent, 1 is gone. No scan yet: smwatch scan",
            "2 fils vont bien, 1 est en panne, 2 sont muets, 1 a disparu. Pas encore de relève : smwatch scan",
        ),
    ],
)
def test_how_the_feeds_do(states: list[Health], english: str, french: str) -> None:
    feeds = [feed(f"https://{n}.example", state) for n, state in enumerate(states)]
    assert view.machinery(feeds, None, EN) == english
    assert plain(view.machinery(feeds, None, FR)) == french


def test_the_last_scan_is_told_with_its_time() -> None:
    last = ScanReport(scan=1, started=NOW, seconds=1.0)
    assert view.machinery([], last, EN) == "0 feeds are fine. Last scan: 2010-03-24 11:30."


def test_feeds_that_need_a_look_are_told_by_what_ails_them() -> None:
    failing = feed("https://u:secret@a.example/f", Health.FAILING, failures=3, message="no such host")
    silent = feed("https://b.example/f", Health.SILENT, silent_since=NOW)
    machinery, troubles = view.health([failing, silent, feed("https://c.example", Health.OK)], None, [], EN)
    assert len(machinery.head) == 1
    assert [(item.line, item.style) for item in troubles.items] == [
        ("✗ https://***@a.example/f: the last 3 polls failed: no such host", "red"),
        ("⚠ https://b.example/f: nothing new since 24 March 2010 at 11:30, against its habit", "yellow"),
    ]
    assert troubles.more
    assert troubles.more(2) == "and 2 more: smwatch feeds --problems"
