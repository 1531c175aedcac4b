"""What SQLite says of the file, the disk and its locks, as somebody who can mend it is told; a bug stays a bug."""

from __future__ import annotations

import shutil
import sqlite3
from collections import namedtuple
from contextlib import closing
from pathlib import Path

import pytest

from smwatch.errors import NothingDoneError
from smwatch.locales import Speech
from smwatch.store.faults import fault_of, faults_told, is_damaged, unreadable

FILE = Path("smwatch.db")
Usage = namedtuple("Usage", "total used free")  # noqa: PYI024 - as shutil's


def error(code: int) -> sqlite3.OperationalError:
    """As SQLite raises it."""
    raised = sqlite3.OperationalError("what SQLite says")
    raised.sqlite_errorcode = code
    return raised


@pytest.mark.parametrize(
    ("code", "says", "mend"),
    [
        (sqlite3.SQLITE_CORRUPT, "the database smwatch.db is damaged", "recover smwatch.db.new"),
        (sqlite3.SQLITE_CORRUPT_VTAB, "the database smwatch.db is damaged", "backup"),
        (sqlite3.SQLITE_NOTADB, "smwatch.db is no smwatch database", "if it was your database, it is damaged"),
        (sqlite3.SQLITE_FULL, "the disk is full: smwatch.db can't grow", "nothing stored so far is lost"),
        (sqlite3.SQLITE_READONLY, "the database smwatch.db can't be written", "read-only"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "the database smwatch.db can't be written", "read-only"),
        (sqlite3.SQLITE_CANTOPEN, "the database smwatch.db can't be opened", "folder exists"),
        (sqlite3.SQLITE_PERM, "the database smwatch.db can't be opened", "who may read"),
        (sqlite3.SQLITE_AUTH, "the database smwatch.db can't be opened", "who may read"),
        (sqlite3.SQLITE_BUSY, "the database smwatch.db is locked by another program", "DB Browser"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "the database smwatch.db is locked by another program", "try again"),
        (sqlite3.SQLITE_LOCKED, "the database smwatch.db is locked by another program", "try again"),
        (sqlite3.SQLITE_NOMEM, "there isn't memory enough to work with smwatch.db", "close other programs"),
        (sqlite3.SQLITE_PROTOCOL, "the folder of smwatch.db can't lock files as SQLite needs it", "network drive"),
        (sqlite3.SQLITE_NOLFS, "the disk holds no file as large as smwatch.db", "change `database`"),
        (sqlite3.SQLITE_TOOBIG, "one text is too long for the database smwatch.db", "max_body"),
        (sqlite3.SQLITE_IOERR_WRITE, "the disk fails when smwatch.db is read or written", "still connected"),
    ],
)
def test_what_can_be_mended_is_told_with_how(code: int, says: str, mend: str) -> None:
    told = fault_of(error(code), FILE)
    assert told is not None
    assert str(told) == says
    assert mend in Speech().say(told.mend, **told.arguments)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISUSE, 0])
def test_a_mistake_of_ours_is_none_of_the_file(code: int) -> None:
    assert fault_of(error(code), FILE) is None
    with pytest.raises(sqlite3.OperationalError), faults_told(FILE):
        raise error(code)


def test_a_value_that_is_none_is_a_mistake_of_ours_unless_the_file_is_torn() -> None:
    for raised in (ValueError("no time"), TypeError("no text")):
        with pytest.raises(type(raised)), faults_told(FILE):
            raise raised
    with pytest.raises(NothingDoneError, match="is damaged"), faults_told(FILE):
        b"\xff".decode()


def test_a_disk_that_fails_and_has_no_room_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10, 10, 0))
    told = fault_of(error(sqlite3.SQLITE_IOERR_WRITE), FILE)
    assert str(told) == "the disk is full: smwatch.db can't grow"


def test_where_python_has_no_memory_that_is_told() -> None:
    with pytest.raises(NothingDoneError, match="memory enough"), faults_told(FILE):
        raise MemoryError


def test_other_errors_go_their_way() -> None:
    with pytest.raises(KeyError), faults_told(FILE):
        raise KeyError("brand")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two of our tables, as far as they are read here."""
    path = tmp_path / "smwatch.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE scans (started TEXT, ended TEXT)")
        db.execute("CREATE TABLE entries (title TEXT, text TEXT, published TEXT, fetched TEXT)")
        db.execute("INSERT INTO scans VALUES ('2010-03-22T08:00:00Z', NULL)")
        db.execute("INSERT INTO entries VALUES ('Titre', 'É', '2010-03-22T08:00:00Z', '2010-03-22T08:00:00Z')")
    return path


@pytest.mark.parametrize(
    ("sql", "torn"),
    [
        ("SELECT 1", False),
        ("UPDATE entries SET published = '2010-03-22'", True),
        ("UPDATE entries SET published = '2010-13-22T08:00:00Z'", True),
        ("UPDATE entries SET fetched = 'hier'", True),
        ("UPDATE scans SET started = ''", True),
        ("UPDATE scans SET ended = NULL", False),
        ("UPDATE entries SET text = CAST(x'fffe' AS TEXT)", True),
        ("UPDATE entries SET title = ''", False),
    ],
)
def test_what_no_smwatch_wrote_is_known(file: Path, sql: str, torn: bool) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute(sql)
    with closing(sqlite3.connect(file)) as db:
        assert unreadable(db) == torn
    assert is_damaged(file) == torn


def test_a_file_that_is_not_there_or_is_torn_is_known(tmp_path: Path, file: Path) -> None:
    assert not is_damaged(tmp_path / "none.db")
    assert not is_damaged(tmp_path)
    other = tmp_path / "letter.db"
    other.write_bytes(b"Bonjour" * 1_000)
    assert is_damaged(other)
    content = file.read_bytes()
    file.write_bytes(content[:5_000] + b"\xff" * (len(content) - 5_000))
    assert is_damaged(file)
