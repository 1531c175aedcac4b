"""What is noted of each run: for a file that stays small, for systemd's journal, for programs; never a secret."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from smwatch.cli.rotation import handler
from tests.desk import Desk, item

SECRET = "hunter2-very-secret"


def test_a_scan_leaves_a_line_an_event(desk: Desk) -> None:
    desk.feed("/feed/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    dead = desk.feed("/dead/", status=503)
    file = desk.folder / "smwatch.log"
    assert desk.runs(f"scan --log {file}").code == 0
    lines = file.read_text("utf-8").splitlines()
    assert [line.split()[2] for line in lines] == ["begin", "feed", "scan", "end"]
    assert all(line.startswith("2010-03-17T08:00:00Z ") for line in lines)
    assert f"feed={dead}" in lines[1]
    assert "status=503" in lines[1]
    assert "mentions=1" in lines[2]
    assert "code=0" in lines[3]


def test_as_json_each_line_is_a_document_and_stdout_holds_its_own(desk: Desk) -> None:
    desk.feed("/good/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    desk.feed("/dead/", status=503)
    file = desk.folder / "log"
    ran = desk.runs(f"scan --json --log-json --log {file}")
    assert ran.json["feeds"]["failed"] == 1
    events = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [event["event"] for event in events] == ["begin", "feed", "scan", "end"]
    assert {event["pid"] for event in events} == {os.getpid()}
    assert (events[1]["kind"], events[1]["level"]) == ("status", "warning")


def test_it_is_english_whatever_smwatch_speaks_and_tells_how_a_command_failed(desk: Desk) -> None:
    file = desk.folder / "log"
    desk.runs(f"--lang fr digest Personne --log {file}")
    assert "error end" in file.read_text("utf-8")
    assert 'kind=usage message="the config has no digest' in file.read_text("utf-8")


def test_no_secret_gets_in(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    url = desk.feed("/feed/", status=401, declared=f'headers = {{ X-Token = "{SECRET}" }}')
    desk.config = desk.config.replace(url, url.replace("://", f"://marie:{SECRET}@"))
    file = desk.folder / "log"
    for typed in ("scan", f"scan --feed http://marie:{SECRET}@nowhere.example/", f"mentions --search {SECRET}"):
        for more in ("", "--log-json"):
            desk.runs(f"{typed} --log {file} {more}")
    assert "feed=" in file.read_text("utf-8")
    assert SECRET not in file.read_text("utf-8")


def test_what_a_feed_says_makes_no_line_of_its_own(desk: Desk) -> None:
    file = desk.folder / "log"
    desk.feed("/feed/", item("Nordelait\n2010 error", "Bonjour", link="http://a.example/1"))
    desk.runs(f"scan --log {file}")
    assert {line.split()[1] for line in file.read_text("utf-8").split("\n") if line} <= {"info", "warning", "error"}


def test_a_log_that_cannot_be_written_stops_nothing_and_is_told(desk: Desk) -> None:
    desk.feed("/feed/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    ran = desk.runs(f"scan --quiet --log {desk.folder}/none/log")
    assert ran.code == 0
    assert ran.err.count("can't be written") == 1
    assert len(desk.runs("mentions --json").json) == 1


def test_a_full_file_is_put_aside_and_the_oldest_goes(tmp_path: Path) -> None:
    file = tmp_path / "log"
    log = handler(file, 1000, 3)
    for n in range(400):
        log.line(f"line {n:04} {'x' * 40}")
    log.close()
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == ["log", "log.1", "log.2", "log.3", "log.lock"]
    assert all(path.stat().st_size <= 1000 for path in tmp_path.iterdir())
    assert "line 0399" in file.read_text("utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_programs_that_write_at_once_lose_no_line_and_put_aside_once(tmp_path: Path) -> None:
    """Each with a handle of its own, as a scan and a digest have."""
    file = tmp_path / "log"
    logs = [handler(file, 5000, 50) for _ in range(4)]

    def _write(which: int) -> None:
        for n in range(200):
            logs[which].line(f"{which} {n} {'x' * 30}")

    threads = [threading.Thread(target=_write, args=(which,)) for which in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for log in logs:
        log.close()
    texts = [path.read_text("utf-8") for path in tmp_path.glob("log*") if path.name != "log.lock"]
    lines = [" ".join(line.split()[:2]) for text in texts for line in text.splitlines()]
    assert sorted(lines) == sorted(f"{which} {n}" for which in range(4) for n in range(200))
    assert len(texts) < 14, "800 lines of 36 bytes fill six files; none is put aside half empty again and again"


@pytest.mark.skipif(os.name != "posix", reason="systemd's")
def test_systemd_s_journal_gets_priorities(desk: Desk, tmp_path: Path) -> None:
    """Where stderr is what $JOURNAL_STREAM says; else the variable is somebody else's, inherited."""
    desk.feed("/good/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    desk.feed("/dead/", status=410)
    typed = [sys.executable, "-m", "smwatch", "--config", str(desk.write_config()), "scan", "--quiet"]
    with (tmp_path / "journal").open("wb+") as journal:
        found = os.fstat(journal.fileno())
        stream = {"JOURNAL_STREAM": f"{found.st_dev}:{found.st_ino}"}
        subprocess.run(typed, stderr=journal, env=os.environ | stream, check=True)
        journal.seek(0)
        lines = journal.read().decode().splitlines()
    assert all(line[:3] in {"<3>", "<4>", "<6>"} for line in lines)
    assert [line.split()[2] for line in lines if "<4>✗" not in line] == ["begin", "feed", "scan", "end"]
    assert any(line.startswith("<4>✗ ") for line in lines)
    ran = subprocess.run(
        typed, capture_output=True, env=os.environ | {"JOURNAL_STREAM": "1:2"}, check=True, encoding="utf-8"
    )
    assert ran.stderr == ""
