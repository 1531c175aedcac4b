"""How many mentions were scored by something else than what scores now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smwatch.store.sql import Connection
from smwatch.store.values import listed, plain, stored

if TYPE_CHECKING:
    from smwatch.models import Rescoring
    from smwatch.store.values import Row

# by their numbers, so that one walk over the table finds all: + keeps SQLite from going by brand and sorting each page
_CONDITIONS = {
    "brand": "+m.brand = :brand",
    "since": "+m.published >= :since",
    "scorers": "+m.machine_scorer NOT IN (SELECT value FROM json_each(:scorers))",
}
# counted by an index of its own
_BY_SCORER = "SELECT machine_scorer, count(*) FROM mentions WHERE current = 1 GROUP BY machine_scorer"


def count(connection: Connection, wanted: Rescoring, after: int = 0) -> int:
    """How many mentions with a higher number than `after` are to be scored again."""
    if not (wanted.brand or wanted.since or wanted.everything or after):
        rows = connection.execute(_BY_SCORER)
        return sum(number for scorer, number in rows if scorer not in wanted.scorers)
    conditions, asked = asked_for(wanted, after)
    return int(connection.execute(f"SELECT count(*) FROM mentions AS m WHERE {conditions}", asked).fetchone()[0])  # noqa: S608 - constants of this module


def asked_for(wanted: Rescoring, after: int) -> tuple[str, Row]:
    """The conditions of SQL that find them in `mentions AS m`, and what these ask for."""
    asked: Row = {"after": after}
    if wanted.brand:
        asked["brand"] = plain(wanted.brand)
    if wanted.since:
        asked["since"] = stored(wanted.since)
    if not wanted.everything:
        asked["scorers"] = listed(sorted(wanted.scorers))
    conditions = [condition for name, condition in _CONDITIONS.items() if name in asked]
    return " AND ".join(["m.id > :after", "m.current", *conditions]), asked
