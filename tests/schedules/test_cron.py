"""Lines for cron: due when they should be, in every zone; and words that come through whole."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from smwatch.config.settings import Config, DigestSettings
from smwatch.locales import Speech
from smwatch.schedules.cron import command, crontab, quoted
from smwatch.schedules.machine import Machine, knows_zones, this_machine
from smwatch.schedules.plan import Plan, plan
from tests.crontab import Crontab, Line, read

NOW = datetime(2010, 3, 17, 8, 0, tzinfo=UTC)
ODD = Path('/tmp/L\'été à 100 % "x" $HOME `id` \\ #;&/smwatch.toml')
DIGEST = DigestSettings(name="matin", when="daily 07:30")


def planned(zone: str, *digests: DigestSettings, path: Path = Path("/x/smwatch.toml")) -> Plan:
    config = Config(path=path, database=path.with_name("smwatch.db"), timezone=zone, digests=digests or (DIGEST,))
    return plan(config, ("/opt/smwatch",))


def on(name: str, *, cron_zone: bool = False) -> Machine:
    return Machine(zone=ZoneInfo(name), name=name, cron_zone=cron_zone)


def lines(made: Plan, machine: Machine) -> Crontab:
    return read("\n".join(crontab(made, machine, NOW, Speech("en").say)))


def runs(line: Line, at: datetime) -> bool:
    """Whether what stands before the program lets it be run; asked of a real sh and date, at that time."""
    look, sep, _ = line.command.partition(" && ")
    if not sep:
        return True
    zone = look.partition("TZ=")[2].partition(" ")[0]
    then = look.replace(f"TZ={zone} date", f"TZ={zone} date -d @{int(at.timestamp())}")
    return subprocess.run(["/bin/sh", "-c", then], check=False, env={"PATH": "/usr/bin:/bin"}).returncode == 0


@pytest.mark.parametrize("machine", ["UTC", "America/Toronto", "Europe/Paris", "Asia/Kolkata", "Australia/Sydney"])
@pytest.mark.parametrize("zone", ["America/Toronto", "Europe/Paris", "Australia/Lord_Howe"])
def test_a_digest_leaves_once_a_day_at_its_hour_whatever_the_machine_s_zone(machine: str, zone: str) -> None:
    """Around the days on which clocks change, in either place."""
    if subprocess.run(["date", "-d", "@0"], capture_output=True, check=False).returncode:
        pytest.skip("this system's date reads no moment")
    table = lines(planned(zone), on(machine))
    digests = [line for line in table.lines if "digest" in line.command]
    for first in (
        datetime(2010, 3, 12, tzinfo=UTC),
        datetime(2010, 3, 27, tzinfo=UTC),
        datetime(2010, 10, 1, tzinfo=UTC),
    ):
        left = list[datetime]()
        for n in range(0, 4 * 24 * 60, 30):
            at = first + timedelta(minutes=n)
            left += [at for line in digests if line.due(at.astimezone(ZoneInfo(machine))) and runs(line, at)]
        there = [at.astimezone(ZoneInfo(zone)) for at in left]
        assert {(at.hour, at.minute) for at in there} == {(7, 30)}
        assert len(there) == len({at.date() for at in there}) == 4


def test_a_cron_that_knows_zones_is_told() -> None:
    table = lines(planned("America/Toronto"), on("UTC", cron_zone=True))
    assert table.variables["CRON_TZ"] == "America/Toronto"
    (digest,) = (line for line in table.lines if "digest" in line.command)
    assert [set(each) for each in digest.times[:2]] == [{30}, {7}]
    assert "CRON_TZ" not in lines(planned("America/Toronto"), on("America/Montreal", cron_zone=True)).variables
    assert "CRON_TZ" not in lines(planned(""), on("UTC", cron_zone=True)).variables


def test_words_come_through_cron_and_sh_as_they_were() -> None:
    made = planned("", DigestSettings(name="du matin, 100 % l'été", when="daily 07:30"), path=ODD)
    table = lines(made, on("UTC"))
    for line, job in zip(table.lines, made.jobs, strict=True):
        show = line.command.replace("/opt/smwatch", r"printf '%s\n'", 1)
        shown = subprocess.run(["/bin/sh", "-c", show], capture_output=True, encoding="utf-8", check=True).stdout
        expected = ["--config", str(ODD), "--log", str(ODD.with_name("smwatch.log")), *job.words, "--quiet"]
        assert shown.splitlines() == expected


@pytest.mark.parametrize("word", ["100%", "a % b", "l'été %", '%"$x`', "%\\%"])
def test_a_percent_sign_comes_through_a_cron_that_leaves_its_backslash_too(word: str) -> None:
    """BusyBox's cron does nothing about either."""
    for given in (quoted(word), quoted(word).replace("\\%", "%")):
        told = ["/bin/sh", "-c", f"printf %s {given}"]
        assert subprocess.run(told, capture_output=True, encoding="utf-8", check=True).stdout == word


def test_chores_and_secrets_are_comments() -> None:
    made = planned("")
    text = "\n".join(crontab(made, on("UTC"), NOW, Speech("fr").say))
    assert all(f"# {job.minutes[0]} {job.hour} * * 0  {command(made, job)}" in text for job in made.chores)
    assert len(read(text).lines) == 2


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_command_that_adds_the_lines_keeps_those_that_are_there(lang: str, tmp_path: Path) -> None:
    program = tmp_path / "l'été" / "smwatch"
    program.parent.mkdir()
    for path, does in (
        (tmp_path / "crontab", f'test "$1" = -l && echo old || cat >{tmp_path}/kept'),
        (program, "printf '%s\\n' \"$@\""),
    ):
        path.write_text(f"#!/bin/sh\n{does}\n", "utf-8")
        path.chmod(0o700)
    made = plan(Config(path=ODD, database=ODD, digests=(DIGEST,)), (str(program),))
    (told,) = (line for line in crontab(made, on("UTC"), NOW, Speech(lang).say) if line.endswith("| crontab -"))
    typed = told[told.index("(") :]
    subprocess.run(["/bin/sh", "-c", typed], check=True, env={"PATH": f"{tmp_path}:/usr/bin:/bin"})
    assert (tmp_path / "kept").read_text("utf-8").splitlines() == ["old", "--config", str(ODD), "schedule", "--cron"]


def test_whether_a_cron_knows_zones_is_read_in_its_program(tmp_path: Path) -> None:
    for content, knows in ((b"\x7fELF..CRON_TZ\0", True), (b"\x7fELF..TZ\0", False)):
        (tmp_path / "crond").write_bytes(content)
        assert knows_zones(tmp_path / "crond") is knows
    assert not knows_zones(tmp_path / "none")
    assert this_machine().agrees(this_machine().zone, NOW)
