"""What can happen to the file, its disk and its locks, told so that somebody can mend it; a bug stays a bug."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from smwatch.errors import NothingDoneError
from smwatch.locales import N_

_TIGHT = 1_000_000  # bytes: with less free space than that, it is the space that a failing disk lacks
DAMAGED = (
    N_("the database {file} is damaged"),
    N_(
        "save what can be read ({smwatch} db recover {file}.new), or put back your last backup (`{smwatch} db backup`"
        " makes them); `{smwatch} db check` says what is wrong"
    ),
)
_FULL = (
    N_("the disk is full: {file} can't grow"),
    N_("free some space and run the command again; nothing stored so far is lost"),
)
NOT_OPENED = (
    N_("the database {file} can't be opened"),
    N_("check that its folder exists and who may read and write it"),
)
_LOCKED = (
    N_("the database {file} is locked by another program"),
    N_("close the program that has it open for writing (DB Browser, a copy, a backup), then try again"),
)
_NO_MEMORY = (N_("there isn't memory enough to work with {file}"), N_("close other programs, then try again"))
NOT_WRITTEN = (
    N_("the database {file} can't be written"),
    N_("check who owns it, and that neither it nor its folder is read-only"),
)
NOT_OURS = (
    N_("{file} is no smwatch database"),
    N_("give `database` in the config another name, or move this file away"),
)
_NO_DATABASE = (
    NOT_OURS[0],
    N_(
        "if it was your database, it is damaged: save what can be read with {smwatch} db recover {file}.new; otherwise"
        " give `database` in the config another name, or move this file away"
    ),
)
_FAULTS = {  # SQLite's primary result codes (https://www.sqlite.org/rescode.html) that the user can do something about
    sqlite3.SQLITE_NOTADB: _NO_DATABASE,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: NOT_WRITTEN,
    sqlite3.SQLITE_CANTOPEN: NOT_OPENED,
    sqlite3.SQLITE_PERM: NOT_OPENED,
    sqlite3.SQLITE_AUTH: NOT_OPENED,
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_NOMEM: _NO_MEMORY,
    sqlite3.SQLITE_PROTOCOL: (
        N_("the folder of {file} can't lock files as SQLite needs it"),
        N_("keep the database on a disk of this machine, not on a network drive"),
    ),
    sqlite3.SQLITE_NOLFS: (
        N_("the disk holds no file as large as {file}"),
        N_("move it to a disk that does, and change `database` in the config"),
    ),
    sqlite3.SQLITE_TOOBIG: (
        N_("one text is too long for the database {file}"),
        N_("lower `max_body` in [network] of the config"),
    ),
    sqlite3.SQLITE_IOERR: (
        N_("the disk fails when {file} is read or written"),
        N_(
            "check that there is space (a quota or a limit counts too) and that the disk is still connected; a network"
            " drive is no good place for it"
        ),
    ),
}


@contextmanager
def faults_told(file: Path) -> Iterator[None]:
    """Errors about the file, the disk, locks and memory become NothingDoneError; a bug stays a bug."""
    try:
        yield
    except (sqlite3.Error, MemoryError, ValueError, TypeError) as error:
        fault = fault_of(error, file)
        if fault is None:
            raise
        raise fault from error


def fault_of(error: Exception, file: Path) -> NothingDoneError | None:
    """What happened to the file, where it is that which went wrong."""
    if isinstance(error, MemoryError):  # how Python tells SQLITE_NOMEM
        return NothingDoneError(*_NO_MEMORY, file=file)
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_IOERR and _is_full(file):
        code = sqlite3.SQLITE_FULL
    elif isinstance(error, UnicodeDecodeError) or (code not in _FAULTS and is_damaged(file)):
        code = sqlite3.SQLITE_CORRUPT  # what stands in it is no name, no text, no time, no row: no bug of ours
    return NothingDoneError(*_FAULTS[code], file=file) if code in _FAULTS else None


def _is_full(file: Path) -> bool:
    with suppress(OSError):
        return shutil.disk_usage(file.parent).free < _TIGHT
    return False


def is_damaged(file: Path) -> bool:
    """Whether SQLite finds the file torn; False too where it can't look."""
    if not file.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=1)) as connection:
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                return True
            return unreadable(connection)
    except sqlite3.Error as error:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


_TEXTS = (("entries", "title", "text"), ("feeds", "source", "failure"), ("mentions", "story", "words"))
_STAMPED = {
    "entries": "published fetched",
    "mentions": "published fetched",
    "feeds": "last_poll last_new next_poll",
    "alerts": "opened updated",
    "scans": "started ended",
}
TIMES = tuple((table, column) for table, columns in _STAMPED.items() for column in columns.split())
"""Where a time stands that is read often: table and column."""

NO_TIME = "{0} IS NOT NULL AND (datetime({0}) IS NULL OR {0} NOT GLOB '????-??-??T??:??:??Z')"
"""Whether what stands there is none, as no smwatch writes it: what is torn within a value, SQLite doesn't see."""


def unreadable(connection: sqlite3.Connection) -> bool:
    """Whether a text isn't UTF-8 or a time is none, which SQLite itself doesn't mind: we wrote none such."""
    known = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    try:
        for table, *columns in _TEXTS:
            if table in known:
                for _ in connection.execute(f"SELECT {', '.join(columns)} FROM {table}"):  # noqa: S608 - names of ours
                    pass
    except sqlite3.OperationalError as error:
        if "decode" in str(error):
            return True
        raise
    return any(
        connection.execute(f"SELECT 1 FROM {table} WHERE {NO_TIME.format(column)} LIMIT 1").fetchone()  # noqa: S608
        for table, column in TIMES
        if table in known
    )
