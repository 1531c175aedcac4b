"""Who decided what, and when: written in the transaction that does it, and only read from then on.

A row holds ids, labels and counts, never a text or an author's name, so that whoever is forgotten isn't in it. Whose
work something is stands in it as a number of `colleagues`, where a name can be blotted out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from smwatch.models import Decision
from smwatch.store.sql import Connection, Record, stream
from smwatch.store.values import plain, read, stored

_NOTE = """
INSERT INTO audit (at, who, what, subject, number, was, became, version, whom_was, whom)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_LISTING = """
SELECT a.*, coalesce(b.name, '') AS before, coalesce(c.name, '') AS since,
       CASE a.subject WHEN 'mention' THEN NOT EXISTS (SELECT 1 FROM mentions WHERE id = a.number)
                      WHEN 'alert' THEN NOT EXISTS (SELECT 1 FROM alerts WHERE id = a.number) ELSE 0 END AS gone
FROM audit AS a LEFT JOIN colleagues AS b ON b.id = a.whom_was LEFT JOIN colleagues AS c ON c.id = a.whom
WHERE a.at >= ? ORDER BY a.at DESC, a.id DESC
"""
_OF_ONE = _LISTING.replace(
    "a.at >= ? ORDER BY a.at DESC, a.id DESC", "a.subject = ? AND a.number = ? ORDER BY a.at, a.id"
)
_LAST = """
SELECT at, who, what FROM audit WHERE subject = ? AND number = ? AND version IS NOT NULL ORDER BY id DESC LIMIT 1
"""


def note(  # noqa: PLR0913 - keywords but for who and when
    connection: Connection,
    who: str,
    at: datetime,
    *,
    what: str,
    subject: str,
    number: int | None = None,
    was: str = "",
    became: str = "",
    version: int | None = None,
    whom: tuple[str, str] = ("", ""),
) -> None:
    """One decision; the caller holds the transaction that carries it out. `whom`: whose work it was, and is."""
    before, since = (_colleague(connection, plain(name)) for name in whom)
    row = (stored(at), plain(who), what, subject, number, was, became, version, before, since)
    connection.execute(_NOTE, row)


def _colleague(connection: Connection, name: str) -> int | None:
    """The number of a name, which it gets if it has none."""
    if not name:
        return None
    row = connection.execute("SELECT id FROM colleagues WHERE name = ? ORDER BY id DESC LIMIT 1", (name,)).fetchone()
    return row["id"] if row else connection.execute("INSERT INTO colleagues (name) VALUES (?)", (name,)).lastrowid


def last(connection: Connection, subject: str, number: int) -> tuple[datetime, str, str] | None:
    """When and by whom the work on something was last decided about, and what; None: it never was."""
    row = connection.execute(_LAST, (subject, number)).fetchone()
    return (read(row["at"]), row["who"], row["what"]) if row else None


def listing(connection: Connection, since: datetime | None) -> Iterator[Decision]:
    """All that was decided since, the newest first; streamed."""
    return map(_decision, stream(connection, _LISTING, (stored(since) if since else "",)))


def of_one(connection: Connection, subject: str, number: int) -> list[Decision]:
    """All that was decided about one mention or alert, the oldest first."""
    return [*map(_decision, connection.execute(_OF_ONE, (subject, number)))]


def _decision(row: Record) -> Decision:
    return Decision(
        at=read(row["at"]),
        who=row["who"],
        what=row["what"],
        subject=row["subject"],
        number=row["number"],
        was=row["was"],
        became=row["became"],
        version=row["version"],
        whom_was=row["before"],
        whom=row["since"],
        gone=bool(row["gone"]),
    )
