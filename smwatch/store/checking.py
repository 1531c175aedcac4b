"""Whether a database is what it should be, question by question, and what can be made anew where it isn't.

    glance(file) -> a Checked for what is told in a moment
    examine(file, now) -> a Checked for each question          reads alone, also while a scan writes
    mend(file, who, now, wrong) -> the copy made first         counts, index, what is told twice: in one transaction

The full-text index is proved on a copy of it in SQLite's temporary space: proving it in place would keep every scan
from writing meanwhile.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, count
from pathlib import Path
from typing import Final

from smwatch.errors import NothingDoneError
from smwatch.locales import N_
from smwatch.store import audit, drafts, hourly, stories
from smwatch.store.backups import back_up
from smwatch.store.connection import VERSION, connect, look, transaction
from smwatch.store.faults import faults_told, unreadable
from smwatch.store.sql import Connection, Location
from smwatch.store.values import stored

SPACE: Final = 100_000_000
"""Bytes that ought to be free beside a database: a scan that finds much writes a few of them."""

CLOCKS: Final = timedelta(minutes=5)
"""So far clocks may be apart without being wrong."""

_SHOWN = 3  # of what SQLite says is torn
_NETWORKS = "nfs nfs4 cifs smb3 smbfs 9p afs ncpfs fuse.sshfs fuse.rclone fuse.gvfsd-fuse".split()
MEND = N_("{smwatch} db check --mend")
_SAVE = N_("save what can be read: {smwatch} db recover {file}.new; or put back your last backup")
_DAMAGED = N_("it is damaged: {told}")
_WHOLE = N_("every page is whole, and every row has what it belongs to")
_SEEN = """
SELECT 'feeds', max(last_poll) FROM feeds UNION ALL SELECT 'mentions', max(fetched) FROM mentions
UNION ALL SELECT 'scans', max(started) FROM scans
"""
_DATES = """
SELECT count(*) FROM mentions AS m JOIN entries AS e ON e.id = m.entry_id WHERE m.published <> e.published
"""
_LABELS = """
SELECT count(*) FROM mentions AS m LEFT JOIN labels_held AS h ON h.id = m.id
WHERE m.label_id IS NOT h.label_id OR m.user_label IS NOT h.label
"""
_LABELLED = """
UPDATE mentions SET (user_label, label_id) = (SELECT label, label_id FROM labels_held AS h WHERE h.id = mentions.id)
WHERE id IN (
  SELECT m.id FROM mentions AS m LEFT JOIN labels_held AS h ON h.id = m.id
  WHERE m.label_id IS NOT h.label_id OR m.user_label IS NOT h.label)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A question about the database and its answer; `message` and `mend` are messages with {arguments}."""

    check: str
    ok: bool
    message: str
    mend: str = ""
    arguments: dict[str, object]


def fine(check: str, message: str, **arguments: object) -> Checked:
    """All is well."""
    return Checked(check=check, ok=True, message=message, arguments=arguments)


def amiss(check: str, message: str, mend: str, **arguments: object) -> Checked:
    """It isn't, and what to do."""
    return Checked(check=check, ok=False, message=message, mend=mend, arguments=arguments)


def examine(file: Location, now: datetime, begins: Callable[[str], None] = lambda _name: None) -> Iterator[Checked]:
    """Every question that can be asked of this database, answered one by one; `begins` hears of each before.

    Raises NothingDoneError for a file that can't be looked into at all, or a server that can't be reached.
    """
    if not isinstance(file, Path):
        from smwatch.store.postgres import checking as of_server

        yield from of_server.examine(file, now, begins)
        return
    with faults_told(file), closing(look(file)) as connection:
        yield from (_permissions(file), _drive(file), _space(file), _drafts(connection, file))
        begins("schema")
        version = _schema(connection, file)
        yield version
        begins("integrity")
        whole = _integrity(connection, file)
        yield whole
        if not (whole.ok and (version.ok or version.mend == MEND)):
            return  # what follows would tell the same again
        begins("search")
        yield _search(connection)
        for name, ask in TOLD_TWICE.items():
            begins(name)
            yield ask(connection)
        begins("clock")
        yield clock(connection, now)


def glance(file: Location) -> Iterator[Checked]:
    """What can be told in a moment: where it stands, room, schema, size, and whether SQLite finds it whole.

    Raises NothingDoneError as `examine`.
    """
    if not isinstance(file, Path):
        from smwatch.store.postgres import checking as of_server

        yield from of_server.glance(file)
        return
    with faults_told(file), closing(look(file)) as connection:
        size = sum(path.stat().st_size for path in (file, file.with_name(f"{file.name}-wal")) if path.exists())
        yield fine("size", N_("{size} MB"), size=round(size / 1_000_000))
        yield from (_drive(file), _space(file), _schema(connection, file), _whole(connection, file))


def _whole(connection: sqlite3.Connection, file: Path) -> Checked:
    """Every page, without comparing indexes: as quick as the file is read."""
    said, told = _asked(connection, "quick_check")
    if said == ["ok"]:
        return fine("integrity", _WHOLE)
    return amiss("integrity", _DAMAGED, N_("look closer: {smwatch} db check"), told=told, file=file)


def _asked(connection: sqlite3.Connection, check: str) -> tuple[list[str], str]:
    """What SQLite says of the file's pages, and the same as one line."""
    try:
        said = [str(row[0]) for row in connection.execute(f"PRAGMA {check}({_SHOWN})")]
    except sqlite3.DatabaseError as error:
        said = [str(error)]
    return said, "; ".join(" ".join(line.split()) for line in said)


def _permissions(file: Path) -> Checked:
    """Who else may read it, and what stands beside it."""
    beside = [file, *(file.with_name(file.name + end) for end in ("-wal", "-shm", ".lock"))]
    shown = [path for path in beside if others_may_read(path)]
    if shown:
        mend = N_("if nobody else should: chmod 600 {files}")
        return amiss("permissions", N_("others on this machine can read it"), mend, files=" ".join(map(str, shown)))
    return fine("permissions", N_("nobody else can read it"))


def others_may_read(path: Path) -> bool:
    """Whether other users of this machine may; where permissions aren't POSIX's it can't be told: no."""
    with suppress(OSError):
        return os.name == "posix" and bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
    return False


def _drive(file: Path) -> Checked:
    """Whether it stands on a disk of this machine."""
    if (kind := drive_of(file)) in _NETWORKS:
        mend = N_("keep it on a disk of this machine: what locks it isn't kept safely over a network")
        return amiss("drive", N_("it stands on a network drive ({kind})"), mend, kind=kind)
    return fine(
        "drive", N_("it stands on a disk of this machine") if kind else N_("where it stands can't be told here")
    )


def drive_of(file: Path, mounts: Path = Path("/proc/self/mountinfo")) -> str:
    """The kind of file system that a file is on, as Linux calls it; "" where that can't be told."""
    if not sys.platform.startswith("linux"):
        return ""
    found, place = "", file.absolute().resolve()
    with suppress(OSError):
        for line in mounts.read_text("utf-8", "replace").splitlines():
            told, _, kind = line.partition(" - ")
            at = Path(told.split(" ")[4].replace("\\040", " "))
            if place.is_relative_to(at):  # those that come later lie over those before, or within them
                found = kind.split(" ")[0]
    return found


def _space(file: Path) -> Checked:
    """Whether there is room to grow."""
    free = shutil.disk_usage(file.absolute().parent).free
    if free < SPACE:
        return amiss("space", N_("{free} MB are free on its disk"), N_("free some space"), free=free // 1_000_000)
    return fine("space", N_("{free} MB are free on its disk"), free=free // 1_000_000)


def _drafts(connection: sqlite3.Connection, file: Path) -> Checked:
    """Whether copies that were never finished lie about: they may hold all that the database holds."""
    if left := drafts.stale(drafts.places(connection, file)):
        said = N_("copies that were stopped half-way are left: {files}")
        return amiss("drafts", said, MEND, files=", ".join(map(str, left)))
    return fine("drafts", N_("no copy that was stopped half-way is left"))


def _schema(connection: sqlite3.Connection, file: Path) -> Checked:
    """Whether it is at today's schema."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version < VERSION:
        said, mend = N_("its schema is {version}, this program's is {known}"), N_("{smwatch} db migrate")
        return amiss("schema", said, mend, version=version, known=VERSION, file=file)
    if lacking := _lacking(connection):
        names = ", ".join(sorted(name for _, name, _ in lacking))
        return amiss("schema", N_("its schema lacks {names}, or has others of that name"), MEND, names=names)
    return fine("schema", N_("its schema is {version}, as this program's"), version=version)


def _lacking(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """What watches over rows, finds or shows them, and isn't there as it should be: kind, name, SQL."""
    from smwatch.store.migrations import migrate  # late: sqlite-utils is heavy, and seldom needed

    made = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index', 'view') AND sql <> ''"
    there = set(map(tuple, connection.execute(made)))
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate(fresh)
        return [row for row in fresh.execute(made).fetchall() if row not in there]


def _integrity(connection: sqlite3.Connection, file: Path) -> Checked:
    """Whether every page, index and row is as SQLite wrote it, and each row's parent is there."""
    said, told = _asked(connection, "integrity_check")
    if said != ["ok"]:
        if all("index" in line and "malformed" not in line for line in said):
            return amiss("integrity", N_("an index isn't like its table: {told}"), MEND, told=told)
        return amiss("integrity", _DAMAGED, _SAVE, told=told, file=file)
    orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    if orphans:
        tables = ", ".join(sorted({row[0] for row in orphans}))
        return amiss(
            "integrity", N_("rows that lack the row that they belong to: {count}, in {tables}"), _SAVE,
            count=len(orphans), tables=tables, file=file,
        )  # fmt: skip
    if unreadable(connection):
        return amiss("integrity", _DAMAGED, _SAVE, told="text, time", file=file)
    return fine("integrity", _WHOLE)


def _search(connection: sqlite3.Connection) -> Checked:
    """Whether the full-text index holds the words of the texts."""
    if index_is_right(connection):
        return fine("search", N_("the full-text index holds what the texts say"))
    return amiss("search", N_("the full-text index says something else than the texts"), MEND)


def index_is_right(connection: sqlite3.Connection) -> bool:
    """FTS5 compares a copy of the index, in temporary space, with the texts; nothing is written into the database."""
    made = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'entries_search'").fetchone()[0]
    connection.execute("BEGIN")
    try:
        connection.execute("CREATE TEMP VIEW check_spelt AS SELECT id, title, text FROM main.entries_spelt")
        made = made.replace("entries_search", "temp.check_search", 1).replace("'entries_spelt'", "'check_spelt'")
        connection.execute(made)
        for part in ("data", "idx", "docsize", "config"):
            connection.execute(f"DELETE FROM temp.check_search_{part}")  # noqa: S608 - a name of ours
            connection.execute(f"INSERT INTO temp.check_search_{part} SELECT * FROM main.entries_search_{part}")  # noqa: S608
        connection.execute("INSERT INTO temp.check_search (check_search, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        return False
    finally:
        connection.execute("ROLLBACK")
    return True


def _hourly(connection: Connection) -> Checked:
    """Whether the counts by the hour are those of the mentions."""
    if number := hourly.wrong(connection):
        return amiss("hourly", N_("counts by the hour that are wrong: {count}"), MEND, count=number)
    return fine("hourly", N_("the counts by the hour are those of the mentions"))


def _published(connection: Connection) -> Checked:
    """Whether mentions are dated as their entries."""
    if number := _count(connection, _DATES):
        return amiss("published", N_("mentions dated otherwise than their entries: {count}"), MEND, count=number)
    return fine("published", N_("mentions are dated as their entries"))


def _stories(connection: Connection) -> Checked:
    """Whether what finds copies leads to texts that are there, and labels hold for those whom they were given to."""
    if number := _count(connection, f"SELECT count(*) {stories.LOST_MARKS}"):
        return amiss("stories", N_("marks of stories that lead nowhere: {count}"), MEND, count=number)
    if number := _count(connection, _LABELS):
        said = N_("mentions that don't show the label that holds for them: {count}")
        return amiss("stories", said, MEND, count=number)
    return fine("stories", N_("stories and labels are what their mentions say"))


TOLD_TWICE: Final[dict[str, Callable[[Connection], Checked]]] = {
    "hourly": _hourly,
    "published": _published,
    "stories": _stories,
}
"""What stands in two places, and should say the same."""


def clock(connection: Connection, now: datetime) -> Checked:
    """Whether anything is said to have happened that is yet to come."""
    late = stored(now + CLOCKS)
    ahead = {name: at for name, at in connection.execute(_SEEN) if at and at > late}
    if ahead:
        mend = N_("see that this machine's clock is right; feeds polled by a wrong one are due at once")
        at = max(ahead.values())
        return amiss("clock", N_("something happened at {at}, which is yet to come"), mend, at=at)
    return fine("clock", N_("nothing is dated in the future"))


def _count(connection: Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])


def _copy_before(file: Path, now: datetime) -> Path:
    """Where the copy goes that is made before mending: no older one is replaced, which may hold what this one lacks."""
    plain = file.with_name(f"{file.name}.before-mend")
    dated = plain.with_name(f"{plain.name}-{now:%Y-%m-%d-%H%M%S}")
    names = chain((plain, dated), (dated.with_name(f"{dated.name}-{number}") for number in count(2)))
    return next(name for name in names if not name.exists())


def make_anew(connection: Connection) -> None:
    """Dates, marks and labels say what they are told by; in the caller's transaction."""
    connection.execute(stories.DATE)
    connection.execute(stories.DROP_MARKS)
    connection.execute(_LABELLED)


def mend(file: Location, who: str, now: datetime, wrong: Collection[str]) -> Path | None:
    """Make anew what is told twice, in one transaction, with a copy first; which one. `wrong`: checks that failed.

    None where only what was stopped half-way was to be taken away, and of a server, of which smwatch makes no copies.
    Raises NothingDoneError for a damaged database, which `recover` is for.
    """
    if not isinstance(file, Path):
        from smwatch.store.postgres import checking as of_server

        of_server.mend(file, who, now)
        return None
    with faults_told(file), closing(look(file)) as connection:
        drafts.clear(drafts.places(connection, file))
    if set(wrong) <= {"drafts"}:
        return None
    copy = back_up(file, _copy_before(file, now), who=who, now=now).file
    with closing(connect(file)) as connection, transaction(connection, file):
        if "integrity" in wrong:
            connection.execute("REINDEX")
        for kind, name, sql in _lacking(connection):
            connection.execute(f"DROP {kind} IF EXISTS {name}")
            connection.execute(sql)
        make_anew(connection)
        connection.execute("INSERT INTO entries_search (entries_search) VALUES ('rebuild')")
        hourly.make_anew(connection)
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise NothingDoneError(N_("{file} has rows that lack the row that they belong to"), _SAVE, file=file)
        audit.note(connection, who, now, what="mend", subject="database", became=str(copy))
    return copy
