"""Feeds as they are listed: each with its health, and how much it brought."""

from __future__ import annotations

import json

from smwatch.locales import N_
from smwatch.models import FailureKind, FeedKind, FeedRow, Health, Origin
from smwatch.store.sql import Connection, Record
from smwatch.store.values import read_or_none

UNFOLLOWED = N_("its entry mentions none of your brands any more")
NEVER = "9"  # how a time in the year 9999 begins

_KINDS, _ORIGINS = {one.value: one for one in FeedKind}, {one.value: one for one in Origin}
_STATUSES = {one.value: one for one in Health}


def listing(connection: Connection, *, counted: bool = True) -> list[FeedRow]:
    """Every feed with its health and how much it brought, by source; 0 unless that is to be counted.

    The places of an import are none, nor are comment feeds that were looked for where sites usually have one, and never
    were there, nor those that are gone: nobody asked for them.
    """
    return [_feed_row(row) for row in connection.execute(_LISTING if counted else _UNCOUNTED)]


_ROWS = """
SELECT f.*, coalesce(p.url, '') AS parent, {counts}
FROM feeds AS f
LEFT JOIN feeds AS p ON p.id = f.parent_id
{joins}
WHERE NOT (f.origin = 'discovered' AND (f.gone OR f.polls = 0 AND f.failures AND f.next_poll >= '9'))
  AND f.url NOT GLOB 'import:*'
ORDER BY f.source COLLATE NOCASE, f.url
"""
_LISTING = _ROWS.format(
    counts="coalesce(e.entries, 0) AS entries, coalesce(m.mentions, 0) AS mentions",
    joins="""
LEFT JOIN (SELECT feed_id, count(*) AS entries FROM entries GROUP BY feed_id) AS e ON e.feed_id = f.id
LEFT JOIN (SELECT feed_id, sum(mentions) AS mentions FROM hourly GROUP BY feed_id) AS m ON m.feed_id = f.id
""",
)
_UNCOUNTED = _ROWS.format(counts="0 AS entries, 0 AS mentions", joins="")


def _feed_row(row: Record) -> FeedRow:
    return FeedRow(
        url=row["url"],
        source=row["source"],
        kind=_KINDS[row["kind"]],
        origin=_ORIGINS[row["origin"]],
        parent=row["parent"],
        enabled=bool(row["enabled"]),
        last_poll=read_or_none(row["last_poll"]),
        last_new=read_or_none(row["last_new"]),
        next_poll=read_or_none(row["next_poll"]) if row["followed"] and (row["next_poll"] or "") < NEVER else None,
        next_why=row["next_why"] if row["followed"] else UNFOLLOWED,
        status=_STATUSES[row["status"]],
        failures=row["failures"],
        message=row["failure"],
        args=json.loads(row["failure_args"]) if row["failure_args"] != "{}" else {},
        entries=row["entries"],
        mentions=row["mentions"],
        failure_kind=FailureKind(row["failure_kind"]) if row["failure_kind"] else None,
        failure_status=row["failure_status"],
        failing_since=read_or_none(row["failing_since"]),
        moved_to=row["moved_to"],
        silent=row["silent"],
        silent_since=read_or_none(row["silent_since"]),
        retired=bool(row["retired"] or not row["followed"]),
    )
