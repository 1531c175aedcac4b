from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from smwatch.feeds.dates import iso_date, read_date, speaks_french, trusted
from smwatch.models import DateTrust

NOW = datetime(2010, 3, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Lun. 23 octobre 2023 21:01:09", "2023-10-23T21:01:09"),
        ("mer., 24 mars 2010 10:00:00 HAE", "2010-03-24T14:00:00"),
        ("mercredi 24 mars 2010 à 14 h 05 HAA", "2010-03-24T17:05:00"),
        ("1er février 2010 9h30 HNE", "2010-02-01T14:30:00"),
        ("Vendredi 13 août 2010", "2010-08-13T00:00:00"),
        ("5 décembre 2010 23:59 -0500", "2010-12-06T04:59:00"),
        ("5 déc. 2010, 08:00 +01:00", "2010-12-05T07:00:00"),
        ("12-juil.-2010 08:00:00 HNT", "2010-07-12T11:30:00"),
        ("Wed, 24 Mar 2010 10:00:00 HAE", "2010-03-24T14:00:00"),
        ("3 juin 2010 08:00 GMT", "2010-06-03T08:00:00"),
        ("3 mai 2010 08:00 HEEC", "2010-05-03T06:00:00"),
    ],
)
def test_dates_as_french_sites_write_them(said: str, meant: str) -> None:
    assert read_date(said) == datetime.fromisoformat(meant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "said", ["", "hier", "31 février 2010", "24 brumaire 2010", "2010", "99 mars 2010", "9" * 10_000]
)
def test_what_is_no_date_is_none(said: str) -> None:
    assert read_date(said) is None


def test_french_is_told_from_what_feedparser_reads_well() -> None:
    assert speaks_french("Wed, 24 Mar 2010 10:00:00 HAE")
    assert speaks_french("24 avril 2010")
    assert not speaks_french("Wed, 24 Mar 2010 10:00:00 EDT")
    assert not speaks_french("2010-03-24T10:00:00Z")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2010-03-24T10:00:00-04:00", datetime(2010, 3, 24, 14, tzinfo=UTC)),
        ("2010-03-24T10:00:00", datetime(2010, 3, 24, 10, tzinfo=UTC)),
        ("0001-01-01T00:00:00+23:00", None),
        ("soon", None),
        (12, None),
    ],
)
def test_iso_dates(said: object, meant: datetime | None) -> None:
    assert iso_date(said) == meant


@pytest.mark.parametrize(
    ("published", "at", "trust"),
    [
        (NOW - timedelta(days=3), NOW - timedelta(days=3), DateTrust.FEED),
        (NOW + timedelta(minutes=59), NOW + timedelta(minutes=59), DateTrust.FEED),
        (NOW + timedelta(minutes=61), NOW, DateTrust.CLAMPED),
        (datetime(1970, 1, 1, tzinfo=UTC), NOW, DateTrust.CLAMPED),
        (None, NOW, DateTrust.GUESSED),
    ],
)
def test_how_far_a_date_is_believed(published: datetime | None, at: datetime, trust: DateTrust) -> None:
    assert trusted(published, NOW) == (at, trust)
