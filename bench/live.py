"""What judging a brand costs after a poll, with 300 mentions a day and two years of them in the database.

    python -m bench.live [--folder /tmp/bench-live] [--a-day 300] [--days 730] [--polls 200]

The database is invented from a seed, through the real schema (bench/store/make.py), and kept in the folder; a copy
of it goes on: every fifteen minutes a poll with what comes in that time. The clock runs while the brand is judged,
from reading what is new to the commit. Told apart: polls that hear all again, as the first does, and those in which an
alert opens or grows, which read seventy days to describe it. The bar: 5 ms, for the median of the others; exit code 1
where it is missed. Processor time stands beside the wall's, for machines that others use too.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import statistics
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

from bench.store.make import NOW, Shape, make
from bench.store.polls import Words
from smwatch.config.settings import AlertSettings
from smwatch.judging import judge
from smwatch.models import Entry, Feed, FeedSpec, Label, Mention, Polled, Sentiment, Timing, Why
from smwatch.store import Store, open_store
from smwatch.store.stories import join_stories
from smwatch.text.shingles import print_of

BAR = 5.0  # ms
BRAND = "Nordelait"
EVERY = timedelta(minutes=15)
FEED = FeedSpec(url="https://live.example/feed/", source="Live")
LABELS = (Label.NEGATIVE, Label.NEUTRAL, Label.NEUTRAL, Label.POSITIVE)


@dataclass(frozen=True, slots=True)
class Cost:
    """What judging took, in ms."""

    wall: float
    cpu: float


def poll(dice: random.Random, words: Words, now: datetime, a_day: float, number: int) -> Polled:
    """What has come in a quarter of an hour."""
    entries, mentions = [], []
    for n in range(round(a_day * (EVERY / timedelta(days=1)) * dice.uniform(0.5, 1.5))):
        key, at = f"{number}-{n}", now - EVERY * dice.random()
        text = words.some(round(dice.lognormvariate(5.5, 0.8)))
        url, author = f"https://live.example/{key}/", f"Jeanne Roy{dice.randrange(20_000)}"
        entries.append(Entry(key=key, url=url, published=at, title=key, text=text, author=author, digest=key))
        label = dice.choice(LABELS)
        felt = Sentiment(score=0.0, label=label, scorer="encoder/2")
        mentions.append(Mention(entry_key=key, brand=BRAND, sentiment=felt, why=Why.NAMED, story=key))
    prints = {entry.key: print_of(entry.title, entry.text) for entry in entries}
    feed = Feed(spec=FEED, url=FEED.url)
    return Polled(feed=feed, at=now, entries=tuple(entries), mentions=tuple(mentions), prints=prints)


def polls(store: Store, a_day: float, count: int) -> Iterator[tuple[str, Cost]]:
    """Poll after poll, what judging took, and of which kind it was."""
    dice, now = random.Random(5), NOW
    words = Words(dice)
    for number in range(count):
        now += EVERY
        store.save_poll(poll(dice, words, now, a_day, number), Timing(now + EVERY, ""))
        known = store._connection.execute("SELECT length(state) FROM listening").fetchone()
        before = [(a.id, a.updated) for a in store.alerts()]
        wall, cpu = perf_counter(), process_time()
        judge([BRAND], store=store, now=now, settings=AlertSettings(), ears=())
        cost = Cost((perf_counter() - wall) * 1e3, (process_time() - cpu) * 1e3)
        moved = [(a.id, a.updated) for a in store.alerts()] != before
        yield "all is heard again" if not known else "an alert moves" if moved else "only news is heard", cost


def catch_up(store: Store) -> None:
    """Make the prints that the database was made without: the first polls would, and find stories to be one."""
    db = store._connection
    while db.execute("SELECT 1 FROM story_texts WHERE print IS NULL LIMIT 1").fetchone():
        db.execute("BEGIN")
        join_stories(db, {}, NOW)
        db.execute("COMMIT")


def main() -> None:
    """Make what isn't there, measure, tell."""
    ask = argparse.ArgumentParser(description="What judging a brand costs after a poll.")
    ask.add_argument("--folder", type=Path, default=Path("/tmp/bench-live"))
    ask.add_argument("--a-day", type=int, default=300)
    ask.add_argument("--days", type=int, default=730)
    ask.add_argument("--polls", type=int, default=200)
    given = ask.parse_args()
    shape = Shape(mentions=given.a_day * given.days, days=given.days, brands=(BRAND,))
    path = make(given.folder / f"{given.a_day}-{given.days}.db", shape)
    copy = Path(shutil.copy(path, path.with_suffix(".copy")))
    costs = defaultdict[str, list[Cost]](list)
    with closing(open_store(copy)) as store:
        store.begin_scan(NOW - timedelta(days=given.days))
        store.sync_feeds([FEED], NOW)
        catch_up(store)
        for kind, cost in polls(store, given.a_day, given.polls):
            costs[kind].append(cost)
    with closing(sqlite3.connect(copy)) as db:
        size, stored = db.execute("SELECT length(state), (SELECT count(*) FROM mentions) FROM listening").fetchone()
    print(f"{stored:,} mentions, {given.a_day} a day; state: {size / 1e3:.0f} kB")
    for kind, some in costs.items():
        walls, cpus = (sorted(getattr(cost, name) for cost in some) for name in ("wall", "cpu"))
        late = walls[int(len(walls) * 0.95)]
        print(f"{kind:<20} {len(some):4}   median {statistics.median(walls):7.2f} ms, 95 %: {late:7.2f} ms"
              f"   CPU {statistics.median(cpus):7.2f} ms")  # fmt: skip
    for each in path.parent.glob(copy.name + "*"):
        each.unlink()
    raise SystemExit(statistics.median(cost.wall for cost in costs["only news is heard"]) > BAR)


if __name__ == "__main__":
    main()
