"""Threads: how many work at once, and what leaving early leaves behind."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from smwatch.models import Feed, FeedSpec, Polled, PollResult
from smwatch.protocols import Unread, Work
from smwatch.runners.threads import Here, Threads

NOW = datetime(2010, 3, 24, tzinfo=UTC)
FEEDS = [Feed(spec=FeedSpec(url=f"{n}"), url=f"{n}") for n in range(1_000)]


def know(feed: Feed, _: datetime) -> Feed:
    return feed


def never(unread: Unread) -> PollResult:
    raise AssertionError(unread)


def test_here_keeps_the_order() -> None:
    work = Work(fetch=lambda feed: Polled(feed=feed, at=NOW), know=know, read=never)
    done = Here().run(work, [[FEEDS[3], FEEDS[1]], [FEEDS[2]]])
    assert [result.feed.url for result in done] == ["3", "1", "2"]


def test_results_come_as_they_are_done() -> None:
    """A slow feed doesn't hold up the others."""
    slow = threading.Event()

    def fetch(feed: Feed) -> PollResult:
        if feed.url == "0":
            slow.wait(10)
        return Polled(feed=feed, at=NOW)

    results = Threads(2).run(Work(fetch=fetch, know=know, read=never), [[feed] for feed in FEEDS[:4]])
    first = [next(results).feed.url for _ in range(3)]
    slow.set()
    assert sorted(first) == ["1", "2", "3"]
    assert [result.feed.url for result in results] == ["0"]


def test_no_more_than_so_many_work_at_once() -> None:
    busy, most, lock = 0, 0, threading.Lock()

    def fetch(feed: Feed) -> PollResult:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        time.sleep(0.01)
        with lock:
            busy -= 1
        return Polled(feed=feed, at=NOW)

    work = Work(fetch=fetch, know=know, read=never)
    assert len(list(Threads(3).run(work, [[feed] for feed in FEEDS[:30]]))) == 30
    assert most == 3


def test_leaving_early_drops_what_has_not_begun_and_waits_for_nobody() -> None:
    """As Ctrl-C does while a server sleeps."""
    begun, slow = list[str](), threading.Event()

    def fetch(feed: Feed) -> PollResult:
        begun.append(feed.url)
        if feed.url != "0":
            slow.wait(10)
        return Polled(feed=feed, at=NOW)

    results = Threads(2).run(Work(fetch=fetch, know=know, read=never), [FEEDS[0::2], FEEDS[1::2]])
    assert next(results).feed.url == "0"
    left = time.monotonic()
    results.close()
    assert time.monotonic() - left < 1
    slow.set()
    time.sleep(0.05)
    assert len(begun) <= 4


def test_leaving_early_leaves_no_thread_that_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that begin another lane while one leaves must not take the turn that others wait for."""
    at_once = ThreadPoolExecutor.shutdown

    def shutdown(self: ThreadPoolExecutor, **how: bool) -> None:
        time.sleep(0.05)  # as on a busy machine
        at_once(self, **how)

    monkeypatch.setattr(ThreadPoolExecutor, "shutdown", shutdown)
    work = Work(fetch=lambda feed: Polled(feed=feed, at=NOW), know=know, read=never)
    results = Threads(16).run(work, [FEEDS[n : n + 2] for n in range(0, 1_000, 2)])
    assert next(results)
    results.close()
    ends = time.monotonic() + 5
    while any(thread.name.startswith("fetch") for thread in threading.enumerate()) and time.monotonic() < ends:
        time.sleep(0.01)
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("fetch")] == []
