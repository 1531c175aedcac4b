"""Memory that was used for large answers goes back to the system: a setting of glibc's, where there is glibc.

By default each thread has a heap of its own, which keeps what it once needed; with dozens of threads that fetch,
that is more than all that is in use.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import cache
from typing import Final

LARGE: Final = 256 * 1024  # bytes; blocks from that size on are mapped one by one, and unmapped when they are freed
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8  # malloc.h


@cache
def give_back() -> None:
    """One heap for all threads, large blocks beside it. Once for the process, before its threads begin."""
    if sys.platform != "linux":
        return
    import ctypes

    with suppress(OSError, AttributeError):  # another C library
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_MMAP_THRESHOLD, LARGE)
        mallopt(_ARENA_MAX, 1)
