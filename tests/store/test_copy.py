"""A database that was carried elsewhere holds the same to the last bit, and answers the same; a kill only delays it."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from smwatch.errors import BusyError, NothingDoneError, SmwatchError, UsageError
from smwatch.models import MentionFilter, Server
from smwatch.store import SqliteStore, moving, open_store
from smwatch.store.checking import examine
from smwatch.store.connection import APPLICATION, VERSION
from smwatch.store.lock import locked
from smwatch.store.moving import Difference, carry, copy
from smwatch.store.moving.carry import differences
from smwatch.store.moving.ends import Table
from smwatch.store.moving.file import open_source, unfinished
from smwatch.store.sql import Location
from tests.store.dump import fill
from tests.store.examples import BLOG, HOUR, MONDAY, entry, mention, polled, save

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


def answers(store: SqliteStore) -> list[Any]:
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


def test_every_table_has_rows(whole: Path) -> None:
    with closing(open_source(whole, alone=False)) as end:
        assert [name for name, table in end.tables().items() if not end.count(table)] == []


def test_a_copy_answers_the_same_and_goes_on(source: Path, place: Path | Server) -> None:
    before = source.read_bytes()
    done = copy(source, place)
    assert done.same
    assert not done.resumed
    assert {part.table for part in done.parts} >= {*OTHERS, "mentions", "entries", "hourly", "heeded", "listed"}
    assert all(part.copied == part.rows > 0 for part in done.parts)
    with closing(open_store(source)) as one, closing(open_store(place)) as other:
        assert answers(one) == answers(other)
        assert len(answers(other)[4]) == 2
        for store in (one, other):
            save(store, polled(BLOG, [entry("new", "Du cœur")], [mention("new")], at=MONDAY + 2 * HOUR))
        assert answers(one) == answers(other)
        assert next(iter(other.mentions(MentionFilter(search='"du coeur"')))).id == LAST + 1
    assert before[:100] == source.read_bytes()[:100]


@pytest.mark.postgres
def test_there_and_back_every_bit_is_the_same(source: Path, postgres_url: str, tmp_path: Path) -> None:
    there, back = Server(postgres_url), tmp_path / "back.db"
    copy(source, there)
    assert copy(there, back).same
    assert held(back) == held(source)
    assert held(back)["kept"] == [(APPLICATION,), (VERSION,), ("ok",)]
    assert stat.S_IMODE(back.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir() if "unfinished" in file.name] == []
    assert [one.ok for one in examine(back, MONDAY)] == [one.ok for one in examine(source, MONDAY)]


def test_a_kill_at_any_moment_only_delays_it(
    source: Path, place: Path | Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smwatch.store.moving.carry.AT_ONCE", 2)
    for moment in (3, 8, 12):
        killed_at(moment, source, place)
        if isinstance(place, Server):
            with pytest.raises(NothingDoneError, match=r"unfinished copy of .*from\.db"):
                open_store(place)
        else:
            assert not place.exists()
            with pytest.raises(NothingDoneError, match="no smwatch database"):
                open_store(unfinished(place))
    with closing(sqlite3.connect(source)) as db:  # people went on meanwhile
        db.execute("UPDATE feeds SET source = 'Le Blogue, deux' WHERE id = 1")
        db.execute("DELETE FROM mention_notes")
        db.execute("INSERT INTO colleagues VALUES (6, 'Max')")
        db.commit()
    done = copy(source, place)
    assert (done.same, done.resumed) == (True, True)
    assert 0 < sum(part.copied for part in done.parts) < sum(part.rows for part in done.parts)
    back = place
    if isinstance(place, Server):
        copy(place, back := tmp_path / "back.db")
    assert isinstance(back, Path)
    assert held(back) == held(source)


def test_what_differs_is_told_by_table_key_and_column(source: Path, place: Path | Server) -> None:
    copy(source, place)
    with closing(open_store(place)) as store:
        store._connection.execute("UPDATE mentions SET edited = 1 - edited WHERE id = 2")
        store._connection.execute("DELETE FROM colleagues")
        store._connection.execute("INSERT INTO roles_done (name, value) VALUES ('noted', '1')")
        store._connection.execute("UPDATE listening SET state = x'00'")
    done = moving.compare(source, place)
    assert not done.same
    assert done.different == [
        Difference("colleagues", (5,), missing=True),
        Difference("listening", ("Nestlé",), "state"),
        Difference("mentions", (2,), "edited"),
        Difference("roles_done", ("noted",)),
    ]


def test_a_difference_leaves_the_copy_unused(source: Path, place: Path | Server) -> None:
    def _harm() -> None:
        if isinstance(place, Server):
            from smwatch.store.postgres.connection import Connection

            with closing(Connection(place)) as other:
                other.execute("UPDATE alerts SET expected = expected + 1e-15")
        else:
            with closing(sqlite3.connect(unfinished(place))) as db:
                db.execute("UPDATE alerts SET expected = expected + 1e-15")
                db.commit()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("smwatch.store.moving.carry._compare", _after(_harm))
        done = copy(source, place)
    assert done.different == [Difference("alerts", (1,), "expected")]
    with pytest.raises(SmwatchError):
        open_store(place if isinstance(place, Server) else unfinished(place))
    again = copy(source, place)
    assert (again.same, again.resumed) == (True, True)


def _after(harm: Callable[[], None]) -> Callable[..., None]:
    compared = carry._compare

    def _compare(*given: Any) -> None:  # noqa: ANN401 - as it is called
        harm()
        compared(*given)

    return _compare


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

    def test_a_target_that_holds_something(self, source: Path, place: Path | Server) -> None:
        open_store(place).close()
        if isinstance(place, Server):
            with closing(open_store(place)) as store:
                store.sync_feeds([BLOG], MONDAY)
        with pytest.raises(UsageError, match=r"isn't empty: something stands in feeds|is there already"):
            copy(source, place)

    def test_an_unfinished_copy_of_something_else(self, source: Path, place: Path | Server) -> None:
        with pytest.raises(ZeroDivisionError):
            copy(source, place, stopping_at(2, lambda: 1 / 0))
        other = Path(shutil.copy(source, source.with_name("other.db")))
        with pytest.raises(UsageError, match=r"unfinished copy of .*from\.db"):
            copy(other, place)
        if isinstance(place, Server):
            with pytest.raises(NothingDoneError, match=r"unfinished copy of .*from\.db"):
                copy(place, source.with_name("third.db"))

    def test_the_same_under_two_names(self, source: Path) -> None:
        (source.with_name("same.db")).hardlink_to(source)
        with pytest.raises(UsageError, match="the same database"):
            copy(source, source.with_name("same.db"))

    @pytest.mark.postgres
    def test_the_same_on_a_server(self, source: Path, postgres_url: str) -> None:
        copy(source, Server(postgres_url))
        with pytest.raises(UsageError, match="the same database"):
            copy(Server(postgres_url), Server(f"{postgres_url}&connect_timeout=5"))

    @pytest.mark.postgres
    def test_a_server_that_has_nothing_of_ours(self, postgres_url: str, tmp_path: Path) -> None:
        with pytest.raises(NothingDoneError, match="nothing of smwatch's"):
            copy(Server(postgres_url), tmp_path / "to.db")

    def test_a_file_of_an_older_schema(self, tmp_path: Path) -> None:
        with closing(sqlite3.connect(tmp_path / "old.db")) as db:
            db.executescript((Path(__file__).parent / "databases" / "v15.sql").read_text("utf-8"))
        before = (tmp_path / "old.db").read_bytes()
        with pytest.raises(NothingDoneError, match="older smwatch") as told:
            copy(tmp_path / "old.db", tmp_path / "to.db")
        assert "smwatch db migrate" in told.value.mend
        assert (tmp_path / "old.db").read_bytes() == before

    def test_while_a_scan_runs(self, source: Path, tmp_path: Path) -> None:
        with locked(tmp_path / "from.db.lock"), pytest.raises(BusyError, match="something else is at work"):
            copy(source, tmp_path / "to.db")

    @pytest.mark.postgres
    def test_two_copies_at_once(self, source: Path, postgres_url: str) -> None:
        other = Path(shutil.copy(source, source.with_name("other.db")))
        place = Server(postgres_url)

        def _second() -> None:
            with pytest.raises(BusyError, match="something else is at work"):
                copy(other, place)

        assert copy(source, place, stopping_at(2, _second)).same

    @pytest.mark.postgres
    def test_a_value_that_the_server_does_not_take(self, source: Path, postgres_url: str) -> None:
        with closing(sqlite3.connect(source)) as db:
            db.execute("UPDATE colleagues SET name = 'Z' || char(0) || 'é'")
            db.commit()
        with pytest.raises(NothingDoneError, match=r"a row of colleagues can't be kept in .*NUL"):
            copy(source, Server(postgres_url))

    @pytest.mark.postgres
    def test_rows_without_the_row_that_they_belong_to(self, source: Path, postgres_url: str) -> None:
        with closing(sqlite3.connect(source)) as db:
            db.execute("PRAGMA foreign_keys = OFF")
            db.execute("INSERT INTO mention_notes VALUES (77, 99, '2010-03-22T08:00:00Z', 'Zoé', '')")
            db.commit()
        with pytest.raises(NothingDoneError, match="99"):
            copy(source, Server(postgres_url))
