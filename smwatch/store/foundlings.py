"""Saved rows whose entry or feed is lost: they get one that stands for it, with what the indexes still tell."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from smwatch.store.torn import from_both_ends

if TYPE_CHECKING:
    from smwatch.store.recover import Saved

LONG_AGO = "1970-01-01T00:00:00Z"
_LOST_ENTRIES = """
SELECT m.entry_id, min(m.published), min(m.fetched), max(m.kind) FROM mentions AS m
WHERE m.entry_id NOT IN (SELECT id FROM entries) GROUP BY m.entry_id
"""
_ENTRY = """
INSERT OR IGNORE INTO entries (id, feed_id, key, digest, kind, published, date_trust, fetched)
VALUES (?, ?, ?, '', ?, ?, 'guessed', ?)
"""
_LOST_FEEDS = """
SELECT DISTINCT feed_id FROM entries WHERE feed_id NOT IN (SELECT id FROM feeds)
"""
_FEED = "INSERT OR IGNORE INTO feeds (id, url, source, enabled) VALUES (?, ?, ?, 0)"


def give_parents(source: sqlite3.Connection, new: sqlite3.Connection, tables: dict[str, Saved]) -> None:
    """Whatever belongs to a lost row gets one in its place, or forgets it; what then makes no sense goes."""
    keys, _ = from_both_ends(
        source, "SELECT feed_id, key, rowid FROM entries INDEXED BY sqlite_autoindex_entries_1", "feed_id, key"
    )
    known = {number: (feed, key) for feed, key, number in keys}
    for number, published, fetched, kind in new.execute(_LOST_ENTRIES).fetchall():
        feed, key = known.get(number, (None, ""))
        feed = _some_feed(new) if feed is None else feed
        told = "comment" if kind == "comment" else "entry"
        new.execute(_ENTRY, (number, feed, key or f"lost:{number}", told, published, fetched))
        tables["entries"].given += 1
    urls, _ = from_both_ends(source, "SELECT url, rowid FROM feeds INDEXED BY sqlite_autoindex_feeds_1", "url")
    addresses = {number: url for url, number in urls}
    for (number,) in new.execute(_LOST_FEEDS).fetchall():
        url = addresses.get(number, f"https://lost.invalid/{number}")
        new.execute(_FEED, (number, url, url))
        tables["feeds"].given += 1
    if "forgotten" in tables:  # whoever is forgotten stays so
        new.execute(
            "INSERT OR IGNORE INTO forgotten (id, at) SELECT DISTINCT forgotten_id, ? FROM forgotten_signs"
            " WHERE forgotten_id NOT IN (SELECT id FROM forgotten)",
            (LONG_AGO,),
        )
    for _ in range(3):  # what goes may have had others belonging to it
        _let_go(new, tables)


def _some_feed(new: sqlite3.Connection) -> int:
    """For an entry of which nothing tells where it came from: a feed that says so."""
    row = new.execute("SELECT id FROM feeds WHERE url = 'https://lost.invalid/'").fetchone()
    if row:
        return int(row[0])
    url = "https://lost.invalid/"
    added = new.execute("INSERT INTO feeds (url, source, enabled) VALUES (?, ?, 0)", (url, url))
    return int(added.lastrowid or 0)


def _let_go(new: sqlite3.Connection, tables: dict[str, Saved]) -> None:
    """Where a column may be empty, it forgets the lost row; where it may not, the row goes, and is told."""
    for table, number, parent, key in new.execute("PRAGMA foreign_key_check").fetchall():
        column = next(row[3] for row in new.execute(f"PRAGMA foreign_key_list ({table})") if row[0] == key)
        needed = next(row[3] for row in new.execute(f"PRAGMA table_info ({table})") if row[1] == column)
        primary = next(row[5] for row in new.execute(f"PRAGMA table_info ({table})") if row[1] == column)
        if number is None:  # a table without numbers: all such rows at once
            gone = new.execute(f"DELETE FROM {table} WHERE {column} NOT IN (SELECT rowid FROM {parent})")  # noqa: S608
        elif needed or primary:
            gone = new.execute(f"DELETE FROM {table} WHERE rowid = ?", (number,))  # noqa: S608 - names of the schema
        else:
            new.execute(f"UPDATE {table} SET {column} = NULL WHERE rowid = ?", (number,))  # noqa: S608
            continue
        if table in tables:
            tables[table].lost += gone.rowcount
            tables[table].saved -= gone.rowcount
