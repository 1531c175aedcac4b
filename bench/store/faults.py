"""What can go wrong with the database file, each many times, with the real command line.

    python -m bench.store.faults [--times 20] [--feeds 300] [--only kill --only full ...]

    kill       kill -9 at random moments: a scan, a label, a prune and a digest write at once
    full       a disk (a small tmpfs where one may be mounted, else a limit on the size of files) is full during a scan
    readonly   a file, or its folder, that can't be written
    locked     another program holds the database for 60 seconds; or for three
    corrupt    random bytes over a random page
    twice      two scans at once; and with --wait
    clock      the clock goes back 400 days, and comes back

A line for each: how often, what was lost, doubled or wrong, tracebacks, exit codes. Exit code 1 where anything was.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

from bench.store.world import Told, World, ended
from tests.delivery.server import Postbox, serving

FEW = 30  # feeds, for faults where the number of feeds doesn't matter
PAGE = 4096
HELD, LET_GO = 60.0, 3.0  # seconds for which another program holds the database
IN_TIME = 30.0  # seconds in which a command that can't write says so: it waits for ten
DAMAGE = ("damaged", "counts", "index", "lost", "halves", "doubled", "invented")
WRITERS = (("digest", "d", "--send"), ("db", "prune"))


@dataclass
class Result:
    """What came of a fault."""

    name: str
    times: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def hear(self, told: Told, *, expected: frozenset[int] | None = None, what: str = "") -> None:
        """Count how a command ended; what wasn't agreed is told whole."""
        self.codes[f"{what}{told.code}"] += 1
        if told.traceback:
            self.wrong["traceback"] += 1
            self.notes.append(f"{what}{told.code}: {told.err.strip()[-1500:]}")
        killed = told.code == -signal.SIGKILL and "it hung" not in told.err
        if not (killed or (told.agreed if expected is None else told.code in expected)):
            self.wrong["exit code"] += 1
            self.notes.append(f"{what}{told.code}: {told.err.strip()[-300:]}")

    def check(self, flaws: Counter[str]) -> None:
        """Count what is wrong in the database."""
        self.wrong.update(flaws)
        if flaws:
            self.notes.append(f"time {self.times}: {dict(flaws)}")

    def line(self) -> str:
        """A line of the table."""
        flaws = ", ".join(f"{name} {n}" for name, n in self.wrong.items() if n) or "nothing wrong"
        codes = ", ".join(f"{code}: {n}" for code, n in sorted(self.codes.items()))
        lost, doubled = (self.wrong[name] for name in ("lost", "doubled"))
        return (
            f"{self.name:<10} {self.times:5} {lost:5} {doubled:8} {self.wrong['traceback']:11}   {flaws}; exits {codes}"
        )


def kill(folder: Path, times: int, feeds: int, chance: random.Random) -> Result:
    """All that writes is killed, with -9, at random moments."""
    result, postbox, midway = Result("kill"), Postbox(), 0
    with serving(postbox) as port, World(folder, feeds, mail=port) as world:
        world.grow(3)
        result.hear(world.run("scan", "--all"))
        lasts, labelled = _durations(world), dict[int, str]()
        for _ in range(times):
            result.times += 1
            world.grow(2)
            before = world.mentions()
            number = chance.choice(sorted(before))[0]
            label = chance.choice(["negative", "positive", "neutral"])
            labels = ("mentions", "label", str(number), label)
            writers = [world.start(*typed) for typed in (("scan", "--all"), labels, *WRITERS)]
            first = chance.uniform(0.2, lasts[0])
            if result.times % 2:  # any moment, or one while it stores: that is a small part of a scan
                _await_storing(world, writers[0])
                first = chance.uniform(0, 0.2 * lasts[0])
            told = _killed(writers, [first, *(chance.uniform(0.2, seconds) for seconds in lasts[1:])])
            for one, typed in zip(told, ("scan ", "label ", *(f"{w[0]} " for w in WRITERS)), strict=True):
                result.hear(one, what=typed)
            labelled.pop(number, None)  # killed: it may stand, or not
            if told[1].code == 0:
                labelled[number] = label
            result.check(world.flaws(whole=False, kept=before) + _labels_lost(world, labelled))
            midway += world.begun()
        world.grow(1)
        result.hear(world.run("scan", "--all", "--wait", "30s"), expected=frozenset({0}), what="after ")
        gone = _pushed_out(world)
        result.check(_without(world, gone))
        result.check(_mails_doubled(postbox))
    result.notes.append(f"killed while it stored: {midway} scans of {times}; mails that came: {len(postbox.received)}")
    return result


def _durations(world: World) -> list[float]:
    """How long what is killed takes: a scan with something new in every feed; the others twice, so that some end."""
    lasts = list[float]()
    world.grow(2)
    labels = ("mentions", "label", str(min(world.mentions())[0]), "neutral")
    for typed in (("scan", "--all"), labels, *WRITERS):
        began = time.monotonic()
        world.run(*typed)
        lasts.append((time.monotonic() - began) * (2 if lasts else 1))
    return lasts


def _await_storing(world: World, scan: subprocess.Popen[str]) -> None:
    """Until a scan has begun to store."""
    while scan.poll() is None and not world.begun():
        time.sleep(0.01)


def _killed(writers: list[subprocess.Popen[str]], after: list[float]) -> list[Told]:
    """Each is killed after so long, unless it has ended."""
    began = time.monotonic()
    for seconds, writer in sorted(zip(after, writers, strict=True), key=lambda pair: pair[0]):
        with suppress(subprocess.TimeoutExpired):
            writer.wait(max(began + seconds - time.monotonic(), 0))
        writer.kill()
    return [ended(writer) for writer in writers]


def _pushed_out(world: World) -> set[str]:
    """Entries that stood in no document when a scan came by at last: those of feeds whose scans were all killed."""
    shown = {link for items in world.items for link in world.truth if any(f"<link>{link}</link>" in i for i in items)}
    return world.truth.keys() - shown


def _without(world: World, gone: set[str]) -> Counter[str]:
    """The flaws, but that what no feed shows any more may be missing."""
    kept = world.rounds
    with closing(sqlite3.connect(world.database)) as db:
        there = {url for (url,) in db.execute("SELECT url FROM entries")}
    world.rounds = [{link: m for link, m in came.items() if link in there or link not in gone} for came in kept]
    flaws = world.flaws()
    world.rounds = kept
    return flaws


def _labels_lost(world: World, labelled: dict[int, str]) -> Counter[str]:
    """Labels that a command said it had stored, and that aren't there."""
    with closing(sqlite3.connect(world.database)) as db:
        found = dict(db.execute("SELECT id, user_label FROM mentions"))
    return +Counter(lost=sum(found.get(number) != label for number, label in labelled.items()))


def _mails_doubled(postbox: Postbox) -> Counter[str]:
    """Messages that came twice under two names: the same one may, where the process died before it heard the answer."""
    bodies = Counter[str]()
    for mail in postbox.received:
        message = message_from_bytes(mail.original_content or b"")
        bodies[str(message["Message-ID"])] += 1
    return +Counter(doubled=sum(n - 1 for n in bodies.values() if n > 2))


def full(folder: Path, times: int, _: int, chance: random.Random) -> Result:
    """The disk fills up during a scan."""
    result = Result("full")
    with small_disk(folder / "disk") as limit, World(folder, FEW) as world:
        world.database = folder / "disk" / "smwatch.db"
        world.write_config()
        for _time in range(times):
            result.times += 1
            before, used = world.mentions(), _used(world.database.parent)
            world.grow(3, long=30)
            told = limit(used + chance.randrange(16, 300) * 1024, lambda: world.run("scan", "--all"))
            result.hear(told, expected=frozenset({0, 4}), what="full ")
            after = limit(256 << 20, lambda: world.run("scan", "--all"))
            result.hear(after, expected=frozenset({0}), what="freed ")
            result.check(world.flaws(kept=before))
    return result


def _used(folder: Path) -> int:
    return sum(file.stat().st_blocks * 512 for file in folder.iterdir() if file.is_file())


@contextmanager
def small_disk(folder: Path) -> Iterator[Callable[[int, Callable[[], Told]], Told]]:
    """A folder on a disk whose size can be said while something runs; else a limit on how large files may grow."""
    folder.mkdir(parents=True)
    mount = shutil.which("mount") or "mount"

    def _mounted(*words: str) -> bool:
        done = subprocess.run([mount, *words, str(folder)], capture_output=True, check=False)
        return done.returncode == 0

    mounted = _mounted("-t", "tmpfs", "-o", "size=256m", "tmpfs")

    def _limit(size: int, work: Callable[[], Told]) -> Told:
        if mounted:
            _mounted("-o", f"remount,size={size // PAGE * PAGE}")
            return work()
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (min(size, 2**40), before[1]))
        try:
            return work()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    try:
        yield _limit
    finally:
        if mounted:
            subprocess.run([shutil.which("umount") or "umount", str(folder)], check=False)


def readonly(folder: Path, times: int, _: int, chance: random.Random) -> Result:
    """A file, its folder, or all of it, that can't be written."""
    result = Result("readonly")
    humbly = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
    with World(folder, FEW) as world:
        world.database = folder / "kept" / "smwatch.db"
        world.database.parent.mkdir()
        world.write_config()
        world.grow(3)
        result.hear(world.run("scan", "--all"))
        for _time in range(times):
            result.times += 1
            before, files = world.mentions(), sorted(world.database.parent.iterdir())
            world.grow(2)
            modes = chance.choice([(0o444, 0o755), (0o644, 0o555), (0o444, 0o555)])
            for file in files:
                file.chmod(modes[0])
            world.database.parent.chmod(modes[1])
            result.hear(world.run("scan", "--all", before=humbly), expected=frozenset({0, 4}), what="scan ")
            typed = ("mentions", "label", str(min(before)[0]), "negative")
            result.hear(world.run(*typed, before=humbly), expected=frozenset({0, 4}), what="label ")
            world.database.parent.chmod(0o755)
            for file in world.database.parent.iterdir():
                file.chmod(0o600)
            result.hear(world.run("scan", "--all"), expected=frozenset({0}), what="mended ")
            result.check(world.flaws(kept=before))
    return result


def locked(folder: Path, times: int, _: int, __: random.Random) -> Result:
    """Another program holds the database: for so long that we give up, and so that we can wait."""
    result = Result("locked")
    with World(folder, FEW) as world:
        world.grow(3)
        result.hear(world.run("scan", "--all"))
        for number in range(times):
            result.times += 1
            before, seconds = world.mentions(), LET_GO if number % 2 else HELD
            world.grow(2)
            with held(world.database, seconds):
                began = time.monotonic()
                told = world.run("scan", "--all")
                took = time.monotonic() - began
            result.hear(told, expected=frozenset({0} if number % 2 else {4}), what=f"{seconds:.0f} s ")
            result.wrong["too late"] += took > IN_TIME
            result.hear(world.run("scan", "--all"), expected=frozenset({0}), what="freed ")
            result.check(world.flaws(kept=before))
    return result


@contextmanager
def held(database: Path, seconds: float) -> Iterator[None]:
    """Another program writes, for so long, or until this is left."""
    holder = f"""
import sqlite3, sys, time
db = sqlite3.connect({str(database)!r}, isolation_level=None)
db.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
time.sleep({seconds})
db.execute("ROLLBACK")
"""
    with subprocess.Popen([sys.executable, "-c", holder], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.readline()
        try:
            yield
        finally:
            process.kill()


def corrupt(folder: Path, times: int, _: int, chance: random.Random) -> Result:
    """Random bytes over a random page: a message, or nothing that was wrong; never something twice."""
    result, saved = Result("corrupt"), folder / "saved.db"
    with World(folder, FEW) as world:
        world.grow(10)
        result.hear(world.run("scan", "--all"))
        with closing(sqlite3.connect(world.database)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(world.database, saved)
        for _time in range(times):
            result.times += 1
            world.put_back(saved)
            world.grow(2)
            with world.database.open("r+b") as file:
                page = chance.randrange(world.database.stat().st_size // PAGE)
                file.seek(page * PAGE)
                file.write(chance.randbytes(PAGE))
            for typed in (("scan", "--all"), ("mentions", "list", "--json"), ("status",)):
                result.hear(world.run(*typed), expected=frozenset({0, 4}), what=f"{typed[0]} ")
            result.wrong["doubled"] += _doubled(world.database)
    return result


def _doubled(database: Path) -> int:
    """Entries and mentions that are there twice, as far as that can be read."""
    with closing(sqlite3.connect(database)) as db, suppress(sqlite3.DatabaseError):
        entries = "SELECT count(*) - count(DISTINCT url) FROM entries NOT INDEXED"
        mentions = "SELECT count(*) - count(DISTINCT entry_id) FROM mentions NOT INDEXED"
        return sum(int(db.execute(sql).fetchone()[0]) for sql in (entries, mentions))
    return 0


def twice(folder: Path, times: int, _: int, __: random.Random) -> Result:
    """Two scans at once: one leaves; with --wait, both go through."""
    result = Result("twice")
    with World(folder, FEW) as world:
        world.grow(3)
        result.hear(world.run("scan", "--all"))
        for number in range(times):
            result.times += 1
            before, wait = world.mentions(), ("--wait", "60s") if number % 2 else ()
            world.grow(2, delay=1.5)
            told = [ended(one) for one in [world.start("scan", "--all", *wait) for _ in range(2)]]
            for one in told:
                result.hear(one, what="wait " if wait else "")
            if sorted(one.code for one in told) != ([0, 0] if wait else [0, 5]):
                result.wrong["exit code"] += 1
            result.check(world.flaws(kept=before))
    return result


def clock(folder: Path, times: int, _: int, __: random.Random) -> Result:
    """The clock goes back 400 days for a scan, and comes back."""
    result = Result("clock")
    with World(folder, FEW) as world:
        for number in range(times):
            result.times += 1
            now, before = datetime.now(UTC) + timedelta(hours=number), world.mentions()
            for at in (now, now - timedelta(days=400), now + timedelta(hours=1)):
                world.grow(2, at=now)
                result.hear(world.run("scan", at=at), expected=frozenset({0}))
            result.hear(world.run("scan", "--all", at=now + timedelta(hours=2)), expected=frozenset({0}))
            result.check(world.flaws(kept=before))
    return result


FAULTS = {
    "kill": kill,
    "full": full,
    "readonly": readonly,
    "locked": locked,
    "corrupt": corrupt,
    "twice": twice,
    "clock": clock,
}


def main() -> None:
    """Each fault, and a table."""
    options = argparse.ArgumentParser(description="What can go wrong with the database file, each many times.")
    options.add_argument("--times", type=int, default=20)
    options.add_argument("--feeds", type=int, default=300, help="for kill")
    options.add_argument("--only", choices=list(FAULTS), action="append")
    options.add_argument("--seed", type=int, default=7)
    asked = options.parse_args()
    print(f"{'fault':<10} {'times':>5} {'lost':>5} {'doubled':>8} {'tracebacks':>11}")
    wrong = 0
    for name in asked.only or FAULTS:
        with tempfile.TemporaryDirectory() as folder:
            began = time.monotonic()
            chance = random.Random(asked.seed)
            result = FAULTS[name](Path(folder) / name, asked.times, asked.feeds, chance)
        print(f"{result.line()}   [{time.monotonic() - began:.0f} s]", flush=True)
        for note in result.notes[:10]:
            print(f"           {note}", flush=True)
        wrong += result.wrong.total()
    raise SystemExit(wrong > 0)


if __name__ == "__main__":
    main()
