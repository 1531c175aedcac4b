"""Commands that look after the database, where that is PostgreSQL's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from smwatch.errors import ExitCode
from smwatch.models import Server
from smwatch.store import open_store
from tests.desk import Desk, item
from tests.store.examples import BLOG, MONDAY, entry, mention, polled, save

pytestmark = pytest.mark.postgres


@pytest.fixture
def at_server(desk: Desk, postgres_own: str) -> Desk:
    """A desk whose config names a server's database, in which there is a mention by Marie Tremblay."""
    desk.database = postgres_own
    desk.at("2010-03-23 08:00")
    store = open_store(Server(postgres_own))
    store.sync_feeds([BLOG], MONDAY)
    save(store, polled(BLOG, [entry("a", "Nestlé", author="Marie Tremblay")], [mention("a")]))
    store.close()
    return desk


def test_path_is_an_address_for_other_programs_without_a_password(desk: Desk) -> None:
    desk.database = "postgresql://rp:s3cret@db.example/smwatch?sslmode=require&sslpassword=x"
    assert desk.runs("db path").out == "postgresql://rp@db.example/smwatch?sslmode=require\n"


def test_check_answers_every_question_and_mends_what_is_told_twice(at_server: Desk, postgres_own: str) -> None:

    asked = at_server.runs("db check --json")
    names = ["server", "encoding", "schema", "writing", "size", "integrity", "search"]
    assert [one["check"] for one in asked.json] == [*names, "hourly", "published", "stories", "clock"]
    assert (asked.code, [one for one in asked.json if not one["ok"]]) == (0, [])
    with psycopg.connect(postgres_own) as db:
        db.execute("DELETE FROM entries_search")
        db.execute("UPDATE hourly SET mentions = 7")
    wrong = at_server.runs("db check --json")
    assert (wrong.code, [one["check"] for one in wrong.json if not one["ok"]]) == (4, ["search", "hourly"])
    assert at_server.runs("db check --mend").code == 0
    with psycopg.connect(postgres_own) as db:
        db.execute("ALTER TABLE mentions DISABLE TRIGGER USER")
    assert "switched off" in at_server.runs("db check").out


def test_backups_are_postgresqls_own_and_a_server_has_no_file_to_recover(at_server: Desk, tmp_path: Path) -> None:
    done = at_server.runs("db backup")
    assert done.code == 2
    assert "pg_dump --format=custom --file=smwatch-" in done.err
    assert at_server.runs(f"db recover {tmp_path / 'new.db'}").code == 2
    assert not list(tmp_path.glob("*.db"))


def test_migrate_prune_and_forget_work(at_server: Desk) -> None:
    assert at_server.runs("db migrate").code == 0
    pruned = at_server.runs("db prune --json --yes")
    assert (pruned.code, pruned.json["free_bytes"]) == (0, None)
    asked = 'db forget --author "Marie Tremblay" --yes'
    told = at_server.runs(asked)
    assert told.code == 0, told.err
    assert "nothing of Marie Tremblay is left" in told.out
    assert "write-ahead log" in told.err
    assert json.loads(at_server.runs(f"{asked} --json").out)["out_of_reach"] is True


def test_smwatch_check_says_how_the_database_is(at_server: Desk, postgres_own: str) -> None:
    done = at_server.runs("check --offline")
    assert done.code == 0, done.out
    assert f"✓ {Server(postgres_own)}: 1 feed in it" in done.out


def test_a_scan_whose_server_goes_away_ends_whatever_waits_for_its_turn(at_server: Desk, postgres_own: str) -> None:
    for number in range(40):
        at_server.feed(f"/{number}/", item("Nordelait", "Bonjour", link=f"http://a.example/{number}"))
    with psycopg.connect(postgres_own) as db:
        db.execute("""CREATE FUNCTION goes_away() RETURNS trigger LANGUAGE plpgsql AS
                      $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN new; END $$""")
        db.execute("CREATE TRIGGER goes_away BEFORE INSERT ON entries EXECUTE FUNCTION goes_away()")
    config = at_server.write_config()
    config.write_text(config.read_text("utf-8") + "workers = 2\n", "utf-8")
    command = [sys.executable, "-m", "smwatch", "--config", str(config), "scan", "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == ExitCode.NOTHING_DONE
    assert "can't be reached" in ran.stdout
