"""Every released schema leads to today's, with every row; what fails on the way changes nothing.

databases/v1.sql is a database as version 1 wrote it, as text. A new step adds the one before it, made by
`python -m tests.store.dump`.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from smwatch.models import MentionFilter
from smwatch.store import connection, open_store
from smwatch.store.migrations import migrate, the_steps
from tests.store.dump import BRANDS
from tests.store.examples import send_digest

RELEASED = sorted((Path(__file__).parent / "databases").glob("v*.sql"))


def schema_of(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


def restored(old: Path, path: Path) -> Path:
    with closing(sqlite3.connect(path)) as db:
        db.executescript(old.read_text("utf-8"))
    return path


def test_every_schema_there_was_is_tried() -> None:
    assert [path.stem for path in RELEASED] == [f"v{n}" for n in range(1, connection.VERSION + 1)]


@pytest.mark.parametrize("old", RELEASED, ids=lambda path: path.stem)
def test_a_migrated_database_is_like_a_fresh_one_and_keeps_every_row(old: Path, tmp_path: Path) -> None:
    store = open_store(restored(old, tmp_path / "old.db"))
    open_store(tmp_path / "fresh.db").close()
    assert schema_of(tmp_path / "old.db") == schema_of(tmp_path / "fresh.db")
    assert [m.brand for m in store.mentions(MentionFilter(hidden=True))] == BRANDS
    assert [m.brand for m in store.mentions(MentionFilter(search="coeur"))] == ["Nestlé", "Dell"]
    assert len(store.alerts()) == 1
    store.close()
    assert {path.name for path in tmp_path.iterdir()} == {"old.db", "fresh.db"}, "the copy is gone, as all went well"


def older(path: Path) -> Path:
    """A database that thinks it is behind by one step."""
    open_store(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 0")
    return path


def test_a_step_that_fails_takes_all_steps_back(tmp_path: Path) -> None:
    steps, path = the_steps(), older(tmp_path / "smwatch.db")
    before = schema_of(path)

    @steps()
    def good(db: Database) -> None:
        db.execute("ALTER TABLE scans ADD COLUMN read TEXT")

    @steps()
    def bad(db: Database) -> None:
        db.execute("INSERT INTO nowhere VALUES (1)")

    with closing(sqlite3.connect(path, isolation_level=None)) as db, pytest.raises(sqlite3.OperationalError):
        migrate(db, steps)
    assert schema_of(path) == before


def test_a_step_that_leaves_orphans_does_not_count(tmp_path: Path) -> None:
    steps = Migrations("smwatch")

    @steps(name="001_first")
    def orphans(db: Database) -> None:
        db.executescript("CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p (id));")
        db.executescript("INSERT INTO c VALUES (7);")

    with closing(sqlite3.connect(tmp_path / "x.db", isolation_level=None)) as db:
        with pytest.raises(sqlite3.IntegrityError, match="without their parents"):
            migrate(db, steps)
        assert db.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


@pytest.mark.parametrize("fails", [True, False])
def test_a_copy_is_kept_when_migrating_fails(fails: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "smwatch.db"
    store = open_store(path)
    send_digest(store, "matin")
    store.close()
    ahead = connection.VERSION + 1  # as if the program were one step ahead
    monkeypatch.setattr(connection, "VERSION", ahead)
    monkeypatch.setattr("smwatch.store.migrations.VERSION", ahead)
    if fails:
        monkeypatch.setattr("smwatch.store.migrations.the_steps", failing_steps)
        with pytest.raises(sqlite3.OperationalError):
            open_store(path)
        copy = tmp_path / f"smwatch.db.before-schema-{ahead}"
        assert copy.stat().st_mode & 0o777 == 0o600
        with closing(sqlite3.connect(copy)) as db:
            assert db.execute("SELECT name FROM outbox").fetchall() == [("matin",)]
    else:
        open_store(path).close()
        assert [file.name for file in tmp_path.iterdir()] == ["smwatch.db"]


def failing_steps() -> Migrations:
    steps = the_steps()
    steps(name="999_bad")(lambda db: db.execute("INSERT INTO nowhere VALUES (1)"))
    return steps
