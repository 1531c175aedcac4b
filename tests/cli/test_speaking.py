"""In which language it is said: that of the command line, else of the config, else of the machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from smwatch.cli import run
from smwatch.cli.views import waiting
from tests.desk import Desk
from tests.plugs import install

STOPPING = """
class Scorer:
    name, versions = "stopping", frozenset({"stopping/1"})
    def score(self, passages):
        raise KeyboardInterrupt
"""


@pytest.fixture
def french_desk(busy_desk: Desk) -> Desk:
    """On a machine that speaks English; the config says French."""
    busy_desk.config = f'language = "fr"\n{busy_desk.config}'
    return busy_desk


@pytest.mark.parametrize("typed", ["mentions label 1", "scan --nope", "sentiment words --layer nope", "scan --wait x"])
def test_a_mistake_is_told_in_the_language_of_the_config(french_desk: Desk, typed: str) -> None:
    french = french_desk.runs(typed).err
    assert french_desk.runs(f"--lang fr {typed}").err == french
    assert french_desk.runs(f"--lang en {typed}").err != french


def test_where_the_config_cannot_be_read_the_machine_speaks(french_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    french_desk.config = f"nope = 1\n{french_desk.config}"
    english = french_desk.runs("scan --nope").err
    assert french_desk.runs("--lang en scan --nope").err == english
    monkeypatch.setenv("LC_ALL", "fr_CA.UTF-8")
    assert french_desk.runs("scan --nope").err != english


def test_without_a_config_too(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["--config", str(tmp_path / "none.toml"), "scan", "--nope"]) == 2
    assert "there is no option --nope" in capsys.readouterr().err


def test_progress_speaks_it_too(french_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # as on a terminal
    monkeypatch.setattr(waiting, "PATIENCE", 0)
    assert "Polling feeds" not in french_desk.runs("scan --all").err
    rescored = french_desk.runs("sentiment rescore --all").err
    assert "Scoring mentions again" in french_desk.runs("--lang en sentiment rescore --all").err
    assert "Scoring mentions again" not in rescored


def test_stopped_it_says_what_goes_on(busy_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = busy_desk.folder / "packages"
    packages.mkdir()
    install(packages, "stopping", STOPPING, scorers="stopping = stopping:Scorer")
    monkeypatch.syspath_prepend(packages)
    busy_desk.config += '\n[sentiment]\nfr = "stopping"\nen = "stopping"\n'
    ran = busy_desk.runs("sentiment rescore --json")
    assert ran.code == 130
    again = f"smwatch --config {busy_desk.folder / 'smwatch.toml'} sentiment rescore"
    said = f"Stopped. Nothing is lost; this goes on from here: {again}"
    assert ran.json["error"]["message"] == said
    ran = busy_desk.runs("sentiment rescore --all --since 2010-03-01 --brand nordelait --json")
    added = " --brand Nordelait --since 2010-03-01T00:00:00+00:00 --all"
    assert ran.json["error"]["message"] == said + added
    ran = busy_desk.runs("sentiment explain Bof. --scorer stopping")
    assert (ran.code, ran.err) == (130, "\nStopped.\n")
