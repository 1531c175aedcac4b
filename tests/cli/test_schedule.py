"""`smwatch schedule`, and what it prints, run as cron would."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crontab import read
from tests.desk import Desk, item

pytestmark = pytest.mark.skipif(os.name != "posix", reason="cron is POSIX's")


def test_what_it_prints_runs_with_nothing_but_what_cron_gives(desk: Desk, tmp_path: Path) -> None:
    desk.folder = tmp_path / "L'été à 100 %"
    desk.folder.mkdir()
    desk.feed("/feed/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    desk.feed("/dead/", status=503)
    table = read(desk.runs("schedule").out)
    (scan,) = table.lines
    home = tmp_path / "home"
    home.mkdir()
    ran = table.run(scan, home)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", ""), "a quiet night: cron mails nothing"
    log = (desk.folder / "smwatch.log").read_text("utf-8")
    assert "mentions=1" in log
    assert "code=0" in log
    assert len(desk.runs("mentions --json").json) == 1
    assert list(home.iterdir()) == []


def test_a_digest_line_is_run_likewise(desk: Desk) -> None:
    desk.config += '\n[[digests]]\nname = "du matin"\nto = ["a@nordelait.example"]\nwhen = "daily 07:30"\n'
    table = read(desk.runs("schedule --cron").out)
    digests = [line for line in table.lines if " digest " in line.command]
    assert len(digests) == 1
    ran = table.run(digests[0], desk.folder)
    assert ran.returncode == 4
    assert "[mail]" in ran.stderr, "what can't be sent is told, and mailed by cron"


def test_both_at_once_is_refused_and_json_holds_the_files(desk: Desk) -> None:
    assert desk.runs("schedule --cron --systemd").code == 2
    assert desk.runs("schedule --every soon").code == 2
    told = desk.runs("schedule --systemd --json").json
    assert set(told["files"]) == {"smwatch-scan.service", "smwatch-scan.timer"}
    every = read("\n".join(desk.runs("schedule --every 30m --json").json["lines"])).lines[0]
    assert len(every.times[0]) == 2


@pytest.mark.parametrize("how", ["--cron", "--systemd"])
def test_the_command_that_installs_the_lines_prints_these_lines(desk: Desk, how: str) -> None:
    said = desk.runs(f"schedule {how} --every 30m").out
    typed = next(line for line in said.splitlines() if f"schedule {how} --every 30m" in line)
    assert f"--config {desk.folder}" in typed
    again = typed.partition("smwatch --config")[2].partition(")" if how == "--cron" else " |")[0]
    assert desk.runs(f"--config {again.strip()}").out == said


def test_the_program_is_named_as_it_can_be_found(desk: Desk) -> None:
    program = Path(sys.executable).parent / "smwatch"
    if not program.exists():
        pytest.skip("smwatch isn't installed beside this Python")
    typed = [str(program), "--config", str(desk.write_config()), "schedule"]
    printed = subprocess.run(typed, capture_output=True, encoding="utf-8", check=True, cwd="/").stdout
    command = read(printed).lines[0].command
    assert Path(shutil.which(command.split()[0]) or "").resolve() == program.resolve()
