"""What smwatch sends, and what people decide: as it is kept and told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Post(StrEnum):
    """How far a message has come."""

    WAITING = "waiting"  # no server has said yet that it took it
    SENT = "sent"
    GIVEN_UP = "given up"  # it won't be taken, however often it is tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message as it travels: the same bytes each time that it is tried, so that whoever gets it twice can tell."""

    to: tuple[str, ...]
    message_id: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A message of the outbox. `letter.content` is empty once that is settled, and in lists."""

    number: int = 0
    name: str  # of the digest
    since: datetime | None  # it tells of the time from then on; None: that was not kept
    until: datetime
    letter: Letter
    refused: tuple[str, ...] = ()  # whom the server would not take it for
    state: Post = Post.WAITING
    tries: int = 0
    tried: datetime | None = None
    sent: datetime | None = None

    @property
    def at(self) -> datetime:
        """When something last happened to it."""
        return self.sent or self.tried or self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody decided: ids, labels and counts, never a text or an author's name."""

    at: datetime
    who: str
    what: str  # label, unlabel, use, refuse, allow, remove, prune, forget, ...
    subject: str  # of what kind: mention, head, brand, ...
    number: int | None = None
    was: str = ""
    became: str = ""
