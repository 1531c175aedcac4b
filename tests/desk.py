"""A PR desk for tests: a folder with a config, feeds on a loopback server, a clock that the test sets, and commands.

desk.feed("/blog/feed/", post("Titre", "Texte"))       what the world says
desk.at("2010-03-17 08:00")                            what time it is (UTC)
ran = desk.runs("scan --json")                         the command line as typed, in this process
ran.code, ran.out, ran.err, ran.json
"""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from smwatch.cli import run
from tests.server import FeedServer, Route

MORNING = datetime(2010, 3, 17, 8, 0, tzinfo=UTC)
LISTS = '\n[sentiment]\nen = "vader"\nfr = "vader-fr"\n'
"""Scored by lists of words: the same on every machine."""
MAIL = """
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
from = "smwatch <rp@nordelait.example>"
"""
SPOKESPERSON = """
[[people]]
name = "Marie Tremblay"
email = "marie@nordelait.example"
role = "spokesperson"
languages = ["fr"]
"""


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the command printed
        """Its stdout as JSON."""
        return json.loads(self.out)


def item(title: str, text: str, *, link: str, at: datetime = MORNING, author: str = "", more: str = "") -> str:
    """An RSS item; `more` is XML that is put in as it is."""
    return (
        f"<item><title>{escape(title)}</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>{format_datetime(at)}</pubDate><dc:creator>{escape(author)}</dc:creator>"
        f"<description>{escape(text)}</description>{more}</item>"
    )


def rss(*items: str, title: str = "Un fil") -> bytes:
    """An RSS document."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">'
        f"<channel><title>{escape(title)}</title><link>http://example.com/</link><description/>{''.join(items)}"
        "</channel></rss>"
    ).encode()


@dataclass
class Desk:
    """Somebody's desk on a given day."""

    folder: Path
    server: FeedServer
    capture: pytest.CaptureFixture[str]
    now: datetime = MORNING
    feeds: list[str] = field(default_factory=list)
    config: str = '[[brands]]\nname = "Nordelait"\n'
    database: str = "smwatch.db"

    def at(self, when: str) -> Desk:
        """Set the clock, UTC."""
        self.now = datetime.fromisoformat(when).replace(tzinfo=UTC)
        return self

    def later(self, **how: float) -> Desk:
        """Let time pass."""
        self.now += timedelta(**how)
        return self

    def feed(self, path: str, *items: str, declared: str = "", **how: Any) -> str:  # noqa: ANN401 - FeedServer.serve's
        """Serve an RSS feed of these items, and put it into the config when first seen, with `declared` keys."""
        url = self.server.url(path)
        self.server.serve(path, rss(*items), **how)
        if url not in self.feeds:
            self.feeds.append(url)
            self.config += f'\n[[feeds]]\nurl = "{url}"\n{declared}\n'
        return url

    def write_config(self) -> Path:
        """The config as a file."""
        path = self.folder / "smwatch.toml"
        head = f'database = "{self.database}"\ntimezone = "UTC"\n'
        path.write_text(f'{head}{self.config}\n[network]\nallow_private = ["127.0.0.0/8"]\n', encoding="utf-8")
        return path

    @property
    def smwatch(self) -> str:
        """How a command begins that is to be typed here."""
        return shlex.join(["smwatch", "--config", str(self.folder / "smwatch.toml")])

    def runs(self, typed: str) -> Ran:
        """Carry out a command line; the config is written anew each time."""
        path = self.write_config()
        self.capture.readouterr()
        code = run(["--config", str(path), *shlex.split(typed)], clock=lambda: self.now)
        out, err = self.capture.readouterr()
        return Ran(int(code), out, err)


Ready = Callable[[Desk], object]
"""Makes a desk ready: serves feeds, scans, and more of what many tests begin with."""


class Kept:
    """Desks that were made ready once; whoever wants one has a copy of its folder, and its server as it was then.

    A server's address stands in what was stored, so the tests of one process share it, one after the other.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._servers = ExitStack()
        self._first: dict[Ready, tuple[Desk, dict[str, Route]]] = {}

    def again(self, ready: Ready, folder: Path, capture: pytest.CaptureFixture[str]) -> Desk:
        """One more, in a folder of its own."""
        if ready not in self._first:
            server = self._servers.enter_context(FeedServer())
            made = Desk(self.folder / str(len(self._first)), server, capture)
            made.folder.mkdir()
            ready(made)
            self._first[ready] = made, dict(server.routes)
        first, routes = self._first[ready]
        first.server.routes = dict(routes)
        first.server.reset()
        shutil.copytree(first.folder, folder, dirs_exist_ok=True)
        return replace(first, folder=folder, capture=capture, feeds=list(first.feeds))

    def close(self) -> None:
        """Stop their servers."""
        self._servers.close()
