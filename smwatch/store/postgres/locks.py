"""What only one may do at a time, on whatever machine: locks that a PostgreSQL server keeps.

with held(connection, "lock", wait=60): ...          the scan lock; `shared`: several scans, and nothing else

The server drops a lock with the connection of who held it.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

import psycopg

from smwatch.errors import BusyError
from smwatch.store.lock import held_by
from smwatch.store.postgres.connection import WRITING
from smwatch.store.postgres.faults import faults_told

if TYPE_CHECKING:
    from smwatch.store.postgres.connection import Connection

_STEP: Final = 0.1  # seconds between two tries
_TAKE: Final = "SELECT pg_try_advisory_lock(%s, %s)"
_SHARE: Final = "SELECT pg_try_advisory_lock_shared(%s, %s)"
_GIVE: Final = "SELECT pg_advisory_unlock(%s, %s)"
_GIVE_SHARE: Final = "SELECT pg_advisory_unlock_shared(%s, %s)"
_HOLDER: Final = """
SELECT a.application_name, a.backend_start FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.classid = %s AND l.objid = %s AND l.granted
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) LIMIT 1
"""


@contextmanager
def held(connection: Connection, name: str, wait: float = 0, *, shared: bool = False) -> Iterator[None]:
    """Hold the lock of that name; BusyError if it isn't free within `wait` seconds. The connection lasts as long."""
    asked = WRITING, zlib.crc32(name.encode()) & 0x7FFFFFFF
    deadline = time.monotonic() + wait
    with faults_told(connection.server):
        while not connection.native(_SHARE if shared else _TAKE, asked).fetchall()[0][0]:
            if time.monotonic() >= deadline:
                raise _busy(connection, asked)
            time.sleep(_STEP)
    with connection.pinning():  # a lock goes with its connection
        try:
            yield
        finally:
            with suppress(psycopg.Error):  # the server has gone, and the lock with it
                connection.native(_GIVE_SHARE if shared else _GIVE, asked)


def _busy(connection: Connection, asked: tuple[int, int]) -> BusyError:
    """Who holds it, and since when."""
    found = connection.native(_HOLDER, asked).fetchall()
    name, since = (str(found[0][0]), found[0][1]) if found else ("", None)
    _, _, told = name.partition(" ")
    process, _, machine = told.partition(" ")
    return held_by(process, machine, since)
