"""A consistent copy of a database, made while others write to it: all of it, or nothing is there.

One read transaction holds the state that is copied, so that no writer makes the copy begin anew. It goes into a
draft first (`drafts`), without a journal (what fails is thrown away), which is flushed and then takes its name.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from smwatch.errors import NothingDoneError
from smwatch.locales import N_
from smwatch.store.connection import closing_handle, look
from smwatch.store.drafts import clear, drafting
from smwatch.store.faults import DAMAGED, fault_of, faults_told

STEP: Final = 256 * 2**20  # bytes between two looks at whether it was stopped: half a second; smaller steps cost more
MARGIN: Final = 1_000_000  # bytes that stay free
MAPPED: Final = 2_147_418_112
"""Bytes that are read by way of the system's own cache, the most that SQLite maps: up to three times as fast."""
_FORMATS = 18  # where a file says that a log stands beside it (https://www.sqlite.org/fileformat.html)
_WRITING = {  # what happens to a file that is made and written
    *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY),
    *(sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_TOOBIG),
}
_READING = {sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ}

Progress = Callable[[int, int], None]
"""Pages that are left, and all of them."""


def copy_whole(source: Path, target: Path, progress: Progress = lambda _left, _all: None) -> int:
    """Copy a database as it is at this moment over `target`; how many bytes.

    Raises NothingDoneError, also where the source is found to be damaged; then `target` is as it was.
    """
    with closing(look(source)) as connection:
        with faults_told(source):
            size = size_of(connection)
        no_log_beside(target)
        clear([target.absolute().parent])  # it takes room
        room_for(target, size)
        try:
            with drafting(target) as folder:
                draft = folder / target.name
                _make(connection, source, draft, progress)
                draft.replace(target)
        except OSError as error:
            raise not_written(target, error) from error
        except NothingDoneError as error:
            if _of_the_copy(error.__cause__) and room_left(target) < MARGIN:
                raise no_room(target, size) from error
            raise
    return size


def _make(connection: sqlite3.Connection, source: Path, draft: Path, progress: Progress) -> None:
    with closing_handle(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)):
        pass
    with faults_told(source), _copy_told(draft):
        connection.execute(f"PRAGMA mmap_size = {MAPPED}")
        _fill(connection, draft, progress)
    with ThreadPoolExecutor(1) as other:  # the disk is waited for while what was written is looked at
        flushed = other.submit(_flush, draft)
        _check(draft, source)
        flushed.result()


@contextmanager
def _copy_told(draft: Path) -> Iterator[None]:
    """What befell the copy is told of the copy; all else, damage and locks, is the source's."""
    try:
        yield
    except sqlite3.Error as error:
        if _of_the_copy(error) and (fault := fault_of(error, draft)):
            raise fault from error
        raise


def _of_the_copy(error: BaseException | None) -> bool:
    code = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF in _WRITING and code not in _READING


def _fill(connection: sqlite3.Connection, draft: Path, progress: Progress) -> None:
    page = int(connection.execute("PRAGMA page_size").fetchone()[0])
    connection.execute("BEGIN")
    connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()  # from here on it is this state that is read
    with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("PRAGMA synchronous = OFF")
        connection.backup(copy, pages=max(1, STEP // page), progress=lambda _status, left, all_: progress(left, all_))
    connection.execute("ROLLBACK")
    with draft.open("r+b") as file:
        file.seek(_FORMATS)
        file.write(b"\1\1")  # complete without a log beside it, so that it can be read where nothing can be written


def _flush(draft: Path) -> None:
    with closing_handle(os.open(draft, os.O_RDWR)) as handle:
        os.fsync(handle)


def _check(draft: Path, source: Path) -> None:
    """Whether what was copied is whole; a copy of a damaged database isn't."""
    with faults_told(source), closing(sqlite3.connect(f"{draft.absolute().as_uri()}?mode=ro", uri=True)) as copy:
        copy.execute(f"PRAGMA mmap_size = {MAPPED}")
        said = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if said != "ok":
        raise NothingDoneError(*DAMAGED, file=source)


def size_of(connection: sqlite3.Connection) -> int:
    """How many bytes a database takes, what stands in its log included."""
    count, page = (int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    return count * page


def room_left(target: Path) -> int:
    """How many bytes a file may take there; another of its name goes."""
    try:
        return shutil.disk_usage(target.absolute().parent).free
    except OSError as error:
        raise not_written(target, error) from error


def room_for(target: Path, size: int) -> None:
    """NothingDoneError where a file of that size doesn't fit there."""
    if room_left(target) < size + MARGIN:
        raise no_room(target, size)


def no_room(target: Path, size: int) -> NothingDoneError:
    """How much is needed, and how much there is."""
    return NothingDoneError(
        N_("the copy {file} needs {needed} MB, and {left} MB are free there"),
        N_("free some space, or name a file on another disk; the database itself is as it was"),
        file=target,
        needed=-(-(size + MARGIN) // 1_000_000),
        left=room_left(target) // 1_000_000,
    )


def no_log_beside(target: Path) -> None:
    """NothingDoneError where a log stands there of what had this name: SQLite would read it into whatever gets it."""
    for log in (target.with_name(target.name + end) for end in ("-wal", "-journal")):
        if log.exists() and _is_live(log):
            raise NothingDoneError(
                N_("{file} is there, the log of a database that was not closed"),
                N_("end the program that has it open; if none has, move it away, or name another file"),
                file=log,
            )


def _is_live(log: Path) -> bool:
    """Whether SQLite would read it: of one that served, its mode of journal may leave a file without a header."""
    with log.open("rb") as file:
        return any(file.read(8))


def not_written(target: Path, error: OSError) -> NothingDoneError:
    """Why the copy can't be made there."""
    return NothingDoneError(
        N_("the copy {file} can't be written: {reason}"),
        N_("check that its folder exists and who may write there, or name another file"),
        file=target,
        reason=error.strerror or error,
    )
