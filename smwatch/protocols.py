"""What the parts promise one another. One paragraph of prose each; `tests/contracts/` holds everyone to it.

`app.py` alone knows which class keeps which promise.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from smwatch.models import (
    Alert,
    AlertChange,
    Failure,
    FailureKind,
    Feed,
    FeedRow,
    FeedSpec,
    Head,
    Heard,
    Label,
    MentionFilter,
    MentionRow,
    Polled,
    PollFailed,
    PollResult,
    Relabelled,
    Rescorable,
    Rescoring,
    Saved,
    ScanReport,
    Sentiment,
    Shift,
    Span,
    StoredEntry,
    Timing,
    Understood,
    UserLabel,
    Validators,
    Watched,
)

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is done with a feed, in the halves that may happen in different places. None of them raises for a feed."""

    fetch: Callable[[Feed], PollResult | Unread]  # waits for a server: in many threads at once
    know: Callable[[Feed, datetime], Feed]  # asks the store: in the thread that runs the scan
    read: Callable[[Unread], PollResult]  # computes: in as many threads as `readers`, each of which may own a process
    readers: int = 1


class Runner(Protocol):
    """Where the work of a scan runs. Results come as they are done, in any order; those of a lane in its order."""

    def run(self, work: Work, lanes: Sequence[Sequence[Feed]]) -> Iterator[PollResult]:
        """Work on each feed once; the feeds of a lane one after the other, few under way at a time."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a channel sends. `html` may be empty."""

    to: tuple[str, ...]
    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class Channel(Protocol):
    """Sends a message, or raises NothingDoneError saying what to mend."""

    def send(self, message: Message) -> tuple[str, ...]:
        """Those of `to` that were refused, the others having been accepted; NothingDoneError when it was all."""
        ...


NEWCOMERS = (200, 50)
"""How many feeds that were found on the way a scan polls for the first time, and how many of one host: the others wait
their turn, those of entries that mention a brand before the others, of negative ones before all, then the newest."""


class Store(Protocol):
    """Keeps everything, loses nothing. Each method that writes is one transaction; a kill between two is harmless."""

    path: Path

    def scanning(self, wait: float = 0) -> AbstractContextManager[None]:
        """Hold the one scan lock, across processes; BusyError if it isn't free within `wait` seconds."""
        ...

    def sync_feeds(self, specs: Sequence[FeedSpec], now: datetime) -> None:
        """The config's feeds and searches are these; new ones are due now, missing ones are disabled, never deleted.

        Discovered feeds stay, with their parent.
        """
        ...

    def due(
        self,
        now: datetime,
        *,
        everything: bool = False,
        only: Sequence[str] = (),
        newcomers: tuple[int, int] = NEWCOMERS,
    ) -> list[Feed]:
        """Enabled feeds whose time has come, the longest overdue first; without what `know` fills in.

        `everything`: due or not, but for feeds in back-off or gone. `only`: these URLs, whatever their state.
        """
        ...

    def know(self, feed: Feed, now: datetime) -> Feed:
        """The feed with what is stored of its entries: known, marks, threads. LookupError for one never made known."""
        ...

    def enabled_count(self) -> int:
        """How many feeds are enabled, due or not."""
        ...

    def save_poll(self, polled: Polled, timing: Timing) -> Saved:
        """Entries, mentions, comment feeds, validators and health of one feed, together or not at all.

        Saving the same poll again adds nothing. An edited entry keeps its row; its mentions are scored anew.
        """
        ...

    def save_failure(self, failed: PollFailed, timing: Timing) -> Failure:
        """The feed's health; back with since when it fails."""
        ...

    def watched(self) -> dict[str, Watched]:
        """The brands that are looked for, by name, and which query their mentions are of."""
        ...

    def begin_rematch(self, pending: Mapping[str, str], gone: Collection[str], now: datetime) -> None:
        """Stored entries are matched with these brands' queries (name -> fingerprint) from now on, or still.

        `gone`: brands that aren't looked for any more; their mentions stay.
        """
        ...

    def save_again(
        self,
        understood: Sequence[Understood],
        names: Collection[str],
        *,
        steps: Callable[[Sequence[Shift]], Sequence[Watched]] | None = None,
        settled: Collection[int] = (),
    ) -> list[Shift]:
        """What these entries mention by now, together or not at all; back with what changed.

        A mention that is none any more is hidden, if it is of one of the brands `names`. `steps`: how much further that
        brings the brands that are being matched. `settled`: comments that needn't be matched again any more.
        """
        ...

    def end_rematch(self, names: Collection[str], spared: Collection[str]) -> None:
        """All is matched with their queries; each feed but `spared` (URLs) is read whole at its next poll."""
        ...

    def unsettled(self, after: int = 0) -> list[StoredEntry]:
        """Some of the comments whose entry has gained or lost a mention since they were matched, by number."""
        ...

    def forgive(self, feeds: Sequence[str], at: datetime) -> None:
        """The last failure of these feeds was this machine's: it doesn't count, and they are due at `at`."""
        ...

    def begin_scan(self, now: datetime) -> int:
        """The new scan's number."""
        ...

    def end_scan(self, report: ScanReport) -> None:
        """Keep what it did."""
        ...

    def listening_since(self) -> datetime | None:
        """When the first scan began; None before it."""
        ...

    def heard(self, brand: str, since: datetime) -> list[Heard]:
        """The brand's mentions fetched since then, oldest first, as the detector wants them."""
        ...

    def alerts(self, *, brand: str = "", open_only: bool = False, limit: int | None = None) -> list[Alert]:
        """Newest first."""
        ...

    def alert(self, number: int) -> Alert | None:
        """One alert."""
        ...

    def save_alerts(self, changes: Sequence[AlertChange]) -> list[AlertChange]:
        """Insert what has id 0, update the rest; back with ids."""
        ...

    def mentions(self, wanted: MentionFilter) -> Iterator[MentionRow]:
        """Newest published first; streamed."""
        ...

    def mention(self, number: int) -> MentionRow | None:
        """One mention."""
        ...

    def label_mentions(self, numbers: Sequence[int], label: Label, now: datetime) -> list[Relabelled]:
        """A person says that these mentions are so: it holds for their stories, against any scorer, for good.

        All of them or none: LookupError for a number that no mention has. A label replaces those given before.
        """
        ...

    def unlabel_mentions(self, numbers: Sequence[int], now: datetime) -> list[Relabelled]:
        """Take back what holds for these mentions and their stories; what the scorer says counts again."""
        ...

    def labels(self) -> Iterator[UserLabel]:
        """Every label that wasn't taken back, the oldest first; streamed."""
        ...

    def label_of(self, number: int) -> UserLabel | None:
        """The label that holds for a mention: its own, or else the last that was given to its story."""
        ...

    def save_head(self, head: Head) -> Head:
        """One more version of what a scorer learnt; back with its number. An active one is in use from now on."""
        ...

    def use_head(self, scorer: str, version: int | None) -> None:
        """The scorer uses this version from now on; None: none."""
        ...

    def head(self, scorer: str) -> Head | None:
        """The version that the scorer uses."""
        ...

    def heads(self) -> list[Head]:
        """All versions, the newest first, removed ones too."""
        ...

    def remove_head(self, version: int) -> bool:
        """Forget a version's data, whether it is in use or not; False: there is none of that number."""
        ...

    def refuse_heads(self, *, refused: bool) -> None:
        """Whether none is to be used, of any scorer, until that is taken back."""
        ...

    def heads_refused(self) -> bool:
        """Whether that was said."""
        ...

    def count_to_rescore(self, wanted: Rescoring, after: int = 0) -> int:
        """How many mentions with a higher number are to be scored again."""
        ...

    def to_rescore(self, wanted: Rescoring, after: int = 0) -> list[Rescorable]:
        """The next of them by number, as many as one transaction takes; hidden ones wait until they come back."""
        ...

    def rescorable(self, number: int) -> Rescorable | None:
        """One mention with what it takes to score it, hidden or not; None: there is none of that number."""
        ...

    def rescored_to(self, wanted: Rescoring) -> int:
        """The last mention that was scored where scoring everything was stopped; 0: it begins."""
        ...

    def save_scores(self, scored: Sequence[tuple[int, Sentiment]], wanted: Rescoring) -> None:
        """What a scorer says of these mentions by now, and with `everything` how far that has come."""
        ...

    def end_rescore(self, wanted: Rescoring) -> None:
        """All are done: the next time it begins with the first."""
        ...

    def authors_like(self, wanted: str) -> tuple[str, ...]:
        """A few names of authors that hold this one, by how much is theirs; none where somebody bears it."""
        ...

    def entries(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int | None = None,
        newest_first: bool = False,
        after: int = 0,
    ) -> Iterator[StoredEntry]:
        """Every stored entry, in the order in which they came or the other way round; streamed, in bounded memory.

        `since`, `until`: published at or after, and before. `after`: only those with a higher number.
        """
        ...

    def feeds(self) -> list[FeedRow]:
        """Every feed with its health, by source."""
        ...

    def last_scan(self) -> ScanReport | None:
        """The last one that ended; its alerts and failures left out."""
        ...

    def digest_sent(self, name: str) -> datetime | None:
        """When the digest of this name was last sent."""
        ...

    def remember_digest(self, name: str, now: datetime) -> None:
        """It was sent now."""
        ...

    def close(self) -> None:
        """Give the file back."""
        ...
