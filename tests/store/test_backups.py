"""A copy is the database of one moment, whole or not there, whoever writes meanwhile."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from smwatch.errors import NothingDoneError, UsageError
from smwatch.models import MentionFilter
from smwatch.store import connection, copying, open_store
from smwatch.store.backups import back_up, default_copy
from tests.store.disks import no_longer_than
from tests.store.dump import fill
from tests.store.examples import BLOG, MONDAY, entry, mention, polled, save


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    fill(tmp_path / "data" / "smwatch.db")
    return tmp_path / "data" / "smwatch.db"


def copied(path: Path, target: Path, *, force: bool = False) -> Path:
    return back_up(path, target, who="Ève", now=MONDAY, force=force).file


def test_a_copy_holds_everything_is_its_owners_alone_and_is_noted(path: Path, tmp_path: Path) -> None:
    store = open_store(path)  # what was written last stands in the log yet
    save(store, polled(BLOG, [entry("late")], [mention("late", "Dell")]))
    before = os.umask(0)
    try:
        copy = copied(path, tmp_path / "copy.db")
    finally:
        os.umask(before)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert sorted(file.name for file in tmp_path.iterdir()) == ["copy.db", "data"], "nothing stands beside it"
    with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",), "it needs nothing beside it"
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("SELECT count(*) FROM mentions").fetchone() == (4,)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT at, path FROM backups").fetchall() == [("2010-03-22T08:00:00Z", str(copy))]
        noted = db.execute("SELECT who, what, became FROM audit ORDER BY id DESC LIMIT 1").fetchone()
        assert noted == ("Ève", "backup", str(copy))
    again = open_store(copy)
    assert list(again.mentions(MentionFilter())) == list(store.mentions(MentionFilter()))
    again.close()
    store.close()


def test_it_replaces_nothing_unasked(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "letter.txt"
    target.write_text("Dear Sir", "utf-8")
    with pytest.raises(UsageError, match="is there already"):
        copied(path, target)
    assert target.read_text("utf-8") == "Dear Sir"
    copied(path, target, force=True)
    assert target.read_bytes().startswith(b"SQLite format 3")
    with pytest.raises(UsageError, match="no place for a copy"):
        copied(path, path, force=True)
    assert copied(path, tmp_path).name == default_copy(path, MONDAY).name == "smwatch-2010-03-22.db"


def test_a_copy_while_others_write_is_of_one_moment(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "STEP", 4096)  # a page at a time, with writers between all of them
    written, stop = list[int](), threading.Event()

    def write() -> None:
        store = open_store(path)
        while not stop.is_set():
            keys = [f"{len(written)}-{n}" for n in range(5)]
            save(store, polled(BLOG, [entry(key, "Nestlé " * 50) for key in keys], [mention(key) for key in keys]))
            written.append(1)
        store.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 3:
            pass
        before = len(written)
        copy = copied(path, tmp_path / "copy.db")
        assert len(written) > before, "nobody waited"
    finally:
        stop.set()
        writer.join()
    with closing(sqlite3.connect(copy)) as db:
        entries = db.execute("SELECT count(*) FROM entries WHERE key GLOB '[0-9]*-[0-9]'").fetchone()[0]
        assert entries % 5 == 0
        assert 5 * before <= entries < 5 * len(written)
        assert db.execute("SELECT sum(mentions) FROM hourly").fetchone() == (
            db.execute("SELECT count(*) FROM mentions WHERE current").fetchone()
        )


def test_stopping_it_leaves_nothing(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "STEP", 4096)
    target = tmp_path / "copy.db"
    target.write_bytes(b"an older copy")

    def stop(left: int, all_: int) -> None:
        if left < all_ // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(path, target, who="", now=MONDAY, force=True, progress=stop)
    assert target.read_bytes() == b"an older copy"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["copy.db", "data"]


def test_how_much_room_it_takes_is_told_before_anything(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "MARGIN", 2**60)
    with pytest.raises(NothingDoneError, match=r"needs 11529215046[0-9]+ MB, and [0-9]+ MB are free"):
        copied(path, tmp_path / "copy.db")
    assert [file.name for file in tmp_path.iterdir()] == ["data"]


def test_a_folder_that_is_none(path: Path, tmp_path: Path) -> None:
    with pytest.raises(NothingDoneError, match="can't be written"):
        copied(path, tmp_path / "nowhere" / "copy.db")


def test_a_damaged_database_makes_no_copy_that_looks_good(path: Path, tmp_path: Path) -> None:
    whole = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as db:
        page = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'mentions_by_story'").fetchone()[0]
    whole[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    path.write_bytes(bytes(whole))
    (tmp_path / "copy.db").write_bytes(b"an older copy")
    with pytest.raises(NothingDoneError, match="is damaged") as caught:
        copied(path, tmp_path / "copy.db", force=True)
    assert "db recover" in caught.value.mend
    assert (tmp_path / "copy.db").read_bytes() == b"an older copy"


def test_a_database_whose_list_of_tables_is_torn_is_damaged(path: Path, tmp_path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[100:108] = b"\xa5" * 8
    path.write_bytes(bytes(whole))
    with pytest.raises(NothingDoneError, match=r"smwatch\.db is damaged"):
        copied(path, tmp_path / "copy.db")
    assert [file.name for file in tmp_path.iterdir()] == ["data"]


def test_what_befalls_the_copy_is_told_of_the_copy(path: Path, tmp_path: Path) -> None:
    with no_longer_than(50_000), pytest.raises(NothingDoneError) as caught:
        copied(path, tmp_path / "copy.db")
    assert "copy.db" in str(caught.value)
    assert [file.name for file in tmp_path.iterdir()] == ["data"]


def test_an_older_database_is_copied_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript((Path(__file__).parent / "databases" / "v1.sql").read_text("utf-8"))
    copied(path, tmp_path / "copy.db")
    for file in (path, tmp_path / "copy.db"):
        with closing(sqlite3.connect(file)) as db:
            assert db.execute("PRAGMA user_version").fetchone() == (1,)
    open_store(tmp_path / "copy.db").close()
    with closing(sqlite3.connect(tmp_path / "copy.db")) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (connection.VERSION,)
