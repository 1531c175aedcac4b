"""The store in a PostgreSQL database (protocols.Store): SQLite's, but for what a server does otherwise.

open_server(Server("postgresql://...")) -> PostgresStore
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from smwatch.store.postgres.connection import Connection
from smwatch.store.postgres.faults import faults_told
from smwatch.store.postgres.migrations import bring_up_to_date
from smwatch.store.sqlite import SqliteStore

if TYPE_CHECKING:
    from smwatch.models import Server


def open_server(server: Server, *, who: str | Callable[[], str] = "") -> PostgresStore:
    """The database of that server, brought to today's schema; tables are made where there are none.

    `who`: decides what is decided (audit.py). Raises NothingDoneError, with a mending, where it can't be used.
    """
    with faults_told(server):
        connection = Connection(server)
        try:
            bring_up_to_date(connection)
        except BaseException:
            connection.close()
            raise
    return PostgresStore(server, connection, who)


class PostgresStore(SqliteStore):
    """What the parts promise is in protocols.Store."""
