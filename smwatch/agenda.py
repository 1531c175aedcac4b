"""What is next, and how long one may sleep until then. Pure: times come in, times go out.

    next_sending(when, told, now, zone) -> datetime | None     of a digest; in the past where it was missed
    next_try(waiting, now) -> datetime | None                  of what waits in the outbox
    nap(now, until) -> seconds

For smwatch watch, which asks the wall's clock anew each time that it wakes: a machine that slept, and a clock that was
set back, are then nothing special.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Final

from smwatch.models import Posted

LONGEST_NAP: Final = 10.0
"""Seconds after which the clock is looked at again: while a machine is suspended, no sleep ends."""

DAILY: Final = "daily "


def next_sending(when: str, told: datetime, now: datetime, zone: tzinfo | None) -> datetime | None:
    """When what told last at `told` is to go out again; one for all that was missed since. None: never by itself.

    Where the clock was set back behind `told`, nothing was missed: it is the next time of day that counts.
    """
    if not when.startswith(DAILY):
        return None
    at = time.fromisoformat(when.removeprefix(DAILY))
    since = min(told, now)
    day = since.astimezone(zone).date()
    for later in range(3):  # the hour that is left out in spring, and that which comes twice, move it within a day
        local = datetime.combine(day + timedelta(days=later), at)
        moment = (local.replace(tzinfo=zone) if zone else local).astimezone(UTC)
        if moment > since:
            return moment
    return None


def next_try(waiting: Iterable[Posted], now: datetime) -> datetime | None:
    """When the first of these is to be tried."""
    return min((one.due_at(now) for one in waiting), default=None)


def first(*times: datetime | None) -> datetime | None:
    """The first of these, where there is one."""
    return min((at for at in times if at), default=None)


def nap(now: datetime, until: datetime) -> float:
    """Seconds to sleep; never long, and none where it is time."""
    return min(max((until - now).total_seconds(), 0.0), LONGEST_NAP)
