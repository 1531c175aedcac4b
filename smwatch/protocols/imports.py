"""What the store promises about what was said before anybody listened, as other services' exports have it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from smwatch.models import Entry, Polled, Saved


class Brought(NamedTuple):
    """An entry that an export brings, and the feed that stands for where it was said."""

    feed: str
    entry: Entry


class Imports(Protocol):
    """Each method is a transaction or a read."""

    def new(self, brought: Sequence[Brought]) -> list[Brought]:
        """Those that aren't stored yet: not by an import, nor by a feed that brought the same page or comment."""
        ...

    def threads(self, links: Collection[str]) -> dict[str, tuple[str, ...]]:
        """The brands that stored entries at these links (`same_link`) mention."""
        ...

    def save(self, polls: Sequence[Polled]) -> Saved:
        """What an export says of some places, together or not at all; each entry as if fetched when it was published.

        The feeds that stand for the places are made where need be. They are never polled, nor listed.
        """
        ...
