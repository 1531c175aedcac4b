"""What the store's modules ask of a database: sqlite3's connection, or PostgreSQL's that looks like it.

SQL is written once, in SQLite's dialect; postgres/dialect.py says the same to PostgreSQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, cast

from smwatch.store.connection import bring_up_to_date as file_up_to_date
from smwatch.store.connection import faults_told as file_faults_told
from smwatch.store.connection import transaction as file_transaction
from smwatch.store.lock import locked as file_locked

if TYPE_CHECKING:
    from smwatch.models import Server
    from smwatch.store.postgres.connection import Connection as ServerConnection


Location: TypeAlias = "Path | Server"
"""Where a database is: a file, or a server."""


class Record(Protocol):
    """A row: by place, by name, or one value after the other."""

    def __getitem__(self, key: Any, /) -> Any: ...  # noqa: ANN401 - whatever stands in the column
    def __iter__(self) -> Iterator[Any]: ...
    def __len__(self) -> int: ...
    def keys(self) -> list[str]:
        """The columns' names."""
        ...


class Cursor(Protocol):
    """What a statement gave."""

    @property
    def rowcount(self) -> int:
        """How many rows it changed."""
        ...

    @property
    def lastrowid(self) -> int | None:
        """The number of the row that was made last."""
        ...

    def fetchone(self) -> Any:  # noqa: ANN401 - whatever the columns hold
        """The next row, or None."""
        ...

    def fetchall(self) -> list[Any]:
        """All that are left."""
        ...

    def __iter__(self) -> Iterator[Any]: ...
    def close(self) -> None:
        """Be done with it."""
        ...


class Connection(Protocol):
    """A database that is open."""

    def execute(self, sql: str, values: Any = ..., /) -> Cursor:  # noqa: ANN401 - by place or by name
        """One statement, in SQLite's dialect."""
        ...

    def executemany(self, sql: str, rows: Iterable[Any], /) -> Cursor:
        """The same for each of the rows."""
        ...

    def close(self) -> None:
        """Be done with it."""
        ...


def is_file(connection: Connection) -> bool:
    """Whether it is SQLite's, which has a file, pages and a log to see to."""
    return isinstance(connection, sqlite3.Connection)


def stream(connection: Connection, sql: str, values: Any = ()) -> Iterator[Any]:  # noqa: ANN401 - as sqlite3's
    """The rows of a query that may be long, without holding all of them."""
    if is_file(connection):
        return iter(connection.execute(sql, values))
    return cast("ServerConnection", connection).stream(sql, values)


def locked(
    connection: Connection, place: Location, name: str, wait: float = 0, *, shared: bool = False
) -> AbstractContextManager[None]:
    """Hold the lock of that name, across processes; BusyError if it isn't free within `wait` seconds.

    `shared`: with others who share it, where a server keeps it; a file has one holder.
    """
    if isinstance(place, Path):
        return file_locked(place.with_name(f"{place.name}.{name}"), wait)
    from smwatch.store.postgres.locks import held

    return held(cast("ServerConnection", connection), name, wait, shared=shared)


def transaction(connection: Connection, place: Location) -> AbstractContextManager[None]:
    """All or nothing, and the only writer from its first statement on."""
    if isinstance(connection, sqlite3.Connection):
        return file_transaction(connection, cast("Path", place))
    from smwatch.store.postgres.faults import transaction as server_transaction

    return server_transaction(cast("ServerConnection", connection))


def faults_told(place: Location) -> AbstractContextManager[None]:
    """What goes wrong with the file, the disk or the server becomes NothingDoneError; a bug stays a bug."""
    if isinstance(place, Path):
        return file_faults_told(place)
    from smwatch.store.postgres.faults import faults_told as server_faults_told

    return server_faults_told(place)


def bring_up_to_date(place: Location) -> int:
    """Today's schema, in whichever it is; the version that it had."""
    if isinstance(place, Path):
        return file_up_to_date(place)
    from smwatch.store.postgres.connection import Connection as AtServer
    from smwatch.store.postgres.migrations import bring_up_to_date as server_up_to_date

    with faults_told(place), closing(AtServer(place)) as connection:
        return server_up_to_date(connection)


class Kept:
    """A part of what is kept in a database; each method is a transaction or a read, unless it says otherwise."""

    def __init__(self, connection: Connection, path: Location) -> None:
        self._connection, self.path = connection, path

    def _reading(self) -> AbstractContextManager[None]:
        return faults_told(self.path)

    def _writing(self) -> AbstractContextManager[None]:
        return transaction(self._connection, self.path)
