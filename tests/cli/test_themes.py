"""`smwatch mentions themes`."""

from __future__ import annotations

from tests.desk import Desk, item

KEYS = "name terms stories mentions share negative neutral positive score course before factor langs quotes ids".split()


def test_themes_are_told_with_figures_and_somebodys_words(busy_desk: Desk) -> None:
    said = "Ma mère jette|Où rapporter|Encore un|Personne n'explique|Mon dépanneur ignore|Quel gâchis".split("|")
    items = [
        item("", f"{text}, Nordelait : le rappel de yogourts.", link=f"http://c.example/{at}", author=f"Luc {at}")
        for at, text in enumerate(said)
    ]
    busy_desk.feed("/forum/feed/", *items, declared='source = "Le forum"')
    busy_desk.later(days=1).runs("scan")
    told = busy_desk.runs("mentions themes --json").json
    assert [list(theme) for theme in told] == [KEYS] * len(told)
    assert (told[0]["name"], told[0]["stories"], told[0]["course"]) == ("rappel de yogourts", 6, "unknown")
    assert {quote["mention"] for quote in told[0]["quotes"]} <= set(told[0]["ids"])
    shown = busy_desk.runs("mentions themes").out
    assert "rappel de yogourts" in shown
    assert "Ma mère jette" in shown
    assert busy_desk.runs("mentions themes --limit 1 --label positive --json").json == []


def test_a_period_without_mentions_has_no_themes_and_says_so(busy_desk: Desk) -> None:
    assert busy_desk.runs("mentions themes --since 2001-01-01 --until 2001-02-01 --json").json == []
    assert "No theme stands out" in busy_desk.runs("mentions themes --since 2001-01-01 --until 2001-02-01").err


def test_an_unknown_brand_is_said(busy_desk: Desk) -> None:
    assert busy_desk.runs("mentions themes --brand Nobody").code == 2
