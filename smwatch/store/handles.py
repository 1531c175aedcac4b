"""The parts of the store that are promised apart, each behind a name."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from smwatch.store.outbox import Outbox
from smwatch.store.roles import RolesKept


class Handles:
    """What SqliteStore hands out."""

    path: Path
    _connection: sqlite3.Connection

    @property
    def outbox(self) -> Outbox:
        """The messages that go out."""
        return Outbox(self._connection, self.path)

    @property
    def roles(self) -> RolesKept:
        """Who authors are."""
        return RolesKept(self._connection, self.path)
