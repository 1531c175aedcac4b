"""New databases are copies of one: the steps that make it take 50 ms, and thousands of tests want a new one.

That one is made by the program as any other, once in each process; so what a test opens is what the steps make, to
the page. What isn't empty, or can't be written, is brought up to date by the program itself.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from smwatch.store import connection as opening

_EMPTY = "SELECT NOT EXISTS (SELECT 1 FROM sqlite_master)"


@contextmanager
def copied(folder: Path) -> Iterator[None]:
    """Meanwhile, what is made in this process is a copy."""
    by_the_steps, one_at_a_time = opening._migrate, threading.Lock()
    made: list[sqlite3.Connection] = []

    def first() -> sqlite3.Connection:
        file = folder / "first.db"
        with closing(sqlite3.connect(file, isolation_level=None)) as new:
            by_the_steps(new, file)
            held = sqlite3.connect(":memory:", check_same_thread=False)
            new.backup(held)
        return held

    def copy(new: sqlite3.Connection, file: Path) -> None:
        if opening._read_only(file) or not new.execute(_EMPTY).fetchone()[0]:
            by_the_steps(new, file)
            return
        with one_at_a_time:
            if not made:
                made.append(first())
            if new.execute(_EMPTY).fetchone()[0]:  # no other thread has made it
                made[0].backup(new)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "_migrate", copy)
        yield
    for held in made:
        held.close()
