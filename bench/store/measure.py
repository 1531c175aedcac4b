"""Every bar of the store, timed on a database of a million mentions: median and p95 of repeated reads, and bytes.

reads(store) -> [Row("search: rappel", 50.0, [3.1, 3.0, ...]), ...]
"""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bench.store.make import BRANDS, NOW, RESCORING
from smwatch.models import Label, MentionFilter, Sentiment
from smwatch.store import Store, hourly, open_store

PAGE = 50  # mentions
DAY = timedelta(days=1)
SEARCHES = {
    "rare": "dossier 4821*",
    "seldom": "œuf",
    "middling": "rappel",
    "common": "yogourt",
    "in two of five": "le",
    "phrase": '"le rappel"',
    "phrase nowhere": '"rappel volontaire"',
    "prefix": "qual*",
    "prefix of one letter": "a*",
    "two words": "rappel qualité",
    "three words": "rappel yogourt the",
    "accents": "DÉGOUTANT",
    "one left out": "yogourt -rappel",
    "nothing": "introuvable",
}
FILTERS: dict[str, dict[str, object]] = {
    "nothing": {},
    "brand": {"brand": BRANDS[0]},
    "small brand": {"brand": BRANDS[-1]},
    "label": {"label": Label.NEGATIVE},
    "not scored": {"unscored": True},
    "source": {"source": "Source 3"},
    "small source": {"source": "Source 390"},
    "no source": {"source": "Nobody"},
    "lang fr": {"lang": "fr"},
    "lang es": {"lang": "es"},
    "since 30 days": {"since": NOW - 30 * DAY},
    "until 2018": {"until": NOW.replace(year=2018)},
    "status assigned": {"status": "assigned"},
    "status new": {"status": "new"},
    "brand, label": {"brand": BRANDS[3], "label": Label.POSITIVE},
    "brand, label, lang, since": {"brand": BRANDS[3], "label": Label.NEGATIVE, "lang": "en", "since": NOW - 90 * DAY},
    "brand, source, label, lang": {
        "brand": BRANDS[-1], "source": "Source 200", "label": Label.NEGATIVE, "lang": "en",
    },
    "source, label, until 2018": {"source": "Source 9", "label": Label.NEGATIVE, "until": NOW.replace(year=2018)},
    "source, status new": {"source": "Source 20", "status": "new"},
    "lost ones too": {"hidden": True},
}  # fmt: skip
WITH_SEARCH = ("brand", "small brand", "label", "source", "small source", "lang fr", "lang es", "since 30 days",
               "until 2018", "status assigned", "brand, label, lang, since", "brand, source, label, lang")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """What was timed, its bar, and what it took; milliseconds."""

    what: str
    bar: float
    took: list[float]
    found: int = 0

    @property
    def median(self) -> float:
        """In the middle of them."""
        return statistics.median(self.took)

    @property
    def told(self) -> str:
        """A line of the table."""
        median, late = self.median, sorted(self.took)[int(0.95 * (len(self.took) - 1) + 0.5)]
        verdict = "" if not self.bar else "ok" if median <= self.bar else "OVER"
        bar = f"{self.bar:g}" if self.bar else "-"
        return f"{self.what:<58} {bar:>7} {median:>9.1f} {late:>9.1f} {self.found:>8}  {verdict}"


def timed(what: str, bar: float, do: Callable[[], int], repeat: int, clock: Callable[[], float]) -> Row:
    """The same thing so many times over, after once that doesn't count."""
    found, took = do(), []
    for _ in range(repeat):
        began = clock()
        do()
        took.append(1000 * (clock() - began))
        if sum(took) > 5000:
            break
    return Row(what, bar, took, found)


Ask = tuple[str, float, Callable[[], int]]
"""What, its bar, and how it is done."""


def reads(store: Store, repeat: int, only: str, clock: Callable[[], float]) -> Iterator[Row]:
    """What is read, each with its bar."""
    for what, bar, do in asks(store):
        if only in what:
            yield timed(what, bar, do, repeat, clock)


def beside(ours: Store, theirs: Store, repeat: int, only: str) -> Iterator[str]:
    """The same reads of a file and of a server's copy of it: medians, and how many times as long the server takes.

    By the wall's clock, as the server's work is no processor time of ours. The bar is three times the file's.
    """
    yield f"{'':<58} {'file':>9} {'server':>9} {'times':>7}  (ms)"
    slow, both = 0, list[float]()
    for (what, bar, do), (_, _, also) in zip(asks(ours), asks(theirs), strict=True):
        if only in what:
            mine, other = (timed(what, bar, one, repeat, time.perf_counter) for one in (do, also))
            file, server = statistics.median(mine.took), statistics.median(other.took)
            differs = "" if mine.found == other.found else f"  found {mine.found}, {other.found}"
            over = "OVER" if server > 3 * file and server > 3 * bar else "slow" if server > 3 * file else ""
            slow, both = slow + bool(over), [*both, server / file]
            yield f"{what:<58} {file:>9.1f} {server:>9.1f} {server / file:>7.1f}  {over}{differs}"
    yield f"{slow} of {len(both)} over three times; median {statistics.median(both):.2f} times"


def asks(store: Store) -> Iterator[Ask]:
    """All that is asked of it."""

    def _page(**wanted: object) -> Callable[[], int]:
        asked = MentionFilter(**{"limit": PAGE, **wanted})  # type: ignore[arg-type]
        return lambda: sum(1 for _ in store.mentions(asked))

    for name, wanted in FILTERS.items():
        yield f"list: {name}", 50, _page(**wanted)
    yield from _of_one(store, _page)
    for name, typed in SEARCHES.items():
        yield f"search: {name} ({typed})", 50, _page(search=typed)
    for typed in ("œuf", "rappel", "yogourt", "le", "qual*"):
        for name in WITH_SEARCH:
            yield f"search: {typed} by {name}", 50, _page(search=typed, **FILTERS[name])
    for typed in ("œuf", "rappel", '"le rappel"', "yogourt"):
        yield f"search, best first: {typed}", 50, _page(search=typed, best=True)
    since = NOW - 30 * DAY
    yield "counts by the hour of a brand, 30 days", 5, lambda: len(store.counts(BRANDS[0], since, NOW))
    since_90 = NOW - 90 * DAY
    yield "share of voice, 90 days", 20, lambda: len(store.share_of_voice(since_90, NOW))
    db = store._connection
    day = f"{since_90:%Y-%m-%d}"
    sql = "SELECT sum(negative) FROM daily WHERE brand = ? AND day >= ?"
    yield "view daily, a brand's 90 days", 0, lambda: len(db.execute(sql, (BRANDS[0], day)).fetchall())
    sql_month = "SELECT * FROM share_of_voice WHERE month >= ?"
    yield "view share_of_voice, 3 months", 0, lambda: len(db.execute(sql_month, (day[:7],)).fetchall())
    yield "what status reads of the day", 0, _page(fetched_since=NOW - DAY, limit=None)
    earlier = {"fetched_since": NOW - 2 * DAY, "fetched_until": NOW - DAY, "limit": None}
    yield "what a digest reads of the day before", 0, _page(**earlier)
    yield "what the detector hears, 30 days", 0, lambda: len(store.heard(BRANDS[0], since))


def _of_one(store: Store, page: Callable[..., Callable[[], int]]) -> Iterator[Ask]:
    """A thread, a story, an author: as the database has them."""
    db = store._connection
    busy = (
        "SELECT thread FROM entries WHERE thread <> '' AND id > (SELECT max(id) * 4 / 10 FROM entries)"
        " GROUP BY thread ORDER BY count(*) DESC LIMIT 1"
    )
    thread = db.execute(busy).fetchone()[0]
    story = db.execute("SELECT story FROM mentions GROUP BY story ORDER BY count(*) DESC LIMIT 1").fetchone()[0]
    names = [row[0] for row in db.execute("SELECT author FROM entries WHERE author <> '' LIMIT 2000")]
    yield "list: thread", 50, page(thread=thread)
    yield "list: thread, label", 50, page(thread=thread, label=Label.NEGATIVE)
    yield "list: story", 50, page(story=story)
    yield "list: author", 50, page(author=names[0])
    yield "search: le by thread", 50, page(search="le", thread=thread)


def sizes(path: Path) -> Iterator[str]:
    """What a mention takes without its text, by table and index."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        mentions = db.execute("SELECT count(*) FROM mentions").fetchone()[0]
        told, silent = db.execute("""
            SELECT count(*) FILTER (WHERE text <> ''), count(*) FILTER (WHERE text = '') FROM entries""").fetchone()
        text = db.execute("SELECT sum(octet) FROM (SELECT length(CAST(title || text AS BLOB)) AS octet FROM entries)")
        text = text.fetchone()[0]
        rows = db.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC").fetchall()
        total = sum(size for _, size in rows)
        yield f"{mentions:,} mentions, {told:,} entries with text, {silent:,} without; {total / 1e6:,.0f} MB"
        yield f"bytes a mention: {total / mentions:.0f}, of which text {text / mentions:.0f};"
        yield f"without its text, the entries that mention nobody counted in: {(total - text) / mentions:.0f}"
        for name, size in rows[:20]:
            yield f"  {name:<32} {size / mentions:>7.1f}"


def upheaval(path: Path, number: int = 100_000) -> Iterator[str]:
    """Whether everything is right after so many deletions and rescorings."""
    store = open_store(path)
    db = store._connection
    began = time.perf_counter()
    ids = [
        row[0]
        for row in db.execute("SELECT id FROM mentions ORDER BY id * 2654435761 % 4294967296 LIMIT ?", (2 * number,))
    ]
    with closing(store):
        for at in range(0, number, 200):
            some = [
                (n, Sentiment(score=(n % 200) / 100 - 1, label=[*Label][n % 3], scorer="lexicon/9"))
                for n in ids[at : at + 200]
            ]
            store.save_scores(some, RESCORING)
        yield f"{number:,} rescored in {time.perf_counter() - began:.0f} s"
        began = time.perf_counter()
        db.execute("BEGIN")
        db.executemany("DELETE FROM mentions WHERE id = ?", [(n,) for n in ids[number:]])
        db.execute("COMMIT")
        yield f"{number:,} deleted in {time.perf_counter() - began:.0f} s"
        began = time.perf_counter()
        yield f"counts by the hour that are wrong: {hourly.wrong(db)} ({time.perf_counter() - began:.1f} s)"
        began = time.perf_counter()
        db.execute("INSERT INTO entries_search (entries_search, rank) VALUES ('integrity-check', 1)")
        yield f"the full-text index says what the texts say ({time.perf_counter() - began:.1f} s)"
