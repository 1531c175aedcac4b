"""From what is stored about an alert to its debrief: answered or not, story by story, asked and done. Pure.

compose(matter) -> Review
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from smwatch.models import AlertKind, MentionRow, Role
from smwatch.reports.answered import wants_an_answer
from smwatch.reports.quotes import quoted, stories_of
from smwatch.reports.review.content import (
    AROUND,
    Event,
    Group,
    Kept,
    Left,
    Matter,
    Policy,
    Reply,
    Review,
    Sighting,
    StoryPart,
    Waiting,
)
from smwatch.reports.review.timeline import first_hour, negative, timeline
from smwatch.reports.safe import line

QUOTE: Final = 200
"""Characters of somebody's words."""

SEEN: Final = frozenset({"acknowledge", "assign", "close", "note"})
"""What tells that somebody has seen an alert."""


def compose(matter: Matter) -> Review:
    """All of it."""
    others, first = matter.others, matter.first
    events = timeline(matter)
    replies = tuple(sorted(_replies(matter), key=lambda one: (one.at, one.number)))
    took = [one.took.total_seconds() for one in replies]
    stories = _stories(matter)
    return Review(
        alert=matter.alert,
        made=matter.now,
        since=matter.since,
        until=matter.until,
        saying=matter.saying,
        first=quoted(first, QUOTE) if first else None,
        first_number=first.id if first else 0,
        first_heard=first.fetched if first else None,
        mentions=len(others),
        negative=sum(map(negative, others)),
        stories_told=stories_of(others),
        timeline=events,
        hour=first_hour(matter, events),
        replies=replies,
        median=timedelta(seconds=median(took)) if took else None,
        waiting=_waiting(matter),
        left=tuple(_left(matter, events)),
        stories=stories,
        policy=_policy(matter, events, replies),
        groups=tuple(_groups(matter.rows)),
    )


def _by_story(rows: Sequence[MentionRow]) -> dict[str, list[MentionRow]]:
    found = defaultdict[str, list[MentionRow]](list)
    for row in rows:
        found[row.story or f"mention {row.id}"].append(row)
    return found


def _due(matter: Matter, row: MentionRow) -> datetime | None:
    """As it was set when it was given to somebody, else as the playbook wants it."""
    task = matter.tasks.get(row.id)
    return task.due if task and task.assigned else matter.due(row)


def _replies(matter: Matter) -> Iterator[Reply]:
    said_by = {row.url: row.author for row in matter.rows if row.url and matter.ours(row)}
    decided = {one.number: one.who for one in matter.decisions if (one.subject, one.what) == ("mention", "answer")}
    for row in matter.rows:
        task = matter.tasks.get(row.id)
        if task is None or task.status != "answered" or task.answered is None or matter.ours(row):
            continue
        if task.found and not (task.assigned or wants_an_answer(row)):
            continue  # it stands in a thread that was answered, and asked nothing
        due = _due(matter, row)
        who = said_by.get(task.link, "") if task.found else decided.get(row.id, "") or task.assignee
        yield Reply(
            number=row.id,
            quote=quoted(row, QUOTE),
            at=task.answered,
            took=max(task.answered - row.published, timedelta()),
            who=line(who, 60),
            found=task.found,
            url=task.link,
            late=task.answered - due if due else None,
        )


def _waiting(matter: Matter) -> tuple[Waiting, ...]:
    """What waits, the first due first; copies once. A story of which one copy is answered waits with the others."""
    open_ones = [row for row in matter.rows if _waits(matter, row)]
    told = [_waits_as(matter, copies) for copies in _by_story(open_ones).values()]
    return tuple(sorted(told, key=lambda one: (one.due is None, one.due or one.quote.at, one.quote.at, one.number)))


def _waits(matter: Matter, row: MentionRow) -> bool:
    task = matter.tasks.get(row.id)
    if matter.ours(row) or row.status in {"answered", "ignored"}:
        return False
    return bool(task and task.assigned) or wants_an_answer(row)


def _waits_as(matter: Matter, copies: Sequence[MentionRow]) -> Waiting:
    first = copies[0]
    dues = [due for row in copies if (due := _due(matter, row))]
    return Waiting(
        number=first.id,
        quote=quoted(first, QUOTE),
        copies=len(copies),
        who=line(next((row.assignee for row in copies if row.assignee), ""), 60),
        due=min(dues, default=None),
    )


def _left(matter: Matter, events: Sequence[Event]) -> Iterator[Left]:
    """With who said so, and why, as they noted it."""
    why = {number: one for one in events if one.what == "ignore" for number in one.numbers}
    for row in matter.rows:
        if row.status == "ignored":
            said = why.get(row.id)
            who, text = (said.who, said.text) if said else ("", "")
            yield Left(number=row.id, quote=quoted(row, QUOTE), who=who, why=text)


def _stories(matter: Matter) -> tuple[StoryPart, ...]:
    """Of a crisis what speaks against the brand; the company's own words are no sighting."""
    crisis = matter.alert.kind is AlertKind.CRISIS
    kept = [some for some in _by_story(matter.others).values() if not crisis or any(map(negative, some))]
    kept.sort(key=lambda some: (-len(some), some[0].published, some[0].id))
    return tuple(_story(some) for some in kept)


def _story(copies: Sequence[MentionRow]) -> StoryPart:
    return StoryPart(
        quote=quoted(copies[0], QUOTE),
        sightings=tuple(
            Sighting(
                number=row.id, at=row.published, heard=row.fetched, source=line(row.source, 60),
                author=line(row.author, 60), url=row.url,
            )
            for row in copies
        ),
        sources=len({row.source or row.feed for row in copies}),
        negative=sum(map(negative, copies)),
    )  # fmt: skip


def _policy(matter: Matter, events: Sequence[Event], replies: Sequence[Reply]) -> Policy:
    spoken = [event.at for event in events if event.what == "spoke"]
    first = min([*spoken, *(reply.at for reply in replies)], default=None)
    over = first is not None and first + AROUND <= matter.now
    return Policy(
        planned=matter.planned,
        kept=tuple(
            Kept(rule=rule, answered=first, late=_late(rule.due, first, matter.now)) for rule in matter.rules
        ),
        seen=next((event for event in events if event.subject == "alert" and event.what in SEEN), None),
        assigned=tuple(event for event in events if (event.subject, event.what) == ("alert", "assign")),
        answered=first,
        before=_negatives(matter, first - AROUND, first) if first and over else None,
        after=_negatives(matter, first, first + AROUND) if first and over else None,
    )  # fmt: skip


def _late(due: datetime | None, answered: datetime | None, now: datetime) -> timedelta | None:
    """By how much an answer was late, or is by now; less than none where there was time left."""
    if due is None or (answered is None and now <= due):
        return None
    return (answered or now) - due


def _negatives(matter: Matter, since: datetime, until: datetime) -> int:
    return sum(negative(row) and since <= row.published < until for row in matter.others)


def _groups(rows: Sequence[MentionRow]) -> Iterator[Group]:
    """By role, in the order public, press, partners, own people; each with the words that were repeated most."""
    for role in (Role.PUBLIC, Role.PRESS, Role.PARTNER, Role.EMPLOYEE, Role.OFFICIAL):
        theirs = [row for row in rows if row.author_role is role]
        if not theirs:
            continue
        loudest = max(_by_story(theirs).values(), key=lambda some: (sum(map(negative, some)), len(some), -some[0].id))
        yield Group(
            role=role,
            mentions=len(theirs),
            negative=sum(map(negative, theirs)),
            stories=stories_of(theirs),
            authors=len({row.author for row in theirs if row.author}),
            quote=quoted(loudest[0], QUOTE),
        )
