"""Mentions counted by the hour: read instead of the mentions where numbers are all that is asked for.

The schema's triggers keep the table `hourly` right (steps/009_keeping.sql); here it is read, proved and made anew.
"""

from __future__ import annotations

import sqlite3

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


def wrong(connection: sqlite3.Connection) -> int:
    """How many rows of `hourly` are missing, too many, or say something else than the mentions; 0: it is right."""
    return int(connection.execute(_WRONG).fetchone()[0])


def make_anew(connection: sqlite3.Connection) -> None:
    """Count everything again; the caller holds the transaction."""
    connection.execute("DELETE FROM hourly")
    connection.execute(f"INSERT INTO hourly {_ROWS}")
