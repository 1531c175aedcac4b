"""What flows through smwatch: frozen values, nothing but data.

All times are aware UTC. Text is plain text, already cleaned (`text/clean.py`); it keeps its characters.
The words (feed, entry, mention, story, alert ...) are those of docs/glossary.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Why(StrEnum):
    """Why an entry is a mention of a brand."""

    NAMED = "NAMED"  # the brand's query matched its text
    THREAD = "THREAD"  # it answers an entry that is a mention
    PAGE = "PAGE"  # its feed is declared to be about the brand


class Label(StrEnum):
    """What a sentiment score amounts to."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class DateTrust(StrEnum):
    """How far an entry's published time can be believed."""

    FEED = "feed"  # as the feed says
    GUESSED = "guessed"  # the feed says nothing readable; the time of the poll stands in
    CLAMPED = "clamped"  # the feed says something impossible (future, 1970); moved to the poll


class FeedKind(StrEnum):
    """What a feed carries."""

    ENTRIES = "entries"
    COMMENTS = "comments"


class Origin(StrEnum):
    """Where a feed in the database came from."""

    CONFIG = "config"
    SEARCH = "search"  # made by a preset from a [[searches]] table
    DISCOVERED = "discovered"  # a comment feed found on the way


class Health(StrEnum):
    """How a feed is doing."""

    OK = "ok"
    FAILING = "failing"
    SILENT = "silent"  # answers, but stopped bringing anything, against its own habit
    GONE = "gone"  # 410: never polled again
    DISABLED = "disabled"


class FailureKind(StrEnum):
    """Why a poll failed (interface: failure kinds)."""

    DNS = "dns"
    CONNECT = "connect"
    TIMEOUT = "timeout"
    TLS = "tls"
    STATUS = "status"
    TOO_LARGE = "too_large"
    REDIRECT = "redirect"
    FORBIDDEN_ADDRESS = "forbidden_address"
    NOT_A_FEED = "not_a_feed"
    MALFORMED = "malformed"
    GONE = "gone"
    THROTTLED = "throttled"
    UNAUTHORIZED = "unauthorized"
    PROTOCOL = "protocol"


class Level(StrEnum):
    """Where an alert is in its life."""

    EMERGING = "emerging"
    CONFIRMED = "confirmed"
    COOLING = "cooling"
    CLOSED = "closed"


class AlertKind(StrEnum):
    """What an alert is about."""

    CRISIS = "crisis"  # too many negative mentions
    BUZZ = "buzz"  # too many mentions that are not negative: told, never an alarm


class Change(StrEnum):
    """What a scan did to an alert."""

    OPENED = "opened"
    CONFIRMED = "confirmed"
    COOLING = "cooling"
    REOPENED = "reopened"
    CLOSED = "closed"
    GREW = "grew"  # same level, louder: its figures are stored, and nobody is told


class Role(StrEnum):
    """Who an author is to the company."""

    OFFICIAL = "official"
    EMPLOYEE = "employee"
    PARTNER = "partner"
    PRESS = "press"
    PUBLIC = "public"


# --- feeds -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSpec:
    """A feed as the config, a preset or a discovery declares it; no state."""

    url: str
    source: str = ""  # "": the feed's own title
    kind: FeedKind = FeedKind.ENTRIES
    origin: Origin = Origin.CONFIG
    about: tuple[str, ...] = ()  # brands: every entry is a PAGE mention of these
    comments: str = "mentions"  # follow comment feeds of: mentions | all | none
    every: timedelta | None = None  # shortest time between polls; None: adapts to the feed
    headers: Mapping[str, str] = field(default_factory=dict)  # values may be secrets: env:, file:, keyring:
    enabled: bool = True
    author_role: Role = Role.PUBLIC
    parent: str = ""  # discovered: URL of the feed that led here
    thread: str = ""  # discovered, comments of one entry: that entry's URL; "" when of a whole site


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What makes the next poll conditional, and lets an unchanged body be skipped."""

    etag: str = ""
    last_modified: str = ""
    body_digest: str = ""  # hex digest of the last body that was parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEntry:
    """As much of a stored entry as it takes to know it again."""

    key: str
    id: str  # the feed's own id, "" where it gives none
    url: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed that is due, with everything a poll needs to know; picklable."""

    spec: FeedSpec
    url: str  # where it is polled now: the spec's URL, or where it moved for good
    validators: Validators = Validators()
    known: tuple[KnownEntry, ...] = ()  # stored entries of this feed
    threads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # ^ comment feeds only: URL of an entry -> brands it mentions; comments under it are THREAD
    failures: int = 0  # in a row
    last_new: datetime | None = None  # when a poll last brought something new


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed, as parsed and cleaned."""

    key: str  # what it is known by within its feed: stable over polls, unique in the feed
    id: str = ""  # the feed's own id, "" where it gives none
    url: str = ""  # http(s) or ""
    title: str = ""
    text: str = ""
    author: str = ""
    author_email: str = ""
    author_url: str = ""
    published: datetime
    date_trust: DateTrust = DateTrust.FEED
    lang: str = ""  # "fr", "en", ... found in the text; "" where it can't be told
    kind: FeedKind = FeedKind.ENTRIES  # COMMENTS: it is a comment
    thread: str = ""  # a comment: URL of the entry it answers, as far as the feed tells
    comment_feeds: tuple[str, ...] = ()  # URLs of the feeds of its own comments
    digest: str = ""  # hex digest of title and text: changes when the entry is edited


@dataclass(frozen=True, slots=True)
class Span:
    """Where something stands in an entry's cleaned text: code points, end not included."""

    part: str  # "title" or "text"
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentiment:
    """How a text feels about a brand. `score` and `label` are None where nothing could be scored."""

    score: float | None = None  # -1 to 1
    label: Label | None = None
    scorer: str = ""  # name and version, as "vader/1"
    words: tuple[tuple[str, float], ...] = ()  # what made it: words as written, and their share


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An entry that is about a brand, why we think so, and how it feels."""

    entry_key: str
    brand: str
    why: Why
    spans: tuple[Span, ...] = ()  # the names found; empty unless NAMED
    sentiment: Sentiment = Sentiment()
    story: str = ""  # copies of one text share it


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """A poll that went well: what one feed brought, ready to be stored in one transaction."""

    feed: Feed
    at: datetime  # when it was fetched
    status: int = 200  # 304 where the server said that nothing changed
    unchanged: bool = False  # nothing was parsed: 304, or a body already seen
    title: str = ""  # the feed's own title
    seen: int = 0  # entries in the document
    entries: tuple[Entry, ...] = ()  # new or edited ones only
    mentions: tuple[Mention, ...] = ()
    validators: Validators = Validators()
    moved_to: str = ""  # answered by 301/308: poll there from now on
    comment_feeds: tuple[FeedSpec, ...] = ()  # found on the way
    not_before: datetime | None = None  # the server or the feed asks to wait until then (Retry-After, max-age, ttl)
    notes: tuple[str, ...] = ()  # flaws that were lived with


@dataclass(frozen=True, slots=True, kw_only=True)
class PollFailed:
    """A poll that failed: a value, so that one dead feed never stops the others."""

    feed: Feed
    at: datetime
    kind: FailureKind
    status: int | None = None
    message: str = ""  # a catalogue key, filled with `args` at the edge
    args: Mapping[str, str] = field(default_factory=dict)
    not_before: datetime | None = None


PollResult = Polled | PollFailed


@dataclass(frozen=True, slots=True)
class Timing:
    """When a feed is polled next, and why then (a catalogue key)."""

    at: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a transaction of the store added."""

    entries: int = 0  # new ones
    edited: int = 0
    mentions: int = 0  # new ones
    negative: int = 0


# --- brands ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """What is watched. Either `query`, or `names` with `exclude` and `context`."""

    name: str
    kind: str = "own"  # own | competitor
    names: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    query: str = ""
    alerts: bool = True  # raises crises; default False for competitors


# --- alerts ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A mention as the detector hears it."""

    id: str
    brand: str
    fetched: datetime  # when smwatch learnt of it
    published: datetime
    score: float | None  # -1 to 1; None where nothing could be scored
    label: Label | None = None
    source: str = ""
    author: str = ""
    thread: str = ""
    story: str = ""  # copies share it; "" counts as a story of its own
    title: str = ""
    text: str = ""
    url: str = ""
    lang: str = ""
    why: Why = Why.NAMED
    role: Role = Role.PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Something and how often: a source, a thread, an author, a term."""

    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A stretch of time in which a brand gets too many negative mentions, with its arithmetic."""

    id: int = 0  # 0 until stored
    brand: str
    kind: AlertKind = AlertKind.CRISIS
    level: Level = Level.EMERGING
    opened: datetime
    confirmed: datetime | None = None
    peak: datetime | None = None
    closed: datetime | None = None
    updated: datetime
    window: timedelta  # the window that spoke loudest
    negatives: int  # distinct stories that are negative, in that window
    mentions: int  # all of them, in that window
    stories: int
    authors: int
    expected: float  # negatives expected in that window, from the brand's past
    probability: float  # of as many or more by chance, corrected for how often one looks
    sources: tuple[Count, ...] = ()  # loudest first
    threads: tuple[Count, ...] = ()
    terms: tuple[Count, ...] = ()
    first_mention: str = ""  # id of the first negative mention of the stretch
    status: str = "new"  # new | acknowledged | assigned | false | done
    assignee: str = ""
    previous: int = 0  # id of the alert before, of which this is another wave; 0: none


@dataclass(frozen=True, slots=True)
class AlertChange:
    """What a scan did to an alert."""

    alert: Alert
    change: Change


# --- what is read back -------------------------------------------------------------------------


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
    spans: tuple[Span, ...] = ()  # not in the JSON: for highlights
    words: tuple[tuple[str, float], ...] = ()  # not in the JSON: what made the score


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionFilter:
    """Which mentions to list; None or "" leaves a field open."""

    brand: str = ""
    since: datetime | None = None  # published at or after
    until: datetime | None = None  # published before
    fetched_since: datetime | None = None
    fetched_until: datetime | None = None
    source: str = ""
    lang: str = ""
    label: Label | None = None
    author: str = ""
    status: str = ""
    thread: str = ""
    story: str = ""
    search: str = ""  # words, "phrases", prefix*: without accents
    hidden: bool = False  # also those whose query no longer matches
    limit: int | None = None


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
    args: Mapping[str, str] = field(default_factory=dict)  # not in the JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A feed that failed in this scan, as `scan --json` tells it."""

    feed: str
    kind: FailureKind
    status: int | None
    message: str  # catalogue message
    args: Mapping[str, str] = field(default_factory=dict)
    since: datetime  # failing since
    next: datetime
    persistent: bool = False  # long enough that somebody must look: told even with --quiet


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
    alerts: tuple[AlertChange, ...] = ()
    failures: tuple[Failure, ...] = ()
    alerting: int = 0  # alerts that are open now
