"""What people do about mentions and alerts: decided by one, seen by all, in versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person decides about mentions or alerts; what is None stays as it is."""

    what: str  # acknowledge | assign | note | close | answer | ignore | reopen: the word of the journal
    status: str | None = None
    assignee: str | None = None
    note: str = ""
    over: bool = False  # an alert that is still open is closed
    due: datetime | None = None  # by when whom it is assigned to is to answer
    link: str = ""  # of the answer that was given


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """How far the work on a mention or an alert has come, and who last decided something about it."""

    subject: str  # mention | alert
    number: int
    status: str = "new"
    assignee: str = ""
    version: int = 0  # how often something was decided
    assigned: datetime | None = None  # a mention: since when its assignee has it
    due: datetime | None = None
    answered: datetime | None = None
    link: str = ""  # of the answer
    found: bool = False  # smwatch found the answer, no person said so
    reopened: datetime | None = None
    what: str = ""  # the last decision: the word of the journal; "": there is none yet
    who: str = ""  # whose it is
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a person noted about a mention or an alert."""

    number: int  # of the mention or alert
    at: datetime
    who: str
    text: str
