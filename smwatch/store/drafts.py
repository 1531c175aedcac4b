"""Where what is made beside a file stands until it is whole, and what was left there by whoever was killed.

    with drafting(target) as folder: ...        make it in there, then let it take the name of `target`
    stale(folders) -> those that nobody works in any more;  clear(folders) takes them away

Each draft is a folder of its own with a lock of the operating system in it, which a kill frees; whoever drafts beside
it next takes it away, for it may hold a whole copy.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from smwatch.store.lock import take
from smwatch.store.sql import Connection, Location

PREFIX: Final = ".smwatch-draft-"
_LOCK = "lock"


@contextmanager
def drafting(target: Path) -> Iterator[Path]:
    """A folder beside `target`, its owner's alone, which is gone at the end. Raises OSError where there can be none."""
    beside = target.absolute().parent
    clear([beside])
    folder, handle = Path(mkdtemp(prefix=PREFIX, dir=beside)), -1
    try:
        handle = os.open(folder / "begun", os.O_RDWR | os.O_CREAT, 0o600)
        with suppress(OSError):  # no locks there: then nobody takes it for stale
            take(handle)
        (folder / "begun").rename(folder / _LOCK)  # from here on who can lock it knows that nobody works here
        yield folder
    finally:
        if handle >= 0:
            os.close(handle)
        shutil.rmtree(folder, ignore_errors=True)


def stale(folders: Iterable[Path]) -> list[Path]:
    """Drafts in these folders that nobody works on any more."""
    return [draft for draft in drafts(folders) if _is_left(draft)]


def drafts(folders: Iterable[Path]) -> list[Path]:
    """Those too that somebody works on."""
    found = dict[Path, None]()
    for folder in dict.fromkeys(folders):
        with suppress(OSError):
            found |= dict.fromkeys(sorted(path for path in folder.glob(f"{PREFIX}*") if path.is_dir()))
    return list(found)


def clear(folders: Iterable[Path]) -> list[Path]:
    """Take the stale ones away; those that are gone."""
    found = stale(folders)
    for draft in found:
        shutil.rmtree(draft, ignore_errors=True)
    return [draft for draft in found if not draft.exists()]


def places(connection: Connection, file: Location) -> list[Path]:
    """The folders where drafts of a database may be left: its own, if it is a file, and those of its copies."""
    found = [file.absolute().parent] if isinstance(file, Path) else []
    with suppress(sqlite3.Error):  # an older schema notes no copies
        found += [Path(path).parent for (path,) in connection.execute("SELECT path FROM backups ORDER BY id")]
    return list(dict.fromkeys(found))


def _is_left(draft: Path) -> bool:
    try:
        handle = os.open(draft / _LOCK, os.O_RDWR)
    except OSError:
        return False  # somebody else's; or it begins at this moment, and nothing is in it
    try:
        take(handle)
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(handle)
