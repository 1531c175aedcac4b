"""Rows of a torn table: read from both ends, and by halves around what can't be read.

SQLite stops at the first page that makes no sense; what lies behind it is found by asking for other numbers.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

TRIES: Final = 50_000
"""Questions without an answer, a table: a page that leads to others takes thousands of rows along."""

FURTHER: Final = 100_000
"""Where nothing says which number is the last, so many more are looked for."""

Row = tuple[Any, ...]


@dataclass
class Torn:
    """A table, read as far as it goes; `gaps` are the numbers between which nothing could be read."""

    connection: sqlite3.Connection
    table: str
    columns: list[str]
    gaps: list[tuple[int, int]] = field(default_factory=list)
    tries: int = TRIES

    def rows(self, last: int | None) -> Iterator[Row]:
        """Each row that can be read, its number first; `last` is the greatest number that there may be."""
        lowest, highest = self._edge("min"), self._edge("max")
        if lowest is not None is not highest and highest < lowest:
            lowest = highest = None
        low = 0 if lowest is None else lowest
        high = highest if highest is not None else last if last is not None else low + FURTHER
        parts = [(low, high)]
        while parts:
            low, high = parts.pop()
            low = yield from self._ascend(low, high)
            if low <= high:
                high = yield from self._descend(low, high)
            if low > high:
                continue
            if low == high or self.tries <= 0:
                self.gaps.append((low, high))
                continue
            middle = (low + high) // 2
            parts += [(middle + 1, high), (low, middle)]

    def _edge(self, which: str) -> int | None:
        """The least or greatest number, where the way to it is whole."""
        try:
            found = self.connection.execute(f"SELECT {which}(rowid) FROM {self.table} NOT INDEXED").fetchone()[0]  # noqa: S608 - names of ours
        except sqlite3.DatabaseError:
            return None
        return found if isinstance(found, int) else -1

    def _ascend(self, low: int, high: int) -> Generator[Row, None, int]:
        """Rows from `low` up; back with the number from which on they can't be read."""
        try:
            for row in self._asked(low, high, ""):
                if not low <= row[0] <= high:  # a page of elsewhere
                    self.tries -= 1
                    return low
                yield row
                low = row[0] + 1
        except (sqlite3.DatabaseError, OverflowError):
            self.tries -= 1
            return low
        return high + 1

    def _descend(self, low: int, high: int) -> Generator[Row, None, int]:
        """Rows from `high` down; back with the number down from which they can't be read."""
        try:
            for row in self._asked(low, high, "DESC"):
                if not low <= row[0] <= high:
                    self.tries -= 1
                    return high
                yield row
                high = row[0] - 1
        except (sqlite3.DatabaseError, OverflowError):
            self.tries -= 1
            return high
        return low - 1

    def _asked(self, low: int, high: int, order: str) -> sqlite3.Cursor:
        columns = ", ".join(["rowid", *self.columns])
        sql = f"SELECT {columns} FROM {self.table} NOT INDEXED WHERE rowid BETWEEN ? AND ? ORDER BY rowid {order}"  # noqa: S608
        return self.connection.execute(sql, (low, high))


def from_both_ends(connection: sqlite3.Connection, sql: str, order: str) -> tuple[list[Row], bool]:
    """Rows of an index, or of a table without numbers, as far as they can be read; and whether that is all of them."""
    found: dict[Row, None] = {}
    for direction in ("", " DESC"):
        way = ", ".join(f"{column}{direction}" for column in order.split(", "))
        try:
            for row in connection.execute(f"{sql} ORDER BY {way}"):
                found[row] = None
        except (sqlite3.DatabaseError, OverflowError):
            continue
        return list(found), True
    return list(found), False


def joined(gaps: list[tuple[int, int]], lost: set[int] | None) -> list[tuple[int, int]]:
    """The same with neighbours as one; of those that are known to have held something, where that is known."""
    found, numbers = list[tuple[int, int]](), None if lost is None else sorted(lost)
    for low, high in sorted(gaps):
        if numbers is not None and bisect_left(numbers, low) == bisect_right(numbers, high):
            continue
        if found and found[-1][1] + 1 >= low:
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return found
