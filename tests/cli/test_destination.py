"""Where what is written goes: whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from smwatch.cli.destination import destination, file_of, in_its_place, put
from smwatch.errors import NothingDoneError


def test_a_dash_is_stdout() -> None:
    assert file_of(None) is file_of(Path("-")) is None
    assert file_of(Path("./-")) is None  # a path knows no better
    assert file_of(Path("a")) == Path("a")


def test_a_text_is_put_whole_and_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    assert put(file, "é\ud83c\n") == 4  # half a character is replaced
    assert file.read_bytes() == "é?\n".encode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_stdout_gets_the_same_bytes(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert put(None, "é\n") == 3
    assert capfdbinary.readouterr().out == "é\n".encode()


def test_stdout_may_be_a_text_alone(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    monkeypatch.setattr(sys, "stdout", kept := io.StringIO())
    put(None, "é\n")
    assert kept.getvalue() == "é\n"
    assert capsys.readouterr().out == ""


def test_half_of_it_takes_nobody_s_name(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("before")

    def half() -> None:
        with destination(file) as place:
            place.out.write(b"half")
            (place.spool / "waits").write_text("x")
            raise KeyError

    with pytest.raises(KeyError):
        half()
    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_goes_on_leading_there_and_who_could_read_it_still_can(tmp_path: Path) -> None:
    file, link = tmp_path / "a.txt", tmp_path / "link"
    file.write_text("before")
    file.chmod(0o644)
    link.symlink_to(file)
    put(link, "after")
    assert link.is_symlink()
    assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == ("after", 0o644)


def test_what_is_no_file_is_written_as_it_stands() -> None:
    with in_its_place(Path(os.devnull)) as (place, spool):
        assert (place, spool.is_dir()) == (Path(os.devnull), True)
    assert put(Path(os.devnull), "x") == 1


def test_where_nothing_can_be_written_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(NothingDoneError) as refused:
        put(tmp_path / "nowhere" / "a.txt", "x")
    assert refused.value.what == "{file} can't be written: {why}"
    assert refused.value.arguments["why"] == "No such file or directory"
