"""Processes that do whole batches: they fetch, read and score; and may be lost, as a document may cost its reader.

    with Hands(2, fetchers=32) as crew:
        crew.submit(setup, packed, 3, heard)      heard(answers) once all are there

`setup` makes, in the process, what does the work (protocols.Away). A process has several batches at a time, so that a
slow server doesn't leave it idle: threads fetch, and its main thread reads and scores. Before it reads a document it
says so. So whoever looks after it knows which one took too much time or memory, or killed it twice: that one fails,
the process is replaced, and what it had not done yet is done by the next one.
"""

from __future__ import annotations

import itertools
import os
import pickle
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from queue import SimpleQueue
from time import monotonic, sleep
from types import TracebackType
from typing import Any, Final, Self

from smwatch.errors import SmwatchError
from smwatch.models import Feed, FeedSpec, Polled, PollResult, Validators
from smwatch.protocols import Answers, Asked, Away, Batch, Fetched, LeftError, Unread
from smwatch.runners import limits as l
from smwatch.runners.limits import LIMITS, Limits

Heard = Callable[[Answers | BaseException], object]
"""Told once, in any thread: the answers, or what made it impossible."""

FALLS: Final = 3  # times in a row that a process may end without having done anything, and for no document's fault
GROWN: Final = 512 * 1024 * 1024  # bytes that a process may have beyond its start, an encoder included
AT_ONCE: Final = 6  # batches that a process has at a time: a slow server holds up one of them, not all
AHEAD: Final = 4  # bodies that may wait to be read
CROWDED: Final = 0.1  # seconds that a fetch waits where the document that is just read leaves it no memory
NOBODY: Final = Feed(spec=FeedSpec(url=""), url="")  # whoever asked knows which feed it was
UNKNOWN: Final = Unread(
    feed=NOBODY, at=datetime.min.replace(tzinfo=UTC), answer=Fetched(url="", status=200), validators=Validators()
)
"""What a process was reading when it ended."""


@dataclass(slots=True)
class _Ticket:
    """A batch that is under way."""

    packed: bytes
    count: int
    heard: Heard
    answers: dict[int, bytes] = field(default_factory=dict)
    suspects: set[int] = field(default_factory=set)  # over which a process ended


class Hand:
    """One such process, seen from here. Thread-safe."""

    def __init__(self, setup: bytes, fetchers: int, limits: Limits = LIMITS) -> None:
        """`setup`: pickled. Starts nothing yet."""
        self._setup, self._fetchers, self._limits = setup, fetchers, limits
        self._lock = threading.RLock()
        self._numbers = itertools.count()
        self._open: dict[int, _Ticket] = {}
        self._line: Connection | None = None
        self._process: Any = None
        self._closed, self._falls = False, 0

    @property
    def busy(self) -> int:
        """How many batches are under way."""
        return len(self._open)

    @property
    def process(self) -> int | None:
        """Its number, for whoever wants to kill it."""
        return self._process.pid if self._process else None

    def submit(self, packed: bytes, count: int, heard: Heard) -> None:
        """Begin a batch with so many answers."""
        with self._lock:
            if self._line is None:
                self._start()
            number = next(self._numbers)
            self._open[number] = ticket = _Ticket(packed, count, heard)
            self._send(number, ticket)

    def close(self) -> None:
        """End the process, whatever it does; what was under way is heard of no more."""
        with self._lock:
            self._closed = True
            self._open.clear()
            if self._process:
                self._process.kill()

    def _start(self) -> None:
        """Have a process, which does what is under way; raises what the system lacks for it, and then there is none."""
        context = l.context()
        line, theirs = context.Pipe()
        args = (theirs, self._setup, self._fetchers, self._limits)
        process = context.Process(target=_serve, args=args, name="smwatch hand", daemon=True)  # type: ignore[attr-defined]  # every real context has it
        with theirs, l.may_have_children():
            process.start()
        threading.Thread(target=self._keep, args=(line, process), name="keep a hand", daemon=True).start()
        self._line, self._process = line, process
        for number, ticket in self._open.items():
            self._send(number, ticket)

    def _send(self, number: int, ticket: _Ticket) -> None:
        with suppress(OSError):  # it has just ended: whoever looks after it sends this to the next one
            assert self._line  # noqa: S101 - for the type checker
            self._line.send((number, ticket.packed, frozenset(ticket.answers)))

    def _keep(self, line: Connection, process: Any) -> None:  # noqa: ANN401 - a process of whatever context
        """In a thread: hear what the process says until it ends; then have another in its place."""
        reading: tuple[int, int, float] | None = None
        limit: float | None = l.STARTUP
        message = l.TOO_SLOW
        try:
            while line.poll(limit):
                what, *rest = line.recv()
                reading, limit = None, None
                if what == "reading":
                    reading, limit = (rest[0], rest[1], rest[2]), rest[2] * self._limits.patience
                elif what == "done" and not self._done(*rest):
                    break
                elif what == "wrong":
                    self._fail(*rest)
        except (EOFError, OSError):
            message = l.BROKE_DOWN
        process.kill()
        process.join()
        with self._lock:
            line.close()
            self._line = self._process = None
            if reading and (message == l.TOO_SLOW or self._suspected(*reading[:2])):
                number, n, seconds = reading
                failed = l.failed(UNKNOWN, message, seconds if message == l.TOO_SLOW else 0)
                self._done(number, n, pickle.dumps(failed))
            self._go_on()

    def _suspected(self, number: int, n: int) -> bool:
        """Whether a process ended over this document before: once, somebody else may have killed it."""
        ticket = self._open.get(number)
        before = bool(ticket and n in ticket.suspects)
        if ticket:
            ticket.suspects.add(n)
        return before

    def _done(self, number: int, n: int, answer: bytes, usable: bool = True) -> bool:
        with self._lock:
            self._falls = 0
            ticket = self._open.get(number)
            if ticket:
                ticket.answers[n] = answer
                if len(ticket.answers) == ticket.count:
                    del self._open[number]
        if ticket and len(ticket.answers) == ticket.count:
            ticket.heard(list(ticket.answers.items()))
        return usable

    def _fail(self, number: int | None, error: BaseException) -> None:
        """A bug, or a setup that isn't possible here: for one batch, or for all."""
        with self._lock:
            numbers = list(self._open) if number is None else [number]
            tickets = [self._open.pop(one) for one in numbers if one in self._open]
        for ticket in tickets:
            ticket.heard(error)

    def _go_on(self) -> None:
        """Have another process, if there is something left to do."""
        if self._closed or not self._open:
            return
        self._falls += 1
        with suppress(Exception):  # the system has none to give: whoever sends it again is told why
            if self._falls <= FALLS:
                self._start()
                return
        self._fail(None, LeftError())


class Hands:
    """As many such processes as there are processors: the crew of this machine."""

    lost = False  # as the way to a cluster may be

    def __init__(self, count: int, fetchers: int, limits: Limits = LIMITS) -> None:
        """`fetchers`: requests at once in all. Starts nothing yet."""
        self._count, self._fetchers, self._limits = max(1, count), -(-fetchers // max(1, count)), limits
        self._setup, self.hands = b"", list[Hand]()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def room(self) -> int:
        """How many batches may be under way."""
        return self._count * AT_ONCE

    def submit(self, setup: bytes, packed: bytes, count: int, heard: Heard) -> Callable[[], object]:
        """Begin a batch where least is under way; gives what drops it."""
        if setup != self._setup:
            self.close()
            self._setup, self.hands = setup, [Hand(setup, self._fetchers, self._limits) for _ in range(self._count)]
        *others, last = sorted(self.hands, key=lambda one: one.busy)
        for hand in others:
            with suppress(OSError, RuntimeError):  # the system has no process to give: whoever has one does it
                hand.submit(packed, count, heard)
                return lambda: None
        last.submit(packed, count, heard)
        return lambda: None

    def warnings(self) -> list[tuple[str, dict[str, str]]]:
        """None: there is nobody here that could be another."""
        return []

    def close(self) -> None:
        """End all."""
        for hand in self.hands:
            hand.close()
        self._setup, self.hands = b"", []


def _serve(line: Connection, setup: bytes, fetchers: int, limits: Limits) -> None:
    """In the process: do what is sent, until nobody sends any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the scan's to answer
    try:
        away = pickle.loads(setup)()  # noqa: S301 - from the process that made this one
    except Exception as error:  # noqa: BLE001 - told where somebody can mend it
        line.send(("wrong", None, told(error)))
        return
    line.send(("ready",))
    with suppress(EOFError, OSError):  # the scan ended, or was killed
        _Desk(line, away, fetchers, limits).work()
    os._exit(0)  # threads that wait for servers are waited for by nobody


class _Desk:
    """In the process: what is fetched comes here, to be read and scored one after the other."""

    def __init__(self, line: Connection, away: Away, fetchers: int, limits: Limits) -> None:
        self._line, self._away, self._limits = line, away, limits
        self._room = threading.Semaphore(fetchers + AHEAD)
        self._lanes: SimpleQueue[tuple[int, list[tuple[int, Feed]], datetime, float]] = SimpleQueue()
        self._todo: SimpleQueue[tuple[int, int, Any]] = SimpleQueue()
        self._most = l.sizes()[l.RESIDENT] + GROWN
        for work in (self._listen, *[self._fetch] * fetchers):  # now: a thread takes memory, which may be short later
            threading.Thread(target=work, daemon=True).start()

    def work(self) -> None:
        """Until the line ends."""
        while True:
            number, n, got = self._todo.get()
            try:
                answer, usable = self._answer(number, n, got)
            except BaseException as error:  # noqa: BLE001 - a bug, which whoever asked must see
                self._line.send(("wrong", number, told(error)))
                continue
            usable = usable and l.sizes()[l.RESIDENT] <= self._most
            self._line.send(("done", number, n, pickle.dumps(answer), usable))

    def _listen(self) -> None:
        """In a thread: what is sent."""
        try:
            while True:
                number, packed, done = self._line.recv()
                self._begin(number, pickle.loads(packed), done)  # noqa: S301 - likewise
        finally:  # the line ended; or a document left no memory for what comes, which the next process is sent again
            os._exit(0)

    def _begin(self, number: int, what: Batch | Asked, done: frozenset[int]) -> None:
        if isinstance(what, Asked):
            self._todo.put((number, 0, what))
            return
        for server, seconds in what.pauses.items():
            self._away.pause(server, seconds)
        first, now = 0, monotonic()
        for lane in what.lanes:
            feeds = [(n, feed) for n, feed in enumerate(lane, first) if n not in done]
            first += len(lane)
            self._lanes.put((number, feeds, what.at, now))

    def _fetch(self) -> None:
        """In many threads: lane after lane, and of each one feed after the other."""
        while True:
            number, feeds, at, since = self._lanes.get()
            for n, feed in feeds:
                self._room.acquire()
                self._todo.put((number, n, self._fetched(feed, at, since)))

    def _fetched(self, feed: Feed, at: datetime, since: float) -> PollResult | Unread | BaseException:
        """By the clock of whoever sent it, which need not agree with that of this machine."""
        while True:
            try:
                return self._away.fetch(feed, at + timedelta(seconds=monotonic() - since))
            except MemoryError:
                sleep(CROWDED)
            except BaseException as error:  # noqa: BLE001 - a bug: whoever asked must see it
                return error

    def _answer(self, number: int, n: int, got: PollResult | Unread | Asked | BaseException) -> tuple[object, bool]:
        """The answer, and whether this process is good for more."""
        if isinstance(got, Asked):
            return self._away.answer(got.what, got.value), True
        try:
            if isinstance(got, BaseException):
                raise got
            if not isinstance(got, Unread):
                return replace(got, feed=NOBODY), True
            self._line.send(("reading", number, n, self._limits.time(got)))
            with l.within(self._limits.memory):
                result, usable = l.limited(self._away.read, got, self._limits)
            if isinstance(result, Polled) and result.mentions:
                self._line.send(("scoring",))
                result = self._away.scored(result)
            return replace(result, feed=NOBODY), usable
        finally:
            self._room.release()


def told(error: BaseException) -> BaseException:
    """What went wrong as it can be sent."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    except Exception:  # noqa: BLE001 - whatever an exception's own pickling may do
        return RuntimeError(f"{type(error).__name__}: {error}")
    if not isinstance(error, SmwatchError):
        import traceback

        error.add_note("".join(traceback.format_exception(error)))
    return error
