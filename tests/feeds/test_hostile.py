"""Every hostile endpoint that we can think of (tests/hostile), polled for real: the right outcome, in time, plain text.

`python -m tests.hostile.run --size 9` does the same with large documents, each in a process of its own, and measures.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import closing, nullcontext

import pytest

from smwatch.feeds.fetch import HttpFetcher
from tests.hostile.case import Case, Web
from tests.hostile.polling import Names, all_cases, faults, fetcher_for, outcome
from tests.server import FeedServer

SIZE = 20_000  # bytes that large documents have here
CASES = all_cases()


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    with FeedServer() as server, FeedServer() as trap:
        yield Web(server, trap, SIZE)
        assert trap.connections == 0
        server.hang_up()


@pytest.fixture(scope="module")
def patient(web: Web) -> Iterator[HttpFetcher]:
    with closing(fetcher_for(web.server.port, 5)) as fetcher:
        yield fetcher


@pytest.fixture(scope="module")
def hasty(web: Web) -> Iterator[HttpFetcher]:
    with closing(fetcher_for(web.server.port, 0.5)) as fetcher:
        yield fetcher


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_endpoint(
    web: Web, patient: HttpFetcher, hasty: HttpFetcher, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.server.routes.clear()
    url = case.serve(web)
    monkeypatch.setattr(socket, "getaddrinfo", Names())
    began = time.monotonic()
    with (
        closing(fetcher_for(web.server.port, 5)) if case.alone else nullcontext(hasty if case.slow else patient) as one
    ):
        came, result = outcome(one, url)
    took = time.monotonic() - began
    assert case.is_right(came), f"{came}, not {case.expect}: {result}"[:500]
    assert not faults(result)
    assert took < case.seconds
    assert web.trap.connections == 0


def test_there_are_enough_of_them() -> None:
    assert len({case.name for case in CASES}) == len(CASES) > 1_000
