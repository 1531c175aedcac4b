"""What is seen while one waits: nothing at first, then that something is going on.

with waiting(terminal, N_("Reading the text")): ...            what can't tell how far it is
with Bar(terminal, N_("Learning")) as tell: tell(done, whole)  what can
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer
from time import monotonic
from typing import Final

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from smwatch.cli.terminal import Terminal

PATIENCE: Final = 2.0
"""Seconds after which one wants to know what is going on."""


@contextmanager
def waiting(terminal: Terminal, message: str) -> Iterator[None]:
    """Say on stderr what takes its time, once it does."""
    if not terminal.watched:
        yield
        return
    status = terminal.err.status(terminal.speech.say(message))
    timer = Timer(PATIENCE, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        status.stop()


class Bar:
    """A bar on a terminal, once it takes long enough to be wondered at."""

    def __init__(self, terminal: Terminal, message: str) -> None:
        """Nothing is drawn yet."""
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        self.bar = Progress(*columns, console=terminal.err, transient=True, disable=not terminal.watched)
        self.task = self.bar.add_task(terminal.speech.say(message), total=None)
        self.began, self.drawn = monotonic(), False

    def __enter__(self) -> Callable[[int, int], None]:
        """What is told how much is done, and of how much."""
        return self.tell

    def tell(self, done: int, total: int) -> None:
        """So much is done."""
        if not self.drawn and monotonic() - self.began >= PATIENCE:
            self.drawn = True
            self.bar.start()
        self.bar.update(self.task, completed=done, total=total)

    def __exit__(self, *_: object) -> None:
        """Leave the screen as it was."""
        if self.drawn:
            self.bar.stop()
