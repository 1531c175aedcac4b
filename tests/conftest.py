"""What every room's tests may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk import Desk
from tests.server import FeedServer


@pytest.fixture
def server() -> Iterator[FeedServer]:
    """A loopback HTTP server that serves nothing yet."""
    with FeedServer() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, server: FeedServer, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A PR desk: a config, feeds, a clock and commands."""
    return Desk(tmp_path, server, capsys)
