"""That nothing of a forgotten person is left in PostgreSQL's tables: they are written anew, and looked through.

A deleted row stays in its page until that is used again, its words in the full-text index, and samples of the texts in
the planner's statistics. VACUUM FULL writes tables and indexes without what is gone, ANALYZE makes new samples. What is
out of reach is said: the server's write-ahead log, what was copied from it, and its backups.
https://www.postgresql.org/docs/current/sql-vacuum.html
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, cast

from psycopg import errors

from smwatch.errors import NothingDoneError
from smwatch.locales import N_
from smwatch.store.values import listed

if TYPE_CHECKING:
    from smwatch.store.person import Found
    from smwatch.store.postgres.connection import Connection, Row
    from smwatch.store.sql import Connection as AnyConnection

PATIENCE: Final = 10.0
"""Seconds to wait for whoever reads: a table is written anew while nobody holds it."""
_STEP: Final = 0.1  # seconds between two looks

_JSON: Final = re.compile(r"json_valid\((\w+)\)")
_TABLES: Final = "relkind = 'r' AND relnamespace = current_schema()::regnamespace"
_COLUMNS: Final = f"""
SELECT c.relname AS "table", a.attname AS name, coalesce((
  SELECT string_agg(pg_get_constraintdef(k.oid), ' ') FROM pg_constraint AS k
  WHERE k.conrelid = c.oid AND k.contype = 'c'), '') AS checks
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
WHERE {_TABLES} AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.atttypid = 'text'::regtype
ORDER BY c.relname, a.attnum
"""  # noqa: S608 - constants of this module
# but those in which nothing ever stood: no page, and of each index only the first, which holds no row
_USED: Final = f"""
SELECT quote_ident(c.relname) AS name, pg_has_role(c.relowner, 'USAGE') AS ours FROM pg_class AS c
WHERE {_TABLES} AND (pg_relation_size(c.oid) > 0 OR EXISTS (
  SELECT 1 FROM pg_index AS i WHERE i.indrelid IN (c.oid, c.reltoastrelid) AND pg_relation_size(i.indexrelid) > 8192))
ORDER BY c.relname
"""  # noqa: S608 - likewise
# whose snapshot is older than this moment: what they might still look at isn't thrown away
_OLDER: Final = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
  AND age(backend_xmin) > age(%s::text::xid)
"""
_OF_THEIRS: Final = "SELECT count(*) FROM entries_search WHERE rowid IN (SELECT value FROM smwatch_numbers(%s))"
_OF_OTHERS: Final = """
SELECT count(*) FROM entries_search AS s JOIN entries AS e ON e.id = s.rowid
WHERE e.id IN (SELECT value FROM smwatch_numbers(%s)) AND s.words <> smwatch_words(e.title, e.text)
"""


def columns(connection: AnyConnection) -> Iterator[tuple[str, str, dict[str, bool]]]:
    """Every table, how its rows are known, and its columns of text: whether they hold JSON (see person.columns)."""
    tables = dict[str, dict[str, bool]]()
    for row in _of(connection).native(_COLUMNS).fetchall():
        tables.setdefault(row["table"], {})[row["name"]] = row["name"] in _JSON.findall(row["checks"])
    yield from ((name, "ctid", texts) for name, texts in tables.items())


def rows_of(connection: AnyConnection, table: str, names: list[str]) -> Iterator[Row]:
    """The rows of a table as it is now, whatever is written while they are looked at."""
    wanted = ", ".join(f'"{name}"' for name in names)
    return _of(connection).stream(f'SELECT CAST(ctid AS TEXT) AS place, {wanted} FROM "{table}"')  # noqa: S608 - names of the schema


def clean(connection: AnyConnection) -> None:
    """Write every table and index anew; NothingDoneError where that can't be done, or where somebody looks at them."""
    server = _of(connection)
    tables = server.native(_USED).fetchall()
    if others := [row["name"] for row in tables if not row["ours"]]:
        raise NothingDoneError(
            N_("they are taken out, but this user may not write the tables of {server} anew: {tables}"),
            N_("run the command again as the tables' owner"),
            server=server.server,
            tables=", ".join(others),
        )
    _wait_for_readers(server)
    server.native(f"SET lock_timeout = {int(PATIENCE * 1000)}")
    try:
        for row in tables:
            server.native(f"VACUUM (FULL, ANALYZE) {row['name']}")
        server.native("VACUUM (FULL) pg_catalog.pg_statistic")  # where we may; who may not is told by a notice alone
    except errors.LockNotAvailable as error:
        raise _held(server) from error
    finally:
        server.native("RESET lock_timeout")


def _wait_for_readers(server: Connection) -> None:
    """Until nobody sees the rows that were deleted; NothingDoneError if that takes too long."""
    (now,) = server.native("SELECT pg_current_xact_id()::text").fetchall()[0]
    deadline = time.monotonic() + PATIENCE
    while server.native(_OLDER, (str(int(now) % 2**32),)).fetchall()[0][0]:
        if time.monotonic() > deadline:
            raise _held(server)
        time.sleep(_STEP)


def _held(server: Connection) -> NothingDoneError:
    return NothingDoneError(
        N_("they are taken out, but another program reads {server}, so its tables can't be written anew yet"),
        N_("end that program (a list that is still running, pg_dump, an open transaction), and run the command again"),
        server=server.server,
    )


def left_in_index(connection: AnyConnection, found: Found) -> int:
    """Entries whose words in the full-text index aren't those of their texts, which tell the person no more."""
    server = _of(connection)
    theirs = server.native(_OF_THEIRS, (listed(sorted(found.ids)),)).fetchall()[0][0]
    others = server.native(_OF_OTHERS, (listed([*found.others]),)).fetchall()[0][0]
    return int(theirs) + int(others)


def _of(connection: AnyConnection) -> Connection:
    return cast("Connection", connection)
