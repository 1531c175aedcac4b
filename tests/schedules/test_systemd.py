"""Units for systemd, read by systemd itself where it is there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from smwatch.config.settings import Config, DigestSettings, Mail
from smwatch.locales import Speech
from smwatch.schedules.plan import Plan, plan
from smwatch.schedules.systemd import quoted, script, units

SAY = Speech("fr").say
ODD = Path('/tmp/l\'été 100% $HOME "x"/smwatch.toml')


def planned(program: str = "/bin/true") -> Plan:
    config = Config(
        path=ODD,
        database=ODD.with_name("smwatch.db"),
        timezone="America/Toronto",
        digests=(DigestSettings(name="du matin, 100 %", when="daily 07:30"),),
        mail=Mail(host="h", password="env:SMWATCH_SMTP_PASSWORD"),
    )
    return plan(config, (program,))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="this system has no systemd")
def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    for name, text in units(planned(), SAY).items():
        (tmp_path / name).write_text(text, "utf-8")
    for name in units(planned(), SAY):
        ran = subprocess.run(
            ["systemd-analyze", "verify", "--user", "--man=no", str(tmp_path / name)],
            capture_output=True,
            encoding="utf-8",
            check=False,
            env={"XDG_RUNTIME_DIR": str(tmp_path), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        )
        said = [line for line in ran.stderr.splitlines() if "smwatch" in line]
        if not said and ran.returncode:
            pytest.skip(f"systemd can't verify anything here: {ran.stderr[-200:]}")
        assert said == []


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="this system has no systemd")
def test_systemd_reads_the_times() -> None:
    for text in units(planned(), SAY).values():
        for line in text.splitlines():
            if line.startswith("OnCalendar="):
                when = line.partition("=")[2]
                ran = subprocess.run(["systemd-analyze", "calendar", when], capture_output=True, text=True, check=False)
                assert ran.returncode == 0, ran.stderr
                assert "America/Toronto" in ran.stdout


def test_the_script_writes_the_files_and_starts_the_timers(tmp_path: Path) -> None:
    """With a systemctl that notes what it is asked."""
    asked, tools = tmp_path / "asked", tmp_path / "bin"
    tools.mkdir()
    (tools / "systemctl").write_text(f'#!/bin/sh\necho "$@" >> "{asked}"\n', "utf-8")
    (tools / "systemctl").chmod(0o755)
    home = tmp_path / "my home"
    home.mkdir()
    environ = {"HOME": str(home), "PATH": f"{tools}:/usr/bin:/bin"}
    subprocess.run(["/bin/sh"], input="\n".join(script(planned(), SAY)), env=environ, encoding="utf-8", check=True)
    folder = home / ".config/systemd/user"
    assert {file.name: file.read_text("utf-8") for file in folder.iterdir()} == units(planned(), SAY)
    assert asked.read_text("utf-8").splitlines() == [
        "--user daemon-reload",
        "--user enable --now smwatch-scan.timer smwatch-digest-du-matin-100.timer",
    ]


def test_what_means_something_to_systemd_is_escaped() -> None:
    start = next(
        line for line in units(planned(), SAY)["smwatch-scan.service"].splitlines() if line.startswith("ExecStart=")
    )
    assert start == (
        'ExecStart="/bin/true" "--config" "/tmp/l\'été 100%% $$HOME \\"x\\"/smwatch.toml" "scan" "--quiet"'
    )
    assert quoted("a\\b") == '"a\\\\b"'
    assert "EnvironmentFile=-%h/.config/systemd/user/smwatch.env" in units(planned(), SAY)["smwatch-scan.service"]
