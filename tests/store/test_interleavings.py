"""Whatever is done in whatever order, each mention is there once, and index and counts are those of the texts."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.models import FeedSpec, Label, MentionFilter, Rescoring, Understood
from smwatch.store import SqliteStore, hourly, open_store
from smwatch.text.shingles import print_of
from tests.store.examples import BAD, BLOG, GOOD, HOUR, MONDAY, NEWS, entry, mention, polled, save

WORDS = ["chocolat", "cœur", "Été", "œuf Æsop", "cœur de chocolat " * 20, ""]
SEARCHES = {"chocolat": "chocolat", "cœur": "coeur", "Été": "ete", "œuf Æsop": "oeuf aesop"}
BRANDS = ["Nestlé", "Dell"]
AUTHORS = ["Marie Tremblay", "Jean Roy", ""]
FEEDS = [BLOG, NEWS]

Key = tuple[str, str]  # feed and key of an entry
Named = frozenset[str]


@dataclass
class Model:
    """What should be stored, as told in plain words."""

    texts: dict[Key, str] = field(default_factory=dict)
    named: dict[Key, Named] = field(default_factory=dict)  # the brands that it names now
    told: set[tuple[str, str, str]] = field(default_factory=set)  # every mention that there ever was
    now: datetime = MONDAY


def keyed(poll: tuple[FeedSpec, dict[str, tuple[str, Named, str]]]) -> list[Key]:
    return [(poll[0].url, key) for key in poll[1]]


def bring(
    store: SqliteStore, model: Model, feed: FeedSpec, shown: dict[str, tuple[str, Named, str]], *, again: bool
) -> None:
    """A poll: new entries, edited ones, and those that are there under another key, all at the same address."""
    entries = [
        entry(key, text, author=author, url=f"https://page.example/{key[0]}")
        for key, (text, _, author) in shown.items()
    ]
    named = [mention(key, brand) for key, (_, brands, _) in shown.items() for brand in sorted(brands)]
    prints = {e.key: print_of(e.title, e.text) for e in entries if shown[e.key][1]}
    poll = polled(feed, entries, named, at=model.now, prints=prints)
    saved = save(store, poll)
    fresh = {(feed.url, m.entry_key, m.brand) for m in named} - model.told
    assert saved.mentions == len(fresh)
    assert saved.entries == sum((feed.url, key) not in model.texts for key in shown)
    model.told |= fresh
    model.texts |= {(feed.url, key): text for key, (text, _, _) in shown.items()}
    model.named |= {(feed.url, key): brands for key, (_, brands, _) in shown.items()}
    if again:
        assert save(store, poll).mentions == 0


def match(store: SqliteStore, model: Model, number: int, brands: Named) -> None:
    """A changed query finds these brands in an entry, and no others."""
    stored = list(store.entries())
    if stored:
        one = stored[number % len(stored)]
        said = tuple(mention(one.entry.key, brand) for brand in sorted(brands))
        printed = print_of(one.entry.title, one.entry.text) if said else b""
        store.save_again([Understood(stored=one, mentions=said, printed=printed)], BRANDS)
        model.told |= {(one.feed, one.entry.key, brand) for brand in brands}
        model.named[one.feed, one.entry.key] = brands


def correct(store: SqliteStore, model: Model, number: int, label: Label | None) -> None:
    """A person says what a mention feels, or takes that back."""
    rows = sorted(m.id for m in store.mentions(MentionFilter(hidden=True)))
    if rows:
        one = rows[number % len(rows)]
        done = store.label_mentions([one], label, model.now) if label else store.unlabel_mentions([one], model.now)
        assert done[0].label == label or label is None
        found = store.mention(one)
        assert found
        assert found.label == label or label is None


def rescore(store: SqliteStore, model: Model, number: int, *, good: bool) -> None:
    """A scorer thinks otherwise by now."""
    rows = sorted(m.id for m in store.mentions(MentionFilter(hidden=True)))
    if rows:
        wanted = Rescoring(scorers=frozenset({"vader/1"}), everything=True)
        store.save_scores([(rows[number % len(rows)], GOOD if good else BAD)], wanted)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with two feeds, to be copied: making one takes longer than all that is done with it."""
    path = tmp_path_factory.mktemp("empty") / "smwatch.db"
    store = open_store(path)
    store.sync_feeds([BLOG, NEWS], MONDAY)
    store.close()
    return path


Step = Callable[[SqliteStore, Model], None]

brands = st.frozensets(st.sampled_from(BRANDS))
numbers = st.integers(0, 7)
document = st.dictionaries(
    st.sampled_from(["a", "b", "a2", "b2"]),
    st.tuples(st.sampled_from(WORDS), brands, st.sampled_from(AUTHORS)),
    max_size=3,
)
polls: st.SearchStrategy[Step] = st.builds(
    lambda feed, shown, again: lambda store, model: bring(store, model, feed, shown, again=again),
    st.sampled_from(FEEDS),
    document,
    st.booleans(),
)
matches: st.SearchStrategy[Step] = st.builds(
    lambda number, found: lambda store, model: match(store, model, number, found), numbers, brands
)
corrections: st.SearchStrategy[Step] = st.builds(
    lambda number, label: lambda store, model: correct(store, model, number, label),
    numbers,
    st.sampled_from([*Label, None]),
)
scores: st.SearchStrategy[Step] = st.builds(
    lambda number, good: lambda store, model: rescore(store, model, number, good=good), numbers, st.booleans()
)
steps = st.lists(st.one_of(polls, polls, matches, corrections, scores), min_size=1, max_size=10)


@given(steps=steps)
@settings(max_examples=60, deadline=None)
def test_anything_in_any_order(empty: Path, steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store, model = open_store(Path(shutil.copy(empty, folder))), Model()
        store._connection.execute("PRAGMA synchronous = OFF")  # nobody pulls the plug here
        for step in steps:
            step(store, model)
            model.now += HOUR
            check(store, model)
        store.close()


def check(store: SqliteStore, model: Model) -> None:
    """The database against what was done to it."""
    db = store._connection
    assert hourly.wrong(db) == 0
    assert index_is_right(db)
    assert orphans(db) == []
    rows = list(store.mentions(MentionFilter(hidden=True)))
    assert sorted((m.feed, m.title.removeprefix("Titre "), m.brand) for m in rows) == sorted(model.told)
    for m in rows:
        key = m.feed, m.title.removeprefix("Titre ")
        assert (m.text, m.current) == (model.texts[key], m.brand in model.named[key])
    for word, spelt in SEARCHES.items():
        found = {m.id for m in store.mentions(MentionFilter(search=f'"{spelt}"', hidden=True))}
        assert found == {m.id for m in rows if word in m.text}


def orphans(db: sqlite3.Connection) -> list[str]:
    """Rows that hang on nothing, and mentions that carry another label than the one that holds for them."""
    found = [str(tuple(row)) for row in db.execute("PRAGMA foreign_key_check")]
    for name, sql in {
        "texts": "SELECT entry_id FROM story_texts WHERE entry_id NOT IN (SELECT entry_id FROM mentions)",
        "marks": "SELECT entry_id FROM story_marks WHERE entry_id NOT IN (SELECT entry_id FROM story_texts)",
        "labels": """SELECT m.id FROM mentions AS m LEFT JOIN labels_held AS h ON h.id = m.id
                     WHERE (m.user_label, m.label_id) IS NOT (h.label, h.label_id)""",
        "twice": "SELECT entry_id FROM mentions GROUP BY entry_id, brand HAVING count(*) > 1",
    }.items():
        found += [f"{name}: {row[0]}" for row in db.execute(sql)]
    return found


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
