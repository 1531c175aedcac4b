"""Whether a PostgreSQL database is what it should be, question by question (see store/checking.py).

What the server keeps right by itself (pages, references, who waits for whom) isn't asked again; what smwatch tells
twice is: the words of the full-text index, the counts by the hour, dates, labels of stories.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, Final, cast

from smwatch.locales import N_
from smwatch.store import audit, checking, hourly
from smwatch.store.checking import MEND, Checked, amiss, fine
from smwatch.store.connection import VERSION
from smwatch.store.postgres.connection import Connection
from smwatch.store.postgres.faults import faults_told, transaction
from smwatch.store.postgres.migrations import OLDEST, version_of

if TYPE_CHECKING:
    from smwatch.models import Server
    from smwatch.store.sql import Connection as AnyConnection

MEGABYTE: Final = 1_000_000

_TABLES: Final = "relkind = 'r' AND relnamespace = current_schema()::regnamespace"
_REFUSED: Final = f"""
SELECT relname FROM pg_class WHERE {_TABLES} AND NOT (
  has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')
  AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE')) ORDER BY relname
"""  # noqa: S608 - constants of this module
_SIZE: Final = """
SELECT pg_database_size(current_database()), (SELECT count(*) FROM entries), (SELECT count(*) FROM mentions)
"""
_UNPROVED: Final = """
SELECT conname::text FROM pg_constraint WHERE NOT convalidated AND connamespace = current_schema()::regnamespace
UNION ALL SELECT i.indexrelid::regclass::text FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
WHERE NOT i.indisvalid AND c.relnamespace = current_schema()::regnamespace
UNION ALL SELECT tgname::text FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
WHERE t.tgenabled = 'D' AND c.relnamespace = current_schema()::regnamespace
ORDER BY 1
"""
_WORDS: Final = """
SELECT count(*) FROM (SELECT id FROM entries WHERE EXISTS (SELECT 1 FROM mentions WHERE entry_id = entries.id)) AS e
FULL JOIN entries_search AS s ON s.rowid = e.id LEFT JOIN entries AS t ON t.id = e.id
WHERE e.id IS NULL OR s.rowid IS NULL OR s.words IS DISTINCT FROM smwatch_words(t.title, t.text)
"""


def examine(server: Server, now: datetime, begins: Callable[[str], None]) -> Iterator[Checked]:
    """Every question, answered one by one; NothingDoneError where it can't be reached."""
    with faults_told(server), closing(Connection(server)) as connection:
        if not (yield from _at_first(connection)):
            return
        yield _integrity(connection)
        begins("search")
        yield _search(connection)
        for name, ask in checking.TOLD_TWICE.items():
            begins(name)
            yield ask(connection)
        begins("clock")
        yield checking.clock(connection, now)


def glance(server: Server) -> Iterator[Checked]:
    """What can be told in a moment."""
    with faults_told(server), closing(Connection(server)) as connection:
        yield from _at_first(connection)


def mend(server: Server, who: str, now: datetime) -> None:
    """Make anew what is told twice, in one transaction."""
    with faults_told(server), closing(Connection(server)) as connection, transaction(connection):
        checking.make_anew(connection)
        connection.native("SELECT smwatch_search_again()")
        hourly.make_anew(connection)
        audit.note(connection, who, now, what="mend", subject="database")


def index_is_right(connection: AnyConnection) -> bool:
    """Whether the full-text index holds the words of all mentions' texts, and no others."""
    return not _one(cast("Connection", connection), _WORDS)


def _at_first(connection: Connection) -> Generator[Checked, None, bool]:
    """The same; and whether it can be asked more."""
    yield from (_version(connection), _encoding(connection))
    yield (schema := _schema(connection))
    if schema.ok:
        yield from (_writing(connection), _size(connection))
    return schema.ok


def _version(connection: Connection) -> Checked:
    number, said = connection.native(
        "SELECT current_setting('server_version_num')::int, current_setting('server_version')"
    ).fetchall()[0]
    if number < OLDEST * 10_000:
        mending = N_("have it brought to PostgreSQL {oldest} or later")
        return amiss("server", N_("it is PostgreSQL {version}"), mending, version=said, oldest=OLDEST)
    return fine("server", N_("it is PostgreSQL {version}"), version=said)


def _encoding(connection: Connection) -> Checked:
    found = _one(connection, "SHOW server_encoding")
    if found != "UTF8":
        mending = N_("have a database made for it: createdb --encoding=UTF8 --template=template0")
        return amiss("encoding", N_("its texts are {encoding}, which lacks letters"), mending, encoding=found)
    return fine("encoding", N_("its texts are {encoding}"), encoding=found)


def _schema(connection: Connection) -> Checked:
    version = version_of(connection)
    if version != VERSION:
        mending = N_("{smwatch} db migrate") if version < VERSION else N_("update smwatch")
        said = N_("its schema is {version}, this program's is {known}")
        return amiss("schema", said, mending, version=version, known=VERSION)
    return fine("schema", N_("its schema is {version}, as this program's"), version=version)


def _writing(connection: Connection) -> Checked:
    if _one(connection, "SHOW transaction_read_only") == "on":
        said, mending = N_("it can only be read"), N_("use the main server, not one that follows it")
        return amiss("writing", said, mending)
    if tables := [row[0] for row in connection.native(_REFUSED).fetchall()]:
        said, mending = N_("this user may not write to {tables}"), N_("have its owner grant that")
        return amiss("writing", said, mending, tables=", ".join(tables))
    return fine("writing", N_("it can be written to"))


def _size(connection: Connection) -> Checked:
    size, entries, mentions = connection.native(_SIZE).fetchall()[0]
    said = N_("{size} MB; entries: {entries}, mentions: {mentions}")
    return fine("size", said, size=round(size / MEGABYTE), entries=entries, mentions=mentions)


def _integrity(connection: Connection) -> Checked:
    if found := [row[0] for row in connection.native(_UNPROVED).fetchall()]:
        said, mending = N_("what watches over its rows is switched off: {names}"), N_("have its owner switch that on")
        return amiss("integrity", said, mending, names=", ".join(found))
    return fine("integrity", N_("what watches over its rows is there"))


def _search(connection: Connection) -> Checked:
    if index_is_right(connection):
        return fine("search", N_("the full-text index holds what the texts say"))
    return amiss("search", N_("the full-text index says something else than the texts"), MEND)


def _one(connection: Connection, statement: str) -> object:
    return connection.native(statement).fetchall()[0][0]
