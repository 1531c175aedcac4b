"""How a fetcher treats a host that many threads want something from."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest

from smwatch.feeds.fetch import HttpFetcher
from smwatch.models import FailureKind
from smwatch.protocols import Fetched, Fetcher, FetchFailed
from tests.feeds.fetching import Make, failed, got
from tests.server import FeedServer

FEED = "<rss><channel><title>Nouvelles</title></channel></rss>"


def test_per_host(server: FeedServer, make: Make) -> None:
    fetcher = make(per_host=2)
    url = server.serve("/", FEED, delay=0.1)
    began = time.monotonic()
    threads = [threading.Thread(target=fetcher.fetch, args=(url,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.monotonic() - began >= 0.3
    assert server.busiest == 2
    assert server.connections == 2


def test_waiting_is_not_the_servers_fault(server: FeedServer, make: Make) -> None:
    fetcher = make(per_host=1, timeout=timedelta(seconds=0.5))
    url = server.serve("/", FEED, delay=0.2)
    answers: list[Fetched | FetchFailed] = []
    threads = [threading.Thread(target=lambda: answers.append(fetcher.fetch(url))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(answer) for answer in answers] == [Fetched] * 5


def test_a_crowd_does_not_wait_for_ever(server: FeedServer, make: Make) -> None:
    fetcher = make(per_host=1, workers=1, timeout=timedelta(seconds=0.3))
    url = server.serve("/", fail="silence")
    threads = [threading.Thread(target=fetcher.fetch, args=(url,)) for _ in range(8)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.monotonic() - began < 1.5


def test_a_throttled_host_is_left_alone(server: FeedServer, fetcher: Fetcher) -> None:
    url = server.serve("/", status=429, headers={"Retry-After": "120"})
    assert failed(fetcher.fetch(url)).retry_after == 120
    server.serve("/other", FEED)
    answer = failed(fetcher.fetch(server.url("/other")))
    assert answer.kind is FailureKind.THROTTLED
    assert answer.retry_after == pytest.approx(120, abs=2)
    assert server.requests("/other") == 0
    assert got(fetcher.fetch(server.url("/other", host="127.0.0.2")))


def test_those_who_wait_are_told_at_once(server: FeedServer, make: Make) -> None:
    fetcher = make(per_host=1)
    url = server.serve("/", status=429, delay=0.1)
    threads = [threading.Thread(target=fetcher.fetch, args=(url,)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert server.hits == 1


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("90", 90), ("Wed, 24 Mar 2010 14:07:00 GMT", 120), ("Wed, 24 Mar 2010 13:00:00 GMT", 0), ("9" * 400, 86400)],
)
def test_unavailable_with_a_date_to_come_back(server: FeedServer, fetcher: Fetcher, said: str, seconds: float) -> None:
    headers = {"Retry-After": said, "Date": "Wed, 24 Mar 2010 14:05:00 GMT"}
    answer = failed(fetcher.fetch(server.serve("/", status=503, headers=headers)))
    assert (answer.kind, answer.retry_after) == (FailureKind.THROTTLED, seconds)
    assert got(fetcher.fetch(server.serve("/", FEED)))  # one feed in trouble is not the whole host


@pytest.mark.parametrize("said", ["soon", "-5", "Wed, 24 Mar 99999999 14:07:00 GMT", "٣"])
def test_unreadable_date_to_come_back(server: FeedServer, fetcher: Fetcher, said: str) -> None:
    headers = {"Retry-After": said.encode().decode("latin-1"), "Date": "Wed, 24 Mar 2010 14:05:00 GMT"}
    answer = failed(fetcher.fetch(server.serve("/", status=503, headers=headers)))
    assert (answer.kind, answer.retry_after) == (FailureKind.STATUS, None)


def test_many_hosts_leave_few_connections(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.serve("/", FEED, etag='"1"')

    def ask(*hosts: int) -> int:
        """How many connections that takes."""
        before = server.connections
        for host in hosts:
            assert got(fetcher.fetch(server.url("/", host=f"127.0.1.{host}"), {"If-None-Match": '"1"'}))
        return server.connections - before

    assert ask(*range(1, 120)) == 119
    assert ask(*range(56, 120)) == 0, "those of the last 64 are kept"
    assert ask(55) == 1
