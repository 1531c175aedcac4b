"""What a scan did, and how its feeds do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smwatch.models.alerting import AlertChange
    from smwatch.models.heads import Relearnt
    from smwatch.models.matching import Rematched
    from smwatch.models.words import FailureKind, FeedKind, Health, Origin


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
class Warned:
    """What a scan warns of that is no failure: a feed falls silent against its habit, or speaks again.

    Or a brand isn't heard of at all, as all of its feeds are silent or failing; told as long as it lasts. Or a message
    did not leave. Or workers of a cluster can't be used, or were lost with the feeds that they had.
    """

    kind: str  # silent | resumed | deaf | unsent | worker | lost
    brand: str  # what the feed is about; "": nothing in particular
    feed: str  # "": not about one of them
    message: str  # catalogue message
    args: Mapping[str, str] = field(default_factory=dict)
    at: datetime  # since when it is silent, or when it spoke again
    again: bool = False  # of a message that waits: it was told when it was first tried


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
