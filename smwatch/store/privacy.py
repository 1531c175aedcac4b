"""Somebody asked to be forgotten: who that is, what is done, and the proof; the steps stand in modules of their own.

look_up(connection, "Marie Tremblay") -> Person
forget(connection, file, "Marie Tremblay", ...) -> Forgotten
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from smwatch.models import Forgotten, Person, Request
from smwatch.store import drafts, forgetting, proof
from smwatch.store.person import look, person_of, with_others
from smwatch.store.proof import Progress
from smwatch.store.sql import Connection, Location, faults_told, transaction


def look_up(connection: Connection, wanted: str) -> Person:
    """Who is meant, and how much is stored of them and about them."""
    return person_of(connection, with_others(connection, look(connection, wanted)))


def forget(  # noqa: PLR0913, PLR0917 - all of them different kinds
    connection: Connection, file: Location, request: Request, who: str, now: datetime, progress: Progress | None
) -> Forgotten:
    """Take a person out everywhere and prove it; the caller holds the scan lock.

    Raises NothingDoneError where the proof can't be had yet; run again, it goes on with that.
    """
    with faults_told(file):
        connection.execute("PRAGMA secure_delete = ON")
        found = with_others(connection, look(connection, request.author))
        person = person_of(connection, found)
    with transaction(connection, file):
        number, messages, feeds = forgetting.forget(connection, found, who, now, request.declared)
    proof.clean(connection, file)
    with faults_told(file):
        left, inside = proof.left_in_tables(connection, found, request.declared)
        beside, read = proof.left_beside(connection, file, found, inside, progress)
        made, others = proof.backups(connection, file)
        folders = drafts.places(connection, file)
    if beside and all(one.where == proof.WHO for one in left):
        left.append(beside)
    others += drafts.drafts(folders)
    deleted = (*_delete(connection, file, made), *drafts.clear(folders)) if request.delete_backups else ()
    return Forgotten(
        number=number,
        person=person,
        messages=messages,
        feeds=feeds,
        left=tuple(left),
        read=read,
        out_of_reach=not isinstance(file, Path),
        backups=tuple(path for path in (*made, *others) if path not in deleted),
        backups_deleted=deleted,
    )


def _delete(connection: Connection, file: Location, made: Collection[Path]) -> list[Path]:
    """Delete the copies that smwatch made; those that could be deleted."""
    gone = list[Path]()
    for path in made:
        try:
            path.unlink()
        except OSError:
            continue
        gone.append(path)
    with transaction(connection, file):
        connection.executemany("DELETE FROM backups WHERE path = ?", [(str(path),) for path in gone])
    return gone


def take_back(connection: Connection, file: Location, wanted: str, who: str, now: datetime) -> int:
    """Entries of theirs that come from now on are kept again; 0 where nobody of that name was forgotten."""
    with faults_told(file):
        found = look(connection, wanted)
    with transaction(connection, file):
        return forgetting.take_back(connection, found, who, now)
