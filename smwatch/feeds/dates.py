"""When an entry was published, and how far that can be believed.

Reads what feedparser's date parser can't: French dates, and the zones of Québec and the rest of Canada in French.
Pure: the time of the poll comes in.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from smwatch.models import DateTrust

SLACK = timedelta(hours=1)  # clocks that run fast; further ahead is a mistake
WEB = datetime(1995, 1, 1, tzinfo=UTC)  # nothing on the web is older; 1970 and 1900 are defaults of broken software

# Months by the letters that tell them apart, without accents; English ones stand where a zone alone is French.
_MONTHS = {"jan": 1, "fev": 2, "feb": 2, "mar": 3, "avr": 4, "apr": 4, "mai": 5, "may": 5, "juin": 6, "jun": 6}
_MONTHS |= {"juil": 7, "jul": 7, "aou": 8, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}
_PLAIN = str.maketrans("éèêûôàÉÈÊÛÔÀ", "eeeuoaeeeuoa")

# Hours from UTC. French names of Canadian zones: National Research Council Canada, « Fuseaux horaires et heure
# avancée »; HEC and the like: Europe centrale.
_ZONES = {"hat": -2.5, "hnt": -3.5, "haa": -3, "hna": -4, "hae": -4, "hne": -5, "hac": -5, "hnc": -6, "har": -6}
_ZONES |= {"hnr": -7, "hap": -7, "hnp": -8, "hay": -8, "hny": -9, "hec": 1, "hnec": 1, "heec": 2}
_ZONES |= {"cet": 1, "cest": 2, "est": -5, "edt": -4, "ast": -4, "adt": -3, "gmt": 0, "utc": 0, "z": 0, "tu": 0}

_DATE = re.compile(
    r"\b(?P<day>\d{1,2})(?:er)?[\s-]{1,3}(?P<month>[a-z]{3,9})\.?,?[\s-]{1,3}(?P<year>\d{4})\b"
    r"(?:\s{0,3}[,aà-]{0,2}\s{0,3}(?P<hour>\d{1,2})\s?[:h]\s?(?P<minute>\d{2})?(?:[:m]\s?(?P<second>\d{2}))?)?"
    r"\s{0,3}(?P<zone>[a-z]{1,4}\b|[+-]\d{2}:?\d{2})?"
)


def read_date(text: str) -> datetime | None:
    """A date as people write it in French or English, in UTC; None where it isn't one. Without a zone it is UTC."""
    found = _DATE.search(text[:100].translate(_PLAIN).lower())
    if not found:
        return None
    name = found["month"]
    month = _MONTHS.get(name[:4]) or _MONTHS.get(name[:3])
    if not month:
        return None
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    try:
        local = datetime(int(found["year"]), month, int(found["day"]), hour, minute, min(second, 59), tzinfo=UTC)
        return local.replace(tzinfo=_zone(found["zone"] or "")).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(name: str) -> timezone:
    if name[:1] in {"+", "-"}:
        away = timedelta(hours=int(name[1:3]), minutes=int(name[-2:]))
        return timezone(-away if name[0] == "-" else away)
    return timezone(timedelta(hours=_ZONES.get(name, 0)))


def speaks_french(text: str) -> bool:
    """Whether a date needs `read_date`: its month or its zone is French. feedparser would misread the zone as UTC."""
    found = _DATE.search(text[:100].translate(_PLAIN).lower())
    if not found:
        return False
    return found["month"][:3] in {"fev", "avr", "mai", "jui", "aou"} or (found["zone"] or "").startswith("h")


def iso_date(text: object) -> datetime | None:
    """An ISO 8601 date in UTC, None where it isn't one."""
    try:
        at = datetime.fromisoformat(text.strip()) if isinstance(text, str) else None
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC) if at else None
    except (ValueError, OverflowError):
        return None


def trusted(published: datetime | None, now: datetime) -> tuple[datetime, DateTrust]:
    """The date to go by: the feed's; the poll's where there is none (GUESSED) or where it is impossible (CLAMPED)."""
    if published is None:
        return now, DateTrust.GUESSED
    if published > now + SLACK or published < WEB:
        return now, DateTrust.CLAMPED
    return published, DateTrust.FEED
