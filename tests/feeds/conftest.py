"""Fetchers for this room's tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from smwatch.feeds.fetch import HttpFetcher
from tests.feeds.fetching import LOCAL, Make


@pytest.fixture
def make() -> Iterator[Make]:
    """Makes fetchers that may use loopback, with other settings as named; closes them."""
    made: list[HttpFetcher] = []

    def fetcher(**changes: object) -> HttpFetcher:
        made.append(HttpFetcher(replace(LOCAL, **changes)))  # type: ignore[arg-type]  # fields by name
        return made[-1]

    yield fetcher
    for each in made:
        each.close()


@pytest.fixture
def fetcher(make: Make) -> HttpFetcher:
    return make()
