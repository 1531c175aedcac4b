"""Which of many texts are copies of one another: an index of their prints, in memory. Pure.

    shelf = Shelf()
    shelf.near(print) -> ids of those on it that are worth comparing      shelf.put(id, print)      shelf.drop(id)

Two texts are compared only where they share marks that the index holds, so time goes with the number of texts. A
standing phrase is said by thousands; of a mark, only so many texts are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from datetime import timedelta
from heapq import nlargest
from itertools import chain
from typing import Final, Generic, TypeVar

from smwatch.text.shingles import Print

WINDOW: Final = timedelta(days=28)
"""A text joins a story of which a copy was fetched so long ago, so that what is looked through stays bounded."""

CROWD: Final = 32
"""Texts that are kept of a mark, and that one is compared with, the closest first: the copies of a story have met long
before, what more have in common is a phrase."""

TOGETHER: Final = 2
"""Marks of the index that two texts have in common before they are compared at all."""

QUARTER: Final = 4
"""A quarter of the marks that the smaller one has in the index: copies share some half of them, give or take."""

Id = TypeVar("Id", bound=Hashable)


def worth_comparing(a: Print, b: Print, n: int) -> bool:
    """Whether two texts with so many marks of the index in common may be copies at all."""
    return n * QUARTER >= min(a.shingles, b.shingles) >> max(a.step, b.step)


def near(printed: Print, by_mark: Mapping[int, Sequence[Id]]) -> dict[Id, int]:
    """Those that share marks of the index enough, and how many these are."""
    lists = [ids for mark in printed.keys if (ids := by_mark.get(mark))]
    if len(lists) < TOGETHER:
        return {}
    if len(lists) == TOGETHER:
        return dict.fromkeys(set(lists[0]).intersection(lists[1]), TOGETHER)
    return {each: n for each, n in Counter(chain.from_iterable(lists)).items() if n >= TOGETHER}


def closest(found: Mapping[Id, int]) -> list[Id]:
    """Those that share the most, and no more than are compared with one text."""
    return list(found) if len(found) <= CROWD else nlargest(CROWD, found, key=found.__getitem__)


class Shelf(Generic[Id]):
    """Prints, found by what is alike."""

    def __init__(self) -> None:
        self.prints: dict[Id, Print] = {}
        self.by_mark: dict[int, list[Id]] = {}

    def near(self, printed: Print) -> list[Id]:
        """Those on it that are worth comparing."""
        prints = self.prints
        found = near(printed, self.by_mark)
        return closest({each: n for each, n in found.items() if worth_comparing(printed, prints[each], n)})

    def put(self, name: Id, printed: Print) -> None:
        """Keep it, to be found from now on."""
        self.prints[name] = printed
        for mark in printed.keys:
            ids = self.by_mark.get(mark)
            if ids is None:
                self.by_mark[mark] = [name]
            elif len(ids) < CROWD:
                ids.append(name)

    def drop(self, name: Id) -> None:
        """Forget it."""
        for mark in self.prints.pop(name).keys:
            if ids := self.by_mark.get(mark):
                if name in ids:
                    ids.remove(name)
                if not ids:
                    del self.by_mark[mark]


class Groups(Generic[Id]):
    """What belongs together, as it is learnt: union-find (Tarjan 1975), the way to the top halved at each look."""

    def __init__(self) -> None:
        self._above: dict[Id, Id] = {}

    def top(self, one: Id) -> Id:
        """What stands for the group that it is in."""
        above = self._above
        while (parent := above.get(one, one)) != one:
            above[one] = grand = above.get(parent, parent)
            one = grand
        return one

    def join(self, kept: Id, other: Id) -> bool:
        """Make their groups one; whether they were two. The top of `kept` stays."""
        kept, other = self.top(kept), self.top(other)
        self._above[other] = kept
        return kept != other
