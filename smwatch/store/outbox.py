"""Messages that go out: each is written before it is tried, and settled when a server has said what becomes of it.

    post -> next (counted as tried) -> settle: sent, or given up

A crash in between leaves it waiting: whoever sends next begins with it. Bytes and Message-ID stay, so that a message
that was taken just before a crash can be known when it comes again. One sender at a time: see `sending`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from smwatch.errors import BusyError
from smwatch.locales import N_
from smwatch.models import Letter, Post, Posted
from smwatch.store.connection import faults_told, transaction
from smwatch.store.lock import locked
from smwatch.store.values import listed, plain, read, read_or_none, stored, stored_or_none

_POST = """
INSERT INTO outbox (kind, name, since, until, message_id, recipients, state, message)
VALUES ('digest', ?, ?, ?, ?, ?, 'waiting', ?)
"""
_ROW = "id, name, since, until, message_id, recipients, refused, state, tries, tried, sent"
_NEXT = f"""
UPDATE outbox SET tries = tries + 1, tried = :now
WHERE id = (SELECT min(id) FROM outbox WHERE state = 'waiting' AND kind = 'digest' AND name = :name)
RETURNING {_ROW}, message
"""  # noqa: S608 - constants of this module
_SETTLE = """
UPDATE outbox SET state = :state, sent = iif(:state = 'sent', :now, NULL), refused = :refused, message = NULL
WHERE id = :number AND state = 'waiting'
"""
# the last by number: where the clock was set back, the latest time is no guide
_LAST = f"""
SELECT {_ROW}, NULL AS message FROM outbox
WHERE kind = 'digest' AND name = ? AND state IN ('waiting', 'sent') ORDER BY id DESC LIMIT 1
"""  # noqa: S608 - likewise
_LISTING = f"""
SELECT {_ROW}, NULL AS message FROM outbox WHERE coalesce(sent, tried, until) >= ?
ORDER BY coalesce(sent, tried, until) DESC, id DESC
"""  # noqa: S608 - likewise


class Outbox:
    """What protocols.Outbox promises; each method but `sending` is a transaction or a read."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection, self._path = connection, path

    @contextmanager
    def sending(self, wait: float = 0) -> Iterator[None]:
        """Be the only one who sends, as long as this process lives; BusyError where another does for `wait` seconds."""
        with ExitStack() as held:
            try:
                held.enter_context(locked(self._path.with_name(f"{self._path.name}.outbox.lock"), wait))
            except BusyError as error:
                raise BusyError(
                    N_("another smwatch is sending a digest: process {process} on {machine}, since {since}"),
                    N_("let it finish, then run this again"),
                    **error.arguments,
                ) from error
            yield

    def post(self, posted: Posted) -> int:
        """Keep a message that is to go out; its number."""
        letter = posted.letter
        to, until = plain(listed(letter.to)), stored(posted.until)
        values = (plain(posted.name), stored_or_none(posted.since), until, letter.message_id, to, letter.content)
        with transaction(self._connection, self._path):
            return int(self._connection.execute(_POST, values).lastrowid or 0)

    def next(self, name: str, now: datetime) -> Posted | None:
        """The oldest that waits, of digests of this name; from now on it counts as tried once more."""
        with transaction(self._connection, self._path):
            rows = self._connection.execute(_NEXT, {"name": plain(name), "now": stored(now)}).fetchall()
        return _posted(rows[0]) if rows else None

    def settle(self, posted: Posted, now: datetime) -> None:
        """It was sent, or given up, as its state says; its bytes aren't needed any more."""
        refused = plain(listed(posted.refused))
        asked = {"number": posted.number, "state": posted.state.value, "now": stored(now), "refused": refused}
        with transaction(self._connection, self._path):
            self._connection.execute(_SETTLE, asked)

    def last(self, name: str) -> Posted | None:
        """The last of this name that was sent, or will be."""
        with faults_told(self._path):
            row = self._connection.execute(_LAST, (plain(name),)).fetchone()
        return _posted(row) if row else None


def listing(connection: sqlite3.Connection, since: datetime | None) -> Iterator[Posted]:
    """All that happened since, the newest first; streamed."""
    return map(_posted, connection.execute(_LISTING, (stored(since) if since else "",)))


def _posted(row: sqlite3.Row) -> Posted:
    return Posted(
        number=row["id"],
        name=row["name"],
        since=read_or_none(row["since"]),
        until=read(row["until"]),
        letter=Letter(
            to=tuple(json.loads(row["recipients"])), message_id=row["message_id"], content=row["message"] or b""
        ),
        refused=tuple(json.loads(row["refused"])),
        state=Post(row["state"]),
        tries=row["tries"],
        tried=read_or_none(row["tried"]),
        sent=read_or_none(row["sent"]),
    )
