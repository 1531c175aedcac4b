"""What isn't to be kept: known by prints that this database alone can make, and by what an entry alone bears."""

from __future__ import annotations

import pytest

from smwatch.models import Request
from smwatch.store import Store
from smwatch.store.unkept import PRINTED, Prints, let_go, own_signs
from tests.store.examples import BLOG, HOUR, MONDAY, NEWS, entry, mention, polled, save


@pytest.mark.parametrize(
    ("entry_id", "url", "signs"),
    [
        ("tag:blog.example,2010:1", "https://blog.example/a", ["id:tag:blog.example,2010:1"]),
        ("urn:uuid:12", "", ["id:urn:uuid:12"]),
        ("https://blog.example/?p=1", "https://blog.example/a", ["id:https://blog.example/?p=1"]),
        ("1", "https://blog.example/a", []),
        ("comment-12", "https://blog.example/a#c12", ["url:https://blog.example/a#c12"]),
        ("", "https://blog.example/a?utm_source=rss#c12", ["url:https://blog.example/a#c12"]),
        ("", "", []),
    ],
)
def test_an_entry_bears_what_no_other_does(entry_id: str, url: str, signs: list[str]) -> None:
    assert own_signs(entry_id, url) == signs


def test_a_print_is_alike_for_the_same_and_tells_nothing(store: Store) -> None:
    prints = Prints(store._connection)
    assert prints.of("Marie Tremblay") == prints.of("Marie Tremblay")
    assert prints.of("Marie Tremblay") != prints.of("marie tremblay")
    assert len(prints.of("Marie Tremblay")) == 16
    key = prints.key("https://blog.example/a")
    assert key.startswith(PRINTED)
    assert "blog.example" not in key
    assert prints.key(key) == key, "a print needs none"


def test_who_was_never_forgotten_is_not_known(store: Store) -> None:
    prints = Prints(store._connection)
    assert not prints.known(["Marie Tremblay"])
    assert prints.requests(["Marie Tremblay"]) == set()


def forget(store: Store, name: str) -> int:
    with store.scanning():
        return store.forget_person(Request(author=name, declared=frozenset()), MONDAY + HOUR).number


def test_what_they_write_from_then_on_is_not_kept_and_known_when_it_comes_again(store: Store) -> None:
    theirs = entry("a", author="Marie Tremblay", author_email="marie@tremblay.example")
    save(store, polled(BLOG, [theirs, entry("b", "Du lait", author="Luc Roy")], [mention("a"), mention("b")]))
    assert forget(store, "Marie Tremblay") == 1
    later = entry("c", "Encore du chocolat", author="Marie Tremblay", url="https://news.example/c")
    for _ in range(2):
        saved = save(store, polled(NEWS, [later], [mention("c")], at=MONDAY + 2 * HOUR))
        assert (saved.entries, saved.mentions) == (0, 0)
    texts = [one.entry.text for one in store.entries()]
    assert texts == ["Du lait"]


def test_an_entry_by_several_is_kept_without_those_who_are_forgotten(store: Store) -> None:
    save(store, polled(BLOG, [entry("a", author="Marie Tremblay")], [mention("a")]))
    forget(store, "Marie Tremblay")
    both = entry("c", "À deux", author="Marie Tremblay, Luc Roy", url="https://news.example/c")
    assert save(store, polled(NEWS, [both], [mention("c")], at=MONDAY + 2 * HOUR)).mentions == 1
    (kept,) = [one.entry for one in store.entries()]
    assert kept.author == "█████ ████████, Luc Roy", "as long as it was, so that places stay"


def test_texts_that_are_kept_no_more_are_told(store: Store) -> None:
    save(store, polled(BLOG, [entry("a", author="Marie Tremblay"), entry("b", "Du lait")], [mention("a")]))
    assert let_go(store._connection, [1, 2, 99]) == set()
    forget(store, "Marie Tremblay")
    assert let_go(store._connection, [1, 2, 99]) == {1}
    assert let_go(store._connection, []) == set()
