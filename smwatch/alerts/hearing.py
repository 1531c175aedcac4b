"""What the listeners of one brand know, kept between two polls, so that each mention is heard once.

    Hearing(kinds, since)                      nothing was heard yet
    Hearing.taken_up(state, kinds, since)      what was known, of the same rule; None where that can't be told
    hearing.follows(mentions, now)             whether these come after all that was heard
    hearing.take(mentions, judged, now) -> kinds    that something new speaks for, since the brand was judged
    hearing.kept(now) -> bytes                 numbers alone: no name and no text stands in it

Going on gives what hearing all again gives, to the last bit (tests). Pure.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from math import inf
from typing import TYPE_CHECKING, Final

from smwatch import __version__
from smwatch.alerts.listener import Listener
from smwatch.alerts.voices import LATE, MEMORY, MEMORY_OF_ALL, OPENING, Crowd, Voices, hours, mark, order
from smwatch.models import AlertKind, Role

if TYPE_CHECKING:
    from smwatch.alerts.voices import Numbers
    from smwatch.models import Heard

FORM: Final = 5
"""Counted up when voices or the past are told otherwise, or a mention is heard otherwise."""

_HEARD: Final = [role for role in Role if not role.own]

RULE: Final = "/".join(
    map(str, (FORM, __version__, sys.byteorder, LATE, MEMORY, MEMORY_OF_ALL, OPENING, *sorted(_HEARD)))
)
"""What a state rests on besides mentions; one of another rule is made anew."""

_NOWHERE: Final = (-inf, -inf)
_LENGTH: Final = struct.Struct("<cI")


class Hearing:
    """One brand's listeners, one of each kind, and up to which mention they have heard."""

    __slots__ = ("_began", "_crowd", "_last", "listeners")

    def __init__(self, kinds: Iterable[AlertKind], since: datetime | None) -> None:
        self._crowd = Crowd(mark)
        self.listeners = {kind: Listener(kind, since, Voices(kind, self._crowd)) for kind in kinds}
        self._last, self._began = _NOWHERE, hours(since) if since else -inf

    @classmethod
    def taken_up(cls, state: bytes, kinds: Iterable[AlertKind], since: datetime | None) -> Hearing | None:
        """Go on with what was kept."""
        hearing, rule = cls(kinds, since), f"{RULE}\n".encode()
        if not state.startswith(rule):
            return None
        kept = _unpacked(memoryview(state)[len(rule) :])
        try:
            fetched, published, *first_fetched = next(kept).tolist()
            hearing._last = fetched, published
            hearing._crowd.taken_up(kept)
            for listener, first in zip(hearing.listeners.values(), first_fetched, strict=True):
                listener.since = min(listener.since, first)
                listener.voices.taken_up(kept)
                listener.past.taken_up(kept)
            whole = next(kept, None) is None
        except (StopIteration, TypeError, ValueError, struct.error):  # damaged, or of other kinds
            return None
        return hearing if whole else None

    def kept(self, now: datetime) -> bytes:
        """What is known, to go on with from `now` on; later mentions come after it, and time doesn't run back."""
        at, listeners = hours(now), self.listeners.values()
        parts: list[Numbers] = [array("d", [*self._last, *(listener.since for listener in listeners)])]
        parts += self._crowd.kept()
        for listener in listeners:
            parts += listener.voices.kept()
            parts.append(listener.past.kept(at))
        return f"{RULE}\n".encode() + b"".join(map(_packed, parts))

    def follows(self, mentions: Sequence[Heard], now: datetime) -> bool:
        """Whether these were fetched after all that was heard, and by `now`; if not, all must be heard again."""
        places = list(map(_place, mentions))
        if not places:
            return True
        first = min(places)  # what was brought of the time before smwatch began says anew since when it listens
        return first > self._last and first[0] >= self._began and max(places)[0] <= hours(now)

    def take(self, mentions: Iterable[Heard], judged: datetime | None, now: datetime) -> set[AlertKind]:
        """Hear mentions; the kinds that a new voice speaks for, of what was fetched since the brand was `judged`.

        New is as well one that was dated a little ahead of its fetching, once its time has come.
        """
        news = set[AlertKind]()
        for heard in sorted(mentions, key=order):
            new, voice = judged is None or heard.fetched > judged, self._crowd.take(heard)
            for kind, listener in self.listeners.items():
                if listener.take(heard, voice) and new:
                    news.add(kind)
            self._last = _place(heard)
        if judged is None:
            return news
        return news | {kind for kind, one in self.listeners.items() if one.voices.count(hours(judged), hours(now))}


def _place(heard: Heard) -> tuple[float, float]:
    """Where it stands in the order of hearing."""
    return hours(heard.fetched), hours(heard.published)


def _packed(numbers: Numbers) -> bytes:
    return _LENGTH.pack(numbers.typecode.encode(), len(numbers)) + numbers.tobytes()


def _unpacked(state: memoryview) -> Iterator[Numbers]:
    at = 0
    while at < len(state):
        code, length = _LENGTH.unpack_from(state, at)
        numbers: Numbers = array(code.decode("ascii", "replace"))
        at += _LENGTH.size
        end = at + length * numbers.itemsize
        if end > len(state):
            raise ValueError(end)
        numbers.frombytes(state[at:end])
        at = end
        yield numbers
