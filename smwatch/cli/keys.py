"""The keyboard of a live screen: key by key, unseen, and given back as it was whatever happens."""

from __future__ import annotations

import codecs
import os
import re
import sys
from typing import Any, Self

NAMED = {
    "\x1b[A": "up", "\x1bOA": "up", "\x1b[B": "down", "\x1bOB": "down", "\x1b[5~": "page up", "\x1b[6~": "page down",
    "\x1b[H": "home", "\x1bOH": "home", "\x1b[1~": "home", "\x1b[F": "end", "\x1bOF": "end", "\x1b[4~": "end",
    "\x1b[D": "left", "\x1bOD": "left", "\x1b[C": "right", "\x1bOC": "right",
    "\r": "enter", "\n": "enter", "\x7f": "backspace", "\x08": "backspace", "\x1b": "escape", "\x04": "end of input",
}  # fmt: skip
_KEY = re.compile(r"\x1b\[[0-9;]*[A-Za-z~]|\x1bO[A-Za-z]|.", re.DOTALL)
AT_ONCE = 256  # bytes: what somebody types, or pastes, between two looks


class Keys:
    """Bytes in, names of keys out; letters are themselves."""

    def __init__(self) -> None:
        """Nothing is typed yet."""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def read(self, typed: bytes) -> list[str]:
        """The keys; one whose name isn't known is left out."""
        found = [NAMED.get(key, key) for key in _KEY.findall(self._decoder.decode(typed))]
        return [key for key in found if key in NAMED.values() or key.isprintable()]


class Keyboard:
    """A terminal that hands over each key at once; only where there is one (POSIX)."""

    def __init__(self, number: int) -> None:
        """`number`: of the open terminal."""
        self.number, self._keys = number, Keys()
        self._before: list[Any] = []

    def __enter__(self) -> Self:
        if sys.platform != "win32":
            import termios
            import tty

            self._before = termios.tcgetattr(self.number)
            tty.setcbreak(self.number)
            ours = termios.tcgetattr(self.number)
            ours[6][termios.VSUSP] = b"\0"  # Ctrl-Z would leave its shell with this screen
            termios.tcsetattr(self.number, termios.TCSANOW, ours)
        return self

    def __exit__(self, *_: object) -> None:
        self.restore()

    def restore(self) -> None:
        """As it was."""
        if self._before and sys.platform != "win32":
            import termios

            termios.tcsetattr(self.number, termios.TCSANOW, self._before)

    def read(self) -> list[str]:
        """What was typed; ["gone"] where the terminal went away."""
        try:
            typed = os.read(self.number, AT_ONCE)
        except OSError:
            typed = b""
        return self._keys.read(typed) if typed else ["gone"]
