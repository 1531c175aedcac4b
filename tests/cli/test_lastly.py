"""What somebody has not listed yet, by where they stopped."""

from __future__ import annotations

from datetime import timedelta

import pytest

from smwatch.cli.lastly import FIRST, Lately, filters_of, is_last, tell_first
from smwatch.models import Label, MentionFilter, Place
from tests.cli.views.seen import NOW, seen

DAY = timedelta(days=1)
NOWADAYS = Place(reached=90, at=NOW)


@pytest.mark.parametrize("typed", ["last", " LAST ", "dernière", "derniere fois"])
def test_words_for_the_last_time(typed: str) -> None:
    assert is_last(typed)


@pytest.mark.parametrize("typed", ["", "lasting", "2010-03-24", "at last"])
def test_other_words(typed: str) -> None:
    assert not is_last(typed)


def place(before: Place | None, person: str = "Eve") -> Lately:
    return Lately(person=person, filters="{}", before=before, place=NOWADAYS)


def test_at_first_it_is_the_last_day() -> None:
    found = place(None).of(MentionFilter(brand="A"))
    assert found == MentionFilter(brand="A", fetched_since=NOW - FIRST, up_to=90)


def test_then_it_is_what_was_stored_since_but_no_old_history() -> None:
    before = Place(reached=40, at=NOW - DAY)
    found = place(before).of(MentionFilter(label=Label.NEGATIVE))
    assert (found.after, found.up_to, found.label) == (40, 90, Label.NEGATIVE)
    assert found.fetched_since is not None
    assert found.fetched_since < NOW - DAY


def test_a_clock_that_was_ahead_hides_nothing() -> None:
    assert place(Place(reached=40, at=NOW + DAY)).of(MentionFilter()).fetched_since is None


def test_a_place_is_of_the_filters_that_say_what_is_of_interest() -> None:
    assert filters_of(MentionFilter()) == "{}"
    assert filters_of(MentionFilter(brand="Léa", since=NOW, limit=3, after=2, up_to=9, best=True)) == '{"brand": "Léa"}'
    assert filters_of(MentionFilter(brand="A", lang="fr")) == filters_of(MentionFilter(lang="fr", brand="A"))


@pytest.mark.parametrize(("person", "name"), [("Eve", "Eve"), ("", "Somebody")])
def test_the_first_time_is_told(person: str, name: str) -> None:
    told = seen(lambda terminal: tell_first(terminal, place(None, person)), width=200).err
    assert told.startswith(f"{name} lists what is new for the first time")
    assert seen(lambda terminal: tell_first(terminal, place(NOWADAYS))).err == ""
