"""Who answers what: comments are mentions of the brands of the entry that they answer, in whatever order they come.

A comment names the page that it stands under; it answers every entry that is known at that page, and a comment that has
a page of its own may be answered too. Whoever changes what an entry mentions says so (`changed`), in the same
transaction; its answers are then matched again before the scan ends, even if it was killed in between.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Final

from smwatch.models import Origin
from smwatch.store.sql import Connection, Record
from smwatch.store.values import listed, read
from smwatch.text.links import same_link

_ANSWERED = "p.link <> '' AND (p.kind = 'entry' OR p.thread_link <> p.link)"
"""Entries (p) that may be answered: comments only where they don't share the page of what they answer."""

_COPIES: Final = 100
"""So many comments of one text, author and address are looked at for a twin: a feed may send thousands of them."""

_HIGHEST: Final = 50
"""So many pages up it is looked whether somebody speaks of the brand; answers that are higher up are believed."""

_ALIKE = """
SELECT t.id, t.feed_id, t.link FROM entries AS t
WHERE t.digest = e.digest AND t.author = e.author AND t.kind = 'comment' AND {same}"""
_TWIN = f"""
SELECT 1 FROM (
  SELECT * FROM ({_ALIKE.format(same="t.url = e.url AND t.url <> ''")} LIMIT {_COPIES})
  UNION ALL
  SELECT * FROM ({_ALIKE.format(same="t.own_id = e.own_id AND t.own_id <> ''")} AND t.link = e.link LIMIT {_COPIES})
) AS twin CROSS JOIN mentions AS noted ON noted.entry_id = twin.id AND noted.brand = {{brand}}
WHERE twin.link = e.link AND twin.feed_id <> e.feed_id AND e.kind = 'comment' AND e.link <> ''
"""  # noqa: S608 - constants of this module
"""Whether a comment (e) has come by its post's feed, and now by its site's: it is one mention."""

_TWINS = f"""
SELECT e.id, c.value ->> 1 FROM json_each(?) AS c CROSS JOIN entries AS e ON e.id = c.value ->> 0
WHERE EXISTS ({_TWIN.format(brand="c.value ->> 1")})
"""  # noqa: S608 - constants of this module

# pages come first, once each: a feed may bring thousands of entries of one page, and as many comments on it
_MARK_ANSWERS = f"""
WITH page AS MATERIALIZED (
  SELECT DISTINCT p.link FROM json_each(?) AS c CROSS JOIN entries AS p ON p.id = c.value WHERE {_ANSWERED})
INSERT OR IGNORE INTO unsettled (entry_id)
SELECT c.id FROM page CROSS JOIN entries AS c ON c.thread_link = page.link AND c.thread_link <> ''
WHERE c.kind = 'comment'
"""  # noqa: S608 - constants of this module
_FOLLOW = f"""
WITH page AS MATERIALIZED (
  SELECT DISTINCT p.link FROM json_each(?) AS c CROSS JOIN entries AS p ON p.id = c.value
  WHERE p.link <> '' AND p.kind = 'entry'),
told AS MATERIALIZED (
  SELECT page.link, EXISTS (
    SELECT 1 FROM entries AS e CROSS JOIN mentions AS m ON m.entry_id = e.id
    WHERE e.link = page.link AND e.link <> '' AND e.kind = 'entry' AND m.current) AS told
  FROM page)
UPDATE feeds SET followed = NOT followed WHERE id IN (
  SELECT f.id FROM told CROSS JOIN feeds AS f ON f.thread_link = told.link AND f.thread_link <> ''
    AND f.origin = '{Origin.DISCOVERED.value}'
  CROSS JOIN feeds AS parent ON parent.id = f.parent_id
  WHERE f.followed <> max(parent.comments = 'all', told.told))
"""  # noqa: S608 - constants of this module
_TOLD = f"""
WITH told AS MATERIALIZED (
  SELECT page.link, m.brand, min(m.fetched) AS since, min(m.id) AS first,
    max(m.why <> 'THREAD') AS itself
  FROM (SELECT DISTINCT value AS link FROM json_each(?1)) AS page
  CROSS JOIN entries AS p ON p.link = page.link AND {_ANSWERED}
  CROSS JOIN mentions AS m ON m.entry_id = p.id AND m.current
  GROUP BY page.link, m.brand)
"""  # noqa: S608 - constants of this module
_PARENTS = f"""{_TOLD}
SELECT c.key, told.brand, told.since, told.itself
FROM json_each(?1) AS c CROSS JOIN told ON told.link = c.value ORDER BY told.first
"""  # noqa: S608 - constants of this module
_ABOVE = f"""
SELECT DISTINCT iif(m.why = 'THREAD', p.thread_link, NULL) AS above FROM entries AS p
CROSS JOIN mentions AS m ON m.entry_id = p.id AND m.brand = ?2 AND m.current
WHERE p.link = ?1 AND {_ANSWERED} ORDER BY above LIMIT {_HIGHEST}
"""  # noqa: S608 - constants of this module
"""The pages that the entries of a page answer which are mentions for that; NULL, first: one of them is by itself."""

_MARK_LATE = f"""{_TOLD}
INSERT OR IGNORE INTO unsettled (entry_id)
SELECT e.id FROM json_each(?1) AS c CROSS JOIN entries AS e ON e.id = c.key CROSS JOIN told ON told.link = c.value
WHERE NOT EXISTS (SELECT 1 FROM mentions AS own WHERE own.entry_id = e.id AND own.brand = told.brand AND own.current
                  AND own.why <> 'PAGE')
  AND NOT EXISTS ({_TWIN.format(brand="told.brand")})
"""  # noqa: S608 - constants of this module
_WAKE = """
UPDATE feeds SET retired = 0,
  next_poll = CASE WHEN failures = 0 AND NOT held AND NOT gone THEN NULL ELSE next_poll END,
  next_why = CASE WHEN failures = 0 AND NOT held AND NOT gone THEN :why ELSE next_why END
WHERE thread_link <> '' AND thread_link IN (SELECT value FROM json_each(:threads)) AND origin = 'discovered' AND retired
  AND id <> :feed
"""


def changed(connection: Connection, entries: Collection[int]) -> None:
    """These entries have gained or lost a mention: their answers are matched again, their comments followed or not."""
    ids = (listed(sorted(entries)),)
    if ids != ("[]",):
        connection.execute(_MARK_ANSWERS, ids)
        follow(connection, entries)


def follow(connection: Connection, entries: Iterable[int]) -> None:
    """The comments of these entries are followed where somebody is mentioned there, and else no more."""
    connection.execute(_FOLLOW, (listed(sorted(entries)),))


def came(connection: Connection, feed: int, threads: Mapping[int, str], why: str) -> None:
    """New comments of a feed, and the pages that they stand under.

    One whose entry came to be a mention while it was read is matched again; comments that are followed no more, as
    nobody spoke there, are looked at again.
    """
    pages = {comment: same_link(thread) for comment, thread in threads.items() if thread}
    if not pages:
        return
    connection.execute(_MARK_LATE, (json.dumps(pages),))
    connection.execute(_WAKE, {"threads": listed(sorted({*pages.values()})), "feed": feed, "why": why})


def twins(connection: Connection, told: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
    """Those of these comments and brands where another feed brought the same comment, and it is a mention already."""
    asked = listed(list(told))
    return {(number, brand) for number, brand in connection.execute(_TWINS, (asked,))} if asked != "[]" else set()


def thread_brands(connection: Connection, rows: Iterable[Record]) -> Mapping[int, dict[str, datetime]]:
    """The brands that the entries mention which these comments answer, and since when that is known.

    Comments that answer each other prove nothing: an entry that is a mention by itself must stand above.
    """
    comments = {row["id"]: row for row in rows if row["thread"] and row["kind"] == "comment"}
    pages = {comment: same_link(row["thread"]) for comment, row in comments.items()}
    found = defaultdict[int, dict[str, datetime]](dict)
    if not pages:
        return found

    @cache
    def _above(page: str, brand: str) -> list[str | None]:
        return [row[0] for row in connection.execute(_ABOVE, (page, brand))]

    for key, brand, since, itself in connection.execute(_PARENTS, (json.dumps(pages),)).fetchall():
        comment = int(key)
        if itself or _leads_up(_above, pages[comment], brand, same_link(comments[comment]["url"])):
            found[comment][brand] = read(since)
    return found


def _leads_up(above: Callable[[str, str], list[str | None]], page: str, brand: str, own: str) -> bool:
    """Whether an entry that is a mention by itself stands above an answer on a page, not by way of the answer's own."""
    seen, ahead = {own, page}, [page]
    while ahead and len(seen) <= _HIGHEST:
        for link in above(ahead.pop(), brand):
            if link is None:
                return True
            if link not in seen:
                seen.add(link)
                ahead.append(link)
    return bool(ahead)
