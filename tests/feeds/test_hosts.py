"""Turns and pauses, seen from many threads."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from itertools import pairwise
from urllib.parse import urlsplit

import httpcore
import pytest

from smwatch.feeds import hosts
from smwatch.feeds.hosts import PACES, CrowdedError, Hosts, PausedError
from smwatch.feeds.searched import GDELT


class Pools:
    """Makes pools that tell whether they were closed."""

    def __init__(self) -> None:
        self.open: list[httpcore.ConnectionPool] = []

    def __call__(self) -> httpcore.ConnectionPool:
        pools = self.open

        class Pool(httpcore.ConnectionPool):
            def close(self) -> None:
                super().close()
                pools.remove(self)

        pools.append(Pool())
        return pools[-1]

    def are_left(self, turns: Hosts) -> None:
        """Nobody uses any: those of hosts that are asked later take their places."""
        before = [*self.open]
        for number in range(hosts.MAX_IDLE):
            with turns.turn(f"later {number}"):
                pass
        assert len(self.open) == hosts.MAX_IDLE
        assert not {*before} & {*self.open}


def is_paused(turns: Hosts, host: str) -> bool:
    try:
        with turns.turn(host):
            return False
    except PausedError:
        return True


def test_turns_are_counted_by_host() -> None:
    pools = Pools()
    turns = Hosts(2, 5, pools)
    now: Counter[str] = Counter()
    most: Counter[str] = Counter()
    lock = threading.Lock()

    def work(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(40):
            host = chance.choice("abc")
            with turns.turn(host):
                with lock:
                    now[host] += 1
                    most[host] = max(most[host], now[host])
                threading.Event().wait(0.001)
                with lock:
                    now[host] -= 1

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == {"a": 2, "b": 2, "c": 2}
    pools.are_left(turns)
    turns.close()


def test_the_same_host_has_the_same_pool() -> None:
    turns = Hosts(2, 1, httpcore.ConnectionPool)
    with turns.turn("a") as first, turns.turn("a") as second, turns.turn("b") as other:
        assert first is second
        assert other is not first
    with turns.turn("a") as again:
        assert again is first


def test_a_full_host_is_not_waited_for_for_ever() -> None:
    pools = Pools()
    turns = Hosts(1, 0.05, pools)
    with turns.turn("a"):
        with pytest.raises(CrowdedError), turns.turn("a"):
            pass
        with turns.turn("b"):
            pass
    with turns.turn("a"):
        pass
    pools.are_left(turns)
    turns.close()


def test_a_turn_is_given_back_whatever_happens() -> None:
    turns = Hosts(1, 0.05, httpcore.ConnectionPool)
    for _ in range(3):
        with pytest.raises(KeyError), turns.turn("a"):
            raise KeyError


def test_pauses_end_and_never_shrink() -> None:
    turns = Hosts(1, 1, httpcore.ConnectionPool)
    turns.pause("a", 60)
    turns.pause("a", 1)
    with pytest.raises(PausedError) as caught, turns.turn("a"):
        pass
    assert 59 < caught.value.args[0] <= 60
    turns.pause("b", 0.02)
    threading.Event().wait(0.03)
    with turns.turn("b"):
        pass


def test_pauses_take_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "MAX_PAUSED", 10)
    turns = Hosts(1, 1, httpcore.ConnectionPool)
    for number in range(100):
        turns.pause(str(number), 60 if number % 2 else 0)
    assert [number for number in range(100) if is_paused(turns, str(number))] == list(range(81, 100, 2))


def test_a_host_with_a_pace_is_asked_slowly_by_everybody_and_others_as_ever() -> None:
    pace, asked, lock = 0.05, list[float](), threading.Lock()

    def ask(turns: Hosts, host: str) -> None:
        with turns.turn(host), lock:
            asked.append(time.monotonic())

    both = [
        Hosts(2, 5, httpcore.ConnectionPool, {"slow": pace}) for _ in range(2)
    ]  # as two rounds of a watch make them
    for each in (*both, both[0]):
        ask(each, "slow")
    assert min(later - sooner for sooner, later in pairwise(asked)) >= pace
    asked.clear()
    threads = [threading.Thread(target=ask, args=(both[0], "slow")) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert min(later - sooner for sooner, later in pairwise(sorted(asked))) >= pace
    began = time.monotonic()
    for _ in range(5):
        ask(both[0], "quick")
    assert time.monotonic() - began < pace


def test_gdelt_is_asked_once_in_five_seconds() -> None:
    assert {urlsplit(GDELT).netloc: 5.0} == PACES
