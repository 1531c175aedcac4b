"""Lists that come along as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from smwatch.text.listed import lines_of, listed


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A package with a list in it."""
    folder = tmp_path / f"words_{tmp_path.name}"
    folder.mkdir()
    (folder / "__init__.py").write_text("", "utf-8")
    (folder / "list.txt").write_text("# à propos\nun deux\n\ttrois \n\n#quatre\ncinq # six\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    return folder.name


def test_comments_are_no_words(package: str) -> None:
    assert listed(package, "list.txt") == ["un", "deux", "trois", "cinq", "#", "six"]


def test_lines_stay_as_they_are(package: str) -> None:
    assert lines_of(package, "list.txt") == ["un deux", "\ttrois ", "", "cinq # six"]


def test_a_file_that_is_not_there_is_a_mistake_of_ours(package: str) -> None:
    with pytest.raises(FileNotFoundError):
        listed(package, "other.txt")
