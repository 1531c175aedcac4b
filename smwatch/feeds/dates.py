"""When an entry was published, and how far that can be believed.

Reads dates as feeds write them: RFC 822 with all that goes wrong with it, ISO 8601 likewise, seconds since 1970, and
what people write in two dozen languages. A date without a zone is taken for UTC, where nothing tells another.
03/04/2010 is the third of April for most of the world and the fourth of March for some: both readings are given, and
`trusted` says which holds. Pure: the time of the poll comes in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from smwatch.feeds.datewords import MONTHS, ZONES, plain
from smwatch.models import DateTrust

SLACK = timedelta(hours=1)  # clocks that run fast; further ahead is a mistake
FIRST = datetime(1971, 1, 1, tzinfo=UTC)  # 1970, 1900 and before are defaults of broken software; archives begin later
LONGEST: Final = 100  # characters of a date that are read
_CENTURY: Final = 90  # years of two digits: 89 is 2089, 90 is 1990, as feedparser has it

_NAME = r"[^\W\d_]{2,12}"
_YEAR = r"(?P<year>\d{4}|\d{2})(?!\d|\s?[:h]\s?\d)"
_OF = r"(?:\s{0,3}[.,/-]{1,2}\s{0,3}|\s{1,3})(?:de |del |of |d['’])?"
_TH = r"(?:er|re|st|nd|rd|th|\.?º|ª|o\b|e\b)?"
# The common one, whole: Wed, 24 Mar 2010 10:00:00 +0000
_MAIL = re.compile(
    r"\s*(?:[a-z]{3},?\s)?\s?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2})"
    r" (?:([+-])(\d{2}):?(\d{2})|gmt|utc|z)\s*"
)
_DATES: Final = (
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}}){_TH}{_OF}?(?P<month>{_NAME}){_OF}?'?{_YEAR}"),  # 24 mars 2010
    re.compile(rf"(?P<month>{_NAME}){_OF}(?P<day>\d{{1,2}}){_TH}[\s,]{{1,4}}{_YEAR}"),  # March 24, 2010
    re.compile(rf"(?<!\d)(?P<year>\d{{4}}){_OF}(?P<month>{_NAME}){_OF}(?P<day>\d{{1,2}})(?!\d)"),  # 2010. március 24.
    re.compile(
        rf"(?P<month>{_NAME}) {{1,3}}(?P<day>\d{{1,2}})(?= [\d:]{{4,8}}\b[^\d]{{0,9}}.{{0,6}} (?P<year>\d{{4}})\b)"
    ),
    re.compile(r"(?<!\d)(?P<year>\d{4})\s?[/.年년-]\s?(?P<month>\d{1,2})\s?[/.月월-]\s?(?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?!\d{3,5}(?!\d))"),  # 20100324
)
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4}|(?<![-])\d{2})(?!\d|:)")  # 03/04/2010
_PART = re.compile(r"\s*(\d{4})(?:-(?:(\d{2})|(\d{3})))?\s*")
_TIME = re.compile(
    r"(?<![\d:+-])(?P<hour>\d{1,2})\s?(?:[:h時시]|(?=[ap]\.?m\b|uhr)|\.(?=\d{2}(?!\d)))\s?(?P<minute>\d{2})?"
    r"(?:\s?(?:[:.m分분]|min)\s?(?P<second>\d{2})(?!\d))?(?:[.,]\d{1,9})?(?:\s{0,2}(?P<half>[ap])\.?m\b\.?)?"
)
_CLOCK = re.compile(r"[t\s]?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?P<half>)(?!\d)")  # of 20100324T1005
_OFFSET = re.compile(r"(?P<sign>[+-])\s?(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?(?!\d)")
_UNSIGNED = re.compile(r"\s{1,2}(?P<sign>)(?P<hours>[01]\d)(?P<minutes>[0-5]\d)(?!\d)")  # a + that was read as a blank
_WORD = re.compile(r"[a-z]{1,3}\d[a-z]{3}\b|[a-z]{1,4}\b")
_PLACE = re.compile(r"\b[A-Z][a-z]{2,12}/[A-Z][A-Za-z_]{2,20}\b")  # America/Montreal
_WEEKDAYS: Final = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_WEEKDAYS_FRENCH: Final = {"lun": 0, "mar": 1, "mer": 2, "jeu": 3, "ven": 4, "sam": 5, "dim": 6}
_UNITS: Final = {9: 1, 10: 1, 13: 1_000, 16: 1_000_000}  # digits of a number of seconds, thousandths, millionths

_Said = tuple[str, tzinfo]
"""A date as it is written, and the zone that it is of where it names none."""

Readings = tuple[datetime, ...]
"""What a date may mean, the likelier first: one, or two where day and month can't be told apart; () if nothing."""


def read_date(said: object) -> datetime | None:
    """The date in UTC, as it most likely is meant; None where it isn't one."""
    return next(iter(readings(said)), None)


def readings(said: object, zone: tzinfo = UTC) -> Readings:
    """All that a text, or a number of seconds since 1970, may mean; `zone`: of a date that names none."""
    if isinstance(said, int | float) and not isinstance(said, bool):
        at = _seconds(f"{said:.0f}") if abs(said) < 1e17 else None  # noqa: PLR2004 - more digits than any unit has
        return (at,) if at else ()
    if not isinstance(said, str):
        return ()
    try:
        return _readings(said[:LONGEST], zone)
    except (ValueError, OverflowError):  # the 31st of February, the year 0
        return ()


def _readings(said: str, zone: tzinfo) -> Readings:
    text = plain(said)
    if (mail := _MAIL.fullmatch(text)) and (quick := _mail(mail)):
        return quick
    if seconds := _seconds(text.strip()):
        return (seconds,)
    if iso := iso_date(said, zone):
        return (iso,)
    for shape in _DATES:
        for found in shape.finditer(text):
            if month := _month(found["month"]):
                return (_moment(_year(found["year"]), month, int(found["day"]), found, (said, zone)),)
    return _numbers(text, (said, zone)) or _part_of_year(text, zone)


def _part_of_year(text: str, zone: tzinfo) -> Readings:
    """2010, 2010-03 and 2010-083: what begins then."""
    found = _PART.fullmatch(text)
    if not found:
        return ()
    first = datetime(int(found[1]), int(found[2] or 1), 1, tzinfo=zone)
    return ((first + timedelta(days=int(found[3] or 1) - 1)).astimezone(UTC),)


def _mail(found: re.Match[str]) -> Readings:
    """The quick way for what nearly every feed writes; () where it is odd, as 24:00 is."""
    day, name, year, hour, minute, second, sign, hours, minutes = found.groups()
    if hour > "23" or minute > "59" or second > "59" or (hours or "") > "14":
        return ()
    at = datetime(int(year), _month(name), int(day), int(hour), int(minute), int(second), tzinfo=UTC)
    if not sign:
        return (at,)
    away = timedelta(hours=int(hours), minutes=int(minutes))
    return (at + away if sign == "-" else at - away,)


def _month(name: str) -> int:
    return int(name) if name.isdecimal() else MONTHS.get(name, 0)


def _year(digits: str) -> int:
    return int(digits) if len(digits) > 2 else int(digits) + (2000 if int(digits) < _CENTURY else 1900)  # noqa: PLR2004


def _seconds(text: str) -> datetime | None:
    """Seconds, thousandths or millionths since 1970; what stands behind a point is dropped."""
    digits = text.partition(".")[0]
    unit = _UNITS.get(len(digits)) if digits.isdecimal() else None
    return datetime.fromtimestamp(int(digits) / unit, UTC) if unit else None


def _numbers(text: str, said: _Said) -> Readings:
    """24/03/2010, 3.4.2010: day first where it says nothing else; with the other reading where that holds as well."""
    found = _NUMBERS.search(text)
    if not found:
        return ()
    one, mark, two, year = int(found[1]), found[2], int(found[3]), _year(found[4])
    orders = [(one, two), (two, one)]  # (day, month)
    if re.search(r"\d\s?[ap]\.?m\b", text):  # who halves the day writes the month first
        orders.reverse()
    if mark == ".":
        del orders[1:]
    dates: list[datetime] = []
    for day, month in dict.fromkeys(orders):
        with suppress(ValueError):
            dates.append(_moment(year, month, day, found, said))
    named = [at for at in dates if _weekday(text) in {-1, at.weekday()}]
    return tuple(named or dates)


def _weekday(text: str) -> int:
    name = text.lstrip()[:3]
    return _WEEKDAYS.get(name, _WEEKDAYS_FRENCH.get(name, -1))


def _moment(year: int, month: int, day: int, found: re.Match[str], said: _Said) -> datetime:
    """The day with the time and the zone that stand behind it, or the time before it."""
    text = found.string
    after = text[found.end() :]
    clock = _CLOCK.match(after) if found.re is _DATES[-1] else None
    time = clock or _TIME.search(after)
    rest = after[time.end() :] if time else after
    if time is None and (time := _TIME.search(text[: found.start()])):  # 10:05, 24 March 2010
        rest = after
    place = _PLACE.search(said[0])
    zone = _place(place[0]) if place else _zone_in(rest, timed=time is not None) or said[1]
    day_of = datetime(year, month, day, tzinfo=zone)
    if time is None:
        return day_of.astimezone(UTC)
    hour, minute, second = int(time["hour"]), int(time["minute"] or 0), int(time["second"] or 0)
    if time["half"]:
        hour = hour % 12 + (12 if time["half"] == "p" else 0)
    return _utc(day_of, hour, minute, second)


def _utc(day: datetime, hour: int, minute: int, second: int) -> datetime:
    """That time of the day in UTC; 24:00 is the next day's 0:00, a leap second the one before it, 25:00 no time."""
    if hour == 24 and not minute:  # noqa: PLR2004 - hours a day
        return (day + timedelta(days=1)).astimezone(UTC)
    with suppress(ValueError):
        return day.replace(hour=hour, minute=minute, second=min(second, 59)).astimezone(UTC)
    return day.astimezone(UTC)


def _zone_in(rest: str, *, timed: bool) -> tzinfo | None:
    """The zone that is named behind a time; None where none is."""
    offset = _OFFSET.search(rest) or (_UNSIGNED.match(rest) if timed else None)
    if offset:
        return _zone(offset["sign"], offset["hours"], offset["minutes"])
    for word in _WORD.findall(rest):
        if word in ZONES:
            return timezone(timedelta(hours=ZONES[word]))
    return None


def _zone(sign: str, hours: str, minutes: str | None) -> tzinfo:
    away = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if away >= timedelta(hours=15):  # no place is so far away
        return UTC
    return timezone(-away if sign == "-" else away)


def _place(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def iso_date(said: str, zone: tzinfo = UTC) -> datetime | None:
    """An ISO 8601 date in UTC, None where it isn't one; `zone`: where it names none."""
    try:
        at = datetime.fromisoformat(said.strip())
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def trusted(dates: Sequence[datetime], now: datetime, *, doubtful: bool = False) -> tuple[datetime, DateTrust]:
    """The first of the dates that can be; the poll's where there is none (GUESSED) or none can be (CLAMPED).

    `doubtful`: the first two are two readings of one date. Where both can be, the first is GUESSED.
    """
    if not dates:
        return now, DateTrust.GUESSED
    possible = [at for at in dates if FIRST <= at <= now + SLACK]
    if not possible:
        return now, DateTrust.CLAMPED
    guessed = doubtful and possible[:2] == list(dates[:2]) and possible[0].date() != possible[1].date()
    return possible[0], DateTrust.GUESSED if guessed else DateTrust.FEED
