"""Stored entries read back to be matched again: as they were, in order, a page at a time."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import pytest

from smwatch.models import FeedKind, Span, StoredMention, Why
from smwatch.store import Store, entries
from tests.store.examples import BLOG, HOUR, MONDAY, NEWS, comments_of, entry, mention, polled, save


def numbers(store: Store, **wanted: object) -> list[int]:
    return [each.number for each in store.entries(**wanted)]  # type: ignore[arg-type]  # passed on


def test_an_entry_comes_back_as_it_was_parsed(store: Store) -> None:
    store.sync_feeds([replace(BLOG, about=("Nestlé",)), NEWS], MONDAY)
    said = entry(
        "a",
        "Nestlé n'a pas de cœur",
        id="tag:1",
        author="Émilie",
        author_email="e@x.example",
        author_url="https://x.example/e",
        lang="fr",
        comment_feeds=("https://blog.example/a/feed/",),
    )
    save(store, polled(BLOG, [said], [mention("a"), mention("a", "Dell", why=Why.PAGE)]))
    (back,) = store.entries()
    assert back.entry == said
    assert (back.feed, back.source, back.about, back.fetched) == (BLOG.url, "Le Blogue", ("Nestlé",), MONDAY)
    assert back.mentions == (
        StoredMention(brand="Nestlé", why=Why.NAMED, spans=(Span("text", 3, 9),)),
        StoredMention(brand="Dell", why=Why.PAGE, spans=(Span("text", 3, 9),)),
    )


def test_a_comment_comes_back_with_its_thread(store: Store) -> None:
    spec = comments_of("https://blog.example/a/feed/", "https://blog.example/a")
    save(store, polled(BLOG, [entry("a")], comment_feeds=(spec,)))
    said = entry("c", kind=FeedKind.COMMENTS, thread="https://blog.example/a")
    save(store, polled(spec, [said]))
    assert [each.entry for each in store.entries()][1] == said


def test_mentions_that_no_longer_count_come_along(store: Store) -> None:
    save(store, polled(BLOG, [entry("a")], [mention("a")]))
    save(store, polled(BLOG, [entry("a", "Autre chose")], at=MONDAY + HOUR))
    (back,) = store.entries()
    assert [(each.brand, each.current) for each in back.mentions] == [("Nestlé", False)]


def test_the_source_is_the_one_that_queries_see(store: Store) -> None:
    save(store, polled(NEWS, [entry("a")]))
    assert [each.source for each in store.entries()] == [""], "the host that lists show is no source"
    save(store, polled(NEWS, [entry("b")], title="Les nouvelles", at=MONDAY + HOUR))
    assert {each.source for each in store.entries()} == {"Les nouvelles"}


@pytest.mark.parametrize("page", [1, 2, 3, 200])
def test_which_ones_and_in_which_order(store: Store, monkeypatch: pytest.MonkeyPatch, page: int) -> None:
    monkeypatch.setattr(entries, "PAGE", page)
    some = [entry(str(n), published=MONDAY - n * HOUR) for n in range(5)]
    save(store, polled(BLOG, some))
    first = next(store.entries()).number
    assert numbers(store) == [first + n for n in range(5)]
    assert numbers(store, newest_first=True) == [first + n for n in range(5)][::-1]
    assert numbers(store, newest_first=True, limit=2) == [first + 4, first + 3]
    assert numbers(store, limit=3) == [first, first + 1, first + 2]
    assert numbers(store, limit=0) == []
    assert numbers(store, since=MONDAY - 2 * HOUR) == [first, first + 1, first + 2]
    assert numbers(store, until=MONDAY - 2 * HOUR) == [first + 3, first + 4]
    assert numbers(store, since=MONDAY - 3 * HOUR, until=MONDAY, newest_first=True, limit=1) == [first + 3]
    assert numbers(store, after=first + 2) == [first + 3, first + 4]
    assert numbers(store, after=first + 2, newest_first=True) == [first + 4, first + 3]


def test_what_is_written_between_two_pages_is_come_by(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "PAGE", 2)
    save(store, polled(BLOG, [entry("a"), entry("b"), entry("c")]))
    reading = store.entries()
    next(reading)
    save(store, polled(NEWS, [entry("d")]))
    assert len(list(reading)) == 3


def test_memory_stays_bounded(store: Store) -> None:
    long = "Du chocolat au lait. " * 5_000
    for feed in range(20):
        save(store, polled(BLOG, [entry(f"{feed}-{n}", long) for n in range(20)]))
    tracemalloc.start()
    count = sum(1 for _ in store.entries())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 400
    assert most < 10_000_000, "of 42 MB"
