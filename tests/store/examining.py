"""A database looked at from outside, whichever it is: all its text, its bytes, whether it is whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from smwatch.store import SqliteStore, hourly
from smwatch.store.sql import Connection, is_file

_WORDS = """
SELECT count(*) FROM (SELECT e.id FROM entries AS e WHERE EXISTS (SELECT 1 FROM mentions WHERE entry_id = e.id)) AS e
FULL JOIN entries_search AS s ON s.rowid = e.id LEFT JOIN entries AS t ON t.id = e.id
WHERE e.id IS NULL OR s.rowid IS NULL OR s.words IS DISTINCT FROM smwatch_words(t.title, t.text)
"""
_TABLES = "SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"


def everything(store: SqliteStore) -> str:
    """All text of all tables, as an analyst could read it."""
    if isinstance(store.path, Path):
        with closing(sqlite3.connect(store.path)) as db:
            return "\n".join(db.iterdump())
    import psycopg

    with psycopg.connect(store.path.url) as db:
        tables = [table for (table,) in db.execute(f"{_TABLES} ORDER BY relname")]  # type: ignore[arg-type]
        rows = [db.execute(f"SELECT * FROM {table} ORDER BY {table}::text").fetchall() for table in tables]  # type: ignore[arg-type]
        statistics = db.execute("SELECT * FROM pg_stats WHERE schemaname = 'public' ORDER BY tablename, attname")
        return "\n".join(map(str, [*(row for some in rows for row in some), *statistics]))


def bytes_of(store: SqliteStore) -> bytes:
    """All that the database's files hold; skips where they are a server's elsewhere."""
    if isinstance(store.path, Path):
        return b"".join(path.read_bytes() for path in sorted(store.path.parent.glob("smwatch.db*")))
    import psycopg

    with psycopg.connect(store.path.url, autocommit=True) as db:
        db.execute("CHECKPOINT")
        place, number = db.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        ).fetchone() or ("", 0)
    folder = Path(place) / "base" / str(number)
    try:
        return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
    except OSError:
        pytest.skip("its files can't be read from here")


def index_is_right(connection: Connection) -> bool:
    """Whether full-text search knows the words of the mentions' texts, and no others; SQLite's own check may raise."""
    if is_file(connection):
        connection.execute("INSERT INTO entries_search (entries_search, rank) VALUES ('integrity-check', 1)")
        return True
    return not connection.native(_WORDS).fetchone()[0]  # type: ignore[attr-defined, no-any-return]


def is_whole(store: SqliteStore) -> bool:
    """Pages, references, counts and index."""
    db = store._connection
    if is_file(db):
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert hourly.wrong(db) == 0
    return index_is_right(db)
