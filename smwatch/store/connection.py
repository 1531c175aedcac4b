"""The database file: opened, brought up to date, and its faults told so that somebody can mend them.

Write-ahead log: readers never wait for a scan. synchronous=NORMAL: a killed process loses nothing that was
committed. After a power cut the last commits may be missing (never the database): those polls are done again, since
what a feed brought and the validators that say so stand in one transaction (https://www.sqlite.org/pragma.html#pragma_synchronous).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from smwatch.errors import NothingDoneError
from smwatch.locales import N_

APPLICATION = 0x736D7761  # "smwa": SQLite's application_id, how a file is known to be ours
VERSION = 9  # how many steps there are in steps/
PATIENCE = 10.0  # seconds to wait for another writer; ours write for milliseconds

_FAULTS = {  # SQLite's primary result codes (https://www.sqlite.org/rescode.html) that the user can do something about
    sqlite3.SQLITE_NOTADB: (
        N_("{file} is no smwatch database"),
        N_("give `database` in the config another name, or move this file away"),
    ),
    sqlite3.SQLITE_CORRUPT: (
        N_("the database {file} is damaged"),
        N_("keep a copy of it, then put back your last backup"),
    ),
    sqlite3.SQLITE_FULL: (
        N_("the disk is full: {file} can't grow"),
        N_("free some space and run the command again; nothing stored so far is lost"),
    ),
    sqlite3.SQLITE_READONLY: (
        N_("the database {file} can't be written"),
        N_("check who owns it, and that neither it nor its folder is read-only"),
    ),
    sqlite3.SQLITE_CANTOPEN: (
        N_("the database {file} can't be opened"),
        N_("check that its folder exists and who may read and write it"),
    ),
    sqlite3.SQLITE_PERM: (
        N_("the database {file} can't be opened"),
        N_("check that its folder exists and who may read and write it"),
    ),
    sqlite3.SQLITE_BUSY: (
        N_("the database {file} is locked by another program"),
        N_("close the program that has it open for writing (DB Browser, a copy, a backup), then try again"),
    ),
    sqlite3.SQLITE_LOCKED: (
        N_("the database {file} is locked by another program"),
        N_("close the program that has it open for writing (DB Browser, a copy, a backup), then try again"),
    ),
    sqlite3.SQLITE_IOERR: (
        N_("the disk fails when {file} is read or written"),
        N_("check that there is space and that the disk is still connected; a network drive is no good place for it"),
    ),
}


@contextmanager
def faults_told(file: Path) -> Iterator[None]:
    """SQLite's errors about the file, the disk and locks become NothingDoneError; a bug stays a bug."""
    try:
        yield
    except sqlite3.Error as error:
        primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if primary not in _FAULTS:
            raise
        what, mend = _FAULTS[primary]
        raise NothingDoneError(what, mend, file=file) from error


@contextmanager
def transaction(connection: sqlite3.Connection, file: Path) -> Iterator[None]:
    """All or nothing, and the only writer from its first statement on."""
    with faults_told(file):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if connection.in_transaction:  # some errors (disk full) have ended it already
                connection.execute("ROLLBACK")
            raise
        try:
            connection.execute("COMMIT")
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def connect(file: Path, patience: float = PATIENCE) -> sqlite3.Connection:
    """The open database at today's schema; made, readable by its owner only, where there is none.

    Raises NothingDoneError for anything that keeps it from being used.
    """
    _make(file)
    with faults_told(file):
        connection = sqlite3.connect(file, timeout=patience, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            _bring_up_to_date(connection, file)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            connection.close()
            raise
        return connection


def _make(file: Path) -> None:
    """An empty file that only its owner can read, unless there is one."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with closing_handle(os.open(file, os.O_RDWR | os.O_CREAT, 0o600)):
            pass
    except PermissionError as error:
        what, mend = _FAULTS[sqlite3.SQLITE_READONLY]
        raise NothingDoneError(what, mend, file=file) from error
    except OSError as error:
        raise NothingDoneError(
            N_("the database {file} can't be opened: {reason}"),
            N_("check the name and the folder of `database` in the config"),
            file=file,
            reason=error.strerror,
        ) from error


@contextmanager
def closing_handle(handle: int) -> Iterator[int]:
    """Closes a file handle at the end."""
    try:
        yield handle
    finally:
        os.close(handle)


def _bring_up_to_date(connection: sqlite3.Connection, file: Path) -> None:
    """Refuse what isn't ours or is newer; migrate what is older, keeping a copy until that went well."""
    ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if not ours and connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        what, mend = _FAULTS[sqlite3.SQLITE_NOTADB]
        raise NothingDoneError(what, mend, file=file)
    if version > VERSION:
        raise NothingDoneError(
            N_("{file} was written by a newer smwatch (its schema is {version}, this program knows {known})"),
            N_("update smwatch, or use another database with this one"),
            file=file,
            version=version,
            known=VERSION,
        )
    if version == VERSION:
        return
    from smwatch.store.migrations import migrate  # late: sqlite-utils is heavy, and seldom needed

    if version == 0:
        migrate(connection)
        return
    kept = file.with_name(f"{file.name}.before-schema-{VERSION}")
    with closing_handle(os.open(kept, os.O_RDWR | os.O_CREAT, 0o600)), closing(sqlite3.connect(kept)) as copy:
        connection.backup(copy)
    migrate(connection)
    kept.unlink()
