"""Copies of the database that a person asks for: consistent, checked, noted where they are."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from smwatch.errors import NothingDoneError, UsageError
from smwatch.locales import N_
from smwatch.store import audit
from smwatch.store.connection import PATIENCE, Opened, faults_told, look, transaction
from smwatch.store.copying import Progress, copy_whole
from smwatch.store.values import stored


class Backup(NamedTuple):
    """A copy that was made; whether the database could note where it is."""

    file: Path
    bytes: int
    noted: bool


def default_copy(file: Path, now: datetime) -> Path:
    """Where a copy goes that nobody named: beside the database, with the day."""
    return file.with_name(f"{file.stem}-{now:%Y-%m-%d}{file.suffix}")


def back_up(  # noqa: PLR0913 - keywords
    file: Path,
    target: Path,
    *,
    who: str,
    now: datetime,
    force: bool = False,
    progress: Progress = lambda _left, _all: None,
) -> Backup:
    """A copy of the database as it is at this moment, also while a scan writes.

    Raises UsageError where a file stands there and isn't to be replaced, NothingDoneError where the copy can't be made:
    whatever stood there is as it was then.
    """
    if target.is_dir():
        target /= default_copy(file, now).name
    target = target.absolute()
    if target.exists():
        if not target.is_file() or target.samefile(file):
            raise UsageError(N_("{file} is no place for a copy"), N_("name another file"), file=target)
        if not force:
            raise UsageError(
                N_("{file} is there already"), N_("name another file, or replace it with --force"), file=target
            )
    size = copy_whole(file, target, progress)
    try:
        note(file, target, who, now)
    except NothingDoneError:  # it can't be written: the copy is good all the same
        return Backup(target, size, noted=False)
    return Backup(target, size, noted=True)


def note(file: Path, copy: Path, who: str, now: datetime) -> None:
    """That there is one, for whoever is to be forgotten; an older schema has no place for it.

    NothingDoneError where it can't be written.
    """
    with faults_told(file), closing(look(file)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'backups'").fetchone():
            return
    opened = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None, factory=Opened)
    with closing(opened) as connection, transaction(connection, file):
        connection.execute("INSERT OR REPLACE INTO backups (at, path) VALUES (?, ?)", (stored(now), str(copy)))
        audit.note(connection, who, now, what="backup", subject="database", became=str(copy))
