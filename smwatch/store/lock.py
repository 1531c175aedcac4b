"""The one scan lock: a lock of the operating system on a file beside the database, so that a killed scan frees it.

The file stays when the lock is given back (removing it would let two scans each hold a lock, on two files); it
tells who took it last: process and machine. When is the file's own time.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from smwatch.errors import BusyError, NothingDoneError
from smwatch.locales import N_

_STEP = 0.1  # seconds between two tries
_LOCKED_BYTE = 1 << 30  # Windows keeps others from reading what is locked: lock a byte behind the text

if sys.platform == "win32":
    import msvcrt

    def take(handle: int) -> None:
        """Lock this open file, or OSError where another has it."""
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def take(handle: int) -> None:
        """Lock this open file, or OSError where another has it."""
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(path: Path, wait: float = 0) -> Iterator[None]:
    """Hold the lock on `path` (made if missing); BusyError if it isn't free within `wait` seconds."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise NothingDoneError(
            N_("the lock file {file} can't be written: {reason}"),
            N_("check who owns the folder, and that it isn't read-only"),
            file=path,
            reason=error.strerror,
        ) from error
    try:
        _take_within(handle, path, wait)
        with suppress(OSError):  # a disk that is full: who holds it is but told
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            import socket

            os.write(handle, f"{os.getpid()} {socket.gethostname()}\n".encode())
        yield
    finally:
        os.close(handle)  # gives the lock back


def _take_within(handle: int, path: Path, wait: float) -> None:
    """Try until it works or the time is up."""
    deadline = time.monotonic() + wait
    while True:
        try:
            take(handle)
        except (BlockingIOError, PermissionError):  # Windows says the latter
            if time.monotonic() >= deadline:
                raise _busy(path) from None
            time.sleep(_STEP)
        except OSError as error:
            raise NothingDoneError(
                N_("the folder of {file} can't lock files: {reason}"),
                N_("keep the database on a disk of this machine, not on a network drive"),
                file=path,
                reason=error.strerror,
            ) from error
        else:
            return


def _busy(path: Path) -> BusyError:
    """Who holds it, and since when."""
    try:
        process, _, machine = path.read_text("utf-8").strip().partition(" ")
        since = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:  # it went away meanwhile
        process, machine, since = "", "", None
    return held_by(process, machine, since)


def held_by(process: str, machine: str, since: datetime | None) -> BusyError:
    """That somebody else has the lock, as far as is known who: "" and None where it isn't."""
    return BusyError(
        N_("another scan or rescore is running: process {process} on {machine}, since {since}"),
        N_("let it finish, or wait for it with --wait 60s"),
        process=process or "?",
        machine=machine or "?",
        since=f"{since:%Y-%m-%d %H:%M} UTC" if since else "?",
        at=since,
    )
