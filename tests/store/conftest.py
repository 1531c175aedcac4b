"""A store with two feeds of a config: on a real file, and in a real PostgreSQL database where there is a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smwatch.models import Server
from smwatch.store import Store, open_store
from tests.store.examples import BLOG, MONDAY, NEWS


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | Server:
    """Where a database may be made."""
    if request.param == "sqlite":
        return tmp_path / "smwatch.db"
    return Server(request.getfixturevalue("postgres_made"))


@pytest.fixture
def file_store(tmp_path: Path) -> Iterator[Store]:
    """The same in a file alone: for what is about SQLite's own."""
    opened = open_store(tmp_path / "smwatch.db")
    opened.sync_feeds([BLOG, NEWS], MONDAY)
    yield opened
    opened.close()


@pytest.fixture
def store(place: Path | Server) -> Iterator[Store]:
    opened = open_store(place)
    opened.sync_feeds([BLOG, NEWS], MONDAY)
    yield opened
    opened.close()
