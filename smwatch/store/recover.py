"""What can be read of a damaged database, saved into a fresh one at today's schema; the damaged file isn't touched.

    recover(file, target, who, now) -> Recovered            table by table: how many rows, and what is lost

A copy is worked on. Its rows go into an empty database at the schema that it had, which is then migrated as any other.
Rows whose entry or feed is lost get one with what the indexes still tell of it: its key, by which the next poll knows
it and fills in its text. Counts, full-text index and the marks of stories are made anew.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from smwatch.errors import NothingDoneError, UsageError
from smwatch.locales import N_
from smwatch.store import audit, hourly
from smwatch.store.backups import note
from smwatch.store.connection import APPLICATION, VERSION, closing_handle, version_of
from smwatch.store.copying import no_log_beside, not_written, room_for
from smwatch.store.drafts import clear, drafting
from smwatch.store.faults import NO_TIME, NOT_OPENED, TIMES, faults_told, is_damaged
from smwatch.store.firstpage import mend_first_page, opens
from smwatch.store.foundlings import LONG_AGO, give_parents
from smwatch.store.migrations import migrate, step_names, the_steps
from smwatch.store.stories import DATE, DROP_MARKS
from smwatch.store.torn import Row, Torn, from_both_ends, joined

_AT_ONCE: Final = 1_000
_CUT: Final = "\ufffd"
_MADE_ANEW: Final = ("hourly", "listening", "story_marks", "_sqlite_migrations")
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"


@dataclass(kw_only=True)
class Saved:
    """What became of a table; `lost` counts rows that are known to have been there."""

    table: str
    saved: int = 0
    lost: int = 0
    gaps: list[tuple[int, int]] = field(default_factory=list)  # numbers between which nothing could be read
    missing: bool = False  # the table itself can't be found
    given: int = 0  # rows that stand for lost ones, as others belong to them
    cut: int = 0  # rows of which a text ends before it should


@dataclass(frozen=True, kw_only=True)
class Recovered:
    """A database that was saved."""

    file: Path
    version: int  # of the schema that it had
    first_page: bool  # whether its first page had to be made anew
    tables: tuple[Saved, ...]
    unknown: tuple[str, ...] = ()  # a newer smwatch's tables, for which there is no place


def recover(
    file: Path, target: Path, *, who: str, now: datetime, begins: Callable[[str], None] = lambda _table: None
) -> Recovered:
    """Save what can be read of `file` into `target`, which isn't there yet.

    Raises UsageError where it is, NothingDoneError where nothing can be read or written.
    """
    target = target.absolute()
    if target.exists():
        raise UsageError(N_("{file} is there already"), N_("name a file that isn't there"), file=target)
    no_log_beside(target)
    if not file.is_file():
        raise NothingDoneError(
            N_("there is no database {file} yet"),
            N_("`{smwatch} scan` makes it; `{smwatch} db path` says where"),
            file=file,
        )
    try:
        clear([target.parent])  # it takes room
        room_for(target, 2 * file.stat().st_size)
        with faults_told(target), drafting(target) as folder:
            done, draft = _saved(file, target, folder, who, now, begins)
            draft.replace(target)
    except OSError as error:
        if error.filename == str(file) and error.filename2 is None:  # it was the reading, not the copying
            raise NothingDoneError(*NOT_OPENED, file=file) from error
        raise not_written(target, error) from error
    if not is_damaged(file):  # what is damaged is worse with each write
        with suppress(NothingDoneError):
            note(file, target, who, now)
    return done


def _saved(  # noqa: PLR0913, PLR0917 - all of them different kinds
    file: Path, target: Path, folder: Path, who: str, now: datetime, begins: Callable[[str], None]
) -> tuple[Recovered, Path]:
    """Everything that can be read, in a database in this folder."""
    torn, draft = folder / "torn.db", folder / "new.db"
    first_page = _legible_copy(file, torn)
    with closing_handle(os.open(draft, os.O_RDWR | os.O_CREAT, 0o600)):
        pass
    with closing(_open_torn(torn)) as source, closing(sqlite3.connect(draft, isolation_level=None)) as new:
        newer = _newer(source)
        if newer and _is_whole(torn):
            version_of(source, file)  # refuses it, as every command does
        version, tables = _save(source, new, begins)
        audit.note(new, who, now, what="recover", subject="database", was=str(file))
        unknown = _unknown(source, new) if newer else []
    return Recovered(
        file=target, version=version, first_page=first_page, tables=tuple(tables), unknown=tuple(unknown)
    ), draft


def _newer(source: sqlite3.Connection) -> bool:
    """Whether a smwatch wrote it that knows more than this one; False where that can't be read."""
    with suppress(sqlite3.DatabaseError):
        ours = source.execute("PRAGMA application_id").fetchone()[0] == APPLICATION
        return bool(ours and source.execute("PRAGMA user_version").fetchone()[0] > VERSION)
    return False


def _unknown(source: sqlite3.Connection, new: sqlite3.Connection) -> list[str]:
    """Tables for which there is no place."""
    places = {name for (name,) in new.execute(_TABLES)}
    with suppress(sqlite3.DatabaseError):
        return sorted(name for (name,) in source.execute(_TABLES) if name not in places)
    return []


def _legible_copy(file: Path, torn: Path) -> bool:
    """A copy that opens, with its log unless that makes it worse; whether its first page had to be made anew."""
    log = file.with_name(file.name + "-wal")
    shutil.copyfile(file, torn)
    if log.exists() and not (_is_whole(torn) and not _is_whole(file, torn)):
        shutil.copyfile(file, torn)
        shutil.copyfile(log, torn.with_name(torn.name + "-wal"))
        if opens(torn):
            return False
        for end in ("-wal", "-shm"):
            torn.with_name(torn.name + end).unlink(missing_ok=True)
        shutil.copyfile(file, torn)
    if opens(torn):
        return False
    if not torn.stat().st_size or not mend_first_page(torn):
        raise NothingDoneError(
            N_("nothing can be read of {file}: it doesn't say any more what it holds"),
            N_("put back your last backup; feeds still have what they show now"),
            file=file,
        )
    return True


def _is_whole(database: Path, place: Path | None = None) -> bool:
    """Whether SQLite finds nothing torn; with `place`, in the copy there of the database and its log."""
    if place:
        place = place.with_name("with-log.db")
        shutil.copyfile(database, place)
        shutil.copyfile(database.with_name(database.name + "-wal"), place.with_name(place.name + "-wal"))
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(place or database)) as db:
        return bool(db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    return False


def _open_torn(torn: Path) -> sqlite3.Connection:
    """The copy, read as far as it goes: where bytes are no text, it ends with a sign that says so."""
    source = sqlite3.connect(torn, isolation_level=None)
    source.text_factory = _text
    source.execute("PRAGMA writable_schema = ON")  # what is wrong in the schema keeps nobody from the rest
    source.execute("PRAGMA cell_size_check = ON")
    return source


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        return raw[: error.start].decode() + _CUT


def _save(
    source: sqlite3.Connection, new: sqlite3.Connection, begins: Callable[[str], None]
) -> tuple[int, list[Saved]]:
    """All tables, then what hangs on them; the schema's version and what became of each table."""
    columns = {name: _columns(source, name) for (name,) in source.execute(_TABLES).fetchall()}
    version = _version(source, columns)
    new.execute("PRAGMA journal_mode = OFF")
    new.execute("PRAGMA synchronous = OFF")
    _empty(new, version)
    triggers = new.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    tables, known = [], dict[str, set[int]]()
    new.execute("BEGIN")
    for name, _ in triggers:
        new.execute(f"DROP TRIGGER {name}")
    for (name,) in new.execute(_TABLES).fetchall():
        if name.startswith(("sqlite_", "entries_search")) or name in _MADE_ANEW:
            continue
        begins(name)
        new.execute(f"DELETE FROM {name}")  # noqa: S608 - names of ours, here and below
        known[name] = _numbers(source, name)
        tables.append(_save_table(source, new, name, columns.get(name), known[name]))
    _keep_numbers(source, new, known)
    by_name = {saved.table: saved for saved in tables}
    marks = _save_marks(source, new, by_name)
    give_parents(source, new, by_name)
    _make_anew(new, by_name, marks=marks)
    for _, sql in triggers:
        new.execute(sql)
    new.execute("COMMIT")
    migrate(new)
    new.execute("PRAGMA journal_mode = DELETE")
    return version, tables


def _empty(connection: sqlite3.Connection, version: int) -> None:
    """An empty database at an older schema."""
    following = step_names()[version:]
    migrate(connection, the_steps(), stop_before=following[0] if following else None)


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """Those that are stored."""
    try:
        rows = connection.execute(f"PRAGMA table_xinfo ({table})").fetchall()
    except sqlite3.DatabaseError:
        return []
    return [row[1] for row in rows if row[6] == 0]


def _version(source: sqlite3.Connection, columns: dict[str, list[str]]) -> int:
    """The schema that it has: as it says itself, or the one whose tables look most like it."""
    with suppress(sqlite3.DatabaseError):
        ours = source.execute("PRAGMA application_id").fetchone()[0] == APPLICATION
        said = source.execute("PRAGMA user_version").fetchone()[0]
        if ours and 0 < said <= VERSION:
            return int(said)
    alike = dict[int, int]()
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        for version in range(1, VERSION + 1):
            _empty(db, version)
            made = {name: set(_columns(db, name)) for (name,) in db.execute(_TABLES)}
            alike[version] = sum(made.get(name) == set(some) for name, some in columns.items())
    return max(alike, key=lambda version: (alike[version], version))


def _numbers(source: sqlite3.Connection, table: str) -> set[int]:
    """The numbers of rows that an index knows, whether the rows can be read or not."""
    found = set[int]()
    with suppress(sqlite3.DatabaseError):
        for _, index, _, _, partial in source.execute(f"PRAGMA index_list ({table})").fetchall():
            if not partial:
                first = source.execute(f"PRAGMA index_info ({index})").fetchone()[2]
                rows, whole = from_both_ends(
                    source,
                    f"SELECT rowid, {first} FROM {table} INDEXED BY {index}",  # noqa: S608
                    f"{first}, rowid",
                )
                found |= {row[0] for row in rows if isinstance(row[0], int)}
                if whole:
                    break
    return found


def _save_table(
    source: sqlite3.Connection, new: sqlite3.Connection, name: str, columns: list[str] | None, known: set[int]
) -> Saved:
    """Its rows, as many as can be read and make sense."""
    saved, mine = Saved(table=name), _columns(new, name)
    shared = [column for column in mine if column in (columns or ())]
    if not shared:
        saved.missing = True
        return saved
    if _has_numbers(new, name):
        torn = Torn(source, name, shared)
        into = ["rowid", *shared]
        refused = _insert(new, name, into, torn.rows(max(known, default=None)))
        here = {number for (number,) in new.execute(f"SELECT rowid FROM {name}")} if known or torn.gaps else set()  # noqa: S608
        saved.lost = len(known - here) or refused
        saved.gaps = joined(torn.gaps, known - here if known else None)
    else:
        rows, whole = from_both_ends(source, f"SELECT {', '.join(shared)} FROM {name}", shared[0])  # noqa: S608
        saved.lost = _insert(new, name, shared, rows)
        saved.gaps = [] if whole else [(0, 0)]
    saved.saved = new.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608
    return saved


def _has_numbers(connection: sqlite3.Connection, table: str) -> bool:
    sql = "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?"
    return not connection.execute(sql, (table,)).fetchone()[0]


def _insert(new: sqlite3.Connection, table: str, columns: list[str], rows: Iterable[Row]) -> int:
    """Put them there; how many made no sense."""
    sql = f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
    rows, before, tried = iter(rows), new.total_changes, 0
    while some := list(islice(rows, _AT_ONCE)):
        tried += len(some)
        try:
            new.executemany(sql, some)
        except sqlite3.IntegrityError:  # a value of another kind than the column's
            for row in some:
                with suppress(sqlite3.IntegrityError):
                    new.execute(sql, row)
    return tried - (new.total_changes - before)


def _keep_numbers(source: sqlite3.Connection, new: sqlite3.Connection, known: dict[str, set[int]]) -> None:
    """A number that was given once never comes back for another row."""
    rows, _ = from_both_ends(source, "SELECT name, seq FROM sqlite_sequence", "rowid")
    last = {name: seq for name, seq in rows if isinstance(seq, int)}
    counted = new.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'")
    for (name,) in counted.fetchall():
        here = new.execute(f"SELECT coalesce(max(rowid), 0) FROM {name}").fetchone()[0]  # noqa: S608
        number = max(last.get(name, 0), here, max(known.get(name, ()), default=0))
        new.execute("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
        new.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, number))


def _save_marks(source: sqlite3.Connection, new: sqlite3.Connection, tables: dict[str, Saved]) -> bool:
    """What finds copies of stories, if all of it is whole."""
    texts = tables.get("story_texts")
    if texts is None or texts.gaps or texts.lost:
        return False
    rows, whole = from_both_ends(source, "SELECT mark, entry_id FROM story_marks", "mark, entry_id")
    if whole:
        new.execute("DELETE FROM story_marks")
        _insert(new, "story_marks", ["mark", "entry_id"], rows)
    return whole


def _make_times(new: sqlite3.Connection) -> None:
    """What was a time and is none any more: not known, or long ago; mentions are dated as their entries."""
    names = {name for (name,) in new.execute(_TABLES)}
    for table, column in TIMES:
        if table in names:
            needed = next(row[3] for row in new.execute(f"PRAGMA table_info ({table})") if row[1] == column)
            sql = f"UPDATE {table} SET {column} = ? WHERE {NO_TIME.format(column)}"  # noqa: S608 - names of ours
            new.execute(sql, (LONG_AGO if needed else None,))
    new.execute(DATE)


def _make_anew(new: sqlite3.Connection, tables: dict[str, Saved], *, marks: bool) -> None:
    """What is told twice: marks of stories, full-text index, counts; and texts that were cut are to be read again."""
    if "story_texts" in tables:
        new.execute(DROP_MARKS)
        if not marks:
            new.execute("UPDATE story_texts SET print = NULL")  # the next scans make them anew
    _make_times(new)
    cut = new.execute("UPDATE entries SET digest = '' WHERE title LIKE ? OR text LIKE ?", (f"%{_CUT}", f"%{_CUT}"))
    tables["entries"].cut = cut.rowcount
    new.execute("INSERT INTO entries_search (entries_search) VALUES ('rebuild')")
    if new.execute("SELECT 1 FROM sqlite_master WHERE name = 'hourly'").fetchone():
        hourly.make_anew(new)
