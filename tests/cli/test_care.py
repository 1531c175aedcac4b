"""`smwatch db check`, `backup`, `recover`, `migrate` as typed, and who is told that others read along."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from smwatch.cli.care import spoken
from smwatch.errors import ExitCode
from smwatch.locales import Speech
from smwatch.store import connection
from smwatch.store.checking import Checked
from tests.desk import Desk

FIRST = Path(__file__).parents[1] / "store" / "databases" / "v1.sql"


def database(desk: Desk) -> Path:
    return desk.folder / "smwatch.db"


def harm(desk: Desk, statement: str) -> None:
    with closing(sqlite3.connect(database(desk))) as db:
        db.execute(statement)
        db.commit()


def test_a_check_says_a_line_each_and_mends(busy_desk: Desk) -> None:
    ran = busy_desk.runs("db check")
    assert (ran.code, ran.out.count("✓"), ran.out.count("✗")) == (ExitCode.DONE, 11, 0)
    assert busy_desk.runs("db check --quiet").out == ""
    harm(busy_desk, "UPDATE hourly SET mentions = mentions + 3")
    ran = busy_desk.runs("db check")
    assert ran.code == ExitCode.NOTHING_DONE
    assert "✗ hourly" in ran.out
    assert "✗ comptes par heure" in busy_desk.runs("--lang fr db check").out
    assert f"{busy_desk.smwatch} db check --mend" in ran.out
    told = busy_desk.runs("db check --json")
    assert told.code == ExitCode.NOTHING_DONE
    assert [set(one) for one in told.json] == [{"check", "ok", "message", "mend"}] * 11
    assert [one["check"] for one in told.json if not one["ok"]] == ["hourly"]
    ran = busy_desk.runs("db check --mend")
    assert ran.code == ExitCode.DONE
    assert "smwatch.db.before-mend" in ran.err
    assert (busy_desk.folder / "smwatch.db.before-mend").is_file()
    assert busy_desk.runs("db check --mend").err == "", "nothing is left to mend, and nothing copied"


def test_a_check_of_what_is_not_there(desk: Desk) -> None:
    ran = desk.runs("db check")
    assert ran.code == ExitCode.NOTHING_DONE
    assert "there is no database" in ran.err
    assert not database(desk).exists()
    assert desk.runs("db backup --json").json["error"]["kind"] == "nothing_done"


def test_a_backup_beside_it_and_one_elsewhere(busy_desk: Desk) -> None:
    ran = busy_desk.runs("db backup")
    assert ran.code == ExitCode.DONE
    assert "smwatch-2010-03-17.db" in ran.err
    told = busy_desk.runs(f"--lang fr db backup {busy_desk.folder}/fr.db")
    assert re.search(r"\d,\d\u00a0Mo", told.err), told.err
    again = busy_desk.runs("db backup")
    assert again.code == ExitCode.USAGE
    assert "--force" in again.err
    told = busy_desk.runs(f"db backup {busy_desk.folder}/copy.db --json").json
    assert (told["file"], told["noted"]) == (f"{busy_desk.folder}/copy.db", True)
    assert Path(told["file"]).stat().st_size == told["bytes"]
    with closing(sqlite3.connect(database(busy_desk))) as db:
        assert db.execute("SELECT count(*) FROM backups").fetchone() == (3,)


def test_numbers_of_a_check_are_written_as_the_language_has_them() -> None:
    one = Checked(check="space", ok=True, message="{free} MB are free on its disk", arguments={"free": 12_345})
    assert spoken(one, Speech("en"))[0] == "12,345 MB are free on its disk"
    assert "12\u202f345\u00a0Mo" in spoken(one, Speech("fr"))[0]


def test_recovering_says_what_became_of_each_table(busy_desk: Desk) -> None:
    database(busy_desk).write_bytes(b"\xff" * 100 + database(busy_desk).read_bytes()[100:])
    ran = busy_desk.runs("mentions")
    assert ran.code == ExitCode.NOTHING_DONE
    new = busy_desk.folder / "smwatch.db.new"
    ran = busy_desk.runs(f"db recover {new}")
    assert ran.code == ExitCode.DONE, ran.err
    assert "mentions: 5 rows saved" in ran.out
    assert "first page" in ran.err
    assert busy_desk.runs(f"db recover {new}").code == ExitCode.USAGE
    told = busy_desk.runs(f"db recover --json {busy_desk.folder}/other.new").json
    assert {"table": "mentions", "saved": 5, "lost": 0}.items() <= next(
        table for table in told["tables"] if table["table"] == "mentions"
    ).items()
    new.replace(database(busy_desk))
    assert busy_desk.runs("db check").code == ExitCode.DONE
    assert len(busy_desk.runs("mentions --json").json) == 5
    assert busy_desk.runs("scan --all --json").json["mentions"]["new"] == 0


def test_migrating_says_from_where_to_where_and_nothing_else(desk: Desk) -> None:
    with closing(sqlite3.connect(database(desk))) as db:
        db.executescript(FIRST.read_text("utf-8"))
    assert f"→ {desk.smwatch} db migrate" in desk.runs("db check").out
    ran = desk.runs("db migrate --json")
    assert ran.json == {"file": str(database(desk)), "was": 1, "is": connection.VERSION}
    assert f"is at schema {connection.VERSION}, as it was" in desk.runs("db migrate").out
    with closing(sqlite3.connect(database(desk))) as db:
        assert db.execute("SELECT count(*) FROM scans").fetchone() == (1,)


@pytest.mark.parametrize("typed", ["scan", "mentions", "db check", "db migrate", "db backup", "status", "export"])
def test_a_newer_database_is_refused(typed: str, busy_desk: Desk) -> None:
    harm(busy_desk, "PRAGMA user_version = 99")
    before = database(busy_desk).read_bytes()
    ran = busy_desk.runs(typed)
    assert ran.code == ExitCode.NOTHING_DONE
    assert "was written by a newer smwatch (its schema is 99" in ran.err
    assert "update smwatch" in ran.err
    assert database(busy_desk).read_bytes() == before
    french = busy_desk.runs(f"--lang fr {typed}")
    assert "99" in french.err
    assert "by a newer smwatch" not in french.err


def test_whoever_reads_along_is_told_once_a_command(busy_desk: Desk) -> None:
    busy_desk.config += '\n[mail]\nhost = "127.0.0.1"\nuser = "rp@nordelait.example"\npassword = "p4ssword"\n'
    config = busy_desk.write_config()
    config.chmod(0o600)
    for typed in ("scan", "digest"):
        assert "chmod 600" not in busy_desk.runs(typed).err
    config.chmod(0o644)
    for typed in ("scan --quiet", "digest --json"):
        ran = busy_desk.runs(typed)
        assert ran.err.count("chmod 600") == 1
        assert "mail.password" in ran.err
        assert "p4ssword" not in ran.err
    assert "chmod 600" in busy_desk.runs("check").out
    assert "chmod 600" not in busy_desk.runs("mentions").err, "it needs none of them"
    busy_desk.config = busy_desk.config.replace('"p4ssword"', '"env:SMWATCH_SMTP"')
    assert "chmod 600" not in busy_desk.runs("scan").err


def test_a_database_that_others_read_is_told(busy_desk: Desk) -> None:
    database(busy_desk).chmod(0o644)
    for typed in ("check", "db check"):
        ran = busy_desk.runs(typed)
        assert f"chmod 600 {database(busy_desk)}" in "".join(ran.out.split("\n")).replace("  ", " ")


def test_what_is_written_is_its_owners_alone_whatever_the_umask(busy_desk: Desk) -> None:
    before = os.umask(0)
    try:
        busy_desk.runs(f"export -o {busy_desk.folder}/mentions.csv")
        busy_desk.runs(f"db backup {busy_desk.folder}/copy.db")
        busy_desk.runs(f"db recover {busy_desk.folder}/saved.db")
    finally:
        os.umask(before)
    for name in ("mentions.csv", "copy.db", "saved.db", "smwatch.db", "smwatch.db.lock"):
        assert stat.S_IMODE((busy_desk.folder / name).stat().st_mode) == 0o600, name
