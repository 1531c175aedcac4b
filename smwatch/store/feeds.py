"""Feeds in the database: those of the config, those found on the way, which are due, and how they are doing.

Headers never get here: they may hold secrets. They are taken from the config each time (`sync`), and only for the
address that the config names.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from smwatch.locales import N_
from smwatch.models import (
    Failure,
    FailureKind,
    FeedKind,
    FeedRow,
    FeedSpec,
    Health,
    Origin,
    PollFailed,
    Role,
    Timing,
    Validators,
)
from smwatch.store.values import Row, listed, plain, read, read_or_none, stored, stored_later
from smwatch.text.links import host_of, masked, same_link

PERSISTENT = timedelta(days=1)
"""A feed that fails for so long needs somebody to look: servers are mended, and certificates renewed, within a day."""

AT_ONCE = N_("new: polled at once")

_UPSERT = """
INSERT INTO feeds (url, link, source, named, kind, origin, about, comments, author_role, every_seconds, enabled,
                   next_why)
VALUES (:url, :link, :source, :named, :kind, :origin, :about, :comments, :author_role, :every_seconds, :enabled,
        :next_why)
ON CONFLICT (url) DO UPDATE SET
  source = CASE WHEN excluded.named OR title = '' THEN excluded.source ELSE title END,
  named = excluded.named, kind = excluded.kind, origin = excluded.origin, about = excluded.about,
  comments = excluded.comments, author_role = excluded.author_role, every_seconds = excluded.every_seconds,
  enabled = excluded.enabled
WHERE (named, kind, origin, about, comments, author_role, every_seconds, enabled)
  IS NOT (excluded.named, excluded.kind, excluded.origin, excluded.about, excluded.comments, excluded.author_role,
          excluded.every_seconds, excluded.enabled) OR (excluded.named AND source <> excluded.source)
"""

_DISCOVER = """
INSERT INTO feeds (url, link, source, named, kind, origin, parent_id, thread, about, comments, author_role,
                   every_seconds, enabled, next_why)
SELECT :url, :link, :source, :named, :kind, 'discovered', :parent_id, :thread, :about, :comments, :author_role,
       :every_seconds, :enabled, :next_why
WHERE NOT EXISTS (SELECT 1 FROM feeds WHERE link = :link OR moved_to = :url)
ON CONFLICT (url) DO NOTHING
"""

# one that was also found on the way goes back to being just that
_DROP = """
UPDATE feeds SET enabled = 0, origin = CASE WHEN parent_id IS NULL THEN origin ELSE 'discovered' END
WHERE origin <> 'discovered' AND url NOT IN (SELECT value FROM json_each(?)) AND (enabled OR parent_id IS NOT NULL)
"""

# discovered feeds live as long as the feed that led to them
_FOLLOW_PARENTS = """
WITH RECURSIVE living (id) AS (
  SELECT id FROM feeds WHERE origin <> 'discovered' AND enabled AND comments <> 'none'
  UNION
  SELECT child.id FROM feeds AS child JOIN living ON child.parent_id = living.id
  WHERE child.origin = 'discovered' AND child.comments <> 'none'
)
UPDATE feeds SET enabled = NOT enabled
WHERE origin = 'discovered' AND enabled <> (parent_id IN (SELECT id FROM living))
"""


def sync(connection: sqlite3.Connection, specs: Sequence[FeedSpec]) -> None:
    """The config's feeds are these: new ones are due at once, missing ones and what they led to are disabled."""
    connection.executemany(_UPSERT, map(_columns, specs))
    urls = listed([spec.url for spec in specs])
    connection.execute(_DROP, (urls,))
    connection.execute(_FOLLOW_PARENTS)


def discover(connection: sqlite3.Connection, parent: sqlite3.Row, specs: Iterable[FeedSpec]) -> None:
    """Comment feeds that a poll of `parent` led to; those known already, by another spelling too, are left alone."""
    for spec in specs:
        row = _columns(spec) | {"parent_id": parent["id"], "enabled": parent["enabled"], "thread": plain(spec.thread)}
        if not spec.source:
            row["source"] = parent["source"]
        connection.execute(_DISCOVER, row)


def _columns(spec: FeedSpec) -> Row:
    """What the config, a search or a discovery says of a feed, by column."""
    return {
        "url": plain(spec.url),
        "link": plain(same_link(spec.url)),
        "source": plain(spec.source) or _host(spec.url),
        "named": bool(spec.source),
        "kind": spec.kind.value,
        "origin": spec.origin.value,
        "about": listed(spec.about),
        "comments": spec.comments,
        "author_role": spec.author_role.value,
        "every_seconds": round(spec.every.total_seconds()) if spec.every is not None else None,
        "enabled": spec.enabled,
        "next_why": AT_ONCE,
    }


def _host(url: str) -> str:
    """What a feed is called until it tells its title."""
    return plain(host_of(url).removeprefix("www.")) or plain(masked(url))


def spec_of(row: sqlite3.Row, headers: Mapping[str, Mapping[str, str]]) -> FeedSpec:
    """A row back as a spec; `headers` by URL, as this process was told them.

    `source` is "" only until the feed's title is known. A feed found on the way is given its parent's headers
    when it is on the same site; one that moved to another site gets none, as they may hold a password.
    """
    declared = row["url"] if row["url"] in headers else row["parent"]
    address = row["moved_to"] or row["url"]
    return FeedSpec(
        url=row["url"],
        source=row["source"] if row["named"] or row["title"] or row["parent"] else "",
        kind=FeedKind(row["kind"]),
        origin=Origin(row["origin"]),
        about=tuple(json.loads(row["about"])),
        comments=row["comments"],
        every=timedelta(seconds=row["every_seconds"]) if row["every_seconds"] is not None else None,
        headers=headers.get(declared, {}) if _same_site(declared, address) else {},
        enabled=bool(row["enabled"]),
        author_role=Role(row["author_role"]),
        parent=row["parent"],
        thread=row["thread"],
    )


def _same_site(declared: str, address: str) -> bool:
    """Whether what is meant for one address may be sent to the other: same host and port, or its move to https."""
    try:
        one, other = urlsplit(declared), urlsplit(address)
        ports = one.port, other.port
    except ValueError:  # no address at all
        return False
    if one.hostname != other.hostname:
        return False
    if one.scheme == other.scheme:
        return ports[0] == ports[1]
    return (one.scheme, other.scheme) == ("http", "https") and ports == (None, None)


def validators_of(row: sqlite3.Row) -> Validators:
    """What makes the next poll conditional."""
    return Validators(etag=row["etag"], last_modified=row["last_modified"], body_digest=row["body_digest"])


def save_failure(connection: sqlite3.Connection, failed: PollFailed, timing: Timing) -> Failure:
    """One more failure in a row; a feed that is gone is never due again."""
    row = connection.execute(
        """UPDATE feeds SET failures = failures + 1, failing_since = coalesce(failing_since, :at), last_poll = :at,
             gone = :gone, next_poll = :next, next_why = :why,
             failure_kind = :kind, failure_status = :status, failure = :failure, failure_args = :args
           WHERE url = :url RETURNING failing_since""",
        {
            "url": plain(failed.feed.spec.url),
            "at": stored(failed.at),
            "gone": failed.kind is FailureKind.GONE,
            "next": stored_later(timing.at),
            "why": plain(timing.why),
            "kind": failed.kind.value,
            "status": failed.status,
            "failure": plain(failed.message),
            "args": plain(json.dumps(dict(failed.args), ensure_ascii=False, default=str)),
        },
    ).fetchall()
    if not row:
        raise LookupError(failed.feed.spec.url)
    since = read(row[0]["failing_since"])
    return Failure(
        feed=failed.feed.spec.url,
        kind=failed.kind,
        status=failed.status,
        message=failed.message,
        args=failed.args,
        since=since,
        next=read(stored_later(timing.at)),
        persistent=failed.kind is FailureKind.GONE or failed.at - since >= PERSISTENT,
    )


def listing(connection: sqlite3.Connection) -> list[FeedRow]:
    """Every feed with its health and how much it brought, by source.

    Comment feeds that were looked for where sites usually have one, and never were there, are none.
    """
    return [_feed_row(row) for row in connection.execute(_LISTING)]


_LISTING = """
SELECT f.*, coalesce(p.url, '') AS parent, coalesce(e.entries, 0) AS entries,
       coalesce(m.mentions, 0) AS mentions
FROM feeds AS f
LEFT JOIN feeds AS p ON p.id = f.parent_id
LEFT JOIN (SELECT feed_id, count(*) AS entries FROM entries GROUP BY feed_id) AS e ON e.feed_id = f.id
LEFT JOIN (SELECT feed_id, count(*) AS mentions FROM mentions JOIN entries ON entries.id = entry_id
           WHERE current GROUP BY feed_id) AS m ON m.feed_id = f.id
WHERE NOT (f.origin = 'discovered' AND f.polls = 0 AND f.failures AND f.next_poll >= '9')
ORDER BY f.source COLLATE NOCASE, f.url
"""


def _feed_row(row: sqlite3.Row) -> FeedRow:
    return FeedRow(
        url=row["url"],
        source=row["source"],
        kind=FeedKind(row["kind"]),
        origin=Origin(row["origin"]),
        parent=row["parent"],
        enabled=bool(row["enabled"]),
        last_poll=read_or_none(row["last_poll"]),
        last_new=read_or_none(row["last_new"]),
        next_poll=read_or_none(row["next_poll"]),
        next_why=row["next_why"],
        status=Health(row["status"]),
        failures=row["failures"],
        message=row["failure"],
        args=json.loads(row["failure_args"]),
        entries=row["entries"],
        mentions=row["mentions"],
    )
