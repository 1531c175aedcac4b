"""config.example.toml shows every key there is, one line on each, and loads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from smwatch.config.load import load_config
from smwatch.config.schema import GLOBALS, TABLES, Key
from smwatch.config.settings import AlertSettings, Network, Retention, SentimentSettings

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
TEXT = EXAMPLE.read_text("utf-8")
KEY = re.compile(r"^(?:# )?([a-z_]+) = ", re.MULTILINE)


def sections() -> dict[str, str]:
    """The text under each table's headers; "" is what stands before the first."""
    found = {"": ""}
    for part in re.split(r"^(?=\[)", TEXT, flags=re.MULTILINE):
        header = re.match(r"\[+([a-z]+)\]+", part)
        name = header[1] if header else ""
        found[name] = found.get(name, "") + part
    return found


SECTIONS = sections()
TABLE_KEYS = {"": GLOBALS} | {name: table.keys for name, table in TABLES.items()}
ALL = [(table, name, key) for table, keys in TABLE_KEYS.items() for name, key in keys.items()]


def test_it_loads() -> None:
    assert load_config(EXAMPLE).brands[0].name == "Nordelait"


@pytest.mark.parametrize(("table", "name", "key"), ALL, ids=[f"{table}.{name}" for table, name, _ in ALL])
def test_every_key_is_shown_with_a_line_on_what_it_does(table: str, name: str, key: Key) -> None:
    lines = [line for line in SECTIONS[table].splitlines() if re.match(rf"(# )?{name} = ", line)]
    assert any(re.search(r"  # .{8}", line) for line in lines), (
        f"{name} stands under [{table}] nowhere, or without a word"
    )
    for inner in key.inside or ():
        assert any(re.search(rf"\b{inner} = ", line) for line in lines)


def test_nearly_all_keys_are_live() -> None:
    commented = re.findall(r"^# ([a-z_]+) =", TEXT, re.MULTILINE)
    assert commented == ["user_agent", "proxy", "ca", "cert", "key"]


def test_nothing_is_shown_that_is_not_known() -> None:
    for table, text in SECTIONS.items():
        assert {match[1] for match in KEY.finditer(text)} <= TABLE_KEYS[table].keys()


def test_where_it_says_so_the_values_are_the_defaults() -> None:
    config = load_config(EXAMPLE)
    assert config.network == Network(contact="rp@example.com")
    assert config.sentiment == SentimentSettings()
    assert config.alerts == AlertSettings()
    assert config.retention == Retention()
