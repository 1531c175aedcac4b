"""A feed that failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smwatch.models.words import FailureKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A feed that failed in this scan, as `scan --json` tells it."""

    feed: str
    kind: FailureKind
    status: int | None
    message: str  # catalogue message
    args: Mapping[str, str] = field(default_factory=dict)
    since: datetime  # failing since
    next: datetime | None  # None: never again
    persistent: bool = False  # since this scan long enough that somebody must look: told even with --quiet
