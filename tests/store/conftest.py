"""A store on a real file, with two feeds of a config."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smwatch.store import SqliteStore, open_store
from tests.store.examples import BLOG, MONDAY, NEWS


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = open_store(tmp_path / "smwatch.db")
    opened.sync_feeds([BLOG, NEWS], MONDAY)
    yield opened
    opened.close()
