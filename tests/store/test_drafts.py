"""What a killed copy leaves behind is known, told, and taken away by the next; nobody's work is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from smwatch.models import Forgotten, Request
from smwatch.store import Store, open_store
from smwatch.store.backups import back_up
from smwatch.store.checking import examine, mend
from smwatch.store.drafts import clear, drafting, drafts, stale
from smwatch.store.recover import recover
from tests.store.dump import fill
from tests.store.examples import HOUR, MONDAY

LATER = MONDAY + 10 * HOUR
COPIER = """
import sys, time
from datetime import datetime, UTC
from pathlib import Path
from smwatch.store import copying, recover
from smwatch.store.backups import back_up

def wait(*_):
    print("copying", flush=True)
    time.sleep(60)

what, file, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
copying.STEP = 40_960
if what == "backup":
    back_up(file, target, who="", now=datetime.now(UTC), progress=wait)
else:
    recover.recover(file, target, who="", now=datetime.now(UTC), begins=wait)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    fill(tmp_path / "data" / "smwatch.db")
    return tmp_path / "data" / "smwatch.db"


def copying(what: str, path: Path, target: Path) -> subprocess.Popen[str]:
    """A process in the midst of it."""
    process = subprocess.Popen(
        [sys.executable, "-c", COPIER, what, str(path), str(target)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "copying\n"
    return process


def killed(what: str, path: Path, target: Path) -> Path:
    """What one leaves behind."""
    with copying(what, path, target) as process:
        process.kill()
    (left,) = drafts([target.parent])
    assert len(list(left.iterdir())) > 1, "there is something in it"
    return left


def failing(path: Path) -> dict[str, str]:
    return {one.check: one.message.format(**one.arguments) for one in examine(path, LATER) if not one.ok}


@pytest.mark.parametrize("what", ["backup", "recover"])
def test_what_a_killed_copy_leaves_is_told_and_taken_away(what: str, path: Path) -> None:
    left = killed(what, path, path.with_name("copy.db"))
    assert left.stat().st_mode & 0o777 == 0o700
    assert stale([path.parent]) == [left]
    assert str(left) in failing(path)["drafts"]
    assert mend(path, "", LATER, {"drafts"}) is None
    assert failing(path) == {}
    assert not left.exists()
    assert [file.name for file in path.parent.iterdir() if "before" in file.name] == []


@pytest.mark.parametrize("then", ["backup", "recover"])
def test_the_next_copy_to_that_folder_takes_it_away(then: str, path: Path, tmp_path: Path) -> None:
    left = killed("backup", path, tmp_path / "copy.db")
    if then == "backup":
        back_up(path, tmp_path / "copy.db", who="", now=LATER)
    else:
        recover(path, tmp_path / "copy.db", who="", now=LATER)
    assert not left.exists()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["copy.db", "data"]


def test_what_somebody_works_on_is_left_alone(path: Path, tmp_path: Path) -> None:
    with copying("backup", path, tmp_path / "copy.db") as process:
        assert stale([tmp_path]) == clear([tmp_path]) == []
        back_up(path, tmp_path / "other.db", who="", now=LATER)
        assert failing(path) == {}
        (draft,) = drafts([tmp_path])
        assert draft.is_dir()
        process.kill()
    assert clear([tmp_path]) == [draft]


def test_one_that_is_just_begun_is_no_leftover(tmp_path: Path) -> None:
    with drafting(tmp_path / "copy.db") as folder:
        assert stale([tmp_path]) == []
    assert not folder.exists()
    folder.mkdir()
    assert stale([tmp_path, tmp_path / "nowhere"]) == []
    (folder / "lock").touch()
    assert stale([tmp_path]) == [folder]


def test_whoever_is_to_be_forgotten_may_stand_in_them(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "copy.db"
    copy.parent.mkdir()
    back_up(path, copy, who="", now=LATER)
    beside, elsewhere = killed("backup", path, path.with_name("x.db")), killed("backup", path, copy.with_name("y.db"))
    store = open_store(path)
    assert forgotten(store, delete_backups=False).backups == (copy, beside, elsewhere)
    done = forgotten(store, delete_backups=True)
    assert (done.backups, done.backups_deleted) == ((), (copy, beside, elsewhere))
    assert list(copy.parent.iterdir()) == []
    store.close()


def forgotten(store: Store, *, delete_backups: bool) -> Forgotten:
    with store.scanning():
        return store.forget_person(Request(author="Marie Tremblay", delete_backups=delete_backups), LATER)
