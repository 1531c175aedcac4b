"""What a feed's document says, whatever its format: the value between the two parsers and the rest of the room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from smwatch.models import Asks, FailureKind


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

    @property
    def wait(self) -> timedelta | None:
        """How long it asks to be left alone."""
        return self.asks.wait

    @property
    def wordpress(self) -> bool:
        """Whether WordPress made it."""
        return "wordpress" in self.generator.lower()
