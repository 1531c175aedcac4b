"""What is read out of feeds: entries, the mentions among them, and how they feel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from smwatch.models.words import DateTrust, FeedKind

if TYPE_CHECKING:
    from smwatch.models.words import Label, Role, Span, Why


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
    author_role: Role | None = None  # who its author is to the company; None: what its feed declares


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentiment:
    """How a text feels about a brand. `score` and `label` are None where nothing could be scored."""

    score: float | None = None  # -1 to 1
    label: Label | None = None
    worst: float | None = None  # of the sentences about the brand, -1 to 1
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


class Brought(NamedTuple):
    """An entry that an export brings, and the feed that stands for where it was said."""

    feed: str
    entry: Entry
