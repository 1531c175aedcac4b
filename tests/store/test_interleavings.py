"""Whatever feeds do in whatever order, each mention is there once, and the index holds the texts as they are."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.models import MentionFilter
from smwatch.store import SqliteStore, hourly, open_store
from tests.store.examples import BLOG, HOUR, MONDAY, NEWS, entry, mention, polled, save

WORDS = ["chocolat", "cœur", "Été", "œuf Æsop", ""]
BRANDS = ["Nestlé", "Dell"]
document = st.dictionaries(
    st.sampled_from("abc"),
    st.tuples(st.sampled_from(WORDS), st.frozensets(st.sampled_from(BRANDS))),
    max_size=3,
)
step = st.tuples(st.sampled_from([BLOG, NEWS]), document, st.booleans())

Expected = dict[tuple[str, str], tuple[str, frozenset[str]]]  # (feed, key) -> its text, the brands it names now


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with two feeds, to be copied: making one takes longer than all that is done with it."""
    path = tmp_path_factory.mktemp("empty") / "smwatch.db"
    store = open_store(path)
    store.sync_feeds([BLOG, NEWS], MONDAY)
    store.close()
    return path


@given(steps=st.lists(step, max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_polls_in_any_order(
    empty: Path, steps: list[tuple[object, dict[str, tuple[str, frozenset[str]]], bool]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(shutil.copy(empty, folder)))
        store._connection.execute("PRAGMA synchronous = OFF")  # nobody pulls the plug here
        stored: Expected = {}
        told = set[tuple[str, str, str]]()
        for number, (spec, shown, again) in enumerate(steps):
            assert spec in (BLOG, NEWS)
            feed = BLOG if spec is BLOG else NEWS
            entries = [entry(key, text) for key, (text, _) in shown.items()]
            named = [mention(key, brand) for key, (_, brands) in shown.items() for brand in sorted(brands)]
            poll = polled(feed, entries, named, at=MONDAY + number * HOUR)
            saved = save(store, poll)
            fresh = {(feed.url, m.entry_key, m.brand) for m in named} - told
            assert saved.mentions == saved.negative == len(fresh)
            assert saved.entries == sum((feed.url, key) not in stored for key in shown)
            told |= fresh
            stored |= {(feed.url, key): value for key, value in shown.items()}
            assert not again or save(store, poll).mentions == 0
        check(store, stored, told)
        store.close()


def check(store: SqliteStore, stored: Expected, told: set[tuple[str, str, str]]) -> None:
    """The database against what was shown to it."""
    rows = list(store.mentions(MentionFilter(hidden=True)))
    assert sorted((m.feed, m.title[-1], m.brand) for m in rows) == sorted(told)
    for m in rows:
        text, brands = stored[m.feed, m.title[-1]]
        assert (m.text, m.current) == (text, m.brand in brands)
    for word, spelt in [("chocolat", "chocolat"), ("cœur", "coeur"), ("Été", "ete"), ("œuf Æsop", "oeuf aesop")]:
        found = {m.id for m in store.mentions(MentionFilter(search=spelt, hidden=True))}
        assert found == {m.id for m in rows if m.text == word}
    assert index_is_right(store._connection)
    assert hourly.wrong(store._connection) == 0


def index_is_right(connection: sqlite3.Connection) -> bool:
    """FTS5's own check, against the texts (rank 1): it raises where they differ."""
    connection.execute("INSERT INTO entries_search (entries_search, rank) VALUES ('integrity-check', 1)")
    return True


def test_the_index_follows_any_writer_and_its_check_can_fail(store: SqliteStore) -> None:
    save(store, polled(BLOG, [entry("a", "cœur"), entry("b", "été"), entry("c", "la")], [mention("a"), mention("b")]))
    db = store._connection
    db.execute("UPDATE entries SET title = 'là' WHERE key = 'c'")
    db.execute(
        "INSERT INTO mentions (entry_id, brand, why, kind, published, fetched) "
        "SELECT entry_id, 'Dell', why, kind, published, fetched FROM mentions"
    )
    assert index_is_right(db)
    db.execute("DELETE FROM mentions WHERE brand = 'Dell'")
    assert index_is_right(db)
    found = "SELECT count(*) FROM entries_search WHERE entries_search MATCH 'coeur OR ete OR la'"
    assert db.execute(found).fetchone()[0] == 2
    db.execute("UPDATE entries SET title = 'œuvre' WHERE key = 'b'")
    db.execute("DELETE FROM entries WHERE key = 'a'")
    assert index_is_right(db)
    assert db.execute("SELECT count(*) FROM mentions").fetchone()[0] == 1, "gone with its entry"
    db.execute("DELETE FROM entries WHERE key = 'c'")
    assert index_is_right(db)
    db.execute("DELETE FROM mentions")
    assert index_is_right(db)
    save(store, polled(BLOG, [entry("d", "cœur")], [mention("d")]))
    db.execute("DROP TRIGGER entries_search_forget")
    db.execute("UPDATE entries SET text = 'autre'")
    try:
        wrong = not index_is_right(db)
    except sqlite3.DatabaseError:
        wrong = True
    assert wrong
