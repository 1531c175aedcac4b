"""What scorers learnt from labels: versions, of which one of a scorer's at most is in use."""

from __future__ import annotations

from datetime import datetime

from smwatch.models import Head
from smwatch.store.audit import note
from smwatch.store.sql import Connection, Record
from smwatch.store.values import plain, read, stored

_INSERT = "INSERT INTO heads (scorer, made, labels, data, figures, active) VALUES (?, ?, ?, ?, ?, ?)"


def save(connection: Connection, head: Head) -> int:
    """Keep one more version, which takes the place of the active one if it is active; its number."""
    if head.active:
        use(connection, head.scorer, None)
    values = (plain(head.scorer), stored(head.made_at), head.labels, head.data, plain(head.figures), head.active)
    return int(connection.execute(_INSERT, values).lastrowid or 0)


def use(connection: Connection, scorer: str, version: int | None) -> None:
    """From now on this version is the scorer's; None: none is."""
    connection.execute("UPDATE heads SET active = 0 WHERE scorer = ? AND active", (plain(scorer),))
    connection.execute(
        "UPDATE heads SET active = 1 WHERE scorer = ? AND version = ? AND NOT removed", (plain(scorer), version)
    )


def choose(connection: Connection, scorer: str, version: int | None, who: str, now: datetime | None) -> None:
    """The same; a person decides it `now`, or smwatch itself where that is None."""
    before = _in_use(connection, scorer)
    use(connection, scorer, version)
    if now and (after := _in_use(connection, scorer)) != before:
        note(connection, who, now, what="use", subject="head", number=version, was=before, became=after)


def _in_use(connection: Connection, scorer: str) -> str:
    """Which version, as audit tells it; "" where none is."""
    row = connection.execute("SELECT version FROM heads WHERE scorer = ? AND active", (plain(scorer),)).fetchone()
    return str(row[0]) if row else ""


def active(connection: Connection, scorer: str) -> Head | None:
    """The one that the scorer is to use."""
    row = connection.execute("SELECT * FROM heads WHERE scorer = ? AND active", (plain(scorer),)).fetchone()
    return _head(row) if row else None


def listing(connection: Connection) -> list[Head]:
    """All that there ever were, the newest first."""
    return [_head(row) for row in connection.execute("SELECT * FROM heads ORDER BY version DESC")]


def remove(connection: Connection, version: int, who: str, now: datetime) -> bool:
    """Forget what a version weighs; whether there was one. Its scorer goes on without, if it was in use.

    Which labels taught it stays, so that they don't teach the same again.
    """
    forget = "UPDATE heads SET data = x'', active = 0, removed = 1 WHERE version = ? AND NOT removed"
    if not connection.execute(forget, (version,)).rowcount:
        return False
    note(connection, who, now, what="remove", subject="head", number=version)
    return True


def refuse(connection: Connection, who: str, now: datetime, *, refused: bool) -> None:
    """Whether none is to be used, as a person says."""
    if is_refused(connection) != refused:
        note(connection, who, now, what="refuse" if refused else "allow", subject="head")
    if refused:
        connection.execute("UPDATE heads SET active = 0 WHERE active")
        connection.execute("INSERT OR IGNORE INTO choices (name) VALUES ('no_head')")
    else:
        connection.execute("DELETE FROM choices WHERE name = 'no_head'")


def is_refused(connection: Connection) -> bool:
    """Whether that was said."""
    return connection.execute("SELECT 1 FROM choices WHERE name = 'no_head'").fetchone() is not None


def _head(row: Record) -> Head:
    return Head(
        version=row["version"],
        scorer=row["scorer"],
        made_at=read(row["made"]),
        labels=row["labels"],
        data=row["data"],
        figures=row["figures"],
        active=bool(row["active"]),
        removed=bool(row["removed"]),
    )
