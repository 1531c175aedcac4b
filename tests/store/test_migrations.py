"""Every released schema leads to today's, with every row; what fails on the way changes nothing.

databases/v1.sql is a database as version 1 wrote it, as text. A new step adds the one before it, made by
`python -m tests.store.dump`. v0-first.sql was written by the first commit that had a schema: the first step was changed
once after that, before it was released, so its `entries` have their columns in another order.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database, Migrations

from smwatch.errors import ExitCode, NothingDoneError
from smwatch.models import MentionFilter
from smwatch.store import connection, open_store
from smwatch.store.migrations import migrate, the_steps
from smwatch.text.links import same_link
from tests.store.dump import BRANDS

RELEASED = sorted((Path(__file__).parent / "databases").glob("v[1-9]*.sql"), key=lambda path: int(path.stem[1:]))
FIRST = Path(__file__).parent / "databases" / "v0-first.sql"


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


Rows = list[dict[str, Any]]


def rows_of(path: Path) -> dict[str, Rows]:
    """Every row of every table of ours, column by column."""
    with closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        names = db.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_s%'"
        )
        return {name: [dict(row) for row in db.execute(f"SELECT * FROM {name} ORDER BY 1")] for (name,) in [*names]}


def moved(before: Mapping[str, Rows]) -> dict[str, Rows]:
    """The rows of an older database as today's schema is to hold them; what was renamed since stands here alone."""
    after = {name: [dict(row) for row in rows] for name, rows in before.items()}
    for row in after["entries"]:
        row["link"] = same_link(row["url"])
    for row in after["mentions"]:
        if "machine_score" not in row:
            row |= {f"machine_{name}": row[name] for name in ("score", "label", "scorer")}
    if digests := after.pop("digests", []):
        after["outbox"] = [{"name": row["name"], "until": row["sent"], "state": "sent"} for row in digests]
    return after


@pytest.mark.parametrize("old", [FIRST, *RELEASED], ids=lambda path: path.stem)
def test_every_row_is_there_afterwards_column_by_column(old: Path, tmp_path: Path) -> None:
    before = rows_of(restored(old, tmp_path / "old.db"))
    assert {name for name, rows in before.items() if rows} >= {"feeds", "entries", "mentions", "alerts", "scans"}
    open_store(tmp_path / "old.db").close()
    after = rows_of(tmp_path / "old.db")
    for name, rows in moved(before).items():
        kept = [{column: now[column] for column in was} for was, now in zip(rows, after[name], strict=False)]
        assert kept == rows, name
        if name not in {"_sqlite_migrations", "brands", "story_texts"}:  # a step began to keep these
            assert len(after[name]) == len(rows), name
    with closing(sqlite3.connect(tmp_path / "old.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        numbers = dict(db.execute("SELECT name, seq FROM sqlite_sequence"))
        assert all(numbers[name] >= max(row["id"] for row in after[name]) for name in ("mentions", "alerts", "scans"))


def test_the_very_first_database_is_like_a_fresh_one_but_for_the_order_of_columns(tmp_path: Path) -> None:
    store = open_store(restored(FIRST, tmp_path / "old.db"))
    open_store(tmp_path / "fresh.db").close()
    old, fresh = dict(schema_of(tmp_path / "old.db")), dict(schema_of(tmp_path / "fresh.db"))
    columns = [{line.split()[0] for line in some.pop("entries").split("\n") if "TEXT" in line} for some in (old, fresh)]
    assert columns[0] == columns[1]
    assert old == fresh
    assert [m.brand for m in store.mentions(MentionFilter(search="coeur", hidden=True))] == ["Nestlé", "Dell"]
    store.close()


def older(path: Path) -> Path:
    """A database that thinks it is behind by one step."""
    open_store(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 0")
    return path


def test_what_a_newer_program_made_while_one_waited_is_left_to_it(tmp_path: Path) -> None:
    newer = connection.VERSION + 1
    with closing(sqlite3.connect(restored(RELEASED[-1], tmp_path / "new.db"), isolation_level=None)) as db:
        db.execute(f"PRAGMA user_version = {newer}")
        migrate(db)
        assert db.execute("PRAGMA user_version").fetchone() == (newer,)


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


@pytest.mark.parametrize("old", [RELEASED[0], RELEASED[-1]], ids=lambda path: path.stem)
def test_a_copy_is_kept_and_named_when_migrating_fails(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = restored(old, tmp_path / "smwatch.db")
    before, schema = rows_of(path), schema_of(path)
    ahead = one_step_ahead(monkeypatch)
    monkeypatch.setattr("smwatch.store.migrations.the_steps", failing_steps)
    with pytest.raises(NothingDoneError, match="no such table: nowhere"):
        open_store(path)
    with pytest.raises(NothingDoneError, match="no such table: nowhere") as caught:  # the second time is no worse
        open_store(path)
    copy = tmp_path / f"smwatch.db.before-schema-{ahead}"
    assert caught.value.exit_code == ExitCode.NOTHING_DONE
    assert caught.value.arguments["copy"] == copy
    assert "nothing was changed" in caught.value.mend
    assert copy.stat().st_mode & 0o777 == 0o600
    assert schema_of(path) == schema_of(copy) == schema
    noted = rows_of(path).get("backups", [])
    empty: dict[str, Rows] = {"backups": []} if "backups" in before else {}
    assert [row["path"] for row in noted] == ([str(copy)] if empty else [])
    assert rows_of(path) | empty == rows_of(copy) | empty == before
    monkeypatch.undo()
    store = open_store(path)  # as the smwatch that one had before does
    assert [row["path"] for row in rows_of(path)["backups"]] == [str(copy)], "and noted at last"
    store.close()


def test_no_copy_is_kept_when_all_went_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(tmp_path / "smwatch.db").close()
    one_step_ahead(monkeypatch)
    open_store(tmp_path / "smwatch.db").close()
    assert [file.name for file in tmp_path.iterdir()] == ["smwatch.db"]


def test_stopping_it_changes_nothing_and_leaves_no_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = restored(RELEASED[0], tmp_path / "smwatch.db")
    before = rows_of(path)

    def stopped(db: Database) -> None:
        raise KeyboardInterrupt

    def steps() -> Migrations:
        steps = the_steps()
        steps(name="999_stopped")(stopped)
        return steps

    monkeypatch.setattr("smwatch.store.migrations.the_steps", steps)
    with pytest.raises(KeyboardInterrupt):
        open_store(path)
    assert rows_of(path) == before
    assert [file.name for file in tmp_path.iterdir()] == ["smwatch.db"]


def test_where_the_copy_has_no_room_nothing_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = restored(RELEASED[0], tmp_path / "smwatch.db")
    before = path.read_bytes()
    monkeypatch.setattr("smwatch.store.copying.MARGIN", 2**60)  # as if the disk were that full
    with pytest.raises(NothingDoneError, match=r"needs 11529215046[0-9]+ MB"):
        open_store(path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["smwatch.db"]


def one_step_ahead(monkeypatch: pytest.MonkeyPatch) -> int:
    """As if the program knew one step more."""
    ahead = connection.VERSION + 1
    monkeypatch.setattr(connection, "VERSION", ahead)
    monkeypatch.setattr("smwatch.store.migrations.VERSION", ahead)
    return ahead


def failing_steps() -> Migrations:
    steps = the_steps()
    steps(name="999_bad")(lambda db: db.execute("INSERT INTO nowhere VALUES (1)"))
    return steps
