"""What isn't kept for ever: the limits of a config, and who may be forgotten, with what is said where nobody can be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from smwatch import keeping
from smwatch.config.settings import Retention
from smwatch.errors import UsageError
from smwatch.models import Brand
from smwatch.store import Store, open_store
from tests.store.examples import BLOG, HOUR, MONDAY, entry, mention, polled, save

DAY = timedelta(days=1)
NESTLE = Brand(name="Nestlé", names=("Nestlé", "Kit Kat"))
BY_QUERY = Brand(name="Chef", query='"marie tremblay" AND cuisine')


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "smwatch.db")
    opened.sync_feeds([BLOG], MONDAY)
    signed = [
        entry("a", author="Marie Tremblay", author_email="marie@tremblay.example"),
        entry("b", "Du lait", author="Luc Roy"),
    ]
    save(opened, polled(BLOG, signed, [mention("a"), mention("b")]))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("kept", "mentions", "entries"),
    [
        (Retention(), None, MONDAY - 30 * DAY),
        (Retention(mentions=365 * DAY, entries=None), MONDAY - 365 * DAY, None),
        (Retention(mentions=timedelta(), entries=timedelta()), MONDAY, MONDAY),
    ],
)
def test_what_is_past_its_time_is_known_by_the_config(kept: Retention, mentions: object, entries: object) -> None:
    found = keeping.limits(kept, MONDAY)
    assert (found.mentions, found.entries) == (mentions, entries)
    assert (found.labels, found.sure, found.dry_run) == (False, False, False)
    said = keeping.limits(kept, MONDAY, labels=True, sure=True, dry_run=True)
    assert (said.labels, said.sure, said.dry_run) == (True, True, True)


@pytest.mark.parametrize("wanted", ["Marie Tremblay", "marie tremblay", " marie@tremblay.example "])
def test_somebody_is_found_as_they_sign(store: Store, wanted: str) -> None:
    found = keeping.person(store, wanted, [NESTLE])
    assert found.entries == 1
    assert keeping.is_stored(found)


@pytest.mark.parametrize(
    ("wanted", "brand"), [("Kit Kat", "Nestlé"), ("kit KAT", "Nestlé"), ("Marie Tremblay", "Chef")]
)
def test_what_a_brand_looks_for_would_be_found_again(store: Store, wanted: str, brand: str) -> None:
    with pytest.raises(UsageError) as caught:
        keeping.person(store, wanted, [NESTLE, BY_QUERY])
    assert str(caught.value) == f"“{wanted}” is what the brand {brand} looks for"


@pytest.mark.parametrize(
    ("wanted", "anyway", "says"),
    [
        ("Tremblay", False, "Marie Tremblay"),
        ("Zoé Gagnon", False, "with --yes, what they write from now on isn't stored"),
        ("zzz", True, "write the name as it stands in a mention, or an address"),
    ],
)
def test_where_nobody_is_stored_it_is_said_what_helps(store: Store, wanted: str, anyway: bool, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        keeping.person(store, wanted, [], anyway=anyway)
    assert str(caught.value) == f"nothing is stored of “{wanted}”"
    assert says in caught.value.mend.format(**caught.value.arguments)


def test_who_is_not_stored_may_be_forgotten_before_they_write(store: Store) -> None:
    found = keeping.person(store, "Zoé Gagnon", [], anyway=True)
    assert not keeping.is_stored(found)
    assert found.signs


def test_forgotten_and_remembered(store: Store) -> None:
    done = keeping.forget(store, " Marie Tremblay ", specs=[BLOG], now=MONDAY + HOUR)
    assert (done.number, done.left) == (1, ())
    assert [one.entry.author for one in store.entries()] == ["Luc Roy"]
    assert keeping.remember(store, "marie tremblay", MONDAY + 2 * HOUR) == 1
    with pytest.raises(UsageError) as caught:
        keeping.remember(store, "marie tremblay", MONDAY + 3 * HOUR)
    assert str(caught.value) == "nobody of the name “marie tremblay” was forgotten here"


def test_a_brand_goes_when_the_config_names_it_no_more(store: Store) -> None:
    with pytest.raises(UsageError, match="the config still names the brand “Nestlé”"):
        keeping.forget_brand(store, "Nestlé ", [NESTLE], now=MONDAY)
    with pytest.raises(UsageError, match="nothing is stored of a brand “Nestle”"):
        keeping.forget_brand(store, "Nestle", [], now=MONDAY)
    tried = keeping.forget_brand(store, "Nestlé", [], now=MONDAY, dry_run=True)
    assert (tried.mentions, store.mention(1) is not None) == (2, True)
    assert keeping.forget_brand(store, "Nestlé", [], now=MONDAY).mentions == 2
    assert store.mention(1) is None


@pytest.mark.parametrize(
    ("typed", "text"), [(" Luc Roy\n", "Luc Roy"), ("caf\udce9", "caf?"), ("Nestlé", "Nestlé"), ("", "")]
)
def test_bytes_of_a_badly_set_terminal_are_no_name(typed: str, text: str) -> None:
    assert keeping.plain(typed) == text
