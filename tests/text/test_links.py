"""Links that lead to one page compare alike; others don't."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smwatch.text.links import same_link

PAGE = "https://blog.example/2010/03/nestle"


@pytest.mark.parametrize(
    "spelt",
    [
        PAGE,
        PAGE + "/",
        "http://blog.example/2010/03/nestle",
        PAGE + "#comment-12",
        "HTTPS://Blog.Example/2010/03/nestle/#a",
        PAGE + "/?utm_source=rss&utm_medium=rss",
    ],
)
def test_one_page_spelt_in_several_ways(spelt: str) -> None:
    assert same_link(spelt) == "blog.example/2010/03/nestle"


@pytest.mark.parametrize(
    "other", [PAGE + "?page=2", "https://blog.example/2010/03/Nestle", "ftp://blog.example/2010/03/nestle"]
)
def test_other_pages_stay_others(other: str) -> None:
    assert same_link(other) != same_link(PAGE)


def test_nothing_stays_nothing() -> None:
    assert same_link("") == ""
    assert same_link("#top") == ""


@given(st.text())
@example(" #")
@example(" / /")
def test_saying_it_twice_changes_nothing_on_links(text: str) -> None:
    link = "https://a.example/" + text
    assert same_link("https://" + same_link(link)) == same_link(link)
