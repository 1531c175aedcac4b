"""The part of the store that scans share: who may scan, and that it is kept that one did (protocols.Scanned)."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import TYPE_CHECKING

from smwatch.later import Later
from smwatch.store.sql import Connection, Location, locked, transaction

if TYPE_CHECKING:
    from smwatch.models import ScanReport
    from smwatch.store import journal
else:
    journal = Later("smwatch.store.journal")


class Scanned:
    """A file has one scan at a time."""

    shared = False
    path: Location
    _connection: Connection

    def scanning(self, wait: float = 0, *, shared: bool = False) -> AbstractContextManager[None]:
        """Hold the scan lock, across processes; a killed process gives it back."""
        return locked(self._connection, self.path, "lock", wait, shared=shared)

    def alone(self, what: str, wait: float = 60) -> AbstractContextManager[bool]:  # noqa: ARG002 - a server asks
        """Who holds the scan lock of a file is alone."""
        return nullcontext(True)

    def begin_scan(self, now: datetime) -> int:
        """The new scan's number."""
        with transaction(self._connection, self.path):
            return journal.begin_scan(self._connection, now)

    def end_scan(self, report: ScanReport) -> None:
        """Keep what it did."""
        with transaction(self._connection, self.path):
            journal.end_scan(self._connection, report)
