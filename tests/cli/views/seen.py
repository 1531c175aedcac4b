"""What a person sees of what a view shows: on a screen of some width, in their language, at a time that is set."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from smwatch.app import App
from smwatch.cli.arguments import Globals
from smwatch.cli.terminal import Terminal
from smwatch.cli.wrapping import Screen
from smwatch.config.settings import Config
from smwatch.locales import Speech

NOW = datetime(2010, 3, 24, 11, 30, tzinfo=UTC)
EN, FR = Speech("en", UTC), Speech("fr", UTC)
NOTHING = Config(database=Path("smwatch.db"))


@dataclass(frozen=True)
class Seen:
    """What stands on stdout and on stderr."""

    out: str
    err: str


def seen(
    show: Callable[[Terminal], object],
    lang: str = "en",
    *,
    width: int = 100,
    live: bool = False,
    config: Config = NOTHING,
    given: Globals | None = None,
) -> Seen:
    """Show it; `live`: on a terminal, without colours."""
    terminal = Terminal(given or Globals(), lambda: NOW)
    app = App(config=replace(config, language=lang, timezone="UTC"), clock=lambda: NOW)
    out, err = (Screen(file=StringIO(), width=width, force_terminal=live, color_system=None) for _ in range(2))
    terminal.__dict__ |= {"app": app, "out": out, "err": err}
    with redirect_stdout(out.file):
        show(terminal)
    return Seen(plain(_text(out)), plain(_text(err)))


def _text(screen: Screen) -> str:
    """Without the blanks with which a table fills its rows."""
    assert isinstance(screen.file, StringIO)
    return "\n".join(line.rstrip() for line in screen.file.getvalue().split("\n"))


def plain(said: str) -> str:
    """With plain blanks, to be read: that French has no-break ones where it should, the catalogue's tests say."""
    return said.replace("\u00a0", " ").replace("\u202f", " ")
