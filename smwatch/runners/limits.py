"""What one reading may cost, and how a process is made that may be lost over it.

limited(read, unread, limits)     in the process: the result, and whether the process is good for more
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.context import BaseContext
from pathlib import Path
from types import FrameType
from typing import Final

from smwatch.locales import N_
from smwatch.models import FailureKind, PollFailed, PollResult
from smwatch.protocols import Unread

Read = Callable[[Unread], PollResult]

LOADED: Final = (
    "smwatch.app",
    "smwatch.polling",
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


def failed(unread: Unread, message: str, seconds: float = 0) -> PollFailed:
    """The poll of a document that could not be read."""
    args = {"seconds": f"{seconds:.0f}"} if seconds else {}
    status = unread.answer.status
    return PollFailed(
        feed=unread.feed, at=unread.at, kind=FailureKind.MALFORMED, status=status, message=message, args=args
    )


def context() -> BaseContext:
    """How processes are made on this system."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(list(LOADED))
    return made


@contextmanager
def may_have_children() -> Iterator[None]:
    """A worker of a cluster is a daemon, to which multiprocessing forbids children, as they might outlive it.

    Ours end with the line to whoever made them, so there is nothing to forbid.
    """
    config: dict[str, object] = multiprocessing.current_process()._config  # type: ignore[attr-defined]  # noqa: SLF001 - there is no other way to say so
    before = config.pop("daemon", None)
    try:
        yield
    finally:
        if before is not None:
            config["daemon"] = before


def limited(read: Read, unread: Unread, limits: Limits) -> tuple[PollResult, bool]:
    """The result, and whether this process is good for more."""
    seconds = limits.time(unread)
    try:
        with Alarm(seconds):
            return read(unread), True
    except TooSlowError:
        return failed(unread, TOO_SLOW, seconds), False
    except MemoryError:
        return failed(unread, TOO_BIG), False


class Alarm:
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


def limit_memory(memory: int) -> None:
    """No more than so many bytes beyond what is in use now; only Linux can see to that."""
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (sizes()[PRIVATE] + memory, most))


@contextmanager
def within(memory: int) -> Iterator[None]:
    """The same for a while: what comes afterwards, a scorer for instance, may take what it needs."""
    if sys.platform != "linux":
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    limit_memory(memory)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def sizes() -> list[int]:
    """The memory of this process, in bytes, as proc(5) lists it in statm; zeros where only Linux would know."""
    if sys.platform != "linux":
        return [0] * 7
    import resource

    return [int(pages) * resource.getpagesize() for pages in Path("/proc/self/statm").read_text("ascii").split()]
