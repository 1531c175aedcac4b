"""The counts by the hour are those of the mentions, whatever happens to these."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.store import hourly, open_store
from smwatch.store.sqlite import SqliteStore
from tests.store.examples import BLOG, MONDAY, NEWS, entry, mention, polled, save

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


def test_what_is_wrong_is_found_and_mended(store: SqliteStore) -> None:
    save(store, polled(BLOG, [entry("a"), entry("b")], [mention("a"), mention("b", "Dell")]))
    db = store._connection
    db.execute("UPDATE hourly SET negative = negative + 1 WHERE brand = 'Dell'")
    assert hourly.wrong(db) == 2, "the row that is there, and the one that should be"
    hourly.make_anew(db)
    assert hourly.wrong(db) == 0
    db.execute("DELETE FROM hourly")
    assert hourly.wrong(db) == 2
