"""The road from any older schema to today's: a list that only grows; a released step never changes.

Steps are the numbered SQL files in steps/. sqlite-utils' Migrations remembers which were taken, in the table
`_sqlite_migrations`; SQLite's user_version says how many, so that a database from the future is known at once.
All of them happen in one transaction, or none. What SQL can't say, they ask of functions of ours: same_link(url).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files

from sqlite_utils import Database, Migrations

from smwatch.store.connection import APPLICATION, VERSION
from smwatch.text.links import same_link

_Step = Callable[[Database], None]


def the_steps() -> Migrations:
    """Every step so far, by the name of its file."""
    steps = Migrations("smwatch")
    for file in sorted(files("smwatch.store").joinpath("steps").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".sql"):
            steps(name=file.name.removesuffix(".sql"))(_runs(file.read_text("utf-8")))
    return steps


def _runs(sql: str) -> _Step:
    def step(db: Database, /) -> None:
        """Take this step."""
        db.executescript(sql)

    return step


def migrate(connection: sqlite3.Connection, steps: Migrations | None = None) -> None:
    """Take the steps that are missing, in one transaction; foreign keys are checked before it counts.

    Raises what a step raises, and sqlite3.IntegrityError where one leaves a row without its parent.
    """
    known = lru_cache(10_000)(same_link)  # a link is asked for twice, a thread by each of its comments
    connection.create_function("same_link", 1, known, deterministic=True)  # for the steps
    connection.execute("PRAGMA foreign_keys = OFF")  # a table that is made anew must not take its children along
    connection.execute("BEGIN IMMEDIATE")  # two programs may start at once: the second finds nothing left to do
    try:
        (steps or the_steps()).apply(Database(connection, execute_plugins=False, recursive_triggers=False))
        _check_parents(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _check_parents(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise sqlite3.IntegrityError("a migration left rows without their parents")
