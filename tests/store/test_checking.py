"""What `db check` finds, and what it mends; it writes nothing while it looks, and keeps nobody from writing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from smwatch.errors import NothingDoneError
from smwatch.store import open_store
from smwatch.store.checking import drive_of, examine, mend
from tests.store.dump import fill
from tests.store.examples import BLOG, HOUR, MONDAY, entry, mention, polled, save

LATER = MONDAY + 10 * HOUR
ALL = [
    "permissions",
    "drive",
    "space",
    "drafts",
    "schema",
    "integrity",
    "search",
    "hourly",
    "published",
    "stories",
    "clock",
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    fill(tmp_path / "smwatch.db")
    return tmp_path / "smwatch.db"


def wrong(path: Path) -> dict[str, str]:
    """What isn't right, with what is said of it."""
    return {one.check: one.message.format(**one.arguments) for one in examine(path, LATER) if not one.ok}


def harm(path: Path, *statements: str) -> None:
    """Write into it as no smwatch would."""
    with closing(sqlite3.connect(path)) as db:
        triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            db.execute(statement)
        for _, sql in triggers:
            db.execute(sql)
        db.commit()


def test_all_is_well(path: Path) -> None:
    before = path.read_bytes()
    found = list(examine(path, LATER))
    assert [one.check for one in found] == ALL
    assert [one.check for one in found if not one.ok] == []
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "check", "says"),
    [
        ("UPDATE entries SET text = 'autre chose' WHERE id = 1", "search", "something else"),
        ("DELETE FROM entries_search_docsize WHERE id = 1", "search", "something else"),
        ("UPDATE hourly SET negative = negative + 1", "hourly", "counts by the hour that are wrong"),
        ("DELETE FROM hourly", "hourly", "counts by the hour that are wrong"),
        (
            "UPDATE mentions SET published = '2010-03-22T07:30:00Z' WHERE id = 1",
            "published",
            "otherwise than their entries: 1",
        ),
        ("INSERT INTO story_marks VALUES (7, 700)", "stories", "lead nowhere: 1"),
        ("UPDATE mentions SET user_label = 'positive' WHERE id = 1", "stories", "don't show the label"),
    ],
)
def test_what_is_told_twice_is_compared_and_made_anew(statement: str, check: str, says: str, path: Path) -> None:
    harm(path, statement)
    found = wrong(path)
    assert check in found
    assert says in found[check]
    copy = mend(path, "Ève", LATER, found)
    assert copy
    assert wrong(path) == {}
    assert check in wrong(copy), "as it was"
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT path FROM backups").fetchall() == [(str(copy),)]
        assert db.execute("SELECT who, what FROM audit ORDER BY id DESC LIMIT 1").fetchone() == ("Ève", "mend")


def test_mending_again_replaces_no_older_copy(path: Path) -> None:
    copies = list[Path | None]()
    for times in range(1, 4):
        harm(path, f"UPDATE hourly SET negative = negative + {times}")
        copies.append(mend(path, "", LATER, {"hourly"}))
    plain, *others = [copy for copy in copies if copy]
    assert plain.name == "smwatch.db.before-mend"
    assert [copy.name for copy in others] == [
        f"smwatch.db.before-mend-2010-03-22-180000{number}" for number in ("", "-2")
    ]
    with closing(sqlite3.connect(path)) as db:
        assert [Path(row[0]) for row in db.execute("SELECT path FROM backups ORDER BY id")] == copies


def test_a_trigger_that_is_gone_is_missed_and_put_back(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        made = db.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        db.executescript("DROP TRIGGER hourly_update; DROP VIEW daily; CREATE VIEW daily AS SELECT 1 AS day;")
    assert wrong(path) == {"schema": "its schema lacks daily, hourly_update, or has others of that name"}
    mend(path, "Marie", LATER, wrong(path))
    assert wrong(path) == {}
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall() == made


def test_an_index_that_lacks_rows_is_made_anew(path: Path) -> None:
    made = "CREATE INDEX scans_by_started ON scans ({column})"
    with closing(sqlite3.connect(path)) as db:  # an index that was made of another column
        db.execute(made.format(column="started"))
        db.execute("PRAGMA writable_schema = ON")
        change = "UPDATE sqlite_master SET sql = ? WHERE name = 'scans_by_started'"
        db.execute(change, (made.format(column="due"),))
        db.commit()
    assert "index" in wrong(path)["integrity"]
    mend(path, "", LATER, {"integrity"})
    assert wrong(path) == {}


def test_a_torn_page_is_damage_and_nothing_is_mended(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as db:
        page = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'mentions_by_published'").fetchone()[0]
    whole[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    path.write_bytes(bytes(whole))
    found = {one.check: one for one in examine(path, LATER) if not one.ok}
    assert list(found) == ["integrity"]
    assert "db recover" in found["integrity"].mend
    with pytest.raises(NothingDoneError, match="is damaged"):
        mend(path, "", LATER, found)
    assert path.read_bytes() == bytes(whole)
    assert [file.name for file in path.parent.iterdir() if "before" in file.name] == []


def test_rows_without_a_parent(path: Path) -> None:
    harm(path, "PRAGMA foreign_keys = OFF", "DELETE FROM entries WHERE id = 1")
    assert "lack the row" in wrong(path)["integrity"]


def test_who_else_may_read_it(path: Path) -> None:
    path.chmod(0o640)
    assert wrong(path) == {"permissions": "others on this machine can read it"}


def test_an_older_schema_and_a_clock_that_was_ahead(path: Path) -> None:
    found = {one.check: one.ok for one in examine(path, MONDAY - timedelta(days=400))}
    assert found["clock"] is False
    harm(path, "PRAGMA user_version = 1")
    assert wrong(path)["schema"].startswith("its schema is 1")


def test_looking_keeps_nobody_from_writing(path: Path) -> None:
    store = open_store(path, patience=0)
    for number, one in enumerate(examine(path, LATER)):
        assert one.ok
        key = f"new{number}"
        assert save(store, polled(BLOG, [entry(key)], [mention(key)])).entries == 1
    store.close()


def test_what_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(NothingDoneError, match="there is no database"):
        list(examine(tmp_path / "none.db", LATER))
    (tmp_path / "letter.db").write_bytes(b"Dear Sir or Madam, " * 100)
    with pytest.raises(NothingDoneError, match="no smwatch database"):
        list(examine(tmp_path / "letter.db", LATER))
    assert [file.name for file in tmp_path.iterdir()] == ["letter.db"]


MOUNTS = """\
22 1 0:20 / / rw - ext4 /dev/vda rw
31 22 0:40 / /mnt/part\\040age rw shared:7 - cifs //server/rp rw
32 31 0:41 / /mnt/part\\040age/local rw - ext4 /dev/vdb rw
"""


@pytest.mark.parametrize(
    ("file", "kind"),
    [("/home/x.db", "ext4"), ("/mnt/part age/x.db", "cifs"), ("/mnt/part age/local/x.db", "ext4")],
)
def test_which_kind_of_drive_it_is_on(file: str, kind: str, tmp_path: Path) -> None:
    (tmp_path / "mountinfo").write_text(MOUNTS, "utf-8")
    assert drive_of(Path(file), tmp_path / "mountinfo") == kind
    assert drive_of(Path(file), tmp_path / "nowhere") == ""
