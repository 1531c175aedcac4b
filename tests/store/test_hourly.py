"""The counts by the hour are those of the mentions, whatever happens to these."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.models import HourCount, MentionFilter
from smwatch.store import Store, hourly, open_store
from tests.store.examining import plans_of, sqlite_of
from tests.store.examples import BLOG, GOOD, HOUR, MONDAY, NEWS, entry, mention, polled, save

CHANGES = [
    "UPDATE mentions SET current = 1 - current WHERE id = :n",
    "UPDATE mentions SET user_label = 'positive' WHERE id = :n",
    "UPDATE mentions SET user_label = NULL WHERE id = :n",
    "UPDATE mentions SET machine_label = NULL, machine_score = NULL WHERE id = :n",
    "UPDATE mentions SET machine_label = 'neutral', machine_score = 0.1234567 WHERE id = :n",
    "UPDATE mentions SET machine_score = -0.3, current = 1 WHERE id = :n",
    "UPDATE mentions SET story = 's' WHERE id = :n",
    "UPDATE entries SET published = '2010-03-23T09:00:00Z' WHERE id = :n",
    "UPDATE entries SET lang = 'en', published = '2010-03-22T08:00:00Z' WHERE id = :n",
    "UPDATE entries SET lang = 'fr', feed_id = 1, key = key || id WHERE id = :n",
    "DELETE FROM mentions WHERE id = :n",
    "DELETE FROM entries WHERE id = :n",
    """INSERT INTO labels (mention_id, brand, story, label, at, title, text, lang, spans, others, machine_scorer)
       SELECT id, brand, story, 'neutral', '2010', '', '', '', '[]', '[]', '' FROM mentions WHERE id = :n""",
    "UPDATE labels SET removed = '2010' WHERE mention_id = :n",
    """INSERT OR IGNORE INTO mentions (entry_id, brand, kind, published, fetched, why, story, machine_label,
                                    machine_score)
       SELECT id, 'Dell', 'entry', published, '2010', 'NAMED', 's', 'negative', -1 FROM entries WHERE id = :n""",
]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six entries and mentions of two feeds."""
    path = tmp_path_factory.mktemp("filled") / "smwatch.db"
    store = open_store(path)
    store.sync_feeds([BLOG, NEWS], MONDAY)
    for feed in (BLOG, NEWS):
        save(store, polled(feed, [entry(key) for key in "abc"], [mention(key) for key in "abc"]))
    store.close()
    return path


@given(changes=st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(1, 7)), max_size=12))
@settings(max_examples=150, deadline=None)
def test_whoever_writes(filled: Path, changes: list[tuple[str, int]]) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        with closing(sqlite3.connect(filled)) as source:
            source.backup(db)
        db.execute("PRAGMA foreign_keys = ON")
        for sql, number in changes:
            db.execute(sql, {"n": number})
            assert hourly.wrong(db) == 0, sql
        db.execute("INSERT INTO entries_search (entries_search, rank) VALUES ('integrity-check', 1)")


def test_what_is_wrong_is_found_and_mended(store: Store) -> None:
    save(store, polled(BLOG, [entry("a"), entry("b")], [mention("a"), mention("b", "Dell")]))
    db = store._connection
    db.execute("UPDATE hourly SET negative = negative + 1 WHERE brand = 'Dell'")
    assert hourly.wrong(db) == 2, "the row that is there, and the one that should be"
    hourly.make_anew(db)
    assert hourly.wrong(db) == 0
    db.execute("DELETE FROM hourly")
    assert hourly.wrong(db) == 2


def test_a_brand_is_counted_by_the_hour_of_a_stretch_of_time(store: Store) -> None:
    hours = {"a": 0, "b": 0, "c": 5, "d": 23, "e": 24, "f": 30}
    entries = [entry(key, published=MONDAY + n * HOUR + HOUR / 2, lang="fr") for key, n in hours.items()]
    felt = [mention(key, sentiment=GOOD) if key == "b" else mention(key) for key in hours]
    save(store, polled(BLOG, entries, [*felt, mention("c", "Dell")]))
    save(store, polled(NEWS, [entry("n", published=MONDAY + 5 * HOUR, lang="en")], [mention("n")]))
    counted = store.counts("Nestlé", MONDAY, MONDAY + 30 * HOUR)
    assert counted == [
        HourCount(hour=MONDAY, mentions=2, negative=1, positive=1),
        HourCount(hour=MONDAY + 5 * HOUR, mentions=2, negative=2),
        HourCount(hour=MONDAY + 23 * HOUR, mentions=1, negative=1),
        HourCount(hour=MONDAY + 24 * HOUR, mentions=1, negative=1),
    ]
    assert store.counts("Nestlé", MONDAY + HOUR, MONDAY + 23 * HOUR) == counted[1:2]
    assert store.counts("Nobody", MONDAY, MONDAY + 30 * HOUR) == []
    shares = store.share_of_voice(MONDAY, MONDAY + 30 * HOUR)
    assert [(share.brand, share.mentions, round(share.share, 3)) for share in shares] == [
        ("Nestlé", 6, 0.857),
        ("Dell", 1, 0.143),
    ]
    assert store.share_of_voice(MONDAY + 40 * HOUR, MONDAY + 41 * HOUR) == []


@given(begin=st.integers(-3, 60), length=st.integers(0, 60))
@settings(max_examples=60, deadline=None)
def test_counts_are_those_of_the_listing(filled_store: Store, begin: int, length: int) -> None:
    since, until = MONDAY - begin * HOUR, MONDAY - begin * HOUR + length * HOUR
    rows = list(filled_store.mentions(MentionFilter(brand="Nestlé", since=since, until=until)))
    counted = filled_store.counts("Nestlé", since, until)
    assert sum(hour.mentions for hour in counted) == len(rows)
    assert sum(hour.negative for hour in counted) == sum(row.label == "negative" for row in rows)
    assert sum(share.mentions for share in filled_store.share_of_voice(since, until)) == len(rows)


@pytest.fixture(scope="module")
def filled_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Mentions at all hours of three days."""
    store = open_store(tmp_path_factory.mktemp("hours") / "smwatch.db")
    store.sync_feeds([BLOG], MONDAY)
    entries = [entry(str(n), published=MONDAY - n * HOUR * 0.7, lang=("fr", "es")[n % 2]) for n in range(90)]
    save(
        store, polled(BLOG, entries, [mention(str(n), sentiment=GOOD) if n % 3 else mention(str(n)) for n in range(90)])
    )
    yield store
    store.close()


DAILY = "SELECT sum(negative) FROM daily WHERE brand = 'Nestlé' AND day >= '2010-03-01'"


@pytest.mark.parametrize(
    ("ask", "step"),
    [
        (lambda store: sqlite_of(store).execute(DAILY), "SEARCH h USING PRIMARY KEY"),
        (
            lambda store: store.counts("Nestlé", MONDAY, MONDAY + 48 * HOUR),
            "SEARCH hourly USING PRIMARY KEY (day=? AND brand=?)",
        ),
        (
            lambda store: store.share_of_voice(MONDAY, MONDAY + 48 * HOUR),
            "SEARCH hourly USING PRIMARY KEY (day>? AND day<?)",
        ),
    ],
    ids=["daily", "counts", "shares"],
)
def test_of_the_counts_only_the_days_that_are_asked_for_are_read(
    file_store: Store, ask: Callable[[Store], object], step: str
) -> None:
    (plan,) = plans_of(file_store, lambda: ask(file_store)).values()
    read = [line for line in plan if line.startswith(("SEARCH h", "SCAN h"))]
    assert read
    assert all(line.startswith(step) for line in read), plan
