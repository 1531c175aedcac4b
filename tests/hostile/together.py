"""Hostile and good feeds in one `smwatch scan`: `python -m tests.hostile.together [--hostile 120] [--good 18]`.

Prints how many of the good ones were stored, the seconds, and the most memory that all processes of the scan held
together (PSS: what they share is counted once).
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.hostile.case import MB, Case, Web, good
from tests.hostile.polling import HOSTS, all_cases
from tests.server import FeedServer

HEAVY: Final = (  # of each of these some; the rest of the choice is by chance
    "endless-", "drip", "bomb-feed", "flood-", "many-", "deep-", "attributes-", "namespaces-", "entries-", "large-",
    "json-", "laughs", "quadratic", "entity-", "page-of", "word-of",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Together:
    """What came of a scan."""

    stored: int  # good feeds with all their entries
    seconds: float
    memory: float  # megabytes, at most, over all processes
    trapped: int  # connections to where none may go
    code: int
    said: str
    parts: dict[int, float]  # the most megabytes of each process


def chosen(count: int, seed: int = 1) -> list[Case]:
    """So many endpoints, the same ones each time."""
    chance, cases = (
        random.Random(seed),
        [case for case in all_cases() if not case.name.startswith(("at-", "spelling-"))],
    )
    found = dict[str, Case]()
    for word in HEAVY:
        some = [case for case in cases if word in case.name]
        found |= {case.name: case for case in chance.sample(some, min(len(some), count // (2 * len(HEAVY)) + 1))}
    rest = [case for case in cases if case.name not in found and not case.name.startswith("named-")]
    found |= {case.name: case for case in chance.sample(rest, max(0, count - len(found)))}
    return list(found.values())[:count]


LISTS = '[sentiment]\nen = "lexicon"\nfr = "lexicon"\n'  # what is tried is documents; the encoder takes its time


def together(folder: Path, hostile: int, fine: int, *, size: int = MB, timeout: str = "5s") -> Together:
    """Scan them all at once."""
    with FeedServer() as server, FeedServer() as trap:
        web, urls = Web(server, trap, size), []
        for number, case in enumerate(chosen(hostile)):
            host = HOSTS[number % 50 + 2]  # some share a host
            urls.append(case.serve(web).replace("//127.0.0.1:", f"//{host}:", 1))
        fines = [
            server.serve(f"/fine/{n}", good(20)).replace("127.0.0.1", f"127.0.1.{60 + n % 100}") for n in range(fine)
        ]
        where = [url for pair in zip(urls, fines + [""] * len(urls), strict=False) for url in pair if url]
        path = folder / "smwatch.toml"
        feeds = "".join(f"\n[[feeds]]\nurl = {_quoted(url)}\n" for url in dict.fromkeys(where))
        allowed = ", ".join(f'"{host}:{server.port}"' for host in HOSTS)
        network = f'\n[network]\nallow_private = [{allowed}]\ntimeout = "{timeout}"\n'
        path.write_text(f'database = "s.db"\n{LISTS}[[brands]]\nname = "Nordelait"\n{feeds}{network}', encoding="utf-8")
        began = time.monotonic()
        with (folder / "said.txt").open("w+", encoding="utf-8") as said:
            command = [sys.executable, "-m", "smwatch", "--config", str(path), "scan", "--json"]
            scan = subprocess.Popen(command, stdout=said, stderr=said, env=os.environ | {"PYTHONPATH": str(Path.cwd())})
            memory, parts = _watched(scan)
            seconds = time.monotonic() - began
            said.seek(0)
            told = said.read()
        server.hang_up()
        with closing(sqlite3.connect(folder / "s.db")) as database:
            counts = dict(
                database.execute(
                    "SELECT f.url, count(*) FROM feeds f JOIN entries e ON e.feed_id = f.id GROUP BY f.url"
                )
            )
        stored = sum(counts.get(url) == 20 for url in fines)
        return Together(stored, seconds, memory, trap.connections, scan.returncode, told, parts)


def _quoted(url: str) -> str:
    return '"' + "".join(c if c not in '"\\' and c.isprintable() else f"\\U{ord(c):08x}" for c in url) + '"'


def _watched(scan: subprocess.Popen[bytes]) -> tuple[float, dict[int, float]]:
    """Wait for it; the most megabytes that it and its children held at once, and each, where the system tells."""
    most, parts = 0.0, dict[int, float]()
    while scan.poll() is None:
        held = {process: _held(process) / 1024 for process in _family(scan.pid)}
        most = max(most, sum(held.values()))
        parts |= {process: max(parts.get(process, 0), size) for process, size in held.items()}
        time.sleep(0.1)
    return most, parts


def _family(root: int) -> set[int]:
    """The process, its children, theirs..."""
    parents = dict[int, int]()
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError, IndexError):
            parents[int(entry.parent.name)] = int(entry.read_text("utf-8", "replace").rpartition(")")[2].split()[1])
    found, before = {root}, 0
    while len(found) > before:
        before = len(found)
        found |= {child for child, parent in parents.items() if parent in found}
    return found


def _held(process: int) -> float:
    """Kilobytes, shared ones by their share."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return float(line.split()[1])
    return 0.0


def main() -> None:
    """As typed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--hostile", type=int, default=120)
    parser.add_argument("--good", type=int, default=18)
    parser.add_argument("--size", type=float, default=9.0, help="megabytes of large documents")
    parser.add_argument("--timeout", default="20s")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        came = together(
            Path(folder), options.hostile, options.good, size=int(options.size * MB), timeout=options.timeout
        )
    print(came.said[-2_000:])
    print({process: round(size) for process, size in came.parts.items()})
    print(
        f"{came.stored} of {options.good} stored, {came.seconds:.1f} s, {came.memory:.0f} MB, exit {came.code}, trap {came.trapped}"
    )


if __name__ == "__main__":
    main()
