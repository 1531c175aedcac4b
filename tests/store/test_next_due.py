"""When the next feed is due: whatever `due` says is told a moment before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from smwatch.models import FailureKind, Feed, PollFailed, Timing
from smwatch.store import Store
from tests.store.examples import BLOG, HOUR, MONDAY, NEWS, polled, save

NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def test_it_is_now_while_one_is_due_and_else_when_the_first_will_be(store: Store) -> None:
    assert store.next_due(MONDAY) == MONDAY
    save(store, polled(BLOG), Timing(MONDAY + 2 * HOUR, ""))
    save(store, polled(NEWS), Timing(MONDAY + HOUR, ""))
    assert store.next_due(MONDAY) == MONDAY + HOUR
    late = MONDAY + 3 * HOUR
    assert store.next_due(late) == late


def test_it_is_what_due_says(store: Store) -> None:
    save(store, polled(BLOG), Timing(MONDAY + 2 * HOUR, ""))
    save(store, polled(NEWS), Timing(MONDAY + HOUR, ""))
    for minutes in range(0, 200, 10):
        now = MONDAY + timedelta(minutes=minutes)
        at = store.next_due(now)
        assert at
        assert bool(store.due(now)) == (at == now)
        assert store.due(at)


def test_polled_by_a_clock_that_was_wrong_it_is_due_now(store: Store) -> None:
    save(store, polled(BLOG), Timing(MONDAY + 2 * HOUR, ""))
    save(store, polled(NEWS), Timing(MONDAY + 2 * HOUR, ""))
    before = MONDAY - timedelta(days=9)
    assert store.next_due(before) == before


def test_gone_feeds_are_waited_for_by_nobody(store: Store) -> None:
    for spec in (BLOG, NEWS):
        gone = PollFailed(feed=Feed(spec=spec, url=spec.url), at=MONDAY, kind=FailureKind.GONE, message="gone")
        store.save_failure(gone, Timing(NEVER, ""))
    assert store.next_due(MONDAY) is None
