"""What smwatch did: scans, alerts and their lives; what it sent and what people decided, in one list."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from heapq import merge
from typing import TYPE_CHECKING

from smwatch.later import Later
from smwatch.models import Alert, AlertChange, AlertKind, Level, ScanReport, Unheard
from smwatch.store.sql import Connection, Record
from smwatch.store.values import counts, listed, plain, read, read_or_none, stored, stored_or_none

if TYPE_CHECKING:
    from smwatch.models import Count, Decision, Posted
    from smwatch.store import audit, outbox
    from smwatch.store.values import Row
else:
    audit = Later("smwatch.store.audit")
    outbox = Later("smwatch.store.outbox")

_COUNTED = (
    "due polled unchanged failed skipped entries_seen entries_new mentions_new mentions_negative alerting".split()
)
"""Columns of scans that bear the name of their field."""

_END_SCAN = """
UPDATE scans SET ended = :ended, seconds = :seconds, due = :due, polled = :polled, unchanged = :unchanged,
  failed = :failed, skipped = :skipped, entries_seen = :entries_seen, entries_new = :entries_new,
  mentions_new = :mentions_new, mentions_negative = :mentions_negative, alerting = :alerting
WHERE id = :id
"""
# what people decided while a scan ran is not undone by it: status, assignee, and that an alert is over
_INSERT_ALERT = """
INSERT INTO alerts (brand, kind, level, opened, confirmed, peak, closed, updated, window_seconds, negatives, mentions,
                    stories, authors, expected, probability, sources, threads, terms, first_mention, status, assignee,
                    previous, unheard)
VALUES (:brand, :kind, :level, :opened, :confirmed, :peak, :closed, :updated, :window_seconds, :negatives, :mentions,
        :stories, :authors, :expected, :probability, :sources, :threads, :terms,
        (SELECT id FROM mentions WHERE id = :first_mention), :status, :assignee,
        (SELECT id FROM alerts WHERE id = :previous), :unheard)
RETURNING *
"""
_UPDATE_ALERT = """
UPDATE alerts SET brand = :brand, kind = :kind, level = :level, opened = :opened, confirmed = :confirmed, peak = :peak,
  closed = :closed, updated = :updated, window_seconds = :window_seconds, negatives = :negatives, mentions = :mentions,
  stories = :stories, authors = :authors, expected = :expected, probability = :probability, sources = :sources,
  threads = :threads, terms = :terms, first_mention = (SELECT id FROM mentions WHERE id = :first_mention),
  previous = (SELECT id FROM alerts WHERE id = :previous), unheard = :unheard
WHERE id = :id AND (level <> 'closed' OR :level = 'closed' AND closed IS :closed)
RETURNING *
"""


# by number: a clock that was set back for a while makes no scan the first
_FIRST_SCAN = """
SELECT started FROM scans WHERE started <= (SELECT started FROM scans ORDER BY id DESC LIMIT 1) ORDER BY id LIMIT 1
"""


def begin_scan(connection: Connection, now: datetime) -> int:
    """The new scan's number."""
    return int(connection.execute("INSERT INTO scans (started) VALUES (?)", (stored(now),)).lastrowid or 0)


def end_scan(connection: Connection, report: ScanReport) -> None:
    """Keep what it did; LookupError when it never began."""
    asked: Row = {name: getattr(report, name) for name in _COUNTED}
    asked |= {
        "id": report.scan,
        "ended": stored(report.started + timedelta(seconds=report.seconds)),
        "seconds": float(report.seconds),
    }
    if not connection.execute(_END_SCAN, asked).rowcount:
        raise LookupError(report.scan)


def listening_since(connection: Connection) -> datetime | None:
    """When the first scan began, as far as its clock can be believed: not after the last one did."""
    row = connection.execute(_FIRST_SCAN).fetchone()
    return read(row[0]) if row else None


def last_scan(connection: Connection) -> ScanReport | None:
    """The last one that ended."""
    row = connection.execute("SELECT * FROM scans WHERE ended IS NOT NULL ORDER BY id DESC LIMIT 1").fetchone()
    if row is None:
        return None
    return ScanReport(
        scan=row["id"],
        started=read(row["started"]),
        seconds=row["seconds"],
        **{name: row[name] for name in _COUNTED},
    )


def save_alerts(
    connection: Connection,
    changes: Sequence[AlertChange],
    judged: Mapping[str, datetime],
    notices: Callable[[Sequence[AlertChange]], Sequence[Posted]],
) -> list[AlertChange]:
    """Insert alerts that have no number yet, update the others; back as they are stored.

    One that a person closed meanwhile stays as it is, and isn't told. `judged`: up to when which brands were judged.
    `notices`: what is to go out about it, kept with it.
    """
    when = [(stored(at), brand) for brand, at in judged.items()]
    connection.executemany("UPDATE brands SET judged = ? WHERE name = ?", when)
    saved = list[AlertChange]()
    for change in changes:
        sql = _UPDATE_ALERT if change.alert.id else _INSERT_ALERT
        rows = connection.execute(sql, _alert_columns(change.alert)).fetchall()
        if not rows and not alert(connection, change.alert.id):
            raise LookupError(change.alert.id)
        saved += [replace(change, alert=_alert(row)) for row in rows]
    outbox.put(connection, notices(saved))
    return saved


def judged(connection: Connection) -> dict[str, datetime]:
    """Up to when which brands were judged."""
    rows = connection.execute("SELECT name, judged FROM brands WHERE judged IS NOT NULL")
    return {row["name"]: read(row["judged"]) for row in rows}


def alerts(
    connection: Connection, brand: str, kind: AlertKind | None, *, open_only: bool, limit: int | None
) -> list[Alert]:
    """Newest first."""
    rows = connection.execute(
        """SELECT * FROM alerts WHERE (:brand = '' OR brand = :brand) AND (:kind IS NULL OR kind = :kind)
             AND (NOT :open_only OR level <> 'closed')
           ORDER BY opened DESC, id DESC LIMIT :limit""",
        {
            "brand": brand,
            "kind": kind and kind.value,
            "open_only": open_only,
            "limit": -1 if limit is None else limit,
        },
    )
    return [_alert(row) for row in rows]


def alert(connection: Connection, number: int) -> Alert | None:
    """One alert by its number."""
    row = connection.execute("SELECT * FROM alerts WHERE id = ?", (number,)).fetchone()
    return _alert(row) if row else None


def _alert_columns(alert: Alert) -> Row:
    return {
        "id": alert.id,
        "brand": alert.brand,
        "kind": alert.kind.value,
        "level": alert.level.value,
        "opened": stored(alert.opened),
        "confirmed": stored_or_none(alert.confirmed),
        "peak": stored_or_none(alert.peak),
        "closed": stored_or_none(alert.closed),
        "updated": stored(alert.updated),
        "window_seconds": round(alert.window.total_seconds()),
        "negatives": alert.negatives,
        "mentions": alert.mentions,
        "stories": alert.stories,
        "authors": alert.authors,
        "expected": float(alert.expected),
        "probability": float(alert.probability),
        "sources": _counted(alert.sources),
        "threads": _counted(alert.threads),
        "terms": _counted(alert.terms),
        "first_mention": int(alert.first_mention) if alert.first_mention.isdecimal() else None,
        "status": alert.status,
        "assignee": alert.assignee,
        "previous": alert.previous,
        "unheard": plain(listed([(u.feed, u.source, u.how, stored_or_none(u.since)) for u in alert.unheard])),
    }


def _counted(things: Sequence[Count]) -> str:
    return plain(listed([(thing.name, thing.count) for thing in things]))


def _alert(row: Record) -> Alert:
    return Alert(
        id=row["id"],
        brand=row["brand"],
        kind=AlertKind(row["kind"]),
        level=Level(row["level"]),
        opened=read(row["opened"]),
        confirmed=read_or_none(row["confirmed"]),
        peak=read_or_none(row["peak"]),
        closed=read_or_none(row["closed"]),
        updated=read(row["updated"]),
        window=timedelta(seconds=row["window_seconds"]),
        negatives=row["negatives"],
        mentions=row["mentions"],
        stories=row["stories"],
        authors=row["authors"],
        expected=row["expected"],
        probability=row["probability"],
        sources=counts(row["sources"]),
        threads=counts(row["threads"]),
        terms=counts(row["terms"]),
        first_mention=str(row["first_mention"] or ""),
        status=row["status"],
        assignee=row["assignee"],
        previous=row["previous"] or 0,
        unheard=tuple(
            Unheard(feed=feed, source=source, how=how, since=read_or_none(since))
            for feed, source, how, since in json.loads(row["unheard"])
        ),
    )


def told(connection: Connection, since: datetime | None) -> Iterator[Posted | Decision]:
    """What was sent and what was decided since then, the newest first; streamed."""
    sent, decided = outbox.listing(connection, since), audit.listing(connection, since)
    return merge(sent, decided, key=lambda one: one.at, reverse=True)
