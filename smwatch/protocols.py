"""What the parts promise one another, from the clock to the mail server; `tests/contracts/` holds who keeps it.

`app.py` alone knows which class keeps which promise. What the store promises stands where it is kept: there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from smwatch.models import FailureKind, Feed, Letter, Polled, PollResult, Sentiment, Span, Validators

Clock = Callable[[], datetime]
"""The time now, aware UTC. Only app.py asks the machine for it."""


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class Fetched:
    """An answer with a body, or a 304 without one."""

    url: str  # where the body came from, after redirects
    status: int  # 200 or 304
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    moved_to: str = ""  # the whole way was permanent redirects (301, 308): the new address


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFailed:
    """No usable answer. `message` is a catalogue message filled with `args`."""

    kind: FailureKind
    message: str
    args: Mapping[str, str] = field(default_factory=dict)
    status: int | None = None
    retry_after: float | None = None  # seconds
    retry_at: datetime | None = None  # by the server's clock, where it doesn't tell the time, aware UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A poll half done: a body that is new has come, and nobody has looked into it yet; picklable."""

    feed: Feed
    at: datetime  # when it was fetched
    answer: Fetched
    validators: Validators  # those of the answer


class Fetcher(Protocol):
    """Gets a URL within the limits and past the address guard. Never raises for what a server does. Thread-safe."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched | FetchFailed:
        """One answer, redirects followed; conditional headers are the caller's."""
        ...

    def close(self) -> None:
        """Give the connections back."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What is scored: a text, and where the brand's names stand in it."""

    title: str = ""
    text: str = ""
    lang: str = ""
    brand: str = ""
    spans: tuple[Span, ...] = ()  # of the brand; empty: the whole text is about it (THREAD, PAGE)
    others: tuple[Span, ...] = ()  # of other brands: sentences only about these don't count


class Scorer(Protocol):
    """Scores passages, many at a time, in order. Pure: the same passage always gets the same score."""

    @property
    def name(self) -> str:
        """What it is chosen by."""
        ...

    @property
    def versions(self) -> frozenset[str]:
        """Every name that its answers carry by now: "vader/1". Mentions that carry another may be scored again."""
        ...

    def score(self, passages: Sequence[Passage]) -> list[Sentiment]:
        """As many answers as passages, in their order."""
        ...


LOST, WORKER = "lost", "worker"
"""What a runner tells of: feeds that nobody polled, so that they are due again; a worker that can't be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is done with a feed, in the halves that may happen in different places. None of them raises for a feed."""

    fetch: Callable[[Feed], PollResult | Unread]  # waits for a server: in many threads at once
    know: Callable[[Feed, datetime], Feed]  # asks the store: in the thread that runs the scan
    read: Callable[[Unread], PollResult]  # computes: in as many threads as `readers`, each of which may own a process
    readers: int = 1
    stopped: Callable[[], bool] = lambda: False  # whether no more is to be begun; asked in many threads
    sending: Sending | None = None  # for runners that send feeds away
    tell: Callable[[str, str, Mapping[str, str]], object] = lambda *_: None  # somebody must know: LOST | WORKER, a
    # message, and its arguments


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How feeds are sent away."""

    setup: Callable[[], Callable[[], Away]]  # gives what makes there what does the work; picklable
    ready: Callable[[Feed], Feed | PollResult]  # the feed with its secrets, or why it can't be asked
    clock: Clock


class LeftError(Exception):
    """A task was not done, and may be tried again: nobody is to blame for it."""


class Away(Protocol):
    """The same work in another process, maybe on another machine: knows no store, and no secret but those sent."""

    def fetch(self, feed: Feed, now: datetime) -> PollResult | Unread:
        """The first half; in many threads."""
        ...

    def pause(self, server: str, seconds: float) -> None:
        """A server that asked others of us to be left alone is."""
        ...

    def read(self, unread: Unread) -> PollResult:
        """The second half, but for scores: within limits of time and memory."""
        ...

    def scored(self, polled: Polled) -> Polled:
        """The same with its mentions scored."""
        ...

    def answer(self, what: str, value: object) -> object:
        """Whatever else can be asked for, as `score` with passages."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Feeds that are polled as one task: all of their hosts that are under way. A value; picklable."""

    at: datetime  # when it is sent
    lanes: Sequence[Sequence[Feed]]
    pauses: Mapping[str, float] = field(default_factory=dict)  # server -> seconds for which it wants to be left alone


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to Away.answer as one task."""

    what: str
    value: object


Answers = Sequence[tuple[int, bytes]]
"""What comes of a task: by number, lane after lane, each feed's PollResult, pickled; or the answer."""


class Crew(Protocol):
    """Processes that do tasks, here or on other machines. Who dies over one is replaced, the rest done again."""

    @property
    def room(self) -> int:
        """How many tasks may be under way now."""
        ...

    @property
    def lost(self) -> bool:
        """Whether there is no way to it any more."""
        ...

    def submit(
        self, setup: bytes, packed: bytes, count: int, heard: Callable[[Answers | BaseException], object]
    ) -> Callable[[], object]:
        """Begin a task with so many answers; `heard` in any thread, once. What comes back drops it."""
        ...

    def warnings(self) -> Sequence[tuple[str, Mapping[str, str]]]:
        """What somebody must know by now, once: messages and their arguments."""
        ...


class Runner(Protocol):
    """Where the work of a scan runs. Results come as they are done, in any order; those of a lane in its order."""

    def run(self, work: Work, lanes: Sequence[Sequence[Feed]]) -> Generator[PollResult]:
        """Work on each feed once; the feeds of a lane one after the other, few under way at a time.

        Once it is `stopped`, what is under way is done, and what hasn't begun is left out.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a channel sends. `html` may be empty."""

    to: tuple[str, ...]
    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """Whom a message was not taken for, others having got it: for good, or for now. `answer`: what the server says."""

    refused: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    answer: str = ""


class Channel(Protocol):
    """Sends what was written down, to all of `to`."""

    def send(self, letter: Letter) -> Handed:
        """Whom it was not taken for, of `to` as it stands there; UnsentError when it went to nobody."""
        ...


Post = Callable[[str, bytes, Mapping[str, str]], Fetched | FetchFailed]
"""Posts a body to a URL with these headers, past the address guard, without following redirects: the HTTP client's."""
