"""What more than one machine gives, and what it survives, against the poll bench's server (see --server).

    python -m bench.beyond speed --feeds 5000      processes, one and two Dask workers: seconds, memory
    python -m bench.beyond memory --feeds 20000    the coordinator's memory, two workers
    python -m bench.beyond share --feeds 10000     four pollers on one PostgreSQL database: each feed once
    python -m bench.beyond kills --feeds 2000      workers killed 20 times in mid-scan: nothing lost, nothing doubled
    python -m bench.beyond stops --feeds 2000      PostgreSQL stopped and started 5 times: likewise
    python -m bench.beyond warm --feeds 100000     a warm scan on one machine: what a feed costs

Each prints what it found and ends with 1 where a bar is missed. Wall times are told with the processor's: machines have
other things to do. A PostgreSQL server is started here (tests/postgres.py), with what it writes safe on the disk.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.program import SMWATCH
from tests.cluster import DaskCluster
from tests.postgres import serving

SAFE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "autovacuum": "on"}
HEAD = """
database = "{database}"
languages = ["fr", "en"]
[network]
allow_private = ["127.0.0.0/8"]
workers = 64
[run]
on = "{on}"
[sentiment]
en = "vader"
fr = "vader-fr"
[[brands]]
name = "Nestlé"
names = ["Nestlé"]
"""


@dataclass
class Site:
    """The server of feeds."""

    port: int
    urls: list[str]

    def ask(self, path: str, *, post: bool = False) -> bytes:
        """What it says of itself."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=b"" if post else None)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return bytes(answer.read())

    def stats(self) -> dict[str, Any]:
        """What was asked of it since it was last asked for this."""
        found: dict[str, Any] = json.loads(self.ask("/_stats"))
        self.ask("/_reset", post=True)
        return found


@contextmanager
def site(server: Path, feeds: int, options: Sequence[str]) -> Iterator[Site]:
    """As long as that lasts."""
    port = 18000 + os.getpid() % 2000
    command = [sys.executable, str(server), "--port", str(port), "--feeds", str(feeds), *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        found = Site(port, [])
        try:
            while not found.urls:
                with suppress(OSError):
                    found.urls = found.ask("/_feeds").decode().split()
                time.sleep(0.2)
            yield found
        finally:
            process.kill()


@dataclass
class Cost:
    """What a scan took."""

    wall: float
    cpu: float
    peak: float  # MB of its own process
    code: int
    said: str

    def __str__(self) -> str:
        return f"{self.wall:6.1f} s wall {self.cpu:6.1f} s CPU {self.peak:5.0f} MB, exit {self.code}"


def config(folder: Path, site: Site, database: str, on: str) -> Path:
    """A config of all its feeds."""
    path = folder / f"{time.time_ns()}.toml"
    path.write_text(HEAD.format(database=database, on=on) + "".join(f'[[feeds]]\nurl = "{u}"\n' for u in site.urls))
    return path


def begun(path: Path, *options: str) -> subprocess.Popen[str]:
    """A scan under way."""
    command = [SMWATCH, "--config", str(path), "scan", "--json", *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def scan(path: Path, *options: str) -> Cost:
    """One scan, with its children's processor time."""
    began = time.perf_counter()
    process = begun(path, *options)
    out, err = process.stdout, process.stderr
    assert out is not None
    assert err is not None
    said = out.read() + err.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, process.returncode, said)


Kept = set[tuple[str, ...]]


def kept(database: str) -> tuple[Kept, Kept, int]:
    """Entries and mentions by what they are known by, and how many rows those are."""
    entries = "SELECT f.url, e.key, e.digest FROM entries AS e JOIN feeds AS f ON f.id = e.feed_id"
    mentions = """SELECT f.url, e.key, m.brand, m.why, m.label FROM mentions AS m
                   JOIN entries AS e ON e.id = m.entry_id JOIN feeds AS f ON f.id = e.feed_id"""
    if database.startswith("postgresql"):
        import psycopg

        with psycopg.connect(database) as server:
            found = [server.execute(sql).fetchall() for sql in (entries, mentions)]
    else:
        with sqlite3.connect(database) as file:
            found = [file.execute(sql).fetchall() for sql in (entries, mentions)]
    rows, said = found
    return {tuple(map(str, row)) for row in rows}, {tuple(map(str, row)) for row in said}, len(rows) + len(said)


def compared(name: str, got: str, wanted: str) -> bool:
    """Whether the same is there, and nothing twice."""
    (entries, mentions, rows), (others, wanted_mentions, _) = kept(got), kept(wanted)
    lost, more = len(others - entries), len(entries - others)
    unheard, invented = len(wanted_mentions - mentions), len(mentions - wanted_mentions)
    doubled = rows - len(entries) - len(mentions)
    print(
        f"{name}: {len(entries)} entries, {len(mentions)} mentions; lost {lost} and {unheard}, "
        f"more {more} and {invented}, doubled {doubled}"
    )
    return not (lost or more or unheard or invented or doubled)


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[DaskCluster]:
    """A scheduler with so many workers of one process each."""
    with DaskCluster(Path(tempfile.mkdtemp(dir=folder))) as found:
        for _ in range(workers):
            found.worker()
        yield found


def speed(site: Site, folder: Path) -> bool:
    """Cold scans: processes, one worker, two."""
    costs = dict[str, Cost]()
    for name, workers in (("processes", 0), ("one worker", 1), ("two workers", 2)):
        with ExitStack() as stack:
            at = stack.enter_context(cluster(folder, workers)).at if workers else "processes"
            costs[name] = scan(config(folder, site, f"{folder}/{name.replace(' ', '')}.db", at))
        print(f"{name:<12} {costs[name]}", flush=True)
    two, one, local = costs["two workers"].wall, costs["one worker"].wall, costs["processes"].wall
    same = compared("two workers", f"{folder}/twoworkers.db", f"{folder}/processes.db")
    print(f"two workers: {one / two:.2f} times one (bar 1.6), {local / two:.2f} times processes (bar 0.8)")
    return same and one / two >= 1.6 and local / two >= 0.8


def memory(site: Site, folder: Path) -> bool:
    """The coordinator's."""
    with cluster(folder, 2) as found:
        cost = scan(config(folder, site, f"{folder}/memory.db", found.at))
    print(f"{len(site.urls)} feeds, two workers: {cost}")
    return cost.peak <= 300 and cost.code == 0


def share(site: Site, folder: Path, pollers: int = 4) -> bool:
    """Several on one database."""
    with serving(**SAFE) as server:
        database = server.database()
        path = config(folder, site, database, "threads")
        site.stats()
        began = time.perf_counter()
        said = [json.loads(each.communicate()[0]) for each in [begun(path) for _ in range(pollers)]]
        wall, asked = time.perf_counter() - began, site.stats()
        print(f"{pollers} pollers: {wall:.1f} s; each polled {[one['feeds']['polled'] for one in said]}")
        print(f"requests {asked['requests']} of {len(site.urls)}; at most {asked['peak_per_host']} at once on a host")
        alone = scan(config(folder, site, f"{folder}/share.db", "threads"))
        print(f"one poller and SQLite: {alone}")
        same = compared("shared", database, f"{folder}/share.db")
    return same and asked["requests"] == len(site.urls) and asked["peak_per_host"] <= 2


def kills(site: Site, folder: Path, times: int = 20) -> bool:
    """Workers die in mid-scan; others come."""
    dice, done = random.Random(12), 0
    scan(config(folder, site, f"{folder}/whole.db", "threads"))
    with cluster(folder, 2) as found:
        path = config(folder, site, f"{folder}/killed.db", found.at)
        codes = list[int]()
        while done < times:
            process = begun(path, *(["--all"] if codes else []))
            while process.poll() is None and done < times:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(dice.uniform(0.5, 2))
                    break
                found.processes[-1 - done % 2].send_signal(signal.SIGKILL)
                found.worker()
                done += 1
            process.communicate()
            codes.append(process.returncode)
        for _ in range(2):
            codes.append(scan(path, "--all").code)
    print(f"killed {done} workers; scans ended with {codes}")
    return compared("killed", f"{folder}/killed.db", f"{folder}/whole.db")


def stops(site: Site, folder: Path, times: int = 5) -> bool:
    """PostgreSQL goes and comes in mid-scan."""
    dice, codes = random.Random(5), list[int]()
    scan(config(folder, site, f"{folder}/whole.db", "threads"))
    with serving(**SAFE) as server:
        database = server.database()
        path = config(folder, site, database, "threads")
        for number in range(times):
            process = begun(path)
            with suppress(subprocess.TimeoutExpired):
                process.wait(dice.uniform(2, 6))
            server.stop(signal.SIGQUIT if number % 2 else signal.SIGINT)
            process.communicate()
            codes.append(process.returncode)
            server.start()
        codes += [scan(path).code, scan(path, "--all").code]
        print(f"stopped {times} times; scans ended with {codes}")
        return compared("stopped", database, f"{folder}/whole.db")


def warm(site: Site, folder: Path) -> bool:
    """Nothing new."""
    path = config(folder, site, f"{folder}/warm.db", "threads")
    cold = scan(path)
    print(f"{len(site.urls)} feeds cold: {cold}", flush=True)
    cost = scan(path, "--all")
    each = 1000 * cost.cpu / len(site.urls)
    print(
        f"{len(site.urls)} feeds warm: {cost}; {each:.2f} ms CPU and {1000 * cost.wall / len(site.urls):.2f} ms a feed"
    )
    return cost.code == 0


PARTS = {"speed": speed, "memory": memory, "share": share, "kills": kills, "stops": stops, "warm": warm}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure one of them."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("what", choices=PARTS)
    ask.add_argument("--feeds", type=int, default=5_000)
    ask.add_argument("--server", type=Path, default=Path("../shared/bench/poll/server.py"), help="of feeds")
    ask.add_argument("--site", default="--seed beyond", help="its other options")
    given = ask.parse_args(argv)
    with (
        tempfile.TemporaryDirectory(prefix="beyond-") as folder,
        site(given.server, given.feeds, given.site.split()) as found,
    ):
        kept_to = PARTS[given.what](found, Path(folder))
    print("kept to" if kept_to else "missed")
    return 0 if kept_to else 1


if __name__ == "__main__":
    sys.exit(main())
