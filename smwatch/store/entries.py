"""Stored entries read back as they were parsed, for whoever matches them again: a page at a time, however many.

Between two pages nothing is held: a scan may write meanwhile.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from smwatch.models import DateTrust, Entry, FeedKind, StoredEntry, StoredMention, Why
from smwatch.store.sql import Connection, Cursor, Record
from smwatch.store.threads import thread_brands
from smwatch.store.values import listed, read, spans, stored

if TYPE_CHECKING:
    from smwatch.store.values import Row

PAGE: Final = 200  # entries read at once
PAGE_TEXT: Final = 1_000_000  # and code points, but for the last one: a single text may have 200,000

# the source as a poll is given it (store/feeds.py, spec_of): a host that stands in for a title is none
COLUMNS = """
SELECT {more} e.id, e.key, e.own_id, e.digest, e.url, e.kind, e.thread, e.published, e.date_trust, e.fetched, e.lang,
       e.author, e.author_email, e.author_url, e.comment_feeds, e.title, e.text, f.url AS feed, f.about,
       iif(f.named OR f.title <> '' OR f.parent_id IS NOT NULL, f.source, '') AS source
FROM {from_} CROSS JOIN feeds AS f ON f.id = e.feed_id
"""
_ROWS = (
    COLUMNS.format(more="", from_="entries AS e")
    + "WHERE e.id > :above AND e.id < :below AND e.let_go IS NULL {conditions} ORDER BY e.id {order} LIMIT :page"
)
_UNSETTLED = (
    COLUMNS.format(more="", from_="unsettled AS u CROSS JOIN entries AS e ON e.id = u.entry_id")
    + "WHERE u.entry_id > ? AND e.let_go IS NULL ORDER BY u.entry_id LIMIT ?"
)
_MENTIONS = """
SELECT entry_id, brand, why, current, status, spans FROM mentions
WHERE entry_id IN (SELECT value FROM json_each(?)) ORDER BY id
"""
_LAST = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which stored entries: see Scanned.entries."""

    since: datetime | None = None
    until: datetime | None = None
    after: int = 0
    newest_first: bool = False


def pages(connection: Connection, wanted: Wanted, limit: int | None = None) -> Iterator[list[StoredEntry]]:
    """The entries in pages, none of them empty; each is read when it is asked for."""
    conditions = "AND e.published >= :since " * bool(wanted.since) + "AND e.published < :until" * bool(wanted.until)
    query = _ROWS.format(conditions=conditions, order="DESC" if wanted.newest_first else "ASC")
    asked: Row = {"above": wanted.after, "below": _LAST}
    asked |= {name: stored(at) for name, at in (("since", wanted.since), ("until", wanted.until)) if at}
    left = _LAST if limit is None else limit
    while left > 0:
        rows = page_of(connection.execute(query, asked | {"page": min(PAGE, left)}))
        if not rows:
            return
        yield _with_mentions(connection, rows)
        left -= len(rows)
        asked["below" if wanted.newest_first else "above"] = rows[-1]["id"]


def unsettled(connection: Connection, after: int) -> list[StoredEntry]:
    """A page of the comments whose entry gained or lost a mention (threads.py), those with a higher number."""
    return _with_mentions(connection, page_of(connection.execute(_UNSETTLED, (after, PAGE))))


def page_of(rows: Cursor) -> list[Record]:
    """As many of the rows as one page holds."""
    page, size = list[Record](), 0
    for row in rows:
        page.append(row)
        size += len(row["text"])
        if size >= PAGE_TEXT:
            break
    rows.close()
    return page


def _with_mentions(connection: Connection, rows: list[Record]) -> list[StoredEntry]:
    noted = defaultdict[int, list[StoredMention]](list)
    for row in connection.execute(_MENTIONS, (listed([row["id"] for row in rows]),)):
        mention = StoredMention(
            brand=row["brand"],
            why=Why(row["why"]),
            current=bool(row["current"]),
            status=row["status"],
            spans=spans(row["spans"]),
        )
        noted[row["entry_id"]].append(mention)
    threads = thread_brands(connection, rows)
    return [
        StoredEntry(
            number=row["id"],
            entry=entry_of(row),
            feed=row["feed"],
            source=row["source"],
            about=_texts(row["about"]),
            fetched=read(row["fetched"]),
            mentions=tuple(noted[row["id"]]),
            thread_brands=threads.get(row["id"], {}),
        )
        for row in rows
    ]


def _texts(listed_: str) -> tuple[str, ...]:
    return () if listed_ == "[]" else tuple(json.loads(listed_))


def entry_of(row: Record) -> Entry:
    """A row as the entry that it was parsed as."""
    return Entry(
        key=row["key"],
        id=row["own_id"],
        url=row["url"],
        title=row["title"],
        text=row["text"],
        author=row["author"],
        author_email=row["author_email"],
        author_url=row["author_url"],
        published=read(row["published"]),
        date_trust=DateTrust(row["date_trust"]),
        lang=row["lang"],
        kind=FeedKind.COMMENTS if row["kind"] == "comment" else FeedKind.ENTRIES,
        thread=row["thread"],
        comment_feeds=_texts(row["comment_feeds"]),
        digest=row["digest"],
    )
