"""What an analyst sees who opens the file with nothing but SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, replace
from datetime import timedelta

import pytest

from smwatch.models import FeedSpec, Label, MentionRow, Sentiment
from smwatch.store import Store
from tests.store.examining import file_of
from tests.store.examples import BLOG, GOOD, MONDAY, NEWS, entry, mention, polled, save

WEEK = timedelta(weeks=1)
LISTED = [field.name for field in fields(MentionRow)][:-2]  # spans and words are not in the JSON


@pytest.fixture
def analyst(file_store: Store) -> Iterator[sqlite3.Connection]:
    """A week's two negative mentions of Nestlé in the blog, one the week after; other brands and labels around."""
    entries = [entry("a", lang="fr"), entry("b", lang="fr"), entry("c", published=MONDAY + WEEK, lang="en")]
    brands = [mention("a"), mention("b"), mention("b", "Dell", GOOD), mention("c"), mention("c", "Dell", Sentiment())]
    save(file_store, polled(BLOG, entries, brands))
    save(file_store, polled(NEWS, [entry("n", lang="fr")], [mention("n", sentiment=GOOD)], title="Le Devoir"))
    save(file_store, polled(NEWS, [entry("h", lang="fr")], [mention("h")]))
    save(file_store, polled(NEWS, [entry("h", "rien")]))  # hidden: the text no longer names the brand
    file_store.close()
    with closing(sqlite3.connect(f"file:{file_store.path}?mode=ro", uri=True)) as db:
        yield db


def test_mentions_flat_has_the_columns_of_the_listing_in_their_order(analyst: sqlite3.Connection) -> None:
    cursor = analyst.execute("SELECT * FROM mentions_flat")
    assert [column[0] for column in cursor.description] == [*LISTED, "entry_id"]
    assert len(cursor.fetchall()) == 7


def test_mentions_flat_says_what_the_listing_says(store: Store) -> None:
    save(store, polled(BLOG, [replace(entry("a"), author="Émilie", lang="fr")], [mention("a", story="s")]))
    (listed,) = [store.mention(1)]
    (row,) = store._connection.execute("SELECT * FROM mentions_flat").fetchall()
    for name, value in zip(LISTED, [*row][:-1], strict=True):
        if name in {"published", "fetched"}:
            assert value == f"{getattr(listed, name):%Y-%m-%dT%H:%M:%SZ}"
        elif name == "tags":
            assert json.loads(value) == []
        else:
            assert value == getattr(listed, name)


def test_negative_mentions_a_week_by_source_is_one_short_query(analyst: sqlite3.Connection) -> None:
    weekly = """
        SELECT date(day, 'weekday 0', '-6 days') AS week, source, sum(negative)
        FROM daily WHERE brand = 'Nestlé' GROUP BY week, source
    """
    assert analyst.execute(weekly).fetchall() == [
        ("2010-03-22", "Le Blogue", 2),
        ("2010-03-22", "Le Devoir", 0),
        ("2010-03-29", "Le Blogue", 1),
    ]


@pytest.mark.parametrize(
    ("day", "monday"),
    [("2010-03-21", "2010-03-15"), ("2010-03-22", "2010-03-22"), ("2010-01-03", "2009-12-28"), ("2010-01-04",) * 2],
)
def test_a_week_begins_on_monday_also_over_new_year(analyst: sqlite3.Connection, day: str, monday: str) -> None:
    assert analyst.execute("SELECT date(?, 'weekday 0', '-6 days')", (day,)).fetchone() == (monday,)


def test_mentions_flat_tells_what_counts_as_the_table_does(store: Store) -> None:
    """It computes it by itself, so that DuckDB can read it too."""
    told = [mention("a"), mention("b", sentiment=GOOD), mention("c", sentiment=Sentiment())]
    save(store, polled(BLOG, [entry(key, f"Texte {key}") for key in "abc"], told))
    differing = """
        SELECT count(*), count(*) FILTER (WHERE (f.score, f.label, f.scorer) IS NOT (m.score, m.label, m.scorer))
        FROM mentions AS m JOIN mentions_flat AS f ON f.id = m.id
    """
    for label in (None, *Label):
        if label:
            store.label_mentions([1, 2, 3], label, MONDAY)
        assert tuple(store._connection.execute(differing).fetchone()) == (3, 0)


def test_daily(analyst: sqlite3.Connection) -> None:
    rows = analyst.execute("SELECT * FROM daily ORDER BY day, brand, lang, source").fetchall()
    assert rows == [
        ("2010-03-22", "Dell", "fr", "Le Blogue", 1, 0, 0, 1, 0.5, 0),
        ("2010-03-22", "Nestlé", "fr", "Le Blogue", 2, 2, 0, 0, -0.6, 0),
        ("2010-03-22", "Nestlé", "fr", "Le Devoir", 1, 0, 0, 1, 0.5, 0),
        ("2010-03-29", "Dell", "en", "Le Blogue", 1, 0, 0, 0, None, 1),
        ("2010-03-29", "Nestlé", "en", "Le Blogue", 1, 1, 0, 0, -0.6, 0),
    ]


def test_share_of_voice(analyst: sqlite3.Connection) -> None:
    rows = analyst.execute("SELECT month, brand, mentions, round(share, 3) FROM share_of_voice").fetchall()
    assert rows == [("2010-03", "Dell", 2, 0.333), ("2010-03", "Nestlé", 4, 0.667)]


def test_feeds_say_how_they_are(analyst: sqlite3.Connection) -> None:
    assert analyst.execute("SELECT source, status, polls FROM feeds ORDER BY url").fetchall() == [
        ("Le Blogue", "ok", 1),
        ("Le Devoir", "ok", 1),
    ]


def test_the_schema_explains_itself_and_holds_types_and_references(analyst: sqlite3.Connection) -> None:
    tables = {"feeds", "entries", "mentions", "hourly", "alerts", "scans", "outbox", "audit", "backups"}
    found = {row[1]: row for row in analyst.execute("PRAGMA table_list") if row[1] in tables}
    assert found.keys() == tables
    assert all(row[5] for row in found.values()), "STRICT"
    for name, sql in analyst.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view' OR sql LIKE '%STRICT'"):
        assert "--" in sql or name == "entries_spelt", f"{name} says nothing of itself"
    referring = {table: {row[2] for row in analyst.execute(f"PRAGMA foreign_key_list({table})")} for table in tables}
    assert {name: to for name, to in referring.items() if to} == {
        "feeds": {"feeds"},
        "entries": {"feeds"},
        "mentions": {"entries"},
        "hourly": {"feeds"},
        "alerts": {"mentions", "alerts"},
    }


def test_reading_beside_a_scan_waits_for_nothing(file_store: Store) -> None:
    save(file_store, polled(BLOG, [entry("a")], [mention("a")]))
    file_store._connection.execute("BEGIN IMMEDIATE")
    file_store._connection.execute("DELETE FROM mentions")
    with closing(sqlite3.connect(file_of(file_store), timeout=0)) as db:
        assert db.execute("SELECT count(*) FROM mentions_flat").fetchone() == (1,)
    file_store._connection.execute("ROLLBACK")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://marie:s@cret@Blog.example/feed/?a=b@c#d", "https://***@Blog.example/feed/?a=b@c#d"),
        ("http://token@blog.example:8080/", "http://***@blog.example:8080/"),
        ("https://blog.example/@marie/feed/", "https://blog.example/@marie/feed/"),
    ],
)
def test_a_login_in_a_feeds_address_stays_out_of_the_listing(store: Store, url: str, shown: str) -> None:
    spec = FeedSpec(url=url)
    store.sync_feeds([spec], MONDAY)
    save(store, polled(spec, [entry("a")], [mention("a")]))
    assert store._connection.execute("SELECT feed FROM mentions_flat").fetchone()[0] == shown
