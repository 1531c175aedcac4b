"""Where tests write: in memory, where the system has a place for that (Linux does: /dev/shm). And bytecode, always.

A scan waits some fifteen times until the disk has what it was given, and the tests make thousands of scans: on a disk
they wait as long as they work. PYTEST_DEBUG_TEMPROOT=/tmp, a variable of pytest, has them write to a disk all the same.

Hundreds of tests start smwatch in a process of its own. Where Python is told to keep no bytecode, each of them would
compile the whole program first, which takes as long as what it is started for.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Final

WHERE: Final = "PYTEST_DEBUG_TEMPROOT"
MEMORY: Final = Path("/dev/shm")
_ROOM: Final = 2 * 2**30  # bytes: several times what the tests of two processes hold at once


def in_memory() -> bool:
    """Whether there is room, and what is written there may be run (containers often forbid it, or give 64 MB)."""
    if not os.access(MEMORY, os.W_OK) or os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
        return False
    return shutil.disk_usage(MEMORY).free >= _ROOM


def choose() -> None:
    """Tell pytest where, unless somebody did; and Python to keep what it compiles, in processes to come too."""
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if in_memory():
        os.environ.setdefault(WHERE, str(MEMORY))
