"""Who speaks, counted once: mentions in, sorted times of distinct voices out.

A mention is a voice when neither its author nor its story was heard within three days, so that one spammer is one
voice, a quarrel of three people three, and a wire story reprinted forty times one, while a thread with forty authors is
forty. Negative voices are counted apart: a neutral remark must not hide a negative one by the same author. So are those
that nothing could score: they are heard, but nobody knows that they aren't negative.

    voices.take(heard) -> (bool, bool)      new among all voices, new among those of the kind that counts
    voices.count(since, until), voices.everyone(since, until), voices.judged(since, until) -> int
    voices.kept(), voices.taken_up(kept)       as numbers, and back: to go on with at the next poll (hearing.py)
    distinct(mentions) -> list[Heard]       those that are a voice each

Times are hours since 1970. Memory: five days of voices, and marks of the names of those who spoke.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from hashlib import blake2b
from typing import Any, TypeAlias

from smwatch.models import AlertKind, Heard, Label, Role
from smwatch.text.authors import key_by_name

LATE = 48.0
"""Hours: an entry fetched longer than this after it was published is history (an archive, a new feed's first poll, the
backfill after an outage), and counts neither as now nor in what is usual."""

MEMORY = 72.0
"""Hours for which a voice that counts is remembered; the longest window."""

MEMORY_OF_ALL = 6.0
"""Hours for which any voice is remembered. Shorter: within three days most regulars have said something; counted once
only, they would make busy days seem to have few voices, and so a high negative share."""

COUNTED = frozenset({Role.PUBLIC, Role.PRESS, Role.PARTNER})
"""Whose mentions make a crisis: not the company's own people."""

OPENING = 10
"""Words from the start of a text that make two texts copies: feeds cut the same story at different lengths."""

Numbers: TypeAlias = "array[Any]"

_START = 400  # characters of a text that its opening is looked for in; the store watches over as many (listening_entry)


def hours(at: datetime) -> float:
    """An aware time as hours since 1970."""
    return at.timestamp() / 3600


def author_of(heard: Heard) -> str:
    """Who speaks, alike for one person (text/authors.py); a mention by nobody that is known is somebody of its own."""
    return heard.person or _signed(heard)


def _signed(heard: Heard) -> str:
    """The same, told by this mention alone: nothing that is heard later changes what was counted."""
    return key_by_name(heard.author, heard.url, heard.source) or heard.sign or "?" + heard.id


def names(heard: Heard) -> tuple[str, ...]:
    """What a voice is known by: its author, its story, and how its text begins.

    Short remarks under one post ("Boycott!") are alike, and yet by as many people as sign them.
    """
    keys = ["a:" + _signed(heard)]
    words = heard.text[:_START].casefold().split(None, OPENING)
    long = len(words) >= OPENING
    if heard.story and (long or not heard.thread):
        keys.append("s:" + heard.story)
    if long:
        keys.append("t:" + " ".join(words[:OPENING]).rstrip(".…"))
    return tuple(keys)


def marks(heard: Heard) -> tuple[int, ...]:
    """The same as numbers, which can be kept and tell nobody's name; alike whenever and wherever they are made."""
    told = (blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest() for name in names(heard))
    return tuple(int.from_bytes(mark, "little") for mark in told)


def counted(heard: Heard) -> bool:
    """Whether it can make an alert at all: not by the company's own people, and not history when it was fetched."""
    return heard.role in COUNTED and (heard.fetched - heard.published).total_seconds() <= LATE * 3600


def speaks(heard: Heard, kind: AlertKind) -> bool:
    """Whether a mention is of the kind that an alert counts: negative for a crisis, anything else for a buzz.

    One that could not be scored is talk, too: a flood in another language is told, as a buzz.
    """
    return (heard.label is Label.NEGATIVE) is (kind is AlertKind.CRISIS)


class _Distinct:
    """Sorted times of voices, each author and story at most once within `memory` hours."""

    __slots__ = ("_last", "_memory", "_times")

    def __init__(self, memory: float) -> None:
        self._memory = memory
        self._times: list[float] = []
        self._last: dict[str | int, float] = {}  # name -> when it was last counted

    def take(self, keys: tuple[str | int, ...], at: float) -> bool:
        """Count it, unless one of its names is remembered."""
        last = self._last
        for key in keys:
            if key in last and abs(at - last[key]) < self._memory:
                return False
        for key in keys:
            last[key] = at
        insort(self._times, at)
        return True

    def count(self, since: float, until: float) -> int:
        """How many in (since, until]."""
        return bisect_right(self._times, until) - bisect_right(self._times, since)

    def forget(self, now: float) -> None:
        """Drop times that no window reaches, and names that nobody can bear again who isn't history by then."""
        times, names = now - MEMORY - LATE, now - self._memory - LATE
        del self._times[: bisect_left(self._times, times)]
        self._last = {key: at for key, at in self._last.items() if at >= names}

    def kept(self) -> tuple[Numbers, ...]:
        """Its times, and names that are numbers with the times of theirs."""
        names: list[Any] = list(self._last)
        return array("d", self._times), array("Q", names), array("d", list(self._last.values()))

    def taken_up(self, kept: Iterator[Numbers]) -> None:
        """Go on from there."""
        self._times = next(kept).tolist()
        self._last = dict(zip(next(kept), next(kept), strict=True))


class Voices:
    """The distinct voices about one brand in the last days."""

    __slots__ = ("_judged", "_names", "_speaking", "_swept", "_unscored", "kind")

    def __init__(
        self, kind: AlertKind = AlertKind.CRISIS, names: Callable[[Heard], tuple[str | int, ...]] = names
    ) -> None:
        """`names`: what voices are known by; `marks`, where they are kept."""
        self.kind, self._names = kind, names
        self._speaking, self._swept = _Distinct(MEMORY), 0.0
        self._judged, self._unscored = _Distinct(MEMORY_OF_ALL), _Distinct(MEMORY_OF_ALL)

    def take(self, heard: Heard) -> tuple[bool, bool]:
        """Hear a mention, in fetching order; whether it is a new judged voice, and one that counts."""
        if not counted(heard):
            return False, False
        at, keys = hours(heard.published), self._names(heard)
        new = (self._unscored if heard.label is None else self._judged).take(keys, at) and heard.label is not None
        return new, speaks(heard, self.kind) and self._speaking.take(keys, at)

    def count(self, since: float, until: float) -> int:
        """Distinct voices that count (negative ones), published in (since, until]."""
        return self._speaking.count(since, until)

    def everyone(self, since: float, until: float) -> int:
        """Distinct voices of any feeling or of none that is known, published in (since, until]."""
        return self.judged(since, until) + self._unscored.count(since, until)

    def judged(self, since: float, until: float) -> int:
        """Distinct voices whose feeling is known, published in (since, until]: what shares are of."""
        return self._judged.count(since, until)

    def forget(self, now: float) -> None:
        """Drop what no window can reach any more; once a day is enough."""
        if now - self._swept >= 24:  # noqa: PLR2004 - hours of a day
            self._swept = now
            for voices in (self._speaking, self._judged, self._unscored):
                voices.forget(now)

    def kept(self) -> list[Numbers]:
        """What is known now, in numbers alone; of voices that are known by their `marks`."""
        some = [array("d", [self._swept])]
        return [*some, *self._speaking.kept(), *self._judged.kept(), *self._unscored.kept()]

    def taken_up(self, kept: Iterator[Numbers]) -> None:
        """Go on from there, as if nothing had come between."""
        (self._swept,) = next(kept)
        for voices in (self._speaking, self._judged, self._unscored):
            voices.taken_up(kept)


def distinct(mentions: Iterable[Heard]) -> list[Heard]:
    """Those mentions that are a voice each, first come first kept."""
    seen = _Distinct(MEMORY)
    return [heard for heard in mentions if seen.take(names(heard), hours(heard.published))]
