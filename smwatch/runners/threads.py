"""Runners: here, one feed after the other; or in threads, so that many servers are waited for at once.

What computes (Work.read) runs in threads of its own, each of which may own a process (processes.py): so the scan's
own thread is left to store what comes, and every core has something to do.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from queue import SimpleQueue

from smwatch.models import Feed, PollResult
from smwatch.protocols import Unread, Work

AHEAD = 4  # bodies for each reader that may wait to be read


class Here:
    """One after the other, in this thread: for tests and for reading what happens."""

    def run(self, work: Work, lanes: Sequence[Sequence[Feed]]) -> Generator[PollResult]:
        """Results in the order of the feeds."""
        for lane in lanes:
            for feed in lane:
                if work.stopped():
                    return
                got = work.fetch(feed)
                yield work.read(replace(got, feed=work.know(got.feed, got.at))) if isinstance(got, Unread) else got


class Threads:
    """Fetches in `workers` threads, reads in `work.readers` others; little waits in between, however many feeds."""

    def __init__(self, workers: int) -> None:
        """`workers`: at least one."""
        self.workers = max(1, workers)

    def run(self, work: Work, lanes: Sequence[Sequence[Feed]]) -> Generator[PollResult]:
        """Results as they are done. Leaving early (Ctrl-C) drops what has not begun and doesn't wait for what has."""
        fetchers = ThreadPoolExecutor(self.workers, thread_name_prefix="fetch")
        readers = ThreadPoolExecutor(work.readers, thread_name_prefix="read")
        desk = _Desk(work, self.workers + AHEAD * work.readers)
        try:
            for lane in lanes:
                fetchers.submit(desk.fetch_all, lane)
            missing = sum(map(len, lanes))
            while missing:
                got = desk.next()
                if isinstance(got, Unread):
                    readers.submit(desk.read, replace(got, feed=work.know(got.feed, got.at)))
                    continue
                missing -= 1
                if got is not None:
                    yield got
                desk.room.release()
        finally:
            desk.left = True
            desk.room.release()  # for one that waits for it, and so for all
            fetchers.shutdown(wait=False, cancel_futures=True)
            readers.shutdown(wait=False, cancel_futures=True)


class _Desk:
    """Where the threads put what they have done, for the scan's own thread to take."""

    def __init__(self, work: Work, room: int) -> None:
        self.work = work
        self.room = threading.Semaphore(room)  # for feeds that are begun and not yet done with
        self.left = False  # nobody takes anything any more
        self.done: SimpleQueue[PollResult | Unread | BaseException | None] = SimpleQueue()  # None: not begun

    def fetch_all(self, lane: Sequence[Feed]) -> None:
        """In a thread: one feed after the other."""
        for feed in lane:
            self.room.acquire()
            if self.left:
                self.room.release()  # for the next that waits for it
                return
            try:
                self.done.put(None if self.work.stopped() else self.work.fetch(feed))
            except BaseException as error:  # noqa: BLE001 - a bug: the scan's own thread raises it
                self.done.put(error)

    def read(self, unread: Unread) -> None:
        """In a thread: the second half of a poll."""
        try:
            self.done.put(self.work.read(unread))
        except BaseException as error:  # noqa: BLE001 - likewise
            self.done.put(error)

    def next(self) -> PollResult | Unread | None:
        """What is done next, or left out; raises what the work raised, which only a bug does."""
        got = self.done.get()
        if isinstance(got, BaseException):
            raise got
        return got
