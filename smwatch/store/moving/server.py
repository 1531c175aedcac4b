"""A PostgreSQL database as one end of a copy. While it is unfinished, a table says so, and no command opens it.

While it is filled, no trigger fires, no foreign key is looked at and no index is kept; all come back at the end, in one
transaction with the full-text index. The owner of the tables may do that, whoever else may read them.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from typing import Any, Final

import psycopg

from smwatch.errors import NothingDoneError, UsageError
from smwatch.locales import N_
from smwatch.models import Server
from smwatch.store.connection import VERSION
from smwatch.store.moving.ends import AT_FIRST, MARK, OLDER, OWN, SAME, End, Row, Table, busy_told
from smwatch.store.postgres.connection import Connection
from smwatch.store.postgres.faults import faults_told, transaction
from smwatch.store.postgres.locks import held
from smwatch.store.postgres.migrations import NEWER, UNFINISHED, bring_up_to_date, unfinished_of, version_of

_AT_ONCE: Final = 500
"""Rows that are fetched together; texts have 200,000 characters at most, and few have."""
_NUMBERS = count(1)
_COLUMNS: Final = """
SELECT c.relname, a.attname, coalesce(array_position(i.indkey::int2[], a.attnum) + 1, 0)
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
LEFT JOIN pg_index AS i ON i.indrelid = c.oid AND i.indisprimary
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
  AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
ORDER BY c.relname, a.attnum
"""
_FOREIGN: Final = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""
_INDEXES: Final = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
WHERE c.relnamespace = current_schema()::regnamespace
  AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.indexrelid)
"""
_WATCHED: Final = """
SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger JOIN pg_class AS c ON c.oid = tgrelid
WHERE NOT tgisinternal AND c.relnamespace = current_schema()::regnamespace
"""
_COUNTED: Final = """
SELECT c.relname, a.attname, pg_get_serial_sequence(quote_ident(c.relname), a.attname)
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attidentity <> ''
"""


class ServerEnd:
    """A database that is read, as it was at this moment."""

    def __init__(self, place: Server, connection: Connection) -> None:
        self.place, self._connection = place, connection
        self._inner: psycopg.Connection[Any] = connection.native("SELECT 1").connection
        self._locks, info = ExitStack(), self._inner.info
        self.name = f"postgresql://{info.host}:{info.port}/{info.dbname}"
        self.identity: object = self._ask("SELECT pg_postmaster_start_time()::text, current_database()::text")

    def tables(self) -> Mapping[str, Table]:
        """Those of ours."""
        told = dict[str, list[tuple[int, str]]]()
        for name, column, place in self._ask(_COLUMNS):
            if not name.startswith(OWN):
                told.setdefault(name, []).append((place, column))
        return {name: Table.of(name, columns) for name, columns in told.items()}

    def count(self, table: Table) -> int:
        """How many rows."""
        return int(self._ask(f"SELECT count(*) FROM {table.name}")[0][0])  # noqa: S608 - names of ours

    def rows(self, table: Table, after: Row | None = None) -> Generator[Row]:
        """In the order of their key."""
        name, around = f"copy_{next(_NUMBERS)}", self._inner.transaction(force_rollback=True)  # a cursor lives in one
        with faults_told(self.place), around, psycopg.ServerCursor[Row](self._inner, name) as cursor:
            cursor.itersize = _AT_ONCE
            cursor.execute(table.in_order(after, "%s"), after)
            yield from cursor

    def numbers(self) -> dict[str, int]:
        """What the tables' counters have given."""
        found = dict[str, int]()
        for name, _, counter in self._ask(_COUNTED):
            last, given = self._ask(f"SELECT last_value, is_called FROM {counter}")[0]  # noqa: S608 - likewise
            found[name] = last if given else 0
        return found

    def hold(self) -> None:
        """Nobody scans there, nor copies to there, as long as this session lasts."""
        with busy_told(self.place):
            self._locks.enter_context(held(self._connection, "lock"))

    def close(self) -> None:
        """End the session."""
        with suppress(psycopg.Error):
            self._locks.close()
        self._connection.close()

    def _ask(self, sql: str) -> list[Any]:
        with faults_told(self.place):
            return [tuple(row) for row in self._connection.native(sql).fetchall()]


class ServerTarget(ServerEnd):
    """A database that is being filled."""

    resumed = False

    def last(self, table: Table) -> Row | None:
        """The key of the last row that is there."""
        return next(iter(self._ask(table.last())), None)

    def cut(self, table: Table, first: Row) -> None:
        """Take away all rows from this key on."""
        with transaction(self._connection):
            self._connection.native(table.cut("%s"), first)

    def put(self, table: Table, rows: Sequence[Row]) -> None:
        """Add them: all, or none."""
        sql = f"COPY {table.name} ({', '.join(table.columns)}) FROM STDIN"
        with (
            transaction(self._connection),
            _refusal_told(table, self.place),
            self._inner.cursor() as cursor,
            cursor.copy(sql) as pipe,
        ):
            for row in rows:
                pipe.write_row(row)

    def finish(self, numbers: Mapping[str, int]) -> None:
        """Foreign keys, triggers, full-text index and numbers, all at once; then what the planner goes by."""
        with transaction(self._connection):
            ((told,),) = self._ask(f"SELECT later FROM {MARK}")  # noqa: S608 - names of ours
            with _orphans_told(self.place):
                for statement in json.loads(told):
                    self._connection.native(statement)
            for name, column, counter in self._ask(_COUNTED):
                ((here,),) = self._ask(f"SELECT coalesce(max({column}), 0) FROM {name}")  # noqa: S608 - likewise
                if number := max(here, numbers.get(name, 0)):
                    self._connection.native("SELECT setval(%s, %s)", (counter, number))
            self._connection.native(f"DROP TABLE {MARK}")
        with faults_told(self.place):
            self._connection.native("ANALYZE")
        self.close()

    def begin(self, source: str) -> None:
        """Have nothing watch over rows, and say what it's to be a copy of. UsageError where something is kept there."""
        with transaction(self._connection):
            for table in self.tables().values():
                if table.name in AT_FIRST:
                    self._connection.native(f"DELETE FROM {table.name}")  # noqa: S608 - names of ours
                elif self._ask(f"SELECT 1 FROM {table.name} LIMIT 1"):  # noqa: S608 - likewise
                    raise UsageError(
                        N_("the database {server} isn't empty: something stands in {table}"),
                        N_(
                            "name a new one (createdb makes it); if it is this copy, `smwatch db copy --compare`"
                            " compares them"
                        ),
                        server=self.place,
                        table=table.name,
                    )
            later = self._put_off()
            self._connection.native(f"CREATE TABLE {MARK} (source text NOT NULL, later text NOT NULL)")
            told = (source, json.dumps(later))
            self._connection.native(f"INSERT INTO {MARK} (source, later) VALUES (%s, %s)", told)  # noqa: S608

    def _put_off(self) -> list[str]:
        """Let go of what would look at each row that comes; the statements that bring it back."""
        later = ["SELECT smwatch_search_again()"]
        for name, definition in self._ask(_INDEXES):
            self._connection.native(f"DROP INDEX {name}")
            later.append(definition)
        for name, constraint, definition in self._ask(_FOREIGN):
            self._connection.native(f"ALTER TABLE {name} DROP CONSTRAINT {constraint}")
            later.append(f"ALTER TABLE {name} ADD CONSTRAINT {constraint} {definition}")
        for (name,) in self._ask(_WATCHED):
            self._connection.native(f"ALTER TABLE {name} DISABLE TRIGGER USER")
            later.append(f"ALTER TABLE {name} ENABLE TRIGGER USER")
        return later


def open_source(place: Server, *, alone: bool) -> ServerEnd:
    """For reading, at today's schema; NothingDoneError for another, and for what is itself an unfinished copy."""
    with faults_told(place), ExitStack() as undone:
        end = ServerEnd(place, connection := Connection(place))
        undone.callback(end.close)
        if alone:
            end.hold()
        if begun := unfinished_of(connection):
            raise NothingDoneError(*UNFINISHED, server=place, other=begun)
        if (version := version_of(connection)) != VERSION:
            raise _of_another_schema(place, version)
        connection.native("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        undone.pop_all()
    return end


def _of_another_schema(place: Server, version: int) -> NothingDoneError:
    if not version:
        return NothingDoneError(
            N_("there is nothing of smwatch's in the database {server}"),
            N_("check its name; the first of FROM and TO is the one that is copied"),
            server=place,
        )
    if version < VERSION:
        return NothingDoneError(*OLDER, file=place, version=version, known=VERSION)
    return NothingDoneError(*NEWER, file=place, version=version, known=VERSION)


def open_target(place: Server, source: End) -> ServerTarget:
    """An empty database, or one that was begun from this source; UsageError for any other."""
    with faults_told(place), ExitStack() as undone:
        target = ServerTarget(place, connection := Connection(place))
        undone.callback(target.close)
        if source.identity == target.identity:
            raise UsageError(*SAME, place=place)
        target.hold()
        if begun := unfinished_of(connection):
            _check_begun(connection, place, begun, source.name)
            target.resumed = True
        else:
            bring_up_to_date(connection)
            target.begin(source.name)
        undone.pop_all()
    return target


def _check_begun(connection: Connection, place: Server, begun: str, source: str) -> None:
    """Whether it was begun from there, by a smwatch of this schema."""
    if begun == source and version_of(connection) != VERSION:
        raise UsageError(
            N_("the unfinished copy in {server} was begun by another version of smwatch"),
            N_("finish it with that one, or name a new database"),
            server=place,
        )
    if begun != source:
        raise UsageError(
            N_("the database {server} holds an unfinished copy of {other}"),
            N_("finish that one first, or name a new database"),
            server=place,
            other=begun,
        )


@contextmanager
def _refusal_told(table: Table, place: Server) -> Iterator[None]:
    """A value that was stored in a file, and that the server doesn't take."""
    try:
        yield
    except (psycopg.DataError, psycopg.IntegrityError) as error:
        raise NothingDoneError(
            N_("a row of {table} can't be stored in {server}: {reason}"),
            N_("`{smwatch} db check` says whether the database that is copied is well; mend it, then copy again"),
            table=table.name,
            server=place,
            reason=(error.diag.message_primary or str(error)).strip().splitlines()[0],
        ) from error


@contextmanager
def _orphans_told(place: Server) -> Iterator[None]:
    """A row that belongs to one that isn't there."""
    try:
        yield
    except psycopg.IntegrityError as error:
        raise NothingDoneError(
            N_("rows that belong together aren't all there, in {server} as in what was copied: {reason}"),
            N_("`smwatch db check --mend` with a config that names what is copied; then run the command again"),
            server=place,
            reason=error.diag.message_detail or error.diag.message_primary or "",
        ) from error
