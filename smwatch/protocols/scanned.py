"""What the store promises a scan: who may scan at the same time, and that it is kept that one did."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from smwatch.models import ScanReport, Server


class Scanned(Protocol):
    """A database that scans write to."""

    @property
    def path(self) -> Path | Server:
        """Where it is."""
        ...

    @property
    def shared(self) -> bool:
        """Whether several scan at once: each is given some of what is due, and nobody else the same."""
        ...

    def scanning(self, wait: float = 0, *, shared: bool = False) -> AbstractContextManager[None]:
        """Hold the scan lock, across processes; BusyError if it isn't free within `wait` seconds.

        `shared`: beside other scans, where the store is shared.
        """
        ...

    def alone(self, what: str, wait: float = 60) -> AbstractContextManager[bool]:
        """Within a shared scan: whether nobody else does this now, nor for `wait` seconds."""
        ...

    def begin_scan(self, now: datetime) -> int:
        """The new scan's number."""
        ...

    def end_scan(self, report: ScanReport) -> None:
        """Keep what it did."""
        ...
