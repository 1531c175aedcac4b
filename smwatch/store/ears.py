"""By which feeds each brand is heard, and whether they hear anything at present."""

from __future__ import annotations

from typing import Final

from smwatch.models import Ear, Health, Origin
from smwatch.store.sql import Connection, Record
from smwatch.store.values import read_or_none

DAYS: Final = 365
"""Before the last mention of any brand: whatever brought one since is listened to for it."""

LATELY: Final = 30
"""Likewise: most brands are told of within a month, which is read at once."""

_FEED = "f.url, f.source, f.status, f.origin, f.silent_since, f.failing_since"
_POLLED = "f.enabled AND f.followed AND NOT f.retired AND NOT (f.origin = 'discovered' AND (f.gone OR f.polls = 0))"
_EARS = f"""
WITH heard AS MATERIALIZED (
  SELECT DISTINCT brand, feed_id FROM hourly WHERE day >= (SELECT date(max(day), '-{DAYS} days') FROM hourly))
SELECT b.name AS brand, {_FEED} FROM brands AS b CROSS JOIN feeds AS f
WHERE {_POLLED} AND ((b.name, f.id) IN heard
                     OR EXISTS (SELECT 1 FROM json_each(f.about) WHERE value = b.name))
UNION ALL SELECT '', {_FEED} FROM feeds AS f WHERE {_POLLED}
ORDER BY brand, source, url
"""  # noqa: S608 - constants of this module
_TROUBLES = {Health.SILENT: "silent", Health.FAILING: "failing", Health.GONE: "failing"}


# of each brand one that is fine and told of it lately, and one that is fine for ""
_SURE = f"""
WITH fine AS MATERIALIZED (
  SELECT f.id FROM feeds AS f
  WHERE {_POLLED} AND f.status NOT IN ('silent', 'failing', 'gone') AND f.origin <> 'discovered'),
heard AS (
  SELECT brand, min(feed_id) AS feed_id FROM hourly
  WHERE day >= (SELECT date(max(day), '-{LATELY} days') FROM hourly) AND feed_id IN (SELECT id FROM fine)
  GROUP BY brand
  UNION ALL SELECT '', min(id) FROM fine)
SELECT heard.brand, {_FEED} FROM heard JOIN feeds AS f ON f.id = heard.feed_id
"""  # noqa: S608 - likewise


def ears(connection: Connection, *, brief: bool = False) -> list[Ear]:
    """Every brand's, by brand and source; those of "" are all feeds that are polled.

    `brief`: of a brand that a feed which is fine has told of lately, that one stands for all.
    """
    sure = [_ear(row) for row in connection.execute(_SURE)] if brief else []
    names = {ear.brand for ear in sure}
    if brief and names >= {"", *(row["name"] for row in connection.execute("SELECT name FROM brands"))}:
        return sure
    return sure + [_ear(row) for row in connection.execute(_EARS) if row["brand"] not in names]


def _ear(row: Record) -> Ear:
    how = _TROUBLES.get(Health(row["status"]), "")
    since = {"silent": row["silent_since"], "failing": row["failing_since"]}.get(how)
    return Ear(
        brand=row["brand"],
        feed=row["url"],
        source=row["source"] or row["url"],
        how=how,
        since=read_or_none(since),
        found=row["origin"] == Origin.DISCOVERED,
    )
