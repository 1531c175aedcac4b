"""Processes that read what comes from the web, and may be lost: each reading has a time and a memory limit of its own.

    with Readers(setup, 2) as read:
        read(unread) -> PollResult           from as many threads as there are processes

`setup()` is run in each process and gives the function that reads there. A document that takes too long, or too much
memory, costs its process, which is replaced; its poll fails, and no other does. Processes are made when first needed:
most scans bring nothing to read. They come from a small helper that has loaded everything once (forkserver), so that
they share its memory and none of the scan's threads or locks; where the system has none of that, they start afresh.
"""

from __future__ import annotations

import queue
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import Self

from smwatch.models import PollResult
from smwatch.protocols import Unread
from smwatch.runners.limits import (
    BROKE_DOWN,
    LIMITS,
    RESIDENT,
    STARTUP,
    TOO_SLOW,
    Limits,
    Read,
    context,
    failed,
    limit_memory,
    limited,
    sizes,
)


class Readers:
    """A few processes that read, one document at a time each. Thread-safe."""

    def __init__(self, setup: Callable[[], Read], count: int, limits: Limits = LIMITS) -> None:
        """Starts nothing yet. `setup` is pickled: a function of a module, or a partial of one."""
        self._setup, self._limits = setup, limits
        self._free: queue.LifoQueue[_Reader | None] = queue.LifoQueue()  # last in, first out: as few as will do
        for _ in range(max(1, count)):
            self._free.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __call__(self, unread: Unread) -> PollResult:
        """Read it in a process that is free; waits for one."""
        reader = self._free.get()
        try:
            if reader is None or not reader.alive:  # the system may have ended it when it was short of memory
                reader = _Reader(context(), self._setup, self._limits)
            result = reader.read(unread)
        except BaseException:
            if reader:
                reader.kill()
            self._free.put(None)
            raise
        self._free.put(reader if reader.usable else None)
        return result

    def close(self) -> None:
        """End those that are free; those that still work end by themselves, as nobody hears them any more."""
        with suppress(queue.Empty):
            while True:
                reader = self._free.get_nowait()
                if reader:
                    reader.kill()


class _Reader:
    """One process, seen from here."""

    def __init__(self, context: BaseContext, setup: Callable[[], Read], limits: Limits) -> None:
        self.usable = True  # for another document
        self._limits = limits
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, setup, limits), name="smwatch reader", daemon=True)  # type: ignore[attr-defined]  # every real context has it
        self._process.start()
        theirs.close()
        if not (self._line.poll(STARTUP) and self._line.recv()):  # EOFError: the setup has a mistake, and told of it
            self.kill()
            raise TimeoutError

    def read(self, unread: Unread) -> PollResult:
        """What the process makes of it; a failed poll where it doesn't come back."""
        seconds = self._limits.time(unread)
        try:
            self._line.send(unread)
            answered = self._line.poll(seconds * self._limits.patience)
            result, self.usable = self._line.recv() if answered else (failed(unread, TOO_SLOW, seconds), False)
        except (EOFError, OSError):
            result, self.usable = failed(unread, BROKE_DOWN), False
        if not self.usable:
            self.kill()
        return result

    @property
    def alive(self) -> bool:
        """Whether it is still there."""
        return bool(self._process.is_alive())

    def kill(self) -> None:
        """End it, whatever it does."""
        self.usable = False
        self._line.close()
        self._process.kill()
        self._process.join()


def serve(line: Connection, setup: Callable[[], Read], limits: Limits) -> None:
    """In the process: read what is sent, until nobody sends any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the scan's to answer
    read = setup()
    limit_memory(limits.memory)
    most = sizes()[RESIDENT] + limits.grown
    try:
        line.send("ready")
        while True:
            result, usable = limited(read, line.recv(), limits)
            line.send((result, usable and sizes()[RESIDENT] <= most))
    except (EOFError, OSError):  # the scan ended, or was killed: also before this was ready
        return
