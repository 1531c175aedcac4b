"""What this machine gives a program to work with, and what installs more there."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from pathlib import PurePath


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """What is loaded stays, and mentions make no cycles: to look for some after each 700 takes a tenth of the time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def login() -> str:
    """The system's user; "" where it isn't known."""
    try:
        return getuser()
    except (KeyError, OSError):  # a container may run as a number that has no name
        return ""


def extra(name: str, prefix: str = sys.prefix) -> str:
    """The command that installs an extra of smwatch into the environment at `prefix`: that of the smwatch that runs."""
    parts, wanted = PurePath(prefix).parts, f'"smwatch[{name}]"'
    if "pipx" in parts:
        return f"pipx runpip smwatch install {wanted}"
    if parts[-3:-1] == ("uv", "tools"):  # has no pip of its own
        return f"uv pip install --python {prefix} {wanted}"
    return f"pip install {wanted}"
