"""Dates, numbers and quotes as they are written in Québec and in English Canada."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from smwatch.locales import Speech, locale_language

MONTREAL = ZoneInfo("America/Montreal")
FR, EN = Speech("fr", MONTREAL), Speech("en", MONTREAL)
AT = datetime(2010, 3, 24, 18, 5, tzinfo=UTC)


def test_a_time_is_said_in_the_reader_s_zone() -> None:
    assert FR.when(AT) == "le 24 mars 2010 à 14\u00a0h\u00a005"
    assert EN.when(AT) == "24 March 2010 at 14:05"


def test_a_full_hour_has_no_minutes_in_french() -> None:
    assert FR.when(AT.replace(minute=0)) == "le 24 mars 2010 à 14\u00a0h"


def test_the_first_of_a_month() -> None:
    assert FR.date(datetime(2010, 3, 1, 18, tzinfo=UTC)) == "le 1er mars 2010"
    assert FR.date(datetime(2010, 3, 11, 18, tzinfo=UTC)) == "le 11 mars 2010"


def test_a_column_is_alike_in_both() -> None:
    assert FR.short(AT) == EN.short(AT) == "2010-03-24 14:05"


@pytest.mark.parametrize(
    ("value", "digits", "french", "english"),
    [
        (1234.5, 1, "1\u202f234,5", "1,234.5"),
        (7, 0, "7", "7"),
        (-0.54, 2, "−0,54", "-0.54"),
        (-0.001, 1, "0,0", "0.0"),
        (1_000_000, 0, "1\u202f000\u202f000", "1,000,000"),
    ],
)
def test_numbers(value: float, digits: int, french: str, english: str) -> None:
    assert (FR.number(value, digits), EN.number(value, digits)) == (french, english)


def test_what_counts_in_a_message_is_written_as_a_number_and_what_names_is_not() -> None:
    assert EN.say("{most} of mention {number}", most=10_000, number=12_345) == "10,000 of mention 12345"
    assert FR.say("{most} of mention {number}", most=10_000, number=12_345) == "10\u202f000 of mention 12345"


def test_shares_and_quotes() -> None:
    assert (FR.percent(0.45), EN.percent(0.45)) == ("45\u00a0%", "45%")
    assert FR.quote("Honte!") == "«\u00a0Honte!\u00a0»"
    assert EN.quote("Shame!") == "“Shame!”"


def test_french_takes_the_singular_for_none_and_one() -> None:
    said = [FR.count("{n} mention", "{n} mentions", n) for n in (0, 1, 2)]
    assert said == ["0 mention", "1 mention", "2 mentions"]
    assert EN.count("{n} mention", "{n} mentions", 0) == "0 mentions"


@pytest.mark.parametrize(
    ("environ", "lang"),
    [
        ({"LANG": "fr_CA.UTF-8"}, "fr"),
        ({"LANG": "fr_CA.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_CA.UTF-8", "LC_MESSAGES": "fr_FR"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_of_an_environment(environ: dict[str, str], lang: str) -> None:
    assert locale_language(environ) == lang


def test_what_comes_from_a_feed_is_never_taken_for_a_message() -> None:
    assert FR.say("") == ""
    assert FR.say("{label}: {words}", label="a", words="{b}") == "a\u00a0: {b}"


@pytest.mark.parametrize(("lang", "said"), [("en", "Assigned to Simon L."), ("fr", "Confiée à Simon L.")])
def test_a_name_that_ends_with_a_period_ends_the_sentence(lang: str, said: str) -> None:
    assert Speech(lang).say("Assigned to {who}.", who="Simon L.") == said
    assert Speech("en").say("{who}. {who}.net and {who}.", who="L.") == "L. L..net and L."
    assert Speech(lang).say("Assigned to {who}.", who="Simon L") == said


@pytest.mark.parametrize(
    ("time", "about", "promised", "french"),
    [
        (timedelta(seconds=5), "1 minute", "1 minute", "une minute"),
        (timedelta(minutes=45), "45 minutes", "45 minutes", "45 minutes"),
        (timedelta(hours=1), "1 hour", "1 hour", "une heure"),
        (timedelta(minutes=100), "2 hours", "100 minutes", "2 heures"),
        (timedelta(hours=47), "47 hours", "47 hours", "47 heures"),
        (timedelta(hours=48), "2 days", "2 days", "2 jours"),
        (timedelta(hours=61), "3 days", "61 hours", "3 jours"),
    ],
)
def test_a_length_of_time(time: timedelta, about: str, promised: str, french: str) -> None:
    assert (EN.span(time), EN.span(time, exact=True), FR.span(time)) == (about, promised, french)


def test_one_hour_takes_the_elision() -> None:
    late = [FR.say("overdue by {time}", time=FR.span(timedelta(hours=hours))) for hours in (1, 2)]
    assert late == ["en retard d’une heure", "en retard de 2 heures"]
