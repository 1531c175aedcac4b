"""What every room's tests may ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server import FeedServer


@pytest.fixture
def server() -> Iterator[FeedServer]:
    """A loopback HTTP server that serves nothing yet."""
    with FeedServer() as running:
        yield running
