"""Who answers what: comments are mentions of the brands of the entry that they answer, in whatever order they come.

A comment names the page that it stands under; it answers every entry that is known at that page, and a comment that has
a page of its own may be answered too. Whoever changes what an entry mentions says so (`changed`), in the same
transaction; its answers are then matched again before the scan ends, even if it was killed in between.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from smwatch.models import Origin
from smwatch.store.values import listed, read
from smwatch.text.links import same_link

_ANSWERED = "p.link <> '' AND (p.kind = 'entry' OR p.thread_link <> p.link)"
"""Entries (p) that may be answered: comments only where they don't share the page of what they answer."""

_TWIN = """
SELECT 1 FROM entries AS e
JOIN entries AS twin ON twin.link = e.link AND twin.feed_id <> e.feed_id AND twin.kind = 'comment'
  AND twin.digest = e.digest AND twin.author = e.author
  AND (twin.url = e.url OR (twin.own_id <> '' AND twin.own_id = e.own_id))
JOIN mentions AS told ON told.entry_id = twin.id AND told.brand = {brand}
WHERE e.id = {comment} AND e.kind = 'comment' AND e.link <> ''
"""
"""A comment comes by its site's feed and by that of its post: it is one mention (polls.py)."""

_MARK_ANSWERS = f"""
INSERT OR IGNORE INTO unsettled (entry_id)
SELECT c.id FROM entries AS p CROSS JOIN entries AS c ON c.thread_link = p.link AND c.thread_link <> ''
WHERE p.id IN (SELECT value FROM json_each(?)) AND {_ANSWERED} AND c.kind = 'comment' AND c.id <> p.id
"""  # noqa: S608 - constants of this module
_FOLLOW = f"""
UPDATE feeds SET followed = found.followed FROM (
  SELECT f.id, max(parent.comments = 'all', EXISTS (
    SELECT 1 FROM entries AS e JOIN mentions AS m ON m.entry_id = e.id
    WHERE e.link = p.link AND e.link <> '' AND e.kind = 'entry' AND m.current)) AS followed
  FROM entries AS p CROSS JOIN feeds AS f ON f.thread_link = p.link AND f.thread_link <> ''
    AND f.origin = '{Origin.DISCOVERED.value}'
  JOIN feeds AS parent ON parent.id = f.parent_id
  WHERE p.id IN (SELECT value FROM json_each(?)) AND p.link <> '' AND p.kind = 'entry') AS found
WHERE feeds.id = found.id AND feeds.followed <> found.followed
"""  # noqa: S608 - constants of this module
_PARENTS = f"""
SELECT c.key, m.brand, min(m.fetched) FROM json_each(?) AS c
CROSS JOIN entries AS p ON p.link = c.value AND {_ANSWERED} AND p.id <> c.key
JOIN mentions AS m ON m.entry_id = p.id AND m.current
GROUP BY c.key, m.brand ORDER BY min(m.id)
"""  # noqa: S608 - constants of this module
_MARK_LATE = f"""
INSERT OR IGNORE INTO unsettled (entry_id)
SELECT DISTINCT c.key FROM json_each(?) AS c
CROSS JOIN entries AS p ON p.link = c.value AND {_ANSWERED} AND p.id <> c.key
JOIN mentions AS m ON m.entry_id = p.id AND m.current
WHERE NOT EXISTS (SELECT 1 FROM mentions AS own WHERE own.entry_id = c.key AND own.brand = m.brand AND own.current
                  AND own.why <> 'PAGE')
  AND NOT EXISTS ({_TWIN.format(brand="m.brand", comment="c.key")})
"""  # noqa: S608 - constants of this module
_WAKE = """
UPDATE feeds SET retired = 0,
  next_poll = CASE WHEN failures = 0 AND NOT held AND NOT gone THEN NULL ELSE next_poll END,
  next_why = CASE WHEN failures = 0 AND NOT held AND NOT gone THEN :why ELSE next_why END
WHERE thread_link <> '' AND thread_link IN (SELECT value FROM json_each(:threads)) AND origin = 'discovered' AND retired
  AND id <> :feed
"""


def changed(connection: sqlite3.Connection, entries: Iterable[int]) -> None:
    """These entries have gained or lost a mention: their answers are matched again, their comments followed or not."""
    ids = (listed(sorted(entries)),)
    if ids != ("[]",):
        connection.execute(_MARK_ANSWERS, ids)
        connection.execute(_FOLLOW, ids)


def came(connection: sqlite3.Connection, feed: int, threads: Mapping[int, str], why: str) -> None:
    """New comments of a feed, and the pages that they stand under.

    One whose entry came to be a mention while it was read is matched again; comments that are followed no more, as
    nobody spoke there, are looked at again.
    """
    pages = {comment: same_link(thread) for comment, thread in threads.items() if thread}
    if not pages:
        return
    connection.execute(_MARK_LATE, (json.dumps(pages),))
    connection.execute(_WAKE, {"threads": listed(sorted({*pages.values()})), "feed": feed, "why": why})


def has_twin(connection: sqlite3.Connection, comment: int, brand: str) -> bool:
    """Whether the same comment is a mention of the brand as another feed brought it."""
    return connection.execute(_TWIN.format(brand="?1", comment="?2"), (brand, comment)).fetchone() is not None


def thread_brands(connection: sqlite3.Connection, rows: Iterable[sqlite3.Row]) -> Mapping[int, dict[str, datetime]]:
    """The brands that the entries mention which these comments answer, and since when that is known."""
    pages = {row["id"]: same_link(row["thread"]) for row in rows if row["thread"] and row["kind"] == "comment"}
    found = defaultdict[int, dict[str, datetime]](dict)
    if pages:
        for comment, brand, since in connection.execute(_PARENTS, (json.dumps(pages),)):
            found[int(comment)][brand] = read(since)
    return found
