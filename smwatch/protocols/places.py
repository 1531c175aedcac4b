"""What the store promises of places: how far somebody has listed what is new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from smwatch.models import News, Place


class Places(Protocol):
    """How far who has listed what is new; a place is the number of the last mention that was stored by then."""

    def of(self, person: str, filters: str = "{}") -> Place | None:
        """Where somebody stopped with these filters (JSON); None: they never listed what is new with them."""
        ...

    def last(self) -> int:
        """The highest number that a mention has: whatever is stored from now on gets a higher one. 0: there is none."""
        ...

    def keep(self, person: str, place: Place, filters: str = "{}") -> None:
        """They have listed so far; never back, where two of them list at once."""
        ...

    def news(self, after: int, brands: Sequence[str], heard_since: datetime | None = None) -> News:
        """How many current mentions of these brands have a higher number, and how many of them are negative.

        Without those that were fetched before `heard_since`. Counted no further than `News.complete` says.
        """
        ...
