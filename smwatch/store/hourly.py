"""Mentions counted by the hour: read instead of the mentions where numbers are all that is asked for.

The schema's triggers keep the table `hourly` right (steps/009_keeping.sql); here it is read, proved and made anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from smwatch.models import Role
from smwatch.store.sql import Connection
from smwatch.store.values import listed, plain, read, stored

if TYPE_CHECKING:
    from smwatch.models import HourCount, Share
    from smwatch.store.values import Row

_ROWS = """
SELECT substr(m.published, 1, 10) AS day, m.brand, CAST(substr(m.published, 12, 2) AS INTEGER) AS hour, e.lang,
       e.feed_id, count(*) AS mentions, count(*) FILTER (WHERE m.label = 'negative') AS negative,
       count(*) FILTER (WHERE m.label = 'neutral') AS neutral, count(*) FILTER (WHERE m.label = 'positive') AS positive,
       count(m.score) AS scored, coalesce(sum(CAST(round(m.score * 1000000) AS INTEGER)), 0) AS score
FROM mentions AS m JOIN entries AS e ON e.id = m.entry_id
WHERE m.current
GROUP BY 1, 2, 3, 4, 5
"""
"""What `hourly` holds, told from the mentions."""

_WRONG = f"""
SELECT count(*) FROM (SELECT day, brand, hour, lang, feed_id FROM (
  SELECT * FROM ({_ROWS}) UNION ALL SELECT * FROM hourly)
GROUP BY day, brand, hour, lang, feed_id, mentions, negative, neutral, positive, scored, score HAVING count(*) <> 2)
"""  # noqa: S608 - constants of this module


def wrong(connection: Connection) -> int:
    """How many rows of `hourly` are missing, too many, or say something else than the mentions; 0: it is right."""
    return int(connection.execute(_WRONG).fetchone()[0])


def make_anew(connection: Connection) -> None:
    """Count everything again; the caller holds the transaction."""
    connection.execute("DELETE FROM hourly")
    connection.execute(f"INSERT INTO hourly {_ROWS}")


OWN: Final = str(tuple(role.value for role in Role if role.own))
"""Roles of the company's own people, in SQL: they are counted apart."""

# of whom more is known than their feed declares: counted by their feed above, so taken away here, or given back
_MOVED: Final = f"""
SELECT substr(m.published, 1, 10) AS day, CAST(substr(m.published, 12, 2) AS INTEGER) AS hour, m.brand, m.label,
       (f.author_role IN {OWN}) - (r.role IN {OWN}) AS more
FROM author_roles AS r CROSS JOIN entries AS e ON e.id = r.entry_id CROSS JOIN feeds AS f ON f.id = e.feed_id
     CROSS JOIN mentions AS m ON m.entry_id = e.id
WHERE m.current AND (r.role IN {OWN}) <> (f.author_role IN {OWN})
  AND m.published >= :day || 'T' || printf('%02d', :hour)
  AND m.published < :last_day || 'T' || printf('%02d', :last_hour)
"""  # noqa: S608 - constants of this module
_OWN_FEED: Final = f"feed_id IN (SELECT id FROM feeds WHERE author_role IN {OWN})"  # noqa: S608 - likewise
# day by day, so that of each day only the brand's hours are read
_OF_BRAND = f"""
SELECT day || 'T' || printf('%02d', hour) || ':00:00Z' AS at, sum(mentions) AS mentions, sum(negative) AS negative,
       sum(neutral) AS neutral, sum(positive) AS positive, sum(own) AS own
FROM (
  SELECT day, hour, mentions, negative, neutral, positive, 0 AS own FROM hourly
  WHERE day IN (SELECT value FROM json_each(:days)) AND brand = :brand AND NOT {_OWN_FEED}
  UNION ALL
  SELECT day, hour, 0, 0, 0, 0, mentions FROM hourly
  WHERE day IN (SELECT value FROM json_each(:days)) AND brand = :brand AND {_OWN_FEED}
  UNION ALL
  SELECT day, hour, more, more * (label IS 'negative'), more * (label IS 'neutral'), more * (label IS 'positive'), -more
  FROM ({_MOVED} AND m.brand = :brand))
WHERE (day, hour) >= (:day, :hour) AND (day, hour) < (:last_day, :last_hour)
GROUP BY day, hour ORDER BY day, hour
"""  # noqa: S608 - likewise
_SHARES = f"""
SELECT brand, sum(mentions) AS mentions FROM (
  SELECT brand, mentions FROM hourly
  WHERE day BETWEEN :day AND :last_day AND (day, hour) >= (:day, :hour) AND (day, hour) < (:last_day, :last_hour)
    AND NOT {_OWN_FEED}
  UNION ALL
  SELECT brand, more FROM ({_MOVED}))
GROUP BY brand HAVING sum(mentions) > 0 ORDER BY mentions DESC, brand
"""  # noqa: S608 - likewise


def counts(connection: Connection, brand: str, since: datetime, until: datetime) -> list[HourCount]:
    """A brand's mentions by the hour of their publication, from the hour of `since` to that before `until`'s.

    Those by the company's own people are counted beside the others.
    """
    from smwatch.models import HourCount

    asked = _span(since, until) | {"brand": plain(brand)}
    first, last = (date.fromisoformat(asked[end]) for end in ("day", "last_day"))
    asked["days"] = listed([(first + timedelta(n)).isoformat() for n in range((last - first).days + 1)])
    return [
        HourCount(hour=read(at), mentions=mentions, negative=negative, neutral=neutral, positive=positive, own=own)
        for at, mentions, negative, neutral, positive, own in connection.execute(_OF_BRAND, asked)
    ]


def share_of_voice(connection: Connection, since: datetime, until: datetime) -> list[Share]:
    """What part of all mentions of these hours, but for the company's own, is about which brand, the loudest first."""
    from smwatch.models import Share

    rows = connection.execute(_SHARES, _span(since, until)).fetchall()
    total = sum(mentions for _, mentions in rows)
    return [Share(brand=brand, mentions=mentions, share=mentions / total) for brand, mentions in rows]


def _span(since: datetime, until: datetime) -> Row:
    """The days and hours of a stretch of time."""
    begin, end = stored(since), stored(until)
    return {"day": begin[:10], "hour": int(begin[11:13]), "last_day": end[:10], "last_hour": int(end[11:13])}


_FIRST_DAYS: Final = 2  # that are looked at for what is wanted, and four times as many each time
_LONGER: Final = 4
_COUNTS = {"negative": "negative", "neutral": "neutral", "positive": "positive"}
_USUAL: Final = ("fr", "en")  # languages that an index on the others leaves out
_OTHERS = "mentions - negative - neutral - positive"


class Cell(NamedTuple):
    """How many mentions of a brand were published in an hour."""

    day: str
    hour: int
    brand: str
    number: int


def cells(connection: Connection, values: Row) -> Iterator[Cell]:
    """The hours that hold mentions with these values of brand, source, lang, label and unscored, the newest first.

    Of since and until only the days count; source is a JSON list of feeds.
    """
    number = _OTHERS if "unscored" in values else _COUNTS.get(values.get("label", ""), "mentions")
    conditions = ["day IN (SELECT value FROM json_each(:days))"]
    conditions += ["brand = :brand"] * ("brand" in values) + ["lang = :lang"] * ("lang" in values)
    conditions += ["feed_id IN (SELECT value FROM json_each(:source))"] * ("source" in values)
    if values.get("lang", "fr") not in _USUAL:
        conditions[0] = "day BETWEEN :first AND :last AND lang NOT IN ('fr', 'en')"  # as its index says
    found = f"""SELECT day, hour, brand, sum({number}) AS number FROM hourly WHERE {" AND ".join(conditions)}
                GROUP BY day, brand, hour HAVING sum({number}) > 0"""  # noqa: S608 - constants of this module
    for days in _stretches(connection, values):
        asked = values | {"days": listed(days), "first": days[-1], "last": days[0]}
        yield from sorted((Cell(*row) for row in connection.execute(found, asked)), reverse=True)


def _stretches(connection: Connection, values: Row) -> Iterator[list[str]]:
    """The days that are counted, the newest first, some at a time and ever more."""
    first, last = connection.execute("SELECT (SELECT min(day) FROM hourly), (SELECT max(day) FROM hourly)").fetchone()
    if not last:
        return
    first, last = max(first, values.get("since", "")[:10]), min(last, values.get("until", "9999")[:10])
    size = _FIRST_DAYS
    while first <= last:
        days = [(date.fromisoformat(last) - timedelta(n)).isoformat() for n in range(size)]
        yield [day for day in days if day >= first]
        last = (date.fromisoformat(days[-1]) - timedelta(1)).isoformat()
        size *= _LONGER
