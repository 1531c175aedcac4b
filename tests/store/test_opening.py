"""The file: made, brought up to date, or refused with words that help."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from smwatch.errors import NothingDoneError
from smwatch.store import connection, open_store
from tests.store.examples import BLOG, MONDAY, entry, mention, polled, save


def refused(path: Path, patience: float = 0) -> NothingDoneError:
    with pytest.raises(NothingDoneError) as caught:
        open_store(path, patience=patience)
    error = caught.value
    assert error.arguments["file"] == path
    assert error.mend
    return error


def test_a_new_database_is_its_owners_alone_with_all_that_grows_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "data" / "smwatch" / "smwatch.db"
    store = open_store(path)
    store.sync_feeds([BLOG], MONDAY)
    with store.scanning():
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == dict.fromkeys(("smwatch.db", "smwatch.db-wal", "smwatch.db-shm", "smwatch.db.lock"), 0o600)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    store.close()


def test_an_old_database_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "smwatch.db"
    path.touch(mode=0o600)
    path.chmod(0o640)
    open_store(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_it_is_opened_so_that_readers_do_not_wait_and_kills_do_no_harm(tmp_path: Path) -> None:
    store = open_store(tmp_path / "smwatch.db")
    settings = {
        name: store._connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "foreign_keys", "synchronous", "application_id", "user_version", "busy_timeout")
    }
    assert settings == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "synchronous": 1,
        "application_id": connection.APPLICATION,
        "user_version": connection.VERSION,
        "busy_timeout": 10_000,
    }
    store.close()


def test_what_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(b"Dear Sir or Madam, " * 100)
    assert refused(path).what == "{file} is no smwatch database"
    assert path.read_bytes().startswith(b"Dear Sir")


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE places (url TEXT)")
    before = path.read_bytes()
    assert refused(path).what == "{file} is no smwatch database"
    assert path.read_bytes() == before


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "smwatch.db"
    open_store(path).close()
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA user_version = {connection.VERSION + 1}")
    assert "newer smwatch" in str(refused(path))


def test_a_damaged_database_says_so(tmp_path: Path) -> None:
    path = tmp_path / "smwatch.db"
    open_store(path).close()
    whole = bytearray(path.read_bytes())
    whole[4096:] = b"\xff" * (len(whole) - 4096)
    whole[100:200] = b"\xff" * 100
    path.write_bytes(bytes(whole))
    assert refused(path).what == "the database {file} is damaged"


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "can't be opened" in str(refused(tmp_path / "file" / "smwatch.db"))
    assert "can't be opened" in str(refused(tmp_path))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is read-only for an administrator")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert refused(tmp_path / "smwatch.db").what == "the database {file} can't be written"
    assert refused(tmp_path / "deeper" / "smwatch.db").what == "the database {file} can't be written"
    tmp_path.chmod(0o700)


def test_locked_by_another_program(tmp_path: Path) -> None:
    path = tmp_path / "smwatch.db"
    store = open_store(path, patience=0.05)
    store.sync_feeds([BLOG], MONDAY)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NothingDoneError) as caught:
            save(store, polled(BLOG, [entry("a")]))
        assert caught.value.what == "the database {file} is locked by another program"
        assert len(store.feeds()) == 1, "reading goes on"
        other.execute("ROLLBACK")
    assert save(store, polled(BLOG, [entry("a")])).entries == 1, "and so does writing, afterwards"
    store.close()


def test_a_full_disk_takes_the_whole_poll_back_and_says_so(tmp_path: Path) -> None:
    store = open_store(tmp_path / "smwatch.db")
    store.sync_feeds([BLOG], MONDAY)
    save(store, polled(BLOG, [entry("a")], [mention("a")]))
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    poll = polled(BLOG, [entry(str(n), "long " * 900) for n in range(20)], [mention("7")])
    with pytest.raises(NothingDoneError) as caught:
        save(store, poll)
    assert caught.value.what == "the disk is full: {file} can't grow"
    assert [feed.entries for feed in store.feeds()] == [1]
    store._connection.execute("PRAGMA max_page_count = 1073741823")
    assert save(store, poll).entries == 20, "with space again, the same poll is stored whole"
    store.close()


def test_a_mistake_of_ours_is_no_fault_of_the_disk(tmp_path: Path) -> None:
    raises = pytest.raises(sqlite3.OperationalError)
    with closing(sqlite3.connect(":memory:")) as plain, raises, connection.faults_told(tmp_path):
        plain.execute("SELEKT")


def test_two_programs_may_make_it_at_once(tmp_path: Path) -> None:
    path, wrong, together = tmp_path / "smwatch.db", list[Exception](), threading.Barrier(4)

    def start() -> None:
        together.wait()
        try:
            open_store(path).close()
        except Exception as error:  # noqa: BLE001 - any is wrong
            wrong.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    open_store(path).close()
