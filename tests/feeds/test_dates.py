from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime as mail_date

import pytest
from babel.dates import format_datetime
from hypothesis import given
from hypothesis import strategies as st

from smwatch.feeds.dates import read_date, readings, trusted
from smwatch.models import DateTrust

NOW = datetime(2010, 3, 24, 12, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


FRENCH = {
    "Lun. 23 octobre 2023 21:01:09": "2023-10-23T21:01:09",
    "mer., 24 mars 2010": "2010-03-24",
    "mar. 23 mars 2010": "2010-03-23",
    "mar, 23 oct 2012 10:00:00 +0200": "2012-10-23T08:00",
    "1er avril 2010 à 14 h 05": "2010-04-01T14:05",
    "mer., 24 mars 2010 10:00:00 HAE": "2010-03-24T14:00",
    "mercredi 24 mars 2010 à 14 h 05 HAA": "2010-03-24T17:05",
    "1er février 2010 9h30 HNE": "2010-02-01T14:30",
    "le 24 mars 2010 à 22h": "2010-03-24T22:00",
    "samedi 3 avril 2010, 9 h": "2010-04-03T09:00",
    "15 mai 2010 à 8h05min12s": "2010-05-15T08:05:12",
    "Vendredi 13 août 2010": "2010-08-13",
    "5 décembre 2010 23:59 -0500": "2010-12-06T04:59",
    "5 déc. 2010, 08:00 +01:00": "2010-12-05T07:00",
    "12-juil.-2010 08:00:00 HNT": "2010-07-12T11:30",
    "Wed, 24 Mar 2010 10:00:00 HAE": "2010-03-24T14:00",
    "2010-03-24 10:00:00 HAE": "2010-03-24T14:00",
    "3 juin 2010 08:00 GMT": "2010-06-03T08:00",
    "3 mai 2010 08:00 HEEC": "2010-05-03T06:00",
    "21 déc. 10": "2010-12-21",
    "24 MARS 2010": "2010-03-24",
}
MAIL = {  # RFC 822, and what was meant to be it
    "Wed, 24 Mar 2010 10:00:00 -0400": "2010-03-24T14:00",
    "Tue, 24 Mar 2010 10:00:00 GMT": "2010-03-24T10:00",  # it was a Wednesday
    "24 Mar 2010 10:00 EST": "2010-03-24T15:00",
    "Wed, 4 mar 2010 1:05:09 EST5EDT": "2010-03-04T06:05:09",
    "Wed,24 Mar 2010 10:00:00 +0000": "2010-03-24T10:00",
    "Wed, 24 Mar 10 10:00 UT": "2010-03-24T10:00",
    "Wed, 24 Mar 98 10:00 UT": "1998-03-24T10:00",
    "Wed, 24 Mar 2010 10:00:00 0200": "2010-03-24T08:00",
    "Wed, 24 Mar 2010 10:00:00 +02": "2010-03-24T08:00",
    "Wed, 24 Mar 2010 10:00:00 +9999": "2010-03-24T10:00",
    "Wed, 24 Mar 2010 10:00:00 \u22120500": "2010-03-24T15:00",
    "Wed, 24 Mar 2010 10:00:00 -0500 (EST)": "2010-03-24T15:00",
    "Wed, 24 Mar 2010 10:00:00 GMT+02:00": "2010-03-24T08:00",
    "Wed, 24 Mar 2010 10:00:00 UTC-5": "2010-03-24T15:00",
    "Wed, 24 Mar 2010 10:00:00 Z": "2010-03-24T10:00",
    "Wed, 24 Mar 2010 10:00:00 Q": "2010-03-24T10:00",
    "Wed, 24 Mar 2010 10:00:00 America/Montreal": "2010-03-24T14:00",
    "Wed, 24 Mar 2010 10:00:00 Nowhere/Land": "2010-03-24T10:00",
    "Wed, 24 Mar 2010 24:00:00 +0000": "2010-03-25",
    "Wed, 24 Mar 2010 10:00:60 +0000": "2010-03-24T10:00:59",
    "Wed, 24 Mar 2010 25:10:00 +0000": "2010-03-24",
    "Wednesday, 24-Mar-10 10:00:00 GMT": "2010-03-24T10:00",
    "Wed Mar 24 10:00:00 2010": "2010-03-24T10:00",
    "Wed Mar 24 10:00:00 EDT 2010": "2010-03-24T14:00",
    "Wed Mar 24 10:00:00 +0200 2010": "2010-03-24T08:00",
}
ISO = {
    "2010-03-24": "2010-03-24",
    "2010-03-24T10:00:00-04:00": "2010-03-24T14:00",
    "2010-03-24T10:00:00-4:00": "2010-03-24T14:00",
    "2010-03-24T10:00:00": "2010-03-24T10:00",
    "2010-03-24T10:00:00.123456789Z": "2010-03-24T10:00",
    "2010-03-24 10:00:00 +0200": "2010-03-24T08:00",
    "2010-03-24T10:00:00 +00:00": "2010-03-24T10:00",
    "2010-03-24T24:00:00Z": "2010-03-25",
    "2010-3-4T1:02:03Z": "2010-03-04T01:02:03",
    "2010/03/24 10:05": "2010-03-24T10:05",
    "20100324": "2010-03-24",
    "20100324T100500Z": "2010-03-24T10:05",
    "20100324100500": "2010-03-24T10:05",
    "2010-083": "2010-03-24",
    "2010-03": "2010-03-01",
    "2010": "2010-01-01",
}
OTHERS = {
    "March 24th, 2010 at 3:15 pm": "2010-03-24T15:15",
    "Mar 24, 2010 12:00:00 AM": "2010-03-24",
    "Wed, 24 March 2010 10:00 p.m. EST": "2010-03-25T03:00",
    "10:05, 24 March 2010": "2010-03-24T10:05",
    "Mittwoch, 24. März 2010 10:05 Uhr": "2010-03-24T10:05",
    "Di, 24 Mrz 2010 10:00:00 MEZ": "2010-03-24T09:00",
    "24 de marzo de 2010": "2010-03-24",
    "24 de março de 2010 10h05": "2010-03-24T10:05",
    "lun, 05 ene 2009 19:48:21 GMT": "2009-01-05T19:48:21",
    "mer, 24 mag 2010 10:00:00 +0200": "2010-05-24T08:00",
    "maandag 1 mei 2010 12.30 uur": "2010-05-01T12:30",
    "24 марта 2010 г., 10:05": "2010-03-24T10:05",
    "2010. március 24.": "2010-03-24",
    "2010年3月24日 10時05分": "2010-03-24T10:05",
    "24/03/2010 10:00": "2010-03-24T10:00",
    "03/24/2010 10:00:00 AM": "2010-03-24T10:00",
    "24.03.2010 10:05": "2010-03-24T10:05",
    "3.4.2010": "2010-04-03",
    "Sat 03/04/2010": "2010-04-03",  # the fourth of March was a Thursday
}
WRITTEN = FRENCH | MAIL | ISO | OTHERS


@pytest.mark.parametrize("said", WRITTEN)
def test_dates_as_feeds_write_them(said: str) -> None:
    (read,) = readings(f" {said}\n")
    assert read.replace(microsecond=0) == utc(WRITTEN[said])


@pytest.mark.parametrize(
    "said",
    [
        "",
        "hier",
        "il y a 2 heures",
        "31 février 2010",
        "24 brumaire 2010",
        "juin 2010",
        "99 mars 2010",
        "0000-00-00 00:00:00",
        "99/99/2010",
        "2010-13-45",
        "Wed, 31 Feb 2010 10:00:00 +0000",
        "9" * 10_000,
        None,
        True,
        [],
        float("nan"),
        float("inf"),
        -1,
    ],
)
def test_what_is_no_date_is_none(said: object) -> None:
    assert read_date(said) is None


@pytest.mark.parametrize(
    "said", ["1269424800", "1269424800000", "1269424800.25", 1269424800, 1269424800000, 1.2694248e9]
)
def test_seconds_since_1970(said: object) -> None:
    assert read_date(said) == utc("2010-03-24T10:00")


@pytest.mark.parametrize(
    ("said", "first", "second"),
    [
        ("03/04/2010 10:00", "2010-04-03T10:00", "2010-03-04T10:00"),
        ("03-04-2010", "2010-04-03", "2010-03-04"),
        ("03/04/2010 3:00 PM", "2010-03-04T15:00", "2010-04-03T15:00"),
    ],
)
def test_day_and_month_that_cannot_be_told_apart_are_read_both_ways(said: str, first: str, second: str) -> None:
    assert readings(said) == (utc(first), utc(second))


@pytest.mark.parametrize("language", "ca cs da de el en es fi fr hu it nl no pl pt ro ru sv tr uk".split())
@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("shape", ["EEEE d MMMM y HH:mm", "EEE, dd MMM yyyy HH:mm:ss Z", "d. MMMM y, HH:mm"])
def test_months_as_their_languages_write_them(language: str, month: int, shape: str) -> None:
    at = datetime(2010, month, 24, 10, 5, tzinfo=UTC)
    assert readings(format_datetime(at, shape, locale=language)) == (at,)


MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2089, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0)
)
OFFSETS = st.integers(-56, 56).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))


@given(MOMENTS, OFFSETS)
def test_what_programs_write_comes_back(at: datetime, zone: timezone) -> None:
    local = at.astimezone(zone)
    assert readings(mail_date(local)) == (at,)
    assert readings(local.isoformat()) == (at,)
    assert readings(local.strftime("%Y-%m-%d %H:%M:%S %z")) == (at,)
    assert readings(local.strftime("%A, %d %B %Y %I:%M:%S %p %z")) == (at,)
    assert readings(local.strftime("%a %b %d %H:%M:%S %z %Y")) == (at,)


PIECES = "24 3 03 2010 10 : / - . , + Z T h mars Mar mai am pm 10:00 EST +0200 à de 年 \u0661 \0".split(" ")


@given(
    st.one_of(
        st.text(), st.lists(st.sampled_from(PIECES)).map("".join), st.lists(st.sampled_from(PIECES)).map(" ".join)
    )
)
def test_nonsense_is_a_date_or_none(said: str) -> None:
    assert all(at.tzinfo is UTC for at in readings(said))


@pytest.mark.parametrize("unit", ["1", " ", "a", "1 ", "mars ", "1 mars ", "1/", "10:", "2010 ", "1 mars 10:00 ", "年"])
def test_a_date_without_end_is_read_in_no_time(unit: str) -> None:
    started = time.process_time()
    readings(unit * (1_000_000 // len(unit)))
    assert time.process_time() - started < 0.1


@pytest.mark.parametrize(
    ("dates", "at", "trust"),
    [
        ([NOW - timedelta(days=3)], NOW - timedelta(days=3), DateTrust.FEED),
        ([NOW + timedelta(minutes=59)], NOW + timedelta(minutes=59), DateTrust.FEED),
        ([NOW + timedelta(minutes=61)], NOW, DateTrust.CLAMPED),
        ([utc("1970-01-01")], NOW, DateTrust.CLAMPED),
        ([utc("1970-01-01"), utc("2010-03-01")], utc("2010-03-01"), DateTrust.FEED),  # another date of the entry
        ([], NOW, DateTrust.GUESSED),
    ],
)
def test_how_far_a_date_is_believed(dates: list[datetime], at: datetime, trust: DateTrust) -> None:
    assert trusted(dates, NOW) == (at, trust)


@pytest.mark.parametrize(
    ("said", "at", "trust"),
    [
        ("03/02/2010", "2010-02-03", DateTrust.GUESSED),  # or the second of March
        ("04/03/2010", "2010-03-04", DateTrust.FEED),  # the third of April is still to come
        ("03/04/2010", "2010-03-04", DateTrust.FEED),  # likewise
        ("03/03/2010", "2010-03-03", DateTrust.FEED),
        ("24/03/2010", "2010-03-24", DateTrust.FEED),
    ],
)
def test_a_doubtful_date_is_never_said_to_be_the_feeds(said: str, at: str, trust: DateTrust) -> None:
    read = readings(said)
    assert trusted(read, NOW, doubtful=len(read) > 1) == (utc(at), trust)
