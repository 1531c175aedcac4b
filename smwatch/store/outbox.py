"""Messages that go out: each is written before it is tried, and settled when a server has said what becomes of it.

    post -> waiting -> take (counted as tried) -> settle: sent, given up; or it waits for the next time

A crash in between leaves it waiting: whoever sends next tries it again, after a pause. Bytes and Message-ID stay, so
that a message that was taken just before a crash can be known when it comes again. One sender at a time: see `sending`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta

from smwatch.errors import BusyError
from smwatch.locales import N_
from smwatch.models import Letter, Post, Posted, Trouble, Way
from smwatch.store.sql import Connection, Kept, Record, locked, stream
from smwatch.store.values import listed, plain, read, read_or_none, stored, stored_or_none

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 1440))
"""How long a message rests after its first try, its second...; after the last of these, each day.

RFC 5321, 4.5.4.1 asks for half an hour at least, but lets a client be quicker at first: most troubles (a server that
restarts, one that greylists for a few minutes) are over soon, and the news of a crisis is no use tomorrow.
"""

HOPE = timedelta(days=5)
"""From when it might first go out until it is given up: "generally at least 4-5 days", says RFC 5321, 4.5.4.1."""

_ROW = """
id, kind, way, name, alert, since, until, reached, message_id, recipients, taken, refused, state, tries, tried, due,
expires, trouble, sent
"""
_HELD = f"{_ROW}, NULL AS message FROM outbox"
_POST = """
INSERT INTO outbox (kind, way, name, alert, since, until, reached, message_id, recipients, state, due, expires, message)
VALUES (:kind, :way, :name, :alert, :since, :until, :reached, :message_id, :recipients, 'waiting', :due, :expires,
        :message)
"""
# what was held back (quiet hours) and never tried says nothing any more, once there is newer news of the same alert
_REPLACE = """
UPDATE outbox SET state = 'replaced', message = NULL
WHERE alert = :alert AND kind = :kind AND way = :way AND name = :name AND state = 'waiting' AND tries = 0
"""
_TAKE = f"""
UPDATE outbox SET tries = tries + 1, tried = :now, due = :due WHERE id = :number AND state = 'waiting'
RETURNING {_ROW}, message
"""  # noqa: S608 - constants of this module
_SETTLE = """
UPDATE outbox SET state = :state, sent = iif(:state = 'sent', :now, NULL), taken = :taken, refused = :refused,
                  trouble = :trouble, message = iif(:state = 'waiting', message, NULL)
WHERE id = :number AND state = 'waiting'
"""
# the last by number: where the clock was set back, the latest time is no guide
_LAST = f"""
SELECT {_HELD}
WHERE kind = 'digest' AND name = ? AND state IN ('waiting', 'sent') ORDER BY id DESC LIMIT 1
"""
_WAITING = f"SELECT {_HELD} WHERE state = 'waiting' ORDER BY id"
_TROUBLED = f"""
SELECT {_HELD} WHERE state = 'waiting' AND tries > 0
UNION ALL
SELECT {_HELD}
WHERE id IN (SELECT max(id) FROM outbox WHERE state IN ('sent', 'given up') GROUP BY kind, way, name)
  AND (state = 'given up' OR refused <> '[]') AND coalesce(tried, until) >= :since
ORDER BY id
"""  # noqa: S608 - likewise
_FIRST = """
SELECT message_id FROM outbox WHERE alert = ? AND kind = 'notice' AND way = 'mail' AND name = ? AND state <> 'replaced'
ORDER BY id LIMIT 1
"""
_LISTING = f"""
SELECT {_HELD} WHERE coalesce(sent, tried, until) >= ?
ORDER BY coalesce(sent, tried, until) DESC, id DESC
"""


def put(connection: Connection, letters: Iterable[Posted]) -> int:
    """Keep messages that are to go out, in the caller's transaction; the number of the last."""
    number = 0
    for posted in letters:
        first = posted.due or posted.until
        row = {
            "kind": posted.kind,
            "way": posted.way.value,
            "name": plain(posted.name),
            "alert": posted.alert or None,
            "since": stored_or_none(posted.since),
            "until": stored(posted.until),
            "reached": posted.reached,
            "message_id": posted.letter.message_id,
            "recipients": plain(listed(posted.letter.to)),
            "due": stored_or_none(posted.due),
            "expires": stored(posted.expires or first + HOPE),
            "message": posted.letter.content,
        }
        if posted.alert:
            connection.execute(_REPLACE, {name: row[name] for name in ("alert", "kind", "way", "name")})
        number = int(connection.execute(_POST, row).lastrowid or 0)
    return number


class Outbox(Kept):
    """Messages that go out: each is kept before it is tried, until a server took it or never will."""

    @contextmanager
    def sending(self, wait: float = 0) -> Iterator[None]:
        """Be the only one who sends, across processes; BusyError where another does for `wait` seconds."""
        with ExitStack() as held:
            try:
                held.enter_context(locked(self._connection, self.path, "outbox.lock", wait))
            except BusyError as error:
                raise BusyError(
                    N_("another smwatch is sending: process {process} on {machine}, since {since}"),
                    N_("let it finish, then run this again"),
                    **error.arguments,
                ) from error
            yield

    def post(self, posted: Posted) -> int:
        """A message is to go out: kept before it is tried, with the time that it tells of; its number."""
        with self._writing():
            return put(self._connection, [posted])

    def waiting(self) -> list[Posted]:
        """All that is yet to leave, due or not, the oldest first; without the bytes."""
        with self._reading():
            return [_posted(row) for row in self._connection.execute(_WAITING)]

    def take(self, posted: Posted, now: datetime) -> Posted | None:
        """The same with its bytes, to be tried: it counts as tried once more, and rests afterwards.

        It is on the disk then: a power cut that took back what has left already would have it written again, otherwise.
        """
        due = stored(now + PAUSES[min(posted.tries, len(PAUSES) - 1)])
        with self._on_disk(), self._writing():
            asked = {"number": posted.number, "now": stored(now), "due": due}
            rows = self._connection.execute(_TAKE, asked).fetchall()
        return _posted(rows[0]) if rows else None

    @contextmanager
    def _on_disk(self) -> Iterator[None]:
        """What is committed in here outlasts a power cut, and with it all that was committed before."""
        with self._reading():
            (usual,) = self._connection.execute("PRAGMA synchronous").fetchone()
            self._connection.execute("PRAGMA synchronous = FULL")
        try:
            yield
        finally:
            self._connection.execute(f"PRAGMA synchronous = {int(usual)}")

    def settle(self, posted: Posted, now: datetime) -> None:
        """What became of a try, as its state says: sent, given up, or waiting for some who have yet to get it.

        Its bytes aren't needed any more, unless it waits still.
        """
        trouble = posted.trouble
        told = {"what": trouble.what, "mend": trouble.mend, "args": dict(trouble.args)} if trouble.what else {}
        asked = {
            "number": posted.number,
            "state": posted.state.value,
            "now": stored(now),
            "taken": plain(listed(posted.taken)),
            "refused": plain(listed(posted.refused)),
            "trouble": plain(json.dumps(told, ensure_ascii=False)),
        }
        with self._writing():
            self._connection.execute(_SETTLE, asked)

    def troubled(self, since: datetime) -> list[Posted]:
        """What was tried in vain and waits; and of each name the last, where not everybody got it since then."""
        with self._reading():
            return [_posted(row) for row in self._connection.execute(_TROUBLED, {"since": stored(since)})]

    def first(self, name: str, alert: int) -> str:
        """Message-ID of the first mail that told this name of an alert; "" where there is none."""
        with self._reading():
            row = self._connection.execute(_FIRST, (alert, plain(name))).fetchone()
        return str(row["message_id"]) if row else ""

    def last(self, name: str) -> Posted | None:
        """The last digest of this name that was sent, or waits; those that were given up don't count."""
        with self._reading():
            row = self._connection.execute(_LAST, (plain(name),)).fetchone()
        return _posted(row) if row else None


def listing(connection: Connection, since: datetime | None) -> Iterator[Posted]:
    """All that happened since, the newest first; streamed."""
    return map(_posted, stream(connection, _LISTING, (stored(since) if since else "",)))


def _posted(row: Record) -> Posted:
    trouble = json.loads(row["trouble"])
    return Posted(
        number=row["id"],
        kind=row["kind"],
        way=Way(row["way"]),
        name=row["name"],
        alert=row["alert"] or 0,
        since=read_or_none(row["since"]),
        until=read(row["until"]),
        reached=row["reached"],
        letter=Letter(
            to=tuple(json.loads(row["recipients"])), message_id=row["message_id"], content=row["message"] or b""
        ),
        taken=tuple(json.loads(row["taken"])),
        refused=tuple(json.loads(row["refused"])),
        state=Post(row["state"]),
        tries=row["tries"],
        tried=read_or_none(row["tried"]),
        due=read_or_none(row["due"]),
        expires=read_or_none(row["expires"]),
        trouble=Trouble(**trouble),
        sent=read_or_none(row["sent"]),
    )
