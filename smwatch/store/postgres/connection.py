"""A PostgreSQL database that is spoken to as a SQLite file is: the store's modules needn't know which it is.

    connection = connect(Server("postgresql://..."))
    connection.execute("SELECT url FROM feeds WHERE enabled AND id = ?", (3,)).fetchone()["url"]

What writes waits for one another here too (an advisory lock, held for milliseconds), so that a transaction sees what it
would see in SQLite; readers wait for nobody. Values are put into the statement by psycopg, on this side: as in SQLite,
a parameter has no type but that of its value.
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from enum import Enum
from itertools import count
from typing import TYPE_CHECKING, Any, Final

import psycopg
from psycopg import pq
from psycopg.adapt import Loader
from psycopg.conninfo import conninfo_to_dict

from smwatch.errors import NothingDoneError
from smwatch.locales import N_
from smwatch.store.postgres.dialect import NUMBERED, translated

if TYPE_CHECKING:
    from psycopg.rows import RowMaker

    from smwatch.models import Server

WRITING: Final = 0x736D7761
"""Who writes holds the advisory lock of this number: "smwa", as SQLite's files are known by."""
PLANNING: Final = " ".join(
    f"-c {name}={value}"
    for name, value in {
        "join_collapse_limit": 1,  # tables in the order in which the texts name them: it is chosen there, for SQLite
        "from_collapse_limit": 1,
        "enable_hashjoin": "off",  # and each row looked up by its index: pages are short, whatever their estimates
        "enable_mergejoin": "off",
        "jit": "off",  # compiling takes longer than any of our statements
        "max_parallel_workers_per_gather": 0,  # likewise
        "random_page_cost": 1.1,  # disks have no arm to move
    }.items()
)
"""How our statements are planned; other programs' connections aren't touched."""
TIMEOUT: Final = 10
"""Seconds to wait for the server."""
ALIVE: Final = 30
"""Seconds of silence after which either side asks the other whether it is there still."""
LONGEST_NAME: Final = 63
"""Bytes of a name that PostgreSQL keeps."""
AT_ONCE: Final = 1_000
"""Rows of a stream that are fetched together."""

_INSERT: Final = re.compile(
    r"(INSERT INTO \w+ (?:\([^)]*\) )?VALUES) (\((?:%s|%\(\w+\)s|, |[^()%])*\))( ON CONFLICT(?:\([^)]*\))? DO NOTHING)?"
)
"""An INSERT of which many rows may be one statement: none of them changes what another one put there."""
_NUMBERS = count(1)
Values = Sequence[object] | Mapping[str, object]


class Row:
    """As sqlite3.Row: by place, by name, or one after the other."""

    __slots__ = ("_names", "_values")

    def __init__(self, values: Sequence[Any], names: Mapping[str, int]) -> None:
        self._values, self._names = values, names

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401 - whatever stands in the column
        return self._values[self._names[key] if isinstance(key, str) else key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        return tuple(self) == (tuple(other) if isinstance(other, Row) else other)

    def __hash__(self) -> int:
        return hash(tuple(self._values))

    def keys(self) -> list[str]:
        """The columns' names."""
        return list(self._names)


def _rows(cursor: psycopg.Cursor[Any]) -> RowMaker[Row]:
    names = {column.name: place for place, column in enumerate(cursor.description or ())}
    return lambda values: Row(values, names)


class _Number(Loader):
    """A sum of whole numbers is one, as in SQLite; other numerics are floats."""

    def load(self, data: bytes | bytearray | memoryview) -> float:
        """As it comes, in text."""
        text = bytes(data).decode()
        return float(text) if "." in text else int(text)


class Cursor(psycopg.ClientCursor[Row]):
    """What a statement gave."""

    @property
    def lastrowid(self) -> int:
        """The number of the row that this session made last."""
        found = self.connection.execute("SELECT lastval()").fetchone()
        return int(found[0]) if found else 0


class Connection:
    """What the store asks of sqlite3.Connection, of a PostgreSQL server. It is made anew where the server left it."""

    def __init__(self, server: Server) -> None:
        """Raises psycopg's errors; faults.py tells them."""
        self.server, self._inner = server, _opened(server)
        self._pinned = 0  # how many hold it as it is

    def execute(self, sql: str, values: Values = ()) -> Cursor:
        """One statement, in SQLite's dialect."""
        cursor = Cursor(self._ready(), row_factory=_rows)
        cursor.execute(translated(sql), _given(sql, values))
        return cursor

    def executemany(self, sql: str, rows: Iterable[Values]) -> Cursor:
        """The same statement for each of the rows; rows that are but inserted go together."""
        cursor, query = Cursor(self._ready(), row_factory=_rows), translated(sql)
        told = [_given(sql, row) for row in rows]
        if len(told) > 1 and (insert := _INSERT.fullmatch(query)):
            into, row, rest = insert.groups()
            cursor.execute(f"{into} {', '.join(cursor.mogrify(row, one) for one in told)}{rest or ''}".encode())
        elif told:
            cursor.executemany(query, told)
        return cursor

    def stream(self, sql: str, values: Values = ()) -> Iterator[Row]:
        """The rows of a query that may be long, some at a time; other statements may come in between."""
        inner = self._ready()
        with psycopg.ServerCursor(inner, f"stream_{next(_NUMBERS)}", row_factory=_rows, withhold=True) as cursor:
            cursor.itersize = AT_ONCE
            # with the values in it: those of a cursor that the server keeps would have types of their own
            cursor.execute(Cursor(inner).mogrify(translated(sql), _given(sql, values)))
            yield from cursor

    def native(self, statement: str, values: Values = ()) -> Cursor:
        """One statement in PostgreSQL's own words."""
        cursor = Cursor(self._ready(), row_factory=_rows)
        cursor.execute(statement, values or None)
        return cursor

    def begin(self) -> None:
        """Begin a transaction: the only one that writes, from here on."""
        self.native("BEGIN ISOLATION LEVEL READ COMMITTED")  # what others wrote before it had the lock is seen
        self.native("SELECT pg_advisory_xact_lock(%s)", (WRITING,))

    @contextmanager
    def pinning(self) -> Iterator[None]:
        """Meanwhile no other is made in its place, unnoticed: something hangs on it."""
        self._ready()
        self._pinned += 1
        try:
            yield
        finally:
            self._pinned -= 1

    @property
    def made_for(self) -> tuple[int, str]:
        """The server's version, and the encoding of the database: told by the server when it lets one in."""
        info = self._ready().info
        return info.server_version // 10_000, info.parameter_status("server_encoding") or ""

    @property
    def in_transaction(self) -> bool:
        """Whether one is under way."""
        return not self._inner.closed and self._inner.info.transaction_status != pq.TransactionStatus.IDLE

    def close(self) -> None:
        """Be done with it."""
        self._inner.close()

    def _ready(self) -> psycopg.Connection[Any]:
        """The connection; a new one where the server has ended it, and nothing hung on the old one."""
        if self._inner.closed and not self._pinned:
            self._inner = _opened(self.server)
        return self._inner


def _address(server: Server) -> Mapping[str, object]:
    """What the address says; NothingDoneError without libpq's words, which hold what it can't read: a password."""
    told: Mapping[str, object] = {}
    with suppress(psycopg.ProgrammingError):
        told = conninfo_to_dict(server.url) if server.sound else {}
    if not told:
        raise NothingDoneError(
            N_("the address of the database {server} can't be read"),
            N_("write @, :, / and % in a password as %40, %3A, %2F and %25, or keep it in ~/.pgpass"),
            server=server,
        )
    return told


def _opened(server: Server) -> psycopg.Connection[Any]:
    told = _address(server)
    inner: psycopg.Connection[Any] = psycopg.connect(
        server.url,
        autocommit=True,
        connect_timeout=int(str(told.get("connect_timeout") or TIMEOUT)),
        application_name=f"smwatch {os.getpid()} {socket.gethostname()}"[:LONGEST_NAME],
        client_encoding="UTF8",
        options=f"{told.get('options') or os.environ.get('PGOPTIONS', '')} {PLANNING}",
        keepalives_idle=ALIVE,
        keepalives_interval=ALIVE // 3,
        keepalives_count=3,
    )
    # the server too asks whether we are there: who holds a lock and is no more is noticed before long
    inner.execute(
        f"SET TIME ZONE 'UTC'; SET tcp_keepalives_idle = {ALIVE}; SET tcp_keepalives_interval = {ALIVE // 3}; "
        f"SET tcp_keepalives_count = 3; SET tcp_user_timeout = {2_000 * ALIVE}"
    )
    inner.prepare_threshold = None  # statements come with their values in them
    inner.adapters.register_loader("numeric", _Number)
    return inner


def _given(sql: str, values: Values) -> Sequence[object] | Mapping[str, object]:
    """The values as columns hold them: flags are numbers. A statement with ?1 names its values by their places."""
    if isinstance(values, Mapping):
        return {name: _plain(value) for name, value in values.items()}
    if "?1" in sql:
        return {f"{NUMBERED}{place}": _plain(value) for place, value in enumerate(values, 1)}
    return [_plain(value) for value in values]


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    return int(value) if isinstance(value, bool) else value
