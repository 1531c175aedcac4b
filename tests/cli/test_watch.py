"""`smwatch watch` in a process of its own: what it logs, and how it takes its leave."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from smwatch.cli.arguments import Globals
from smwatch.cli.stopping import Signals
from smwatch.cli.terminal import Terminal
from smwatch.cli.watch import Edits
from smwatch.config.settings import Config
from smwatch.errors import ConfigError
from smwatch.store import open_store
from tests.cli.test_process import PROGRAM
from tests.desk import Desk, item, rss

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")


@contextmanager
def watching(desk: Desk, *typed: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """`smwatch watch` runs, as a service manager starts it: without a terminal."""
    program = f"import signal\nsignal.signal(signal.SIGHUP, signal.SIG_DFL)  # under nohup it would be deaf\n{PROGRAM}"
    command = [sys.executable, "-c", program, "--config", str(desk.write_config()), "watch", *typed]
    pipes: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, encoding="utf-8", env=os.environ | environment, **pipes) as process:
        try:
            yield process
        finally:
            process.kill()


def line_with(process: subprocess.Popen[str], word: str) -> str:
    """The first line on its stdout that says this."""
    assert process.stdout
    for line in process.stdout:
        if word in line:
            return line
    pytest.fail(f"it ended before it said {word!r}: {process.communicate()}")


def wait_for(happened: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_scans_are_kept_in_the_file_of_the_log(desk: Desk) -> None:
    desk.feed("/feed/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    file = desk.folder / "watch.log"
    with watching(desk, "--log", str(file)) as process:
        line_with(process, "1 new mention")
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    kept = [line.split() for line in file.read_text(encoding="utf-8").splitlines()]
    assert [words[2] for words in kept] == ["begin", "scan", "end"]
    assert {"mentions=1", "polled=1"} <= set(kept[1])


def test_it_logs_a_line_a_scan_and_sigterm_ends_it_well(desk: Desk) -> None:
    desk.feed("/feed/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    desk.feed("/dead/", status=500)
    with watching(desk, TZ="UTC") as process:
        line = line_with(process, "polled")
        assert line.endswith("1 feed polled, 1 failed, 1 new entry, 1 new mention, 0 negative.\n")
        assert re.match(r"20\d\d-\d\d-\d\d \d\d:\d\d 1 feed", line), "each line has its time"
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=15)
    assert (process.returncode, err) == (0, "")
    assert "Nothing is lost" in out
    assert "\x1b" not in out


def test_the_journal_has_times_of_its_own(desk: Desk) -> None:
    desk.feed("/feed/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    with watching(desk, JOURNAL_STREAM="8:1") as process:
        assert line_with(process, "polled").startswith("1 feed polled")


def test_json_is_a_document_a_line(desk: Desk) -> None:
    desk.feed("/feed/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    with watching(desk, "--json") as process:
        scan = json.loads(line_with(process, '"scan"'))
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=15)
    assert process.returncode == 130
    assert (scan["event"], scan["mentions"]["new"], scan["feeds"]["polled"]) == ("scan", 1, 1)
    assert [json.loads(line)["event"] for line in out.splitlines()] == ["stopped"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_it_stops_after_the_feeds_under_way(desk: Desk, number: int, code: int) -> None:
    """Of one host two are asked at once: the others haven't begun, and stay due."""
    for n in range(6):
        desk.feed(f"/{n}/", item(f"Nordelait {n}", "Bonjour", link=f"http://a.example/{n}"), delay=1.5)
    with watching(desk) as process:
        wait_for(lambda: len(desk.server.seen) >= 2)
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (code, "")
    assert "2 feeds polled, 2 new entries" in out
    store = open_store(desk.folder / "smwatch.db")
    assert sum(row.last_poll is None and row.failures == 0 for row in store.feeds()) == 4
    store.close()
    for n in range(6):
        desk.server.serve(f"/{n}/", rss(item(f"Nordelait {n}", "Bonjour", link=f"http://a.example/{n}")))
    assert desk.runs("scan --json").json["mentions"]["new"] == 4, "nothing is lost"


def test_a_second_ctrl_c_ends_it_at_once(desk: Desk) -> None:
    desk.feed("/feed/", item("Nordelait", "Bonjour", link="http://a.example/1"), delay=60)
    with watching(desk) as process:
        wait_for(lambda: desk.server.seen)
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        assert process.poll() is None, "the first waits"
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=5)
    assert (process.returncode, err) == (130, "")


def test_sighup_reads_the_config_again_and_a_broken_one_changes_nothing(desk: Desk) -> None:
    desk.feed("/feed/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    with watching(desk) as process:
        line_with(process, "polled")
        config = desk.config
        desk.config += "\n[[brands]]\nnam = 3\n"
        desk.write_config()
        process.send_signal(signal.SIGHUP)
        line_with(process, "the one before goes on")
        assert "brands" in line_with(process, "nam")
        desk.config = config
        desk.feed("/more/", item("Nordelait", "Salut", link="http://a.example/2"))
        desk.write_config()
        process.send_signal(signal.SIGHUP)
        line_with(process, "The config was edited")
        assert "1 new mention" in line_with(process, "polled")


def test_a_config_with_mistakes_is_told_before_it_begins(desk: Desk) -> None:
    desk.config += '\n[[brands]]\nname = "X"\nquery = "(a"\n'
    with watching(desk) as process:
        _, err = process.communicate(timeout=15)
    assert process.returncode == 78
    assert "query" in err


def test_an_edit_is_taken_once_the_file_is_left_alone_and_a_mistake_is_told_once(desk: Desk) -> None:
    path = desk.write_config()
    terminal = Terminal(Globals(config=path), lambda: desk.now)
    with Signals(again_on_hangup=True) as signals:
        edits = Edits(terminal, signals)
        assert edits() is None
        path.write_text("[[bra", "utf-8")  # half of it
        assert edits() is None
        desk.config = '[[brands]]\nname = "Rivale"\n'
        desk.write_config()
        assert edits() is None
        found = edits()
        assert isinstance(found, Config)
        assert [brand.name for brand in found.brands] == ["Rivale"]
        assert terminal.app.config is found
        assert edits() is None
        path.unlink()
        assert edits() is None
        assert isinstance(edits(), ConfigError)
        assert [edits(), edits()] == [None, None]
        assert terminal.app.config is found
        desk.write_config()
        signals.again = True
        assert isinstance(edits(), Config), "asked, it doesn't wait"
        terminal.close()
