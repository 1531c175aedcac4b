"""How a command that runs for ever is told to stop, or to read its config again, and how it sleeps until then.

    with Signals(again_on_hangup=True) as signals:
        while not signals.stopping:
            signals.rest(30)

The first Ctrl-C, or SIGTERM, asks it to stop; the second ends it at once. A handler sets an attribute and nothing else:
it may run in the midst of anything, where a lock would wait for itself.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, Self

from smwatch.errors import ExitCode

STEP = 0.5  # seconds between two looks where nothing wakes a sleeper
ROOM = 1024  # bytes: as many signals as may have come meanwhile


class Signals:
    """Ctrl-C, SIGTERM and SIGHUP, for as long as it is entered; in the main thread alone."""

    def __init__(self, *, again_on_hangup: bool) -> None:
        """`again_on_hangup`: SIGHUP asks to read the config again, as of a service; else a terminal has gone away."""
        self.stopping, self.again, self.code = False, False, ExitCode.DONE
        self.restore: Callable[[], object] = lambda: None  # called before it ends at once: gives the screen back
        self._again_on_hangup = again_on_hangup
        self._before: dict[int, Any] = {}
        self._wakes, self._wake = os.pipe()
        os.set_blocking(self._wakes, False)
        os.set_blocking(self._wake, False)

    def __enter__(self) -> Self:
        self._old_wake = signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number and signal.getsignal(number) is not signal.SIG_IGN:  # nohup, or a shell's background
                self._before[number] = signal.signal(number, self._came)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._old_wake)
        os.close(self._wakes)
        os.close(self._wake)

    def rest(self, seconds: float) -> None:
        """Sleep so long, or until a signal comes; not at all where one came already."""
        if not (self.stopping or self.again):
            self.wait(seconds)

    def wait(self, seconds: float, *others: int) -> list[int]:
        """Sleep until a signal comes, or something can be read from `others`: from which."""
        if sys.platform == "win32":  # nothing but sockets can be waited for
            until = time.monotonic() + seconds
            while not (self.stopping or self.again) and (left := until - time.monotonic()) > 0:
                time.sleep(min(STEP, left))
            return []
        ready, _, _ = select.select([self._wakes, *others], [], [], seconds)
        if self._wakes in ready:
            with suppress(BlockingIOError):
                os.read(self._wakes, ROOM)
        return [other for other in others if other in ready]

    @contextmanager
    def resizing(self) -> Iterator[None]:
        """Meanwhile a window that changes its size wakes whoever waits."""
        if sys.platform == "win32":
            yield
            return
        before = signal.signal(signal.SIGWINCH, lambda *_: None)
        try:
            yield
        finally:
            signal.signal(signal.SIGWINCH, before)

    def stop(self) -> None:
        """As if SIGTERM had come: once politely, twice at once."""
        self._came(signal.SIGTERM, None)

    def _came(self, number: int, _: FrameType | None) -> None:
        if number == getattr(signal, "SIGHUP", None) and self._again_on_hangup:
            self.again = True
            return
        if self.stopping:
            self.restore()
            os._exit(self.code)
        self.stopping = True
        self.code = ExitCode.STOPPED if number == signal.SIGINT else ExitCode.DONE
