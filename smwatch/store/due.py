"""Which feeds are due, and what is stored of the entries of one: asked only when there is something new to read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from smwatch.models import Feed, FeedKind, KnownEntry, Origin, Validators
from smwatch.store.feeds import asks_of, spec_of, validators_of
from smwatch.store.sql import Connection, Record
from smwatch.store.values import Row, listed, plain, read_or_none, stored
from smwatch.text.links import same_link

KNOWN = (200, 1_000, 10_000)
"""How many stored entries of a feed go along, newest first: the first of these that holds its last document three
times over. Older ones that a feed shows again are still known by their key when they are stored."""

THREADS_SINCE = timedelta(days=90)
"""How long comments under an entry are brought to it by a comment feed of the whole site."""

THREADS = 10_000
"""How many mentioned entries of a site are looked at for that, newest first."""

CLOCKS = timedelta(minutes=5)
"""A feed that was polled later than in so long from now was polled by a clock that was wrong: it is due."""

FADES = timedelta(days=14)
"""After so long a mention that a feed brought is worth half as much."""

_DUE = """
SELECT f.*, coalesce(p.url, '') AS parent FROM feeds AS f LEFT JOIN feeds AS p ON p.id = f.parent_id
WHERE {condition} ORDER BY f.next_poll, f.worth DESC, f.id
"""
_ANY = "SELECT 1 FROM feeds AS f WHERE {condition} LIMIT 1"
_LIVING = "f.enabled AND NOT f.gone AND NOT f.retired AND f.followed"
_TIME = "f.next_poll IS NULL OR f.next_poll <= :now OR f.last_poll > :later AND f.next_poll < '9'"
_TURN = """
f.origin <> 'discovered' OR f.last_poll IS NOT NULL OR f.id IN (
  SELECT id FROM (
    SELECT id, worth, added, row_number() OVER (PARTITION BY host ORDER BY worth DESC, added DESC, id) AS turn
    FROM feeds AS f WHERE origin = 'discovered' AND last_poll IS NULL AND {living} AND ({time}))
  WHERE turn <= :newcomers_of_a_host ORDER BY worth DESC, added DESC, id LIMIT :newcomers)
"""
_OPEN = "f.next_poll IS NOT NULL OR f.host NOT IN (SELECT host FROM feeds WHERE held AND next_poll > :now)"
_UNASKED = "f.failures = 0 OR f.failure_kind = 'unauthorized' AND f.failure_status IS NULL"  # a secret was missing
_WAITING = _TURN.format(living=_LIVING, time=_TIME)
_BY_TIME = f"{_LIVING} AND ({_TIME}) AND ({_WAITING}) AND ({_OPEN})"
_EVERYTHING = f"{_LIVING} AND (({_UNASKED}) AND NOT f.held OR {_TIME}) AND ({_WAITING}) AND ({_OPEN})"
_ONLY = """
(f.url IN (SELECT value FROM json_each(:only)) OR f.moved_to IN (SELECT value FROM json_each(:only)))
AND f.url NOT GLOB 'import:*'
"""

_NEXT = f"SELECT min(f.next_poll) FROM feeds AS f WHERE {_LIVING} AND f.next_poll > :now"  # noqa: S608 - a constant

_KNOW = "SELECT id, kind, thread, parent_id, seen, marks FROM feeds WHERE url = ?"

Threads = dict[str, tuple[str, ...]]
"""Entry, by what links are compared by (`same_link`) -> brands that it mentions."""


def wanted(
    now: datetime, *, everything: bool = False, only: Sequence[str] = (), newcomers: tuple[int, int]
) -> tuple[str, Row]:
    """Which feeds are due, as a condition and what it names."""
    return _ONLY if only else _EVERYTHING if everything else _BY_TIME, {
        "now": stored(now),
        "later": stored(now + CLOCKS),
        "only": listed(only),
        "newcomers": newcomers[0],
        "newcomers_of_a_host": newcomers[1],
    }


def due(
    connection: Connection,
    now: datetime,
    headers: Mapping[str, Mapping[str, str]],
    condition: str,
    asked: Row,
) -> list[Feed]:
    """The feeds whose time has come (see Scanned.due); those never polled come first."""
    alerting = _alerting(connection, now)
    return [
        Feed(
            spec=spec_of(row, headers),
            url=row["moved_to"] or row["url"],
            validators=Validators() if row["reread"] else validators_of(row),
            reread=bool(row["reread"]),
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
        for row in connection.execute(_DUE.format(condition=condition), asked)
    ]


def next_due(connection: Connection, now: datetime) -> datetime | None:
    """When the next feed is due (see Scanned.next_due)."""
    return now if any_due(connection, *wanted(now, newcomers=(1, 1))) else next_time(connection, now)


def any_due(connection: Connection, condition: str, asked: Row) -> bool:
    """Whether this holds for any feed."""
    return connection.execute(_ANY.format(condition=condition), asked).fetchone() is not None


def next_time(connection: Connection, now: datetime) -> datetime | None:
    """When the next feed is due that isn't yet."""
    (at,) = connection.execute(_NEXT, {"now": stored(now)}).fetchone()
    return read_or_none(at)


def faded(worth: float, at: datetime | None, now: datetime) -> float:
    """What mentions that a feed brought by then are worth now."""
    return worth * 0.5 ** (max(now - at, timedelta()) / FADES) if at and worth else 0.0


def _alerting(connection: Connection, now: datetime) -> frozenset[int]:
    """Feeds that mentioned a brand lately of which an alert is open."""
    rows = connection.execute(
        """SELECT DISTINCT e.feed_id
           FROM (SELECT DISTINCT brand FROM alerts WHERE level <> 'closed' AND kind = 'crisis') AS a
           CROSS JOIN mentions AS m ON m.brand = a.brand AND m.fetched >= ? AND m.current
           JOIN entries AS e ON e.id = m.entry_id""",
        (stored(now - FADES),),
    )
    return frozenset(feed for (feed,) in rows)


def know(connection: Connection, feed: Feed, now: datetime) -> Feed:
    """The feed with what is stored of its entries (see Scanned.know)."""
    row = connection.execute(_KNOW, (plain(feed.spec.url),)).fetchone()
    if row is None:
        raise LookupError(feed.spec.url)
    size = next((size for size in KNOWN if size >= 3 * row["seen"]), KNOWN[-1])
    entries = connection.execute(
        """SELECT key, own_id, url, digest, iif(let_go IS NULL, author, NULL),
             iif(date_trust = 'feed', published, '') FROM entries
           WHERE feed_id = ? ORDER BY id DESC LIMIT ?""",
        (row["id"], size),
    )
    known = tuple(
        KnownEntry(key=key, id=own_id, url=url, digest=digest, author=author, published=published)
        for key, own_id, url, digest, author, published in entries
    )
    return replace(
        feed, known=known, marks=b"" if feed.reread else row["marks"], threads=_threads(connection, row, now)
    )


def _threads(connection: Connection, row: Record, now: datetime) -> Threads:
    """For a comment feed, the entries whose comments it may hold and the brands these mention."""
    if row["kind"] != FeedKind.COMMENTS:
        return {}
    if row["thread"]:
        return _brands_by_link(connection, same_link(row["thread"]))
    return {} if row["parent_id"] is None else _brands_of_site(connection, row["parent_id"], now)


def _brands_by_link(connection: Connection, link: str) -> Threads:
    """The brands that entries at this link mention, whichever feeds brought them."""
    return _grouped(
        connection.execute(
            """SELECT e.link, m.brand FROM entries AS e JOIN mentions AS m ON m.entry_id = e.id
               WHERE e.link = ? AND e.link <> '' AND m.current AND e.kind = 'entry' ORDER BY m.id""",
            (link,),
        )
    )


def _brands_of_site(connection: Connection, feed: int, now: datetime) -> Threads:
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


def _grouped(pairs: Iterable[tuple[str, str]]) -> Threads:
    """Each link once, with its brands in the order in which they come."""
    brands = defaultdict[str, dict[str, None]](dict)
    for link, brand in pairs:
        brands[link][brand] = None
    return {link: tuple(names) for link, names in brands.items()}
