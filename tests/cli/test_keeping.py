"""`db prune` and `db forget` at the command line; and what isn't shown of a brand that is out of the config."""

from __future__ import annotations

import io
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from smwatch.cli.arguments import Globals
from smwatch.cli.terminal import Terminal
from smwatch.cli.views.keeping import left_line
from smwatch.locales import Speech
from smwatch.models import Left
from smwatch.store import open_store
from tests.desk import Desk, Ready, item

OLD, NEW = "http://a.example/1", "http://a.example/2"


def marie(desk: Desk) -> None:
    """She wrote twice, once about the dairy; Jean answers her."""
    desk.feed(
        "/a/",
        item("Honte", "Nordelait, quelle honte.", link=OLD, author="Marie Tremblay"),
        item("Pluie", "Il pleut.", link=NEW, author="Marie Tremblay"),
        item("Bof", "Marie Tremblay a tort, Nordelait est bon.", link="http://a.example/3", author="Jean Roy"),
    )
    assert desk.runs("scan --json").json["mentions"]["new"] == 2


@pytest.fixture
def desk_with_marie(readied: Callable[[Ready], Desk]) -> Desk:
    return readied(marie)


def test_prune_does_what_the_config_says_and_says_what_it_did(desk_with_marie: Desk) -> None:
    desk = desk_with_marie.later(days=31)
    assert desk.runs("db prune --dry-run --json").json == {
        "mentions": 0, "entries": 1, "labels": 0, "labels_kept": 0,
        "free_bytes": desk.runs("db prune --dry-run --json").json["free_bytes"], "dry_run": True,
    }  # fmt: skip
    ran = desk.runs("db prune")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Deleted: 0 mentions, the text of 1 entry that mentions nobody.\n")
    assert desk.runs("db prune").out == "Nothing is past its time.\n"
    desk.config += '\n[retention]\nmentions = "30d"\nentries = "forever"\n'
    assert desk.runs("mentions label 1 neutral").code == 0
    ran = desk.runs("--lang fr db prune")
    assert (ran.code, desk.runs("mentions --json --all").json) == (0, [])
    assert desk.runs("scan --json").json["mentions"]["new"] == 0, "its feed shows them still"


def test_for_ever_says_so(desk_with_marie: Desk) -> None:
    desk_with_marie.config += '\n[retention]\nentries = "forever"\n'
    assert "kept for ever" in desk_with_marie.runs("db prune").out


def test_forget_says_who_that_is_and_asks_before(desk_with_marie: Desk) -> None:
    desk = desk_with_marie
    looked = desk.runs('db forget --author "marie tremblay" --dry-run --json').json
    assert (looked["names"], looked["entries"], looked["mentions"], looked["others"]) == (["Marie Tremblay"], 2, 1, 1)
    ran = desk.runs('db forget --author "Marie Tremblay"')
    assert ran.code == 2
    assert "--yes" in ran.err
    assert len(desk.runs("mentions --json").json) == 2


@pytest.mark.parametrize(("typed", "left"), [("y\n", 1), ("oui\n", 1), ("n\n", 2), ("\n", 2)])
def test_on_a_terminal_it_asks(desk_with_marie: Desk, monkeypatch: pytest.MonkeyPatch, typed: str, left: int) -> None:
    stdin = io.StringIO(typed)
    monkeypatch.setattr(stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", stdin)
    ran = desk_with_marie.runs('db forget --author "Marie Tremblay"')
    assert (ran.code, "Go on? [y/N]" in ran.err) == (0, True)
    assert len(desk_with_marie.runs("mentions --json").json) == left


def test_forget_takes_them_out_and_proves_it(desk_with_marie: Desk) -> None:
    desk = desk_with_marie
    ran = desk.runs('db forget --author "Marie Tremblay" --yes')
    assert ran.code == 0, ran.err
    assert "nothing of Marie Tremblay is left" in ran.out
    assert "Whoever bears exactly this name" in ran.err
    (kept,) = desk.runs("mentions --json").json
    assert kept["text"] == "█████ ████████ a tort, Nordelait est bon."
    assert desk.runs("mentions --search tremblay --json").json == []
    for _ in range(2):
        assert desk.later(hours=5).runs("scan --all --json").json["mentions"]["new"] == 0
    for path in desk.folder.glob("smwatch.db*"):
        assert b"Marie Tremblay" not in path.read_bytes()
    edited = item("Honte", "Nordelait, encore.", link=OLD, author="Marie Tremblay")
    desk.feed("/a/", edited, item("Neuf", "Nordelait !", link="http://a.example/9", author="Marie TREMBLAY"))
    assert desk.later(hours=5).runs("scan --all --json").json["mentions"]["new"] == 0
    again = desk.runs('db forget --author "Marie Tremblay" --yes --json')
    assert (again.code, again.json["left"], again.json["entries"]) == (0, [], 0)
    assert desk.runs('db forget --author "Marie Tremblay" --undo').code == 0
    desk.feed("/a/", item("Dix", "Nordelait !", link="http://a.example/10", author="Marie Tremblay"))
    assert desk.later(hours=5).runs("scan --all --json").json["mentions"]["new"] == 1
    assert desk.runs('db forget --author "Marie Tremblay" --undo').code == 2


def test_mistakes_are_told_with_a_way_out(desk_with_marie: Desk) -> None:
    desk = desk_with_marie
    for typed, said in (
        ("db forget", "name an author or a brand"),
        ("db forget --author A --brand B", "name an author or a brand"),
        ('db forget --author "Zoé Personne"', "nothing is stored of “Zoé Personne”"),
        ('db forget --author "Zoé Personne" --dry-run --yes', "with --yes, what they write from now on isn't stored"),
        ("db forget --author Tremblay --yes", "did you mean Marie Tremblay?"),
        ("db forget --author Nordelait --yes", "nothing is stored"),
        ("db forget --brand Nordelait --yes", "the config still names the brand"),
        ("db forget --brand Autre --yes", "nothing is stored of a brand “Autre”"),
        ("db forget --brand Autre --undo", "--undo goes with --author alone"),
    ):
        ran = desk.runs(typed)
        assert (ran.code, said in ran.err) == (2, True), (typed, ran.err)
    desk.config += '\n[[brands]]\nname = "Marie Tremblay"\n'
    assert "is what the brand Marie Tremblay looks for" in desk.runs('db forget --author "Marie Tremblay" --yes').err


def test_while_a_scan_runs_it_waits_or_leaves(desk_with_marie: Desk) -> None:
    with closing(open_store(desk_with_marie.folder / "smwatch.db")) as store, store.scanning():
        assert desk_with_marie.runs('db forget --author "Marie Tremblay" --yes').code == 5


def test_a_brand_out_of_the_config_is_hidden_at_once_and_deleted_when_asked(desk: Desk) -> None:
    other = '\n[[brands]]\nname = "Lactel"\n'
    desk.config += other
    desk.feed("/a/", item("Un", "Nordelait, quelle honte.", link=OLD), item("Deux", "Lactel, bravo.", link=NEW))
    desk.runs("scan")
    with closing(sqlite3.connect(desk.folder / "smwatch.db")) as db, db:
        db.execute(
            "INSERT INTO alerts (brand, kind, level, opened, updated, window_seconds, negatives, mentions, stories,"
            " authors, expected, probability, sources, threads, terms) VALUES ('Lactel', 'crisis', 'confirmed',"
            " '2010-03-17T08:00:00Z', '2010-03-17T08:00:00Z', 60, 1, 1, 1, 1, 0, 0, '[]', '[]', '[]')"
        )
    assert len(desk.runs("alerts --json").json) == 1
    desk.config = desk.config.replace(other, "")
    for _ in range(2):  # before the next scan, and after it
        assert [m["brand"] for m in desk.runs("mentions --json").json] == ["Nordelait"]
        assert len(desk.runs("mentions --all --json").json) == 2
        assert [m["brand"] for m in desk.runs("mentions --brand Lactel --all --json").json] == ["Lactel"]
        assert [a["brand"] for a in desk.runs("alerts --brand Lactel --all --json").json] == ["Lactel"]
        assert desk.runs("mentions --brand Lactel --json").code == 2
        hidden = desk.runs("mentions --brand Lactel --all --json").json[0]["id"]
        for typed in (f"mentions show {hidden}", "alerts show 1"):
            assert "The config doesn't name Lactel any more" in desk.runs(typed).out + desk.runs(typed).err
        assert (desk.runs("alerts --json").json, len(desk.runs("alerts --all --json").json)) == ([], 1)
        assert desk.runs("status --json").json["alerts"] == []
        assert "Lactel" not in desk.runs("digest").out
        assert (
            "Lactel"
            not in desk.runs("export mentions").out + desk.runs("export daily").out + desk.runs("export alerts").out
        )
        assert desk.runs("scan --fail-on-alert --json").code == 0
    desk.config += other
    desk.later(hours=5).runs("scan")
    assert len(desk.runs("mentions --json").json) == 2
    desk.config = desk.config.replace(other, "")
    assert desk.runs("db forget --brand Lactel --dry-run --json").json == {
        "brand": "Lactel", "mentions": 1, "alerts": 1, "labels": 0, "messages": 0, "dry_run": True,
    }  # fmt: skip
    assert desk.runs("db forget --brand Lactel").code == 2
    with closing(sqlite3.connect(desk.folder / "smwatch.db")) as db, db:
        db.executemany(
            """INSERT INTO outbox (kind, name, until, state, message)
               VALUES ('digest', '', '2010', 'waiting', CAST('Subject: x\n\n' || ? AS BLOB))""",
            [("Beaucoup de LACTEL.",), ("Lactelle",)],
        )
    ran = desk.runs("db forget --brand Lactel --yes")
    assert (ran.code, "1 message that waited" in ran.out) == (0, True)
    with closing(sqlite3.connect(desk.folder / "smwatch.db")) as db:
        rows = db.execute("SELECT state, message IS NULL FROM outbox").fetchall()
        assert rows == [("given up", 1), ("waiting", 0)]
    assert [m["brand"] for m in desk.runs("mentions --all --json").json] == ["Nordelait"]
    assert desk.runs("alerts --all --json").json == []


def test_somebody_of_whom_nothing_is_stored_is_kept_out_from_now_on(desk_with_marie: Desk) -> None:
    desk = desk_with_marie
    ran = desk.runs('db forget --author "Zoé Personne" --yes')
    assert (ran.code, "Nothing is stored of Zoé Personne. What they write" in ran.out) == (0, True), ran.err
    desk.feed("/a/", item("Neuf", "Nordelait !", link="http://a.example/9", author="Zoé PERSONNE"))
    assert desk.later(hours=5).runs("scan --all --json").json["mentions"]["new"] == 0
    assert "taken out before" in desk.runs('db forget --author "Zoé Personne" --yes').out
    assert desk.runs('db forget --author "Zoé Personne" --undo').code == 0


@pytest.mark.parametrize(
    "told",
    [
        "UPDATE labels SET text = 'Zoé Personne est là'",
        """INSERT INTO outbox (kind, name, until, state, message)
           VALUES ('digest', '', '2010', 'waiting', CAST('Subject: x\n\nZoé Personne' AS BLOB))""",
    ],
)
def test_somebody_who_stands_in_no_entry_is_found(desk_with_marie: Desk, told: str) -> None:
    desk = desk_with_marie
    desk.runs("mentions label 1 neutral")
    with closing(sqlite3.connect(desk.folder / "smwatch.db")) as db, db:
        assert db.execute(told).rowcount == 1
    assert desk.runs('db forget --author "Zoé Personne" --dry-run --json').json["elsewhere"] == 1
    ran = desk.runs('db forget --author "Zoé Personne" --yes --json')
    assert (ran.code, ran.json["left"]) == (0, [])
    for path in desk.folder.glob("smwatch.db*"):
        assert "Zoé Personne".encode() not in path.read_bytes()


def test_labels_that_were_kept_can_be_deleted_later(desk_with_marie: Desk) -> None:
    desk = desk_with_marie
    desk.runs("mentions label 1 neutral")
    desk.config += '\n[retention]\nmentions = "30d"\n'
    desk.later(days=40)
    assert desk.runs("db prune --json --yes").json["labels_kept"] == 1
    assert desk.runs("db prune --labels --dry-run --json").json["labels"] == 1
    assert "1 label" in desk.runs("db prune --labels").out
    with closing(sqlite3.connect(desk.folder / "smwatch.db")) as db:
        assert db.execute("SELECT count(*) FROM labels").fetchone()[0] == 0
    assert "Nothing is past its time" in desk.runs("db prune --labels").out


def test_who_decided_is_kept_and_that_is_told(desk_with_marie: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_with_marie
    monkeypatch.setenv("SMWATCH_USER", "Marie Tremblay")
    forget = 'db forget --author "Marie Tremblay" --yes --json'
    assert desk.runs(forget).json["left"] == [], "she isn't noted by her being forgotten"
    assert desk.runs("mentions label 2 neutral").code == 0
    ran = desk.runs(forget)
    assert (ran.code, [left["where"] for left in ran.json["left"]]) == (0, ["audit.who"])
    assert "in the journal, as who decided" in desk.runs(forget.removesuffix(" --json")).err


def test_what_is_left_is_counted_and_the_command_is_whole(tmp_path: Path) -> None:
    speech = Speech()
    assert left_line(Left(where="labels.text", count=1), speech) == "1 time in labels.text"
    assert left_line(Left(where="labels.text", count=2), speech) == "2 times in labels.text"
    terminal = Terminal(globals=Globals(config=tmp_path / "a b.toml"))
    assert terminal.typed("db", "prune") == f"smwatch --config '{tmp_path}/a b.toml' db prune"
