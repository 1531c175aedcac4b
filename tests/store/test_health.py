"""Feeds as they are listed: each with its health, when it is next asked and why, and how much it brought."""

from __future__ import annotations

from datetime import timedelta

import pytest

from smwatch.models import (
    FailureKind,
    Feed,
    FeedKind,
    FeedRow,
    FeedSpec,
    Health,
    Origin,
    PollFailed,
    Timing,
)
from smwatch.store import Store
from smwatch.store.feeds import AT_ONCE, PERSISTENT
from smwatch.store.health import UNFOLLOWED
from tests.store.examples import BLOG, HOUR, MONDAY, NEWS, SOON, comments_of, entry, mention, polled, save

CHILD = comments_of("https://blog.example/a/feed/", entry("a").url)


def row_of(store: Store, spec: FeedSpec = BLOG) -> FeedRow:
    return next(row for row in store.feeds() if row.url == spec.url)


def urls(store: Store) -> list[str]:
    return [row.url for row in store.feeds()]


def fail(
    store: Store, kind: FailureKind = FailureKind.TIMEOUT, *, spec: FeedSpec = BLOG, hours: int = 0, **more: object
) -> None:
    at = MONDAY + hours * HOUR
    failed = PollFailed(feed=Feed(spec=spec, url=spec.url), at=at, kind=kind, message="no answer", **more)  # type: ignore[arg-type]
    store.save_failure(failed, Timing(at + HOUR, "after a failure"))


def test_a_feed_that_was_never_polled_is_due_at_once(store: Store) -> None:
    row = row_of(store)
    assert (row.source, row.kind, row.origin, row.enabled) == ("Le Blogue", FeedKind.ENTRIES, Origin.CONFIG, True)
    assert (row.last_poll, row.next_poll, row.next_why) == (None, None, AT_ONCE)
    assert (row.status, row.failures, row.entries, row.mentions) == (Health.OK, 0, 0, 0)


def test_what_it_brought_is_counted_or_not_as_it_is_asked(store: Store) -> None:
    save(store, polled(BLOG, [entry("a"), entry("b", "Du lait")], [mention("a"), mention("a", "Dell")]))
    row = row_of(store)
    assert (row.entries, row.mentions, row.status) == (2, 2, Health.OK)
    assert (row.last_poll, row.last_new, row.next_poll, row.next_why) == (MONDAY, MONDAY, MONDAY + HOUR, SOON.why)
    uncounted = next(row for row in store.feeds(counted=False) if row.url == BLOG.url)
    assert (uncounted.entries, uncounted.mentions) == (0, 0)
    assert (uncounted.last_new, uncounted.status) == (MONDAY, Health.OK)


def test_a_failure_is_told_with_since_when_and_why(store: Store) -> None:
    save(store, polled(BLOG, at=MONDAY - HOUR))
    for hours in (0, 1, 2):
        fail(store, FailureKind.STATUS, hours=hours, status=503, args={"host": "blog.example"})
    row = row_of(store)
    assert (row.status, row.failures, row.failing_since) == (Health.FAILING, 3, MONDAY)
    assert (row.failure_kind, row.failure_status, row.message, row.args) == (
        FailureKind.STATUS,
        503,
        "no answer",
        {"host": "blog.example"},
    )
    save(store, polled(BLOG, at=MONDAY + 3 * HOUR))
    row = row_of(store)
    assert (row.status, row.failures, row.failing_since, row.failure_kind, row.args) == (Health.OK, 0, None, None, {})


def test_what_is_gone_is_never_asked_again(store: Store) -> None:
    failed = PollFailed(
        feed=Feed(spec=BLOG, url=BLOG.url), at=MONDAY, kind=FailureKind.GONE, message="gone", status=410
    )
    store.save_failure(failed, Timing(MONDAY.replace(year=9999), "gone for good"))
    row = row_of(store)
    assert (row.status, row.next_poll, row.next_why) == (Health.GONE, None, "gone for good")
    assert BLOG.url not in {feed.url for feed in store.due(MONDAY + 9_000 * HOUR)}


def test_who_must_look_is_told_once_a_day_of_failures_is_over(store: Store) -> None:
    told = list[bool]()
    for hours in (0, 12, 24, 36):
        at = MONDAY + hours * HOUR
        before = row_of(store).last_poll
        feed = Feed(spec=BLOG, url=BLOG.url, last_poll=before)
        failed = PollFailed(feed=feed, at=at, kind=FailureKind.TIMEOUT, message="no")
        told.append(store.save_failure(failed, Timing(at + HOUR, "")).persistent)
    assert told == [False, False, True, False]
    assert timedelta(days=1) == PERSISTENT


def test_feeds_are_sorted_by_their_source_whatever_its_case(store: Store) -> None:
    others = [FeedSpec(url=f"https://{name}.example/", source=name) for name in ("abricot", "Zèbre", "le blogue")]
    store.sync_feeds([BLOG, NEWS, *others], MONDAY)
    assert [row.source for row in store.feeds()] == ["abricot", "Le Blogue", "le blogue", "news.example", "Zèbre"]


def test_a_feed_that_the_config_names_no_more_is_disabled_and_stays(store: Store) -> None:
    save(store, polled(BLOG, [entry("a")], [mention("a")]))
    store.sync_feeds([NEWS], MONDAY)
    row = row_of(store)
    assert (row.enabled, row.entries) == (False, 1)
    assert store.enabled_count() == 1


def test_comments_are_listed_with_what_led_to_them_as_long_as_they_are_followed(store: Store) -> None:
    save(store, polled(BLOG, [entry("a")], [mention("a")], comment_feeds=(CHILD,)))
    row = row_of(store, CHILD)
    assert (row.kind, row.origin, row.parent, row.source) == (
        FeedKind.COMMENTS,
        Origin.DISCOVERED,
        BLOG.url,
        "Le Blogue",
    )
    assert not row.retired
    store.begin_rematch({}, ["Nestlé"], MONDAY)
    row = row_of(store, CHILD)
    assert (row.retired, row.next_poll, row.next_why) == (True, None, UNFOLLOWED)


@pytest.mark.parametrize("polled_before", [False, True])
def test_a_comment_feed_that_never_was_there_is_not_listed(store: Store, polled_before: bool) -> None:
    save(store, polled(BLOG, [entry("a")], [mention("a")], comment_feeds=(CHILD,)))
    if polled_before:
        save(store, polled(CHILD, at=MONDAY))
    failed = PollFailed(feed=Feed(spec=CHILD, url=CHILD.url), at=MONDAY + HOUR, kind=FailureKind.STATUS, status=404)
    store.save_failure(failed, Timing(MONDAY.replace(year=9999), "no comments there"))
    assert (CHILD.url in urls(store)) == polled_before


def test_silence_is_told_with_since_when(store: Store) -> None:
    timing = Timing(MONDAY + HOUR, "", silent="stopped", silent_since=MONDAY - 48 * HOUR)
    save(store, polled(BLOG), timing)
    row = row_of(store)
    assert (row.status, row.silent, row.silent_since) == (Health.SILENT, "stopped", MONDAY - 48 * HOUR)
