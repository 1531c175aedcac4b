"""How far the detector has listened to each brand: what it knew then, as bytes that only it can read.

A row is written by a scan and thrown away by triggers (steps/011), whoever writes: as soon as one of the mentions that
it rests on changes or goes. So a scan that finds one may go on from it, and one that finds none hears all again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from smwatch.models import Listening
from smwatch.store.mentions import heard, heard_after
from smwatch.store.sql import Connection
from smwatch.store.values import plain, stored

_ALL: Final = 2**63 - 1
_STATE = "SELECT reached, state FROM listening WHERE brand = ? AND state <> x''"
_LAST = "SELECT coalesce(max(id), 0) FROM mentions"
# it stands there while all is heard: a mention that changes meanwhile takes it away, and nothing is kept
_BEGIN = """
INSERT INTO listening (brand, reached, since, state) VALUES (?, ?, '', x'')
ON CONFLICT (brand) DO UPDATE SET reached = excluded.reached, since = '', state = x''
"""
_KEEP = "UPDATE listening SET reached = ?, since = ?, state = ? WHERE brand = ?"


def listen(connection: Connection, brand: str, since: datetime, *, anew: bool) -> Listening:
    """What is new about a brand since its state was kept; all that was fetched since then, where there is none."""
    name = plain(brand)
    row = None if anew else connection.execute(_STATE, (name,)).fetchone()
    if row is None:
        connection.execute(_BEGIN, (name, _ALL))
    (last,) = connection.execute(_LAST).fetchone()
    if row is None:
        return Listening(brand=brand, since=since, reached=last, heard=heard(connection, name, since))
    new = heard_after(connection, name, since, row["reached"]) if last > row["reached"] else []
    return Listening(
        brand=brand, since=since, reached=last, passed=last - row["reached"], state=row["state"], heard=new
    )


def keep(connection: Connection, kept: Sequence[Listening]) -> None:
    """What is known now of brands that were listened to, unless what they rest on has changed since."""
    rows = [(one.reached, stored(one.since), one.state, plain(one.brand)) for one in kept]
    connection.executemany(_KEEP, rows)
