"""Feeds in the database: those of the config, those found on the way, which are due, and how they are doing.

Headers never get here: they may hold secrets. They are taken from the config each time (`sync`), and only for the
address that the config names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from smwatch.locales import N_
from smwatch.models import (
    Asks,
    Failure,
    FailureKind,
    FeedKind,
    FeedSpec,
    Origin,
    Role,
    Validators,
)
from smwatch.store.health import NEVER
from smwatch.store.sql import Connection, Record
from smwatch.store.values import listed, plain, read, read_or_none, stored, stored_later, stored_or_none
from smwatch.text.links import host_of, masked, same_address, same_link, server_of

if TYPE_CHECKING:
    from smwatch.models import (
        Feed,
        PollFailed,
        Timing,
    )
    from smwatch.store.values import Row

PERSISTENT = timedelta(days=1)
"""A feed that fails for so long needs somebody to look: servers are mended, and certificates renewed, within a day."""

FORGIVING = timedelta(days=3)
"""So long may this machine be without a network, a long weekend; then a name that nobody knows is the feed's fault."""
OFFLINE = N_("there was no network, so it is asked again soon")
AT_ONCE = N_("new: polled at once")
PAUSED = N_("its host asked for a pause")
COMMENTED = N_("somebody commented there: polled at once")

PASSING = {FailureKind.DNS, FailureKind.CONNECT, FailureKind.TIMEOUT, FailureKind.PROTOCOL}
"""Failures that pass: an address that a feed moved to is given up after a few of these, after one of any other."""

PATIENCE = 3
SERVER_ERRORS = 500  # and above: they pass too
TOO_MANY = 429  # requests, says a host of all of its feeds
SPREAD = timedelta(minutes=15)
GOLDEN = 0.618034  # multiples of it lie evenly between 0 and 1, however many

_INSERT = """
INSERT INTO feeds (url, link, source, named, kind, origin, about, comments, author_role, edits, every_seconds,
                   enabled, next_why, added)
VALUES (:url, :link, :source, :named, :kind, :origin, :about, :comments, :author_role, :edits, :every_seconds, :enabled,
        :next_why, :added)
ON CONFLICT (url)
"""
_UPSERT = f"""{_INSERT}DO UPDATE SET
  source = CASE WHEN excluded.named OR title = '' THEN excluded.source ELSE title END,
  named = excluded.named, kind = excluded.kind, origin = excluded.origin, about = excluded.about,
  comments = excluded.comments, author_role = excluded.author_role, every_seconds = excluded.every_seconds,
  edits = excluded.edits, enabled = excluded.enabled, retired = 0,
  next_poll = CASE WHEN retired THEN NULL ELSE next_poll END
WHERE (named, kind, origin, about, comments, author_role, edits, every_seconds, enabled)
  IS NOT (excluded.named, excluded.kind, excluded.origin, excluded.about, excluded.comments, excluded.author_role,
          excluded.edits, excluded.every_seconds, excluded.enabled) OR (excluded.named AND source <> excluded.source)
     OR retired
"""

_MAKE = f"{_INSERT}DO NOTHING"

_DISCOVER = """
INSERT INTO feeds (url, link, source, named, kind, origin, parent_id, thread, thread_link, about, comments,
                   author_role, every_seconds, enabled, next_why, added, worth, worth_at)
SELECT :url, :link, :source, :named, :kind, 'discovered', :parent_id, :thread, :thread_link, :about, :comments,
       :author_role, :every_seconds, :enabled, :next_why, :added, :worth, :added
WHERE NOT EXISTS (SELECT 1 FROM feeds WHERE link = :link OR moved_to = :url)
ON CONFLICT (url) DO NOTHING
"""

# its entry is told of again, or mentions a brand by now; one that is led to is one that is followed
_REVIVE = """
UPDATE feeds SET next_poll = CASE WHEN retired THEN NULL ELSE next_poll END,
  next_why = CASE WHEN retired THEN :next_why ELSE next_why END, retired = 0,
  followed = 1, worth = max(worth, :worth), worth_at = CASE WHEN :worth > 0 THEN :added ELSE worth_at END
WHERE (link = :link OR moved_to = :url) AND origin = 'discovered' AND (retired OR NOT followed OR :worth > worth)
"""
# its entry's own feed counts more comments than the last time: somebody commented there
_COUNTED = """
UPDATE feeds SET comment_count = :count, retired = CASE WHEN :count > comment_count THEN 0 ELSE retired END,
  next_poll = CASE WHEN :count > comment_count AND failures = 0 AND NOT held AND NOT gone THEN NULL ELSE next_poll END,
  next_why = CASE WHEN :count > comment_count AND failures = 0 AND NOT held AND NOT gone THEN :why ELSE next_why END
WHERE url = :url AND origin = 'discovered' AND comment_count IS NOT :count
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


def sync(connection: Connection, specs: Sequence[FeedSpec], now: datetime) -> None:
    """The config's feeds are these: new ones are due at once, missing ones and what they led to are disabled."""
    connection.executemany(_UPSERT, [_columns(spec) | {"added": stored(now)} for spec in specs])
    urls = listed([spec.url for spec in specs])
    connection.execute(_DROP, (urls,))
    connection.execute(_FOLLOW_PARENTS)


def make(connection: Connection, spec: FeedSpec, added: str) -> None:
    """The feed of this spec, where there is none yet; it is as the spec says, and no config changes it."""
    connection.execute(_MAKE, _columns(spec) | {"added": added})


def discover(
    connection: Connection,
    parent: Record,
    specs: Iterable[FeedSpec],
    at: datetime,
    worth: Mapping[str, float],
) -> None:
    """Comment feeds that a poll of `parent` led to; those known already, by another spelling too, are left alone.

    `worth`: of the entries that mention a brand, by their URL; the feeds of their comments come first. A known one
    that was retired is polled again: its entry is new, or was edited.
    """
    for spec in specs:
        row = _columns(spec) | {"parent_id": parent["id"], "enabled": parent["enabled"], "thread": plain(spec.thread)}
        row |= {"thread_link": plain(same_link(spec.thread))}
        row |= {"added": stored(at), "worth": worth.get(spec.thread, 0.0)}
        if not spec.source:
            row["source"] = parent["source"]
        if not connection.execute(_DISCOVER, row).rowcount:
            connection.execute(_REVIVE, row)


def count_comments(connection: Connection, counts: Mapping[str, int]) -> None:
    """So many comments are there, say the entries' own feeds; where there are more than before they are fetched."""
    rows = [{"url": plain(url), "count": min(count, 10**9), "why": COMMENTED} for url, count in counts.items()]
    connection.executemany(_COUNTED, rows)


def _columns(spec: FeedSpec) -> Row:
    """What the config, a search or a discovery says of a feed, by column."""
    return {
        "url": plain(spec.url),
        "link": plain(same_address(spec.url)),
        "source": plain(spec.source) or _host(spec.url),
        "named": bool(spec.source),
        "kind": spec.kind.value,
        "origin": spec.origin.value,
        "about": listed(spec.about),
        "comments": spec.comments,
        "author_role": spec.author_role.value,
        "edits": spec.edits,
        "every_seconds": round(spec.every.total_seconds()) if spec.every is not None else None,
        "enabled": spec.enabled,
        "next_why": AT_ONCE,
    }


def _host(url: str) -> str:
    """What a feed is called until it tells its title."""
    return plain(host_of(url).removeprefix("www.")) or plain(masked(url))


def spec_of(row: Record, headers: Mapping[str, Mapping[str, str]]) -> FeedSpec:
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
        edits=bool(row["edits"]),
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


def asks_of(row: Record) -> Asks:
    """How its document asks to be polled."""
    if not row["asks"]:
        return Asks()
    said = json.loads(row["asks"])
    return Asks(
        wait=timedelta(seconds=said["wait"]) if said["wait"] else None,
        base=read_or_none(said["base"]),
        hours=tuple(said["hours"]),
        days=tuple(said["days"]),
    )


def asked(asks: Asks) -> str:
    """The same as it is stored; "" where it asks for nothing."""
    if asks == Asks():
        return ""
    wait = round(asks.wait.total_seconds()) if asks.wait else None
    base = stored_or_none(asks.base)
    return listed({"wait": wait, "base": base, "hours": list(asks.hours), "days": list(asks.days)})


def validators_of(row: Record) -> Validators:
    """What makes the next poll conditional."""
    return Validators(etag=row["etag"], last_modified=row["last_modified"], body_digest=row["body_digest"])


def save_failure(connection: Connection, failed: PollFailed, timing: Timing) -> Failure:
    """One more failure in a row; a feed that is gone is never due again, one that had moved goes back.

    A feed that wasn't asked because its host wants a pause has not failed: it is put off.
    """
    row = connection.execute("SELECT * FROM feeds WHERE url = ?", (plain(failed.feed.spec.url),)).fetchone()
    if row is None:
        raise LookupError(failed.feed.spec.url)
    if failed.postponed:
        _put_off(connection, [(row["id"], timing.at)], timing.why)
        return _failure(failed, timing, failed.at)
    since = row["failing_since"] or stored(failed.at)
    connection.execute(
        """UPDATE feeds SET failures = failures + 1, failing_since = :since, last_poll = :at,
             gone = :gone, next_poll = :next, next_why = :why, held = :held,
             moving_to = CASE moved_to WHEN '' THEN '' ELSE moving_to END,
             failure_kind = :kind, failure_status = :status, failure = :failure, failure_args = :args
           WHERE id = :id""",
        {
            "id": row["id"],
            "since": since,
            "at": stored(failed.at),
            "gone": failed.kind is FailureKind.GONE and not row["moved_to"],
            "next": stored_later(timing.at),
            "why": plain(timing.why),
            "held": timing.held,
            "kind": failed.kind.value,
            "status": failed.status,
            "failure": plain(failed.message),
            "args": plain(json.dumps(dict(failed.args), ensure_ascii=False, default=str)),
        },
    )
    if row["moved_to"] and _give_up(failed, row["failures"] + 1):  # what the other server gave is of no use here
        back = "UPDATE feeds SET moved_to = '', moving_to = '', etag = '', last_modified = '' WHERE id = ?"
        connection.execute(back, (row["id"],))
    if failed.status == TOO_MANY and failed.not_before:
        _hold_host(connection, failed.feed, failed.at, failed.not_before)
    return _failure(failed, timing, read(since))


def forgive(connection: Connection, urls: Sequence[str], at: datetime) -> None:
    """Take back the last failure of these feeds, and put them off until `at`; not for ever."""
    connection.execute(
        """UPDATE feeds SET failures = max(failures - 1, 0), next_poll = :at, next_why = :why
           WHERE url IN (SELECT value FROM json_each(:urls)) AND failing_since > :lately""",
        {"at": stored_later(at), "why": OFFLINE, "urls": listed(urls), "lately": stored(at - FORGIVING)},
    )


def _give_up(failed: PollFailed, times: int) -> bool:
    """Whether a feed that had moved is looked for at its old address again."""
    if failed.kind is FailureKind.THROTTLED:
        return False
    passes = failed.kind in PASSING or (failed.status or 0) >= SERVER_ERRORS
    return not passes or times >= PATIENCE


def _hold_host(connection: Connection, asked: Feed, now: datetime, until: datetime) -> None:
    """A host that wants a pause gets it from all of its feeds, in later scans too; not from all for equally long."""
    host = server_of(asked.url)
    if not host:
        return
    rows = connection.execute(
        """SELECT id, url, moved_to FROM feeds
           WHERE enabled AND NOT gone AND NOT retired AND url <> :url
             AND (host = :host OR host LIKE '%@' || :host OR moved_to <> '')""",
        {"url": plain(asked.spec.url), "host": plain(host)},
    ).fetchall()
    theirs = [row for row in rows if server_of(row["moved_to"] or row["url"]) == host]
    spread = max(SPREAD, (until - now) / 4)
    _put_off(connection, [(row["id"], until + spread * (row["id"] * GOLDEN % 1)) for row in theirs], PAUSED)


def _put_off(connection: Connection, feeds: Iterable[tuple[int, datetime]], why: str) -> None:
    rows = [(stored_later(at), plain(why), feed) for feed, at in feeds]
    connection.executemany("UPDATE feeds SET next_poll = ?, next_why = ?, held = 1 WHERE id = ?", rows)


def _failure(failed: PollFailed, timing: Timing, since: datetime) -> Failure:
    before = failed.feed.last_poll or since
    return Failure(
        feed=failed.feed.spec.url,
        kind=failed.kind,
        status=failed.status,
        message=failed.message,
        args=failed.args,
        since=since,
        next=read(later) if (later := stored_later(timing.at)) < NEVER else None,
        persistent=failed.kind is FailureKind.GONE or failed.at - since >= PERSISTENT > before - since,
    )
