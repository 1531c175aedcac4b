"""Where the work of a scan runs: here, or in threads. Each runner is a `map` whose results come as they are done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Here:
    """One after the other, in this thread: for tests and for reading what happens."""

    def map(self, work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """Results in the order of the items."""
        return map(work, items)


class Threads:
    """In `workers` threads; at most twice as many items are under way or waiting, however long the list."""

    def __init__(self, workers: int) -> None:
        """`workers`: at least one."""
        self.workers = max(1, workers)

    def map(self, work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """Results as they are done. Leaving early (Ctrl-C) drops what has not begun and doesn't wait for what has."""
        coming = iter(items)
        pool = ThreadPoolExecutor(self.workers, thread_name_prefix="poll")
        try:
            running: set[Future[R]] = {pool.submit(work, item) for item in islice(coming, 2 * self.workers)}
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                running |= {pool.submit(work, item) for item in islice(coming, len(done))}
                for future in done:
                    yield future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
