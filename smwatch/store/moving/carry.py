"""The copy: table by table in the order of keys, then compared row by row, and only then a database like any other.

What the copy holds is always the first rows of each table, as they are at the other end. So whoever was killed goes on
behind the last one; where the first of them has changed meanwhile, from there on all are copied again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from smwatch.store.moving import file
from smwatch.store.moving.ends import Copied, Difference, End, Part, Row, Table, Target
from smwatch.store.sql import Location

if TYPE_CHECKING:
    from types import ModuleType

AT_ONCE: Final = 5_000
"""Rows that are stored together,"""
LARGE: Final = 8_000_000
"""or as many bytes of texts, whichever comes first: this much is lost to a kill, and held in memory."""
TOLD: Final = 20
"""Differences that are told one by one."""

Progress = Callable[[str, str, int, int], None]
"""What is done (copy, compare), with which table, how many rows so far, and of how many."""


def copy(source: Location, target: Location, progress: Progress = lambda *_: None) -> Copied:
    """Copy all of `source` to `target`, or go on with that, and compare; whether it is the same is told, not raised.

    Raises UsageError where the target holds something else, NothingDoneError where either can't be used.
    """
    with _opened(source, alone=True) as have, closing(_module(target).open_target(target, have)) as made:
        tables = _shared(have, made)
        done = Copied(source=source, target=target, resumed=made.resumed)
        for table in tables:
            done.parts.append(_copied(have, made, table, progress))
        _compare(have, made, tables, done, progress)
        if done.same:
            progress("finish", "", 0, 0)
            made.finish(have.numbers())
    return done


def compare(source: Location, target: Location, progress: Progress = lambda *_: None) -> Copied:
    """Compare two databases that are there, row by row."""
    with _opened(source) as have, _opened(target) as made:
        done = Copied(source=source, target=target)
        tables = _shared(have, made)
        done.parts.extend(Part(table=table.name, rows=have.count(table)) for table in tables)
        _compare(have, made, tables, done, progress)
    return done


def _module(place: Location) -> ModuleType:
    if isinstance(place, Path):
        return file
    import smwatch.store.postgres  # noqa: F401 - first: it tells what is missing
    from smwatch.store.moving import server

    return server


@contextmanager
def _opened(place: Location, *, alone: bool = False) -> Iterator[End]:
    with closing(_module(place).open_source(place, alone=alone)) as end:
        yield end


def _shared(source: End, target: End) -> list[Table]:
    """Their tables. Both are at one schema, so they have the same; what one kind of database has for itself stays."""
    there = target.tables()
    return [_alike(table, there[name]) for name, table in sorted(source.tables().items()) if name in there]


def _alike(mine: Table, theirs: Table) -> Table:
    """The columns in one order; the key is what either calls it."""
    if set(mine.columns) != set(theirs.columns) or mine.columns[: mine.key] != theirs.columns[: theirs.key]:
        raise AssertionError(f"{mine} isn't {theirs}")
    return mine


def _copied(source: End, target: Target, table: Table, progress: Progress) -> Part:
    """Its rows, from behind those that are there."""
    part = Part(table=table.name, rows=source.count(table))
    if target.resumed:
        _cut_what_changed(source, target, table)
    after = target.last(table) if target.resumed else None
    there = target.count(table) if after else 0
    with closing(source.rows(table, after)) as rows:
        for some in _batches(rows):
            target.put(table, some)
            part.copied += len(some)
            progress("copy", table.name, there + part.copied, part.rows)
    return part


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    some, size = list[Row](), 0
    for row in rows:
        some.append(row)
        size += sum(len(value) for value in row if isinstance(value, str | bytes))
        if len(some) >= AT_ONCE or size >= LARGE:
            yield some
            some, size = [], 0
    if some:
        yield some


def _cut_what_changed(source: End, target: Target, table: Table) -> None:
    """Have the copy hold the first rows as they are now, and nothing behind them."""
    changed: Row | None = None
    with closing(source.rows(table)) as mine, closing(target.rows(table)) as theirs:
        for copied in theirs:
            row = next(mine, None)
            if row != copied:
                changed = min(one[: table.key] for one in (row, copied) if one is not None)
                break
    if changed is not None:
        target.cut(table, changed)


def _compare(source: End, target: End, tables: Iterable[Table], done: Copied, progress: Progress) -> None:
    """Every value of every row."""
    parts = {part.table: part for part in done.parts}
    for table in tables:
        part = parts[table.name]
        with closing(source.rows(table)) as mine, closing(target.rows(table)) as theirs:
            looked = _watched(mine, partial(progress, "compare", part.table), part.rows)
            for difference in differences(table, looked, theirs):
                part.different += 1
                if len(done.different) < TOLD:
                    done.different.append(difference)


def _watched(rows: Iterable[Row], told: Callable[[int, int], None], of: int) -> Iterator[Row]:
    for count, row in enumerate(rows, 1):
        if not count % AT_ONCE:
            told(count, of)
        yield row


def differences(table: Table, mine: Iterator[Row], theirs: Iterator[Row]) -> Iterator[Difference]:
    """What isn't the same in the rows of both, which come in the order of keys. 0.0 and -0.0 are: SQLite has one."""
    have, found = next(mine, None), next(theirs, None)
    while have is not None or found is not None:
        if have == found:
            have, found = next(mine, None), next(theirs, None)
            continue
        key, other = have and have[: table.key], found and found[: table.key]
        if have is not None and found is not None and key == other:
            pairs = zip(table.columns, have, found, strict=True)
            yield Difference(table.name, have[: table.key], next(name for name, one, two in pairs if one != two))
            have, found = next(mine, None), next(theirs, None)
        elif found is None or (have is not None and key < other):  # type: ignore[operator] # keys compare
            yield Difference(table.name, key or (), missing=True)
            have = next(mine, None)
        else:
            yield Difference(table.name, other or ())
            found = next(theirs, None)
