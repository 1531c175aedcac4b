"""A mention's past: edits, decisions, and its place among the comments of its thread."""

from __future__ import annotations

from datetime import timedelta

import pytest

from smwatch.models import Answer, Entry, FeedKind, FeedSpec, Label, Why
from smwatch.models.journal import Thread
from smwatch.store import Store
from tests.store.examples import BLOG, HOUR, MONDAY, comments_of, entry, mention, polled, save

PAGE = entry("a").url
COMMENTS = comments_of(f"{PAGE}/feed/", PAGE)
SITE = comments_of("https://blog.example/comments/feed/")


def comment(key: str, minutes: int, text: str = "", **more: object) -> Entry:
    fields: dict[str, object] = {
        "url": f"{PAGE}#c{key}",
        "title": "",
        "kind": FeedKind.COMMENTS,
        "thread": PAGE,
        "author": key,
        "published": MONDAY + timedelta(minutes=minutes),
        **more,
    }
    return entry(key, text or f"Dit {key}", **fields)


def bring(store: Store, spec: FeedSpec, *comments: Entry) -> None:
    told = [mention(one.key, why=Why.THREAD, spans=()) for one in comments]
    save(store, polled(spec, comments, told))


@pytest.fixture
def thread(store: Store) -> Store:
    """An entry (1) with three comments (2, 3, 4), which came in another order than they were written."""
    save(store, polled(BLOG, [entry("a")], [mention("a")], comment_feeds=(COMMENTS, SITE)))
    bring(store, COMMENTS, comment("x", 20), comment("y", 10), comment("z", 30))
    return store


def place(store: Store, number: int) -> tuple[int, int]:
    """Which of how many."""
    thread = store.past.of(number).thread
    assert thread is not None
    return thread.place, thread.comments


def test_an_entry_stands_above_its_comments(thread: Store) -> None:
    assert thread.past.of(1).thread == Thread(url=PAGE, title="Titre a", mention=1, comments=3, place=0)


def test_comments_have_their_place_by_when_they_were_written(thread: Store) -> None:
    assert [place(thread, number) for number in (2, 3, 4)] == [(2, 3), (1, 3), (3, 3)]
    told = thread.past.of(3).thread
    assert told == Thread(url=PAGE, title="Titre a", mention=1, comments=3, place=1)


def test_a_comment_that_two_feeds_brought_counts_once(thread: Store) -> None:
    bring(thread, SITE, comment("y", 10), comment("w", 5))
    assert [place(thread, number) for number in (2, 3, 4)] == [(3, 4), (2, 4), (4, 4)]


def test_where_the_entry_is_not_stored_its_page_is_told_all_the_same(store: Store) -> None:
    save(store, polled(BLOG, comment_feeds=(SITE,)))
    elsewhere = "https://blog.example/ailleurs"
    bring(store, SITE, comment("x", 20, thread=elsewhere, url=f"{elsewhere}#x"))
    assert store.past.of(1).thread == Thread(url=elsewhere, comments=1, place=1)


def test_the_entry_is_no_mention_of_a_brand_that_only_a_comment_names(thread: Store) -> None:
    said = comment("q", 40, "Et Dell ?")
    save(thread, polled(COMMENTS, [said], [mention("q", "Dell")]))
    told = thread.past.of(5).thread
    assert told is not None
    assert (told.title, told.mention) == ("Titre a", 0)


def test_what_has_no_page_stands_in_no_thread(store: Store) -> None:
    save(store, polled(BLOG, [entry("a", url="")], [mention("a")]))
    assert store.past.of(1).thread is None


def test_what_was_decided_and_edited_is_told_the_oldest_first(thread: Store) -> None:
    assert (thread.past.of(1).edited, thread.past.of(1).decisions) == (None, ())
    thread.label_mentions([1], Label.NEUTRAL, MONDAY + HOUR)
    thread.work.decide("mention", [1], Answer(what="note", note="Vu."), MONDAY + 2 * HOUR)
    thread.work.decide("mention", [2], Answer(what="note", note="Vu aussi."), MONDAY + 3 * HOUR)
    save(thread, polled(BLOG, [entry("a", "Du chocolat noir")], [mention("a")], at=MONDAY + 4 * HOUR))
    told = thread.past.of(1)
    assert told.edited == MONDAY + 4 * HOUR
    assert [(one.what, one.at) for one in told.decisions] == [("label", MONDAY + HOUR), ("note", MONDAY + 2 * HOUR)]


def test_a_hidden_mention_has_a_past_and_an_unknown_one_none(thread: Store) -> None:
    thread.begin_rematch({}, ["Nestlé"], MONDAY)
    told = thread.past.of(2).thread
    assert told is not None
    assert (told.place, told.mention) == (2, 0)
    with pytest.raises(LookupError):
        thread.past.of(99)
