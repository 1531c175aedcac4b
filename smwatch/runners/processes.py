"""Processes that read what comes from the web, and may be lost: each reading has a time and a memory limit of its own.

    with Readers(setup, 2) as read:
        read(unread) -> PollResult           from as many threads as there are processes

`setup()` is run in each process and gives the function that reads there. A document that takes too long, or too much
memory, costs its process, which is replaced; its poll fails, and no other does. Processes are made when first needed:
most scans bring nothing to read. They come from a small helper that has loaded everything once (forkserver), so that
they share its memory and none of the scan's threads or locks; where the system has none of that, they start afresh.
"""

from __future__ import annotations

import multiprocessing
import queue
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path
from types import FrameType, TracebackType
from typing import Final, Self

from smwatch.locales import N_
from smwatch.models import FailureKind, PollFailed, PollResult
from smwatch.protocols import Unread

Read = Callable[[Unread], PollResult]

LOADED: Final = (
    "smwatch.app",
    "smwatch.scan",
    "smwatch.feeds.parse",
    "smwatch.matching.brands",
)  # and nothing that scores: that would be memory for each process, and is done in the scan's own

RESIDENT, PRIVATE = 1, 5  # places in /proc/self/statm: what is in memory; data and stack

TOO_SLOW = N_("the feed takes too long to read; it was given up after {seconds} s")
TOO_BIG = N_("the feed takes too much memory to read")
BROKE_DOWN = N_("the feed is so broken that reading it broke down")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reading may cost."""

    seconds: float = 5.0  # of computing, for any document,
    seconds_a_megabyte: float = 3.0  # and so many more for each megabyte; a real feed takes a tenth of that
    patience: float = 4.0  # times as long by the clock: other programs need the processor too
    memory: int = 128 * 1024 * 1024  # bytes beyond what the process has at its start
    grown: int = 48 * 1024 * 1024  # bytes that it may keep after a document; beyond, it is replaced

    def time(self, unread: Unread) -> float:
        """Seconds of computing for this one."""
        return self.seconds + self.seconds_a_megabyte * len(unread.answer.body) / 1e6


STARTUP: Final = 120.0  # seconds that a process may take to be ready, on a machine that has much else to do


class TooSlowError(BaseException):
    """The time is over; no Exception, so that nobody on the way takes it for a flaw of the document."""


LIMITS: Final = Limits()


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
                reader = _Reader(_context(), self._setup, self._limits)
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
        self._process = context.Process(target=_serve, args=(theirs, setup, limits), name="smwatch reader", daemon=True)  # type: ignore[attr-defined]  # every real context has it
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
            result, self.usable = self._line.recv() if answered else (_failed(unread, TOO_SLOW, seconds), False)
        except (EOFError, OSError):
            result, self.usable = _failed(unread, BROKE_DOWN), False
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


def _failed(unread: Unread, message: str, seconds: float = 0) -> PollFailed:
    args = {"seconds": f"{seconds:.0f}"} if seconds else {}
    status = unread.answer.status
    return PollFailed(
        feed=unread.feed, at=unread.at, kind=FailureKind.MALFORMED, status=status, message=message, args=args
    )


def _context() -> BaseContext:
    """How processes are made on this system."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(LOADED))
    return context


def _serve(line: Connection, setup: Callable[[], Read], limits: Limits) -> None:
    """In the process: read what is sent, until nobody sends any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the scan's to answer
    read = setup()
    _limit_memory(limits.memory)
    most = _sizes()[RESIDENT] + limits.grown
    try:
        line.send("ready")
        while True:
            result, usable = _limited(read, line.recv(), limits)
            line.send((result, usable and _sizes()[RESIDENT] <= most))
    except (EOFError, OSError):  # the scan ended, or was killed: also before this was ready
        return


def _limited(read: Read, unread: Unread, limits: Limits) -> tuple[PollResult, bool]:
    """The result, and whether this process is good for more."""
    seconds = limits.time(unread)
    try:
        with _Alarm(seconds):
            return read(unread), True
    except TooSlowError:
        return _failed(unread, TOO_SLOW, seconds), False
    except MemoryError:
        return _failed(unread, TOO_BIG), False


class _Alarm:
    """Raises TooSlowError after so many seconds of computing; again and again, should somebody swallow it."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._over = seconds, False

    def __enter__(self) -> None:
        if sys.platform != "win32":
            signal.signal(signal.SIGPROF, self._ring)
            signal.setitimer(signal.ITIMER_PROF, self._seconds, 0.5)

    def __exit__(self, *_: object) -> None:
        self._over = True
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_PROF, 0)

    def _ring(self, _: int, __: FrameType | None) -> None:
        if not self._over:
            raise TooSlowError


def _limit_memory(memory: int) -> None:
    """No more than so many bytes beyond what is in use now; only Linux can see to that."""
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (_sizes()[PRIVATE] + memory, most))


def _sizes() -> list[int]:
    """The memory of this process, in bytes, as proc(5) lists it in statm; zeros where only Linux would know."""
    if sys.platform != "linux":
        return [0] * 7
    import resource

    return [int(pages) * resource.getpagesize() for pages in Path("/proc/self/statm").read_text("ascii").split()]
