"""What somebody has to do: mentions and alerts that are assigned to them, or theirs by the playbook. Pure.

in_order(parts, now) -> tuple[TodoPart, ...]      the longest overdue first
by_person(parts, now) -> tuple[PersonPart, ...]   for a digest
due_said(part, now, speech) -> str                "overdue by 2 hours"
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from smwatch.locales import N_
from smwatch.reports.quotes import quoted

if TYPE_CHECKING:
    from smwatch.locales import Speech
    from smwatch.models import Alert, MentionRow
    from smwatch.reports.quotes import Quote

SOON: Final = timedelta(hours=24)
"""What is due so soon, a morning's digest tells."""

SHOWN: Final = 140
"""Signs of a mention's words."""

THINGS: Final = {"mention": N_("mention {number}"), "alert": N_("alert {number}")}

_NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoPart:
    """One thing to do."""

    subject: str  # mention | alert
    number: int
    brand: str
    who: str  # whose it is; "": the playbook names nobody
    planned: bool = False  # by the playbook; nobody assigned it yet
    due: datetime | None = None
    since: datetime  # when it was published, or opened
    status: str = "new"
    version: int = 0
    copies: int = 1
    story: str = ""
    mention: MentionRow | None = None
    negatives: int = 0  # an alert's

    @property
    def quote(self) -> Quote | None:
        """A mention's words; read when they are shown, as few of a long list are."""
        return quoted(self.mention, SHOWN) if self.mention else None

    def overdue(self, now: datetime) -> timedelta:
        """By how much; none where it isn't."""
        return max(now - self.due, timedelta()) if self.due else timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPart:
    """What a digest tells of one person's list."""

    who: str
    overdue: tuple[TodoPart, ...] = ()
    soon: tuple[TodoPart, ...] = ()
    later: int = 0  # how many are due later, or have no time


def of_mention(row: MentionRow, *, who: str, due: datetime | None, planned: bool = False, version: int = 0) -> TodoPart:
    """A mention to answer."""
    return TodoPart(
        subject="mention", number=row.id, brand=row.brand, who=who, planned=planned, due=due, since=row.published,
        status=row.status, version=version, story=row.story, mention=row,
    )  # fmt: skip


def of_alert(alert: Alert, *, who: str, due: datetime | None, planned: bool = False, version: int = 0) -> TodoPart:
    """An alert to see to."""
    return TodoPart(
        subject="alert", number=alert.id, brand=alert.brand, who=who, planned=planned, due=due, since=alert.opened,
        status=alert.status, version=version, negatives=alert.negatives,
    )  # fmt: skip


def once(parts: Iterable[TodoPart]) -> list[TodoPart]:
    """Copies of a story as one thing to do, told by the first."""
    first = dict[tuple[str, str], TodoPart]()
    for part in sorted(parts, key=lambda part: (part.since, part.number)):
        key = part.brand, part.story or f"mention {part.number}"
        kept = first.get(key)
        first[key] = replace(kept, copies=kept.copies + 1) if kept else part
    return list(first.values())


def in_order(parts: Iterable[TodoPart]) -> tuple[TodoPart, ...]:
    """The longest overdue first, then what is due next; last what has no time: alerts, then mentions, oldest first."""
    return tuple(sorted(parts, key=lambda one: (one.due or _NEVER, one.subject, one.since, one.number)))


def by_person(parts: Iterable[TodoPart], now: datetime) -> tuple[PersonPart, ...]:
    """Everybody who has something, whoever has waited longest first."""
    lists = dict[str, list[TodoPart]]()
    for part in in_order(parts):
        lists.setdefault(part.who, []).append(part)
    told = list[PersonPart]()
    for who, some in lists.items():
        overdue = tuple(part for part in some if part.due and part.due < now)
        soon = tuple(part for part in some if part.due and now <= part.due < now + SOON)
        told.append(PersonPart(who=who, overdue=overdue, soon=soon, later=len(some) - len(overdue) - len(soon)))
    return tuple(told)


def due_short(part: TodoPart, now: datetime, speech: Speech) -> str:
    """The same for a column."""
    if part.due is None or part.due < now:
        return due_said(part, now, speech)
    return speech.short(part.due)[5:]


def due_said(part: TodoPart, now: datetime, speech: Speech) -> str:
    """By when, or by how much it is late; "" where no time is set."""
    if part.due is None:
        return ""
    if part.due < now:
        return speech.say(N_("overdue by {time}"), time=speech.span(now - part.due))
    return speech.say(N_("due in {time}, {when}"), time=speech.span(part.due - now), when=speech.when(part.due))
