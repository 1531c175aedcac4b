"""What is past its time goes: mentions, and texts that mention nobody. Only `smwatch db prune` and `forget` ask.

In batches, one short transaction each, and after each as long a rest: a scan beside it hardly waits, and whatever stops
it, it goes on the next time with what is left. An entry stays, without its text: by key, ids, digest and links its feed
knows it again, and answers find what they answer.

A mention's age is told by the later of when it was published and when it came, but for what lies in the future: a clock
that was wrong, or a feed that dates wrongly, makes nothing old before its time.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from smwatch.errors import NothingDoneError
from smwatch.locales import N_
from smwatch.models import BrandForgotten, Limits, Pruned
from smwatch.store import audit, stories
from smwatch.store.forgetting import drop_labels, give_up
from smwatch.store.proof import cut_log
from smwatch.store.sql import Connection, Location, Record, faults_told, is_file, transaction
from smwatch.store.values import listed, read_or_none, stored
from smwatch.text.fold import fold

BATCH: Final = 500  # rows a transaction: some ten milliseconds
JUMP: Final = timedelta(days=60)
"""A clock that is so much later than anything that was done before may be wrong: one asks before one deletes."""

REST: Final = 0.05  # seconds between two, at most
MERGE: Final = 200  # pages of the full-text index that are merged at once, likewise

Progress = Callable[[int, int], None]
"""Told after each batch: how many are done, how many there are."""

_OLD = """
(m.published < :mentions OR m.published > :now) AND (m.fetched < :mentions OR m.fetched > :now)
AND min(m.published, m.fetched) <= :now
"""
# what younger answers answer, and what that answers: they are mentions for it
_ANSWERED = f"""
INSERT OR IGNORE INTO temp.answered
WITH RECURSIVE up (link, brand) AS (
  SELECT c.thread_link, m.brand FROM mentions AS m JOIN entries AS c ON c.id = m.entry_id
  WHERE m.why = 'THREAD' AND c.thread_link <> '' AND NOT ({_OLD})
  UNION
  SELECT p.thread_link, up.brand FROM up CROSS JOIN entries AS p ON p.link = up.link AND p.link <> ''
  CROSS JOIN mentions AS m ON m.entry_id = p.id AND m.brand = up.brand AND m.why = 'THREAD'
  WHERE p.thread_link <> '')
SELECT link, brand FROM up
"""  # noqa: S608 - constants of this module
_GOING = f"""
SELECT m.id, m.entry_id FROM mentions AS m JOIN entries AS e ON e.id = m.entry_id
WHERE m.id > :after AND {_OLD}
  AND (e.link = '' OR NOT EXISTS (SELECT 1 FROM temp.answered AS a WHERE a.link = e.link AND a.brand = m.brand))
"""  # noqa: S608 - likewise
_SILENT = """
SELECT e.id FROM entries AS e
WHERE e.id > :after AND e.let_go IS NULL AND max(e.fetched, coalesce(e.edited, '')) < :entries
  AND NOT EXISTS (SELECT 1 FROM mentions WHERE entry_id = e.id)
"""
_COUNT_SILENT = f"SELECT count(*) FROM ({_SILENT})"  # noqa: S608 - likewise
_PAGE = " ORDER BY 1 LIMIT :page"
_LET_GO = """
UPDATE entries SET title = '', text = '', author = '', author_email = '', author_url = '', lang = '',
  comment_feeds = '[]', let_go = :why
WHERE id IN (SELECT value FROM json_each(:ids)) AND let_go IS NULL
  AND NOT EXISTS (SELECT 1 FROM mentions WHERE entry_id = entries.id)
"""
_SETTLED = "DELETE FROM unsettled WHERE entry_id IN (SELECT value FROM json_each(?))"
_LAST_DONE = "SELECT max(at) FROM (SELECT max(started) AS at FROM scans UNION ALL SELECT max(at) FROM audit)"
_LABELS = "SELECT id FROM labels WHERE mention_id IN (SELECT value FROM json_each(?))"
_ORPHANS = "SELECT id FROM labels WHERE mention_id IS NULL"  # their mentions went before


class Pruning:
    """One run over what is past its time."""

    def __init__(self, connection: Connection, file: Location, limits: Limits, now: datetime) -> None:
        """Nothing is done yet."""
        self.connection, self.file, self.labels = connection, file, limits.labels
        self.asked = {
            "now": stored(now),
            "mentions": stored(limits.mentions) if limits.mentions else "",
            "entries": stored(limits.entries) if limits.entries else "",
        }

    def prepare(self) -> None:
        """Deleted text is overwritten; what younger comments answer is looked up."""
        with faults_told(self.file):
            self.connection.execute("PRAGMA secure_delete = ON")
            self.connection.execute("PRAGMA temp_store = MEMORY")
            self.connection.execute("DROP TABLE IF EXISTS temp.answered")
            self.connection.execute(
                "CREATE TEMP TABLE answered (link TEXT, brand TEXT, PRIMARY KEY (link, brand)) WITHOUT ROWID"
            )
            if self.asked["mentions"]:
                self.connection.execute(_ANSWERED, self.asked)

    def counts(self) -> Pruned:
        """How much there is to do; entries of mentions that go aren't among `entries`."""
        with faults_told(self.file):
            asked = self.asked | {"after": 0}
            found = self.connection.execute(_GOING, asked).fetchall()
            silent = self.connection.execute(_COUNT_SILENT, asked).fetchone()[0]
            ids = listed([row["id"] for row in found])
            labels = len(self.connection.execute(_LABELS, (ids,)).fetchall())
            orphans = len(self.connection.execute(_ORPHANS).fetchall())
            return Pruned(
                mentions=len(found),
                entries=silent,
                labels=labels + orphans if self.labels else 0,
                labels_kept=0 if self.labels else labels,
                free=self.free(),
            )

    def mentions(self) -> Iterator[tuple[int, int]]:
        """Batch by batch: how many mentions went, and labels of theirs."""
        for rows in self._pages(_GOING):
            ids = [row["id"] for row in rows]
            with transaction(self.connection, self.file):
                gone = drop_mentions(self.connection, ids, [row["entry_id"] for row in rows], labels=self.labels)
            yield gone

    def entries(self) -> Iterator[int]:
        """Batch by batch: how many entries that mention nobody lost their text."""
        for rows in self._pages(_SILENT):
            ids = listed([row["id"] for row in rows])
            with transaction(self.connection, self.file):
                gone = self.connection.execute(_LET_GO, {"ids": ids, "why": "entry"}).rowcount
                self.connection.execute(_SETTLED, (ids,))
            yield gone

    def orphans(self) -> Iterator[int]:
        """Batch by batch: how many labels went whose mentions are gone since an earlier run."""
        while self.labels:
            with transaction(self.connection, self.file):
                gone = [row[0] for row in self.connection.execute(f"{_ORPHANS} LIMIT {BATCH}")]
                drop_labels(self.connection, gone)
            if not gone:
                return
            yield len(gone)

    def _pages(self, query: str) -> Iterator[list[Record]]:
        """What there is to do, a batch at a time, with a rest after each: readers and writers get their turn."""
        after = 0
        while True:
            with faults_told(self.file):
                rows = self.connection.execute(query + _PAGE, self.asked | {"after": after, "page": BATCH}).fetchall()
            if not rows:
                return
            began = time.monotonic()
            yield rows
            after = rows[-1]["id"]
            time.sleep(min(REST, time.monotonic() - began))

    def free(self) -> int | None:
        """Bytes of the file that wait to be used again."""
        if not is_file(self.connection):
            return None
        pages = self.connection.execute("PRAGMA freelist_count").fetchone()[0]
        return int(pages * self.connection.execute("PRAGMA page_size").fetchone()[0])


def drop_mentions(
    connection: Connection, mentions: Collection[int], entries: Collection[int], *, labels: bool
) -> tuple[int, int]:
    """Mentions and what hangs on them are gone, and the texts of their entries that mention nobody else.

    How many mentions and labels that were. The caller holds the transaction.
    """
    ids = listed([*mentions])
    gone = [row[0] for row in connection.execute(_LABELS, (ids,))] if labels else []
    drop_labels(connection, gone)
    alone = """SELECT value FROM json_each(?1) AS e WHERE NOT EXISTS (
      SELECT 1 FROM mentions WHERE entry_id = e.value AND id NOT IN (SELECT value FROM json_each(?2)))"""
    bare = [row[0] for row in connection.execute(alone, (listed([*entries]), ids))]
    stories.leave(connection, bare)
    done = connection.execute("DELETE FROM mentions WHERE id IN (SELECT value FROM json_each(?))", (ids,)).rowcount
    connection.execute(_LET_GO, {"ids": listed(bare), "why": "mention"})
    connection.execute(_SETTLED, (listed(bare),))
    return done, len(gone)


def tidy(connection: Connection, file: Location) -> None:
    """What was deleted leaves the full-text index too, and the log, as far as nobody else is in the way.

    A server does it by itself (autovacuum).
    """
    if isinstance(connection, sqlite3.Connection):
        merge_index(connection, file)
        with suppress(sqlite3.Error):  # a reader holds it: the next scan's checkpoints do it by and by
            cut_log(connection)


def merge_index(connection: sqlite3.Connection, file: Location) -> None:
    """Old parts of the index become one, without what was deleted; a little at a time."""
    first = True
    while True:
        before = connection.total_changes
        with transaction(connection, file):
            command = "INSERT INTO entries_search (entries_search, rank) VALUES ('merge', ?)"
            connection.execute(command, (-MERGE if first else MERGE,))
        first = False
        if connection.total_changes - before < 2:  # noqa: PLR2004 - https://www.sqlite.org/fts5.html#the_merge_command
            return
        time.sleep(REST / 5)


def prune(  # noqa: PLR0913, PLR0917 - all of them different kinds
    connection: Connection, file: Location, limits: Limits, who: str, now: datetime, progress: Progress | None
) -> Pruned:
    """Carry it out, or only count."""
    pruning = Pruning(connection, file, limits, now)
    pruning.prepare()
    whole = pruning.counts()
    if limits.dry_run:
        return whole
    if not limits.sure and (whole.mentions or whole.entries or whole.labels):
        _doubt(pruning, now)
    todo = whole.mentions + whole.entries
    mentions = labels = texts = 0
    for gone, labelled in pruning.mentions():
        mentions, labels = mentions + gone, labels + labelled
        if progress:
            progress(mentions, max(todo, mentions))
    for some in pruning.entries():
        texts += some
        if progress:
            progress(mentions + texts, max(todo, mentions + texts))
    labels += sum(pruning.orphans())
    if mentions or texts or labels:
        with transaction(connection, file):
            became = listed({"mentions": mentions, "texts": texts, "labels": labels})
            audit.note(connection, who, now, what="prune", subject="database", became=became)
        tidy(connection, file)
    return Pruned(mentions=mentions, entries=texts, labels=labels, labels_kept=whole.labels_kept, free=pruning.free())


def _doubt(pruning: Pruning, now: datetime) -> None:
    """NothingDoneError where the clock has jumped since anything was done."""
    with faults_told(pruning.file):
        last = read_or_none(pruning.connection.execute(_LAST_DONE).fetchone()[0])
    if last and now - last > JUMP:
        raise NothingDoneError(
            N_("the clock says {now}, and the last thing that smwatch did was on {last}: is it right?"),
            N_("set the clock, or add --yes if it is right; nothing was deleted"),
            now=f"{now:%Y-%m-%d}",
            last=f"{last:%Y-%m-%d}",
        )


def forget_brand(  # noqa: PLR0913 - all of them different kinds
    connection: Connection, file: Location, name: str, who: str, now: datetime, *, dry_run: bool
) -> BrandForgotten:
    """All mentions, alerts and labels of a brand; those of its entries that mention others stay."""
    with faults_told(file):
        connection.execute("PRAGMA secure_delete = ON")
        counted = (f"SELECT count(*) FROM {table} WHERE brand = ?" for table in ("mentions", "alerts", "labels"))  # noqa: S608 - names of ours
        mentions, alerts, labelled = (connection.execute(sql, (name,)).fetchone()[0] for sql in counted)
    found = BrandForgotten(mentions=mentions, alerts=alerts, labels=labelled)
    if dry_run:
        return found
    page = f"SELECT id, entry_id FROM mentions WHERE brand = ? LIMIT {BATCH}"  # noqa: S608 - a constant of this module
    while rows := connection.execute(page, (name,)).fetchall():
        with transaction(connection, file):
            ids = [row["id"] for row in rows], [row["entry_id"] for row in rows]
            drop_mentions(connection, *ids, labels=True)
    with transaction(connection, file):
        labels = connection.execute("SELECT id FROM labels WHERE brand = ?", (name,))
        drop_labels(connection, [row[0] for row in labels])
        connection.execute("UPDATE alerts SET previous = NULL WHERE brand = ?", (name,))
        connection.execute("DELETE FROM alerts WHERE brand = ?", (name,))
        connection.execute("DELETE FROM brands WHERE name = ?", (name,))
        messages = give_up(connection, _telling(name))
        became = listed({"mentions": found.mentions, "alerts": found.alerts, "labels": found.labels})
        audit.note(connection, who, now, what="forget", subject="brand", was=name, became=became)
    tidy(connection, file)
    return replace(found, messages=messages)


def _telling(brand: str) -> Callable[[str], bool]:
    """Whether a text names a brand, as a word."""
    named = re.compile(rf"(?<!\w){re.escape(fold(brand))}(?!\w)")
    return lambda text: named.search(fold(text)) is not None
