"""One scan at a time, across processes; a killed one leaves the door open."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from smwatch.errors import BusyError, ExitCode, NothingDoneError
from smwatch.store import Store, open_store
from smwatch.store.lock import locked
from tests.store.disks import no_longer_than
from tests.store.examining import file_of

HOLDER = """
import sys, time
from pathlib import Path
from smwatch.store import open_store
with open_store(Path(sys.argv[1])).scanning():
    print("held", flush=True)
    time.sleep(60)
"""


@contextmanager
def another_scan(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock until it is killed."""
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


def test_a_second_scan_is_told_who_holds_the_first(file_store: Store) -> None:
    with another_scan(file_of(file_store)) as holder:
        with pytest.raises(BusyError) as caught, file_store.scanning():
            pass
        assert caught.value.exit_code == ExitCode.BUSY
        assert caught.value.arguments["process"] == str(holder.pid)
        assert f"process {holder.pid} on {os.uname().nodename}, since 2" in str(caught.value)
        assert len(file_store.feeds()) == 2, "reading needs no lock"


def test_a_killed_scan_frees_it(file_store: Store) -> None:
    with another_scan(file_of(file_store)) as holder:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        with file_store.scanning():
            pass


def test_waiting_takes_it_as_soon_as_it_is_free(file_store: Store) -> None:
    with another_scan(file_of(file_store)) as holder:
        threading.Timer(0.3, holder.kill).start()
        began = time.monotonic()
        with file_store.scanning(wait=20):
            assert 0.2 < time.monotonic() - began < 10


def test_waiting_has_an_end(file_store: Store) -> None:
    second = open_store(file_store.path)
    with file_store.scanning():
        began = time.monotonic()
        with pytest.raises(BusyError), second.scanning(wait=0.2):
            pass
        assert time.monotonic() - began >= 0.2
    with second.scanning():
        pass
    second.close()


def test_it_is_given_back_when_a_scan_fails(file_store: Store) -> None:
    with pytest.raises(KeyError), file_store.scanning():
        raise KeyError
    with file_store.scanning():
        pass


def test_a_lock_file_that_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(NothingDoneError, match="can't be written"), locked(tmp_path / "nowhere" / "lock"):
        pass


def test_a_disk_without_room_for_who_holds_it_keeps_nobody_from_it(tmp_path: Path) -> None:
    with no_longer_than(0):
        with locked(tmp_path / "lock"):
            pass
        with locked(tmp_path / "lock"), pytest.raises(BusyError, match=r"process [?] on"), locked(tmp_path / "lock"):
            pass
