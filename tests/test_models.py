"""What flows: values that nobody changes, loaded one by one, and the few things that they say of themselves."""

from __future__ import annotations

import dataclasses
import pickle
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

import pytest

from smwatch import models
from smwatch.models import CLOSED_BY_HAND, Alert, FeedSpec, Level, Place, Role, Server, Span, hour_of, is_server

NOW = datetime(2010, 3, 22, 8, tzinfo=UTC)
CLASSES = [one for name in models.__all__ if isinstance(one := getattr(models, name), type)]
VALUES = [one for one in CLASSES if dataclasses.is_dataclass(one)]


@pytest.mark.parametrize("name", models.__all__)
def test_each_name_is_there_when_it_is_asked_for(name: str) -> None:
    assert getattr(models, name) is getattr(models, name)


def test_no_other_name_is() -> None:
    with pytest.raises(AttributeError, match=r"module 'smwatch\.models' has no attribute 'Entri'"):
        _ = models.Entri  # type: ignore[attr-defined]


@pytest.mark.parametrize("one", VALUES, ids=lambda one: one.__name__)
def test_values_are_frozen_and_small(one: type) -> None:
    assert one.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in one.__dict__
    assert one.__doc__
    assert not one.__doc__.startswith(one.__name__), "says what it is, not its fields"


@pytest.mark.parametrize("one", [c for c in CLASSES if issubclass(c, StrEnum)], ids=lambda one: one.__name__)
def test_words_are_what_stands_in_columns_and_json(one: type[StrEnum]) -> None:
    assert all(one(word.value) is word and f"{word}" == word.value for word in one)


def test_values_travel_between_processes() -> None:
    spec = FeedSpec(url="https://a.example/feed", about=("Nestlé",), every=timedelta(hours=1))
    assert pickle.loads(pickle.dumps(spec)) == spec
    assert pickle.loads(pickle.dumps(Span("text", 0, 6))) == Span("text", 0, 6)


def test_a_time_is_counted_in_an_hour_of_utc() -> None:
    newfoundland = timezone(-timedelta(hours=2, minutes=30))
    assert hour_of(datetime(2010, 3, 22, 9, 59, 59, 999_999, tzinfo=newfoundland)) == NOW.replace(hour=12)
    assert hour_of(NOW) == NOW


def test_an_alert_that_begins_is_new_and_emerging() -> None:
    alert = Alert(
        brand="Nestlé", opened=NOW, updated=NOW, window=timedelta(hours=6), negatives=3, mentions=4, stories=3,
        authors=3, expected=0.2, probability=1e-6,
    )  # fmt: skip
    assert (alert.id, alert.level, alert.status) == (0, Level.EMERGING, "new")
    assert alert.status not in CLOSED_BY_HAND


@pytest.mark.parametrize(("role", "own"), [(r, r in {Role.OFFICIAL, Role.EMPLOYEE}) for r in Role])
def test_the_companys_own_people_are_known(role: Role, own: bool) -> None:
    assert role.own == own


def test_what_is_news_was_fetched_since_one_last_listed_or_waited_to_be_written() -> None:
    place = Place(reached=9, at=NOW)
    assert place.heard_since(NOW) == NOW - timedelta(hours=1)
    assert place.heard_since(NOW + timedelta(days=3)) == NOW - timedelta(hours=1)
    assert place.heard_since(NOW - timedelta(seconds=1)) is None, "a clock that was ahead tells nothing"


@pytest.mark.parametrize(
    ("place", "yes"),
    [
        ("postgresql://host/db", True),
        ("postgres://host/db", True),
        ("postgresql+psycopg://host/db", False),
        ("smwatch.db", False),
        ("C:\\data\\smwatch.db", False),
        ("postgresql", False),
    ],
)
def test_a_server_is_known_by_how_its_address_begins(place: str, yes: bool) -> None:
    assert is_server(place) == yes


@pytest.mark.parametrize(
    ("url", "told", "address"),
    [
        ("postgresql://u:pw@host/db", "postgresql://u@host/db", "postgresql://u@host/db"),
        ("postgresql://host/db", "postgresql://host/db", "postgresql://host/db"),
        ("postgresql://u@host:5433/db", "postgresql://u@host:5433/db", "postgresql://u@host:5433/db"),
        ("postgresql://u:p:w@host/db", "postgresql://u@host/db", "postgresql://u@host/db"),
        ("postgresql:///db?host=/run/pg", "postgresql:///db", "postgresql:///db?host=%2Frun%2Fpg"),
        ("postgresql://u:@host/db", "postgresql://u@host/db", "postgresql://u@host/db"),
        (
            "postgresql://u@h/db?password=pw&sslmode=require",
            "postgresql://u@h/db",
            "postgresql://u@h/db?sslmode=require",
        ),
        ("postgresql://u@h/db?sslpassword=pw", "postgresql://u@h/db", "postgresql://u@h/db"),
        ("env:DATABASE", "env:DATABASE", "env:DATABASE"),
    ],
)
def test_a_server_is_told_without_its_password(url: str, told: str, address: str) -> None:
    server = Server(url)
    assert str(server) == told
    assert server.address == address
    assert "pw" not in f"{server} {server!r} {server.address}"


@pytest.mark.parametrize(
    ("url", "sound"),
    [
        ("postgresql://u:pw@host/db", True),
        ("postgresql://host/db", True),
        ("postgresql://u:p@w@host/db", False),  # libpq would take w@host for the host
        ("env:DATABASE", False),
    ],
)
def test_a_password_with_a_letter_that_ends_it_is_noticed(url: str, sound: bool) -> None:
    assert Server(url).sound == sound
    assert "w@" not in str(Server(url))
