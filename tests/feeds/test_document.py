"""The value between the parsers and the rest of the room."""

from __future__ import annotations

from datetime import timedelta

import pytest

from smwatch.feeds import document
from smwatch.feeds.document import Document, Draft, UnreadableError, newest, text_in
from smwatch.models import Asks, FailureKind


def test_what_was_seen_is_what_was_read_and_what_was_not() -> None:
    assert Document(version="rss20", drafts=(Draft(), Draft()), left_out=3).seen == 5
    assert Document(version="").seen == 0


@pytest.mark.parametrize(
    ("generator", "wordpress"),
    [("https://wordpress.org/?v=6.4", True), ("WordPress 2.9", True), ("Blogger", False), ("", False)],
)
def test_who_made_it(generator: str, *, wordpress: bool) -> None:
    assert Document(version="rss20", generator=generator).wordpress is wordpress


def test_how_long_it_asks_to_be_left_alone() -> None:
    assert Document(version="rss20", asks=Asks(wait=timedelta(hours=2))).wait == timedelta(hours=2)
    assert Document(version="rss20").wait is None


def test_the_newest_entries_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MAX_ENTRIES", 3)
    assert newest([5.0, 9.0, 1.0, 7.0, 3.0]) == [0, 1, 3]
    assert newest([1.0, 1.0, 1.0, 1.0]) == [0, 1, 2], "of those that are as old the first"
    assert newest([2.0, 1.0]) == [0, 1]
    assert newest([]) == []


def test_fewer_are_taken_where_they_have_many_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "ENTRIES_TAGS", 10)
    assert newest([1.0, 3.0, 2.0], [4, 4, 4]) == [1, 2]
    assert newest([1.0, 3.0, 2.0], [2, 4, 4]) == [0, 1, 2]
    assert newest([1.0, 3.0], [1, 11]) == [], "what comes after one that is too many isn't newer than it"


@pytest.mark.parametrize(
    ("raw", "text"), [({"a": "x"}, "x"), ({"a": 7}, ""), ({"a": None}, ""), ({}, ""), ({"a": ["x"]}, "")]
)
def test_what_is_no_text_says_nothing(raw: dict[str, object], text: str) -> None:
    assert text_in(raw, "a") == text


def test_what_is_unreadable_keeps_its_message_and_what_fills_it() -> None:
    error = UnreadableError(FailureKind.NOT_A_FEED, "{count} of {what}", count=3, what="x")
    assert (error.kind, error.message, error.said) == (
        FailureKind.NOT_A_FEED,
        "{count} of {what}",
        {"count": "3", "what": "x"},
    )
