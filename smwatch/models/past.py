"""What became of a mention, and what it stands among."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from smwatch.models.journal import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """An entry and the comments under it, as one of them stands there."""

    url: str  # of the entry's page
    title: str = ""  # of the entry, where it is stored
    mention: int = 0  # the entry's number as a mention of the same brand; 0: it is none
    comments: int = 0  # that are stored; one that two feeds brought is one
    place: int = 0  # which of them it is, by the time when it was published; 0: it is the entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of a mention besides what it says."""

    edited: datetime | None = None  # when its text was last seen changed
    decisions: tuple[Decision, ...] = ()  # the oldest first
    thread: Thread | None = None  # None: it has no page that could be answered
