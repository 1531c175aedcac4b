"""A PostgreSQL database with today's schema, the same for each test, and a SQLite one to compare it with."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from smwatch.store import open_store

if TYPE_CHECKING:
    import psycopg

    from tests.postgres import Server


@pytest.fixture(scope="session")
def shared(postgres_server: Server, postgres_schema: str) -> Iterator[psycopg.Connection[Any]]:
    """PostgreSQL's, for tests that only ask its functions."""
    import psycopg

    url = postgres_server.database(postgres_schema)
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection
    postgres_server.drop(url)


@pytest.fixture
def theirs(shared: psycopg.Connection[Any]) -> Iterator[psycopg.Connection[Any]]:
    """PostgreSQL's, as it was made: what a test does to it is undone."""
    with shared.transaction(force_rollback=True):
        yield shared


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A new SQLite database, made once."""
    file = tmp_path_factory.mktemp("schema") / "smwatch.db"
    open_store(file).close()
    return file.read_bytes()


@pytest.fixture
def ours(sqlite_file: bytes, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """SQLite's."""
    (tmp_path / "ours.db").write_bytes(sqlite_file)
    connection = sqlite3.connect(tmp_path / "ours.db", isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    yield connection
    connection.close()
