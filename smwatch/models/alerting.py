"""Alerts, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from smwatch.models.words import AlertKind, Level

if TYPE_CHECKING:
    from smwatch.models.listening import Count, Unheard
    from smwatch.models.words import Change

CLOSED_BY_HAND: Final = frozenset({"false", "done"})
"""What an alert's status is when a person has closed it: nobody need answer it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A stretch of time in which a brand gets too many negative mentions, with its arithmetic."""

    id: int = 0  # 0 until stored
    brand: str
    kind: AlertKind = AlertKind.CRISIS
    level: Level = Level.EMERGING
    opened: datetime
    confirmed: datetime | None = None
    peak: datetime | None = None
    closed: datetime | None = None
    updated: datetime
    window: timedelta  # the window that spoke loudest
    negatives: int  # distinct stories that are negative, in that window
    mentions: int  # all of them, in that window
    stories: int
    authors: int
    expected: float  # negatives expected in that window, from the brand's past
    probability: float  # of as many or more by chance, corrected for how often one looks
    sources: tuple[Count, ...] = ()  # loudest first
    threads: tuple[Count, ...] = ()
    terms: tuple[Count, ...] = ()
    first_mention: str = ""  # id of the first negative mention of the stretch
    status: str = "new"  # new | acknowledged | assigned | false | done
    assignee: str = ""
    previous: int = 0  # id of the alert before, of which this is another wave; 0: none
    unheard: tuple[Unheard, ...] = ()  # feeds of the brand that were silent or failing at the peak


@dataclass(frozen=True, slots=True)
class AlertChange:
    """What a scan did to an alert."""

    alert: Alert
    change: Change
