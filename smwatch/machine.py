"""What this machine gives a program to work with."""

from __future__ import annotations

import os
from collections.abc import Mapping
from getpass import getuser


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def user(environment: Mapping[str, str]) -> str:
    """Who decides what is decided in this run: $SMWATCH_USER, else the system's user; "" where neither is known."""
    try:
        return environment.get("SMWATCH_USER", "").strip() or getuser()
    except (KeyError, OSError):  # a container may run as a number that has no name
        return ""
