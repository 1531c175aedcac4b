"""Somebody's words, fit to be shown; and how many stories there are among them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from smwatch.models import Level, MentionRow
from smwatch.reports.safe import excerpt, language, line, link

if TYPE_CHECKING:
    from smwatch.locales import Speech
    from smwatch.models import Heard

GRAVEST = (Level.CONFIRMED, Level.EMERGING, Level.COOLING, Level.CLOSED)
"""Gravest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Somebody's words, fit to be shown: each field one bounded line; `title` or `text` may be empty, not both."""

    title: str
    text: str
    source: str
    author: str
    url: str  # http(s) or ""
    at: datetime
    lang: str


def quoted(said: Heard | MentionRow, limit: int = 220) -> Quote:
    """A mention's words, fit to be shown. A comment's title only repeats what it answers, so it has none."""
    comment = isinstance(said, MentionRow) and said.kind == "comment"
    text = excerpt(said.text, said.spans if isinstance(said, MentionRow) else (), limit)
    title = "" if comment and text else line(said.title)
    return Quote(
        title=title,
        text="" if title and text.rstrip("…") == title.rstrip("…") else text,
        source=line(said.source, 60),
        author=line(said.author, 60),
        url=link(said.url),
        at=said.published,
        lang=language(said.lang),
    )


def stories_of(mentions: Iterable[MentionRow]) -> int:
    """How many stories they tell: copies are one, and a text that says too little is a story of its own."""
    return len({mention.story or str(mention.id) for mention in mentions})


def with_stories(mentions: str, n: int, stories: int, speech: Speech) -> str:
    """So many mentions, and how many stories that is where some are copies: 41 mentions, 1 story."""
    if not 0 < stories < n:
        return mentions
    return f"{mentions}, {speech.count('{n} story', '{n} stories', stories)}"
