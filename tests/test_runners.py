"""Threads: how many work at once, and what leaving early leaves behind."""

from __future__ import annotations

import threading
import time
from collections import Counter

from smwatch.runners import Here, Threads


def test_here_keeps_the_order() -> None:
    assert list(Here().map(str, [3, 1, 2])) == ["3", "1", "2"]


def test_results_come_as_they_are_done() -> None:
    """A slow feed doesn't hold up the others."""
    slow = threading.Event()

    def _work(n: int) -> int:
        if n == 0:
            slow.wait(10)
        return n

    results = Threads(2).map(_work, range(4))
    first = [next(results) for _ in range(3)]
    slow.set()
    assert sorted(first) == [1, 2, 3]
    assert list(results) == [0]


def test_no_more_than_so_many_work_at_once() -> None:
    now, most, lock = Counter[str](), [0], threading.Lock()

    def _work(_: int) -> None:
        with lock:
            now["at work"] += 1
            most[0] = max(most[0], now["at work"])
        time.sleep(0.01)
        with lock:
            now["at work"] -= 1

    assert len(list(Threads(3).map(_work, range(30)))) == 30
    assert most == [3]


def test_leaving_early_drops_what_has_not_begun_and_waits_for_nobody() -> None:
    """As Ctrl-C does while a server sleeps."""
    begun, slow = list[int](), threading.Event()

    def _work(n: int) -> int:
        begun.append(n)
        if n:
            slow.wait(10)
        return n

    results = Threads(2).map(_work, range(1000))
    assert next(results) == 0
    left = time.monotonic()
    results.close()  # type: ignore[attr-defined]  # a generator, where a loop over it is left
    assert time.monotonic() - left < 1
    slow.set()
    time.sleep(0.05)
    assert len(begun) <= 4
