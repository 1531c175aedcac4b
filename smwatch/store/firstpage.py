"""A database whose first page is torn: what SQLite can't open, made so that it can.

The first page tells what the file is and where its tables begin. Tables and their places stand in other pages too,
unless there are few: these are looked for, and a first page is written that leads to them
(https://www.sqlite.org/fileformat.html).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from io import BufferedRandom
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from smwatch.store.connection import APPLICATION

SIZES: Final = (4096, 1024, 2048, 8192, 16384, 32768, 65536, 512)
"""Of pages; the first is what SQLite has been taking for years."""

_HEADER = 100  # bytes before what the first page holds as any other
_LONGEST: Final = 1_000_000  # bytes of a statement that makes something; ours have thousands
_LEAF, _TABLES, _INDEXES = 0x0D, (0x05, 0x0D), (0x02, 0x0A)
_KINDS = ("table", "index", "view", "trigger")

Made = tuple[str, str, str, int, str]
"""A row of sqlite_master: type, name, tbl_name, rootpage, sql."""


def opens(file: Path) -> bool:
    """Whether SQLite reads which tables there are."""
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA writable_schema = ON")
        return bool(db.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0])
    return False


def mend_first_page(file: Path) -> bool:
    """Write a first page into this copy of a database with which it opens; whether there is one."""
    with file.open("r+b") as out, mmap(out.fileno(), 0, access=ACCESS_READ) as whole:
        first = whole[: max(SIZES)]
        for size in SIZES:
            if len(whole) < 2 * size:
                continue
            front = _front(size, len(whole) // size)
            if first[_HEADER] in _TABLES and _opens_with(out, file, front[:_HEADER] + first[_HEADER:size]):
                return True  # it was but the header
            found = {made[:2]: made for made in _made(whole, size)}
            if any(kind == "table" for kind, _ in found) and _opens_with(out, file, front, found.values()):
                return True
    return False


def _opens_with(out: BufferedRandom, file: Path, front: bytes, made: Iterable[Made] = ()) -> bool:
    """Whether the file opens with this first page, and these rows put into it."""
    out.seek(0)
    out.write(front)
    out.flush()
    if made:
        with closing(sqlite3.connect(file, isolation_level=None)) as db, suppress(sqlite3.DatabaseError):
            db.execute("PRAGMA writable_schema = ON")
            db.executemany("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, nullif(?, ''))", made)
    return opens(file)


def _front(size: int, pages: int) -> bytes:
    """The first page of an empty database of ours that says to have so many pages."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute(f"PRAGMA page_size = {size}")
            db.execute(f"PRAGMA application_id = {APPLICATION}")
            db.execute("VACUUM")
        front = bytearray(path.read_bytes()[:size])
    front[28:32] = pages.to_bytes(4, "big")
    return bytes(front)


def _made(whole: bytes | mmap, size: int) -> Iterator[Made]:
    """Every row that says how a table, index, view or trigger is made and where it begins."""
    for at in range(size, len(whole) - size + 1, size):
        if whole[at] == _LEAF and whole.find(b"CREATE ", at, at + size) >= 0:
            for row in _rows(whole, at, size):
                with suppress(IndexError):
                    if row[0] in _KINDS and (row[0] in {"view", "trigger"} or _begins(whole, row, size)):
                        yield row


def _begins(whole: bytes | mmap, row: Made, size: int) -> bool:
    """Whether such a thing begins on that page."""
    kinds = _INDEXES if row[0] == "index" or "WITHOUT ROWID" in row[4] else _TABLES
    virtual = row[4].upper().startswith("CREATE VIRTUAL")
    return (row[3] == 0 and virtual) or (row[3] > 1 and whole[(row[3] - 1) * size] in kinds)


def _rows(whole: bytes | mmap, at: int, size: int) -> Iterator[Made]:
    """The rows on a page that have the five columns of sqlite_master."""
    count = int.from_bytes(whole[at + 3 : at + 5], "big")
    for n in range(min(count, size // 6)):
        place = at + int.from_bytes(whole[at + 8 + 2 * n : at + 10 + 2 * n], "big")
        with suppress(IndexError, ValueError):
            length, place = _varint(whole, place)
            _, place = _varint(whole, place)
            yield _read(_payload(whole, place, length, size))


def _payload(whole: bytes | mmap, place: int, length: int, size: int) -> bytes:
    """A cell's content, with what stands on pages of its own."""
    if not 0 < length < _LONGEST:
        raise ValueError
    local, least = length, (size - 12) * 32 // 255 - 23
    if length > size - 35:
        local = least + (length - least) % (size - 4)
        local = local if local <= size - 35 else least
    content, following = whole[place : place + local], int.from_bytes(whole[place + local : place + local + 4], "big")
    while len(content) < length:
        if not 1 < following <= len(whole) // size:
            raise ValueError
        page = whole[(following - 1) * size : following * size]
        content += page[4 : 4 + length - len(content)]
        following = int.from_bytes(page[:4], "big")
    return content


def _read(content: bytes) -> Made:
    """Five columns: text, text, text, number, text or nothing."""
    end, place = _varint(content, 0)
    kinds = []
    while place < end:
        kind, place = _varint(content, place)
        kinds.append(kind)
    values = list[bytes]()
    for kind in kinds:
        length = (kind - 12) // 2 if kind >= 12 else (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)[kind]  # noqa: PLR2004 - SQLite's
        values.append(b"\1" if kind == 9 else content[place : place + length])  # noqa: PLR2004 - the number one
        place += length
    what, name, table, root, sql = values
    return what.decode(), name.decode(), table.decode(), int.from_bytes(root, "big"), sql.decode()


def _varint(content: bytes | mmap, place: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where the next begins."""
    value = 0
    for n in range(8):
        byte = content[place + n]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004 - the last one
            return value, place + n + 1
    return value << 8 | content[place + 8], place + 9
