"""A little world for faults: feeds on loopback that gain entries, a config, the real command line, and the truth.

    with World(folder, feeds=300) as world:
        world.grow(2)                        each feed has two more entries; one in five mentions the brand
        told = world.run("scan", "--all")    a process of its own: told.code, told.err
        world.flaws()                        [] where the database holds what the feeds told, once

The truth is what was served; the database is looked at with sqlite3 alone, and by the checks of SQLite and FTS5.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Self

from smwatch.store import hourly
from tests.desk import item, rss
from tests.server import FeedServer

BRAND = "Nordelait"
SHOWN = 12  # entries of a feed's document
EVERY = 5  # so many entries for one that mentions the brand
AGREED = frozenset({0, 4, 5})  # exit codes (docs/reference/exit-codes.md) that a fault may end in
PATIENT = 120  # seconds for a command: more is a hang
RUN = "import sys; from smwatch.cli import main; main(sys.argv[1:])"
RUN_AT = """
import sys; from datetime import datetime; from smwatch.cli import run
sys.exit(run(sys.argv[2:], clock=lambda: datetime.fromisoformat(sys.argv[1])))
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What a command left."""

    code: int  # negative: killed by that signal
    out: str
    err: str

    @property
    def traceback(self) -> bool:
        """Whether somebody was shown the program's insides."""
        return "Traceback (most recent call last)" in self.err + self.out

    @property
    def agreed(self) -> bool:
        """Whether it ended as agreed: 0, or with a message that says why not."""
        return self.code in AGREED and (self.code == 0 or bool(self.err.strip()))


class World:
    """Feeds, config and database, in a folder."""

    def __init__(self, folder: Path, feeds: int, mail: int = 0) -> None:
        self.folder, self.server, self.mail = folder, FeedServer(), mail
        folder.mkdir(parents=True, exist_ok=True)
        self.items: list[list[str]] = [[] for _ in range(feeds)]
        self.rounds: list[dict[str, bool]] = []  # what came together: link -> whether it mentions the brand
        self._numbers = count(1)
        self.database = folder / "smwatch.db"

    def __enter__(self) -> Self:
        self.server.__enter__()
        self.write_config()
        return self

    def __exit__(self, *raised: object) -> None:
        self.server.__exit__(None, None, None)

    @property
    def truth(self) -> dict[str, bool]:
        """Every entry that was ever served, by its link: whether it mentions the brand."""
        return {link: told for came in self.rounds for link, told in came.items()}

    def url(self, feed: int) -> str:
        """Each feed has a host of its own."""
        return self.server.url(f"/{feed}.xml", host=f"127.0.{feed // 250 + 1}.{feed % 250 + 1}")

    def write_config(self) -> None:
        """As a person would write it."""
        lines = [f'database = "{self.database}"', 'timezone = "UTC"', "[[brands]]", f'name = "{BRAND}"']
        lines += [line for feed in range(len(self.items)) for line in ("[[feeds]]", f'url = "{self.url(feed)}"')]
        lines += ["[network]", 'allow_private = ["127.0.0.0/8"]', "[sentiment]", 'fr = "vader-fr"', 'en = "vader"']
        lines += ["[retention]", 'entries = "1s"']  # so that prune has something to do
        if self.mail:
            lines += ["[mail]", 'host = "127.0.0.1"', f"port = {self.mail}", 'security = "none"']
            lines += ['from = "smwatch <a@b.example>"', "[[digests]]", 'name = "d"', 'to = ["rp@b.example"]']
        (self.folder / "smwatch.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def grow(self, more: int, *, at: datetime | None = None, delay: float = 0, long: int = 1) -> None:
        """Each feed has so many more entries; they push the oldest out of its document."""
        came, at = dict[str, bool](), at or datetime.now(UTC)
        for feed, items in enumerate(self.items):
            for _ in range(more):
                number = next(self._numbers)
                named = number % EVERY == 0
                link = f"http://{feed}.example/{number}"
                said = f"{BRAND} rappelle {number} yogourts" if named else f"Il fait beau à {number}"
                words = " ".join(f"mot{number}x{n}" for n in range(40 * long))
                items.insert(0, item(said, f"{said}. {words}", link=link, at=at - timedelta(minutes=number % 50)))
                came[link] = named
            del items[SHOWN:]
            self.server.serve(f"/{feed}.xml", rss(*items, title=f"Fil {feed}"), delay=delay)
        self.rounds.append(came)

    def start(self, *typed: str, before: Sequence[str] = (), at: datetime | None = None) -> subprocess.Popen[str]:
        """Begin a command; `before`: put before it (setpriv); `at`: its clock says that."""
        program = ["-c", RUN] if at is None else ["-c", RUN_AT, at.isoformat()]
        command = [*before, sys.executable, *program, "--config", str(self.folder / "smwatch.toml"), *typed]
        environment = os.environ | {"LC_ALL": "C.UTF-8", "SMWATCH_USER": "bench"}
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=self.folder
        )

    def run(self, *typed: str, before: Sequence[str] = (), at: datetime | None = None) -> Told:
        """A command, to its end."""
        return ended(self.start(*typed, before=before, at=at))

    def flaws(self, *, whole: bool = True, kept: frozenset[tuple[int, str]] = frozenset()) -> Counter[str]:
        """What is wrong in the database; `whole`: a scan has gone through since the last growth.

        `kept`: mentions that were there before, by number and link.
        """
        found = Counter[str]()
        with closing(sqlite3.connect(self.database, isolation_level=None)) as db:
            found["damaged"] += db.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
            found["damaged"] += len(db.execute("PRAGMA foreign_key_check").fetchall())
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'mentions'").fetchone():
                found["lost"] += whole  # killed before its first commit: nothing was promised
                return +found
            found["counts"] += hourly.wrong(db)
            try:
                db.execute("INSERT INTO entries_search (entries_search, rank) VALUES ('integrity-check', 1)")
            except sqlite3.DatabaseError:
                found["index"] += 1
            entries = Counter(url for (url,) in db.execute("SELECT url FROM entries"))
            mentions = set(db.execute("SELECT m.id, e.url FROM mentions AS m JOIN entries AS e ON e.id = m.entry_id"))
        found["lost"] += len(kept - mentions)
        return +(found + self._against_the_truth(entries, Counter(url for _, url in mentions), whole=whole))

    def _against_the_truth(self, entries: Counter[str], mentions: Counter[str], *, whole: bool) -> Counter[str]:
        found, truth = Counter[str](), self.truth
        found["doubled"] += sum(n - 1 for stored in (entries, mentions) for n in stored.values() if n > 1)
        found["invented"] += len(entries.keys() - truth.keys()) + sum(not truth.get(url) for url in mentions)
        found["lost"] += sum(truth.get(url, False) and url not in mentions for url in entries)  # without its mention
        for came in self.rounds:  # what a feed brought at once is there together, or not at all
            feeds = Counter(link.rpartition("/")[0] for link in came)
            there = Counter(link.rpartition("/")[0] for link in came if link in entries)
            found["halves"] += sum(0 < there[feed] < feeds[feed] for feed in feeds)
            found["lost"] += sum(link not in entries for link in came) if whole else 0
        return found

    def mentions(self) -> frozenset[tuple[int, str]]:
        """What is stored by now, by number and link."""
        if not self.database.exists():
            return frozenset()
        with closing(sqlite3.connect(self.database)) as db:
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'mentions'").fetchone():
                return frozenset()
            return frozenset(db.execute("SELECT m.id, e.url FROM mentions AS m JOIN entries AS e ON e.id = m.entry_id"))

    def begun(self) -> bool:
        """Whether some of what came last is stored, and some isn't."""
        with closing(sqlite3.connect(self.database)) as db:
            entries = {url for (url,) in db.execute("SELECT url FROM entries")}
        return 0 < len(entries & self.rounds[-1].keys()) < len(self.rounds[-1])

    def put_back(self, saved: Path) -> None:
        """The database is that one again."""
        for old in self.database.parent.glob("smwatch.db*"):
            old.unlink()
        shutil.copy(saved, self.database)


def ended(process: subprocess.Popen[str], patience: float = PATIENT) -> Told:
    """What it left; a command that hangs is ended, and told as -9."""
    try:
        out, err = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        err += "\nit hung"
    return Told(process.returncode, out, err)
