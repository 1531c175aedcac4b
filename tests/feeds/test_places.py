"""Big bodies wait for one another, and are given up in time."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest

from smwatch.feeds.body import BIG
from smwatch.feeds.places import NoPlaceError, Places, Seat
from smwatch.models import FailureKind
from smwatch.protocols import Fetched, FetchFailed
from tests.feeds.fetching import Make, failed, got
from tests.server import FeedServer

LARGE = b"x" * (BIG + 1)


def test_a_seat_is_taken_and_left_once() -> None:
    places = Places(0.01, count=1)
    seat, other = Seat(places), Seat(places)
    assert seat.take() < 1
    assert seat.take() == 0
    with pytest.raises(NoPlaceError):
        other.take()
    seat.leave()
    seat.leave()
    other.take()
    with pytest.raises(NoPlaceError):
        seat.take()


def test_a_place_is_kept_as_long_as_the_answer(server: FeedServer, make: Make) -> None:
    fetcher = make(timeout=timedelta(seconds=0.5), workers=1)
    url = server.serve("/", LARGE)
    held = [got(fetcher.fetch(url)) for _ in range(4)]
    assert failed(fetcher.fetch(url)).kind is FailureKind.TIMEOUT
    assert got(fetcher.fetch(server.serve("/small", b"x" * BIG)))
    held.pop()
    assert got(fetcher.fetch(url)).body == LARGE


@pytest.mark.parametrize("how", [{"fail": "cut"}, {"encoding": "gzip", "headers": {"Content-Encoding": "br"}}])
def test_a_place_is_given_back_where_the_answer_fails(server: FeedServer, make: Make, how: dict[str, Any]) -> None:
    fetcher = make(timeout=timedelta(seconds=5), workers=1)
    url = server.serve("/", LARGE * 3, **how)
    for _ in range(6):
        assert failed(fetcher.fetch(url)).kind is FailureKind.PROTOCOL
    assert got(fetcher.fetch(server.serve("/large", LARGE)))


def test_waiting_for_a_place_is_not_the_servers_fault(server: FeedServer, make: Make) -> None:
    fetcher = make(timeout=timedelta(seconds=0.8), workers=8, per_host=8)
    url = server.serve("/", LARGE)
    held = [got(fetcher.fetch(url)) for _ in range(4)]
    answers: list[Fetched | FetchFailed] = []
    waiting = threading.Thread(target=lambda: answers.append(fetcher.fetch(url)))
    waiting.start()
    time.sleep(1)
    held.clear()
    waiting.join()
    assert len(got(answers[0]).body) == len(LARGE)
