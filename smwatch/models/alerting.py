"""What the detector hears and says: mentions as voices, alerts with their arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from smwatch.models.words import AlertKind, Change, Label, Level, Role, Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A mention as the detector hears it."""

    id: str
    brand: str
    fetched: datetime  # when smwatch learnt of it
    published: datetime
    score: float | None  # -1 to 1; None where nothing could be scored
    label: Label | None = None
    scorer: str = ""  # who says so: "encoder/1", or "user"
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
    person: str = ""  # alike for mentions by one author, as far as all that is heard tells; "": only the name does
    sign: str = ""  # the address or page that it is signed with, where no name is told


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """How far the detector has listened to a brand, and what it knew then; both go on from there at the next poll."""

    brand: str
    since: datetime  # what was fetched before doesn't matter any more
    reached: int  # number of the last mention that is stored, of any brand
    passed: int = 0  # how many have been stored since it was kept
    state: bytes = b""  # b"": nothing is known, and all is heard
    heard: Sequence[Heard] = ()  # what has come since it was kept, or all; the oldest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Something and how often: a source, a thread, an author, a term."""

    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard:
    """A feed that an alert had to do without: it was silent or failing when the alert was at its loudest."""

    feed: str
    source: str
    how: str  # silent | failing
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ear:
    """A feed by which a brand is heard, and whether it hears anything at present."""

    brand: str  # "": any that its entries may name
    feed: str
    source: str
    how: str = ""  # silent | failing; "": it is fine
    since: datetime | None = None
    found: bool = False  # found on the way, not asked for in the config


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
    unheard: tuple[Unheard, ...] = ()  # feeds of the brand that were silent or failing at the peak


@dataclass(frozen=True, slots=True)
class AlertChange:
    """What a scan did to an alert."""

    alert: Alert
    change: Change
