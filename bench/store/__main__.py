"""python -m bench.store: see README.md beside it."""

from __future__ import annotations

import argparse
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

from bench.program import SMWATCH
from bench.store.make import NOW, Shape, make
from bench.store.measure import beside, reads, sizes, upheaval
from smwatch.models import Server
from smwatch.store import open_store
from tests.postgres import serving

SHAPES = {"ten-years": 3650, "one-year": 365}


def main() -> None:
    """Make what isn't there, measure, print."""
    ask = argparse.ArgumentParser(description="The store's bars at a million mentions.")
    ask.add_argument("--folder", type=Path, default=Path("/tmp/bench-store"))
    ask.add_argument("--shape", choices=SHAPES, action="append")
    ask.add_argument("--mentions", type=int, default=1_000_000)
    ask.add_argument("--repeat", type=int, default=20)
    ask.add_argument("--only", default="", help="only rows whose name holds this")
    ask.add_argument("--no-upheaval", action="store_true", help="leave out the deletions and rescorings, and the copy")
    ask.add_argument("--cpu", action="store_true", help="processor time, where the machine has other work to do")
    ask.add_argument("--served", action="store_true", help="as --beside, with a server and a copy of its own")
    ask.add_argument("--beside", default="", help="postgresql://... with a copy of it (db copy): both, read by read")
    given = ask.parse_args()
    clock = time.process_time if given.cpu else time.perf_counter
    for shape in given.shape or SHAPES:
        name = shape if given.mentions == 1_000_000 else f"{shape}-{given.mentions}"
        path = make(given.folder / f"{name}.db", Shape(mentions=given.mentions, days=SHAPES[shape]))
        print(f"\n{name}, up to {NOW:%Y-%m-%d}\n{'':<58} {'bar':>7} {'median':>9} {'p95':>9} {'found':>8}  (ms)")
        if given.beside or given.served:
            with (
                served(path) if given.served else nullcontext(given.beside) as url,
                closing(open_store(path)) as ours,
                closing(open_store(Server(url))) as theirs,
            ):
                for said in beside(ours, theirs, given.repeat, given.only):
                    print(said, flush=True)
            continue
        with closing(open_store(path)) as store:
            rows = []
            for row in reads(store, given.repeat, given.only, clock):
                rows.append(row)
                print(row.told, flush=True)
        barred = [row for row in rows if row.bar]
        print(f"{sum(row.median > row.bar for row in barred)} of {len(barred)} reads over their bar")
        if not given.only:
            print(*sizes(path), sep="\n")
        if not given.no_upheaval:
            changed(path)


@contextmanager
def served(path: Path) -> Iterator[str]:
    """A server with a copy of it, as `db copy` makes it."""
    with serving(fsync="on", shared_buffers="512MB", autovacuum="on") as server:
        url = server.database()
        subprocess.run((SMWATCH, "db", "copy", str(path), url), stdout=subprocess.DEVNULL, check=True)
        yield url


def changed(path: Path) -> None:
    """A copy of it, by SQLite's own way, and everything that befalls the copy."""
    copy = path.with_suffix(".copy")
    copy.unlink(missing_ok=True)
    began = time.perf_counter()
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    print(f"copied by SQLite's backup in {time.perf_counter() - began:.1f} s")
    for said in upheaval(copy):
        print(said, flush=True)
    for each in path.parent.glob(copy.name + "*"):
        each.unlink()


if __name__ == "__main__":
    main()
