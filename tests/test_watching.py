"""Rounds by a simulated clock: real SQLite files and a loopback server, in seconds."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from smwatch.agenda import LONGEST_NAP
from smwatch.app import App
from smwatch.config.load import load_config
from smwatch.config.settings import Config
from smwatch.errors import NothingDoneError, SmwatchError
from smwatch.models import FeedSpec, ScanReport
from smwatch.store import open_store
from smwatch.watching import LOOK, Failed, News, Office, Reread, Scanned, Sent, Unsent, Waits, Watch
from tests.delivery.server import Postbox, serving
from tests.desk import MAIL, Desk, item

SMTP = (
    MAIL
    + """
[[digests]]
name = "Morning"
to = ["marie@nordelait.example"]
when = "daily 07:30"
"""
)


@dataclass
class World:
    """A desk whose clock moves when the watch sleeps, until a time that the test sets."""

    desk: Desk
    until: datetime
    told: list[News] = field(default_factory=list)
    naps: list[float] = field(default_factory=list)
    edits: list[Config | SmwatchError] = field(default_factory=list)
    at_nap: dict[int, Callable[[], object]] = field(default_factory=dict)  # what happens at which nap
    opened: Callable[[Config], AbstractContextManager[Office]] | None = None

    def sleep(self, seconds: float) -> None:
        if happens := self.at_nap.get(len(self.naps)):
            happens()
        self.naps.append(seconds)
        self.desk.later(seconds=max(seconds, 0.001))

    @contextmanager
    def office(self, config: Config) -> Iterator[App]:
        app = App(config=config, clock=lambda: self.desk.now)
        try:
            yield app
        finally:
            app.close()

    def watch(self) -> Watch:
        return Watch(
            config=load_config(self.desk.write_config()),
            opened=self.opened or self.office,
            edited=lambda: self.edits.pop(0) if self.edits else None,
            clock=lambda: self.desk.now,
            pause=self.sleep,
            stopped=lambda: self.desk.now >= self.until,
            tell=self.told.append,
        )

    def runs(self, **how: float) -> World:
        """Watch for so long."""
        self.until = self.desk.now + timedelta(**how)
        self.watch().run()
        return self

    def of(self, kind: type[News]) -> list[News]:
        return [news for news in self.told if isinstance(news, kind)]

    @property
    def scans(self) -> list[ScanReport]:
        return [news.report for news in self.told if isinstance(news, Scanned)]


@pytest.fixture
def world(desk: Desk) -> World:
    return World(desk, desk.now)


@pytest.fixture
def postbox() -> Postbox:
    """What arrived at the mail server."""
    return Postbox()


@pytest.fixture
def mailbox(postbox: Postbox) -> Iterator[str]:
    """The config of a mail server that runs, and of a digest."""
    with serving(postbox) as port:
        yield SMTP.format(port=port)


def test_each_feed_is_polled_when_it_is_due_and_no_sooner(world: World) -> None:
    world.desk.feed("/quick/", item("Nordelait", "Bonjour", link="http://a.example/1"), declared='every = "10m"')
    world.desk.feed("/slow/", item("Nordelait", "Salut", link="http://a.example/2"), declared='every = "1h"')
    world.runs(hours=2, minutes=5)
    server = world.desk.server
    assert (server.requests("/quick/"), server.requests("/slow/")) == pytest.approx((13, 3), abs=1)
    assert sum(scan.mentions_new for scan in world.scans) == 2
    assert all(scan.due for scan in world.scans[1:]), "no scan that has nothing to do"
    assert len(world.naps) < 125 * 60 / LONGEST_NAP + 40, "and no busy loop"


def test_feeds_that_come_due_within_a_minute_are_polled_together(world: World) -> None:
    for n in range(5):
        world.desk.feed(f"/{n}/", item("Nordelait", str(n), link=f"http://a.example/{n}"), declared='every = "1m"')
    world.runs(minutes=10)
    assert 9 <= len(world.scans) <= 11
    assert {scan.polled for scan in world.scans} == {5}


def test_without_a_feed_it_sleeps(world: World) -> None:
    world.runs(hours=1)
    assert len(world.scans) == 1
    assert len(world.naps) <= 3600 / LONGEST_NAP + 1


def test_a_machine_that_slept_polls_once_and_sends_one_digest(world: World, mailbox: str, postbox: Postbox) -> None:
    world.desk.config += mailbox
    world.desk.feed("/", item("Nordelait", "Bonjour", link="http://a.example/1"), declared='every = "10m"')
    world.desk.at("2010-03-17 07:00")
    world.at_nap[20] = lambda: world.desk.later(days=4, hours=3)
    world.runs(days=4, hours=3, minutes=30)
    assert [news.name for news in world.told if isinstance(news, Sent)] == ["Morning"]
    assert len(postbox.received) == 1
    asleep = [one for one in world.scans if one.started > datetime(2010, 3, 21, tzinfo=UTC)]
    assert len(asleep) <= 3


def test_digests_go_out_at_their_time_each_day_and_tell_all_of_it(world: World, mailbox: str, postbox: Postbox) -> None:
    world.desk.config += mailbox
    world.desk.feed("/", item("Nordelait", "Bonjour", link="http://a.example/1"), declared='every = "6h"')
    world.desk.at("2010-03-17 07:00")
    world.runs(days=2, hours=1)
    sent = [tried.posted for news in world.told if isinstance(news, Sent) for tried in news.tried]
    assert [one.until.strftime("%d %H:%M") for one in sent] == ["17 07:30", "18 07:30", "19 07:30"]
    assert [one.since for one in sent[1:]] == [one.until for one in sent[:-1]]


def test_started_again_it_sends_what_was_missed_and_nothing_twice(world: World, mailbox: str, postbox: Postbox) -> None:
    world.desk.config += mailbox
    world.desk.at("2010-03-17 07:00")
    world.runs(hours=1)
    world.runs(hours=1)
    assert len(postbox.received) == 1
    world.desk.at("2010-03-20 09:00")
    world.runs(hours=1)
    assert len(postbox.received) == 2


def test_a_mail_server_that_is_away_gets_the_digest_when_it_is_back(
    world: World, mailbox: str, postbox: Postbox
) -> None:
    world.desk.config += mailbox
    world.desk.at("2010-03-17 07:29")
    postbox.to_sender = "451 4.3.0 come back later"
    world.runs(minutes=10)
    [sent] = world.of(Sent)
    assert isinstance(sent, Sent)
    assert sent.tried[0].error
    postbox.to_sender = "250 OK"
    world.runs(minutes=30)
    assert postbox.received, [news for news in world.told if isinstance(news, Unsent)]
    assert len(postbox.received) == 1


def test_a_clock_that_is_set_back_stops_nothing(world: World, mailbox: str, postbox: Postbox) -> None:
    world.desk.config += mailbox
    world.desk.feed("/", item("Nordelait", "Bonjour", link="http://a.example/1"), declared='every = "10m"')
    world.desk.at("2010-06-01 07:29")
    world.at_nap[10] = lambda: world.desk.at("2010-03-17 08:00")
    watch, world.until = world.watch(), datetime(2010, 6, 2, tzinfo=UTC)
    watch.stopped = lambda: datetime(2010, 3, 18, 8, tzinfo=UTC) <= world.desk.now < datetime(2010, 5, 1, tzinfo=UTC)
    watch.run()
    assert world.desk.server.requests("/") > 100
    assert len(postbox.received) == 2, "one before, and one at the next 07:30"


def test_without_network_no_feed_is_blamed(world: World) -> None:
    for n in range(3):
        world.desk.config += f'\n[[feeds]]\nurl = "http://nowhere{n}.invalid/feed"\nevery = "10m"\n'
    world.runs(hours=3)
    assert len(world.scans) > 8
    store = open_store(world.desk.folder / "smwatch.db")
    assert [row.failures for row in store.feeds()] == [0, 0, 0]
    store.close()


def test_another_scan_is_waited_for_and_told_once(world: World) -> None:
    world.desk.feed("/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    store = open_store(world.desk.folder / "smwatch.db")
    with store.scanning():
        world.runs(minutes=5)
        assert len(world.of(Waits)) == len(world.told) == 1
    store.close()
    world.runs(minutes=1)
    assert (world.desk.server.requests("/"), len(world.scans)) == (1, 1)


def test_a_database_that_is_locked_for_a_while_is_tried_again(world: World) -> None:
    world.desk.feed("/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    real, locked = world.office, NothingDoneError("the database {file} is locked", "wait", file="x")
    tries = 0

    @contextmanager
    def opened(config: Config) -> Iterator[App]:
        nonlocal tries
        tries += 1
        with real(config) as app:
            if tries <= 6:
                raise locked
            yield app

    world.opened = opened
    world.runs(minutes=30)
    failed = [news.again for news in world.told if isinstance(news, Failed)]
    assert len(failed) == 6
    assert len(world.scans) >= 1
    gaps = [(b - a).total_seconds() for a, b in pairwise(failed) if a and b]
    assert gaps == sorted(gaps), "less and less often"


def test_a_config_that_is_edited_holds_from_then_on_and_a_broken_one_does_not(world: World) -> None:
    world.desk.feed("/old/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    watch = world.watch()
    world.desk.feed("/new/", item("Nordelait", "Salut", link="http://a.example/2"))
    config = load_config(world.desk.write_config())
    broken = SmwatchError("broken")
    world.at_nap[2] = lambda: world.edits.append(broken)
    world.at_nap[4] = lambda: world.edits.append(config)
    world.until = world.desk.now + timedelta(minutes=10)
    watch.run()
    assert world.of(Reread) == [Reread(error=broken), Reread()]
    assert world.desk.server.requests("/new/") == 1
    assert watch.config is config


@dataclass
class Idle:
    """An office where each scan finds one feed, over a real database, without the network: for many rounds."""

    app: App
    fetched: int = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self.app, name)

    def scan(self, *, stopped: Callable[[], bool]) -> ScanReport:
        self.fetched += 1
        self.app.store.sync_feeds((FeedSpec(url="http://a.example/"),), self.app.clock())
        return ScanReport(scan=self.fetched, started=self.app.clock(), seconds=0, polled=1)


def test_memory_stays_flat_over_ten_thousand_rounds(world: World) -> None:
    config = load_config(world.desk.write_config())
    idle = Idle(App(config=config, clock=lambda: world.desk.now))

    @contextmanager
    def opened(_: Config) -> Iterator[Office]:
        yield idle  # type: ignore[misc]  # what it hasn't, the app has

    rounds, sizes = 0, list[int]()

    def told(_: News) -> None:
        nonlocal rounds
        rounds += 1
        if rounds in {1_000, 10_000}:
            sizes.append(tracemalloc.get_traced_memory()[0])

    watch = replace(world.watch(), opened=opened, tell=told, pause=lambda s: world.desk.later(seconds=max(s, 1)))
    watch.stopped = lambda: rounds >= 10_000
    tracemalloc.start()
    try:
        watch.run()
    finally:
        tracemalloc.stop()
        idle.app.close()
    assert len(sizes) == 2
    assert sizes[1] - sizes[0] < 20_000, sizes


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="only Linux lists open files there")
def test_open_files_stay_flat_over_real_scans(world: World) -> None:
    for n in range(3):
        world.desk.feed(f"/{n}/", item("Nordelait", str(n), link=f"http://a.example/{n}"), declared='every = "1m"')
    counts = list[int]()
    watch = world.watch()
    watch.tell = lambda _: counts.append(len(os.listdir("/proc/self/fd")))  # noqa: PTH208 - counted, not read
    watch.stopped = lambda: len(counts) >= 60
    watch.run()
    assert max(counts[30:]) <= max(counts[:30])
    assert timedelta(minutes=1) < LOOK
