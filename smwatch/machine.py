"""What this machine gives a program to work with."""

from __future__ import annotations

import os
from getpass import getuser


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def login() -> str:
    """The system's user; "" where it isn't known."""
    try:
        return getuser()
    except (KeyError, OSError):  # a container may run as a number that has no name
        return ""
