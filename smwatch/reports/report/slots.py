"""The period cut into bars that fit on a screen: hours, days, weeks, months or years, where the reader is. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from smwatch.models import HourCount, hour_of
from smwatch.reports.content import Numbers
from smwatch.reports.report.content import Slot, Step

LONGEST = ((Step.HOUR, timedelta(days=3, hours=1)), (Step.DAY, timedelta(days=92)), (Step.WEEK, timedelta(weeks=106)),
           (Step.MONTH, timedelta(days=366 * 10)))  # fmt: skip
"""What a bar stands for, up to periods of which length: some hundred bars at most."""

HOUR = timedelta(hours=1)


def whole(since: datetime, until: datetime, zone: tzinfo | None) -> tuple[datetime, datetime]:
    """The period in whole hours, as they are counted; one of more than three days begins with its first day."""
    begin, end = since.astimezone(UTC), until.astimezone(UTC)
    if end - begin > LONGEST[0][1]:
        begin = begin.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
        begin += timedelta(minutes=-begin.minute % 60)  # where midnight is half an hour off
    begin, last = hour_of(begin), hour_of(end)
    return begin, max(last if last == end else last + HOUR, begin + HOUR)


def step_of(since: datetime, until: datetime) -> Step:
    """What a bar of this period stands for."""
    return next((step for step, longest in LONGEST if until - since <= longest), Step.YEAR)


def slots(counts: Iterable[HourCount], since: datetime, until: datetime, zone: tzinfo | None) -> tuple[Slot, ...]:
    """The whole period, with the stretches in which nothing was said."""
    starts = list(_starts(step_of(since, until), since, until, zone))
    found = [Numbers()] * len(starts)
    for count in counts:
        at = max(0, bisect_right(starts, count.hour) - 1)
        found[at] += numbers(count)
    return tuple(map(Slot, starts, found))


def numbers(count: HourCount) -> Numbers:
    """An hour's."""
    return Numbers(
        mentions=count.mentions,
        negative=count.negative,
        neutral=count.neutral,
        positive=count.positive,
        own=count.own,
    )


def place(at: datetime, starts: Sequence[datetime], until: datetime) -> float:
    """Where a time is among bars that are all as wide: 0 to 1."""
    ends = [*starts[1:], until]
    n = max(0, bisect_right(starts, at) - 1)
    part = (at - starts[n]) / (ends[n] - starts[n]) if ends[n] > starts[n] else 0.0
    return (n + min(1.0, max(0.0, part))) / len(starts)


def _starts(step: Step, since: datetime, until: datetime, zone: tzinfo | None) -> Iterator[datetime]:
    """When each begins; the first may be cut off by the period's beginning."""
    yield since
    at = since
    while (at := _next(step, at, zone)) < until:
        yield at


def _next(step: Step, at: datetime, zone: tzinfo | None) -> datetime:
    """The beginning of the next one, as UTC."""
    if step is Step.HOUR:
        return at + HOUR
    midnight = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    match step:
        case Step.DAY:
            then = midnight + timedelta(days=1)
        case Step.WEEK:
            then = midnight + timedelta(days=7 - midnight.weekday())
        case Step.MONTH:
            then = (midnight.replace(day=1) + timedelta(days=32)).replace(day=1)
        case _:
            then = midnight.replace(year=midnight.year + 1, month=1, day=1)
    return then.replace(tzinfo=zone).astimezone(UTC) if zone else then.replace(tzinfo=None).astimezone(UTC)
