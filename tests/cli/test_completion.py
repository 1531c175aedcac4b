"""What a shell is told, by the shells themselves where they are there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from smwatch.cli.completing import answer, glue
from smwatch.cli.completion import SCRIPTS, Shell
from tests.cli.conftest import raise_alert
from tests.desk import Desk


def told(desk: Desk, *words: str) -> list[str]:
    config = str(desk.write_config())
    desk.capture.readouterr()
    answer(["--config", config, *words])
    out, err = desk.capture.readouterr()
    assert err == ""
    return [line.split("\t")[0] for line in out.splitlines()]


def test_names_and_numbers_come_from_the_config_and_the_database(busy_desk: Desk) -> None:
    raise_alert(busy_desk)
    busy_desk.config += '\n[[digests]]\nname = "du matin"\n[[people]]\nname = "Luc Roy"\n'
    assert told(busy_desk, "mentions", "--brand", "n") == ["Nordelait"]
    assert told(busy_desk, "mentions", "list", "--brand", "") == ["Nordelait", "Rivale"]
    assert set(told(busy_desk, "mentions", "show", "")) == {"1", "2", "3", "4", "5"}
    assert told(busy_desk, "alerts", "show", "") == ["1"]
    assert told(busy_desk, "digest", "d") == ["du matin"]
    assert told(busy_desk, "alerts", "--as", "l") == ["Luc Roy"]
    assert told(busy_desk, "mentions", "--source", "Le") == ["Le blogue"]
    assert busy_desk.feeds[0] in told(busy_desk, "scan", "--feed", "http")


def test_what_feeds_can_be_added_tagged_and_removed(desk: Desk) -> None:
    url = desk.feed("/a/", declared='source = "Le blogue"\ntags = ["presse"]')
    desk.config += '[[searches]]\npreset = "google-news"\nbrand = "Nordelait"\n'
    assert told(desk, "feeds", "remove", "") == [url, "Le blogue", "google-news"]
    assert told(desk, "feeds", "add", "google-n") == ["google-news"]
    assert told(desk, "feeds", "add", "--about", "") == ["Nordelait"]
    assert told(desk, "feeds", "list", "--tag", "") == ["presse"]


def test_commands_and_options_are_proposed(desk: Desk) -> None:
    assert told(desk, "sc") == ["scan", "schedule"]
    assert told(desk, "mentions", "sh") == ["show"]
    assert "--strict" in told(desk, "scan", "--")
    assert {"--json", "--plain"} <= set(told(desk, "scan", "--"))
    assert told(desk, "mentions", "--label", "neg") == ["negative"]
    assert told(desk, "mentions", "--since", "la") == ["last"]
    assert told(desk, "completion", "") == ["bash", "zsh", "fish"]


def test_without_a_config_or_with_a_wrong_one_there_is_no_word(desk: Desk) -> None:
    for config in ("nowhere.toml", str(desk.folder)):
        answer(["--config", config, "mentions", "--brand", ""])
        answer(["--config", config, "mentions", "show", ""])
    assert desk.capture.readouterr() == ("", "")
    assert told(desk, "mentions", "show", "") == []
    assert not (desk.folder / "smwatch.db").exists(), "pressing a key makes no database"


def test_what_bash_broke_is_made_whole() -> None:
    assert glue(["scan", "--feed", "https", ":", "//a.example", ":", "80/"]) == [
        "scan",
        "--feed",
        "https://a.example:80/",
    ]
    assert glue(["--config", "=", "x"]) == ["--config=x"]


@pytest.mark.skipif(not shutil.which("bash"), reason="this system has no bash")
def test_bash_itself(busy_desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "smwatch"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m smwatch "$@"\n', "utf-8")
    program.chmod(0o755)
    busy_desk.config = busy_desk.config.replace('"Nordelait"', '"Nordelait & fils"', 1)
    environ = os.environ | {
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "SMWATCH_CONFIG": str(busy_desk.write_config()),
        "PYTHONPATH": str(Path.cwd()),
    }
    url = busy_desk.feeds[0]
    broken = url.replace(":", " : ").split()
    for words, expected in (
        (["smwatch", "mentions", "--brand", "Nor"], r"Nordelait\ \&\ fils"),
        (["smwatch", "scan", "--feed", *broken], url.rpartition(":")[2]),
    ):
        typed = " ".join(f"'{word}'" for word in words)
        script = (
            SCRIPTS[Shell.BASH]
            + f'COMP_WORDS=({typed}); COMP_CWORD={len(words) - 1}; _smwatch; echo "${{COMPREPLY[0]}}"'
        )
        ran = subprocess.run(["bash", "-c", script], env=environ, capture_output=True, encoding="utf-8", check=True)
        assert (ran.stdout.strip(), ran.stderr) == (expected, "")


@pytest.mark.parametrize("shell", list(Shell))
def test_scripts_are_ones_that_the_shell_can_read(desk: Desk, shell: Shell) -> None:
    script = desk.runs(f"completion {shell}").out
    assert "_SMWATCH_COMPLETE" in script
    if not shutil.which(shell):
        pytest.skip(f"this system has no {shell}")
    flag = "--no-execute" if shell is Shell.FISH else "-n"
    assert subprocess.run([shell, flag], input=script, encoding="utf-8", check=False).returncode == 0


def test_it_comes_while_one_types(busy_desk: Desk) -> None:
    """The bar is 200 ms on a machine with nothing else to do; the best of some, and room for one that is busy."""
    environ = os.environ | {"SMWATCH_CONFIG": str(busy_desk.write_config()), "_SMWATCH_COMPLETE": "zsh"}
    took = []
    for _ in range(5):
        begun = time.monotonic()
        subprocess.run([sys.executable, "-m", "smwatch", "mentions", "--brand", ""], env=environ, check=True)
        took.append(time.monotonic() - begun)
    assert min(took) < 1
