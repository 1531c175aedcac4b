"""How values stand in columns: what is read back is what was written, and every text can be held."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.models import Count, Span
from smwatch.store.values import (
    counts,
    listed,
    listed_texts,
    plain,
    plain_row,
    read,
    read_or_none,
    spans,
    stored,
    stored_later,
    stored_or_none,
)

NOON = datetime(2010, 3, 24, 12, tzinfo=UTC)
MONTREAL = timezone(timedelta(hours=-4))
TIMES = st.datetimes(
    min_value=datetime(1, 1, 2),  # noqa: DTZ001 - the zone is added
    max_value=datetime(9999, 12, 30),  # noqa: DTZ001 - likewise
    timezones=st.sampled_from([UTC, MONTREAL, timezone(timedelta(hours=5, minutes=45))]),
)
TEXTS = st.text(st.characters(), max_size=20) | st.sampled_from(["\0", "a\0b", "\ud83d", "é\udc80", '"', "\\", ""])


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (NOON, "2010-03-24T12:00:00Z"),
        (NOON.replace(microsecond=999_999), "2010-03-24T12:00:00Z"),
        (datetime(2010, 3, 24, 22, 30, tzinfo=MONTREAL), "2010-03-25T02:30:00Z"),
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00Z"),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), "9999-12-31T23:59:59Z"),
    ],
)
def test_a_time_is_written_in_utc_cut_to_the_second(at: datetime, written: str) -> None:
    assert stored(at) == written
    assert read(written) == at.replace(microsecond=0)


@given(TIMES)
def test_a_time_is_read_back_to_the_second_and_aware(at: datetime) -> None:
    assert read(stored(at)) == at.replace(microsecond=0)
    assert read(stored(at)).tzinfo is not None


@given(TIMES, TIMES)
def test_times_sort_as_texts_as_they_do_by_the_clock(one: datetime, other: datetime) -> None:
    assert (stored(one) < stored(other)) == (one.replace(microsecond=0) < other.replace(microsecond=0))


@given(TIMES)
def test_a_server_that_asks_to_wait_is_never_asked_too_soon_nor_a_second_later(at: datetime) -> None:
    assert timedelta() <= read(stored_later(at)) - at < timedelta(seconds=1)


def test_what_may_not_have_happened_is_nothing_both_ways() -> None:
    assert stored_or_none(None) is None
    assert read_or_none(None) is None
    assert read_or_none(stored_or_none(NOON)) == NOON


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([], "[]"),
        ({}, "[]"),
        ((), "[]"),
        (["Nestlé", 3, None], '["Nestlé",3,null]'),
        ({"at": NOON}, '{"at":"2010-03-24 12:00:00+00:00"}'),
        ([("text", 0, 6)], '[["text",0,6]]'),
    ],
)
def test_a_list_is_json_with_its_accents_legible(value: object, text: str) -> None:
    assert listed(value) == text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=4))
def test_a_list_of_texts_is_the_same_json_by_the_shorter_way(texts: list[str]) -> None:
    assert json.loads(listed_texts(texts)) == json.loads(listed(texts)) == texts


def test_counts_and_spans_come_back_from_json() -> None:
    assert counts('[["Le Devoir",3],["r/montreal",1]]') == (
        Count(name="Le Devoir", count=3),
        Count(name="r/montreal", count=1),
    )
    assert counts("[]") == ()
    assert spans('[["title",0,6],["text",12,18]]') == (Span("title", 0, 6), Span("text", 12, 18))
    assert spans("[]") == ()


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("Chocolat", "Chocolat"),
        ("Nestlé 🍫", "Nestlé 🍫"),
        ("a\0b", "ab"),
        ("é\0", "é"),
        ("\ud83d seul", "? seul"),
        ("\0\udc80", "?"),
        ("", ""),
    ],
)
def test_what_no_database_holds_is_left_out_of_a_text(said: str, held: str) -> None:
    assert plain(said) == held


@given(TEXTS)
def test_every_text_can_be_stored_and_read_back(text: str) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        (back,) = db.execute("SELECT ?", (plain(text),)).fetchone()
        (length,) = db.execute("SELECT length(?)", (plain(text),)).fetchone()
    assert back == plain(text)
    assert length == len(plain(text)), "no tool stops at a NUL"
    assert plain(back) == back


@given(st.lists(TEXTS, max_size=4).map(tuple))
def test_a_row_is_made_plain_as_each_of_its_texts_is(row: tuple[str, ...]) -> None:
    assert plain_row(row) == tuple(map(plain, row))


def test_a_row_in_order_is_not_copied() -> None:
    row = ("Nestlé", "Kit Kat", "")
    assert plain_row(row) is row
