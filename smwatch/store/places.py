"""How far who has listed what is new: by the number of the last mention that was stored by then.

Times don't tell: what waited for another writer, while somebody listed, was fetched before and is stored after.
Numbers rise in the order in which transactions are committed, and never come back.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from smwatch.models import News, Place
from smwatch.store.sql import Connection, Kept, Record
from smwatch.store.values import listed, plain, read, stored

if TYPE_CHECKING:
    from smwatch.text.blot import Blotter

MOST: Final = 10_000
"""Mentions that are counted: who has not looked for so long needn't know how many more there are."""
SETS: Final = 100
"""Sets of filters that are kept of a person; somebody who tries out searches has no use for older ones."""

_OF: Final = "SELECT reached, at FROM listed WHERE person = ? AND filters = ?"
_KEEP: Final = """
INSERT INTO listed (person, filters, reached, at) VALUES (:person, :filters, :reached, :at)
ON CONFLICT (person, filters) DO UPDATE SET reached = max(reached, excluded.reached), at = excluded.at
"""
_DROP_OLD: Final = """
DELETE FROM listed WHERE person = :person AND filters NOT IN (
  SELECT filters FROM listed WHERE person = :person ORDER BY filters = '{}' DESC, at DESC, rowid DESC LIMIT :sets)
"""
_NEWS: Final = """
SELECT count(*), count(*) FILTER (WHERE label = 'negative') FROM (
  SELECT label FROM mentions NOT INDEXED
  WHERE id > :after AND fetched >= :heard AND current AND brand IN (SELECT value FROM json_each(:brands)) LIMIT :most)
"""  # by their numbers, which no other index tells sooner


class Places(Kept):
    """How far who has listed what is new; a place is the number of the last mention that was stored by then."""

    def of(self, person: str, filters: str = "{}") -> Place | None:
        """Where somebody stopped with these filters (JSON); None: they never listed what is new with them."""
        with self._reading():
            row = self._connection.execute(_OF, (plain(person), plain(filters))).fetchone()
        return Place(reached=row["reached"], at=read(row["at"])) if row else None

    def last(self) -> int:
        """The highest number that a mention has: whatever is stored from now on gets a higher one. 0: there is none."""
        with self._reading():
            return int(self._connection.execute("SELECT coalesce(max(id), 0) FROM mentions").fetchone()[0])

    def keep(self, person: str, place: Place, filters: str = "{}") -> None:
        """They have listed so far; never back, where two of them list at once."""
        row = {"person": plain(person), "filters": plain(filters), "reached": place.reached, "at": stored(place.at)}
        with self._writing():
            self._connection.execute(_KEEP, row)
            self._connection.execute(_DROP_OLD, {"person": row["person"], "sets": SETS})

    def news(self, after: int, brands: Sequence[str], heard_since: datetime | None = None) -> News:
        """How many current mentions of these brands have a higher number, and how many of them are negative.

        Without those that were fetched before `heard_since`. Counted no further than `News.complete` says.
        """
        heard = stored(heard_since) if heard_since else ""
        asked = {"after": after, "heard": heard, "brands": listed([*map(plain, brands)]), "most": MOST + 1}
        with self._reading():
            mentions, negative = self._connection.execute(_NEWS, asked).fetchone()
        return News(mentions=min(mentions, MOST), negative=negative, complete=mentions <= MOST)


def forget(connection: Connection, blotter: Blotter) -> None:
    """Places of whoever it knows, and those kept for filters that tell them; in the caller's transaction."""
    from smwatch.store.person import tells_in  # late: nobody is forgotten while somebody lists

    rows = connection.execute("SELECT rowid, person, filters FROM listed").fetchall()
    gone = [(row["rowid"],) for row in rows if any(tells_in(blotter, text) for text in _texts(row))]
    connection.executemany("DELETE FROM listed WHERE rowid = ?", gone)


def _texts(row: Record) -> list[str]:
    return [row["person"], row["filters"], *map(str, json.loads(row["filters"]).values())]
