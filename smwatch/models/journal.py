"""What smwatch sends, what people decide, and so what became of a mention: as it is kept and told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Post(StrEnum):
    """How far a message has come."""

    WAITING = "waiting"  # no server has said yet that it took it
    SENT = "sent"
    GIVEN_UP = "given up"  # it won't be taken, however often it is tried
    REPLACED = "replaced"  # newer news of the same alert came before it left


class Way(StrEnum):
    """By what a message leaves."""

    MAIL = "mail"
    APPRISE = "apprise"  # chats, telephones: whatever that library reaches
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why a message didn't leave: catalogue messages, and what they name."""

    what: str = ""
    mend: str = ""
    args: Mapping[str, str] = field(default_factory=dict)


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
    kind: str = "digest"  # digest | notice
    way: Way = Way.MAIL
    name: str  # of the digest, or of whom is told
    alert: int = 0  # number of the alert that a notice tells of
    since: datetime | None  # it tells of the time from then on; None: that was not kept
    until: datetime
    reached: int | None = None  # number of the last mention that a digest knew of; None: that was not kept
    letter: Letter
    taken: tuple[str, ...] = ()  # who has it already
    refused: tuple[str, ...] = ()  # whom the server would not take it for
    state: Post = Post.WAITING
    tries: int = 0
    tried: datetime | None = None
    due: datetime | None = None  # not before then; None: at once
    expires: datetime | None = None  # from then on it is tried no more; None: that was not kept
    trouble: Trouble = Trouble()
    sent: datetime | None = None

    @property
    def at(self) -> datetime:
        """When something last happened to it."""
        return self.sent or self.tried or self.until

    @property
    def missing(self) -> tuple[str, ...]:
        """Who is yet to get it."""
        done = {*self.taken, *self.refused}
        return tuple(to for to in self.letter.to if to not in done)

    def due_at(self, now: datetime) -> datetime:
        """When it is to be tried; that is now where nothing says when, or the clock was set back since the last try."""
        return self.due if self.due and (self.tried or self.until) <= now else now


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
    version: int | None = None  # of the work on it that this made
    whom_was: str = ""  # whose work it was before,
    whom: str = ""  # and since; blotted out where they were forgotten
    gone: bool = False  # what it was about isn't stored any more


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
