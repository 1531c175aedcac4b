"""What is read back: rows as they are listed, filters, and what a scan did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from smwatch.models.alerting import AlertChange
from smwatch.models.labels import Relearnt
from smwatch.models.polling import Entry, FeedSpec, Mention, Span
from smwatch.models.words import DateTrust, FailureKind, FeedKind, Health, Label, Origin, Role, Why


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRow:
    """A stored mention as it is listed; fields and their order are those of `mentions list --json`."""

    id: int
    brand: str
    why: Why
    published: datetime
    fetched: datetime
    date_trust: DateTrust
    source: str
    feed: str  # URL
    url: str
    title: str
    text: str
    author: str
    author_role: Role
    lang: str
    score: float | None
    label: Label | None
    scorer: str
    story: str
    thread: str
    status: str = "new"  # new | assigned | answered | ignored
    assignee: str = ""
    tags: tuple[str, ...] = ()
    kind: str = "entry"  # entry | comment | edit
    edited: bool = False
    current: bool = True  # False: the query no longer matches
    worst: float | None = None  # score of the worst sentence about the brand
    machine_score: float | None = None  # what the scorer says, also where the user said otherwise (scorer "user")
    machine_label: Label | None = None
    machine_scorer: str = ""
    spans: tuple[Span, ...] = ()  # not in the JSON: for highlights
    words: tuple[tuple[str, float], ...] = ()  # not in the JSON: what made the score


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMention:
    """What is stored of a mention, as far as matching its entry again needs it."""

    brand: str
    why: Why
    current: bool = True  # False: the query no longer matches
    status: str = "new"  # new | assigned | answered | ignored
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntry:
    """An entry as it is stored, with what it takes to match it again."""

    number: int  # the order in which entries came to be stored
    entry: Entry
    feed: str  # URL
    source: str  # as queries see it: "" where neither the config nor the feed names one
    about: tuple[str, ...] = ()  # brands that its feed is about
    fetched: datetime  # when it was first seen
    mentions: tuple[StoredMention, ...] = ()  # those that are not current too
    thread_brands: Mapping[str, datetime] = field(default_factory=dict)
    # ^ a comment: brands that the entry it answers mentions, and since when that is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A stored entry matched again."""

    stored: StoredEntry
    mentions: tuple[Mention, ...]  # of all brands, scored
    printed: bytes = b""  # what its text is known by among its copies (text/shingles.py)
    comment_feeds: tuple[FeedSpec, ...] = ()  # to be followed, as it is a mention


@dataclass(frozen=True, slots=True)
class Shift:
    """A mention that was won, or came back, or was lost, when its entry was matched again."""

    brand: str
    won: bool
    negative: bool = False
    new: bool = False  # it was never there before
    unscored: bool = field(default=False, compare=False)
    story: str = field(default="", compare=False)  # that it told when it was won


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What is stored of a brand: which query its mentions are of, and how far a new one has come."""

    brand: str
    fingerprint: str = ""  # of the query that everything stored was matched with; "": none, or that of an older program
    pending: str = ""  # of the query that entries are being matched with; "": there is nothing left to do
    reason: str = ""  # for that: new | query | program
    reached: int = 0  # the number of the last entry that was matched with it
    entries: int = 0  # matched with it so far
    won: int = 0  # mentions
    lost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rematched:
    """A brand whose stored entries were matched again (interface: `scan --json`)."""

    brand: str
    reason: (
        str  # new | query | program: a brand that wasn't watched, a query that changed, a program that matches better
    )
    entries: int
    won: int
    lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionFilter:
    """Which mentions to list; None or "" leaves a field open."""

    brand: str = ""
    since: datetime | None = None  # published at or after
    until: datetime | None = None  # published before
    fetched_since: datetime | None = None
    fetched_until: datetime | None = None
    after: int = 0  # with a higher number
    up_to: int = 0  # with no higher number
    source: str = ""
    lang: str = ""
    label: Label | None = None
    unscored: bool = False  # only those that have no label
    waits: bool = False  # only those that may want an answer: negative, with a question mark, or not new any more
    author: str = ""
    role: Role | None = None  # of the author
    status: str = ""
    thread: str = ""
    story: str = ""
    search: str = ""  # words, "phrases", prefix*, -without: accents and case make no difference
    best: bool = False  # what fits the search best comes first, not the newest
    hidden: bool = False  # also those whose query no longer matches
    gone: tuple[
        str, ...
    ] = ()  # not those of these brands, which the config doesn't name any more; with hidden they too
    limit: int | None = None
    brief: bool = False  # for whoever counts: links are empty, and texts that ask nothing (store/mentions.py)


_LATE: Final = timedelta(hours=1)
"""What was fetched so long before somebody listed may have been stored after: it waited for its turn to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How far somebody has listed what is new."""

    reached: int  # number of the last mention that was stored by then
    at: datetime  # when that was

    def heard_since(self, now: datetime) -> datetime | None:
        """From when on what is news must have been fetched; None: a clock that was ahead then tells nothing."""
        return self.at - _LATE if self.at <= now else None


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """How many mentions came after such a place."""

    mentions: int
    negative: int
    complete: bool = True  # False: there are more


@dataclass(frozen=True, slots=True, kw_only=True)
class HourCount:
    """How many mentions of a brand were published in an hour; hours without any aren't told."""

    hour: datetime  # its beginning
    mentions: int
    negative: int
    neutral: int = 0
    positive: int = 0  # what is missing of `mentions` could not be scored
    own: int = 0  # and besides, by the company's own people


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A brand's part of all mentions of a stretch of time."""

    brand: str
    mentions: int
    share: float  # 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """A stored feed as it is listed; fields and their order are those of `feeds list --json`."""

    url: str
    source: str
    kind: FeedKind
    origin: Origin
    parent: str
    enabled: bool
    last_poll: datetime | None
    last_new: datetime | None
    next_poll: datetime | None
    next_why: str  # a catalogue message
    status: Health
    failures: int
    message: str  # of the last failure: a catalogue message for `args`
    entries: int
    mentions: int
    args: Mapping[str, str] = field(default_factory=dict)  # not in the JSON, nor what follows
    failure_kind: FailureKind | None = None
    failure_status: int | None = None
    failing_since: datetime | None = None
    moved_to: str = ""  # where it is polled since it moved for good
    silent: str = ""  # how it fell silent: stopped | shrunk
    silent_since: datetime | None = None
    retired: bool = False  # a comment feed gone quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """What a scan warns of that is no failure: a feed falls silent against its habit, or speaks again.

    Or a brand isn't heard of at all, as all of its feeds are silent or failing; told as long as it lasts. Or a message
    did not leave.
    """

    kind: str  # silent | resumed | deaf | unsent
    brand: str  # what the feed is about; "": nothing in particular
    feed: str  # "": not about one of them
    message: str  # catalogue message
    args: Mapping[str, str] = field(default_factory=dict)
    at: datetime  # since when it is silent, or when it spoke again
    again: bool = False  # of a message that waits: it was told when it was first tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A feed that failed in this scan, as `scan --json` tells it."""

    feed: str
    kind: FailureKind
    status: int | None
    message: str  # catalogue message
    args: Mapping[str, str] = field(default_factory=dict)
    since: datetime  # failing since
    next: datetime | None  # None: never again
    persistent: bool = False  # since this scan long enough that somebody must look: told even with --quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanReport:
    """What a scan did (interface: `scan --json`)."""

    scan: int
    started: datetime
    seconds: float
    due: int = 0
    polled: int = 0
    unchanged: int = 0
    failed: int = 0
    skipped: int = 0  # enabled feeds that were not due
    entries_seen: int = 0
    entries_new: int = 0
    mentions_new: int = 0
    mentions_negative: int = 0
    mentions_unscored: int = 0  # nothing in them could be scored: another language, too short; not kept
    stories_new: int = 0  # that the new mentions tell: copies are one
    alerts: tuple[AlertChange, ...] = ()
    warnings: tuple[Warned, ...] = ()
    failures: tuple[Failure, ...] = ()
    alerting: int = 0  # alerts that are open now
    rematched: tuple[Rematched, ...] = ()  # brands whose query changed
    relearnt: Relearnt | None = None  # a head that was fitted to people's labels
    scorers: tuple[str, ...] = ()  # what scores carry: ("encoder/1",); not kept
