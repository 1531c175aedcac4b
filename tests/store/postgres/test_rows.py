"""A row as SQLite gives one: by place, by name, one value after the other."""

from __future__ import annotations

import pytest

pytest.importorskip("psycopg", reason="the extra [postgres] is not installed", exc_type=ImportError)

from smwatch.store.postgres.connection import Row

ROW = Row(("https://a.example/", 3, None), {"url": 0, "polls": 1, "moved_to": 2})


def test_a_value_is_found_by_its_place_and_by_its_name() -> None:
    assert (ROW[0], ROW["url"], ROW[1], ROW["polls"], ROW["moved_to"]) == (
        "https://a.example/", "https://a.example/", 3, 3, None,
    )  # fmt: skip
    with pytest.raises(KeyError):
        _ = ROW["source"]
    with pytest.raises(IndexError):
        _ = ROW[3]


def test_it_can_be_taken_apart_and_made_a_dict() -> None:
    url, polls, moved_to = ROW
    assert (url, polls, moved_to) == ("https://a.example/", 3, None)
    assert len(ROW) == 3
    assert dict(ROW) == {"url": "https://a.example/", "polls": 3, "moved_to": None}
    assert ROW.keys() == ["url", "polls", "moved_to"]


def test_it_is_like_another_of_the_same_values_and_like_their_tuple() -> None:
    assert Row(("https://a.example/", 3, None), {"a": 0, "b": 1, "c": 2}) == ROW
    assert ROW == ("https://a.example/", 3, None)
    assert ROW != ("https://a.example/", 4, None)
    assert len({ROW, Row(("https://a.example/", 3, None), {})}) == 1
