"""The schema, the settings that it fills, and the defaults that the reference shows say the same."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from smwatch.config.load import load_text
from smwatch.config.schema import FRENCH, GLOBALS, TABLES, Table
from smwatch.config.settings import (
    AlertSettings,
    Company,
    Config,
    DigestSettings,
    Duty,
    Mail,
    Network,
    Notify,
    Person,
    Play,
    Retention,
    Run,
    Search,
    SentimentSettings,
    ThreadSettings,
)
from smwatch.config.spot import UNREAD, Spot
from smwatch.models import Brand, FeedSpec

MADE = {
    "brands": Brand,
    "feeds": FeedSpec,
    "searches": Search,
    "network": Network,
    "run": Run,
    "sentiment": SentimentSettings,
    "alerts": AlertSettings,
    "threads": ThreadSettings,
    "mail": Mail,
    "digests": DigestSettings,
    "notify": Notify,
    "duty": Duty,
    "company": Company,
    "people": Person,
    "playbook": Play,
    "retention": Retention,
}
NOT_WRITTEN = {"kind", "origin", "parent", "thread", "brand"}  # of a feed: what the program finds out itself
SHOWN = [
    (name, key, what.default)
    for name, table in TABLES.items()
    for key, what in table.keys.items()
    if what.default[:1] in {*'"[{0123456789'} or what.default in {"true", "false"}
]


@pytest.mark.parametrize("name", TABLES)
def test_every_field_has_its_key_and_every_key_its_field(name: str) -> None:
    filled = {what.into or key for key, what in TABLES[name].keys.items()}
    written = {field.name for field in fields(MADE[name])} - (NOT_WRITTEN if name == "feeds" else set())
    assert filled == written


def test_every_table_and_global_key_is_a_field_of_the_config() -> None:
    assert {*GLOBALS, *TABLES, "path", "lines"} == {field.name for field in fields(Config)}


def test_the_interface_names_these_tables() -> None:
    many = {name for name, table in TABLES.items() if table.many}
    assert many == {"brands", "feeds", "searches", "digests", "notify", "duty", "people", "playbook"}
    assert TABLES.keys() == MADE.keys()


@pytest.mark.parametrize(("name", "key", "default"), SHOWN, ids=[f"{name}.{key}" for name, key, _ in SHOWN])
def test_a_default_that_the_reference_shows_is_the_default(name: str, key: str, default: str) -> None:
    table: Table = TABLES[name]
    what = table.keys[key]
    read = what.kind.read(tomllib.loads(f"x = {default}")["x"], Spot({}))
    assert read is not UNREAD
    required = {"name": "n", "url": "https://a.example/", "preset": "p", "brand": "b", "host": "h"}
    made = table.make(**{field: value for field, value in required.items() if _is_required(table, field)})
    assert getattr(made, what.into or key) == read


def test_enough_defaults_are_shown_for_that_to_mean_something() -> None:
    assert len(SHOWN) > 25


def test_the_languages_default_to_both() -> None:
    assert load_text("brands = [{ name = 'a' }]", Path("x")).languages == ("fr", "en")
    assert GLOBALS["languages"].default == '["fr", "en"]'


def test_what_french_is_taken_for_is_a_key_somewhere() -> None:
    keys = {*GLOBALS, *TABLES, *(key for table in TABLES.values() for key in table.keys)}
    assert set(FRENCH.values()) <= keys


def _is_required(table: Table, key: str) -> bool:
    return key in table.keys and table.keys[key].required
