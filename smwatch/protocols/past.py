"""What the store promises of a mention's past."""

from __future__ import annotations

from typing import Protocol

from smwatch.models.past import Told


class Past(Protocol):
    """Only reads."""

    def of(self, number: int) -> Told:
        """What became of a mention, hidden or not, and what it stands among; LookupError: there is none."""
        ...
