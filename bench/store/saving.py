"""What `save_poll` costs, against SQLite alone; and what counting by the hour adds to full-text search.

    python -m bench.store.saving [--rounds 9] [--feeds 300]

The bare side writes with `executemany` exactly the rows that save_poll left in every table, read back from a database
that it filled, and prepared as tuples before the clock starts: the same tables, the same triggers, the same
PRAGMAs, one transaction a feed. It computes nothing, asks nothing, and knows every number beforehand. Who goes first is
turned each round; a ratio is of one round, so that what else the machine does weighs on both. CPU seconds are this
process's own.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import sqlite3
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

from bench.store.polls import MIXES, MONDAY, documents, specs, timing
from smwatch.models import Polled
from smwatch.store import open_store

POLL_BAR, HOURLY_BAR = 1.5, 1.15
ENTRIES = 20
HOURLY = ("hourly_insert", "hourly_delete", "hourly_update", "hourly_empty")


@dataclass(frozen=True, slots=True)
class Write:
    """A statement with its rows."""

    sql: str
    rows: list[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took, in seconds."""

    wall: float
    cpu: float


def open_bare(path: Path) -> sqlite3.Connection:
    """SQLite with the PRAGMAs of smwatch.store.connection."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def transactions(before: Path, after: Path) -> list[list[Write]]:
    """What it takes to write the rows of one database into the other: a list of statements for each feed."""
    old, new = open_bare(before), open_bare(after)
    feeds = {feed: list[Write]() for (feed,) in new.execute("SELECT id FROM feeds ORDER BY id")}
    _inserts(new, feeds, "entries", "feed_id", "{t} AS t")
    _inserts(new, feeds, "mentions", "e.feed_id", "{t} AS t JOIN entries AS e ON e.id = t.entry_id")
    prints = "SELECT e.feed_id, t.print, t.entry_id FROM story_texts AS t JOIN entries AS e ON e.id = t.entry_id"
    _by_feed(feeds, "UPDATE story_texts SET print = ? WHERE entry_id = ?", new.execute(prints))
    marks = """SELECT e.feed_id, t.mark, t.entry_id FROM story_marks AS t JOIN entries AS e ON e.id = t.entry_id
               ORDER BY t.mark, t.entry_id"""
    _by_feed(feeds, "INSERT INTO story_marks VALUES (?, ?)", new.execute(marks))
    _health(old, new, feeds)
    for table in ("unsettled", "labels"):
        assert not new.execute(f"SELECT count(*) FROM {table}").fetchone()[0], table
    old.close()
    new.close()
    return list(feeds.values())


def _inserts(new: sqlite3.Connection, feeds: dict[int, list[Write]], table: str, feed: str, of: str) -> None:
    """The rows of a table, whole."""
    columns = [name for _, name, *_, hidden in new.execute(f"PRAGMA table_xinfo({table})") if not hidden]
    asked = ", ".join(f"t.{name}" for name in columns)
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    _by_feed(feeds, sql, new.execute(f"SELECT {feed}, {asked} FROM {of.format(t=table)} ORDER BY t.id"))


def _by_feed(feeds: dict[int, list[Write]], sql: str, rows: Iterable[tuple[object, ...]]) -> None:
    found = defaultdict[object, list[tuple[object, ...]]](list)
    for feed, *values in rows:
        found[feed].append(tuple(values))
    for feed, writes in feeds.items():
        if feed in found:
            writes.append(Write(sql, found[feed]))


def _health(old: sqlite3.Connection, new: sqlite3.Connection, feeds: dict[int, list[Write]]) -> None:
    """The feeds' own rows, as far as the polls changed them."""
    for connection in (old, new):
        connection.row_factory = sqlite3.Row
    for row in new.execute("SELECT * FROM feeds").fetchall():
        was = old.execute("SELECT * FROM feeds WHERE id = ?", (row["id"],)).fetchone()
        changed = [name for name in row.keys() if row[name] != was[name] and name != "status"]  # noqa: SIM118 - a Row
        sql = f"UPDATE feeds SET {', '.join(f'{name} = ?' for name in changed)} WHERE id = ?"
        feeds[row["id"]].append(Write(sql, [(*(row[name] for name in changed), row["id"])]))


def same(one: Path, other: Path) -> bool:
    """Whether two databases hold the same rows, the index included."""
    first, second = open_bare(one), open_bare(other)
    tables = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%_search%'"
    )
    names = [name for (name,) in first.execute(tables) if name not in {"_sqlite_migrations", "forgotten_salt"}]
    for name in names:
        for a, b in ((first, second), (second, first)):
            rows = [set(map(repr, each.execute(f"SELECT * FROM {name}"))) for each in (a, b)]
            if rows[0] - rows[1]:
                return False
    for each in (first, second):
        each.execute("INSERT INTO entries_search (entries_search, rank) VALUES ('integrity-check', 1)")
        each.close()
    return True


def timed(work: Callable[[], None]) -> Cost:
    """What it takes, the collector's garbage of before apart."""
    gc.collect()
    gc.freeze()
    wall, cpu = perf_counter(), process_time()
    work()
    return Cost(perf_counter() - wall, process_time() - cpu)


class Runs:
    """Databases to write into: copies of one, made before the clock starts."""

    def __init__(self, folder: Path, start: Path) -> None:
        self._folder, self._start, self._number = folder, start, 0

    def fresh(self) -> Path:
        """One more copy."""
        self._number += 1
        for old in self._folder.glob("run*"):
            old.unlink()
        return Path(shutil.copy(self._start, self._folder / f"run{self._number}.db"))

    def product(self, polls: Sequence[Polled]) -> Cost:
        """Saved by the store."""
        store, due = open_store(self.fresh()), [(poll, timing(poll)) for poll in polls]

        def _work() -> None:
            for poll, following in due:
                store.save_poll(poll, following)

        cost = timed(_work)
        store.close()
        return cost

    def bare(self, feeds: Sequence[Sequence[Write]], without: Sequence[str] = ()) -> Cost:
        """Written by SQLite alone."""
        connection = open_bare(self.fresh())
        for trigger in without:
            connection.execute(f"DROP TRIGGER {trigger}")

        def _work() -> None:
            for writes in feeds:
                connection.execute("BEGIN IMMEDIATE")
                for write in writes:
                    connection.executemany(write.sql, write.rows)
                connection.execute("COMMIT")

        cost = timed(_work)
        connection.close()
        return cost


def started(path: Path, feeds: int) -> Path:
    """A database that knows its feeds, and nothing of their entries."""
    store = open_store(path)
    store.sync_feeds(specs(feeds), MONDAY)
    store.close()
    return path


def compared(rounds: int, one: Callable[[], Cost], other: Callable[[], Cost]) -> list[tuple[Cost, Cost]]:
    """Both, so many times, by turns the first; one round before to warm up isn't counted."""
    one(), other()
    costs = []
    for number in range(rounds):
        if number % 2:
            first = one()
            costs.append((first, other()))
        else:
            second = other()
            costs.append((one(), second))
    return costs


def told(name: str, costs: Sequence[tuple[Cost, Cost]], bar: float) -> bool:
    """A line of the table; whether the bar is kept, by the median."""
    walls = sorted(one.wall / other.wall for one, other in costs)
    cpus = sorted(one.cpu / other.cpu for one, other in costs)
    median, cpu = statistics.median(walls), statistics.median(cpus)
    one, other = (statistics.median(pair[side].wall for pair in costs) for side in (0, 1))
    print(
        f"{name:<44} {one:7.3f} s {other:7.3f} s   {median:5.2f} ({walls[0]:.2f} to {walls[-1]:.2f})"
        f"   CPU {cpu:5.2f} ({cpus[0]:.2f} to {cpus[-1]:.2f})   {'kept' if median <= bar else 'MISSED'}: {bar}"
    )
    return median <= bar


def measured(folder: Path, name: str, feeds: int, rounds: int) -> list[bool]:
    """All bars for one mix."""
    polls = documents(feeds, ENTRIES, MIXES[name])
    start = started(folder / "start.db", feeds)
    filled = Path(shutil.copy(start, folder / "filled.db"))
    store = open_store(filled)
    for poll in polls:
        store.save_poll(poll, timing(poll))
    store.close()
    writes, runs = transactions(start, filled), Runs(folder, start)
    check = open_bare(runs.fresh())
    for feed in writes:
        for write in feed:
            check.executemany(write.sql, write.rows)
    check.close()
    assert same(filled, next(folder.glob("run*.db"))), "the bare side writes something else"
    kept = [
        told(f"save_poll, {name}", compared(rounds, lambda: runs.product(polls), lambda: runs.bare(writes)), POLL_BAR)
    ]
    if MIXES[name]:
        others = ("mentions_story", "mentions_same_story", "mentions_labelled")
        rows = [[w for w in feed if " entries " in w.sql or " mentions " in w.sql] for feed in writes]
        costs = compared(rounds, lambda: runs.bare(rows, others), lambda: runs.bare(rows, (*others, *HOURLY)))
        kept.append(told(f"  hourly beside full-text search, {name}", costs, HOURLY_BAR))
    for old in folder.iterdir():
        old.unlink()
    return kept


def main() -> None:
    """Measure and tell; exit code 1 where a bar is missed."""
    options = argparse.ArgumentParser(description="What save_poll costs, against SQLite alone.")
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--feeds", type=int, default=300)
    options.add_argument("--mix", choices=list(MIXES), action="append")
    asked = options.parse_args()
    print(f"{asked.feeds} feeds, {ENTRIES} entries each; medians of {asked.rounds} rounds, and ratios (least to most)")
    kept = list[bool]()
    with tempfile.TemporaryDirectory() as folder:
        for name in asked.mix or MIXES:
            kept += measured(Path(folder), name, asked.feeds, asked.rounds)
    raise SystemExit(not all(kept))


if __name__ == "__main__":
    main()
