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
    mutual: bool = False  # nothing of its own operand stands nearer to the other


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
    kept.reverse()
    return sorted({place for i in range(len(kept)) for place in _next_to(i, kept, reaches, numbers)})


def _next_to(
    i: int, chain: Sequence[Sequence[Place]], reaches: Sequence[tuple[int, bool]], numbers: Sequence[int]
) -> list[Place]:
    """Of operand i's places those that are the nearest to the nearest of a neighbour's: the smallest that answers."""
    kept: list[Place] = []
    if i > 0:
        reach, ordered = reaches[i - 1]
        back = _Reach(reach, after=True, before=not ordered, mutual=True)
        kept += _within(chain[i], chain[i - 1], back, numbers)
    if i + 1 < len(chain):
        reach, ordered = reaches[i]
        on = _Reach(reach, after=not ordered, before=True, mutual=True)
        kept += _within(chain[i], chain[i + 1], on, numbers)
    return kept


def _within(places: Sequence[Place], others: Sequence[Place], reach: _Reach, numbers: Sequence[int]) -> list[Place]:
    """Those places that have one of the others within reach: the nearest on each side is enough to know."""
    by_start, by_end = sorted(others), sorted(others, key=attrgetter("end"))
    starts, ends = [place.start for place in by_start], [place.end for place in by_end]
    own_starts, own_ends = sorted(place.start for place in places), sorted(place.end for place in places)

    def _to_the_left(place: Place) -> bool:
        at = bisect_right(ends, place.start) - 1
        if at < 0 or numbers[place.first] - numbers[by_end[at].last] - 1 > reach.words:
            return False
        return not reach.mutual or own_starts[bisect_left(own_starts, ends[at])] == place.start

    def _to_the_right(place: Place) -> bool:
        at = bisect_left(starts, place.end)
        if at == len(starts) or numbers[by_start[at].first] - numbers[place.last] - 1 > reach.words:
            return False
        return not reach.mutual or own_ends[bisect_right(own_ends, starts[at]) - 1] == place.end

    return [
        place for place in places if (reach.after and _to_the_left(place)) or (reach.before and _to_the_right(place))
    ]


def windows(
    words: Sequence[Sequence[Place]], needed: Sequence[int], others: int, numbers: Sequence[int]
) -> list[Place]:
    """The smallest stretches that hold word i `needed[i]` times, with at most `others` words besides; none overlap."""
    events = sorted((place, i) for i, places in enumerate(words) for place in places)
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
