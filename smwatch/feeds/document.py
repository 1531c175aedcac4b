"""What a feed's document says, whatever its format: the value between the two parsers and the rest of the room."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any, Final

from smwatch.locales import N_
from smwatch.models import Asks, FailureKind

MAX_ENTRIES: Final = 10_000  # of one document: the newest
MAX_TAGS: Final = 200_000  # of one document; feedparser takes some 30 µs for each
ENTRIES_TAGS: Final = MAX_TAGS * 9 // 10  # of these, what its entries may have; the rest is the head's
TOO_MANY: Final = N_("the feed has more than 10,000 entries; the newest were read")


def text_in(raw: Mapping[str, Any], name: str) -> str:
    """What a parsed document says under a name, where that is a text; else ""."""
    value = raw.get(name)
    return value if isinstance(value, str) else ""


class UnreadableError(Exception):
    """The document can't be read as a feed; `message` is a catalogue message filled with `args`."""

    def __init__(self, kind: FailureKind, message: str, **args: object) -> None:
        """Keep the parts apart: poll makes a PollFailed of them."""
        super().__init__(message)
        self.kind, self.message = kind, message
        self.said: Mapping[str, str] = {name: str(value) for name, value in args.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry as the document has it: HTML not yet cleaned, date not yet doubted."""

    id: str = ""
    url: str = ""  # absolute http(s), or ""
    title: str = ""  # HTML
    bodies: tuple[str, ...] = ()  # HTML, the fullest kind first
    author: str = ""
    author_email: str = ""
    author_url: str = ""
    published: datetime | None = None  # aware UTC; None: nothing readable
    or_published: tuple[datetime, ...] = ()  # what holds where `published` can't be, the likelier first
    doubtful: bool = False  # `published` and the first of `or_published` are two readings of one date
    comment_feeds: tuple[str, ...] = ()  # best first
    comment_count: int | None = None  # None: not told
    answers: str = ""  # URL of the entry that it answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A feed's document."""

    version: str  # feedparser's name of the format, or "json"; "" where none was recognised
    title: str = ""  # HTML
    url: str = ""  # of the page that the feed is of
    generator: str = ""
    drafts: tuple[Draft, ...] = ()
    comment_feeds: tuple[str, ...] = ()  # of the whole site, as the document names them
    asks: Asks = field(default=Asks())  # how the document asks to be polled
    notes: tuple[str, ...] = field(default=())  # flaws that were lived with: catalogue messages
    left_out: int = 0  # entries that weren't read: known by their bytes, or too many
    marks: tuple[bytes, ...] = ()  # of its entries in their order (split.py); empty where it couldn't be split
    kept_comment_feeds: frozenset[str] = frozenset()  # what entries that weren't read name as feeds of their comments

    @property
    def seen(self) -> int:
        """How many entries the document has."""
        return len(self.drafts) + self.left_out

    @property
    def wait(self) -> timedelta | None:
        """How long it asks to be left alone."""
        return self.asks.wait

    @property
    def wordpress(self) -> bool:
        """Whether WordPress made it."""
        return "wordpress" in self.generator.lower()


def newest(times: Sequence[float], tags: Sequence[int] = ()) -> list[int]:
    """Which are the newest MAX_ENTRIES, in their order; the first of those that are as old.

    `tags`: how many each has; fewer are taken where together they have more than may be read of a document.
    """
    found = heapq.nlargest(MAX_ENTRIES, range(len(times)), key=lambda at: (times[at], -at))
    if tags:
        room = accumulate(tags[at] for at in found)
        found = [at for at, used in zip(found, room, strict=True) if used <= ENTRIES_TAGS]
    return sorted(found)
