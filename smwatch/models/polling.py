"""What flows through a scan: feeds that are due, and the result of a poll."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from smwatch.models.words import FailureKind

if TYPE_CHECKING:
    from smwatch.models.declared import FeedSpec
    from smwatch.models.entries import Entry, Mention


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
    author: str | None = ""  # None: it was let go, with the text
    published: str = ""  # in UTC, to the second; "" where its feed doesn't tell it


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """How a feed's document asks to be polled."""

    wait: timedelta | None = None  # not sooner than so long after the last time (ttl, sy:updatePeriod)
    base: datetime | None = None  # what `wait` is counted from (sy:updateBase)
    hours: tuple[int, ...] = ()  # of the day, UTC: not at these (skipHours)
    days: tuple[int, ...] = ()  # of the week, Monday is 0: not on these (skipDays)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed that is due; picklable. What is stored of its entries is only filled in to read a body (Store.know)."""

    spec: FeedSpec
    url: str  # where it is polled now: the spec's URL, or where it moved for good
    validators: Validators = Validators()
    known: tuple[KnownEntry, ...] = ()  # stored entries of this feed
    marks: bytes = b""  # what the entries of its last document are known by, unread (feeds/split.py)
    threads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # ^ comment feeds only: URL of an entry -> brands it mentions; comments under it are THREAD
    failures: int = 0  # in a row
    last_new: datetime | None = None  # when a poll last brought something new
    last_poll: datetime | None = None
    added: datetime | None = None  # when it was declared or found
    asks: Asks = Asks()
    rhythm: bytes = b""  # how often it has something new: feeds/rhythm.py
    silent_after: datetime | None = None  # its habit explains no silence beyond
    silent: str = ""  # how it fell silent: stopped | shrunk; "": it didn't
    worth: float = 0.0  # mentions that it brought, those of long ago counting less
    alerting: bool = False  # it mentioned a brand of which an alert is open
    newcomer: bool = False  # found on the way and never polled: such wait their turn
    reread: bool = False  # a query changed: what is known of its document is read once more


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
    edited: frozenset[str] = frozenset()  # keys of those that are edited ones
    mentions: tuple[Mention, ...] = ()
    prints: Mapping[str, bytes] = field(default_factory=dict)
    # ^ key of an entry that is a mention -> what its text is known by among its copies (text/shingles.py)
    validators: Validators = Validators()
    marks: bytes = b""  # those of this document; b"" where nothing was read
    moved_to: str = ""  # answered by 301/308: poll there from now on
    comment_feeds: tuple[FeedSpec, ...] = ()  # found on the way
    not_before: datetime | None = None  # the server or the feed asks to wait until then (Retry-After, max-age, ttl)
    asks: Asks | None = None  # how the document asks to be polled; None: nothing was read
    again: tuple[Entry, ...] = ()  # known ones of a document that is read once more
    comment_counts: Mapping[str, int] = field(default_factory=dict)  # comment feed -> comments that there are, it says
    notes: tuple[str, ...] = ()  # flaws that were lived with
    history: bool = False  # an export of long ago: each entry counts as fetched when it was published


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

    @property
    def postponed(self) -> bool:
        """It wasn't asked at all, as its host wants a pause: no failure of this feed."""
        return self.kind is FailureKind.THROTTLED and self.status is None


PollResult = Polled | PollFailed


@dataclass(frozen=True, slots=True)
class Timing:
    """When a feed is polled next, why then (a catalogue key), and what was learnt about its habits by now."""

    at: datetime
    why: str
    held: bool = False  # its server asked for the pause: kept to whoever asks
    retired: bool = False  # not to be polled again, unless somebody talks there again
    rhythm: bytes = b""  # as it is now; b"": as it was
    silent_after: datetime | None = None  # likewise, with the rhythm
    silent: str = ""  # stopped | shrunk; "": it speaks
    silent_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a transaction of the store added."""

    entries: int = 0  # new ones
    edited: int = 0
    mentions: int = 0  # new ones
    negative: int = 0
    unscored: int = field(default=0, compare=False)  # nothing in them could be scored
    stories: frozenset[str] = field(default=frozenset(), compare=False)  # that these new ones tell
    joined: Mapping[str, str] = field(default_factory=dict, compare=False)  # story -> the one that it is part of
