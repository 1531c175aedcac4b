"""Who speaks, counted once: mentions in, sorted times of distinct voices out.

A mention is a voice when neither its author nor its story was heard within three days, so that one spammer is one
voice, a quarrel of three people three, and a wire story reprinted forty times one, while a thread with forty authors is
forty. Negative voices are counted apart: a neutral remark must not hide a negative one by the same author. So are those
that nothing could score: they are heard, but nobody knows that they aren't negative.

    voices.take(heard) -> (bool, bool)      new among all voices, new among those of the kind that counts
    voices.take(heard, crowd.take(heard))      the same, where several kinds of voices share a Crowd
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
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from smwatch.alerts.quarrel import Turns
from smwatch.models import AlertKind, Label
from smwatch.text.authors import key_by_name

if TYPE_CHECKING:
    from smwatch.models import Heard

LATE = 48.0
"""Hours: an entry fetched longer than this after it was published is history (an archive, a new feed's first poll, the
backfill after an outage), and counts neither as now nor in what is usual."""

MEMORY = 72.0
"""Hours for which a voice that counts is remembered; the longest window."""

MEMORY_OF_ALL = 6.0
"""Hours for which any voice is remembered. Shorter: within three days most regulars have said something; counted once
only, they would make busy days seem to have few voices, and so a high negative share."""

OPENING = 10
"""Words from the start of a text that make two texts copies: feeds cut the same story at different lengths."""

Numbers: TypeAlias = "array[Any]"

_NEGATIVE, _CRISIS = Label.NEGATIVE, AlertKind.CRISIS  # asked of each mention: to ask the enumerations takes longest

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
    who = "a:" + _signed(heard)
    words = heard.text[:_START].split(None, OPENING)
    long = len(words) >= OPENING
    story = ("s:" + heard.story,) if heard.story and (long or not heard.thread) else ()
    return (who, *story, "t:" + " ".join(words[:OPENING]).casefold().rstrip(".…")) if long else (who, *story)


def mark(name: str) -> int:
    """A name as a number, which can be kept and tells nobody's name; alike whenever and wherever it is made."""
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def plain(name: str) -> str:
    """A name as it is, where nothing is kept."""
    return name


def counted(heard: Heard) -> bool:
    """Whether it can make an alert at all: not by the company's own people, and not history when it was fetched."""
    return not heard.role.own and (heard.fetched - heard.published).total_seconds() <= LATE * 3600


def speaks(heard: Heard, kind: AlertKind) -> bool:
    """Whether a mention is of the kind that an alert counts: negative for a crisis, anything else for a buzz.

    One that could not be scored is talk, too: a flood in another language is told, as a buzz.
    """
    return (heard.label is _NEGATIVE) is (kind is _CRISIS)


def order(heard: Heard) -> tuple[datetime, datetime, str, str, str, str, str]:
    """What comes first: poll by poll, the older first; of one time by what is said, not by its place in the feed."""
    return heard.fetched, heard.published, heard.text, heard.title, heard.author, heard.url, heard.id


class Marks:
    """When each mark was last counted, in two rows sorted by mark: kept and taken up as they stand, however many."""

    __slots__ = ("marks", "times")

    def __init__(self, marks: Numbers, times: Numbers) -> None:
        if len(marks) != len(times):
            raise ValueError(len(times))
        self.marks, self.times = marks, times

    def get(self, mark: str | int) -> float | None:
        """The time of one, as a dict has it."""
        at = bisect_left(self.marks, mark)
        there = at < len(self.marks) and self.marks[at] == mark
        return float(self.times[at]) if there else None

    def __setitem__(self, mark: str | int, time: float) -> None:
        at = bisect_left(self.marks, mark)
        if at < len(self.marks) and self.marks[at] == mark:
            self.times[at] = time
        else:
            self.marks.insert(at, mark)
            self.times.insert(at, time)

    def pop(self, mark: str | int, default: None) -> None:
        """Nothing: the order is that of the marks."""

    def items(self) -> Iterator[tuple[Any, float]]:
        """All of them."""
        return zip(self.marks, self.times, strict=True)


class _Distinct:
    """Sorted times of voices, each author and story at most once within `memory` hours."""

    __slots__ = ("_last", "_memory", "_times")

    def __init__(self, memory: float) -> None:
        self._memory = memory
        self._times: list[float] | Numbers = []
        self._last: dict[str | int, float] | Marks = {}  # name -> when it was last counted

    def take(self, keys: tuple[str | int, ...], at: float) -> bool:
        """Count it, unless one of its names is remembered; what it tells is heard then, too, whoever tells it next."""
        last, memory = self._last, self._memory
        new = [key for key in keys if (before := last.get(key)) is None or abs(at - before) >= memory]
        counts = len(new) == len(keys)
        for key in new:
            if counts or key != keys[0]:  # who repeats a story may have something to say of their own
                last.pop(key, None)  # the latest is to stand last
                last[key] = at
        if counts:
            insort(self._times, at)
        return counts

    def count(self, since: float, until: float) -> int:
        """How many in (since, until]."""
        return bisect_right(self._times, until) - bisect_right(self._times, since)

    def forget(self, now: float) -> None:
        """Drop times that no window reaches, and names that nobody can bear again who isn't history by then."""
        times, names = now - MEMORY - LATE, now - self._memory - LATE
        del self._times[: bisect_left(self._times, times)]
        if isinstance(self._last, dict):  # in the order of hearing: who is history stands first, or nearly
            for key, _ in list(takewhile(lambda item: item[1] < names, self._last.items())):
                del self._last[key]
        else:
            self._last = {key: at for key, at in self._last.items() if at >= names}

    def kept(self) -> tuple[Numbers, ...]:
        """Its times, and names that are numbers with the times of theirs."""
        if not isinstance(self._last, Marks):
            last = sorted(self._last.items())
            self._last = Marks(array("Q", (mark for mark, _ in last)), array("d", (at for _, at in last)))
        return array("d", self._times), self._last.marks, self._last.times

    def taken_up(self, kept: Iterator[Numbers]) -> None:
        """Go on from there."""
        self._times, self._last = next(kept), Marks(next(kept), next(kept))


class Voice(NamedTuple):
    """A mention as everyone hears it."""

    names: tuple[str | int, ...]  # () where it can make no alert
    at: float
    new: bool  # among all whose feeling is known


Met: TypeAlias = dict[str, tuple[tuple[str | int, ...], float]]
"""What mentions are known by, and their hour, by number: worked out once, where the same are heard again and again."""


class Crowd:
    """Everyone who spoke of one brand in the last days, of any feeling: there is one for all kinds of voices."""

    __slots__ = ("_judged", "_met", "_swept", "_unscored", "known_by")

    def __init__(self, known_by: Callable[[str], str | int] = plain, met: Met | None = None) -> None:
        """`known_by`: what becomes of names; `mark`, where they are kept. `met`: by others who know them alike."""
        self.known_by, self._swept, self._met = known_by, 0.0, met
        self._judged, self._unscored = _Distinct(MEMORY_OF_ALL), _Distinct(MEMORY_OF_ALL)

    def take(self, heard: Heard) -> Voice:
        """Hear a mention, in fetching order."""
        keys, at = self._meet(heard) if self._met is None else self._met.get(heard.id) or self._meet(heard)
        if not keys:
            return Voice((), at, new=False)
        if heard.label is None:
            self._unscored.take(keys, at)
            return Voice(keys, at, new=False)
        return Voice(keys, at, self._judged.take(keys, at))

    def _meet(self, heard: Heard) -> tuple[tuple[str | int, ...], float]:
        said = names(heard) if counted(heard) else ()
        keys: tuple[str | int, ...] = said if self.known_by is plain else tuple(map(self.known_by, said))
        found = keys, hours(heard.published)
        if self._met is not None:
            self._met[heard.id] = found
        return found

    def count(self, since: float, until: float) -> int:
        """Distinct voices of any feeling or of none that is known, published in (since, until]."""
        return self.judged(since, until) + self._unscored.count(since, until)

    def judged(self, since: float, until: float) -> int:
        """Those whose feeling is known."""
        return self._judged.count(since, until)

    def forget(self, now: float) -> None:
        """Drop what no window can reach any more; once a day is enough."""
        if now - self._swept >= 24:  # noqa: PLR2004 - hours of a day
            self._swept = now
            self._judged.forget(now)
            self._unscored.forget(now)

    def kept(self) -> list[Numbers]:
        """What is known now, in numbers alone; of voices that are known by their `mark`."""
        return [array("d", [self._swept]), *self._judged.kept(), *self._unscored.kept()]

    def taken_up(self, kept: Iterator[Numbers]) -> None:
        """Go on from there, as if nothing had come between."""
        (self._swept,) = next(kept)
        self._judged.taken_up(kept)
        self._unscored.taken_up(kept)


class Voices:
    """The distinct voices of one kind about one brand in the last days, beside everyone's."""

    __slots__ = ("_speaking", "_swept", "_turns", "crowd", "kind")

    def __init__(self, kind: AlertKind = AlertKind.CRISIS, crowd: Crowd | None = None) -> None:
        """`crowd`: everyone, where other kinds listen to them, too."""
        self.kind, self.crowd = kind, crowd or Crowd()
        self._speaking, self._swept, self._turns = _Distinct(MEMORY), 0.0, Turns()

    def take(self, heard: Heard, voice: Voice | None = None) -> tuple[bool, bool]:
        """Hear a mention, in fetching order; whether it is a new judged voice, and one that counts.

        `voice`: the mention as the crowd took it, which takes each once.
        """
        voice = voice or self.crowd.take(heard)
        if not voice.names or not speaks(heard, self.kind):
            return voice.new, False
        counts = self._speaking.take(voice.names, voice.at)
        if heard.thread and self.kind is _CRISIS:
            self._turns.take(self.crowd.known_by(heard.thread), voice.names[0], voice.at, counts=counts)
        return voice.new, counts

    def count(self, since: float, until: float) -> int:
        """Distinct voices that count (negative ones), published in (since, until]."""
        return self._speaking.count(since, until)

    def bickering(self, since: float, until: float) -> int:
        """How many of them are too many where people quarrel (quarrel.py)."""
        return self._turns.bickering(since, until)

    def everyone(self, since: float, until: float) -> int:
        """Distinct voices of any feeling or of none that is known, published in (since, until]."""
        return self.crowd.count(since, until)

    def judged(self, since: float, until: float) -> int:
        """Distinct voices whose feeling is known, published in (since, until]: what shares are of."""
        return self.crowd.judged(since, until)

    def forget(self, now: float) -> None:
        """Drop what no window can reach any more; once a day is enough."""
        self.crowd.forget(now)
        if now - self._swept >= 24:  # noqa: PLR2004 - hours of a day
            self._swept = now
            self._speaking.forget(now)
            self._turns.forget(now - MEMORY - LATE)

    def kept(self) -> list[Numbers]:
        """What is known of these voices now, in numbers alone; the crowd is kept apart."""
        return [array("d", [self._swept]), *self._speaking.kept(), *self._turns.kept()]

    def taken_up(self, kept: Iterator[Numbers]) -> None:
        """Go on from there, as if nothing had come between."""
        (self._swept,) = next(kept)
        self._speaking.taken_up(kept)
        self._turns.taken_up(kept)


def distinct(mentions: Iterable[Heard]) -> list[Heard]:
    """Those mentions that are a voice each, first come first kept."""
    seen = _Distinct(MEMORY)
    return [heard for heard in mentions if seen.take(names(heard), hours(heard.published))]
