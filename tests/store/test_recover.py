"""What can be read of a damaged database is saved, and what can't is said; the damaged file stays as it is."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from smwatch.errors import NothingDoneError, UsageError
from smwatch.models import FeedSpec, MentionFilter, Request
from smwatch.store import connection, open_store
from smwatch.store.checking import examine
from smwatch.store.faults import is_damaged
from smwatch.store.recover import Recovered, recover
from tests.store.disks import no_longer_than
from tests.store.dump import fill
from tests.store.examples import BLOG, HOUR, MONDAY, NEWS, entry, mention, polled, save

LATER = MONDAY + 10 * HOUR
PAGE = 4096
SPECS = [FeedSpec(url=f"https://{n}.example/feed") for n in range(12)]
TABLES = ("feeds", "entries", "mentions", "alerts", "scans", "labels", "heads", "outbox", "audit", "story_texts")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a little of everything, and some hundred entries."""
    path = tmp_path_factory.mktemp("whole") / "smwatch.db"
    fill(path)
    store = open_store(path)
    store.sync_feeds([BLOG, NEWS, *SPECS], MONDAY)
    for number, spec in enumerate(SPECS):
        entries = [entry(f"{number}-{n}", f"Du chocolat de cœur {number} {n} " * 20) for n in range(20)]
        save(store, polled(spec, entries, [mention(each.key, story=f"s{each.key}") for each in entries[:8]]))
    store.close()
    return path


def rows(path: Path, table: str) -> set[Any]:
    with closing(sqlite3.connect(path)) as db:
        return set(db.execute(f"SELECT * FROM {table}"))


def torn(whole: Path, path: Path, pages: Iterable[int], chance: random.Random | None = None) -> Path:
    """A copy of which these pages hold anything."""
    content = bytearray(whole.read_bytes())
    for page in pages:
        content[(page - 1) * PAGE : page * PAGE] = (chance or random.Random(page)).randbytes(PAGE)
    path.write_bytes(bytes(content))
    return path


def pages_of(path: Path, name: str, kind: str = "leaf") -> list[int]:
    with closing(sqlite3.connect(path)) as db:
        try:
            asked = db.execute("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = ?", (name, kind)).fetchall()
        except sqlite3.OperationalError:
            pytest.skip("this SQLite doesn't tell where its pages are")
    return [page for (page,) in asked]


def saved(path: Path) -> tuple[Recovered, Path]:
    before, whole = path.read_bytes(), not is_damaged(path)
    done = recover(path, path.with_name("new.db"), who="Ève", now=LATER)
    assert path.read_bytes() == before or (whole and (str(done.file),) in {row[2:] for row in rows(path, "backups")})
    assert done.file.stat().st_mode & 0o777 == 0o600
    assert [one.check for one in examine(done.file, LATER) if not one.ok] == []
    return done, done.file


def told(done: Recovered) -> dict[str, tuple[int, int]]:
    """Saved and lost, by table, where anything is lost."""
    return {table.table: (table.saved, table.lost) for table in done.tables if table.lost or table.gaps}


def test_of_a_whole_database_everything_is_saved(whole: Path, tmp_path: Path) -> None:
    path = torn(whole, tmp_path / "smwatch.db", ())
    done, new = saved(path)
    assert [row[2] for row in rows(path, "backups") - rows(whole, "backups")] == [str(new)], "it is one more copy"
    assert told(done) == {}
    for table in TABLES:
        assert rows(new, table) >= rows(whole, table), table
    assert rows(new, "hourly") == rows(whole, "hourly")
    assert rows(new, "story_marks") == rows(whole, "story_marks")
    assert rows(new, "sqlite_sequence") >= {row for row in rows(whole, "sqlite_sequence") if row[0] != "audit"}
    store = open_store(new)
    assert sum(1 for _ in store.mentions(MentionFilter(search="coeur", hidden=True))) == 98
    for number, spec in enumerate(SPECS):
        entries = [entry(f"{number}-{n}", f"Du chocolat de cœur {number} {n} " * 20) for n in range(20)]
        assert save(store, polled(spec, entries, [mention(each.key) for each in entries[:8]])).mentions == 0
    store.close()


@pytest.mark.parametrize("seed", range(6))
def test_around_torn_pages_everything_else_is_saved(seed: int, whole: Path, tmp_path: Path) -> None:
    chance = random.Random(seed)
    leaves = pages_of(whole, "entries") + pages_of(whole, "mentions")
    hit = chance.sample(leaves, 2)
    done, new = saved(torn(whole, tmp_path / "smwatch.db", hit, chance))
    with closing(sqlite3.connect(whole)) as db:
        cells = "SELECT sum(ncell) FROM dbstat WHERE name = ? AND pageno IN (?, ?)"
        gone = {name: db.execute(cells, (name, *hit)).fetchone()[0] or 0 for name in ("entries", "mentions")}
    for name, number in gone.items():
        assert len(rows(whole, name) - rows(new, name)) == number
        assert told(done).get(name, (0, 0))[1] == number
    entries = next(table for table in done.tables if table.table == "entries")
    assert entries.saved + entries.lost == len(rows(whole, "entries"))
    for name in ("feeds", "alerts", "scans", "heads", "outbox"):
        assert rows(new, name) == rows(whole, name)


def test_a_lost_entry_that_is_mentioned_is_known_by_its_key_and_gets_its_text_with_the_next_poll(
    whole: Path, tmp_path: Path
) -> None:
    """So that no mention is told twice."""
    with closing(sqlite3.connect(whole)) as db:
        first = db.execute("SELECT id FROM entries WHERE key = '5-0'").fetchone()[0]
    path, found = tmp_path / "smwatch.db", 0
    for page in pages_of(whole, "entries"):
        with closing(sqlite3.connect(torn(whole, path, [page]))) as db:
            try:
                db.execute("SELECT text FROM entries WHERE id = ?", (first,)).fetchone()
            except sqlite3.DatabaseError:
                found = page
                break
    assert found
    done, new = saved(path)
    assert next(table.given for table in done.tables if table.table == "entries") > 0
    store = open_store(new)
    mentioned = sum(1 for _ in store.mentions(MentionFilter(hidden=True)))
    assert mentioned == len(rows(whole, "mentions"))
    for number, spec in enumerate(SPECS):
        entries = [entry(f"{number}-{n}", f"Du chocolat de cœur {number} {n} " * 20) for n in range(20)]
        save(store, polled(spec, entries, [mention(each.key) for each in entries[:8]], at=MONDAY + HOUR))
    assert sum(1 for _ in store.mentions(MentionFilter(hidden=True))) == mentioned
    assert "cœur 5 0" in next(m.text for m in store.mentions(MentionFilter(hidden=True)) if m.title == "Titre 5-0")
    store.close()


@pytest.mark.parametrize("harm", ["header", "page"])
def test_without_its_first_page_too(harm: str, whole: Path, tmp_path: Path) -> None:
    content = bytearray(whole.read_bytes())
    content[: 100 if harm == "header" else PAGE] = random.Random(3).randbytes(100 if harm == "header" else PAGE)
    path = tmp_path / "smwatch.db"
    path.write_bytes(bytes(content))
    done, new = saved(path)
    assert done.first_page
    assert told(done) == {}
    for table in TABLES:
        assert rows(new, table) >= rows(whole, table), table


def test_feeds_are_known_by_their_address_though_their_rows_are_lost(whole: Path, tmp_path: Path) -> None:
    done, new = saved(torn(whole, tmp_path / "smwatch.db", pages_of(whole, "feeds")))
    feeds = next(table for table in done.tables if table.table == "feeds")
    assert feeds.lost == len(rows(whole, "feeds"))
    store = open_store(new)
    assert {feed.url for feed in store.feeds()} >= {spec.url for spec in (BLOG, *SPECS)}
    store.sync_feeds([BLOG, NEWS, *SPECS], LATER)
    assert {spec.url for spec in (BLOG, *SPECS)} <= {feed.url for feed in store.feeds() if feed.enabled}
    assert save(store, polled(SPECS[0], [entry("0-0", "Du chocolat de cœur 0 0 " * 20)])).entries == 0
    store.close()


def test_numbers_never_come_back(whole: Path, tmp_path: Path) -> None:
    last = max(row[0] for row in rows(whole, "mentions"))
    _, new = saved(torn(whole, tmp_path / "smwatch.db", pages_of(whole, "mentions")))
    store = open_store(new)
    assert save(store, polled(SPECS[0], [entry("new")], [mention("new")])).mentions == 1
    assert next(iter(store.mentions(MentionFilter(hidden=True)))).id == last + 1
    store.close()


def test_what_stands_in_the_log_yet_is_saved_and_anothers_log_is_not(whole: Path, tmp_path: Path) -> None:
    path = torn(whole, tmp_path / "smwatch.db", ())
    store = open_store(path)
    save(store, polled(SPECS[0], [entry("late")], [mention("late")]))
    log = path.with_name("smwatch.db-wal").read_bytes()
    _, new = saved(path)
    store.close()
    assert any(row[2] == "late" for row in rows(new, "entries"))
    new.unlink()
    other = tmp_path / "other"
    other.mkdir()
    open_store(other / "smwatch.db").close()
    (other / "smwatch.db-wal").write_bytes(log)
    _, new = saved(other / "smwatch.db")
    assert rows(new, "feeds") == set()


@pytest.mark.parametrize("old", ["v0-first", "v1", "v5", "v8"])
def test_an_older_schema_is_recovered_as_it_is_and_migrated(old: str, tmp_path: Path) -> None:
    path, migrated = tmp_path / "smwatch.db", tmp_path / "migrated.db"
    for file in (path, migrated):
        with closing(sqlite3.connect(file)) as db:
            db.executescript((Path(__file__).parent / "databases" / f"{old}.sql").read_text("utf-8"))
    open_store(migrated).close()
    done, new = saved(path)
    assert done.version == (1 if old == "v0-first" else int(old[1:]))
    for table in ("feeds", "mentions", "alerts", "outbox"):
        assert rows(new, table) == rows(migrated, table), table
    names = "id, feed_id, key, url, title, text, author, published, digest, link"
    for file in (new, migrated):
        with closing(sqlite3.connect(file)) as db:
            assert db.execute("PRAGMA user_version").fetchone() == (connection.VERSION,)
    with closing(sqlite3.connect(new)) as db, closing(sqlite3.connect(migrated)) as other:
        asked = f"SELECT {names} FROM entries ORDER BY id"
        assert db.execute(asked).fetchall() == other.execute(asked).fetchall()


def test_half_a_file(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "smwatch.db"
    content = whole.read_bytes()
    path.write_bytes(content[: len(content) // 2 + 1000])
    done, new = saved(path)
    assert {table.table for table in done.tables if table.lost or table.gaps or table.missing} >= {"entries"}
    assert 0 < len(rows(new, "entries")) < len(rows(whole, "entries"))


def test_what_holds_nothing_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "smwatch.db"
    for content in (b"", b"Dear Sir or Madam, " * 1000, random.Random(1).randbytes(50_000)):
        path.write_bytes(content)
        with pytest.raises(NothingDoneError, match="nothing can be read"):
            recover(path, tmp_path / "new.db", who="", now=LATER)
        assert [file.name for file in tmp_path.iterdir()] == ["smwatch.db"]
    with pytest.raises(UsageError, match="is there already"):
        recover(path, path, who="", now=LATER)
    with pytest.raises(NothingDoneError, match="there is no database"):
        recover(tmp_path / "none.db", tmp_path / "new.db", who="", now=LATER)


def test_the_copy_is_named_to_whoever_is_to_be_forgotten(whole: Path, tmp_path: Path) -> None:
    """Noted where nothing is torn; beside it, and torn, it is known by how it begins."""
    (tmp_path / "else").mkdir()
    path, copy, near = tmp_path / "smwatch.db", tmp_path / "else" / "new.db", tmp_path / "saved"
    path.write_bytes(whole.read_bytes())
    recover(path, copy, who="Ève", now=LATER)
    near.write_bytes(copy.read_bytes())
    with closing(open_store(path)) as store, store.scanning():
        assert set(store.forget_person(Request(author="Marie Tremblay"), LATER).backups) == {copy, near}


@pytest.mark.parametrize("size", [0, 50_000, 400_000])
def test_a_disk_that_is_full_is_told_and_nothing_is_left(size: int, whole: Path, tmp_path: Path) -> None:
    path = torn(whole, tmp_path / "smwatch.db", ())
    assert path.stat().st_size > size
    with no_longer_than(size), pytest.raises(NothingDoneError, match=r"new\.db"):
        recover(path, tmp_path / "new.db", who="", now=LATER)
    assert [file.name for file in tmp_path.iterdir()] == ["smwatch.db"]


def test_a_newer_database_that_is_whole_is_refused_and_of_a_torn_one_what_is_left_behind_is_told(
    whole: Path, tmp_path: Path
) -> None:
    path = torn(whole, tmp_path / "smwatch.db", ())
    with closing(sqlite3.connect(path)) as db:
        db.executescript(f"CREATE TABLE moods (mood TEXT); PRAGMA user_version = {connection.VERSION + 1}")
    with pytest.raises(NothingDoneError, match="written by a newer smwatch"):
        recover(path, tmp_path / "new.db", who="", now=LATER)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["smwatch.db"]
    done, new = saved(torn(path, path, pages_of(path, "mentions")[:1]))
    assert done.unknown == ("moods",)
    assert rows(new, "entries") == rows(whole, "entries")
