"""kill -9 at any moment: what was said to be stored is there, nothing is there twice, and the next run goes on."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from smwatch.models import FeedSpec, MentionFilter, Polled, Saved
from smwatch.store import Store, hourly, open_store
from smwatch.store.checking import index_is_right
from smwatch.store.connection import VERSION
from tests.store.examples import MONDAY, comments_of, entry, mention, polled, save

FEEDS = 60
SPECS = [FeedSpec(url=f"https://{n}.example/feed") for n in range(FEEDS)]
KILLS = 8


def poll_of(number: int) -> Polled:
    """Each feed's document: twenty entries, five mentions, a comment feed."""
    entries = [entry(f"{number}-{n}", f"Du chocolat de cœur {number} {n} " * 30) for n in range(20)]
    spec = comments_of(f"https://{number}.example/comments", parent=SPECS[number])
    return polled(SPECS[number], entries, [mention(e.key) for e in entries[:5]], comment_feeds=(spec,))


def scan(store: Store) -> None:
    """Store every feed's poll and say so, feed by feed."""
    with store.scanning(wait=10):
        store.sync_feeds(SPECS, MONDAY)
        for number in range(FEEDS):
            save(store, poll_of(number))
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


def test_a_killed_scan_loses_nothing_it_said_and_doubles_nothing(tmp_path: Path) -> None:
    path, chance, stopped = tmp_path / "smwatch.db", random.Random(7), 0
    for _ in range(KILLS):
        said = killed_scan(path, chance)
        stopped += 0 < said < FEEDS
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
            assert hourly.wrong(db) == 0
            assert index_is_right(db)
            whole = db.execute(
                "SELECT count(*) FROM (SELECT f.id FROM feeds AS f JOIN entries AS e ON e.feed_id = f.id"
                " WHERE f.last_poll IS NOT NULL GROUP BY f.id HAVING count(*) = 20)"
            ).fetchone()[0]
            begun = db.execute("SELECT count(DISTINCT feed_id), count(*) FROM entries").fetchone()
            assert said <= whole == begun[0]
            assert begun[1] == 20 * whole, "all of a feed, or nothing of it"
            assert db.execute("SELECT count(*) FROM mentions").fetchone() == (5 * whole,)
        if chance.random() < 0.3:  # now and then, from the start
            for file in tmp_path.glob("smwatch.db*"):
                file.unlink()
    assert stopped > KILLS / 3, "the kills came too early or too late to prove anything"
    store = open_store(path)
    scan(store)
    assert [save(store, poll_of(number)) for number in range(FEEDS)] == [Saved()] * FEEDS
    assert sum(1 for _ in store.mentions(MentionFilter())) == 5 * FEEDS
    assert sum(1 for _ in store.mentions(MentionFilter(search="cœur 7 3"))) == 1
    store.close()


def test_a_killed_copy_leaves_no_half_and_a_killed_migration_changes_nothing(tmp_path: Path) -> None:
    path, old = tmp_path / "smwatch.db", tmp_path / "old.db"
    with closing(open_store(path)) as store:
        scan(store)
    with closing(sqlite3.connect(old)) as db:
        db.executescript((Path(__file__).parent / "databases" / "v1.sql").read_text("utf-8"))
    chance = random.Random(3)
    for _ in range(3):
        with subprocess.Popen([sys.executable, "-c", WORK, str(path), str(old)], stdout=subprocess.PIPE) as worker:
            assert worker.stdout is not None
            worker.stdout.readline()
            time.sleep(chance.random() * 0.15)
            worker.kill()
        for file in (path, old, *tmp_path.glob("copy*.db")):
            with closing(sqlite3.connect(file)) as db:
                assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)], file
                version = db.execute("PRAGMA user_version").fetchone()[0]
                assert version == VERSION or (file == old and version == 1)
    open_store(old).close()


WORK = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from smwatch.store import open_store
from smwatch.store.backups import back_up
import smwatch.store.migrations
print("begun", flush=True)
open_store(Path(sys.argv[2])).close()
for number in range(100):
    copy = Path(sys.argv[1]).with_name(f"copy{number % 3}.db")
    back_up(Path(sys.argv[1]), copy, who="", now=datetime(2010, 3, 22, tzinfo=UTC), force=True)
"""


def killed_scan(path: Path, chance: random.Random) -> int:
    """How many feeds a scan said it had stored before it was killed."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.test_kill", str(path)], stdout=subprocess.PIPE
    ) as scanner:
        assert scanner.stdout is not None
        scanner.stdout.readline()
        time.sleep(chance.random() * 0.08)
        scanner.kill()
        return 1 + len(scanner.stdout.read().split(b"\n")[:-1])


if __name__ == "__main__":
    scan(open_store(Path(sys.argv[1])))
