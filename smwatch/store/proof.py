"""That nothing of a forgotten person is left: index and file made anew, then read through, byte by byte.

secure_delete writes zeros where something stood; a new index has no old segment; VACUUM leaves no free page; a
write-ahead log that is cut holds no page from before. https://www.sqlite.org/pragma.html#pragma_secure_delete
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final
from urllib.parse import quote

from smwatch.errors import NothingDoneError
from smwatch.locales import N_
from smwatch.models import Left
from smwatch.store.connection import APPLICATION
from smwatch.store.person import AT_ONCE, Found, columns, rows_of, tells_in
from smwatch.store.sql import Connection, Location, Record, faults_told, transaction
from smwatch.store.stories import DROP_MARKS
from smwatch.text.blot import Blotter
from smwatch.text.fold import APOSTROPHES
from smwatch.text.links import masked

CHUNK: Final = 4_000_000  # bytes that are looked through at once
AROUND: Final = 4  # bytes around a name that tell whether it is but a part of another
SHORTEST: Final = 3  # characters that say who somebody is
_APOSTROPHE: Final = re.compile(f"[{APOSTROPHES}]")
WHO: Final = "audit.who"
"""Where they may stand for ever: the journal of who decided only grows."""
_BESIDE: Final = ("", "-wal", "-shm", "-journal")

Progress = Callable[[int, int], None]
"""Told how many bytes were read, and of how many."""


def clean(connection: Connection, file: Location) -> None:
    """Nothing that was deleted is left in the file, nor in its log; NothingDoneError where another program holds it.

    Of a server it is the tables and their indexes.
    """
    with transaction(connection, file):
        if isinstance(file, Path):
            connection.execute("INSERT INTO entries_search (entries_search) VALUES ('rebuild')")
        connection.execute(DROP_MARKS)
    with faults_told(file):
        if not isinstance(file, Path):
            from smwatch.store.postgres import letting_go

            letting_go.clean(connection)
            return
        _cut_log(connection, file)
        connection.execute("VACUUM")
        _cut_log(connection, file)


def cut_log(connection: Connection) -> bool:
    """Whether the write-ahead log could be emptied: nobody reads what it held."""
    return not connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]


def _cut_log(connection: Connection, file: Path) -> None:
    if not cut_log(connection):
        raise NothingDoneError(
            N_("they are taken out, but another program holds {file} open, so its log can't be emptied yet"),
            N_("close that program (DB Browser, Datasette, a list that is still running), and run the command again"),
            file=file,
        )


def left_in_tables(
    connection: Connection, found: Found, declared: Collection[str]
) -> tuple[list[Left], frozenset[bytes]]:
    """Every column of text that still tells the person, and where it is a feed of the config, which.

    And with what is around it, each place where their name is known to stand, as in Rosemarie Tremblay.
    """
    left, inside, blotter, needles = list[Left](), set[bytes](), found.blotter, _spellings(found.needles)
    if not blotter.anchors:
        return left, frozenset()
    for table, known_by, texts in columns(connection):
        told = dict.fromkeys(texts, 0)
        for row, near in _with_needles(rows_of(connection, table, known_by, list(texts)), needles):
            hits = list[str]()
            for name in filter(row.__getitem__, texts):
                theirs, others = _look(blotter, near, row[name], is_author=(table, name) == ("entries", "author"))
                inside |= others
                hits += [name] if theirs else []
            if table == "feeds" and hits and row["url"] in declared:
                left.append(Left(where="feeds", count=len(hits), feed=masked(row["url"])))
                continue
            for name in hits:
                told[name] += 1
        left += [Left(where=f"{table}.{name}", count=count) for name, count in told.items() if count]
    return left, frozenset(inside)


def _with_needles(rows: Iterator[Record], needles: Collection[bytes]) -> Iterator[tuple[Record, list[bytes]]]:
    """Each row, and which needles stand in it or near it: hardly ever any, so many rows are looked at in one."""
    while some := list(islice(rows, AT_ONCE)):
        raw = "\n".join(str(value) for row in some for value in row).encode("utf-8", "replace").lower()
        near = [needle for needle in needles if needle in raw]
        yield from ((row, near) for row in some)


def _look(blotter: Blotter, needles: Collection[bytes], text: str, *, is_author: bool) -> tuple[bool, set[bytes]]:
    """Whether a text tells the person, and what is around each place where their name stands, or a part of another.

    What was to be blotted out is looked for as it was then; and, whatever that finds, as it stands in bytes.
    """
    raw = text.encode("utf-8", "replace").lower() if needles else b""
    places = [(at, needle) for needle in needles for at in _places(raw, needle)]
    by = blotter.of_author(text) if is_author else blotter
    theirs = tells_in(by, text) or (by is blotter and any(not _is_part(raw, at, needle) for at, needle in places))
    return theirs, {raw[max(0, at - AROUND) : at + len(needle) + AROUND] for at, needle in places}


def _is_part(raw: bytes, at: int, needle: bytes) -> bool:
    """Whether letters stand right beside it, or a hyphen and letters; two names in a list are no name."""
    if b"," in needle:
        return True
    before = raw[max(0, at - AROUND) : at].decode("utf-8", "ignore")[::-1]
    behind = raw[at + len(needle) : at + len(needle) + AROUND].decode("utf-8", "ignore")
    joints = "-._+" if b"@" in needle or b"/" in needle else "-"
    return any(side[:1].isalnum() or (side[:1] in joints and side[1:2].isalnum()) for side in (before, behind))


def left_beside(
    connection: Connection, file: Location, found: Found, inside: Collection[bytes], progress: Progress | None = None
) -> tuple[Left | None, int]:
    """What is left where no column shows it, and how many bytes were read for that: a server has its index asked."""
    if isinstance(file, Path):
        times, read = left_in_bytes(file, found, inside, progress)
        return Left(where="file", count=times) if times else None, read
    from smwatch.store.postgres import letting_go

    times = letting_go.left_in_index(connection, found)
    return Left(where="entries_search", count=times) if times else None, 0


def left_in_bytes(
    file: Path, found: Found, inside: Collection[bytes], progress: Progress | None = None
) -> tuple[int, int]:
    """How often what the person signed with stands in the database's files, and how many bytes were read.

    `inside`: where it is but a part of another name, in rows that are there.
    """
    needles = _spellings(found.needles)
    files = [path for end in _BESIDE if (path := file.with_name(file.name + end)).is_file()]
    whole, read, times = sum(path.stat().st_size for path in files), 0, 0
    for path in files:
        for part, size in _windows(path, max(map(len, needles), default=1)):
            read += size
            times += sum(_count(part, needle, inside) for needle in needles)
            if progress:
                progress(read, max(whole, read))
    return times, read


def _windows(path: Path, longest: int) -> Iterator[tuple[_Window, int]]:
    """A file in parts that overlap, and how many bytes are new in each."""
    margin, held, first = longest + AROUND, b"", 0
    with path.open("rb") as stream:
        chunk = stream.read(CHUNK)
        while chunk:
            after = stream.read(CHUNK)
            seen = held + chunk.lower()
            end = max(first, len(seen) - margin) if after else len(seen)
            yield _Window(seen, first, end), len(chunk)
            held = seen[max(0, end - AROUND) :]
            first, chunk = min(end, AROUND), after


@dataclass(frozen=True, slots=True)
class _Window:
    """Bytes of a file, ASCII letters small; looked at from `first` to `end`, and known around that."""

    seen: bytes
    first: int
    end: int


def _places(seen: bytes, needle: bytes, first: int = 0) -> Iterator[int]:
    at = seen.find(needle, first)
    while at >= 0:
        yield at
        at = seen.find(needle, at + 1)


def _count(part: _Window, needle: bytes, inside: Collection[bytes]) -> int:
    """How often it stands there, but for what is a part of another name."""
    return sum(
        not any(_is_at(part.seen, at, needle, known) for known in inside)
        for at in _places(part.seen, needle, part.first)
        if at < part.end
    )


def _is_at(seen: bytes, at: int, needle: bytes, known: bytes) -> bool:
    """Whether that is the known place: with the same around it."""
    begin = at - known.find(needle)
    return needle in known and begin >= 0 and seen.startswith(known, begin)


def _spellings(said: Collection[str]) -> set[bytes]:
    """Each in the spellings that a file may have, in UTF-8; ASCII letters small, as the file is read."""
    forms = {
        unicodedata.normalize(form, case)
        for one in said
        for case in (one, one.lower(), one.upper(), one.title())
        for form in ("NFC", "NFD")
    }
    forms |= {"".join(sign for sign in form if not unicodedata.combining(sign)) for form in forms}
    bare = {_APOSTROPHE.sub("'", form) for form in forms}
    forms |= {
        form.replace("'", mark) for form in bare if "'" in form for mark in ("'", "’", "ʼ", "", "-", "%27", "&#39;")
    }
    forms |= {form.replace(" ", mark) for form in forms if " " in form for mark in ("+", "-", "_", "%20")}
    forms |= {quote(form, safe="/:,'+") for form in forms if "@" in form or not form.isascii()}
    return {form.encode("utf-8", "replace").lower() for form in forms if len(form) > SHORTEST}


def backups(connection: Connection, file: Location) -> tuple[list[Path], list[Path]]:
    """Copies of the database that are there: those that smwatch made, and others beside it."""
    made = [Path(row[0]) for row in connection.execute("SELECT path FROM backups ORDER BY id")]
    if not isinstance(file, Path):
        return [path for path in dict.fromkeys(made) if path.is_file()], []
    made += sorted(file.parent.glob(f"{_escaped(file.name)}.before-schema-*"))
    made = [path for path in dict.fromkeys(made) if path.is_file() and path.resolve() != file.resolve()]
    near = sorted({*file.parent.glob(f"{_escaped(file.name)}.*"), *file.parent.glob(f"{_escaped(file.stem)}*backup*")})
    near = list(dict.fromkeys((*near, *filter(_is_ours, sorted(file.parent.iterdir())))))
    others = [p for p in near if p.is_file() and p not in made and p != file and p.suffix != ".lock"]
    return made, [path for path in others if path.name not in {file.name + end for end in _BESIDE}]


def _is_ours(path: Path) -> bool:
    """Whether a file begins as a database of smwatch, whatever its name: one that was recovered, or moved aside."""
    with suppress(OSError):
        if path.is_file():
            with path.open("rb") as stream:
                head = stream.read(100)
            return head.startswith(b"SQLite format 3\0") and head[68:72] == APPLICATION.to_bytes(4, "big")
    return False


def _escaped(name: str) -> str:
    return "".join(f"[{sign}]" if sign in "[*?" else sign for sign in name)
