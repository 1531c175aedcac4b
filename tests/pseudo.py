"""A program in a pseudo-terminal, and what stands on its screen.

with Pseudo(command, columns=80, rows=24) as screen:
    screen.wait("Last mentions")     until it says so
    screen.types("j")
    screen.shown                     the rows of the last whole picture

It knows as much of a terminal as the live screen uses: each picture begins at home, and rows end where lines do.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from codecs import getincrementaldecoder
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

_HOME = "\x1b[H"
_OBEYED = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")


class Pseudo:
    """Started when entered, killed when left."""

    def __init__(
        self, command: Sequence[str], *, columns: int = 80, rows: int = 24, environ: Mapping[str, str] | None = None
    ) -> None:
        """`environ`: besides what is there."""
        self.raw, self._decoder = "", getincrementaldecoder("utf-8")("replace")  # what is read may end within a letter
        self.code: int | None = None
        around = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}  # of ours
        self.process, self._line = pty.fork()
        if not self.process:  # pragma: no cover - the child
            for number in (signal.SIGHUP, signal.SIGINT):  # under nohup, or in the background, it would be deaf to it
                signal.signal(number, signal.SIG_DFL)
            os.execvpe(command[0], list(command), around | {"TERM": "xterm-256color"} | dict(environ or {}))
        self.resize(columns, rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.code is None:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
        os.close(self._line)

    def resize(self, columns: int, rows: int) -> None:
        """The window gets another size; the program is told by a signal, as by any terminal."""
        self.columns, self.rows = columns, rows
        fcntl.ioctl(self._line, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def types(self, text: str) -> None:
        """Somebody types."""
        os.write(self._line, text.encode())

    def signal(self, number: int) -> None:
        """Somebody sends a signal."""
        os.kill(self.process, number)

    def wait(self, words: str, seconds: float = 60) -> str:
        """Until the picture says so; the picture."""
        until = time.monotonic() + seconds
        while words not in self.text:
            assert time.monotonic() < until, f"{words!r} never came:\n{self.text}"
            self.read(0.1)
        return self.text

    def ended(self, seconds: float = 60) -> int:
        """Its exit code, once it has ended."""
        until = time.monotonic() + seconds
        while True:
            self.read(0.05)
            done, status = os.waitpid(self.process, os.WNOHANG)
            if done:
                self.read(0.05)
                self.code = os.waitstatus_to_exitcode(status)
                return self.code
            assert time.monotonic() < until, f"it goes on:\n{self.text}"

    @property
    def echoes(self) -> bool:
        """Whether the terminal shows what is typed, as shells have it."""
        return bool(termios.tcgetattr(self._line)[3] & termios.ECHO)

    @property
    def shown(self) -> list[str]:
        """The rows of the last whole picture, without colours; where nothing is drawn, all that was written."""
        first, *pictures = self.raw.split(_HOME)
        for picture in reversed(pictures):
            rows = [row.rstrip("\r") for row in _OBEYED.sub("", picture).split("\n")]
            if len(rows) == self.rows and len(rows[-1]) >= self.columns:
                return rows
        return [] if pictures else _OBEYED.sub("", first).splitlines()

    @property
    def text(self) -> str:
        """The same as one text."""
        return "\n".join(self.shown)

    def read(self, seconds: float) -> None:
        """What comes within so long."""
        if select.select([self._line], [], [], seconds)[0]:
            try:
                self.raw += self._decoder.decode(os.read(self._line, 1 << 16))
            except OSError:  # it has ended
                time.sleep(seconds)
