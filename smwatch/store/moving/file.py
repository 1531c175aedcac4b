"""A SQLite file as one end of a copy. What is unfinished is a file beside it, FILE.unfinished, no database of ours yet.

The empty database is made in a draft first: whenever FILE.unfinished is there, it says what it is a copy of. Triggers
and indexes are made at the end; nothing but the rows is written before.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any, Final

from smwatch.errors import NothingDoneError, UsageError
from smwatch.locales import N_
from smwatch.store.connection import APPLICATION, VERSION, closing_handle, look, transaction, version_of
from smwatch.store.copying import no_log_beside, not_written
from smwatch.store.drafts import drafting
from smwatch.store.faults import NOT_OPENED, faults_told
from smwatch.store.lock import locked
from smwatch.store.moving.ends import AT_FIRST, MARK, OLDER, OWN, SAME, End, Row, Table, busy_told

UNFINISHED: Final = ".unfinished"
_OTHER: Final = APPLICATION + 1  # what is known by this number no command takes for its database
_TABLES: Final = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid"
_LISTED: Final = "listed"
"""A table whose rows are known by SQLite's own number too."""


class FileEnd:
    """A database file that is read, as it was at this moment."""

    def __init__(self, place: Path, connection: sqlite3.Connection) -> None:
        self.place, self.name, self._connection = place, str(place.resolve()), connection
        self._file = place
        self.identity = _identity(place)
        self.locks = ExitStack()

    def tables(self) -> Mapping[str, Table]:
        """Those of ours."""
        names = [name for (name,) in self._ask(_TABLES) if not name.startswith(OWN)]
        return {name: self._table(name) for name in names}

    def _table(self, name: str) -> Table:
        told = [(row[5], row[1]) for row in self._ask(f"PRAGMA table_xinfo ({name})") if not row[6]]
        return Table.of(name, told + ([(0, "rowid")] if name == _LISTED else []))

    def count(self, table: Table) -> int:
        """How many rows."""
        return int(self._ask(f"SELECT count(*) FROM {table.name}")[0][0])  # noqa: S608 - names of ours

    def rows(self, table: Table, after: Row | None = None) -> Generator[Row]:
        """In the order of their key."""
        sql = table.in_order(after, "?")
        with faults_told(self._file), closing(self._connection.execute(sql, after or ())) as found:
            yield from found

    def numbers(self) -> dict[str, int]:
        """What AUTOINCREMENT remembers."""
        return dict(self._ask("SELECT name, seq FROM sqlite_sequence"))

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()
        self.locks.close()

    def _ask(self, sql: str) -> list[Any]:
        with faults_told(self._file):
            return self._connection.execute(sql).fetchall()


class FileTarget(FileEnd):
    """A file that is being made."""

    def __init__(self, place: Path, connection: sqlite3.Connection, *, resumed: bool) -> None:
        super().__init__(place, connection)
        self._file, self.resumed = unfinished(place), resumed

    def last(self, table: Table) -> Row | None:
        """The key of the last row that is there."""
        return next(iter(self._ask(table.last())), None)

    def cut(self, table: Table, first: Row) -> None:
        """Take away all rows from this key on."""
        with transaction(self._connection, self._file):
            self._connection.execute(table.cut("?"), first)

    def put(self, table: Table, rows: Sequence[Row]) -> None:
        """Add them: all, or none."""
        places = ", ".join("?" * len(table.columns))
        sql = f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({places})"  # noqa: S608 - likewise
        with transaction(self._connection, self._file):
            self._connection.executemany(sql, rows)

    def finish(self, numbers: Mapping[str, int]) -> None:
        """Triggers, indexes, full-text index and numbers; then it takes its name, on the disk too."""
        execute = self._connection.execute
        with transaction(self._connection, self._file):
            for (statement,) in execute("SELECT value FROM smwatch_copying, json_each(later)").fetchall():
                execute(statement)
            _keep(self._connection, numbers)
            execute("INSERT INTO entries_search (entries_search) VALUES ('rebuild')")
            execute(f"DROP TABLE {MARK}")
            execute(f"PRAGMA application_id = {APPLICATION}")
        with faults_told(self._file):
            execute("PRAGMA journal_mode = DELETE")
        self.close()
        _take_name(self._file, self.place)


def unfinished(place: Path) -> Path:
    """Where a copy stands until it is whole."""
    return place.with_name(place.name + UNFINISHED)


def open_source(place: Path, *, alone: bool) -> FileEnd:
    """For reading, at today's schema; NothingDoneError for another. `alone`: nobody scans there meanwhile."""
    connection = look(place)
    end = FileEnd(place, connection)
    try:
        if alone and os.access(place.parent, os.W_OK):  # else nobody can scan there
            _hold(end.locks, place)
        with faults_told(place):
            _check_today(version_of(connection, place), place)
            connection.execute("BEGIN")
            connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()  # from here on it is this state
    except BaseException:
        end.close()
        raise
    return end


def _check_today(version: int, place: Path) -> None:
    if version < VERSION:
        raise NothingDoneError(*OLDER, file=place, version=version, known=VERSION)


def _hold(locks: ExitStack, place: Path) -> None:
    """Take the lock of scans."""
    with busy_told(place):
        locks.enter_context(locked(place.with_name(f"{place.name}.lock")))


def _identity(place: Path) -> object:
    with suppress(OSError):
        found = place.stat()
        return found.st_dev, found.st_ino
    return str(place.resolve())


def open_target(place: Path, source: End) -> FileTarget:
    """A new file, or one that was begun from this source; UsageError where something else is there."""
    if source.identity == _identity(place):
        raise UsageError(*SAME, place=place)
    with ExitStack() as locks:
        if not place.parent.is_dir():
            raise NothingDoneError(*NOT_OPENED, file=place)
        _hold(locks, place)
        target = _opened(place, source.name)
        target.locks = locks.pop_all()
    return target


def _opened(place: Path, source: str) -> FileTarget:
    if place.exists():
        raise UsageError(N_("{file} is there already"), N_("name a file that isn't there"), file=place)
    no_log_beside(place)
    draft = unfinished(place)
    if resumed := draft.exists():
        _check_begun(draft, source)
    else:
        try:
            with drafting(place) as folder:
                _make(folder / "new.db", source)
                (folder / "new.db").rename(draft)
        except OSError as error:
            raise not_written(place, error) from error
    with faults_told(draft):
        connection = sqlite3.connect(draft, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
    return FileTarget(place, connection, resumed=resumed)


def _check_begun(draft: Path, source: str) -> None:
    """Whether it was begun from there. One that was killed amid its last step is whole, and only lacks its name."""
    with faults_told(draft), closing(sqlite3.connect(f"{draft.absolute().as_uri()}?mode=ro", uri=True)) as there:
        ours = there.execute("PRAGMA application_id").fetchone()[0] in {APPLICATION, _OTHER}
        marked = there.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (MARK,)).fetchone()
        begun = there.execute(f"SELECT source FROM {MARK}").fetchone()[0] if marked else ""  # noqa: S608 - ours
        version = there.execute("PRAGMA user_version").fetchone()[0]
    if ours and not begun:
        with faults_told(draft), closing(sqlite3.connect(draft)) as whole:
            whole.execute("PRAGMA journal_mode = DELETE")  # whoever gives it its name doesn't think of its log
        raise UsageError(
            N_("{file} is there: a whole copy that only lacks its name"),
            N_("give it its name, or delete it and run the command again"),
            file=draft,
        )
    if not ours or begun != source or version != VERSION:
        raise UsageError(
            N_("{file} is there: an unfinished copy of {other}"),
            N_("finish that one first, or delete {file}"),
            file=draft,
            other=begun if ours else "?",
        )


def _make(file: Path, source: str) -> None:
    """An empty database that says what it is to be a copy of; what watches over rows is put off."""
    from smwatch.store.migrations import migrate  # late: sqlite-utils is heavy

    with closing_handle(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)):
        pass
    with faults_told(file), closing(sqlite3.connect(file, isolation_level=None)) as new:
        migrate(new)
        new.execute("PRAGMA foreign_keys = OFF")
        later = new.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql <> '' ORDER BY rowid"
        ).fetchall()
        new.execute("BEGIN")
        for kind, name, _ in later:
            new.execute(f"DROP {kind} {name}")
        for name in AT_FIRST:
            new.execute(f"DELETE FROM {name}")  # noqa: S608 - names of ours
        new.execute(f"CREATE TABLE {MARK} (source TEXT NOT NULL, later TEXT NOT NULL)")
        told = (source, json.dumps([sql for _, _, sql in later]))
        new.execute(f"INSERT INTO {MARK} (source, later) VALUES (?, ?)", told)  # noqa: S608 - likewise
        new.execute(f"PRAGMA application_id = {_OTHER}")
        new.execute("COMMIT")


def _keep(connection: sqlite3.Connection, numbers: Mapping[str, int]) -> None:
    """A number that was given once never comes back."""
    counted = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'")
    connection.execute("DELETE FROM sqlite_sequence")
    for (name,) in counted.fetchall():
        key = next(row[1] for row in connection.execute(f"PRAGMA table_info ({name})") if row[5])
        here = connection.execute(f"SELECT coalesce(max({key}), 0) FROM {name}").fetchone()[0]  # noqa: S608 - likewise
        if number := max(here, numbers.get(name, 0)):
            connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, number))


def _take_name(draft: Path, place: Path) -> None:
    """From here on it is there, after a power cut too."""
    if place.exists():
        raise UsageError(
            N_("{file} came into being while it was copied to"),
            N_("move it away, and give the copy that name: it is whole, as {draft}"),
            file=place,
            draft=draft,
        )
    try:
        with closing_handle(os.open(draft, os.O_RDWR)) as handle:
            os.fsync(handle)
        draft.rename(place)
    except OSError as error:
        raise not_written(place, error) from error
    with suppress(OSError), closing_handle(os.open(place.parent, os.O_RDONLY)) as folder:  # not everywhere
        os.fsync(folder)
