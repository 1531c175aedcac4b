"""What is seen while one waits: nothing where it is quick, or where nobody looks."""

from __future__ import annotations

import time
from io import StringIO

import pytest

from smwatch.cli.arguments import Globals
from smwatch.cli.terminal import Terminal
from smwatch.cli.views import waiting
from smwatch.cli.wrapping import Screen


def seated(*, watched: bool = True, quiet: bool = False) -> tuple[Terminal, StringIO]:
    """Somebody before a screen, and what they see."""
    seen = StringIO()
    terminal = Terminal(Globals(quiet=quiet, lang="en"))
    terminal.__dict__["err"] = Screen(file=seen, force_terminal=watched, width=80)
    return terminal, seen


def test_what_takes_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "PATIENCE", 0.01)
    terminal, seen = seated()
    with waiting.waiting(terminal, "Reading the labelled texts"):
        time.sleep(0.3)
    assert "Reading the labelled texts" in seen.getvalue()
    terminal, seen = seated()
    with waiting.Bar(terminal, "Reading the labelled texts") as tell:
        for done in range(3):
            time.sleep(0.02)
            tell(done, 4)
    assert "Reading the labelled texts" in seen.getvalue()
    assert "50%" in seen.getvalue()


@pytest.mark.parametrize(("patience", "watched", "quiet"), [(60, True, False), (0, False, False), (0, True, True)])
def test_nothing_is_told_where_nobody_wonders(
    monkeypatch: pytest.MonkeyPatch, patience: float, watched: bool, quiet: bool
) -> None:
    monkeypatch.setattr(waiting, "PATIENCE", patience)
    terminal, seen = seated(watched=watched, quiet=quiet)
    with waiting.waiting(terminal, "Reading"):
        time.sleep(0.01)
    with waiting.Bar(terminal, "Reading") as tell:
        tell(1, 2)
    assert seen.getvalue() == ""


def test_a_mistake_comes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "PATIENCE", 0.01)
    terminal, _ = seated()
    with pytest.raises(KeyboardInterrupt), waiting.waiting(terminal, "Reading"):
        raise KeyboardInterrupt
