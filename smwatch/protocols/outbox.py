"""What the store promises of messages: each is kept before it is tried."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from smwatch.models import Posted


class Outbox(Protocol):
    """Messages that go out: each is kept before it is tried, until a server took it or never will."""

    def sending(self, wait: float = 0) -> AbstractContextManager[None]:
        """Be the only one who sends, across processes; BusyError if another does for `wait` seconds."""
        ...

    def post(self, posted: Posted) -> int:
        """A message is to go out: kept before it is tried, with the time that it tells of; its number."""
        ...

    def waiting(self) -> list[Posted]:
        """All that is yet to leave, due or not, the oldest first; without the bytes."""
        ...

    def take(self, posted: Posted, now: datetime) -> Posted | None:
        """The same with its bytes, to be tried now: it counts as tried once more, and rests for a while afterwards."""
        ...

    def settle(self, posted: Posted, now: datetime) -> None:
        """What became of it, as its state says: sent, given up, or waiting for some who have yet to get it."""
        ...

    def troubled(self, since: datetime) -> list[Posted]:
        """What was tried in vain and waits; and of each name the last, where not everybody got it since then."""
        ...

    def first(self, name: str, alert: int) -> str:
        """Message-ID of the first mail that told this name of an alert; "" where there is none."""
        ...

    def last(self, name: str) -> Posted | None:
        """The last digest of this name that was sent, or waits; those that were given up don't count."""
        ...
