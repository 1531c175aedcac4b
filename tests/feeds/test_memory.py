"""What large answers took is given back to the system."""

from __future__ import annotations

import subprocess
import sys

import pytest

from smwatch.feeds.places import give_memory_back

PROGRAM = """
import threading
from pathlib import Path
from smwatch.feeds.places import give_memory_back

def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6

give_memory_back()
before = held()

def work():
    for _ in range(20):
        some = [b"x" * 900_000 for _ in range(3)]

threads = [threading.Thread(target=work) for _ in range(20)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(held() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a setting of glibc's")
def test_memory_goes_back() -> None:
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert float(ran.stdout) < 10


def test_it_is_harmless_twice() -> None:
    give_memory_back()
    give_memory_back()
