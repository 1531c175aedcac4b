"""What the detector knows of a brand is kept until a mention that it rests on changes or goes, whoever writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from smwatch.models import Label, Limits, Listening
from smwatch.store import Store
from tests.store.examples import BLOG, GOOD, HOUR, MONDAY, NEWS, entry, mention, polled, save

SINCE = MONDAY - 24 * HOUR
STATE = b"what is known"


def keep(store: Store, brand: str = "Nestlé", state: bytes = STATE) -> Listening:
    """Listen to a brand, and keep what is known then."""
    heard = store.listen(brand, SINCE)
    store.save_alerts([], kept=[replace(heard, state=state, heard=())])
    return heard


@pytest.fixture
def told(store: Store) -> Store:
    """One mention each of two brands, both listened to."""
    save(store, polled(BLOG, [entry("a"), entry("d")], [mention("a"), mention("d", "Dell")]))
    for brand in ("Nestlé", "Dell"):
        keep(store, brand)
    return store


def test_the_first_time_all_is_heard_and_nothing_known(store: Store) -> None:
    save(store, polled(BLOG, [entry("a"), entry("b", "Du lait")], [mention("a"), mention("b")]))
    found = store.listen("Nestlé", SINCE)
    assert (found.state, found.reached, found.passed) == (b"", 2, 0)
    assert [heard.id for heard in found.heard] == ["1", "2"]


def test_later_only_what_is_new_is_heard(told: Store) -> None:
    save(told, polled(NEWS, [entry("c", "Encore", url="https://news.example/c")], [mention("c")], at=MONDAY + HOUR))
    found = told.listen("Nestlé", SINCE)
    assert (found.state, found.reached, found.passed) == (STATE, 3, 1)
    assert [heard.id for heard in found.heard] == ["3"]
    others = told.listen("Dell", SINCE)
    assert (others.state, others.passed, [*others.heard]) == (STATE, 1, [])


def test_where_nothing_came_nothing_is_read(told: Store) -> None:
    found = told.listen("Nestlé", SINCE)
    assert (found.state, found.reached, found.passed, [*found.heard]) == (STATE, 2, 0, [])


def test_anew_all_is_heard_though_something_is_known(told: Store) -> None:
    found = told.listen("Nestlé", SINCE, anew=True)
    assert (found.state, [heard.id for heard in found.heard]) == (b"", ["1"])
    assert told.listen("Nestlé", SINCE).state == b"", "it is known no more"


def edited(store: Store) -> None:
    at = MONDAY + HOUR
    save(store, polled(BLOG, [entry("a", "Du chocolat noir")], [mention("a", sentiment=GOOD)], at=at))


def labelled(store: Store) -> None:
    store.label_mentions([1], Label.POSITIVE, MONDAY + HOUR)


def hidden(store: Store) -> None:
    store.begin_rematch({}, ["Nestlé"], MONDAY)


def pruned(store: Store) -> None:
    store.prune(Limits(mentions=MONDAY + HOUR, sure=True), MONDAY + 48 * HOUR)


def forgotten(store: Store) -> None:
    store.forget_brand("Nestlé", MONDAY + HOUR)


@pytest.mark.parametrize("happens", [edited, labelled, hidden, forgotten])
def test_what_changes_or_goes_is_heard_again_with_all_others(told: Store, happens: Callable[[Store], None]) -> None:
    happens(told)
    assert told.listen("Nestlé", SINCE).state == b""
    assert told.listen("Dell", SINCE).state == STATE, "what rests on others stays"


def test_of_what_is_pruned_nothing_is_known(told: Store) -> None:
    pruned(told)
    assert told.listen("Nestlé", SINCE).state == told.listen("Dell", SINCE).state == b""


def test_what_changes_while_it_is_heard_keeps_nothing(store: Store) -> None:
    save(store, polled(BLOG, [entry("a")], [mention("a")]))
    found = store.listen("Nestlé", SINCE)
    labelled(store)
    store.save_alerts([], kept=[replace(found, state=STATE, heard=())])
    assert store.listen("Nestlé", SINCE).state == b""
