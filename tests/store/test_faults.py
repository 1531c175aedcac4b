"""What can happen to the file while smwatch is at work: an error that helps, nothing lost, nothing twice."""

from __future__ import annotations

import ctypes
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from smwatch.cli import run
from smwatch.errors import ExitCode, NothingDoneError
from smwatch.models import MentionFilter
from smwatch.store import faults, open_store
from smwatch.store.connection import Opened
from smwatch.store.recover import recover
from tests.desk import Desk, item, rss
from tests.server import FeedServer
from tests.store.dump import fill
from tests.store.examples import BLOG, MONDAY, entry, mention, polled, save

ROOT = Path(__file__).parents[2]
FEEDS, ENTRIES = 6, 30


@pytest.fixture
def world(tmp_path: Path, server: FeedServer) -> Path:
    """A folder with a config whose feeds answer; the database stands in a folder of its own."""
    lines = ['database = "data/smwatch.db"', "[[brands]]", 'name = "Nordelait"']
    for number in range(FEEDS):
        path = f"/{number}/feed/"
        items = [
            item(
                f"Nordelait {number} {n}", f"C'est honteux, {number} {n}. " * 30, link=f"http://a.example/{number}/{n}"
            )
            for n in range(ENTRIES)
        ]
        server.serve(path, rss(*items))
        lines += ["[[feeds]]", f'url = "{server.url(path)}"', 'comments = "none"']
    lines += [
        "[network]",
        'allow_private = ["127.0.0.0/8"]',
        "per_host = 8",
        "[sentiment]",
        'fr = "lexicon"',
        'en = "lexicon"',
    ]
    (tmp_path / "smwatch.toml").write_text("\n".join(lines), "utf-8")
    (tmp_path / "data").mkdir()
    return tmp_path


def smwatch(folder: Path, *words: str, file_limit: int = 0) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own; perhaps unable to make files grow."""

    def begin() -> None:
        if file_limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))

    return subprocess.run(
        [sys.executable, "-m", "smwatch", "--config", str(folder / "smwatch.toml"), *words],
        cwd=ROOT, capture_output=True, text=True, preexec_fn=begin, timeout=120, check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip


SEVERAL = """
import io, json, sys
from smwatch.cli import run
def told(words):
    sys.stdout, sys.stderr = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    code, said = int(run(["--config", sys.argv[1], *words])), []
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        said.append(stream.buffer.getvalue().decode())
    return [code, *said]
if __name__ == "__main__":
    print(json.dumps([told(words) for words in json.loads(sys.argv[2])]), file=sys.__stdout__)
"""


def bound(folder: Path, *commands: str) -> list[subprocess.CompletedProcess[str]]:
    """What commands say to somebody whom permissions bind, one after the other in a process of theirs."""

    def begin() -> None:
        if os.geteuid() == 0:
            for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH: an administrator's only
                ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP

    typed = [command.split() for command in commands]
    ran = subprocess.run(
        [sys.executable, "-c", SEVERAL, str(folder / "smwatch.toml"), json.dumps(typed)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, preexec_fn=begin, timeout=120, check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    told = zip(typed, json.loads(ran.stdout), strict=True)
    return [subprocess.CompletedProcess(words, code, out, err) for words, (code, out, err) in told]


def refused(ran: subprocess.CompletedProcess[str], *says: str) -> None:
    """It left with the code for that, and words that help."""
    assert ran.returncode == ExitCode.NOTHING_DONE, ran.stderr
    assert "Traceback" not in ran.stderr
    told = ran.stderr + ran.stdout
    assert "→" in told or '"hint"' in told, "how to mend it"
    assert any(said in told for said in says), told


def counted(path: Path) -> tuple[int, int]:
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        return (
            db.execute("SELECT count(*) FROM entries").fetchone()[0],
            db.execute("SELECT count(*) FROM mentions").fetchone()[0],
        )


def here(folder: Path, *words: str) -> int:
    """The command in this process, where nothing is wrong with it."""
    return run(["--config", str(folder / "smwatch.toml"), *words])


def whole(folder: Path) -> None:
    """The next scan goes on, and then everything is there once."""
    assert here(folder, "scan", "--all") == ExitCode.DONE
    assert counted(folder / "data" / "smwatch.db") == (FEEDS * ENTRIES, FEEDS * ENTRIES)
    assert here(folder, "db", "check") == ExitCode.DONE


@pytest.mark.parametrize("kilobytes", [16, 300, 500])
def test_files_that_may_not_grow(kilobytes: int, world: Path) -> None:
    """At any moment: while the database is made, in its log, when the log goes into it."""
    ran = smwatch(world, "scan", file_limit=kilobytes * 1024)
    refused(ran, "check that there is space", "free some space", "is full")
    whole(world)


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[None]:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k,mode=700", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


@pytest.mark.skipif(shutil.which("mount") is None or os.geteuid() != 0, reason="only an administrator mounts disks")
@pytest.mark.parametrize("kilobytes", [8, 400, 800])
def test_a_disk_that_is_full(kilobytes: int, world: Path) -> None:
    """Where not even what goes with the log has room, and where there is room for some feeds."""
    with small_disk(world / "data", kilobytes):
        refused(smwatch(world, "scan"), "the disk is full", "the disk fails")
        subprocess.run(["mount", "-o", "remount,size=64m", str(world / "data")], check=True)
        assert here(world, "scan", "--all") == ExitCode.DONE
        assert counted(world / "data" / "smwatch.db") == (FEEDS * ENTRIES, FEEDS * ENTRIES)
        subprocess.run(["mount", "-o", "remount,size=1m", str(world / "data")], check=False)


@pytest.mark.skipif(shutil.which("mount") is None or os.geteuid() != 0, reason="only an administrator mounts disks")
def test_a_disk_that_is_full_to_the_last_byte(world: Path) -> None:
    """Not even who holds the lock can be written down; what was there was opened before."""
    with small_disk(world / "data", 4_000):
        store = open_store(world / "data" / "smwatch.db")
        try:
            with suppress(OSError), (world / "data" / "other").open("wb", buffering=0) as other:
                while other.write(b"x" * 4096):
                    pass
            refused(smwatch(world, "scan"), "the disk is full", "the disk fails")
        finally:
            (world / "data" / "other").unlink()
            store.close()
        assert here(world, "scan", "--all") == ExitCode.DONE
        assert counted(world / "data" / "smwatch.db") == (FEEDS * ENTRIES, FEEDS * ENTRIES)


@pytest.mark.parametrize("readonly", ["file", "folder"])
def test_what_can_only_be_read_can_be_read(readonly: str, world: Path) -> None:
    assert here(world, "scan") == ExitCode.DONE
    data, path = world / "data", world / "data" / "smwatch.db"
    path.chmod(0o400)
    if readonly == "folder":
        data.chmod(0o500)
    try:
        reads = ("mentions --json", "status", "export", "mentions --search honteux")
        first, *listed, scan, label, recovered = bound(
            world, "scan --all", *reads, "scan", "mentions label 1 positive", f"db recover {data / 'new.db'}"
        )
        if first.returncode == ExitCode.DONE:
            pytest.skip("nothing is read-only for this user")
        for words, ran in zip(reads, listed, strict=True):
            assert ran.returncode == ExitCode.DONE, (words, ran.stderr)
            assert ("honteux" if "--search" in words else "Nordelait") in ran.stdout
        refused(scan, "can't be written")
        refused(label, "can't be written")
        if readonly == "folder":
            refused(recovered, "new.db can't be written")
        path.chmod(0)
        recovered, shown = bound(world, f"db recover {world / 'new.db'}", "mentions")
        refused(recovered, "can't be opened")
        refused(shown, "can't be opened")
    finally:
        data.chmod(0o700)
        path.chmod(0o600)
    whole(world)


LOCKER = """
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
time.sleep(float(sys.argv[2]))
db.execute("ROLLBACK")
"""


@contextmanager
def locker(path: Path, seconds: float) -> Iterator[None]:
    with subprocess.Popen(
        [sys.executable, "-c", LOCKER, str(path), str(seconds)], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "locked\n"
        try:
            yield
        finally:
            other.kill()


def test_locked_for_longer_than_one_waits_and_for_less(world: Path) -> None:
    path = world / "data" / "smwatch.db"
    assert here(world, "scan") == ExitCode.DONE
    with locker(path, 60):
        assert here(world, "mentions") == ExitCode.DONE, "readers never wait"
        refused(smwatch(world, "scan", "--all"), "is locked by another program")
    with locker(path, 2):
        whole(world)


@pytest.mark.parametrize("seed", range(10))
def test_torn_pages_are_told_or_do_no_harm(seed: int, desk: Desk) -> None:
    path, chance = desk.folder / "smwatch.db", random.Random(seed)
    desk.feed("/feed/", *(item(f"Nordelait {n}", "Honteux.", link=f"http://a.example/{n}") for n in range(5)))
    fill(path)
    if seed % 3 == 0:
        assert desk.runs("scan").code == ExitCode.DONE
    content = bytearray(path.read_bytes())
    for page in chance.sample(range(len(content) // 4096), 1 + seed % 4):
        for _ in range(4096 if seed % 2 else 60):
            content[page * 4096 + chance.randrange(4096)] = chance.randrange(256)
    path.write_bytes(bytes(content))
    for words in ("mentions", "scan --all", "status", "export", "mentions --search coeur", "alerts", "db check"):
        ran = desk.runs(words)
        assert "Traceback" not in ran.err
        assert ran.code in {ExitCode.DONE, ExitCode.NOTHING_DONE}, (words, ran.err)
        if ran.code and words != "db check":
            assert "→" in ran.err
            assert any(said in ran.err for said in ("is damaged", "is no smwatch database", "newer smwatch")), ran.err
            if "is damaged" in ran.err:
                assert "db recover" in ran.err
                assert "db backup" in ran.err


@pytest.mark.parametrize("kind", ["half", "directory", "pipe", "device"])
def test_what_is_no_database(kind: str, world: Path) -> None:
    path = world / "data" / "smwatch.db"
    if kind == "half":
        fill(path)
        path.write_bytes(path.read_bytes()[:50_000])
    elif kind == "directory":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/null")
    for ran in bound(world, "scan", "db check", "db backup"):
        refused(ran, "is damaged", "is no smwatch database", "can't be opened")


def test_a_database_without_its_first_page_leads_to_what_saves_it(desk: Desk) -> None:
    path = desk.folder / "smwatch.db"
    fill(path)
    path.write_bytes(bytes(4096) + path.read_bytes()[4096:])
    for typed in ("status", "scan", "db check", "db backup"):
        ran = desk.runs(typed)
        assert ran.code == ExitCode.NOTHING_DONE
        assert f"{desk.smwatch} db recover {path}.new" in ran.err, typed
    assert desk.runs(f"db recover {path}.new").code == ExitCode.DONE


def test_an_empty_file_is_a_new_database(world: Path) -> None:
    (world / "data" / "smwatch.db").touch(mode=0o600)
    whole(world)


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_a_file_that_goes_away_while_it_is_open(how: str, tmp_path: Path) -> None:
    """What would be written then nobody would ever find."""
    path = tmp_path / "smwatch.db"
    store = open_store(path)
    store.sync_feeds([BLOG], MONDAY)
    save(store, polled(BLOG, [entry("a")], [mention("a")]))
    path.rename(tmp_path / "away.db")
    if how == "replaced":
        open_store(path).close()
    with pytest.raises(NothingDoneError, match="was deleted, moved or replaced"):
        save(store, polled(BLOG, [entry("b")], [mention("b")]))
    store.close()
    again = open_store(path)
    again.sync_feeds([BLOG], MONDAY)
    assert save(again, polled(BLOG, [entry("b")], [mention("b")])).entries == 1
    again.close()


def test_a_scan_whose_database_goes_away_says_so(world: Path, server: FeedServer) -> None:
    path = world / "data" / "smwatch.db"
    open_store(path).close()
    server.serve("/0/feed/", rss(item("Nordelait", "Bonjour", link="http://a.example/x")), delay=1.5)
    with subprocess.Popen(
        [sys.executable, "-m", "smwatch", "--config", str(world / "smwatch.toml"), "scan"],
        cwd=ROOT, stderr=subprocess.PIPE, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"},
    ) as scan:  # fmt: skip
        deadline = time.monotonic() + 60
        while counted_feeds(path) < FEEDS and time.monotonic() < deadline:
            time.sleep(0.02)
        path.unlink()
        _, err = scan.communicate(timeout=60)
    assert scan.returncode == ExitCode.NOTHING_DONE
    assert "was deleted, moved or replaced" in err
    assert "Traceback" not in err
    for file in path.parent.glob("smwatch.db-*"):
        file.unlink()


def counted_feeds(path: Path) -> int:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        return int(db.execute("SELECT count(*) FROM feeds").fetchone()[0])


def test_the_log_of_another_database_is_told_or_does_no_harm(world: Path, tmp_path: Path) -> None:
    other = open_store(tmp_path / "other.db")
    other.sync_feeds([BLOG], MONDAY)
    for number in range(5):
        save(other, polled(BLOG, [entry(f"{number}-{n}", "long " * 400) for n in range(20)], at=MONDAY))
    log = (tmp_path / "other.db-wal").read_bytes()
    other.close()
    fill(world / "data" / "smwatch.db")
    (world / "data" / "smwatch.db-wal").write_bytes(log)
    for ran in bound(world, "mentions", "scan"):
        assert ran.returncode in {ExitCode.DONE, ExitCode.NOTHING_DONE}, ran.stderr
        if ran.returncode:
            refused(ran, "is damaged")


def test_a_scan_that_is_told_to_end_leaves_what_it_had_stored(world: Path, server: FeedServer) -> None:
    server.serve("/0/feed/", b"", delay=30)
    with subprocess.Popen(
        [sys.executable, "-m", "smwatch", "--config", str(world / "smwatch.toml"), "scan"],
        cwd=ROOT, stderr=subprocess.PIPE, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"},
    ) as scan:  # fmt: skip
        path, deadline = world / "data" / "smwatch.db", time.monotonic() + 60
        while time.monotonic() < deadline and not (path.exists() and stored_polls(path) == FEEDS - 1):
            time.sleep(0.05)
        scan.send_signal(signal.SIGTERM)
        _, err = scan.communicate(timeout=30)
    assert "Traceback" not in err
    assert counted(path)[0] == (FEEDS - 1) * ENTRIES
    items = [
        item(f"Nordelait 0 {n}", f"C'est honteux, 0 {n}. " * 30, link=f"http://a.example/0/{n}") for n in range(ENTRIES)
    ]
    server.serve("/0/feed/", rss(*items))
    whole(world)


def stored_polls(path: Path) -> int:
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT count(*) FROM feeds WHERE last_poll IS NOT NULL").fetchone()[0])
    except sqlite3.OperationalError:  # it is being made
        return 0


def test_two_scans_at_once(world: Path, server: FeedServer) -> None:
    refused, last = threading.Event(), rss(item("Nordelait", "Bonjour", link="http://a.example/0/0"))

    def play(send: Callable[[bytes], object], _: threading.Event) -> None:
        """The first scan isn't done before the second was refused, nor at once when the third begins to wait."""
        refused.wait(60)
        time.sleep(1.5)
        send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%b" % (len(last), last))

    server.serve("/0/feed/", play=play)
    with subprocess.Popen(
        [sys.executable, "-m", "smwatch", "--config", str(world / "smwatch.toml"), "scan"], cwd=ROOT
    ) as first:
        deadline = time.monotonic() + 60
        while not (world / "data" / "smwatch.db.lock").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        second = smwatch(world, "scan")
        assert second.returncode == ExitCode.BUSY
        assert f"process {first.pid}" in second.stderr
        refused.set()
        waiting = smwatch(world, "scan", "--wait", "60s")
        assert waiting.returncode == ExitCode.DONE
        assert first.wait(60) == ExitCode.DONE
    assert counted(world / "data" / "smwatch.db")[0] == (FEEDS - 1) * ENTRIES + 1


def test_a_clock_that_was_wrong_by_400_days(desk: Desk) -> None:
    """Ahead and back again, and behind and back again: nothing is lost, nothing twice, and feeds are due."""
    post = [item(f"Nordelait {n}", f"Honteux, {n}.", link=f"http://a.example/{n}") for n in range(3)]
    desk.feed("/feed/", *post)
    assert desk.runs("scan").code == ExitCode.DONE
    for days in (400, -400, -400, 400):
        desk.later(days=days)
        post.append(item(f"Nordelait {len(post)}", f"Honteux, {len(post)}.", link=f"http://a.example/{len(post)}"))
        desk.feed("/feed/", *post)
        desk.later(minutes=30)
        ran = desk.runs("scan --json")
        assert ran.code == ExitCode.DONE, ran.err
        assert ran.json["feeds"]["polled"] == 1, "it is due"
        assert ran.json["mentions"]["new"] == 1
        assert len(desk.runs("mentions --json").json) == len(post)
        assert desk.runs("status").code == desk.runs("alerts").code == desk.runs("digest").code == ExitCode.DONE
    checked = {one["check"]: one["ok"] for one in desk.runs("db check --json").json}
    assert checked.pop("clock") is False
    assert all(checked.values())


def test_faults_of_memory_and_of_the_network_are_told(tmp_path: Path) -> None:
    path = tmp_path / "smwatch.db"

    def told(error: Exception) -> str:
        fault = faults.fault_of(error, path)
        assert fault is not None
        assert fault.mend
        return str(fault)

    def failed(code: int) -> sqlite3.OperationalError:
        error = sqlite3.OperationalError("x")
        error.sqlite_errorcode = code
        return error

    assert "memory" in told(MemoryError())
    assert "can't lock files" in told(failed(sqlite3.SQLITE_PROTOCOL))
    assert "too long" in told(failed(sqlite3.SQLITE_TOOBIG))
    assert faults.fault_of(failed(sqlite3.SQLITE_ERROR), path) is None, "a bug stays a bug"
    assert faults.fault_of(ValueError("x"), path) is None


@pytest.mark.parametrize("wrong", ["story = CAST(x'ff' AS TEXT)", "published = '2010-03L22T06:00:00Z'"])
def test_a_text_or_time_that_is_none_is_damage_and_no_bug(wrong: str, tmp_path: Path) -> None:
    fill(tmp_path / "smwatch.db")
    with closing(sqlite3.connect(tmp_path / "smwatch.db")) as db:
        db.execute(f"UPDATE mentions SET {wrong} WHERE id = 2")
        db.commit()
    store = open_store(tmp_path / "smwatch.db")
    with pytest.raises(NothingDoneError, match="is damaged"):
        list(store.mentions(MentionFilter(hidden=True)))
    store.close()
    saved = recover(tmp_path / "smwatch.db", tmp_path / "new.db", who="", now=MONDAY).file
    store = open_store(saved)
    assert len(list(store.mentions(MentionFilter(hidden=True)))) == 3
    store.close()


def test_where_no_log_can_be_kept_the_old_journal_is(tmp_path: Path) -> None:
    """As on network drives."""
    connection = sqlite3.connect(":memory:", factory=Opened)
    from smwatch.store.connection import _set

    _set(connection)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    connection.close()
