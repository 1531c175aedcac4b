"""Who decided what, and when: written in the transaction that does it, and only read from then on.

A row holds ids, labels and counts, never a text or an author's name, so that whoever is forgotten isn't in it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime

from smwatch.models import Decision
from smwatch.store.values import plain, read, stored

_NOTE = """
INSERT INTO audit (at, who, what, subject, number, was, became) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_LISTING = "SELECT * FROM audit WHERE at >= ? ORDER BY at DESC, id DESC"


def note(  # noqa: PLR0913 - keywords but for who and when
    connection: sqlite3.Connection,
    who: str,
    at: datetime,
    *,
    what: str,
    subject: str,
    number: int | None = None,
    was: str = "",
    became: str = "",
) -> None:
    """One decision; the caller holds the transaction that carries it out."""
    connection.execute(_NOTE, (stored(at), plain(who), what, subject, number, was, became))


def listing(connection: sqlite3.Connection, since: datetime | None) -> Iterator[Decision]:
    """All that was decided since, the newest first; streamed."""
    for row in connection.execute(_LISTING, (stored(since) if since else "",)):
        yield Decision(
            at=read(row["at"]),
            who=row["who"],
            what=row["what"],
            subject=row["subject"],
            number=row["number"],
            was=row["was"],
            became=row["became"],
        )
