"""How often a feed has something new, by hour of the week: learned from what it brings, and slowly forgotten. Pure.

    rhythm = learn(rhythm, at, since, dates)       None at first; the dates of a feed's first document teach it much
    rhythm.pack() -> bytes, unpack(bytes)          as it is stored with the feed

What is counted are hours (UTC) in which something was new, so that ten entries at once are one moment and a flood
of comments is no habit. Hours of the day, days of the week and the single hours of the week are each believed as far
as has been seen of them. Nothing depends on time zones; summer time moves a habit by an hour, which is smoothed away.
"""

from __future__ import annotations

import math
import struct
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
from typing import Final

HOUR, WEEK = 3_600, 168  # seconds; hours
HALF_LIFE: Final = 8 * WEEK  # hours after which a moment counts half; longer for a feed that seldom has any
LONGEST_HALF_LIFE: Final = 52 * WEEK
MEMORY: Final = 12  # moments that are remembered, even of a feed that seldom has any
DOUBT: Final = 3.0  # weeks: how much must be seen of an hour of the week before it is believed as much as what is usual
FAINT: Final = 2.0  # moments: likewise for an hour of the day or a day of the week
SUREST: Final = 0.97  # probability of something new in an hour; nothing is surer than that
LONG_REST: Final = 10 * 24  # hours without anything that may be a season's; the longest few are remembered
RESTS: Final = 4
MEASURED: Final = 5  # documents after which it is known how short they get
SHRINKS: Final = 3  # a document that is so many times shorter than any before has lost something
REST_HALF_LIFE: Final = 26 * WEEK  # what was usual last year need not be so now

_HEAD = struct.Struct("<2sQQQQfff4Q4fIIQ")
_COUNTS = struct.Struct(f"<{WEEK}e")
_VERSION = b"r1"
_STEP: Final = 12.0  # hazards are stored as a byte: so many steps to a doubling
_MOST: Final = round(230 + _STEP * math.log2(-math.log1p(-SUREST)))
_RATES: Final = tuple(2 ** ((byte - 230) / _STEP) if byte else 0.0 for byte in range(256))
_CHANCES: Final = tuple(-math.expm1(-(2 ** ((byte - 229.5) / _STEP))) for byte in range(_MOST))  # from byte to byte + 1


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A feed's habit. Hours are counted from 1970."""

    first: int  # the hour of the oldest entry that was ever seen of it
    heard: int  # the hour up to which it was heard
    last: int  # the second in which it last had something new
    newest: int = 0  # the latest date that one of its entries bore, in seconds
    weeks: float = 0.0  # how long it was heard; what is long ago counts less
    rests: tuple[float, float] = (0.0, 0.0)  # its two longest stretches without anything, in moments missed
    pauses: tuple[tuple[int, float], ...] = ()  # long ones: when each began, and how many hours it took
    documents: int = 0  # how many of its documents were measured, up to MEASURED
    fewest: int = 0  # entries that one of them held
    shrunk: int = 0  # the second in which its document shrank below all that it was before; 0: it didn't
    counts: tuple[float, ...] = (0.0,) * WEEK  # moments by hour of the week, Monday 0h UTC first
    hazards: bytes = bytes(WEEK)  # what is expected of each hour, packed

    @property
    def moments(self) -> float:
        """How many are remembered."""
        return sum(self.counts)

    @property
    def last_at(self) -> datetime:
        """When it last had something new."""
        return datetime.fromtimestamp(self.last, UTC)

    @property
    def gap(self) -> timedelta:
        """How long it usually is from one moment to the next."""
        return timedelta(hours=min(WEEK / max(self.weekly, 1e-6), LONGEST_HALF_LIFE))

    @property
    def weekly(self) -> float:
        """How many a week."""
        return self.moments / max(self.weeks, 1 / WEEK)

    def rate(self, hour: int) -> float:
        """Moments to be expected in an hour."""
        return _RATES[self.hazards[(hour + 72) % WEEK]]  # 1970 began on a Thursday

    @property
    def rates(self) -> list[float]:
        """The same for each hour of a week that begins as 1970 did, on a Thursday."""
        rates = [_RATES[byte] for byte in self.hazards]
        return rates[72:] + rates[:72]

    def missed(self, since: float, until: float) -> float:
        """Moments to be expected between two times (seconds): what the silence in between amounts to."""
        return self.missed_in([(since, until)])[0]

    def missed_in(self, stretches: Iterable[tuple[float, float]]) -> list[float]:
        """The same for several stretches."""
        rates = self.rates
        sums = [0.0, *accumulate(rates)]

        def until(second: float) -> float:
            """Moments from 1970 on."""
            weeks, hours = divmod(second / HOUR, WEEK)
            hour = int(hours)
            return weeks * sums[WEEK] + sums[hour] + (hours - hour) * rates[hour % WEEK]

        return [max(0.0, until(end) - until(begin)) for begin, end in stretches]

    def pack(self) -> bytes:
        """As bytes, about 600 of them."""
        pauses = (*self.pauses, *((0, 0.0),) * RESTS)[:RESTS]
        starts, lengths = [start for start, _ in pauses], [length for _, length in pauses]
        times = self.first, self.heard, self.last, self.newest
        sizes = self.documents, self.fewest, self.shrunk
        head = _HEAD.pack(_VERSION, *times, self.weeks, *self.rests, *starts, *lengths, *sizes)
        return head + _COUNTS.pack(*self.counts) + self.hazards


def unpack(packed: bytes) -> Rhythm | None:
    """Back from bytes; None where there are none, or none that are understood."""
    if len(packed) != _HEAD.size + _COUNTS.size + WEEK or packed[:2] != _VERSION:
        return None
    _, first, heard, last, latest, weeks, longest, second, *more = _HEAD.unpack_from(packed)
    starts, lengths, sizes = more[:RESTS], more[RESTS : 2 * RESTS], more[2 * RESTS :]
    known = tuple((start, length) for start, length in zip(starts, lengths, strict=True) if length)
    counts = _COUNTS.unpack_from(packed, _HEAD.size)
    hazards = packed[_HEAD.size + _COUNTS.size :]
    documents, fewest, shrunk = sizes
    rests = (longest, second)
    return Rhythm(
        first, heard, last, latest, weeks, rests, known, documents, fewest, shrunk, counts=counts, hazards=hazards
    )


def learn(
    rhythm: Rhythm | None, at: datetime, since: datetime | None, dates: Iterable[datetime], *, undated: bool = False
) -> Rhythm | None:
    """What is known after a poll at `at` that brought new entries of these dates; None where nothing ever came.

    `since`: the poll before, after which all of them must have come, whatever their dates say; None where the
    document says all that is known: its first, or one that has nothing in common with the one before. `undated`:
    there were others whose date can't be believed. Only entries later than all before end a silence: old ones that
    are shown once more are no news.
    """
    now = at.timestamp()
    told = sorted(min(max(date.timestamp(), 0.0), now) for date in dates)
    if not told and not undated:
        return rhythm
    came = [max(second, since.timestamp()) if since else second for second in told] + ([now] if undated else [])
    came = [min(second, now) for second in came]
    moments = sorted({int(second) // HOUR for second in came})
    if rhythm is None:
        before, fresh = Rhythm(first=moments[0], heard=moments[0], last=int(came[0])), came
    else:
        before = rhythm
        moments = [moment for moment in moments if moment != rhythm.last // HOUR]  # that one was counted
        fresh = [second for second, date in zip(came, (*told, now), strict=False) if date > rhythm.newest]
        if since is None:  # what happened between the two documents isn't known
            before = replace(before, heard=max(before.heard, int(min(came)) // HOUR))
    after = _shaped(_counted(before, moments, int(now) // HOUR)) if moments else before
    if fresh:
        rests, pauses = _rested(before, after if rhythm is None else before, fresh)
        latest = max(before.last, int(max(fresh)))
        after = replace(after, rests=rests, pauses=pauses, last=min(latest, int(now)))
    return replace(after, newest=max(before.newest, int(told[-1]) if told else 0))


def measure(rhythm: Rhythm, at: datetime, seen: int, *, fresh: bool) -> Rhythm:
    """The same after a document of so many entries. One that shrinks but brings something new has a new habit."""
    if fresh and rhythm.shrunk:
        return replace(rhythm, shrunk=0, fewest=seen, documents=1)
    known = rhythm.documents >= MEASURED and rhythm.heard - rhythm.first >= 2 * WEEK
    if known and seen * SHRINKS < rhythm.fewest:
        return rhythm if rhythm.shrunk else replace(rhythm, shrunk=int(at.timestamp()))
    fewest = min(seen, rhythm.fewest) if rhythm.documents else seen
    return replace(rhythm, shrunk=0, fewest=fewest, documents=min(rhythm.documents + 1, MEASURED))


def _rested(
    before: Rhythm, habit: Rhythm, seconds: Sequence[float]
) -> tuple[tuple[float, float], tuple[tuple[int, float], ...]]:
    """Its longest stretches without anything, those that have just ended included; old ones fade."""
    fades = 0.5 ** (max(0.0, max(seconds) - before.last) / HOUR / REST_HALF_LIFE)
    longest, second = (rest * fades for rest in before.rests)
    pauses = list(before.pauses)
    stretches = [pair for pair in pairwise((before.last, *sorted(seconds))) if pair[1] > pair[0] + HOUR]
    for (begin, end), missed in zip(stretches, habit.missed_in(stretches), strict=True):
        longest, second = max(longest, missed), max(second, min(longest, missed))
        if end - begin >= LONG_REST * HOUR:
            pauses.append((int(begin) // HOUR, (end - begin) / HOUR))
    kept = sorted(sorted(pauses, key=lambda pause: -pause[1])[:RESTS])
    return (longest, second), tuple(kept)


def _counted(rhythm: Rhythm, moments: Sequence[int], now: int) -> Rhythm:
    """With these moments, and the time that has passed; what was before counts less by now."""
    passed = max(0, now - rhythm.heard)
    had, spent = rhythm.moments + len(moments), rhythm.weeks * WEEK + passed
    half = min(max(HALF_LIFE, MEMORY * spent / max(had, 1)), LONGEST_HALF_LIFE)
    fades = 0.5 ** (passed / half)
    weeks = rhythm.weeks * fades + (1 - fades) * half / math.log(2) / WEEK
    counts = [count * fades for count in rhythm.counts]
    for moment in moments:
        counts[(moment + 72) % WEEK] += 0.5 ** (max(0, now - moment) / half)
    return replace(rhythm, heard=max(now, rhythm.heard), weeks=weeks, counts=tuple(counts))


def _shaped(rhythm: Rhythm) -> Rhythm:
    """With what is to be expected of each hour of the week."""
    counts, weeks, total = rhythm.counts, max(rhythm.weeks, 1 / WEEK), rhythm.moments
    even = DOUBT * total / weeks / WEEK
    hours = [sum(counts[hour::24]) for hour in range(24)]
    hours = [(hours[hour - 1] + 2 * hours[hour] + hours[(hour + 1) % 24]) / 4 for hour in range(24)]
    days = [sum(counts[24 * day : 24 * day + 24]) for day in range(7)]
    by_hour = [(n + FAINT) / (total / 24 + FAINT) if weeks > 2 / 7 else 1.0 for n in hours]  # of two days
    by_day = [even * (n + FAINT) / (total / 7 + FAINT) if weeks > 1 else even for n in days]
    usual = [day * hour for day in by_day for hour in by_hour]
    near = zip((counts[-1], *counts[:-1]), counts, (*counts[1:], counts[0]), usual, strict=True)
    seen = weeks + DOUBT
    return replace(
        rhythm, hazards=bytes([bisect_left(_CHANCES, ((a + b + b + c) / 4 + d) / seen) for a, b, c, d in near])
    )
