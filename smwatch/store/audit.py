"""Who decided what, and when: written in the transaction that does it, and only read from then on.

A row holds ids, labels and counts, never a text or an author's name, so that whoever is forgotten isn't in it.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

from smwatch.store.values import plain, stored

_NOTE = """
INSERT INTO audit (at, who, what, subject, number, was, became) VALUES (?, ?, ?, ?, ?, ?, ?)
"""


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
