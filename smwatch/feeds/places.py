"""Places for big bodies: however many fetches are under way, only so many large answers are held at once.

A fetch takes a place when its body gets big (body.BIG) and gives it back when nobody holds the answer any longer.
So what bodies take in memory is bounded: a megabyte for each fetch, and the limit of a body for each place.
Shared by all threads. And what they took goes back to the system, where glibc can be told so: by default each thread
has a heap of its own, which keeps what it once needed; with dozens of them that is more than all that is in use.
"""

from __future__ import annotations

import sys
import threading
import time
import weakref
from contextlib import suppress
from functools import cache
from typing import Final

PLACES: Final = 4
LARGE: Final = 256 * 1024  # bytes; blocks from that size on are mapped one by one, and unmapped when they are freed
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8  # malloc.h


@cache
def give_memory_back() -> None:
    """One heap for all threads, large blocks beside it. Once for the process, before its threads begin."""
    if sys.platform != "linux":
        return
    import ctypes

    with suppress(OSError, AttributeError):  # another C library
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_MMAP_THRESHOLD, LARGE)
        mallopt(_ARENA_MAX, 1)


class NoPlaceError(Exception):
    """Every place was taken for too long."""


class Places:
    """So many places; nobody waits longer than `patience` seconds for one."""

    def __init__(self, patience: float, count: int = PLACES) -> None:
        self._patience, self._free = patience, threading.Semaphore(count)

    def take(self) -> float:
        """Wait for a place; how many seconds that took. NoPlaceError."""
        began = time.monotonic()
        if not self._free.acquire(timeout=self._patience):
            raise NoPlaceError
        return time.monotonic() - began

    def give(self) -> None:
        """Back with one."""
        self._free.release()


class Seat:
    """One fetch's claim to a place: taken once at most, given back once at most."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._lock = threading.Lock()
        self._taken = False

    def take(self) -> float:
        """The place, unless it is taken already; how many seconds that took."""
        if self._taken:
            return 0.0
        waited = self._places.take()
        self._taken = True
        return waited

    def leave(self) -> None:
        """Give the place back, if there is one."""
        with self._lock:
            taken, self._taken = self._taken, False
        if taken:
            self._places.give()

    def leave_with(self, answer: object) -> None:
        """Keep the place for as long as anybody holds the answer."""
        if self._taken:
            weakref.finalize(answer, self.leave).atexit = False
