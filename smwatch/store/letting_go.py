"""The part of the store that lets go of what it holds; what is promised is in protocols.Store.

What does that is loaded when something is let go: whoever lists or scans needn't wait for it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from smwatch.store.handles import Handles
from smwatch.store.sql import faults_told

if TYPE_CHECKING:
    from smwatch.models import BrandForgotten, Forgotten, Limits, Person, Pruned, Request


class LettingGo(Handles):
    """What SqliteStore does besides; each of these takes as many transactions as it needs."""

    def prune(self, limits: Limits, now: datetime, progress: Callable[[int, int], None] | None = None) -> Pruned:
        """What is past its time goes."""
        from smwatch.store import retention

        return retention.prune(self._connection, self.path, limits, self._who, now, progress)

    def forget_brand(self, name: str, now: datetime, *, dry_run: bool = False) -> BrandForgotten:
        """All that is stored of a brand goes."""
        from smwatch.store import retention

        return retention.forget_brand(self._connection, self.path, name, self._who, now, dry_run=dry_run)

    def person(self, wanted: str) -> Person:
        """Who is meant."""
        from smwatch.store import privacy

        with faults_told(self.path):
            return privacy.look_up(self._connection, wanted)

    def forget_person(
        self, request: Request, now: datetime, progress: Callable[[int, int], None] | None = None
    ) -> Forgotten:
        """Take a person out everywhere, and prove it."""
        from smwatch.store import privacy

        return privacy.forget(self._connection, self.path, request, self._who, now, progress)

    def remember_person(self, wanted: str, now: datetime) -> int:
        """From now on what they write is kept again."""
        from smwatch.store import privacy

        return privacy.take_back(self._connection, self.path, wanted, self._who, now)
