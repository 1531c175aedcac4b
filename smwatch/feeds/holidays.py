"""Days on which offices and newsrooms rest somewhere among those who speak French or English. Pure.

    day_off(date) -> bool

Only asked before a feed is called silent: on such a day next to nothing is expected of anybody. It is better to take a
working day for a day off, and tell of a dead feed a day later, than to cry over each Easter Monday.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

MONDAY, THURSDAY, SATURDAY = 0, 3, 5
FIXED: Final = (
    *((12, day) for day in range(24, 32)),  # from Christmas Eve to the day after New Year's
    *((1, 1), (1, 2), (1, 6)),
    *((5, 1), (5, 8), (6, 24), (7, 1), (7, 4), (7, 14), (7, 21), (8, 1), (8, 15), (9, 30), (11, 1), (11, 2), (11, 11)),
)
AFTER_EASTER: Final = (-2, 0, 1, 39, 40, 50)  # Good Friday, Easter, Ascension and the day after, Whit Monday


def day_off(day: date) -> bool:
    """Whether little is to be expected on this day."""
    return day in _days_off(day.year)


@lru_cache(maxsize=64)
def _days_off(year: int) -> frozenset[date]:
    fixed = {date(year, month, day) for month, day in FIXED}
    fixed |= {_next_monday(day) for day in fixed if day.weekday() >= SATURDAY and day.month > 1}  # kept on Monday then
    sunday = easter(year)
    moving = {sunday + timedelta(days=after) for after in AFTER_EASTER}
    may = date(year, 5, 25)
    moving |= {
        may - timedelta(days=may.weekday() or 7),  # the Monday before 25 May: Patriotes, Victoria Day
        _nth(year, 5, MONDAY, 1),
        _next_monday(date(year, 5, 24)),  # the last Monday of May
        _nth(year, 8, MONDAY, 1),
        _next_monday(date(year, 8, 24)),  # the last Monday of August
        _nth(year, 9, MONDAY, 1),  # Labour Day
        _nth(year, 10, MONDAY, 2),  # Thanksgiving in Canada, and in the United States:
        _nth(year, 11, THURSDAY, 4),
        _nth(year, 11, THURSDAY, 4) + timedelta(days=1),
    }
    return frozenset(fixed | moving)


def _next_monday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def easter(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian computus, Nature 1876)."""
    century, of_century = divmod(year, 100)
    golden, leaps, rest = year % 19, *divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * rest + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)
