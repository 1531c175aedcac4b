"""Copies of the database that a person asks for: consistent, checked, noted where they are."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from smwatch.errors import UsageError
from smwatch.locales import N_
from smwatch.store import audit
from smwatch.store.connection import PATIENCE, Opened, look, transaction
from smwatch.store.copying import Progress, copy_whole
from smwatch.store.values import stored


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
) -> Path:
    """A copy of the database as it is at this moment, also while a scan writes; where it is.

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
    copy_whole(file, target, progress)
    _note(file, target, who, now)
    return target


def _note(file: Path, copy: Path, who: str, now: datetime) -> None:
    """That there is one, for whoever is to be forgotten; an older schema has no place for it."""
    with closing(look(file)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'backups'").fetchone():
            return
    with closing(sqlite3.connect(file, timeout=PATIENCE, isolation_level=None, factory=Opened)) as connection:
        with transaction(connection, file):
            connection.execute("INSERT OR REPLACE INTO backups (at, path) VALUES (?, ?)", (stored(now), str(copy)))
            audit.note(connection, who, now, what="backup", subject="database", became=str(copy))
