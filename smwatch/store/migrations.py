"""The road from any older schema to today's: a list that only grows; a released step never changes.

Steps are the numbered SQL files in steps/. sqlite-utils' Migrations remembers which were taken, in the table
`_sqlite_migrations`; SQLite's user_version says how many, so that a database from the future is known at once.
All of them happen in one transaction, or none, and a copy is kept until they have. What SQL can't say, they ask of
functions of ours: same_link(url).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from glob import escape
from importlib.resources import files
from pathlib import Path

from smwatch.errors import HOME, NothingDoneError
from smwatch.later import unfound
from smwatch.locales import N_
from smwatch.store.connection import APPLICATION, VERSION
from smwatch.store.copying import copy_whole, room_for, size_of
from smwatch.store.drafts import clear
from smwatch.store.values import stored
from smwatch.text.links import same_link

with unfound("numpy"):  # 13 MB that sqlite-utils loads for types of values that none of ours has
    from sqlite_utils import Database, Migrations

_Step = Callable[[Database], None]


def step_names() -> list[str]:
    """What the steps are called, in their order; the number that each begins with is the schema that it makes."""
    names = (file.name for file in files("smwatch.store").joinpath("steps").iterdir())
    return sorted(name.removesuffix(".sql") for name in names if name.endswith(".sql"))


def the_steps() -> Migrations:
    """Every step so far, by the name of its file."""
    steps = Migrations("smwatch")
    for name in step_names():
        steps(name=name)(_runs(files("smwatch.store").joinpath("steps", f"{name}.sql").read_text("utf-8")))
    return steps


def _runs(sql: str) -> _Step:
    def step(db: Database, /) -> None:
        """Take this step."""
        for statement in _statements(sql):  # sqlite3's own executescript would commit before
            db.conn.execute(statement)

    return step


def _statements(sql: str) -> Iterator[str]:
    """A script's statements, each of whole lines. sqlite-utils looks at every character: half a second a database."""
    lines: list[str] = []
    for line in sql.splitlines(keepends=True):
        lines.append(line)
        if ";" in line and sqlite3.complete_statement(statement := "".join(lines)):
            yield statement
            lines = []
    if "".join(lines).strip():
        yield "".join(lines)


def upgrade(connection: sqlite3.Connection, file: Path) -> None:
    """Bring an older database to today's schema, with a copy first, which stays where that fails.

    Raises NothingDoneError that says where the copy is; nothing has changed then.
    """
    kept, version = file.with_name(f"{file.name}.before-schema-{VERSION}"), _version(connection)

    def _keep() -> None:
        copy_whole(file, kept)

    clear([file.absolute().parent])  # it takes room
    room_for(kept, size_of(connection))
    try:
        migrate(connection, keep=_keep)
    except NothingDoneError:  # there could be no copy
        raise
    except Exception as error:
        if not kept.exists():  # it never came to changing anything
            raise
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
            kept.unlink()  # it takes the room that is missing, and is like the database
            raise
        _note(connection, kept)
        raise NothingDoneError(
            N_("{file} can't be brought to today's schema ({version} → {known}): {reason}"),
            N_(
                "nothing was changed, and a copy as it was is kept as {copy}; use the smwatch that you had before, and"
                " tell of this at {issues}; `{smwatch} db check` says whether the file is damaged"
            ),
            file=file, version=version, known=VERSION, reason=error, copy=kept, issues=f"{HOME}/issues",
        ) from error  # fmt: skip
    except BaseException:
        kept.unlink(missing_ok=True)
        raise
    kept.unlink(missing_ok=True)
    if _version(connection) > VERSION:  # a newer program was first
        return
    for older in sorted(file.parent.glob(f"{escape(file.name)}.before-schema-*")):
        _note(connection, older)  # of a version that had nowhere to note it


def _note(connection: sqlite3.Connection, copy: Path) -> None:
    """That this copy is there, where the schema can say so."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'backups'").fetchone():
        at = datetime.fromtimestamp(copy.stat().st_mtime, UTC)
        connection.execute(
            "INSERT OR REPLACE INTO backups (at, path) VALUES (?, ?)", (stored(at), str(copy.absolute()))
        )


def migrate(
    connection: sqlite3.Connection,
    steps: Migrations | None = None,
    *,
    keep: Callable[[], None] = lambda: None,
    stop_before: str | None = None,
) -> None:
    """Take the steps that are missing, in one transaction; foreign keys are checked before it counts.

    `keep` is called when nobody else can write any more, unless all was done by then. Raises what a step raises, and
    sqlite3.IntegrityError where one leaves a row without its parent.
    """
    known = lru_cache(10_000)(same_link)  # a link is asked for twice, a thread by each of its comments
    connection.create_function("same_link", 1, known, deterministic=True)  # for the steps
    connection.execute("PRAGMA foreign_keys = OFF")  # a table that is made anew must not take its children along
    connection.execute("BEGIN IMMEDIATE")  # two programs may start at once: the second finds nothing left to do
    try:
        if steps is None and _version(connection) >= VERSION:
            connection.execute("ROLLBACK")
            return
        keep()
        (steps or the_steps()).apply(
            Database(connection, execute_plugins=False, recursive_triggers=False), stop_before=stop_before
        )
        _check_parents(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {VERSION if stop_before is None else int(stop_before[:3]) - 1}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _check_parents(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise sqlite3.IntegrityError("a migration left rows without their parents")
