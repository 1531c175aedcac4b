"""A database looked at from outside, whichever it is: all its text, its bytes, whether it is whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from smwatch.store import Store, hourly
from smwatch.store.sql import Connection, is_file

_TABLES = "SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"


def file_of(store: Store) -> Path:
    """The file of one that is kept in a file."""
    assert isinstance(store.path, Path)
    return store.path


def sqlite_of(store: Store) -> sqlite3.Connection:
    """Its open connection, likewise."""
    assert isinstance(store._connection, sqlite3.Connection)
    return store._connection


def plans_of(store: Store, ask: Callable[[], object]) -> dict[str, list[str]]:
    """Each question or change that this leads to, and the steps that SQLite takes for it; of one in a file."""
    db, asked = sqlite_of(store), list[str]()
    db.set_trace_callback(asked.append)
    try:
        ask()
    finally:
        db.set_trace_callback(None)
    told = (sql for sql in asked if sql.split(None, 1)[0] in {"SELECT", "WITH", "INSERT", "UPDATE", "DELETE"})
    return {sql: [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")] for sql in told}


def everything(store: Store) -> str:
    """All text of all tables, as an analyst could read it."""
    place = store.path
    if isinstance(place, Path):
        with closing(sqlite3.connect(place)) as db:
            return "\n".join(db.iterdump())
    import psycopg

    with psycopg.connect(place.url) as db:
        tables = [table for (table,) in db.execute(f"{_TABLES} ORDER BY relname")]
        rows = [db.execute(f"SELECT * FROM {table} ORDER BY {table}::text").fetchall() for table in tables]
        statistics = db.execute("SELECT * FROM pg_stats WHERE schemaname = 'public' ORDER BY tablename, attname")
        return "\n".join(map(str, [*(row for some in rows for row in some), *statistics]))


def bytes_of(store: Store) -> bytes:
    """All that the database's files hold; skips where they are a server's elsewhere."""
    place = store.path
    if isinstance(place, Path):
        return b"".join(path.read_bytes() for path in sorted(place.parent.glob("smwatch.db*")))
    import psycopg

    with psycopg.connect(place.url, autocommit=True) as db:
        db.execute("CHECKPOINT")
        data, number = db.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        ).fetchone() or ("", 0)
    folder = Path(data) / "base" / str(number)
    try:
        return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
    except OSError:
        pytest.skip("its files can't be read from here")


def index_is_right(connection: Connection) -> bool:
    """Whether full-text search knows the words of the mentions' texts, and no others; SQLite's own check may raise."""
    if is_file(connection):
        connection.execute("INSERT INTO entries_search (entries_search, rank) VALUES ('integrity-check', 1)")
        return True
    from smwatch.store.postgres import checking

    return checking.index_is_right(connection)


def is_whole(store: Store) -> bool:
    """Pages, references, counts and index."""
    db = store._connection
    if is_file(db):
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert hourly.wrong(db) == 0
    return index_is_right(db)


def changes(store: Store) -> int:
    """How many rows were ever written: by this connection to a file, by anyone on a server."""
    db: Connection = store._connection
    if isinstance(db, sqlite3.Connection):
        return db.total_changes
    db.execute("SELECT pg_stat_force_next_flush()")
    written = "SELECT CAST(sum(n_tup_ins + n_tup_upd + n_tup_del) AS BIGINT) FROM pg_stat_user_tables"
    return int(db.execute(written).fetchone()[0])
