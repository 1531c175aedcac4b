"""What the rows of the live screen say; that they fit, test_live.py says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from rich.text import Text

from smwatch.cli.views.live import (
    BLOCKS,
    IN_A_CHOICE,
    IN_A_PAGE,
    KEYS,
    PLAIN,
    Figures,
    Heard,
    View,
    alert_rows,
    brand_rows,
    keys_row,
    mention_row,
    mention_rows,
    start,
    status_row,
)
from smwatch.models import Health, Label, MentionRow
from tests.cli.views.seen import EN, FR, NOW, plain
from tests.reports.story import CRISIS, mention

HOUR = timedelta(hours=1)


def view(figures: dict[str, Any] | None = None, **changes: Any) -> View:  # noqa: ANN401 - fields
    return View(figures=Figures(now=NOW, **(figures or {})), **changes)


def said(rows: Sequence[Text]) -> list[str]:
    return [row.plain.rstrip() for row in rows]


@pytest.mark.parametrize(
    ("changes", "english", "french"),
    [
        ({}, "", ""),
        ({"next": NOW + HOUR}, "next 12:30", "prochaine 12:30"),
        ({"next": NOW + 24 * HOUR}, "next 2010-03-25 11:30", "prochaine 2010-03-25 11:30"),
        ({"next": NOW, "scanning": True}, "polling now", "relève en cours"),
        ({"scanning": True, "stopping": True}, "stopping after the feeds under way", "arrêt après les fils en cours"),
    ],
)
def test_when_the_feeds_are_polled(changes: dict[str, Any], english: str, french: str) -> None:
    for speech, told in ((EN, english), (FR, french)):
        assert plain(status_row(view({"feeds": {Health.OK: 3}}, **changes), speech).plain).partition(" · ")[2] == told


def test_the_last_scan_is_told_and_trouble_stands_out() -> None:
    row = status_row(view({"feeds": {Health.OK: 1, Health.FAILING: 2}, "last": NOW - HOUR}), EN)
    assert row.plain.endswith(" · last scan 10:30")
    assert str(row.style) == "yellow"
    assert str(status_row(view({"feeds": {Health.OK: 1}}), EN).style) == "dim"
    assert str(status_row(view({"feeds": {Health.OK: 1}}, stopping=True), EN).style) == "yellow"


def test_keys_are_those_that_do_something() -> None:
    assert keys_row(view(), EN).plain == KEYS
    assert keys_row(view(page=()), EN).plain == IN_A_PAGE
    assert keys_row(view(choices=(Text("a"),)), EN).plain == IN_A_CHOICE
    assert keys_row(view(prompt="Why?", typed="spa", page=()), EN).plain == "Why? spa▏"
    assert keys_row(view(prompt="Why?", typed="spa", blocks=PLAIN), EN).plain == "Why? spa_"


def brand(name: str, hours: int, bad: int = 0) -> Heard:
    return Heard(name=name, hours=(0,) * 23 + (hours,), bad=(0,) * 23 + (bad,))


def test_brands_are_lines_and_the_rest_is_counted() -> None:
    some = view({"brands": (brand("Nordelait", 1, 1), brand("Dell", 12))})
    assert said(brand_rows(some, 80, 4, EN)) == [
        "Last 24 hours",
        f"Nordelait  {' ' * 23}{BLOCKS[-1]}  1 mention, 1 negative",
        f"Dell       {' ' * 23}{BLOCKS[-1]}  12 mentions",
    ]
    many = view({"brands": tuple(brand(f"B{n}", 0) for n in range(9))})
    assert said(brand_rows(many, 80, 4, EN))[-1] == "and 6 more brands"
    assert len(brand_rows(many, 80, 9, EN)) == 10
    assert plain(brand_rows(some, 80, 4, FR)[1].plain).endswith("1 mention, 1 négative")


def test_where_nothing_burns_or_is_said_that_is_told() -> None:
    assert said(alert_rows(view(), 5, EN)) == ["Nothing is burning."]
    assert said(mention_rows(view(), 80, 5, EN)) == ["No mention yet."]
    rows = said(alert_rows(view({"alerts": (CRISIS,)}), 5, EN))
    assert rows[0] == "Open alerts"
    assert rows[1].startswith("› ")
    assert "Nordelait" in rows[1]


def one(row: MentionRow, *, brands: int = 1, width: int = 80) -> str:
    figures = Figures(now=NOW, brands=tuple(brand(f"B{n}", 0) for n in range(brands)))
    return mention_row(row, figures, width, EN).plain


ROW = mention(1, title="Palm oil again", source="Le Quotidien", published=NOW - HOUR)


@pytest.mark.parametrize(
    ("changes", "how", "line"),
    [
        ({}, {}, "− 10:30 Le Quotidien   Palm oil again"),
        ({"label": Label.POSITIVE}, {}, "+ 10:30 Le Quotidien   Palm oil again"),
        ({"label": None}, {}, "? 10:30 Le Quotidien   Palm oil again"),
        ({"published": NOW - 24 * HOUR}, {}, "− 03-23 Le Quotidien   Palm oil again"),
        ({}, {"brands": 2}, "− 10:30 Nordelait    Le Quotidien   Palm oil again"),
        ({}, {"width": 120}, f"− 10:30 {'Le Quotidien':30} Palm oil again"),
        ({"status": "assigned", "assignee": "Eve"}, {}, "− 10:30 Le Quotidien   → Eve: Palm oil again"),
        ({"status": "answered"}, {}, "− 10:30 Le Quotidien   ✓ Palm oil again"),
        ({"status": "ignored"}, {}, "− 10:30 Le Quotidien   ✓ Palm oil again"),
        ({"source": "The Eastern Daily Post"}, {}, "− 10:30 The Eastern D… Palm oil again"),
    ],
)
def test_a_mention_is_a_line(changes: dict[str, Any], how: dict[str, int], line: str) -> None:
    fields: dict[str, Any] = {"title": ROW.title, "source": ROW.source, "published": ROW.published} | changes
    assert one(mention(1, **fields), **how) == line


@pytest.mark.parametrize(
    ("n", "place", "room", "first"),
    [(10, 0, 4, 0), (10, 5, 4, 3), (10, 9, 4, 6), (3, 2, 10, 0), (10, 9, 0, 9), (0, 0, 4, 0)],
)
def test_the_chosen_one_is_in_the_middle_where_that_can_be(n: int, place: int, room: int, first: int) -> None:
    assert start(n, place, room) == first
