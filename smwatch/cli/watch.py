"""`smwatch watch`: scan for ever, each feed when it is due; digests at their time."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from smwatch.cli.terminal import Terminal, config_at
from smwatch.locales import N_

if TYPE_CHECKING:
    from pathlib import Path

    from smwatch.cli.stopping import Signals
    from smwatch.config.settings import Config
    from smwatch.errors import SmwatchError
    from smwatch.watching import News, Watch

BEGINS = N_("Watching. Ctrl-C stops it after the feeds under way; a second Ctrl-C at once.")
ENDS = N_("Stopped. Nothing is lost; the next scan goes on from here.")


def command(
    ctx: typer.Context,
    *,
    lines: Annotated[
        bool, typer.Option("--lines", help=N_("Log lines also where there is a terminal, no live screen."))
    ] = False,
) -> None:
    """Look where it runs, run, exit."""
    from smwatch.cli.care import warn_of_secrets
    from smwatch.cli.stopping import Signals

    terminal: Terminal = ctx.obj
    terminal.app.check_config()
    warn_of_secrets(terminal)
    if not terminal.app.specs:
        terminal.note(N_("The config names no feed. `smwatch feeds discover ADDRESS` finds those of a website."))
    terminal.app.store.close()  # made, or refused, here, where that can be told; each round opens its own
    del terminal.app.__dict__["store"]
    looked_at = any(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    with Signals(again_on_hangup=not looked_at) as signals:
        if lines or not has_screen(terminal):
            in_lines(terminal, signals)
        else:
            on_screen(terminal, signals)
    raise typer.Exit(signals.code)


def in_lines(terminal: Terminal, signals: Signals) -> None:
    """Tell on stdout what happens."""
    from smwatch.cli.views.watching import Log

    log = Log(terminal)
    log.announce("started", BEGINS)
    watch(terminal, signals, log, signals.rest).run()
    log.announce("stopped", ENDS)


def has_screen(terminal: Terminal) -> bool:
    """Whether there is a terminal to draw on, and to type at."""
    if terminal.globals.json or terminal.globals.quiet or sys.platform == "win32":
        return False
    there = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    return there and os.environ.get("TERM", "") not in {"", "dumb"}


def on_screen(terminal: Terminal, signals: Signals) -> None:
    """Show it live."""
    from smwatch.cli.live import LiveScreen

    LiveScreen(terminal, signals).run(lambda tell, pause: watch(terminal, signals, tell, pause))
    terminal.note(ENDS)


class Edits:
    """Notices that the config's file was edited, once it has been left alone for a look; at once where one is asked."""

    def __init__(self, terminal: Terminal, signals: Signals) -> None:
        """As it is now, it is known."""
        self._terminal, self._signals = terminal, signals
        self._path: Path | None = terminal.app.config.path
        self._known = self._seen = self._mark()

    def __call__(self) -> Config | SmwatchError | None:
        """What it has become, told once; None: it is as it was, or is being written."""
        from smwatch.errors import SmwatchError

        mark, asked = self._mark(), self._signals.again
        settled, self._seen = mark == self._seen, mark
        if not asked and (mark == self._known or not settled):
            return None
        self._known, self._signals.again = mark, False
        try:
            return self._read()
        except SmwatchError as error:
            return error

    def _read(self) -> Config:
        if self._path is None:  # read from no file
            return self._terminal.app.config
        config = config_at(self._path)
        with closing(self._terminal.app_of(config)) as tried:
            tried.check_config()
        # what is told from now on is told in its language; nothing of it is open yet, as others may be in other threads
        self._terminal.__dict__["app"] = self._terminal.app_of(config)
        return config

    def _mark(self) -> tuple[int, int, int] | None:
        """What changes whenever it is written; None where it isn't there."""
        try:
            found = self._path.stat() if self._path else None
        except OSError:
            return None
        return (found.st_mtime_ns, found.st_size, found.st_ino) if found else None


def watch(
    terminal: Terminal, signals: Signals, tell: Callable[[News], None], pause: Callable[[float], object]
) -> Watch:
    """What does the work, by the machine's clock."""
    from smwatch.watching import Watch

    return Watch(
        config=terminal.app.config,
        opened=lambda config: closing(terminal.app_of(config)),
        edited=Edits(terminal, signals),
        clock=terminal.clock,
        pause=pause,
        stopped=lambda: signals.stopping,
        tell=logged(terminal, tell),
        lang=terminal.globals.lang,
    )


def logged(terminal: Terminal, tell: Callable[[News], None]) -> Callable[[News], None]:
    """The same, and scans are kept in the file of --log; the journal has what is told already."""
    if not terminal.globals.log:
        return tell
    from smwatch.cli.log import scan_events
    from smwatch.cli.views.watching import did_something
    from smwatch.watching import Scanned

    def _told(news: News) -> None:
        if isinstance(news, Scanned) and did_something(news.report):
            for event in scan_events(news.report):
                terminal.log.event(*event)
        tell(news)

    return _told
