"""Which query a brand's mentions are of: noticed when it changes, matched to its end, and why is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from smwatch.models import (
    Entry,
    FailureKind,
    Feed,
    PollFailed,
    Shift,
    StoredEntry,
    Timing,
    Understood,
    Watched,
)
from smwatch.store import Store
from tests.store.examples import BLOG, HOUR, MONDAY, NEWS, comments_of, entry, mention, polled, save


def step(brand: str = "Dell", **done: Any) -> Watched:  # noqa: ANN401 - any field of the model
    """So much further has it come."""
    return Watched(brand=brand, **done)


def advance(store: Store, *steps: Watched) -> None:
    store.save_again([], [], steps=lambda _: steps)


def asked_again(store: Store, now: timedelta = 2 * HOUR) -> dict[str, bool]:
    """Which feeds are read whole at their next poll."""
    return {feed.url: feed.reread for feed in store.due(MONDAY + now)}


def test_a_brand_that_was_never_looked_for_is_new(store: Store) -> None:
    assert store.watched() == {}
    store.begin_rematch({"Dell": "1:a"}, [], MONDAY)
    assert store.watched() == {"Dell": step(pending="1:a", reason="new")}


def test_how_far_it_has_come_is_added_up_until_it_is_done(store: Store) -> None:
    store.begin_rematch({"Dell": "1:a", "Nestlé": "1:n"}, [], MONDAY)
    advance(store, step(reached=200, entries=200, won=3, lost=1))
    advance(store, step(reached=350, entries=150, won=2))
    assert store.watched()["Dell"] == step(pending="1:a", reason="new", reached=350, entries=350, won=5, lost=1)
    assert store.watched()["Nestlé"].entries == 0
    store.end_rematch(["Dell"], [])
    assert store.watched()["Dell"] == step(fingerprint="1:a")
    assert store.watched()["Nestlé"].pending == "1:n"


def test_the_same_query_goes_on_where_it_stopped(store: Store) -> None:
    store.begin_rematch({"Dell": "1:a"}, [], MONDAY)
    advance(store, step(reached=200, entries=200, won=3))
    store.begin_rematch({"Dell": "1:a"}, [], MONDAY + HOUR)
    assert store.watched()["Dell"].reached == 200


@pytest.mark.parametrize(("known", "pending", "reason"), [("1:a", "1:b", "query"), ("1:a", "2:a", "program")])
def test_why_all_is_matched_again_is_told(store: Store, known: str, pending: str, reason: str) -> None:
    """What stands before the colon is the program's, what follows the query's."""
    store.begin_rematch({"Dell": known}, [], MONDAY)
    store.end_rematch(["Dell"], [])
    store.begin_rematch({"Dell": pending}, [], MONDAY)
    assert store.watched()["Dell"] == step(fingerprint=known, pending=pending, reason=reason)


def test_another_query_meanwhile_begins_anew(store: Store) -> None:
    store.begin_rematch({"Dell": "1:a"}, [], MONDAY)
    advance(store, step(reached=200, entries=200, won=3, lost=2))
    store.begin_rematch({"Dell": "1:b"}, [], MONDAY)
    assert store.watched()["Dell"] == step(pending="1:b", reason="new"), "it never was anything else"


def test_who_is_looked_for_no_more_is_hidden_and_forgotten_here(store: Store) -> None:
    save(store, polled(BLOG, [entry("a"), entry("b")], [mention("a"), mention("b", "Dell")]))
    store.begin_rematch({"Dell": "1:a", "Nestlé": "1:n"}, [], MONDAY)
    store.begin_rematch({}, ["Dell"], MONDAY)
    assert [*store.watched()] == ["Nestlé"]
    hidden = {row.brand: row.current for n in (1, 2) if (row := store.mention(n))}
    assert hidden == {"Nestlé": True, "Dell": False}


def test_comments_of_an_entry_that_mentions_nobody_any_more_are_not_followed(store: Store) -> None:
    child = comments_of("https://blog.example/a/feed/", entry("a").url)
    save(store, polled(BLOG, [entry("a")], [mention("a", "Dell")], comment_feeds=(child,)))
    store.begin_rematch({"Dell": "1:a"}, [], MONDAY)
    assert child.url in {feed.url for feed in store.due(MONDAY + HOUR)}
    store.begin_rematch({}, ["Dell"], MONDAY)
    assert child.url not in {feed.url for feed in store.due(MONDAY + HOUR)}


def test_feeds_are_read_whole_once_but_for_those_that_can_hold_nothing_new(store: Store) -> None:
    for spec in (BLOG, NEWS):
        save(store, polled(spec))
    store.begin_rematch({"Dell": "1:a"}, [], MONDAY)
    assert asked_again(store) == {BLOG.url: False, NEWS.url: False}
    store.end_rematch(["Dell"], [NEWS.url])
    assert asked_again(store) == {BLOG.url: True, NEWS.url: False}
    save(store, polled(BLOG, at=MONDAY + HOUR))
    assert asked_again(store, 4 * HOUR) == {BLOG.url: False, NEWS.url: False}


def test_a_feed_that_was_never_polled_need_not_be_read_again(store: Store) -> None:
    store.begin_rematch({"Dell": "1:a"}, [], MONDAY)
    store.end_rematch(["Dell"], [])
    assert asked_again(store) == {BLOG.url: False, NEWS.url: False}


def test_a_feed_that_is_gone_is_not_read_again(store: Store) -> None:
    save(store, polled(BLOG))
    failed = PollFailed(feed=Feed(spec=BLOG, url=BLOG.url), at=MONDAY + HOUR, kind=FailureKind.GONE, message="gone")
    store.save_failure(failed, Timing(MONDAY.replace(year=9999), "gone"))
    store.begin_rematch({"Dell": "1:a"}, [], MONDAY)
    store.end_rematch(["Dell"], [])
    assert [feed.reread for feed in store.due(MONDAY, only=[BLOG.url])] == [False]


def stored(one: Entry, number: int, *brands: str) -> Understood:
    """What such an entry mentions by now."""
    at = StoredEntry(number=number, entry=one, feed=BLOG.url, source=BLOG.source, fetched=MONDAY)
    return Understood(stored=at, mentions=tuple(mention(one.key, brand) for brand in brands))


def test_what_is_won_and_lost_is_told_with_how_far_it_came_or_not_at_all(store: Store) -> None:
    entries = [entry("a"), entry("b", "Encore du chocolat")]
    save(store, polled(BLOG, entries, [mention("a")]))
    store.begin_rematch({"Nestlé": "1:n", "Dell": "1:a"}, [], MONDAY)
    names = ["Nestlé", "Dell"]
    understood = [stored(entries[0], 1, "Dell"), stored(entries[1], 2, "Nestlé")]

    def _fails(_shifts: object) -> list[Watched]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.save_again(understood, names, steps=_fails)
    assert [store.mention(n) is not None for n in (1, 2, 3)] == [True, False, False]
    told = list[Shift]()

    def _steps(found: Sequence[Shift]) -> list[Watched]:
        told.extend(found)
        return [step(reached=2)]

    shifts = store.save_again(understood, names, steps=_steps)
    assert [(shift.brand, shift.won, shift.new, shift.negative) for shift in shifts] == [
        ("Dell", True, True, True),
        ("Nestlé", False, False, False),
        ("Nestlé", True, True, True),
    ]
    assert [shift.brand for shift in told] == ["Dell", "Nestlé", "Nestlé"]
    assert store.watched()["Dell"].reached == 2
    again = store.save_again([stored(entries[0], 1, "Nestlé")], names)
    assert [(shift.brand, shift.won, shift.new) for shift in again] == [("Nestlé", True, False), ("Dell", False, False)]


def test_of_other_brands_nothing_is_hidden(store: Store) -> None:
    save(store, polled(BLOG, [entry("a")], [mention("a")]))
    assert store.save_again([stored(entry("a"), 1)], ["Dell"]) == []
    row = store.mention(1)
    assert row is not None
    assert row.current
