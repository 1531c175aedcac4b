"""Do few people bicker in a thread? Whoever comes back again and again is heard, and isn't one voice more.

    turns.take(thread, who, at, counts)     somebody spoke against the brand in a thread
    turns.bickering(since, until) -> int    voices that are no more than a quarrel's

A thread that explodes has many who speak once. Where only a few are negative, and two or more of them have come back,
they are arguing with one another: their voices are one. Times are hours since 1970. Memory: turns of some days.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

FEW: Final = 4
"""Negative voices up to which a thread can be a quarrel: three people, and somebody who passes by."""

BACK: Final = 2
"""So many of them at least have spoken again."""


class Turns:
    """Who spoke against a brand in which thread, and when."""

    __slots__ = ("_turns",)

    def __init__(self) -> None:
        self._turns: list[tuple[float, str | int, str | int, bool]] = []  # time, thread, who, whether it was a voice

    def take(self, thread: str | int, who: str | int, at: float, *, counts: bool) -> None:
        """One mention more; `counts`: it was a voice of its own, no copy and nobody's second word."""
        self._turns.append((at, thread, who, counts))

    def bickering(self, since: float, until: float) -> int:
        """How many voices in (since, until] are too many, where each quarrel is one.

        Only who was counted as a voice is in a quarrel, so that a copy makes none larger than it is.
        """
        threads = defaultdict[str | int, dict[str | int, int]](dict)
        for at, thread, who, counts in self._turns:
            if counts and since < at <= until:
                threads[thread].setdefault(who, 0)
        for at, thread, who, _ in self._turns:
            if since < at <= until and who in threads.get(thread, ()):
                threads[thread][who] += 1
        quarrels = (turns for turns in threads.values() if 1 < len(turns) <= FEW)
        return sum(len(turns) - 1 for turns in quarrels if sum(n > 1 for n in turns.values()) >= BACK)

    def forget(self, before: float) -> None:
        """Drop what was said earlier."""
        self._turns = [turn for turn in self._turns if turn[0] >= before]

    def kept(self) -> tuple[array[Any], ...]:
        """All turns, whose threads and people are numbers, in numbers alone."""
        rows: list[Any] = list(zip(*self._turns, strict=True)) or [(), (), (), ()]
        return tuple(array(code, row) for code, row in zip("dQQb", rows, strict=True))

    def taken_up(self, kept: Iterator[array[Any]]) -> None:
        """Go on from there."""
        times, threads, people, counted = (next(kept).tolist() for _ in range(4))
        self._turns = list(zip(times, threads, people, map(bool, counted), strict=True))
