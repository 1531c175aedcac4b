"""Which feeds are due, in which order, and what a poll is told of a feed's entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from smwatch.models import (
    Alert,
    AlertChange,
    Change,
    FailureKind,
    Feed,
    FeedSpec,
    Level,
    Origin,
    PollFailed,
    Timing,
    Validators,
    Why,
)
from smwatch.store import Store, due
from tests.store.examples import BLOG, GOOD, HOUR, MONDAY, NEWS, SOON, comments_of, entry, mention, polled, save

CHILD = comments_of("https://blog.example/a/feed/", entry("a").url)
SITE = comments_of("https://blog.example/comments/feed/")


def urls(store: Store, at: datetime = MONDAY, **how: object) -> list[str]:
    return [feed.url for feed in store.due(at, **how)]  # type: ignore[arg-type]


def feed_of(store: Store, spec: FeedSpec = BLOG, at: datetime = MONDAY + 2 * HOUR) -> Feed:
    return next(feed for feed in store.due(at, only=[spec.url]))


def fail(store: Store, kind: FailureKind, *, spec: FeedSpec = BLOG, wait: timedelta = HOUR, **more: object) -> None:
    failed = PollFailed(feed=Feed(spec=spec, url=spec.url), at=MONDAY, kind=kind, message="no", **more)  # type: ignore[arg-type]
    store.save_failure(failed, Timing(MONDAY + wait, "", held=kind is FailureKind.THROTTLED))


# whose time has come


def test_what_was_never_polled_comes_first_then_the_longest_overdue(store: Store) -> None:
    others = [FeedSpec(url=f"https://{n}.example/") for n in range(3)]
    store.sync_feeds([BLOG, NEWS, *others], MONDAY)
    for n, spec in enumerate(others):
        save(store, polled(spec), replace(SOON, at=MONDAY + (3 - n) * HOUR))
    assert urls(store, MONDAY + 4 * HOUR) == [BLOG.url, NEWS.url, *(spec.url for spec in reversed(others))]
    assert urls(store, MONDAY + 2 * HOUR) == [BLOG.url, NEWS.url, others[2].url, others[1].url]


@pytest.mark.parametrize(("later", "is_due"), [(timedelta(minutes=59, seconds=59), False), (HOUR, True)])
def test_a_feed_is_due_to_the_second(store: Store, later: timedelta, is_due: bool) -> None:
    save(store, polled(BLOG))
    assert (BLOG.url in urls(store, MONDAY + later)) == is_due


def test_polled_by_a_clock_that_was_ahead_it_is_due(store: Store) -> None:
    ahead = MONDAY + timedelta(days=400)
    save(store, polled(BLOG, at=ahead))
    assert BLOG.url in urls(store)
    save(store, polled(NEWS, at=MONDAY + due.CLOCKS))
    assert NEWS.url not in urls(store), "some minutes ahead are no wrong clock"


@pytest.mark.parametrize(
    ("kind", "status", "asked"),
    [
        (FailureKind.TIMEOUT, None, False),
        (FailureKind.STATUS, 500, False),
        (FailureKind.UNAUTHORIZED, None, True),  # a secret was missing here: it may be there by now
        (FailureKind.UNAUTHORIZED, 401, False),
        (FailureKind.THROTTLED, None, False),
    ],
)
def test_who_asks_all_asks_none_that_backs_off(
    store: Store, kind: FailureKind, status: int | None, asked: bool
) -> None:
    fail(store, kind, status=status)
    assert (BLOG.url in urls(store, everything=True)) == asked
    assert BLOG.url in urls(store, MONDAY + HOUR, everything=True), "but for those whose time has come"
    assert urls(store, only=[BLOG.url]) == [BLOG.url], "and those that are named, whatever their state"


def test_a_feed_that_is_named_by_where_it_moved_is_found(store: Store) -> None:
    there = "https://blog.example/nouveau/"
    for n in range(2):  # believed when it is there twice in a row
        save(store, polled(BLOG, moved_to=there, at=MONDAY + n * HOUR))
    assert [feed.spec.url for feed in store.due(MONDAY, only=[there])] == [BLOG.url]
    assert feed_of(store).url == there


# newcomers


def test_of_what_was_found_on_the_way_what_mentions_a_brand_comes_first(store: Store) -> None:
    found = [comments_of(f"https://c{n}.example/", entry(f"{n}").url) for n in range(3)]
    entries = [entry(f"{n}", f"Texte {n}") for n in range(3)]
    save(store, polled(BLOG, entries, [mention("1", sentiment=GOOD), mention("2")], comment_feeds=tuple(found)))
    for spec in (BLOG, NEWS):
        save(store, polled(spec, at=MONDAY))
    due_now = [feed for feed in store.due(MONDAY) if feed.newcomer]
    assert [feed.url for feed in due_now] == [found[n].url for n in (2, 1, 0)], "that of a negative one before all"
    assert due_now[0].worth > due_now[1].worth > due_now[2].worth == 0


def test_where_only_one_has_a_turn_it_is_the_one_that_is_worth_most(store: Store) -> None:
    found = [comments_of(f"https://c{n}.example/", entry(f"{n}").url) for n in range(3)]
    entries = [entry(f"{n}", f"Texte {n}") for n in range(3)]
    save(store, polled(BLOG, entries, [mention("1")], comment_feeds=tuple(found)))
    assert [feed.url for feed in store.due(MONDAY, newcomers=(1, 10)) if feed.newcomer] == [found[1].url]


@pytest.mark.parametrize(("newcomers", "how_many"), [((10, 10), 4), ((3, 10), 3), ((10, 1), 2), ((0, 9), 0)])
def test_they_take_turns_of_all_and_of_a_host(store: Store, newcomers: tuple[int, int], how_many: int) -> None:
    found = [
        comments_of(f"https://{host}.example/{n}", entry(f"{n}").url) for n, host in enumerate(["c", "c", "c", "d"])
    ]
    entries = [entry(f"{n}", f"Texte {n}") for n in range(4)]
    save(store, polled(BLOG, entries, [mention(f"{n}") for n in range(4)], comment_feeds=tuple(found)))
    assert sum(feed.newcomer for feed in store.due(MONDAY, newcomers=newcomers)) == how_many


def test_a_feed_found_on_the_way_that_was_polled_needs_no_turn(store: Store) -> None:
    save(store, polled(BLOG, [entry("a")], [mention("a")], comment_feeds=(CHILD,)))
    save(store, polled(CHILD))
    assert CHILD.url in urls(store, MONDAY + HOUR, newcomers=(0, 0))


# what a poll is told


@pytest.mark.parametrize(
    ("worth", "days", "left"), [(4.0, 0, 4.0), (4.0, 14, 2.0), (4.0, 28, 1.0), (0.0, 3, 0.0), (4.0, -3, 4.0)]
)
def test_what_a_feed_brought_is_worth_half_as_much_after_two_weeks(worth: float, days: int, left: float) -> None:
    assert due.faded(worth, MONDAY, MONDAY + timedelta(days=days)) == pytest.approx(left)
    assert due.faded(worth, None, MONDAY) == 0.0


def test_a_feed_that_told_of_a_brand_in_trouble_is_known(store: Store) -> None:
    save(store, polled(BLOG, [entry("a")], [mention("a")]))
    save(store, polled(NEWS))
    assert not feed_of(store).alerting
    alert = Alert(
        brand="Nestlé", opened=MONDAY, updated=MONDAY, window=6 * HOUR, negatives=9, mentions=9, stories=9, authors=9,
        expected=0.5, probability=1e-9,
    )  # fmt: skip
    ((raised),) = store.save_alerts([AlertChange(alert, Change.OPENED)])
    assert feed_of(store).alerting
    assert not feed_of(store, NEWS).alerting
    assert not feed_of(store, at=MONDAY + due.FADES + HOUR).alerting, "for a while"
    store.save_alerts([AlertChange(replace(raised.alert, level=Level.CLOSED, closed=MONDAY), Change.CLOSED)])
    assert not feed_of(store).alerting


def test_what_is_known_of_its_entries_comes_along_the_newest_first(store: Store) -> None:
    save(
        store,
        polled(BLOG, [entry("a"), entry("b", "Du lait", author="Ève")], marks=b"m", validators=Validators(etag="1")),
    )
    asked = feed_of(store)
    assert (asked.known, asked.marks, asked.threads) == ((), b"", {}), "only when it is asked for"
    assert asked.validators == Validators(etag="1")
    known = store.know(asked, MONDAY)
    assert [(one.key, one.author) for one in known.known] == [("b", "Ève"), ("a", "")]
    assert known.marks == b"m"
    assert known.known[0].digest == entry("b", "Du lait").digest


def test_a_feed_that_is_to_be_read_whole_is_asked_as_if_for_the_first_time(store: Store) -> None:
    save(store, polled(BLOG, [entry("a")], marks=b"m", validators=Validators(etag="1")))
    store.begin_rematch({"Dell": "1:d"}, [], MONDAY)
    store.end_rematch(["Dell"], [])
    asked = feed_of(store)
    assert (asked.reread, asked.validators) == (True, Validators())
    known = store.know(asked, MONDAY)
    assert (known.marks, len(known.known)) == (b"", 1)


def test_a_feed_that_was_never_made_known_is_a_mistake_of_ours(store: Store) -> None:
    spec = FeedSpec(url="https://nobody.example/")
    with pytest.raises(LookupError):
        store.know(Feed(spec=spec, url=spec.url), MONDAY)


def brands_of(store: Store, spec: FeedSpec, at: datetime = MONDAY) -> dict[str, set[str]]:
    threads = store.know(Feed(spec=spec, url=spec.url), at).threads
    return {link: {*brands} for link, brands in threads.items() if len(brands) == len({*brands})}


@pytest.fixture
def site(store: Store) -> Store:
    entries = [entry("a"), entry("b", "Du lait"), entry("c", "Rien")]
    told: Sequence[object] = [mention("a"), mention("a", "Dell", why=Why.PAGE), mention("b")]
    save(store, polled(BLOG, entries, told, comment_feeds=(CHILD, SITE)))  # type: ignore[arg-type]
    return store


def test_a_comment_feed_knows_whom_the_entry_mentions_that_it_is_of(site: Store) -> None:
    assert brands_of(site, CHILD) == {"blog.example/a": {"Nestlé", "Dell"}}


def test_that_of_the_whole_site_knows_all_its_entries_of_the_last_months(site: Store) -> None:
    assert brands_of(site, SITE) == {"blog.example/b": {"Nestlé"}, "blog.example/a": {"Nestlé", "Dell"}}
    assert brands_of(site, SITE, MONDAY + due.THREADS_SINCE + HOUR) == {}


def test_a_feed_of_entries_answers_nothing(site: Store) -> None:
    assert brands_of(site, BLOG) == {}


def test_a_brand_that_is_hidden_is_answered_no_more(site: Store) -> None:
    site.begin_rematch({}, ["Nestlé"], MONDAY)
    assert brands_of(site, CHILD) == {"blog.example/a": {"Dell"}}


def test_a_declared_comment_feed_leads_back_to_nothing(store: Store) -> None:
    declared = replace(SITE, origin=Origin.CONFIG, parent="")
    store.sync_feeds([BLOG, declared], MONDAY)
    assert brands_of(store, declared) == {}
