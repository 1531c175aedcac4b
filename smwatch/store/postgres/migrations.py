"""The road from any older schema of a PostgreSQL database to today's: numbered steps, as SQLite's.

A number means the same schema in both. PostgreSQL began with 16, so the first step makes all of it. All steps happen
in one transaction, or none.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Final

from smwatch.errors import NothingDoneError
from smwatch.locales import N_
from smwatch.store.connection import VERSION
from smwatch.store.postgres.faults import transaction

if TYPE_CHECKING:
    from smwatch.store.postgres.connection import Connection

UNFINISHED = (
    N_("the database {server} is an unfinished copy of {other}"),
    N_("run its `smwatch db copy` again: it goes on where it was"),
)
NEWER = (
    N_("{file} was written by a newer smwatch (its schema is {version}, this program knows {known})"),
    N_("update smwatch, or use another database with this one"),
)
TOO_OLD = (
    N_("the database {server} is on PostgreSQL {version}"),
    N_("have it brought to PostgreSQL {oldest} or later"),
)
LETTERS = (
    N_("the texts of the database {server} are {encoding}, which lacks letters"),
    N_("have a database made for it: createdb --encoding=UTF8 --template=template0"),
)
OLDEST: Final = 15
"""The oldest PostgreSQL that the schema is made for."""


def bring_up_to_date(connection: Connection) -> int:
    """Take the steps that are missing; the version that it had, 0: it was empty. NothingDoneError for a newer one."""
    _check(connection)
    if begun := unfinished_of(connection):
        raise NothingDoneError(*UNFINISHED, server=connection.server, other=begun)
    if (version := version_of(connection)) < VERSION:
        with transaction(connection):
            version = version_of(connection)  # two programs may start at once: the first may have done it, or more
            if version < VERSION:
                for name in _steps():
                    if int(name[:3]) > version:
                        connection.native(_text(name))
                connection.native("UPDATE smwatch_schema SET version = %s", (VERSION,))
    if version > VERSION:
        raise NothingDoneError(*NEWER, file=connection.server, version=version, known=VERSION)
    return version


def _check(connection: Connection) -> None:
    """NothingDoneError where the schema, or letters of texts, would not be possible."""
    version, encoding = connection.made_for
    if version < OLDEST:
        raise NothingDoneError(*TOO_OLD, server=connection.server, version=version, oldest=OLDEST)
    if encoding != "UTF8":
        raise NothingDoneError(*LETTERS, server=connection.server, encoding=encoding)


def version_of(connection: Connection) -> int:
    """The schema's version, 0 where there is none."""
    if connection.native("SELECT to_regclass('smwatch_schema')").fetchall()[0][0] is None:
        return 0
    return int(connection.native("SELECT version FROM smwatch_schema").fetchall()[0][0])


def unfinished_of(connection: Connection) -> str:
    """What it is an unfinished copy of (store/moving); "" where it is whole."""
    if connection.native("SELECT to_regclass('smwatch_copying')").fetchall()[0][0] is None:
        return ""
    return str(connection.native("SELECT source FROM smwatch_copying").fetchall()[0][0])


def _steps() -> list[str]:
    """The file of every step, in their order; each begins with the number of the schema that it makes."""
    names = (file.name for file in files("smwatch.store.postgres").joinpath("steps").iterdir())
    return sorted(name for name in names if name.endswith(".sql"))


def _text(name: str) -> str:
    return files("smwatch.store.postgres").joinpath("steps", name).read_text("utf-8")
