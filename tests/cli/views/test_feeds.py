"""How feeds look in a list: under the feed that led to them, with when they are polled next and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from smwatch.cli.views.feeds import WHYS, name_of, next_of, show_table, show_troubles, under_their_parents
from smwatch.feeds import timing
from smwatch.models import FailureKind, FeedRow, Health, Origin
from tests.cli.views.seen import EN, FR, NOW, seen
from tests.reports.story import feed

BLOG = feed("https://blog.example/feed", Health.OK, source="Le blogue", next_why=timing.LIVELY)
ABOVE = {"source": "Le blogue", "parent": BLOG.url, "origin": Origin.DISCOVERED}
UNDER = feed("https://blog.example/post/feed?x=1", Health.OK, **ABOVE)
NEWS = feed("https://news.example/rss", Health.SILENT, silent_since=NOW)


def test_comment_feeds_stand_under_the_feed_that_led_to_them() -> None:
    lost = replace(UNDER, url="https://x.example/c", parent="https://gone.example")
    assert under_their_parents([UNDER, NEWS, lost, BLOG]) == [NEWS, lost, BLOG, UNDER]
    assert under_their_parents([]) == []


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (BLOG, "Le blogue"),
        (replace(BLOG, source=""), "blog.example/feed"),
        (replace(BLOG, source="blog.example"), "blog.example/feed"),
        (UNDER, "  ↳ /post/feed?x=1"),
        (replace(UNDER, url="https://blog.example/comments"), "  ↳ /comments"),
    ],
)
def test_what_a_feed_is_called(row: FeedRow, told: str) -> None:
    assert name_of(row) == told


@pytest.mark.parametrize(
    ("changes", "english", "french"),
    [
        ({"next_poll": NOW}, "03-24 11:30", "03-24 11:30"),
        ({"next_poll": None}, "at once", "aussitôt"),
        ({"next_poll": None, "retired": True}, "never", "jamais"),
        ({"next_poll": None, "status": Health.GONE}, "never", "jamais"),
        ({"next_poll": None, "enabled": False}, "", ""),
    ],
)
def test_when_a_feed_is_polled_next(changes: dict[str, Any], english: str, french: str) -> None:
    row = replace(BLOG, **changes)
    assert (next_of(row, EN), next_of(row, FR)) == (english, french)


def test_the_table_ends_with_what_its_words_mean() -> None:
    told = seen(lambda terminal: show_table(terminal, [BLOG, UNDER, NEWS]), width=110).out.splitlines()
    assert told[0].split() == ["Source", "State", "Entries", "Mentions", "Next", "Why", "then"]
    assert [line.split()[0] for line in told[1:4]] == ["Le", "↳", "news.example/rss"]
    assert told[4:] == [f"lively: {timing.LIVELY}"]


def test_a_feed_that_is_off_has_no_reason() -> None:
    told = seen(lambda terminal: show_table(terminal, [replace(BLOG, enabled=False)])).out
    assert "lively" not in told


def test_every_reason_has_a_word_of_its_own() -> None:
    assert len({*WHYS.values()}) == len(WHYS)


def test_troubles_are_told_with_a_command_that_stays_whole() -> None:
    lost = feed(
        "https://u:secret@a.example/feed", Health.FAILING, failures=2, message="no feed there",
        failure_kind=FailureKind.NOT_A_FEED,
    )  # fmt: skip
    told = seen(lambda terminal: show_troubles(terminal, [BLOG, lost, NEWS]), width=60).out
    assert "✗ https://***@a.example/feed: the last 2 polls failed: no feed there\n" in told
    assert "    smwatch feeds discover a.example\n" in told
    assert "⚠ https://news.example/rss: nothing new since 24 March 2010 at 11:30" in told
    assert "Le blogue" not in told


def test_a_feed_that_fails_by_itself_needs_no_command() -> None:
    slow = feed("https://a.example/feed", Health.FAILING, failures=1, message="x", failure_kind=FailureKind.TIMEOUT)
    told = seen(lambda terminal: show_troubles(terminal, [slow]), width=100).out
    assert "the last poll failed: x" in told
    assert "→ it is tried again by itself" in told
    assert "    smwatch" not in told


def test_what_is_due_is_told_where_the_reader_is() -> None:
    assert next_of(replace(BLOG, next_poll=NOW + timedelta(hours=13)), EN) == "03-25 00:30"
