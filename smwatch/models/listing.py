"""Mentions as they are listed, which ones are wanted, and how far somebody has listed what is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from smwatch.models.words import DateTrust, Label, Role, Span, Why

_LATE: Final = timedelta(hours=1)
"""What was fetched so long before somebody listed may have been stored after: it waited for its turn to write."""


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
    gone: tuple[str, ...] = ()  # not those of these brands, which aren't watched any more; with hidden they too
    limit: int | None = None
    bare: bool = False  # for whoever exports: what explains a mention (spans, words) is empty
    brief: bool = False  # for whoever counts: links are empty, and texts that ask nothing (store/mentions.py)


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
