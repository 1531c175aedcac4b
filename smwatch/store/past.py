"""A mention's past: when it was edited, what was decided about it, and its place among the comments of its thread."""

from __future__ import annotations

from typing import Final

from smwatch.models.journal import Thread, Told
from smwatch.store import audit
from smwatch.store.sql import Kept, Record
from smwatch.store.values import read_or_none

_SAME: Final = "c.digest || char(31) || c.author || char(31) || iif(c.url = '', c.own_id, c.url)"
"""What tells comments apart: its post's feed and its site's may both bring one."""
_ENTRY: Final = f"""
SELECT c.id, m.brand, {_SAME} AS same, c.edited, c.published, c.kind = 'comment' AND c.thread_link <> '' AS answers,
       iif(c.kind = 'comment', c.thread_link, c.link) AS page, iif(c.kind = 'comment', c.thread, c.url) AS url
FROM mentions AS m CROSS JOIN entries AS c ON c.id = m.entry_id WHERE m.id = ?
"""  # noqa: S608 - constants of this module
_ROOT: Final = """
SELECT title, url, mention FROM (
  SELECT p.title, p.url, p.id,
         (SELECT id FROM mentions WHERE entry_id = p.id AND brand = :brand AND current) AS mention
  FROM entries AS p WHERE p.link = :page AND p.link <> '' AND p.kind = 'entry') AS roots
ORDER BY mention IS NULL, id LIMIT 1
"""
_COMMENTS: Final = f"""
SELECT count(DISTINCT {_SAME}),
       count(DISTINCT iif((c.published, c.id) < (:published, :id), nullif({_SAME}, :same), NULL))
FROM entries AS c WHERE c.thread_link = :page AND c.thread_link <> '' AND c.kind = 'comment'
"""  # noqa: S608 - constants of this module


class Past(Kept):
    """Mentions' pasts, which nothing changes."""

    def of(self, number: int) -> Told:
        """What became of a mention, hidden or not, and what it stands among; LookupError: there is none."""
        with self._reading():
            row = self._connection.execute(_ENTRY, (number,)).fetchone()
            if row is None:
                raise LookupError(number)
            decisions = tuple(audit.of_one(self._connection, "mention", number))
            return Told(edited=read_or_none(row["edited"]), decisions=decisions, thread=self._thread(row))

    def _thread(self, row: Record) -> Thread | None:
        if not row["page"]:
            return None
        root = self._connection.execute(_ROOT, dict(row)).fetchone()
        comments, earlier = self._connection.execute(_COMMENTS, dict(row)).fetchone()
        return Thread(
            url=root["url"] if root else row["url"],
            title=root["title"] if root else "",
            mention=root["mention"] or 0 if root else 0,
            comments=comments,
            place=earlier + 1 if row["answers"] else 0,
        )
