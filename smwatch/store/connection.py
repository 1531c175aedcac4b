"""The database file: opened, brought up to date, and its faults told so that somebody can mend them.

Write-ahead log: readers never wait for a scan. synchronous=NORMAL: a killed process loses nothing that was
committed. After a power cut the last commits may be missing (never the database): those polls are done again, since
what a feed brought and the validators that say so stand in one transaction (https://www.sqlite.org/pragma.html#pragma_synchronous).
Where there can be no such log (a network drive), the old journal is used, with synchronous=FULL.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from smwatch.errors import NothingDoneError
from smwatch.locales import N_
from smwatch.store.faults import NOT_OURS, NOT_WRITTEN, faults_told

APPLICATION = 0x736D7761  # "smwa": SQLite's application_id, how a file is known to be ours
VERSION = 16  # how many steps there are in steps/
__all__ = ["APPLICATION", "PATIENCE", "VERSION", "connect", "faults_told", "look", "transaction"]
PATIENCE = 10.0  # seconds to wait for another writer; ours write for milliseconds


class Opened(sqlite3.Connection):
    """A connection that knows which file it has open, so that it notices when another stands in its place."""

    place: tuple[int, int] | None = None

    def remember(self, file: Path) -> None:
        """It is this one."""
        self.place = _place(file)

    def lost(self, file: Path) -> bool:
        """Whether what is written goes into a file that nobody finds any more."""
        return self.place is not None and self.place != _place(file)


def _place(file: Path) -> tuple[int, int] | None:
    """What a file is known by whatever it is called; None where there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def transaction(connection: sqlite3.Connection, file: Path) -> Iterator[None]:
    """All or nothing, and the only writer from its first statement on."""
    with faults_told(file):
        if isinstance(connection, Opened) and connection.lost(file):
            raise NothingDoneError(
                N_("the database {file} was deleted, moved or replaced while smwatch had it open"),
                N_("put it in its place and run the command again; what came since is read once more"),
                file=file,
            )
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # some errors (disk full) have ended it already
                connection.execute("ROLLBACK")
            raise


def connect(file: Path, patience: float = PATIENCE) -> sqlite3.Connection:
    """The open database at today's schema; made, readable by its owner only, where there is none.

    One that can't be written is opened for reading, and refuses to write. Raises NothingDoneError for anything that
    keeps it from being used.
    """
    make(file)
    reading = _read_only(file)
    with faults_told(file):
        connection = _read(file, patience) if reading else _opened(str(file), patience)
        try:
            connection.remember(file)
            connection.row_factory = sqlite3.Row
            if version_of(connection, file) < VERSION:
                _migrate(connection, file)
                version_of(connection, file)  # a newer program may have been first
            if not reading:
                _set(connection)
            connection.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            connection.close()
            raise
        return connection


NOT_UPDATED = (
    N_("{file} was written by an older smwatch, and can't be brought up to date: it can't be written"),
    N_("check who owns it, and that neither it nor its folder is read-only"),
)


def look(file: Path, patience: float = PATIENCE) -> sqlite3.Connection:
    """The database as it is, for reading alone: neither made nor brought up to date; NothingDoneError for none."""
    if not file.exists():
        raise NothingDoneError(
            N_("there is no database {file} yet"),
            N_("`{smwatch} scan` makes it; `{smwatch} db path` says where"),
            file=file,
        )
    make(file)
    with faults_told(file):
        connection = _read(file, patience)
        try:
            version_of(connection, file)
        except BaseException:
            connection.close()
            raise
        return connection


def bring_up_to_date(file: Path) -> int:
    """Bring a database that there is to today's schema; the version that it had. NothingDoneError as of `connect`."""
    connection = look(file)
    was = version_of(connection, file)
    connection.close()
    connect(file).close()
    return was


def _opened(name: str, patience: float, *, uri: bool = False) -> Opened:
    return sqlite3.connect(name, timeout=patience, isolation_level=None, factory=Opened, uri=uri)


def _read(file: Path, patience: float) -> Opened:
    """For reading alone. Beside a file in a folder that is read-only, SQLite can't keep its own notes: then without."""
    name = f"{file.absolute().as_uri()}?mode=ro"
    log = file.with_name(file.name + "-wal")
    if not (os.access(file.parent, os.W_OK) or log.exists()):  # nobody has it open, so it stays as it is
        name += "&immutable=1"
    return _opened(name, patience, uri=True)


def _read_only(file: Path) -> bool:
    return not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK))


def _set(connection: sqlite3.Connection) -> None:
    """How it is written."""
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    connection.execute(f"PRAGMA synchronous = {'NORMAL' if mode == 'wal' else 'FULL'}")


def make(file: Path) -> None:
    """An empty file that only its owner can read, unless there is one; NothingDoneError for what can't be a database.

    One that is there is never opened and closed here: that would take SQLite's locks from it.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            with closing_handle(os.open(file, os.O_RDWR | os.O_CREAT, 0o600)):
                pass
        if stat.S_ISDIR(mode := file.stat().st_mode):
            raise IsADirectoryError(21, "Is a directory")
    except PermissionError as error:
        raise NothingDoneError(*NOT_WRITTEN, file=file) from error
    except OSError as error:
        raise NothingDoneError(
            N_("the database {file} can't be opened: {reason}"),
            N_("check the name and the folder of `database` in the config"),
            file=file,
            reason=error.strerror,
        ) from error
    if not stat.S_ISREG(mode):  # a pipe would have us wait for ever
        raise NothingDoneError(*NOT_OURS, file=file)


@contextmanager
def closing_handle(handle: int) -> Iterator[int]:
    """Closes a file handle at the end."""
    try:
        yield handle
    finally:
        os.close(handle)


def version_of(connection: sqlite3.Connection, file: Path) -> int:
    """The schema's version, 0 for an empty file; NothingDoneError for a file that isn't ours or is newer."""
    filled = connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()  # first: another may be making it
    if filled and connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        raise NothingDoneError(*NOT_OURS, file=file)
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > VERSION:
        raise NothingDoneError(
            N_("{file} was written by a newer smwatch (its schema is {version}, this program knows {known})"),
            N_("update smwatch, or use another database with this one"),
            file=file,
            version=version,
            known=VERSION,
        )
    return version


def _migrate(connection: sqlite3.Connection, file: Path) -> None:
    """Migrate what is older, keeping a copy until that went well."""
    if _read_only(file):
        raise NothingDoneError(*NOT_UPDATED, file=file)
    from smwatch.store.migrations import migrate, upgrade  # late: sqlite-utils is heavy, and seldom needed

    if connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        upgrade(connection, file)
    else:
        migrate(connection)
