"""Answers that the company's own voice gave in a mention's thread, found as they come.

Mentions are looked at once, by their numbers. A comment by the company's own voice answers what was said before it in
its thread: the entry, and the comments under it. It is remembered as a voice, since what it answers may come later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from smwatch.store.mentions import numbered
from smwatch.store.sql import Connection
from smwatch.store.values import listed, read

if TYPE_CHECKING:
    from smwatch.models import MentionRow, Task

PAGE: Final = 200
"""Mentions that are looked at in one transaction."""

_NEW: Final = """
SELECT id FROM mentions WHERE id > coalesce((SELECT reached FROM heeded), 0) ORDER BY id LIMIT ?
"""
_REACHED: Final = (
    "INSERT INTO heeded (id, reached) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET reached = excluded.reached"
)
_VOICE: Final = "INSERT OR IGNORE INTO voices (mention_id) VALUES (?)"
_ANY: Final = "SELECT EXISTS (SELECT 1 FROM voices)"
_PAIR: Final = """
SELECT m.id AS mention, v.id AS answer, a.published AS at, a.url AS link, v.fetched AS fetched
"""  # (m, e) is answered by (v, a)
_FITS: Final = """
  a.kind = 'comment' AND a.thread_link <> '' AND m.id <> v.id AND m.current AND v.current
  AND m.published <= a.published AND m.status <> 'ignored' AND m.id NOT IN (SELECT mention_id FROM voices)
"""
_OF_VOICES: Final = f"""{_PAIR}
FROM json_each(:ids) AS c CROSS JOIN mentions AS v ON v.id = c.value CROSS JOIN entries AS a ON a.id = v.entry_id
CROSS JOIN entries AS e ON {{same}} CROSS JOIN mentions AS m ON m.entry_id = e.id AND m.brand = v.brand
WHERE {_FITS}
"""
_OF_OTHERS: Final = f"""{_PAIR}
FROM json_each(:ids) AS c CROSS JOIN mentions AS m ON m.id = c.value CROSS JOIN entries AS e ON e.id = m.entry_id
CROSS JOIN entries AS a ON {{same}} CROSS JOIN mentions AS v ON v.entry_id = a.id AND v.brand = m.brand
CROSS JOIN voices AS w ON w.mention_id = v.id
WHERE {_FITS}
"""
_SAME: Final = ("e.link = a.thread_link AND e.link <> ''", "e.thread_link = a.thread_link AND e.thread_link <> ''")
_PAIRS: Final = [
    " UNION ".join(sql.format(same=same) for same in _SAME) + " ORDER BY at, answer" for sql in (_OF_VOICES, _OF_OTHERS)
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A mention, and what answers it."""

    mention: int
    answer: int  # a mention too
    at: datetime
    link: str
    fetched: datetime  # when smwatch learnt of the answer


def page(connection: Connection) -> list[int]:
    """The next mentions to look at; the caller holds the transaction in which they have been."""
    ids = [row["id"] for row in connection.execute(_NEW, (PAGE,))]
    if ids:
        connection.execute(_REACHED, (ids[-1],))
    return ids


def found(connection: Connection, ids: Sequence[int], speaks: Callable[[MentionRow], bool]) -> Iterator[Found]:
    """The answers among these, and to these; the first of several that a mention has comes first."""
    rows = [row for row in numbered(connection, ids) if row.current]
    voices = [row.id for row in rows if row.thread and speaks(row)]
    connection.executemany(_VOICE, [(number,) for number in voices])
    others = sorted({row.id for row in rows} - set(voices)) if connection.execute(_ANY).fetchone()[0] else []
    for some, sql in zip((voices, others), _PAIRS, strict=True):
        for row in connection.execute(sql, {"ids": listed(some)}).fetchall() if some else ():
            at, fetched = read(row["at"]), read(row["fetched"])
            yield Found(mention=row["mention"], answer=row["answer"], at=at, link=row["link"], fetched=fetched)


def answered(task: Task, found: Found) -> Task:
    """The same, answered by what was found; as it is where a person decided otherwise, or an earlier one was found."""
    if task.status == "ignored" or (task.reopened and found.fetched <= task.reopened):
        return task
    if task.status == "answered" and not (task.found and task.answered and found.at < task.answered):
        return task
    return replace(task, status="answered", answered=found.at, link=found.link, found=True)
