"""How far somebody has listed what is new, and what came since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How far somebody has listed what is new."""

    reached: int  # number of the last mention that was stored by then
    at: datetime  # when that was


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """How many mentions came after such a place."""

    mentions: int
    negative: int
    complete: bool = True  # False: there are more
