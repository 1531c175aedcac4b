"""Which feeds are due, with everything that a poll needs to know, in a handful of queries however many they are."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from smwatch.models import Feed, FeedKind, KnownEntry, Origin
from smwatch.store.feeds import asks_of, spec_of, validators_of
from smwatch.store.values import listed, read_or_none, stored
from smwatch.text.links import same_link

KNOWN = (200, 1_000, 10_000)
"""How many stored entries of a feed go along, newest first: the first of these that holds its last document three
times over. Older ones that a feed shows again are still known by their key when they are stored."""

THREADS_SINCE = timedelta(days=90)
"""How long comments under an entry are brought to it by a comment feed of the whole site."""

THREADS = 10_000
"""How many mentioned entries of a site are looked at for that, newest first."""

_CHUNK = 5_000  # links a query

NEWCOMERS, NEWCOMERS_OF_A_HOST = 200, 50
"""How many feeds found on the way are polled for the first time at once, and how many of one host; the others wait
their turn: those of entries that mention a brand first, negative ones before all, then the newest."""

CLOCKS = timedelta(minutes=5)
"""A feed that was polled later than in so long from now was polled by a clock that was wrong: it is due."""

FADES = timedelta(days=14)
"""After so long a mention that a feed brought is worth half as much."""

_DUE = """
SELECT f.*, coalesce(p.url, '') AS parent FROM feeds AS f LEFT JOIN feeds AS p ON p.id = f.parent_id
WHERE {condition} ORDER BY f.next_poll, f.worth DESC, f.id
"""
_LIVING = "f.enabled AND NOT f.gone AND NOT f.retired"
_TIME = "f.next_poll IS NULL OR f.next_poll <= :now OR f.last_poll > :later AND f.next_poll < '9'"
_TURN = """
f.origin <> 'discovered' OR f.last_poll IS NOT NULL OR f.id IN (
  SELECT id FROM (SELECT id, worth, added, row_number() OVER (PARTITION BY host ORDER BY worth DESC, added DESC, id) AS turn
                  FROM feeds AS f WHERE origin = 'discovered' AND last_poll IS NULL AND {living} AND ({time}))
  WHERE turn <= :newcomers_of_a_host ORDER BY worth DESC, added DESC, id LIMIT :newcomers)
"""
_WAITING = _TURN.format(living=_LIVING, time=_TIME)
_BY_TIME = f"{_LIVING} AND ({_TIME}) AND ({_WAITING})"
_EVERYTHING = f"{_LIVING} AND (f.failures = 0 AND NOT f.held OR {_TIME}) AND ({_WAITING})"
_ONLY = "(f.url IN (SELECT value FROM json_each(:only)) OR f.moved_to IN (SELECT value FROM json_each(:only)))"

Threads = dict[str, tuple[str, ...]]
"""Entry, by what links are compared by (`same_link`) -> brands that it mentions."""


def due(
    connection: sqlite3.Connection,
    now: datetime,
    headers: Mapping[str, Mapping[str, str]],
    *,
    everything: bool,
    only: Sequence[str],
) -> list[Feed]:
    """The feeds whose time has come (see protocols.Store.due); those never polled come first."""
    condition = _ONLY if only else _EVERYTHING if everything else _BY_TIME
    asked = {
        "now": stored(now),
        "later": stored(now + CLOCKS),
        "only": listed(only),
        "newcomers": NEWCOMERS,
        "newcomers_of_a_host": NEWCOMERS_OF_A_HOST,
    }
    rows = connection.execute(_DUE.format(condition=condition), asked).fetchall()
    known, threads = _known(connection, rows), _threads(connection, rows, now)
    alerting = _alerting(connection, now)
    return [
        Feed(
            spec=spec_of(row, headers),
            url=row["moved_to"] or row["url"],
            validators=validators_of(row),
            known=tuple(known.get(row["id"], ())),
            threads=threads.get(row["id"], {}),
            failures=row["failures"],
            last_new=read_or_none(row["last_new"]),
            last_poll=read_or_none(row["last_poll"]),
            added=read_or_none(row["added"]),
            asks=asks_of(row),
            rhythm=row["rhythm"],
            silent_after=read_or_none(row["silent_after"]),
            silent=row["silent"],
            worth=faded(row["worth"], read_or_none(row["worth_at"]), now),
            alerting=row["id"] in alerting,
            newcomer=row["origin"] == Origin.DISCOVERED and row["last_poll"] is None,
        )
        for row in rows
    ]


def faded(worth: float, at: datetime | None, now: datetime) -> float:
    """What mentions that a feed brought by then are worth now."""
    return worth * 0.5 ** (max(now - at, timedelta()) / FADES) if at and worth else 0.0


def _alerting(connection: sqlite3.Connection, now: datetime) -> frozenset[int]:
    """Feeds that mentioned a brand lately of which an alert is open."""
    rows = connection.execute(
        """SELECT DISTINCT e.feed_id FROM (SELECT DISTINCT brand FROM alerts WHERE level <> 'closed') AS a
           CROSS JOIN mentions AS m ON m.brand = a.brand AND m.fetched >= ? JOIN entries AS e ON e.id = m.entry_id""",
        (stored(now - FADES),),
    )
    return frozenset(feed for (feed,) in rows)


def _known(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> dict[int, list[KnownEntry]]:
    """The newest stored entries by feed; one query for each size of feed."""
    sizes = defaultdict[int, list[int]](list)
    for row in rows:
        sizes[next((size for size in KNOWN if size >= 3 * row["seen"]), KNOWN[-1])].append(row["id"])
    known = defaultdict[int, list[KnownEntry]](list)
    for size, feeds in sizes.items():
        entries = connection.execute(
            """SELECT e.feed_id, e.key, e.own_id, e.url, e.digest FROM json_each(?) AS f CROSS JOIN entries AS e
               WHERE e.id IN (SELECT id FROM entries WHERE feed_id = f.value ORDER BY id DESC LIMIT ?)""",
            (listed(feeds), size),
        )
        for feed, key, own_id, url, digest in entries:
            known[feed].append(KnownEntry(key=key, id=own_id, url=url, digest=digest))
    return known


def _threads(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row], now: datetime) -> dict[int, Threads]:
    """For each comment feed, the entries whose comments it may hold and the brands these mention."""
    comments = [row for row in rows if row["kind"] == FeedKind.COMMENTS]
    links = {row["id"]: same_link(row["thread"]) for row in comments if row["thread"]}
    brands = _brands_by_link(connection, sorted(set(links.values())))
    threads: dict[int, Threads] = {feed: {link: brands[link]} for feed, link in links.items() if link in brands}
    sites: dict[int, Threads] = {}  # by parent: the comment feeds of one site share what they know
    for row in comments:
        if not row["thread"] and row["parent_id"] is not None:
            if row["parent_id"] not in sites:
                sites[row["parent_id"]] = _brands_of_site(connection, row["parent_id"], now)
            threads[row["id"]] = sites[row["parent_id"]]
    return threads


def _brands_by_link(connection: sqlite3.Connection, links: Sequence[str]) -> Threads:
    """The brands that entries at these links mention, whichever feeds brought them."""
    return _grouped(
        pair
        for start in range(0, len(links), _CHUNK)
        for pair in connection.execute(
            """SELECT e.link, m.brand FROM json_each(?) AS l
               CROSS JOIN entries AS e ON e.link = l.value AND e.link <> '' JOIN mentions AS m ON m.entry_id = e.id
               WHERE m.current AND e.kind = 'entry' ORDER BY m.id""",
            (listed(links[start : start + _CHUNK]),),
        )
    )


def _brands_of_site(connection: sqlite3.Connection, feed: int, now: datetime) -> Threads:
    """The brands that a feed's entries of the last months mention."""
    return _grouped(
        (link, brand)
        for link, brand in connection.execute(
            """SELECT e.link, m.brand FROM entries AS e JOIN mentions AS m ON m.entry_id = e.id
               WHERE e.feed_id = ? AND e.kind = 'entry' AND e.link <> '' AND m.current
                 AND max(m.published, m.fetched) >= ?
               ORDER BY e.id DESC LIMIT ?""",
            (feed, stored(now - THREADS_SINCE), THREADS),
        )
    )


def _grouped(pairs: Iterator[tuple[str, str]]) -> Threads:
    """Each link once, with its brands in the order in which they come."""
    brands = defaultdict[str, dict[str, None]](dict)
    for link, brand in pairs:
        brands[link][brand] = None
    return {link: tuple(names) for link, names in brands.items()}
