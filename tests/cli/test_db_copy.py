"""`smwatch db copy` as typed: what it says, what it refuses, and that the day looks the same from the copy."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from smwatch.errors import ExitCode
from tests.desk import Desk, item


@pytest.fixture
def heard(desk: Desk) -> Desk:
    """A desk that has heard something."""
    desk.feed("/a/", item("Nordelait", "Nordelait, quelle honte.", link="http://a.example/1"))
    desk.runs("scan")
    return desk


def test_it_says_what_was_copied_and_what_is_next(heard: Desk) -> None:
    source, target = heard.folder / "smwatch.db", heard.folder / "copy.db"
    ran = heard.runs(f"db copy {source} {target}")
    assert ran.code == ExitCode.DONE, ran.err
    assert "mentions: 1 row\n" in ran.out
    assert "tasks" not in ran.out, "an empty table is nobody's business"
    assert "Verified: every row is the same." in ran.err
    assert f'database = "{target}"' in ran.err.replace("\n", "")
    assert heard.runs(f"db copy {source} {target}").code == ExitCode.USAGE


def test_quiet_and_json(heard: Desk) -> None:
    source, target = heard.folder / "smwatch.db", heard.folder / "copy.db"
    ran = heard.runs(f"db copy {source} {target} --json --quiet")
    assert ran.err == ""
    told = ran.json
    assert (told["from"], told["to"], told["resumed"], told["verified"]) == (str(source), str(target), False, True)
    (mentions,) = [table for table in told["tables"] if table["table"] == "mentions"]
    assert mentions == {"table": "mentions", "rows": 1, "copied": 1, "different": 0}
    assert told["differences"] == []


def test_compared_alone_it_tells_what_differs(heard: Desk) -> None:
    source, target = heard.folder / "smwatch.db", heard.folder / "copy.db"
    heard.runs(f"db copy {source} {target}")
    assert "every row is the same" in heard.runs(f"db copy --compare {source} {target}").err
    with closing(sqlite3.connect(target)) as db:
        db.execute("UPDATE mentions SET assignee = 'Zoé'")
        db.commit()
    ran = heard.runs(f"db copy --compare {source} {target}")
    assert ran.code == ExitCode.NOTHING_DONE
    assert "mentions 1: assignee isn't the same" in ran.err
    ran = heard.runs(f"db copy --compare {source} {target} --json")
    assert ran.json["differences"] == [{"table": "mentions", "key": [1], "column": "assignee", "in": "both"}]
    assert ran.json["verified"] is False


def test_without_a_config(heard: Desk) -> None:
    ran = heard.runs(f"db copy {heard.folder / 'no.db'} {heard.folder / 'copy.db'}")
    assert ran.code == ExitCode.NOTHING_DONE
    assert "there is no database" in ran.err
    assert not (heard.folder / "no.db").exists()


def test_a_scan_keeps_it_waiting(heard: Desk) -> None:
    from smwatch.store.lock import locked

    with locked(heard.folder / "smwatch.db.lock"):
        ran = heard.runs(f"db copy {heard.folder / 'smwatch.db'} {heard.folder / 'copy.db'} --json")
    assert ran.code == ExitCode.BUSY
    assert "let a scan or another copy finish" in ran.json["error"]["hint"]


def test_without_the_extra(heard: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    for name in [name for name in sys.modules if name.startswith(("psycopg", "smwatch.store.postgres"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "smwatch.store.moving.server", raising=False)
    monkeypatch.delattr("smwatch.store.moving.server", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    ran = heard.runs(f"db copy {heard.folder / 'smwatch.db'} postgresql://pr@db.example/smwatch --json")
    assert (ran.code, ran.json["error"]["hint"]) == (
        ExitCode.NOTHING_DONE,
        'install it with: pip install "smwatch[postgres]"',
    )


@pytest.mark.postgres
def test_the_day_looks_the_same_from_a_server(heard: Desk, postgres_url: str) -> None:
    asked = ["status --json", "mentions list --json", "mentions list --json --search honte", "alerts list --json"]
    asked += ["feeds list --json", "db journal --json"]
    before = [heard.runs(typed).json for typed in asked]
    ran = heard.runs(f"db copy {heard.folder / 'smwatch.db'} '{postgres_url}'")
    assert ran.code == ExitCode.DONE, ran.err
    config = heard.folder / "server.toml"
    config.write_text(heard.write_config().read_text("utf-8").replace("smwatch.db", postgres_url), "utf-8")
    assert [heard.runs(f"{typed} --config {config}").json for typed in asked] == before
    assert before[1][0]["brand"] == "Nordelait"
