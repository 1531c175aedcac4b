"""Work that can be sent away, and does what the path of a feed says; apart, as processes elsewhere must find it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from smwatch.models import FailureKind, Feed, FeedSpec, Polled, PollFailed, PollResult, Validators
from smwatch.protocols import Away, Fetched, Sending, Unread, Work
from smwatch.text.links import server_of

NOW = datetime(2010, 3, 24, tzinfo=UTC)


def compute() -> None:
    while True:
        sum(range(1_000))


def mistake() -> None:
    raise ZeroDivisionError


READING: dict[str, Callable[[], object]] = {
    "compute": compute,
    "hoard": lambda: bytes(500_000_000),
    "vanish": lambda: os._exit(11),
    "mistake": mistake,
}
FETCHING: dict[str, Callable[[], object]] = {
    "hang": lambda: time.sleep(3600),
    "nap": lambda: time.sleep(0.4),
}


class Toy:
    """Fulfils `Away`."""

    def __init__(self, log: str = "") -> None:
        self.log, self.paused = log, set[str]()

    def fetch(self, feed: Feed, now: datetime) -> PollResult | Unread:
        deed = feed.url.rpartition("/")[2]
        if self.log:
            with open(self.log, "a", encoding="utf-8") as log:  # noqa: PTH123 - several processes append to it
                log.write(f"{time.monotonic()} {feed.url}\n")
        if deed in FETCHING:
            FETCHING[deed]()
        if server_of(feed.url) in self.paused:
            return PollFailed(feed=feed, at=now, kind=FailureKind.THROTTLED)
        if deed.startswith("pause"):
            until = datetime(2010, 3, 25, tzinfo=UTC)
            return PollFailed(feed=feed, at=now, kind=FailureKind.THROTTLED, status=429, not_before=until)
        if deed.startswith("same"):
            return Polled(feed=feed, at=now, status=304, unchanged=True)
        answer = Fetched(url=feed.url, status=200, body=deed.encode())
        return Unread(feed=feed, at=now, answer=answer, validators=Validators())

    def pause(self, server: str, seconds: float) -> None:
        assert 0 < seconds <= 86_400
        self.paused.add(server)

    def read(self, unread: Unread) -> PollResult:
        deed = unread.answer.body.decode()
        if deed in READING:
            READING[deed]()
        told = f"{deed} {unread.feed.marks.decode()} {dict(unread.feed.spec.headers).get('X', '')} {os.getpid()}"
        return Polled(feed=unread.feed, at=unread.at, title=told)

    def scored(self, polled: Polled) -> Polled:
        return polled

    def answer(self, what: str, value: object) -> object:
        assert isinstance(value, list)
        return [what, *value, os.getpid()]


def toy(log: str = "") -> Away:
    """As in the process."""
    return Toy(log)


def feed(url: str) -> Feed:
    return Feed(spec=FeedSpec(url=url, headers={"X": "env:SECRET"}), url=url)


def ready(one: Feed) -> Feed | PollResult:
    """Secrets are resolved where the feed is known, and where one is missing, that is all."""
    if one.url.endswith("secretless"):
        return PollFailed(feed=one, at=NOW, kind=FailureKind.UNAUTHORIZED)
    return Feed(spec=FeedSpec(url=one.url, headers={"X": "resolved"}), url=one.url)


def known(one: Feed, at: datetime) -> Feed:
    assert at == NOW
    return Feed(spec=one.spec, url=one.url, marks=b"known")


def never(*_: object) -> PollResult:
    raise AssertionError


def work(told: list[str] | None = None, log: str = "", stopped: Callable[[], bool] = lambda: False) -> Work:
    """Work for runners elsewhere; what is told goes into the list."""
    return Work(
        fetch=never,
        know=known,
        read=never,
        stopped=stopped,
        sending=Sending(setup=lambda: partial(toy, log), ready=ready, clock=lambda: NOW),
        tell=lambda kind, message, args: (told if told is not None else []).append(message.format(**args)),
    )


def lanes(*urls: str) -> list[list[Feed]]:
    """A lane for each."""
    return [[feed(url)] for url in urls]
