"""What is stored, matched again: entries, what they won and lost, and how far that has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smwatch.models.declared import FeedSpec
    from smwatch.models.entries import Entry, Mention
    from smwatch.models.words import Span, Why


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
class Rematched:
    """A brand whose stored entries were matched again (interface: `scan --json`)."""

    brand: str
    reason: (
        str  # new | query | program: a brand that wasn't watched, a query that changed, a program that matches better
    )
    entries: int
    won: int
    lost: int
