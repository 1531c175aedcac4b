"""Rows of a torn table: all that can be read is, each once, and what can't be is told as gaps."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.store.torn import FURTHER, Torn, from_both_ends, joined

PAGE = 1024
ROWS = 400


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A table of many pages and an index of it."""
    path = tmp_path / "table.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(f"PRAGMA page_size = {PAGE}")
        db.execute("CREATE TABLE entries (id INTEGER PRIMARY KEY, key TEXT UNIQUE, text TEXT)")
        db.executemany(
            "INSERT INTO entries VALUES (?, ?, ?)", ((n, f"clé {n:04}", f"Texte {n} " * 9) for n in range(1, ROWS + 1))
        )
    return path


def tear(path: Path, number: int) -> None:
    """Overwrite the page on which the row of this number stands."""
    content = path.read_bytes()
    at = content.index(f"Texte {number} ".encode()) // PAGE * PAGE
    path.write_bytes(content[:at] + b"\xff" * PAGE + content[at + PAGE :])


@pytest.fixture
def torn(file: Path) -> Iterator[Torn]:
    """The table of that file, as it is when it is first read."""
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        yield Torn(db, "entries", ["key", "text"])


def test_of_a_whole_table_all_rows_are_read_and_nothing_is_missing(torn: Torn) -> None:
    assert [row[0] for row in torn.rows(None)] == [*range(1, ROWS + 1)]
    assert torn.gaps == []


@pytest.mark.parametrize("where", [[200], [1], [ROWS], [120, 300], [200, 206, 212]])
def test_of_a_torn_one_all_that_can_be_read_is_read_once(file: Path, torn: Torn, where: list[int]) -> None:
    for number in where:
        tear(file, number)
    rows = [*torn.rows(ROWS)]
    numbers = {row[0] for row in rows}
    assert len(rows) == len(numbers), "none twice"
    assert all(row[1:] == (f"clé {row[0]:04}", f"Texte {row[0]} " * 9) for row in rows)
    missing = {n for low, high in torn.gaps for n in range(low, high + 1)}
    assert numbers.isdisjoint(missing)
    assert numbers | missing >= {*range(1, ROWS + 1)}, "what isn't there is told"
    assert not numbers.intersection(where)
    assert len(numbers) >= ROWS - 12 * len(where), "a page holds ten rows"


def test_who_may_ask_no_more_tells_the_rest_as_a_gap(file: Path, torn: Torn) -> None:
    tear(file, 200)
    torn.tries = 0
    numbers = {row[0] for row in torn.rows(ROWS)}
    assert {1, ROWS} <= numbers, "both ends were read before"
    assert any(low <= 200 <= high for low, high in torn.gaps)


def test_where_nothing_tells_the_last_number_one_looks_far_enough(file: Path, torn: Torn) -> None:
    tear(file, ROWS)
    assert {row[0] for row in torn.rows(None)} >= {*range(1, ROWS - 12)}
    assert max(high for _, high in torn.gaps) <= ROWS + FURTHER


def test_an_index_is_read_from_both_ends(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        keys, whole = from_both_ends(db, "SELECT key, rowid FROM entries INDEXED BY sqlite_autoindex_entries_1", "key")
    assert whole
    assert keys == [(f"clé {n:04}", n) for n in range(1, ROWS + 1)]


def test_what_can_not_be_read_of_an_index_is_missing_and_said(file: Path) -> None:
    content = file.read_bytes()
    at = content.rindex(b"cl\xc3\xa9 0200") // PAGE * PAGE
    pages = {content.index(b"cl\xc3\xa9 0200") // PAGE * PAGE, at}
    for page in pages:
        content = content[:page] + b"\xff" * PAGE + content[page + PAGE :]
    file.write_bytes(content)
    with closing(sqlite3.connect(file)) as db:
        keys, whole = from_both_ends(db, "SELECT key, rowid FROM entries INDEXED BY sqlite_autoindex_entries_1", "key")
    assert not whole
    assert 0 < len(keys) < ROWS
    assert len(keys) == len({*keys})


@pytest.mark.parametrize(
    ("gaps", "lost", "told"),
    [
        ([], None, []),
        ([(4, 6), (1, 3)], None, [(1, 6)]),
        ([(1, 3), (5, 6)], None, [(1, 3), (5, 6)]),
        ([(1, 3), (5, 6)], {2}, [(1, 3)]),
        ([(1, 3), (5, 6)], {4}, []),
        ([(1, 3), (4, 6), (9, 9)], {3, 4, 9}, [(1, 6), (9, 9)]),
        ([(1, 1)], set(), []),
    ],
)
def test_gaps_that_touch_are_one_and_those_that_held_nothing_are_none(
    gaps: list[tuple[int, int]], lost: set[int] | None, told: list[tuple[int, int]]
) -> None:
    assert joined(gaps, lost) == told


GAPS = st.sets(st.integers(0, 40)).map(lambda numbers: [(n, n) for n in numbers])


@given(GAPS, st.sets(st.integers(0, 40)))
def test_joined_gaps_hold_what_was_lost_and_stand_apart(gaps: list[tuple[int, int]], lost: set[int]) -> None:
    found = joined(gaps, lost)
    held = {n for low, high in found for n in range(low, high + 1)}
    assert held == {n for n, _ in gaps} & lost
    assert all(one[1] + 1 < other[0] for one, other in pairwise(found))
