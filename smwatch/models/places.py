"""How far somebody has listed what is new, and what came since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

_LATE: Final = timedelta(hours=1)
"""What was fetched so long before somebody listed may have been stored after: it waited for its turn to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How far somebody has listed what is new."""

    reached: int  # number of the last mention that was stored by then
    at: datetime  # when that was

    def heard_since(self, now: datetime) -> datetime | None:
        """From when on what is news must have been fetched; None: a clock that was ahead then tells nothing."""
        return self.at - _LATE if self.at <= now else None


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """How many mentions came after such a place."""

    mentions: int
    negative: int
    complete: bool = True  # False: there are more
