"""What the detector hears of a brand, and by which feeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from smwatch.models.words import Label, Role, Why


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
