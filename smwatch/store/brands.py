"""Which brands are watched, and which query their mentions are of: so a changed one is noticed, and matched to its end.

A brand's new fingerprint is `pending` until every stored entry was matched with it; how far that has come is written
with each batch, so that a scan that was killed goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from smwatch.models import Watched
from smwatch.store.sql import Connection
from smwatch.store.values import listed, plain, stored

_BEGIN = """
INSERT INTO brands (name, since, pending, reason) VALUES (:name, :now, :pending, 'new')
ON CONFLICT (name) DO UPDATE SET pending = excluded.pending, reached = 0, entries = 0, won = 0, lost = 0,
  reason = CASE WHEN reason = 'new' AND fingerprint = '' THEN reason
    WHEN substr(fingerprint, 1, instr(fingerprint, ':')) IS substr(excluded.pending, 1, instr(excluded.pending, ':'))
    THEN 'query' ELSE 'program' END
WHERE pending <> excluded.pending
"""
_ADVANCE = """
UPDATE brands SET reached = :reached, entries = entries + :entries, won = won + :won, lost = lost + :lost
WHERE name = :name
"""
_END = """
UPDATE brands SET fingerprint = pending, pending = '', reason = '', reached = 0, entries = 0, won = 0, lost = 0
WHERE name IN (SELECT value FROM json_each(?))
"""
# what it takes to know a document again is overlooked once (due.py)
_REREAD = """
UPDATE feeds SET reread = 1 WHERE last_poll IS NOT NULL AND NOT gone
  AND url NOT IN (SELECT value FROM json_each(:spared))
  AND coalesce(parent_id, 0) NOT IN (SELECT id FROM feeds WHERE url IN (SELECT value FROM json_each(:spared)))
"""


def watched(connection: Connection) -> dict[str, Watched]:
    """Every brand that was ever looked for and not forgotten since, by name."""
    return {
        row["name"]: Watched(
            brand=row["name"],
            fingerprint=row["fingerprint"],
            pending=row["pending"],
            reason=row["reason"],
            reached=row["reached"],
            entries=row["entries"],
            won=row["won"],
            lost=row["lost"],
        )
        for row in connection.execute("SELECT * FROM brands")
    }


def begin(connection: Connection, pending: Mapping[str, str], gone: Collection[str], now: datetime) -> None:
    """Entries are matched anew with these fingerprints' queries, by brand; those underway with the same go on.

    `gone`: brands that aren't looked for any more. Their mentions are hidden; should they come back, they are new, and
    their mentions come back as they are found again.
    """
    rows = [{"name": plain(name), "pending": print_, "now": stored(now)} for name, print_ in pending.items()]
    connection.executemany(_BEGIN, rows)
    if gone:
        _hide(connection, listed(sorted(gone)))
        connection.execute("DELETE FROM brands WHERE name IN (SELECT value FROM json_each(?))", (listed(sorted(gone)),))


def _hide(connection: Connection, names: str) -> None:
    """Mentions of these brands count no more, and the comments of their entries aren't followed for them."""
    told = "SELECT DISTINCT entry_id FROM mentions WHERE brand IN (SELECT value FROM json_each(?)) AND current"
    entries = [row[0] for row in connection.execute(told, (names,))]
    hide = "UPDATE mentions SET current = 0 WHERE brand IN (SELECT value FROM json_each(?)) AND current"
    connection.execute(hide, (names,))
    if entries:
        from smwatch.store.threads import follow

        follow(connection, entries)


def advance(connection: Connection, steps: Iterable[Watched]) -> None:
    """So much further have these come, since the last time."""
    rows = [
        {"name": step.brand, "reached": step.reached, "entries": step.entries, "won": step.won, "lost": step.lost}
        for step in steps
    ]
    connection.executemany(_ADVANCE, rows)


def end(connection: Connection, names: Collection[str], spared: Collection[str]) -> None:
    """All that is stored was matched with their queries; each feed but `spared` is read whole once more."""
    connection.execute(_END, (listed(sorted(names)),))
    connection.execute(_REREAD, {"spared": listed(sorted(spared))})
