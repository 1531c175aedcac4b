"""A database that was carried elsewhere holds the same to the last bit, and answers the same; a kill only delays it."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from smwatch.errors import BusyError, NothingDoneError, UsageError
from smwatch.models import MentionFilter, Server
from smwatch.store import Store, moving, open_store
from smwatch.store.checking import examine
from smwatch.store.connection import APPLICATION, VERSION
from smwatch.store.copying import copy_whole
from smwatch.store.lock import locked
from smwatch.store.moving import Difference, carry, copy
from smwatch.store.moving.carry import differences
from smwatch.store.moving.ends import Table
from smwatch.store.moving.file import open_source, unfinished
from smwatch.store.recover import recover
from smwatch.store.sql import Location
from tests.store.disks import no_longer_than
from tests.store.dump import fill
from tests.store.examples import BLOG, HOUR, MONDAY, entry, mention, polled, save

if TYPE_CHECKING:
    from tests.postgres import Server as Database

ODD = 'l\'«œuf»\t"\\x41\\\\."\n\\N 🥚 e\u0301'
"""What a copy's text format might trip over."""
OTHERS = {
    "brands": ("Nestlé", "2010-03-22T08:00:00Z", "f", "", "", 3, 2, 1, 0, None),
    "choices": ("no_head",),
    "rescoring": ("vader/1", 2**53 + 1),
    "backups": (7, "2010-03-22T08:00:00Z", ODD),
    "forgotten": (4, "2010-03-22T08:00:00Z", None),
    "forgotten_signs": (b"\0\xff\\", 4),
    "alert_notes": (9, 1, "2010-03-22T08:00:00Z", "Zoé", ODD),
    "listening": ("Nestlé", 3, "2010-03-22T08:00:00Z", bytes(range(256))),
    "tasks": (1, 2, None, None, None, "", 0, 2, None),
    "mention_notes": (3, 1, "2010-03-22T08:00:00Z", "Zoé", ODD),
    "colleagues": (5, "Zoé"),
    "voices": (3,),
    "author_roles": (2, "employee"),
    "roles_done": ("told", ""),
}
"""A row for each table that nothing in `fill` writes to."""
LAST = 60
"""The number of a mention that is gone."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with rows in every table."""
    file = tmp_path_factory.mktemp("whole") / "whole.db"
    fill(file)
    with closing(sqlite3.connect(file)) as db:
        for table, row in OTHERS.items():
            db.execute(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        db.execute("UPDATE entries SET title = ?, author = ''", (ODD,))
        scores = (0.1 + 0.2, -1 / 3, 5e-324)
        db.executemany("UPDATE mentions SET machine_score = ? WHERE id = ?", zip(scores, (1, 2, 3), strict=True))
        db.execute(f"UPDATE sqlite_sequence SET seq = {LAST} WHERE name = 'mentions'")
        db.execute(
            "INSERT OR REPLACE INTO listening VALUES (?, ?, ?, ?)", OTHERS["listening"]
        )  # an update took it away
        db.commit()
    return file


@pytest.fixture(scope="module")
def there(whole: Path, postgres_server: Database) -> Iterator[Server]:
    """It, as a server holds it: only to be read."""
    url = postgres_server.database()
    assert copy(whole, Server(url)).same
    yield Server(url)
    postgres_server.drop(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | Server:
    """Where a database may be made, for one test alone: an unfinished copy would be in the way of others."""
    return tmp_path / "to.db" if request.param == "sqlite" else Server(request.getfixturevalue("postgres_own"))


@pytest.fixture
def source(whole: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copy(whole, tmp_path / "from.db"))


def held(file: Path) -> dict[str, Any]:
    """Everything that a file holds: rows, what makes them, and the last numbers."""
    with closing(sqlite3.connect(file)) as db:
        made = db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
        names = [name for kind, name, _ in made if kind == "table" and not name.startswith("entries_search_")]
        rows = {name: sorted(map(repr, db.execute(f"SELECT * FROM {name}"))) for name in names}
        rows.pop("_sqlite_migrations")  # when each step was taken
        rows["sqlite_sequence"] = [row for row in rows["sqlite_sequence"] if "_sqlite_migrations" not in row]
        db.execute("INSERT INTO entries_search (entries_search, rank) VALUES ('integrity-check', 1)")
        kept = [db.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version", "quick_check")]
        return {"made": made, "rows": rows, "kept": kept}


def answers(store: Store) -> list[Any]:
    """What people ask."""
    searched = [list(store.mentions(MentionFilter(search=words))) for words in ("cœur", "nestle -dell", '"pas beau"')]
    whole = [list(store.mentions(MentionFilter())), store.feeds(), store.last_scan(), list(store.entries())]
    return [*whole, *searched, list(store.journal()), store.heads(), store.head("encoder/1")]


def stopping_at(moment: int, how: Callable[[], object]) -> Callable[..., None]:
    """A progress that does this at its nth call."""
    calls = iter(range(moment + 1))

    def _progress(*_: object) -> None:
        if next(calls, None) == moment:
            how()

    return _progress


def killed_at(moment: int, source: Location, target: Location) -> None:
    """Copy in another process, which is killed at its nth word."""
    if not (child := os.fork()):
        try:
            copy(source, target, stopping_at(moment, lambda: os.kill(os.getpid(), signal.SIGKILL)))
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "it was not killed"


def written_and_killed(file: Path, statement: str) -> None:
    """Have another process write to a file, and leave its log there."""
    program = "import os, sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('PRAGMA journal_mode = WAL'); "
    subprocess.run(
        [sys.executable, "-c", f"{program}db.execute(sys.argv[2]); db.commit(); os._exit(0)", file, statement],
        check=True,
    )
    assert file.with_name(f"{file.name}-wal").stat().st_size


def torn(file: Path, table: str) -> None:
    """Harm the first page of a table."""
    with closing(sqlite3.connect(file)) as db:
        ((page,),) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
        ((size,),) = db.execute("PRAGMA page_size")
    with file.open("r+b") as opened:
        opened.seek((page - 1) * size)
        opened.write(b"\xff" * size)


def test_every_table_has_rows(whole: Path) -> None:
    with closing(open_source(whole, alone=False)) as end:
        assert [name for name, table in end.tables().items() if not end.count(table)] == []


def test_a_copy_answers_the_same_and_goes_on(source: Path, place: Path | Server) -> None:
    before, other = source.read_bytes(), Path(shutil.copy(source, source.with_name("other.db")))

    def _another_begins() -> None:
        with pytest.raises(BusyError, match="something else is at work"):
            copy(other, place)

    done = copy(source, place, stopping_at(2, _another_begins))
    assert (done.same, done.resumed) == (True, False)
    assert {part.table for part in done.parts} >= {*OTHERS, "mentions", "entries", "hourly", "heeded", "listed"}
    assert all(part.copied == part.rows > 0 for part in done.parts)
    assert source.read_bytes() == before
    with closing(open_store(source)) as one, closing(open_store(place)) as two:
        assert answers(one) == answers(two)
        assert len(answers(two)[4]) == 2
        for store in (one, two):
            save(store, polled(BLOG, [entry("new", "Du cœur")], [mention("new")], at=MONDAY + 2 * HOUR))
        assert answers(one) == answers(two)
        assert next(iter(two.mentions(MentionFilter(search='"du coeur"')))).id == LAST + 1


@pytest.mark.postgres
def test_there_and_back_every_bit_is_the_same(source: Path, there: Server, tmp_path: Path) -> None:
    back = tmp_path / "back.db"
    assert copy(there, back).same
    assert held(back) == held(source)
    assert held(back)["kept"] == [(APPLICATION,), (VERSION,), ("ok",)]
    assert stat.S_IMODE(back.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir() if "unfinished" in file.name] == []
    assert [one.ok for one in examine(back, MONDAY)] == [one.ok for one in examine(source, MONDAY)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that is killed is forked")
def test_a_kill_at_any_moment_only_delays_it(
    source: Path, place: Path | Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smwatch.store.moving.carry.AT_ONCE", 2)
    for moment in (3, 8, 12):
        killed_at(moment, source, place)
        refused_as_unfinished(place)
    other = Path(shutil.copy(source, source.with_name("other.db")))
    with pytest.raises(UsageError, match=r"unfinished copy of .*from\.db"):
        copy(other, place)
    with closing(sqlite3.connect(source)) as db:  # people went on meanwhile
        db.execute("UPDATE feeds SET source = 'Le Blogue, deux' WHERE id = 1")
        db.execute("DELETE FROM mention_notes")
        db.execute("INSERT INTO colleagues VALUES (6, 'Max')")
        db.commit()
    with pytest.MonkeyPatch.context() as patch:  # and the disk is a bad one
        patch.setattr("smwatch.store.moving.carry._compare", _after(lambda: harm(place)))
        done = copy(source, place)
    assert done.different == [Difference("alerts", (1,), "expected")]
    refused_as_unfinished(place)
    done = copy(source, place)
    assert (done.same, done.resumed) == (True, True)
    assert 0 < sum(part.copied for part in done.parts) < sum(part.rows for part in done.parts)
    if isinstance(place, Server):
        assert moving.compare(place, source).same
    else:
        assert held(place) == held(source)


@pytest.mark.postgres
def test_a_server_that_goes_away_only_delays_it(
    source: Path, postgres_own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s"

    def _ends() -> None:
        with psycopg.connect(postgres_own, autocommit=True) as server:
            server.execute(ended, (server.info.backend_pid,))

    monkeypatch.setattr("smwatch.store.moving.carry.AT_ONCE", 2)
    for moment in (4, 12):
        with pytest.raises(NothingDoneError, match="can't be reached"):
            copy(source, Server(postgres_own), stopping_at(moment, _ends))
        refused_as_unfinished(Server(postgres_own))
    done = copy(source, Server(postgres_own))
    assert (done.same, done.resumed) == (True, True)


def test_a_disk_that_is_full_only_delays_it(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smwatch.store.moving.carry.AT_ONCE", 2)
    whole = source.stat().st_size
    for room in (whole // 4, whole // 2, whole * 9 // 10):
        with no_longer_than(room), pytest.raises(NothingDoneError, match=r"disk|can't be written"):
            copy(source, tmp_path / "to.db")
        assert not (tmp_path / "to.db").exists()
    assert copy(source, tmp_path / "to.db").same
    assert held(tmp_path / "to.db") == held(source)
    assert {file.name for file in tmp_path.iterdir() if file.name.startswith((".", "to"))} == {"to.db", "to.db.lock"}


def refused_as_unfinished(place: Path | Server) -> None:
    """No command takes it for a database."""
    if isinstance(place, Server):
        with pytest.raises(NothingDoneError, match=r"unfinished copy of .*from\.db"):
            open_store(place)
    else:
        assert not place.exists()
        with pytest.raises(NothingDoneError, match="no smwatch database"):
            open_store(unfinished(place))


def harm(place: Path | Server) -> None:
    """Change the last bits of a value in an unfinished copy."""
    change = "UPDATE alerts SET expected = expected + 1e-15"
    if isinstance(place, Server):
        from smwatch.store.postgres.connection import Connection

        with closing(Connection(place)) as server:
            server.execute(change)
    else:
        with closing(sqlite3.connect(unfinished(place))) as db:
            db.execute(change)
            db.commit()


@pytest.mark.postgres
def test_what_differs_is_told_by_table_key_and_column(source: Path, there: Server) -> None:
    with closing(sqlite3.connect(source)) as db:
        db.execute("UPDATE mentions SET edited = 1 - edited WHERE id = 2")
        db.execute("DELETE FROM colleagues")
        db.execute("INSERT INTO roles_done (name, value) VALUES ('noted', '1')")
        db.execute("UPDATE listening SET state = x'00'")
        db.commit()
    done = moving.compare(there, source)
    assert not done.same
    assert done.different == [
        Difference("colleagues", (5,), missing=True),
        Difference("listening", ("Nestlé",), "state"),
        Difference("mentions", (2,), "edited"),
        Difference("roles_done", ("noted",)),
    ]


def _after(harm: Callable[[], None]) -> Callable[..., None]:
    compared = carry._compare

    def _compare(*given: Any) -> None:  # noqa: ANN401 - as it is called
        harm()
        compared(*given)

    return _compare


def test_what_is_damaged_is_told_of_the_file_that_is(source: Path, tmp_path: Path) -> None:
    whole = Path(shutil.copy(source, tmp_path / "whole.db"))
    torn(source, "colleagues")
    for one, other in ((source, whole), (whole, source)):
        with pytest.raises(NothingDoneError, match="is damaged") as told:
            moving.compare(one, other)
        assert told.value.arguments["file"] == source
    with pytest.raises(NothingDoneError, match="is damaged"):
        copy(source, tmp_path / "to.db")


@pytest.mark.parametrize(
    ("mine", "theirs", "told"),
    [
        ([(1, "a"), (2, "b")], [(1, "a"), (2, "b")], []),
        ([(1, "a"), (2, "b")], [(2, "b")], [Difference("t", (1,), missing=True)]),
        ([(1, "a")], [(1, "a"), (2, "b")], [Difference("t", (2,))]),
        ([(1, "a")], [(2, "a")], [Difference("t", (1,), missing=True), Difference("t", (2,))]),
        ([(1, "a"), (3, "c")], [(1, "a"), (2, "b"), (3, "d")], [Difference("t", (2,)), Difference("t", (3,), "value")]),
        ([(1, 0.0)], [(1, -0.0)], []),
        ([(1, 0.3)], [(1, 0.1 + 0.2)], [Difference("t", (1,), "value")]),
        ([(1, None)], [(1, "")], [Difference("t", (1,), "value")]),
        ([(1, b"a")], [(1, "a")], [Difference("t", (1,), "value")]),
    ],
)  # fmt: skip
def test_rows_are_compared_in_their_order(mine: list[Any], theirs: list[Any], told: list[Difference]) -> None:
    assert list(differences(Table("t", ("id", "value"), 1), iter(mine), iter(theirs))) == told


class TestRefused:
    """What would be lost by it isn't begun."""

    def test_a_file_that_is_there(self, source: Path, tmp_path: Path) -> None:
        (tmp_path / "to.db").touch()
        with pytest.raises(UsageError, match="is there already"):
            copy(source, tmp_path / "to.db")

    def test_a_whole_copy_that_lacks_its_name(self, source: Path, tmp_path: Path) -> None:
        whole = unfinished(tmp_path / "to.db")
        shutil.copy(source, whole)
        written_and_killed(whole, "UPDATE feeds SET title = 'last'")
        with pytest.raises(UsageError, match="only lacks its name"):
            copy(source, tmp_path / "to.db")
        with closing(sqlite3.connect(whole.rename(tmp_path / "to.db"))) as db:
            assert set(db.execute("SELECT title FROM feeds")) == {("last",)}, "all stands in the one file"

    @pytest.mark.parametrize("end", ["-wal", "-journal"])
    def test_a_name_beside_which_the_log_of_another_stands(self, source: Path, tmp_path: Path, end: str) -> None:
        """It would be read into the copy, and be its end."""
        log = tmp_path / f"to.db{end}"
        log.write_bytes(b"of a database that was deleted")
        for make in (copy, copy_whole, partial(recover, who="", now=MONDAY)):
            with pytest.raises(NothingDoneError, match="a database that was not closed"):
                make(source, tmp_path / "to.db")
        assert not (tmp_path / "to.db").exists()
        log.write_bytes(bytes(32))  # as SQLite leaves one that served
        assert copy(source, tmp_path / "to.db").same

    @pytest.mark.postgres
    def test_a_server_that_has_nothing_of_ours_or_something(self, source: Path, postgres_url: str) -> None:
        place = Server(postgres_url)
        with pytest.raises(NothingDoneError, match="nothing of smwatch's"):
            copy(place, source.with_name("to.db"))
        with closing(open_store(place)) as store:
            store.sync_feeds([BLOG], MONDAY)
        with pytest.raises(UsageError, match=r"isn't empty: something stands in feeds"):
            copy(source, place)

    def test_the_same_under_two_names(self, source: Path) -> None:
        (source.with_name("same.db")).hardlink_to(source)
        with pytest.raises(UsageError, match="the same database"):
            copy(source, source.with_name("same.db"))

    @pytest.mark.postgres
    def test_the_same_on_a_server(self, there: Server) -> None:
        with pytest.raises(UsageError, match="the same database"):
            copy(there, Server(f"{there.url}&connect_timeout=5"))

    def test_a_file_of_an_older_schema(self, source: Path) -> None:
        with closing(sqlite3.connect(source)) as db:
            db.execute(f"PRAGMA user_version = {VERSION - 1}")
        before = source.read_bytes()
        with pytest.raises(NothingDoneError, match="older smwatch") as told:
            copy(source, source.with_name("to.db"))
        assert "smwatch db migrate" in told.value.mend
        assert source.read_bytes() == before

    def test_while_a_scan_runs(self, source: Path, tmp_path: Path) -> None:
        with locked(tmp_path / "from.db.lock"), pytest.raises(BusyError, match="something else is at work"):
            copy(source, tmp_path / "to.db")

    @pytest.mark.postgres
    def test_a_copy_that_an_older_program_left_on_a_server(self, source: Path, postgres_url: str) -> None:
        """No command could bring it up to date, nor go on with it."""
        import psycopg

        def _stops() -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            copy(source, Server(postgres_url), stopping_at(2, _stops))
        with psycopg.connect(postgres_url) as server:
            server.execute("UPDATE smwatch_schema SET version = version - 1")
        with pytest.raises(UsageError, match="unfinished copy") as told:
            copy(source, Server(postgres_url))
        assert "name a new database" in told.value.mend

    @pytest.mark.postgres
    def test_what_a_server_does_not_take(self, source: Path, postgres_url: str) -> None:
        with closing(sqlite3.connect(source, isolation_level=None)) as db:
            db.execute("UPDATE colleagues SET name = 'Z' || char(0) || 'é'")
            with pytest.raises(NothingDoneError, match=r"a row of colleagues can't be stored in .*NUL"):
                copy(source, Server(postgres_url))
            db.execute("UPDATE colleagues SET name = 'Zoé'")
            db.execute("PRAGMA foreign_keys = OFF")
            db.execute("INSERT INTO mention_notes VALUES (77, 99, '2010-03-22T08:00:00Z', 'Zoé', '')")
            with pytest.raises(NothingDoneError, match="99"):  # no such mention
                copy(source, Server(postgres_url))
