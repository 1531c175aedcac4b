"""Words near one another: chains of NEAR, and windows of words. All in time n log n of the places looked at.

`numbers` gives for each token the number of its word (`Words.numbers`): distances count words, not tokens.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from smwatch.text.tokens import Place


@dataclass(frozen=True, slots=True)
class _Reach:
    """How near: at most `words` between, on which sides."""

    words: int
    after: bool  # it may stand after the other
    before: bool


def chains(
    operands: Sequence[Sequence[Place]], reaches: Sequence[tuple[int, bool]], numbers: Sequence[int]
) -> list[Place]:
    """Places that stand in a chain in which each is within reach of the one before; [] if no chain is whole."""
    reached = [list(operands[0])]
    for (reach, ordered), places in zip(reaches, operands[1:], strict=True):
        reached.append(_within(places, reached[-1], _Reach(reach, after=True, before=not ordered), numbers))
    kept = [reached[-1]]
    for (reach, ordered), places in zip(reversed(reaches), reversed(reached[:-1]), strict=True):
        kept.append(_within(places, kept[-1], _Reach(reach, after=not ordered, before=True), numbers))
    return sorted({place for places in kept for place in places}, key=attrgetter("start", "end"))


def _within(places: Sequence[Place], others: Sequence[Place], reach: _Reach, numbers: Sequence[int]) -> list[Place]:
    """Those places that have one of the others within reach: the nearest on each side is enough to know."""
    by_end = sorted(others, key=attrgetter("end"))
    by_start = sorted(others, key=attrgetter("start"))
    ends, starts = [place.end for place in by_end], [place.start for place in by_start]
    kept = []
    for place in places:
        left = bisect_right(ends, place.start) - 1 if reach.after else -1
        right = bisect_left(starts, place.end) if reach.before else len(starts)
        if (left >= 0 and numbers[place.first] - numbers[by_end[left].last] - 1 <= reach.words) or (
            right < len(starts) and numbers[by_start[right].first] - numbers[place.last] - 1 <= reach.words
        ):
            kept.append(place)
    return kept


def windows(
    words: Sequence[Sequence[Place]], needed: Sequence[int], others: int, numbers: Sequence[int]
) -> list[Place]:
    """The smallest stretches that hold word i `needed[i]` times, with at most `others` words besides; none overlap."""
    events = sorted(
        ((place, i) for i, places in enumerate(words) for place in places), key=lambda e: (e[0].start, e[0].end)
    )
    held: Counter[int] = Counter()
    missing, left = sum(needed), 0
    found: list[Place] = []
    for last, i in events:
        missing -= held[i] < needed[i]
        held[i] += 1
        while missing == 0:
            first, j = events[left]
            if numbers[last.last] - numbers[first.first] + 1 <= sum(needed) + others:
                _keep(found, Place(first.start, last.end, first.first, last.last))
            held[j] -= 1
            missing += held[j] < needed[j]
            left += 1
    return found


def _keep(found: list[Place], window: Place) -> None:
    """Add a window; of two that overlap the shorter stays."""
    if not found or window.start >= found[-1].end:
        found.append(window)
    elif window.end - window.start < found[-1].end - found[-1].start:
        found[-1] = window
