"""Which of many texts are copies of one another: an index of their prints, in memory. Pure.

    shelf = Shelf()
    shelf.near(print) -> ids of those on it that are worth comparing      shelf.put(id, print)      shelf.drop(id)

Two texts are compared only where they share marks that the index holds, so time goes with the number of texts. A
standing phrase is said by thousands; of a mark, only so many texts are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from heapq import nlargest
from itertools import chain
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from smwatch.text.shingles import alike

if TYPE_CHECKING:
    from smwatch.text.shingles import Extent, Print

WINDOW: Final = timedelta(days=28)
"""A text joins a story of which a copy was fetched so long ago, so that what is looked through stays bounded."""

CROWD: Final = 32
"""Texts that are kept of a mark, and that one is compared with, the closest first: the copies of a story have met long
before, what more have in common is a phrase."""

TOGETHER: Final = 2
"""Marks of the index that two texts have in common before they are compared at all."""

QUARTER: Final = 4
"""A quarter of the marks that the smaller one has in the index: copies share some half of them, give or take; an eighth
of the few that a text of some 200 words has, as chance weighs more there."""

STRONG: Final = 0.42
"""Two texts of which one has so much of the larger one are copies, whoever else is. One that has less may be a press
review that holds many stories: it is joined only where a third text bears it out."""

SMALL: Final = 192  # shingles

Id = TypeVar("Id", bound=Hashable)
Group = TypeVar("Group", bound=Hashable)


def worth_comparing(a: Extent, b: Extent, n: int) -> bool:
    """Whether two texts with so many marks of the index in common may be copies at all."""
    fewest = min(a.shingles, b.shingles)
    return n * (QUARTER if fewest > SMALL else 2 * QUARTER) >= fewest >> max(a.step, b.step)


@dataclass(frozen=True, slots=True)
class Met(Generic[Id, Group]):
    """A text that is like the one that is looked at, and how much (`likeness`); `alone`: no other is of its group."""

    id: Id
    print: Print
    group: Group
    likeness: float
    alone: bool


def partners(met: Sequence[Met[Id, Group]]) -> list[Met[Id, Group]]:
    """Of the texts that are like one, those whose story it tells: a press review makes no one story of all it holds.

    A text whose larger half is something else needs a witness: another of that story that is like this one as well,
    and, where this one is of a story by now, another of that story that is like it.
    """
    joined = [one for one in met if one.likeness >= STRONG]
    by_group = Counter(one.group for one in met)
    for one in sorted((one for one in met if one.likeness < STRONG), key=lambda one: -one.likeness):
        known = one.alone or by_group[one.group] > 1
        if known and (not joined or any(one.group == j.group or alike(one.print, j.print) for j in joined)):
            joined.append(one)
    return joined


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
        worth = {each: n for each, n in found.items() if worth_comparing(printed.extent, prints[each].extent, n)}
        return closest(worth)

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
