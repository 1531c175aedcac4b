"""What belongs together, as it is learnt: union-find (Tarjan 1975), the way to the top halved at each look. Pure."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

Id = TypeVar("Id", bound=Hashable)


class Groups(Generic[Id]):
    """Which of some things are one group."""

    def __init__(self) -> None:
        self._above: dict[Id, Id] = {}

    def top(self, one: Id) -> Id:
        """What stands for the group that it is in."""
        above = self._above
        while (parent := above.get(one, one)) != one:
            above[one] = grand = above.get(parent, parent)
            one = grand
        return one

    def join(self, kept: Id, *others: Id) -> bool:
        """Make their groups one; whether any of the others was in another. The top of `kept` stays."""
        kept, joined = self.top(kept), False
        for other in map(self.top, others):
            joined |= other != kept
            self._above[other] = kept
        return joined
