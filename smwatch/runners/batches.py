"""A runner that sends batches of feeds to a crew, on this machine or on many, and takes what comes of them.

    Batches(crew).run(work, lanes)            as every Runner
    Batches(crew).ask(setup, "score", some)   other questions, answered in their order

All feeds of a host that are under way are in one batch, so that limits for it hold however many machines there are; of
a host with very many, one batch comes after the other. What the store knows is asked when a batch is about to be sent:
only so much is in memory. A batch that isn't heard of in its time is done again by others, once; then its feeds are
left for the next scan. What comes too late is dropped, so that nothing is stored twice.
"""

from __future__ import annotations

import pickle
from collections import defaultdict, deque
from collections.abc import Callable, Container, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, Final

from smwatch.errors import NothingDoneError
from smwatch.locales import N_
from smwatch.models import FailureKind, Feed, PollFailed, PollResult
from smwatch.protocols import LOST, WORKER, Answers, Asked, Away, Batch, Crew, LeftError, Work
from smwatch.text.links import server_of

SIZE: Final = 25  # feeds of a batch: some tenths of a second to read, and little to do again
TRIES: Final = 2
GRACE: Final = 120.0  # seconds for any batch, beside what its longest lane may wait for its server
LOOK: Final = 1.0  # seconds after which one looks whether something is overdue
NOT_STUCK: Final = 2  # times as long as its servers may take

GONE = N_("the way to {where} was lost; feeds left for the next scan: {count}")
LEFT = N_("no news came in time from {where}; feeds left for the next scan: {count}")

Lanes = list[list[Feed]]


@dataclass(slots=True)
class Task:
    """What was sent, until its answers are there."""

    packed: bytes
    count: int
    seconds: float  # that it may take
    about: Any = None  # whatever the caller knows it by
    tries: int = 0
    until: float = 0
    drop: Callable[[], object] = lambda: None


@dataclass(slots=True)
class Chain:
    """Batches that are sent one after the other, as they are about the same host."""

    batches: deque[Lanes]
    pauses: dict[str, datetime] = field(default_factory=dict)  # server -> until when it wants to be left alone


@dataclass(slots=True)
class Flow:
    """Tasks on their way, few at a time."""

    crew: Crew
    setup: bytes
    open: dict[int, Task] = field(default_factory=dict)
    came: SimpleQueue[tuple[int, Answers | BaseException]] = field(default_factory=SimpleQueue)
    sent: int = 0

    @property
    def full(self) -> bool:
        """Whether no more is to be sent now."""
        return len(self.open) >= self.crew.room

    def send(self, task: Task) -> None:
        """Begin it; a number for each time, so that what comes of an earlier one isn't taken for it."""
        self.sent += 1
        number, came = self.sent, self.came
        task.tries, task.until = task.tries + 1, monotonic() + task.seconds
        self.open[number] = task
        task.drop = self.crew.submit(self.setup, task.packed, task.count, lambda got: came.put((number, got)))

    def next(self) -> tuple[Task, Answers | LeftError] | None:
        """The next that is done or given up; None where the way to the crew is lost. Raises what a bug raised."""
        while not self.crew.lost:
            number, got = self._heard()
            task = self.open.pop(number, None)
            if task is None:  # nothing, or too late
                continue
            if not isinstance(got, BaseException):
                return task, got
            if not isinstance(got, LeftError):
                raise got
            task.drop()
            if task.tries >= TRIES:
                return task, got
            task.packed = later(task.packed, monotonic() - (task.until - task.seconds))
            self.send(task)
        return None

    def _heard(self) -> tuple[int, Answers | BaseException]:
        """What comes next, or what is overdue, or nothing for a moment."""
        with suppress(Empty):
            return self.came.get(timeout=LOOK)
        now = monotonic()
        return next((number for number, task in self.open.items() if task.until < now), -1), LeftError()

    def leave(self) -> None:
        """Drop what is under way."""
        for task in self.open.values():
            task.drop()
        self.open.clear()


class Batches:
    """Sends batches to a crew."""

    def __init__(
        self, crew: Crew, *, where: str = "", timeout: float = 20.0, grace: float = GRACE, whole: Container[str] = ()
    ) -> None:
        """`timeout`: seconds that a server may take; `where`: what the crew is called when it is lost.

        `whole`: servers that want so much time between two requests that theirs are one batch, however many.
        """
        self.crew, self._where, self._timeout, self._grace, self._whole = crew, where, timeout, grace, whole

    def run(self, work: Work, lanes: Sequence[Sequence[Feed]]) -> Generator[PollResult]:
        """Results as they are done, a batch at a time."""
        if not any(lanes):
            return
        assert work.sending  # noqa: S101 - whoever chose this runner gave it
        flow, ready = Flow(self.crew, pickle.dumps(work.sending.setup())), deque(chains(lanes, self._whole))
        missing, left = sum(map(len, lanes)), 0
        try:
            while flow.open or (ready and not work.stopped()):
                while ready and not flow.full and not work.stopped():
                    for result in self._send(flow, work, ready.popleft()):
                        missing -= 1
                        yield result
                heard = flow.next() if flow.open else None
                for message, args in self.crew.warnings():
                    work.tell(WORKER, message, args)
                if heard:
                    chain, came = _taken(*heard)
                    missing, left = missing - heard[0].count, left + heard[0].count - len(came)
                    yield from came
                    if chain.batches:
                        ready.append(chain)
                elif self.crew.lost:
                    work.tell(LOST, GONE, {"where": self._where, "count": str(missing)})
                    return
        finally:
            flow.leave()
            if left:
                work.tell(LOST, LEFT, {"where": self._where, "count": str(left)})

    def ask(self, setup: Callable[[], Away], what: str, values: Iterable[object]) -> Iterator[Any]:
        """The answers to each of the values, in their order; NothingDoneError where nobody gives one."""
        flow, values = Flow(self.crew, pickle.dumps(setup)), iter(values)
        waiting, found, first = 0, dict[int, Any](), 0
        try:
            while True:
                for value in islice(values, max(0, self.crew.room - waiting)):
                    packed = pickle.dumps(Asked(what, value))
                    flow.send(Task(packed, 1, self._grace, about=first + waiting))
                    waiting += 1
                if not waiting:
                    return
                heard = flow.next()
                if heard is None or isinstance(heard[1], LeftError):
                    raise NothingDoneError(
                        N_("{where} does not answer"), N_("look at its workers, and try again"), where=self._where
                    )
                found[heard[0].about] = pickle.loads(heard[1][0][1])  # noqa: S301 - likewise
                while first in found:
                    yield found.pop(first)
                    first, waiting = first + 1, waiting - 1
        finally:
            flow.leave()

    def _send(self, flow: Flow, work: Work, chain: Chain) -> Iterator[PollResult]:
        """The next batch of a chain in which something can be sent; what can't fails here."""
        assert work.sending  # noqa: S101 - as above
        at, lanes, feeds = work.sending.clock(), Lanes(), list[Feed]()
        while chain.batches and not feeds:
            lanes = []
            for lane in chain.batches.popleft():
                lanes.append(sent := [])
                for feed in lane:
                    ready = work.sending.ready(feed)
                    if isinstance(ready, Feed):
                        sent.append(work.know(ready, at))
                        feeds.append(feed)
                    else:
                        yield ready
        if feeds:
            pauses = {server: (until - at).total_seconds() for server, until in chain.pauses.items() if until > at}
            batch = Batch(at=at, lanes=lanes, pauses=pauses)
            seconds = self._grace + NOT_STUCK * self._timeout * max(map(len, lanes))
            flow.send(Task(pickle.dumps(batch), len(feeds), seconds, about=(chain, feeds)))


def later(packed: bytes, seconds: float) -> bytes:
    """What is sent once more, so much later: when a server may be asked again is told by the time that it is then."""
    what = pickle.loads(packed)  # noqa: S301 - packed here
    return pickle.dumps(replace(what, at=what.at + timedelta(seconds=seconds))) if isinstance(what, Batch) else packed


def _taken(task: Task, answers: Answers | LeftError) -> tuple[Chain, list[PollResult]]:
    """The results of a batch, each with its feed as it is known here."""
    chain, feeds = task.about
    if isinstance(answers, LeftError):
        return chain, []
    return chain, [_noted(chain, replace(pickle.loads(data), feed=feeds[n])) for n, data in answers]  # noqa: S301 - see two-machines.md


def _noted(chain: Chain, result: PollResult) -> PollResult:
    """The same; a pause that a server asked for is kept to by the batches after this one."""
    throttled = isinstance(result, PollFailed) and result.kind is FailureKind.THROTTLED
    if throttled and result.not_before:
        chain.pauses[server_of(result.feed.url)] = result.not_before
    return result


def chains(lanes: Sequence[Sequence[Feed]], whole: Container[str] = ()) -> Iterator[Chain]:
    """The lanes as batches, hosts kept together: those of many feeds first, as they take longest."""
    hosts = defaultdict[str, list[Sequence[Feed]]](list)
    for lane in lanes:
        if lane:
            hosts[server_of(lane[0].url)].append(lane)
    small: Lanes = []
    for server in sorted(hosts, key=lambda one: sum(map(len, hosts[one])), reverse=True):
        mine = hosts[server]
        count = sum(map(len, mine))
        if count >= SIZE:
            yield Chain(deque(pieces(mine, 1 if server in whole else round(count / SIZE))))
            continue
        if sum(map(len, small)) + count > SIZE:
            yield Chain(deque([small]))
            small = []
        small += [list(lane) for lane in mine]
    if small:
        yield Chain(deque([small]))


def pieces(lanes: Sequence[Sequence[Feed]], count: int) -> Iterator[Lanes]:
    """The lanes of one host in so many parts, one after the other."""
    each = -(-max(map(len, lanes)) // count)
    for start in range(0, max(map(len, lanes)), each):
        yield [list(lane[start : start + each]) for lane in lanes if len(lane) > start]
