"""What only a real process shows: a closed pipe, Ctrl-C, kill -9, a screen without accents."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from smwatch.config.load import load_config
from smwatch.sentiment.installed import installed
from tests.desk import Desk, item, rss

with_encoder = pytest.mark.skipif(not installed(), reason="word lists are done before one can press a key")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and pipes as POSIX has them")


# a shell that runs the tests in the background has them, and what they start, ignore Ctrl-C
PROGRAM = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from smwatch.cli import main
main()
"""


@contextmanager
def started(desk: Desk, *typed: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """One more smwatch, in a process of its own."""
    command = [sys.executable, "-c", PROGRAM, "--config", str(desk.write_config()), *typed]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    environ = os.environ | environment
    with subprocess.Popen(command, encoding="utf-8", errors="replace", env=environ, **pipes) as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_reader_that_has_seen_enough_ends_it_quietly(desk: Desk) -> None:
    """As in `smwatch mentions | head -1`, with more lines than a pipe holds."""
    desk.feed("/feed/", *(item(f"Nordelait {n}", "Bonjour", link=f"http://a.example/{n}") for n in range(1000)))
    desk.runs("scan")
    for typed in (("mentions", "--limit", "1000"), ("mentions", "--json"), ("export",)):
        with started(desk, *typed) as process:
            assert process.stdout
            assert process.stdout.readline()
            process.stdout.close()
            assert process.stderr
            assert process.stderr.read() == ""
            assert process.wait(10) == 0, typed


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "typed", ["mentions --json", "mentions", "digest", "report -o -", "export --format parquet", "--version"]
)
def test_a_full_disk_behind_stdout_is_told_as_one(busy_desk: Desk, typed: str) -> None:
    command = [sys.executable, "-c", PROGRAM, "--config", str(busy_desk.write_config()), *typed.split()]
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert ran.returncode == 4
    assert ran.stderr == (
        "smwatch: nothing more can be written: No space left on device\n  → make room, or write elsewhere\n"
    )


def test_without_a_stdout_it_goes_on(busy_desk: Desk) -> None:
    """As a service manager may start it."""
    program = "import os, sys; os.close(1); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    command = [sys.executable, "-c", program, "-c", PROGRAM, "--config", str(busy_desk.write_config())]
    for typed, code in (("digest", 0), ("export", 0), ("digest Nobody", 2)):
        ran = subprocess.run([*command, *typed.split()], capture_output=True, encoding="utf-8", check=False)
        assert (ran.returncode, "mistake in smwatch" in ran.stderr, "Traceback" in ran.stderr) == (code, False, False)


def test_a_mistake_is_told_though_nobody_reads_the_json(busy_desk: Desk) -> None:
    with started(busy_desk, "digest", "Nobody", "--json") as process:
        assert process.stdout
        process.stdout.close()
        assert process.stderr
        said = process.stderr.read()
        assert process.wait(10) == 2
    assert said.startswith("smwatch: the config has no digest “Nobody”")
    assert "Traceback" not in said


def slow_world(desk: Desk) -> None:
    """Two feeds answer at once, a third only after a minute. One slow one leaves a turn at the host to the others."""
    for n in range(3):
        entries = [item(f"Nordelait {n}-{m}", "Bonjour", link=f"http://a.example/{n}/{m}") for m in range(5)]
        desk.feed(f"/{n}/", *entries, delay=60 if n == 1 else 0)


def stored(file: Path) -> int:
    """How many mentions there are, as any program sees it while a scan goes on."""
    if not file.exists():
        return 0
    try:
        with closing(sqlite3.connect(file, timeout=5)) as db:
            return int(db.execute("SELECT count(*) FROM mentions").fetchone()[0])
    except sqlite3.OperationalError:  # not made yet
        return 0


def wait_until_stored(desk: Desk, count: int, process: subprocess.Popen[str]) -> None:
    """Until a scan in another process has stored so many mentions."""
    deadline = time.monotonic() + 30
    while stored(desk.folder / "smwatch.db") < count:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline, "the scan stores nothing"
        time.sleep(0.02)


@pytest.mark.parametrize("flags", [(), ("--json",), ("--quiet",)])
def test_ctrl_c_in_mid_scan_keeps_what_was_stored_and_leaves_at_once(desk: Desk, flags: tuple[str, ...]) -> None:
    slow_world(desk)
    with started(desk, "scan", *flags) as process:
        wait_until_stored(desk, 10, process)
        process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        out, err = process.communicate(timeout=15)
        assert time.monotonic() - begun < 5, "polls under way are not waited for"
    assert process.returncode == 130
    assert "Traceback" not in err
    assert "Nothing is lost" in (out if flags == ("--json",) else err)
    assert stored(desk.folder / "smwatch.db") == 10
    desk.server.serve("/1/", rss(item("Nordelait 1", "Bonjour", link="http://a.example/1")))
    scan = desk.runs("scan --all --json").json
    assert (scan["mentions"]["new"], scan["failures"]) == (1, [])


@with_encoder
def test_ctrl_c_while_much_is_scored_leaves_at_once(desk: Desk) -> None:
    """What the encoder has begun is left; what other feeds brought meanwhile is stored, and this feed is read again."""
    said = "Nordelait n'a rien dit de tout cela à personne, et c'est dommage. "
    many = [item(f"Avis {n}", f"{n} {said * 3}", link=f"http://a.example/{n}") for n in range(800)]
    desk.feed("/many/", *many)
    desk.feed("/few/", item("Nordelait", "Bonjour", link="http://b.example/1"), delay=2)
    with started(desk, "scan") as process:
        wait_until_stored(desk, 1, process)
        process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        _, err = process.communicate(timeout=15)
        assert time.monotonic() - begun < 5
    assert (process.returncode, "Nothing is lost" in err) == (130, True)
    assert stored(desk.folder / "smwatch.db") == 1
    desk.server.serve("/many/", rss(*many[:3]))
    assert desk.runs("scan --all --json").json["mentions"]["new"] == 3


def test_kill_9_in_mid_scan_loses_and_doubles_nothing(desk: Desk) -> None:
    for n in range(12):
        entries = [item(f"Nordelait {n}-{m}", "Bonjour", link=f"http://a.example/{n}/{m}") for m in range(20)]
        desk.feed(f"/{n}/", *entries, delay=0.03 * n)
    file = desk.folder / "smwatch.db"
    for round_ in range(5):
        before, asked = stored(file), len(desk.server.seen)
        with started(desk, "scan", "--all") as process:
            deadline = time.monotonic() + 20
            while len(desk.server.seen) < asked + 2 * round_ + 1 and time.monotonic() < deadline:
                time.sleep(0.005)
            time.sleep(0.02 * round_)
            process.kill()
            process.wait()
        assert process.returncode == -signal.SIGKILL, "it was killed in mid-scan"
        assert stored(file) >= before, "what was stored stays"
    scan = desk.runs("scan --all --json").json
    assert scan["failures"] == []
    rows = desk.runs("mentions --json").json
    assert len(rows) == len({row["url"] for row in rows}) == 240
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def answering(typed: bytes, file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """`smwatch init` in a terminal where somebody types."""
    ours, theirs = os.openpty()
    os.write(ours, typed)
    command = [sys.executable, "-m", "smwatch", "--lang", "en", "init", "-o", str(file), *options]
    try:
        return subprocess.run(command, stdin=theirs, capture_output=True, text=True, timeout=30, check=False)
    finally:
        os.close(ours)
        os.close(theirs)


def test_init_asks_in_a_terminal(tmp_path: Path) -> None:
    asked = answering(b"\nNordelait\n\nfr\n\n7\nnone\n", tmp_path / "new.toml", "--no-look")
    assert asked.returncode == 0, asked.stderr
    questions = ("Which brand", "Other ways", "In which languages", "Its website", "Which of these", "All, none, or")
    assert [asked.stderr.count(word) for word in questions] == [2, 1, 1, 1, 1, 1]
    config = load_config(tmp_path / "new.toml")
    assert (config.brands[0].name, config.languages, config.feeds, config.searches) == ("Nordelait", ("fr",), (), ())


def test_leaving_init_writes_nothing(tmp_path: Path) -> None:
    """Ctrl-D where a question stands."""
    asked = answering(b"Nordelait\n\x04", tmp_path / "new.toml")
    assert (asked.returncode, "Traceback" in asked.stderr) == (130, False)
    assert list(tmp_path.iterdir()) == []


def test_a_screen_without_accents_shows_what_it_can(desk: Desk) -> None:
    desk.feed("/feed/", item("Nordelait ☃ fermé", "日本", link="http://a.example/1"))
    desk.runs("scan")
    for typed in (("mentions",), ("mentions", "show", "1"), ("mentions", "show", "9")):
        with started(desk, *typed, PYTHONIOENCODING="latin-1") as process:
            process.communicate(timeout=15)
        assert process.returncode == (2 if "9" in typed else 0)


def test_the_story_of_a_scan_stands_on_stderr_and_its_result_on_stdout(desk: Desk) -> None:
    desk.feed("/feed/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    desk.feed("/dead/", status=500)
    with started(desk, "scan") as process:
        out, err = process.communicate(timeout=15)
    assert process.returncode == 0
    assert out == "1 feed polled, 1 failed, 1 new entry, 1 new mention, 0 negative.\n"
    assert len(err.splitlines()) == 1
    assert "\x1b" not in out + err
