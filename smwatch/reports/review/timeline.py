"""What happened when, and the first hour minute by minute. Pure.

timeline(matter) -> tuple[Event, ...]      the oldest first
first_hour(matter, events) -> FirstHour
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from smwatch.models import AlertKind, Decision, Label, Level, MentionRow, Note, Post
from smwatch.reports.review.content import HOUR, Event, FirstHour, Matter, Minute
from smwatch.reports.safe import line

NOTE: Final = 400
"""Characters of a note."""

HAPPENED: Final = ("first", "heard", "opened", "confirmed", "peak", "last", "calm", "calm_by", "closed")
"""What nobody did, in the order in which it is told where it is of one time."""

DONE: Final = frozenset(
    {"acknowledge", "assign", "note", "close", "answer", "found", "ignore", "reopen", "label", "unlabel", "spoke"}
)
"""What somebody did about the alert or its mentions; that news left is none."""


NOTED: Final = frozenset({"note", "answer", "ignore", "close"})
"""What a note may come with."""


def timeline(matter: Matter) -> tuple[Event, ...]:
    """All of it."""
    events = [*_life(matter), *_news(matter), *_spoken(matter), *_together(_decided(matter))]
    rank = {what: place for place, what in enumerate(HAPPENED)}
    return tuple(sorted(events, key=lambda event: (event.at, rank.get(event.what, len(rank)))))


def first_hour(matter: Matter, events: Iterable[Event]) -> FirstHour:
    """What was known as the alert opened, and what came and was done until an hour later."""
    since = _minute(matter.alert.opened)
    until = min(since + HOUR, max(matter.until, since + timedelta(minutes=1)))
    found = dict[datetime, Minute]()
    others = matter.others
    for row in others:
        if matter.alert.opened < row.fetched < until:
            at = _minute(row.fetched)
            minute = found.get(at, Minute(at=at))
            found[at] = replace(minute, heard=minute.heard + 1, negative=minute.negative + negative(row))
    for event in events:
        if event.what in DONE and since <= event.at < until:
            at = _minute(event.at)
            minute = found.get(at, Minute(at=at))
            found[at] = replace(minute, done=(*minute.done, event))
    known = [row for row in others if row.fetched <= matter.alert.opened]
    return FirstHour(
        since=since,
        until=until,
        known=len(known),
        known_negative=sum(map(negative, known)),
        minutes=tuple(found[at] for at in sorted(found)),
        unheard=sum(row.published < until <= row.fetched for row in others),
    )


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def negative(row: MentionRow) -> bool:
    """Whether it speaks against the brand."""
    return row.label is Label.NEGATIVE


def _life(matter: Matter) -> Iterator[Event]:
    """What the alert went through by itself. When one that is over began to cool isn't kept; only by when it had."""
    alert, first = matter.alert, matter.first
    if first:
        yield Event(at=first.published, what="first", subject="mention", numbers=(first.id,))
        yield Event(at=max(first.fetched, first.published), what="heard", subject="mention", numbers=(first.id,))
    for what, at in (("opened", alert.opened), ("confirmed", alert.confirmed), ("peak", alert.peak)):
        if at:
            yield Event(at=at, what=what)
    loud = [row for row in matter.others if negative(row) is (alert.kind is AlertKind.CRISIS)]
    if alert.level in {Level.COOLING, Level.CLOSED} and loud:
        yield Event(at=loud[-1].published, what="last", subject="mention", numbers=(loud[-1].id,))
    if alert.level is Level.COOLING:
        yield Event(at=alert.updated, what="calm")
    if alert.closed and not any(_closed_it(one, alert.closed) for one in matter.decisions):
        if alert.closed - matter.quiet_after >= (alert.peak or alert.opened):
            yield Event(at=alert.closed - matter.quiet_after, what="calm_by")
        yield Event(at=alert.closed, what="closed")


def _closed_it(one: Decision, closed: datetime) -> bool:
    """Whether a person did."""
    return one.what == "close" and one.subject == "alert" and one.at <= closed


def _news(matter: Matter) -> Iterator[Event]:
    """Whom smwatch told."""
    for one in matter.posted:
        if one.state is Post.SENT and one.sent:
            told = [to for to in one.letter.to if to not in one.refused]
            yield Event(at=one.sent, what="told", whom=line(one.name or ", ".join(told), 200))


def _spoken(matter: Matter) -> Iterator[Event]:
    """What the company's own voice said where others read it."""
    for row in matter.rows:
        if matter.ours(row):
            yield Event(
                at=row.published, what="spoke", subject="mention", who=line(row.author or row.source, 60),
                numbers=(row.id,), text=line(row.text or row.title, NOTE), url=row.url,
            )  # fmt: skip


def _decided(matter: Matter) -> Iterator[Event]:
    """What people decided, with what they noted then; and what was noted in a name that is blotted out by now."""
    notes = {key: list(some) for key, some in matter.notes.items()}
    for one in matter.decisions:
        if one.number is None or one.what not in DONE:
            continue
        note = _taken(notes.get((one.subject, one.number), []), one) if one.what in NOTED else None
        yield Event(
            at=one.at, what=one.what, subject=one.subject, who=line(one.who, 60), whom=line(one.whom, 60),
            numbers=(one.number,), text=line(note.text, NOTE) if note else "",
        )  # fmt: skip
    for (subject, number), some in notes.items():
        for note in some:
            yield Event(
                at=note.at, what="note", subject=subject, who=line(note.who, 60), numbers=(number,),
                text=line(note.text, NOTE),
            )  # fmt: skip


def _taken(notes: list[Note], one: Decision) -> Note | None:
    """The note that came with a decision, taken out of the list."""
    for note in notes:
        if note.at == one.at and note.who == one.who:
            notes.remove(note)
            return note
    return None


def _together(events: Iterable[Event]) -> Sequence[Event]:
    """What one person did about several mentions in one go, as one event."""
    told = dict[tuple[object, ...], Event]()
    for event in events:
        whole = event.subject == "alert" or (event.what == "note" and not event.text)
        key = (event.at, event.what, event.subject, event.who, event.whom, event.text, event.numbers if whole else ())
        before = told.get(key)
        told[key] = replace(before, numbers=_joined(before, event)) if before else event
    return list(told.values())


def _joined(before: Event, event: Event) -> tuple[int, ...]:
    return tuple(dict.fromkeys((*before.numbers, *event.numbers)))
