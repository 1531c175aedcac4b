"""How far somebody has listed what is new: a number that never passes what they couldn't have seen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from smwatch.models import Label, MentionFilter, News, Place, Request
from smwatch.store import Store, open_store
from smwatch.store.places import MOST, SETS
from tests.store.examining import file_of, plans_of
from tests.store.examples import BLOG, GOOD, HOUR, MONDAY, entry, mention, polled, save

PLACE = Place(reached=2, at=MONDAY)
NEGATIVE = '{"label":"negative"}'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path / "smwatch.db", who="rp")) as found:
        found.sync_feeds([BLOG], MONDAY)
        yield found


def add(store: Store, *keys: str, hours: int = 0, brand: str = "Nestlé", bad: bool = True) -> None:
    """Mentions that were fetched so long after Monday."""
    poll = polled(BLOG, [entry(key, f"Du chocolat {key}") for key in keys], [], at=MONDAY + hours * HOUR)
    said = [mention(key, brand) if bad else mention(key, brand, GOOD) for key in keys]
    save(store, replace(poll, mentions=tuple(said)))


def listed(store: Store, **wanted: int | Label | str) -> list[int]:
    return [row.id for row in store.mentions(MentionFilter(**wanted))]  # type: ignore[arg-type]


def test_each_person_has_a_place_for_each_set_of_filters(store: Store) -> None:
    assert store.places.of("Jo") is None
    store.places.keep("Jo", PLACE)
    assert store.places.of("Jo") == PLACE
    assert store.places.of("Jo", NEGATIVE) is store.places.of("Ada") is None


def test_a_place_never_goes_back(store: Store) -> None:
    store.places.keep("Jo", Place(reached=9, at=MONDAY))
    store.places.keep("Jo", Place(reached=5, at=MONDAY + HOUR))  # began earlier, was done later
    assert store.places.of("Jo") == Place(reached=9, at=MONDAY + HOUR)


def test_what_was_fetched_before_and_stored_after_is_new(store: Store) -> None:
    add(store, "a", "b", hours=3)
    store.places.keep("Jo", Place(reached=store.places.last(), at=MONDAY + 3 * HOUR))
    add(store, "c", hours=1)  # waited for its turn to write
    assert listed(store, after=2) == [3]
    assert listed(store, after=2, label=Label.POSITIVE) == listed(store, after=3) == []
    assert listed(store, up_to=2) == [2, 1]
    assert listed(store, after=1, up_to=2, limit=5) == [2]
    assert listed(store, after=1, search="chocolat", limit=5) == [3, 2]


def test_the_highest_number_is_known_before_there_is_any(store: Store) -> None:
    assert store.places.last() == 0
    add(store, "a")
    assert store.places.last() == 1


def test_what_is_new_is_counted_by_brand_and_not_for_ever(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    add(store, "a", "b")
    add(store, "c", bad=False)
    add(store, "d", brand="Dell")
    assert store.places.news(0, ["Nestlé"]) == News(mentions=3, negative=2)
    assert store.places.news(1, ["Nestlé", "Dell"]) == News(mentions=3, negative=2)
    assert store.places.news(0, []) == News(mentions=0, negative=0)
    assert MOST >= 1_000
    monkeypatch.setattr("smwatch.store.places.MOST", 2)
    assert store.places.news(0, ["Nestlé"]) == News(mentions=2, negative=2, complete=False)


def test_what_was_fetched_long_before_is_no_news(store: Store) -> None:
    add(store, "a", hours=5)
    add(store, "old", hours=1)
    place = Place(reached=0, at=MONDAY + 5 * HOUR)
    heard = place.heard_since(MONDAY + 6 * HOUR)
    assert store.places.news(0, ["Nestlé"], heard) == News(mentions=1, negative=1)
    assert place.heard_since(MONDAY) is None, "a clock that was ahead would hide all that comes until then"


def test_sets_of_filters_that_were_tried_once_do_not_pile_up(store: Store) -> None:
    store.places.keep("Jo", PLACE)
    for n in range(SETS + 5):
        store.places.keep("Jo", replace(PLACE, at=MONDAY + timedelta(minutes=n + 1)), f'{{"search":"{n}"}}')
    assert store.places.of("Jo") == PLACE, "the one that `status` tells of stays"
    assert store.places.of("Jo", '{"search":"3"}') is None
    assert store.places.of("Jo", f'{{"search":"{SETS + 4}"}}')


def test_news_are_found_by_their_numbers(store: Store) -> None:
    (plan,) = plans_of(store, lambda: store.places.news(5, ["Nordelait"])).values()
    assert "SEARCH mentions USING INTEGER PRIMARY KEY (rowid>?)" in plan


def test_who_is_forgotten_leaves_no_place(store: Store) -> None:
    save(store, polled(BLOG, [entry("a", author="Marie Tremblay")], [mention("a")]))
    for person, filters in (("Marie Tremblay", "{}"), ("Jo", '{"author":"marie tremblay"}'), ("Jo", "{}")):
        store.places.keep(person, PLACE, filters)
    store.forget_person(Request(author="Marie Tremblay"), MONDAY)
    with closing(sqlite3.connect(file_of(store))) as db:
        assert db.execute("SELECT person, filters FROM listed").fetchall() == [("Jo", "{}")]
