"""What people are sent arrives, once: servers that fail at each step, senders that are killed, several at once.

    python -m bench.exactly_once [--times 100] [--seed 1] [--folder DIR]

Each time a fresh database, feeds that gain entries, a mail server with STARTTLS and a login, a web address for the
news of alerts, and the real command line: in each round one to three of `scan` and `digest --send` at once, some
killed with -9 at a random moment, while servers fail as dice say (a mail server at any of its steps, by a 4xx or a 5xx,
by silence, by a cut line, or it is gone altogether). Between rounds minutes to hours pass by their clocks. Then all is
well, and scans go on until nothing waits; what the receiving side has is held against what was written and what the
feeds told.

    lost         digests and news of alerts that were kept and never arrived, though nobody refused them for good
    untold       somebody was refused something, and neither a command nor the next digest names them
    two names    a mention told to somebody under two Message-IDs, or in the periods of two (those given up aside)
    other bytes  a Message-ID, or a webhook's id, that came with other bytes than the first time
    untold news  a negative mention in the period of no digest, or of one that somebody got, and that doesn't tell it
    traceback    a command that showed its insides, or ended in no agreed way

A line at the end for each; exit code 1 where any isn't 0.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import re
import socket
import sqlite3
import ssl
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from itertools import count
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Self

import trustme

from smwatch.models import Letter, Posted, Way
from smwatch.store import open_store
from tests.delivery.broken import CUT, HALF, MUTE, Broken, Fault
from tests.desk import item, rss
from tests.server import FeedServer

TO = ("rp@nordelait.example", "dg@nordelait.example")
ROUNDS = 6
NEWS = 2  # mentions that come in each round
SOON = 0.7  # seconds without an answer before a command gives a server up: its own thirty are for real servers
ANSWERS = ("421 4.3.2 going down", "451 4.3.0 later", "452 4.3.1 full", "abc")
FOR_GOOD = ("550 5.7.1 no", "554 5.7.1 spam")
STATUSES = (500, 502, 503, 429, 404, 302, 408)
MARK = re.compile(r"mark[0-9]+x")
AGREED = frozenset({0, 3, 4, 5, -9})
PATIENCE = 60.0


def sender(argv: Sequence[str], late: float, told: str, authority: str) -> None:
    """A command in a process of its own, whose clock is so many seconds late."""
    out = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.environ |= {"SSL_CERT_FILE": authority, "SMWATCH_SMTP": "s3cret", "SMWATCH_HOOK": "s3cret", "LC_ALL": "C.UTF-8"}
    os.environ["SMWATCH_USER"] = "bench"
    from smwatch.cli import run
    from smwatch.delivery.email import SmtpChannel

    for limit in ("timeout", "after_text"):
        if limit in (SmtpChannel.__init__.__kwdefaults__ or {}):
            SmtpChannel.__init__.__kwdefaults__[limit] = SOON
    sys.exit(run(argv, clock=lambda: datetime.now(UTC) + timedelta(seconds=late)))


@dataclass
class Hook:
    """Takes what is posted, unless `fails` says otherwise."""

    dice: random.Random
    fails: float = 0.0
    got: list[tuple[str, bytes]] = field(default_factory=list)  # (webhook-id, body), whether that was told or not
    refused: set[str] = field(default_factory=set)  # those that were told never to come again

    def __enter__(self) -> Self:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(0.1)
        self.port: int = self._listening.getsockname()[1]
        self._over = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._listening.close()

    def _serve(self) -> None:
        while not self._over.is_set():
            with suppress(OSError):
                peer, _ = self._listening.accept()
                threading.Thread(target=self._talk, args=(peer,), daemon=True).start()

    def _talk(self, peer: socket.socket) -> None:
        peer.settimeout(5)
        with peer, suppress(OSError, ValueError):
            wrong = self.dice.choice(["early", "cut", "half", "mute", "status", "gone"])
            wrong = wrong if self.dice.random() < self.fails else ""
            if wrong == "early":
                return
            lines, headers = peer.makefile("rb"), dict[str, str]()
            while (line := lines.readline()).strip():
                name, _, value = line.decode("latin-1").partition(":")
                headers[name.strip().lower()] = value.strip()
            body = lines.read(int(headers["content-length"]))
            if len(body) < int(headers["content-length"]):
                return  # whoever sent it was killed
            self._answer(peer, wrong, headers["webhook-id"], body)

    def _answer(self, peer: socket.socket, wrong: str, identity: str, body: bytes) -> None:
        status, reply = 200, b"ok"
        if wrong in {"status", "gone"}:
            status = self.dice.choice(STATUSES) if wrong == "status" else 410
            if status == 410:
                self.refused.add(identity)
        else:
            self.got.append((identity, body))
        if wrong == "mute":
            time.sleep(1.5)
        if wrong in {"cut", "mute"}:
            return
        head = f"HTTP/1.1 {status} x\r\nContent-Length: {len(reply)}\r\nConnection: close\r\n\r\n".encode()
        peer.sendall(head[:30] if wrong == "half" else head + reply)


def faults(dice: random.Random) -> Iterator[Fault | None]:
    """What goes wrong in each connection."""
    while True:
        if dice.random() < 0.35:
            yield None
            continue
        step = dice.choice(
            ["banner", "EHLO", "STARTTLS", "TLS", "AUTH", "MAIL", "RCPT", "DATA", "text", "text", "dot", "dot", "QUIT"]
        )
        how = dice.choice([CUT, HALF, MUTE, dice.choice(ANSWERS), dice.choice(ANSWERS)])
        if dice.random() < 0.1 and step in {"MAIL", "RCPT", "DATA", "dot"}:
            how = dice.choice(FOR_GOOD)
        taken = step == "dot" and how not in FOR_GOOD and dice.random() < 0.6
        only = dice.choice(["", *TO]) if step == "RCPT" else ""
        yield Fault(step, how, taken=taken, after=dice.choice([1, 77, 500, 2000, 5000]), only=only)


@dataclass
class Office:
    """One time: its database, its servers, what its commands said, and what they should have brought."""

    folder: Path
    dice: random.Random
    context: BaseContext
    feeds: FeedServer
    authority: trustme.CA
    late: float = 0.0
    marks: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    said: list[Path] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def now(self) -> datetime:
        """By the clocks of its commands."""
        return datetime.now(UTC) + timedelta(seconds=self.late)

    def open(self, mail: int, hook: int) -> None:
        """Write its config."""
        self.folder.mkdir(parents=True)
        self.path = f"/{self.folder.name}.xml"
        self.feeds.serve(self.path, rss())
        self.authority.cert_pem.write_to_path(str(self.folder / "ca.pem"))
        (self.folder / "smwatch.toml").write_text(
            f"""
database = "smwatch.db"
timezone = "UTC"
[[brands]]
name = "Nordelait"
alerts = false
[[feeds]]
url = "{self.feeds.url(self.path)}"
[network]
allow_private = ["127.0.0.0/8"]
timeout = "1s"
[sentiment]
en = "vader"
fr = "vader-fr"
[mail]
host = "127.0.0.1"
port = {mail}
user = "rp"
password = "env:SMWATCH_SMTP"
from = "smwatch <rp@nordelait.example>"
[[digests]]
name = "matin"
to = {list(TO)!r}
[[notify]]
name = "hook"
webhook = "http://127.0.0.1:{hook}/"
secret = "env:SMWATCH_HOOK"
""",
            encoding="utf-8",
        )

    def grow(self) -> None:
        """Somebody complains, in words of their own; and there is news of an alert."""
        for _ in range(NEWS):
            mark = f"mark{len(self.marks)}x"
            self.marks.append(mark)
            words = " ".join("".join(self.dice.choices("bcdfglmnprst", k=7)) for _ in range(25))
            text = f"{mark} Nordelait is a horrible disgusting terrible lie. {words}."
            self.items.append(item(f"Nordelait {mark}", text, link=f"http://a.example/{mark}", at=self.now))
        self.feeds.serve(self.path, rss(*self.items), delay=self.dice.choice([0, 0, 0.3, 0.8]))
        number = next(self.numbers)
        body = f'{{"news": "{self.folder.name} {number} {self.dice.random()}"}}'.encode()
        letter = Letter(to=("hook",), message_id=f"msg_{self.folder.name}_{number}", content=body)
        news = Posted(
            kind="notice", way=Way.WEBHOOK, name="hook", alert=number, since=None, until=self.now, letter=letter
        )
        store = open_store(self.folder / "smwatch.db", who="bench")
        with suppress(Exception):
            store.outbox.post(news)
        store.close()

    def start(self, *typed: str) -> BaseProcess:
        """Begin a command."""
        told = self.folder / f"{len(self.said)}.txt"
        told.touch()
        self.said.append(told)
        argv = ["--config", str(self.folder / "smwatch.toml"), *typed]
        process = self.context.Process(target=sender, args=(argv, self.late, str(told), str(self.folder / "ca.pem")))
        process.start()
        return process

    def end(self, process: BaseProcess, seconds: float | None) -> None:
        """Kill it after so long; or wait."""
        process.join(PATIENCE if seconds is None else seconds)
        if process.is_alive():
            process.kill()
            process.join()
            self.codes["hung" if seconds is None else "killed"] += 1
        elif process.exitcode not in AGREED:
            self.codes[f"exit {process.exitcode}"] += 1
        else:
            self.codes["ended"] += 1

    def round(self) -> None:
        """Time passes, news comes, and a few commands run at once."""
        self.late += self.dice.choice([30, 90, 400, 1000, 4000, 15000, 90000])
        self.grow()
        typed = self.dice.choices([("scan", "--all"), ("digest", "--send")], k=self.dice.choice([1, 2, 2, 3]))
        running = [
            (self.start(*one), self.dice.uniform(0.0, 1.2) if self.dice.random() < 0.4 else None) for one in typed
        ]
        for process, seconds in sorted(running, key=lambda pair: pair[1] is None):
            self.end(process, seconds)

    def settle(self) -> None:
        """Scans, until nothing waits; and a last digest."""
        for typed in (("scan", "--all"), ("digest", "--send"), *[("scan",)] * 12):
            self.late += 7200
            self.end(self.start(*typed), None)
            if typed == ("scan",) and not self.rows("SELECT 1 FROM outbox WHERE state = 'waiting'"):
                return

    def rows(self, asked: str) -> list[tuple[object, ...]]:
        """From the database."""
        with closing(sqlite3.connect(self.folder / "smwatch.db")) as db:
            return db.execute(asked).fetchall()


@dataclass
class Found:
    """What the receiving side has, against what was written."""

    wrong: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def note(self, what: str, office: Office, more: object) -> None:
        """Something wrong."""
        self.wrong[what] += 1
        self.notes.append(f"{office.folder.name}: {what}: {more}")

    def look(self, office: Office, mail: Broken, hook: Hook) -> None:
        """At one time's end."""
        got = defaultdict[str, set[bytes]](set)
        whose = defaultdict[str, Counter[str]](Counter)  # Message-ID -> who has it, how often
        for to, content in mail.taken:
            identity = str(message_from_bytes(content, policy=SMTP.clone(raise_on_defect=True))["Message-ID"])
            got[identity].add(content)
            whose[identity].update(to)
        for identity, body in hook.got:
            got[identity].add(body)
            whose[identity].update(["hook"])
        self._bytes(office, got)
        texts = texts_of(got, whose)
        self._rows(office, whose)
        self._warnings(office, texts)
        self._marks(office, texts, whose)
        told = "".join(path.read_text("utf-8", "replace") for path in office.said)
        if "Traceback" in told:
            self.note("traceback", office, told[told.index("Traceback") :][-800:])
        for code, n in office.codes.items():
            self.seen[code] += n
            if code.startswith(("exit", "hung")):
                self.note("traceback", office, code)
        self.seen["copies of a message that somebody had"] += sum(n - 1 for c in whose.values() for n in c.values())
        self.seen["connections to the mail server"] += mail.connections

    def _bytes(self, office: Office, got: dict[str, set[bytes]]) -> None:
        for identity, contents in got.items():
            if len(contents) > 1:
                self.note("other bytes", office, identity)
        for identity, n in Counter(row[0] for row in office.rows("SELECT message_id FROM outbox")).items():
            if n > 1:
                self.note("other bytes", office, f"{identity} stands for {n} messages")

    def _rows(self, office: Office, whose: dict[str, Counter[str]]) -> None:
        asked = "SELECT message_id, state, kind, value, instr(refused, value) FROM outbox, json_each(recipients)"
        for identity, state, kind, to, refused in office.rows(asked):
            self.seen[f"{kind}: {state}"] += 1
            if not refused and not whose[str(identity)][str(to)]:
                self.note("lost", office, f"{kind} {identity} to {to}: {state}")
            if state == "waiting":
                self.note("lost", office, f"{kind} {identity} waits still")

    def _warnings(self, office: Office, texts: dict[str, str]) -> None:
        """Who didn't get something is named to somebody: by a command, or by the digest after it."""
        said = "".join(path.read_text("utf-8", "replace") for path in office.said) + "".join(texts.values())
        said = "".join(said.split())  # however it is wrapped
        lost = office.rows(
            "SELECT o.kind, o.alert, o.state, r.value FROM outbox AS o, json_each(o.refused) AS r "
            "WHERE o.id < (SELECT max(id) FROM outbox WHERE kind = 'digest')"
        )
        for kind, alert, state, to in lost:
            self.seen["refused, and to be told"] += 1
            refused = rf"(refused:|nothingfor|givenup|reacheverybody).{{0,200}}{re.escape(str(to))}"
            if state == "given up":
                refused = "isgivenup"  # as a whole
            if not re.search(f"newsofalert{alert}for" if kind == "notice" else refused, said):
                self.note("untold", office, f"{kind} {alert or ''} to {to}")

    def _marks(self, office: Office, texts: dict[str, str], whose: dict[str, Counter[str]]) -> None:
        """Each mention is told to each in the one digest in whose period it was stored; the last one's are over."""
        told = defaultdict[tuple[str, str], set[str]](set)  # (mark, who) -> Message-IDs
        for identity, text in texts.items():
            for mark in {*MARK.findall(text)}:
                for to in whose[identity]:
                    told[mark, to].add(identity)
        digests = office.rows("SELECT message_id, since, until, refused, state FROM outbox WHERE kind = 'digest'")
        kept = [(str(i), str(a), str(z), str(r)) for i, a, z, r, state in digests if state != "given up"]
        end = max((until for _, _, until, _ in kept), default="")
        stored = office.rows(
            "SELECT e.title, m.fetched FROM mentions AS m JOIN entries AS e ON e.id = m.entry_id "
            "WHERE m.label = 'negative' AND m.kind <> 'edit'"
        )
        for title, fetched in stored:
            (mark,) = MARK.findall(str(title))
            telling = [(one, refused) for one, since, until, refused in kept if since <= str(fetched) < until]
            if str(fetched) < end:
                self.seen["mentions told once"] += 1
                if len(telling) != 1:
                    self.note("two names" if telling else "untold news", office, f"{mark}: {telling}")
            for to in TO:
                names = told[mark, to] & {one for one, *_ in kept}
                if len(names) > 1:
                    self.note("two names", office, f"{mark} to {to}: {names}")
                if not names and any(to not in refused for _, refused in telling):
                    self.note("untold news", office, f"{mark} to {to}")
        self.seen["mentions"] += len(office.marks)


def texts_of(got: dict[str, set[bytes]], whose: dict[str, Counter[str]]) -> dict[str, str]:
    """What each digest that somebody got says."""
    texts = dict[str, str]()
    for identity, contents in got.items():
        if "hook" not in whose[identity]:
            part = message_from_bytes(next(iter(contents)), policy=SMTP).get_body(("plain",))
            texts[identity] = part.get_content() if part else ""
    return texts


@contextmanager
def servers(authority: trustme.CA, dice: random.Random) -> Iterator[tuple[Broken, Hook]]:
    """Both, failing."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    wrong = faults(dice)
    with Broken(choose=lambda _: next(wrong), tls=tls, login=True) as mail, Hook(dice, fails=0.6) as hook:
        yield mail, hook


def one_time(office: Office) -> Found:
    """All of it, once; it begins with a digest that arrives, so that later ones tell of the time since."""
    found = Found()
    with servers(office.authority, random.Random(office.dice.random())) as (mail, hook):
        office.open(mail.port, hook.port)
        wrong, mail.choose = mail.choose, None
        office.end(office.start("digest", "--send"), None)
        mail.choose = wrong
        for _ in range(ROUNDS):
            gone = office.dice.random() < 0.12
            if gone:
                mail.__exit__()
            office.round()
            if gone:
                mail.__enter__()
        mail.choose, hook.fails = None, 0.0
        office.settle()
        found.look(office, mail, hook)
    return found


def main() -> int:
    """Times, one after the other; then what came of them."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--times", type=int, default=100)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--first", type=int, default=0, help="begin with this time")
    asked.add_argument("--jobs", type=int, default=2, help="times at once")
    asked.add_argument("--folder", type=Path)
    args = asked.parse_args()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["smwatch.cli.commands", "smwatch.app", "smwatch.scan", "smwatch.posting", "trustme"]
    )
    found, authority = Found(), trustme.CA()
    with tempfile.TemporaryDirectory() as made, FeedServer() as feeds, ThreadPoolExecutor(args.jobs) as jobs:
        folder, times = args.folder or Path(made), range(args.first, args.first + args.times)
        dice = [random.Random(f"{args.seed}-{n}") for n in times]
        offices = [Office(folder / f"time{n}", d, context, feeds, authority) for n, d in zip(times, dice, strict=True)]
        for office, one in zip(offices, jobs.map(one_time, offices), strict=True):
            found.wrong, found.seen = found.wrong + one.wrong, found.seen + one.seen
            found.notes += one.notes
            print(f"{office.folder.name}: {dict(+one.wrong) or 'nothing wrong'}", flush=True)
    print("\n".join(found.notes))
    for what, times in sorted(found.seen.items()):
        print(f"{what:<40} {times:6}")
    for what in ("lost", "untold", "two names", "other bytes", "untold news", "traceback"):
        print(f"{what:<40} {found.wrong[what]:6}")
    return 1 if +found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
