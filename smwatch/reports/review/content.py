"""What a debrief says, before it is put in words. What an alert tells of itself comes said: alerts/ knows how. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from smwatch.models import Alert, Count, Decision, MentionRow, Note, Posted, Role, Task
from smwatch.reports.quotes import Quote
from smwatch.reports.report.content import TermPart

MAX_EVENTS, MAX_ANSWERS, MAX_OPEN, MAX_STORIES, MAX_SIGHTINGS, MAX_TERMS = 150, 60, 40, 10, 8, 10
"""How many of each are listed: nobody debriefs on more; the rest is counted. --json has them all."""

HOUR: Final = timedelta(hours=1)
AROUND: Final = timedelta(hours=3)
"""Before and after the first answer, to see what it did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What the alert's arithmetic says, in the reader's language."""

    arithmetic: str
    facts: tuple[str, ...] = ()  # growth, and how it compares
    window: str = ""
    asides: tuple[str, ...] = ()
    terms: tuple[TermPart, ...] = ()
    threads: tuple[tuple[Count, str], ...] = ()  # with their titles


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of the playbook that fitted the alert, from when on, and by when it wanted an answer."""

    level: str
    since: datetime
    who: str = ""
    within: timedelta | None = None
    say: str = ""

    @property
    def due(self) -> datetime | None:
        """By when; None: it doesn't say."""
        return self.since + self.within if self.within else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """An alert, and all that is stored about it; lists are sorted, the oldest first."""

    alert: Alert
    now: datetime
    since: datetime  # of its first mention
    until: datetime  # when it closed, or now
    quiet_after: timedelta  # calm needed before an alert closes
    saying: Saying
    first: MentionRow | None
    rows: Sequence[MentionRow]  # of its brand, published in between
    tasks: Mapping[int, Task]  # of those that somebody saw to
    notes: Mapping[tuple[str, int], Sequence[Note]]  # by subject and number
    decisions: Sequence[Decision]  # about the alert and these mentions
    posted: Sequence[Posted]  # news of it
    rules: Sequence[Rule]
    planned: bool  # there is a playbook
    ours: Callable[[MentionRow], bool]  # by the company's own voice
    due: Callable[[MentionRow], datetime | None]  # as the playbook wants a mention answered

    @property
    def others(self) -> list[MentionRow]:
        """What is told of the brand by others than the company's own people."""
        return [row for row in self.rows if not row.author_role.own and not self.ours(row)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, or that somebody did."""

    at: datetime
    what: str  # first, heard, opened, ...; told; or the journal's word for a decision
    subject: str = "alert"  # mention | alert
    who: str = ""
    whom: str = ""
    numbers: tuple[int, ...] = ()  # of mentions
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Minute:
    """A minute of the first hour in which something came or was done."""

    at: datetime
    heard: int = 0  # mentions that smwatch learnt of
    negative: int = 0
    done: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstHour:
    """From the alert's opening on."""

    since: datetime
    until: datetime
    known: int  # mentions that smwatch knew of as it opened
    known_negative: int
    minutes: tuple[Minute, ...]
    unheard: int  # published by its end, and fetched later

    @property
    def idle(self) -> bool:
        """Whether nobody did anything in it."""
        return not any(minute.done for minute in self.minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A mention that was answered."""

    number: int
    quote: Quote
    at: datetime
    took: timedelta
    who: str  # who says that it is answered, or whose answer was found
    found: bool
    url: str
    late: timedelta | None  # by how much, less than none where there was time left; None: no time was set


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A mention that wants an answer and has none, told once for all its copies."""

    number: int
    quote: Quote
    copies: int
    who: str  # whose it is
    due: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A mention that somebody said needs no answer."""

    number: int
    quote: Quote
    who: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """Where a story was told."""

    number: int
    at: datetime
    heard: datetime
    source: str
    author: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPart:
    """A story, and where it was told, the first mover first."""

    quote: Quote
    sightings: tuple[Sighting, ...]
    sources: int
    negative: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What people of one role said, counted."""

    role: Role
    mentions: int
    negative: int
    stories: int
    authors: int
    quote: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a rule asked, and what was done."""

    rule: Rule
    answered: datetime | None  # first
    late: timedelta | None  # as in Reply; None: nothing was asked, or nothing was said and there is time yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the policy asked of the alert, and what was done."""

    planned: bool
    kept: tuple[Kept, ...]
    seen: Event | None  # the first time that somebody did anything about it
    assigned: tuple[Event, ...]
    answered: datetime | None  # when the company first spoke
    before: int | None = None  # negative mentions in the hours before that, and after; None: they aren't over
    after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """All of a debrief."""

    alert: Alert
    made: datetime
    since: datetime
    until: datetime
    saying: Saying
    first: Quote | None
    first_number: int
    first_heard: datetime | None
    mentions: int  # without those by the company's own people, as the next two
    negative: int
    stories_told: int
    timeline: tuple[Event, ...]
    hour: FirstHour
    replies: tuple[Reply, ...]  # in the order of their answers
    median: timedelta | None  # from a mention to its answer
    waiting: tuple[Waiting, ...]
    left: tuple[Left, ...]
    stories: tuple[StoryPart, ...]  # most repeated first; of a crisis the negative ones
    policy: Policy
    groups: tuple[Group, ...]

    @property
    def wanted(self) -> int:
        """Mentions that were answered, or wait for it."""
        return len(self.replies) + sum(one.copies for one in self.waiting)
