"""Where a value stands, what was meant by a wrong name, and how a value is shown."""

from __future__ import annotations

import pytest

from smwatch.config.spot import UNREAD, Spot, closest, shown


def test_a_place_is_a_path_with_its_line() -> None:
    whole = Spot({"brands.0": 3, "brands.0.name": 4})
    name = whole.inside("brands").inside(0).inside("name")
    assert (whole.key, name.key) == ("", "brands.0.name")
    assert name.wrong("{value} is wrong", "mend it", value="x") is UNREAD
    assert whole.inside("brands").inside(0).inside("query").wrong("no") is UNREAD
    assert [(one.line, one.key, one.what, one.mend) for one in whole.problems] == [
        (4, "brands.0.name", "{value} is wrong", "mend it"),
        (3, "brands.0.query", "no", ""),  # not written: the line of its table
    ]
    assert whole.problems[0].arguments == {"value": "x"}


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("Nordlait", "Nordelait"),
        ("NORDELAÎT", "Nordelait"),
        ("nordlait", "Nordelait"),
        ("cafe-nordik", "Café Nordique"),
        ("cafe nordique", "Café Nordique"),
        ("Dell", ""),
        ("", ""),
        ("n" * 10_000, ""),
    ],
)
def test_what_was_meant(wrong: str, meant: str) -> None:
    assert closest(wrong, ["Nordelait", "Café Nordique"]) == meant


def test_nothing_known_is_meant_by_nothing() -> None:
    assert closest("x", []) == ""


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("plain é", "plain é"),
        (True, "true"),
        (False, "false"),
        (12, "12"),
        (1.5, "1.5"),
        ([1, "a"], "[1, 'a']"),
        ("a\x1b[2Jb\nc", "a\N{REPLACEMENT CHARACTER}[2Jb\N{REPLACEMENT CHARACTER}c"),
        ("\u202ereversed", "\N{REPLACEMENT CHARACTER}reversed"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        pytest.param(10**5000, "…", id="huge"),
    ],
)
def test_a_value_is_short_and_harmless_in_a_message(value: object, seen: str) -> None:
    assert shown(value) == seen
