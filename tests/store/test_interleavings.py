"""Whatever is done in whatever order, each mention is there once, and index and counts are those of the texts."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.models import FeedSpec, Label, Limits, MentionFilter, Request, Rescoring, Saved, Understood
from smwatch.store import Store, hourly, open_store
from smwatch.store.sql import is_file
from smwatch.text.shingles import print_of
from tests.store.examining import index_is_right, sqlite_of
from tests.store.examples import BAD, BLOG, GOOD, HOUR, MONDAY, NEWS, entry, mention, polled, save

WORDS = ["chocolat", "cœur", "Été", "œuf Æsop", "cœur de chocolat " * 20, ""]
SEARCHES = {"chocolat": "chocolat", "cœur": "coeur", "Été": "ete", "œuf Æsop": "oeuf aesop"}
BRANDS = ["Nestlé", "Dell"]
AUTHORS = ["Marie Tremblay", "Jean Roy", ""]
FEEDS = [BLOG, NEWS]
LANGS = ["fr", "en"]  # an edit may be in another

Key = tuple[str, str]  # feed and key of an entry
Mentioned = tuple[str, str, str]  # and brand
Named = frozenset[str]
Document = dict[str, tuple[str, Named, str]]  # by key: text, brands, author


@dataclass
class Entry:
    """What should be stored of an entry."""

    text: str
    digest: str  # of what its feed last said, whether that is still kept or not
    author: str
    at: datetime  # of when it was stored, or edited
    named: Named = frozenset()  # the brands that it names now
    let_go: bool = False  # its text was, and who wrote it

    def leave(self) -> None:
        """Keep what it takes to know it again."""
        self.text, self.author, self.let_go = "", "", True


@dataclass
class Model:
    """What should be stored, as told in plain words."""

    entries: dict[Key, Entry] = field(default_factory=dict)
    mentions: dict[Mentioned, datetime] = field(default_factory=dict)  # hidden ones too, and since when each is known
    forgotten: set[str] = field(default_factory=set)
    graves: set[Key] = field(default_factory=set)  # entries of forgotten people
    now: datetime = MONDAY

    def brands_of(self, key: Key) -> set[str]:
        return {brand for *of, brand in self.mentions if tuple(of) == key}

    def drop(self, gone: set[Mentioned]) -> None:
        """Mentions are gone, and the texts of entries that mention nobody else."""
        for *of, brand in gone:
            del self.mentions[of[0], of[1], brand]
        for feed, key, _ in gone:
            if not self.brands_of((feed, key)):
                self.entries[feed, key].leave()

    def bury(self, key: Key) -> None:
        """Nothing of it is left."""
        for brand in self.brands_of(key):
            del self.mentions[*key, brand]
        self.entries.pop(key, None)
        self.graves.add(key)


def bring(store: Store, model: Model, feed: FeedSpec, shown: Document, *, again: bool) -> None:
    """A poll: new entries, edited ones, and those that are there under another key, all at the same address."""
    entries = [
        entry(key, text, author=author, lang=LANGS[len(text) % 2], url=f"https://page.example/{key[0]}")
        for key, (text, _, author) in shown.items()
    ]
    named = [mention(key, brand) for key, (_, brands, _) in shown.items() for brand in sorted(brands)]
    prints = {e.key: print_of(e.title, e.text) for e in entries if shown[e.key][1]}
    poll = polled(feed, entries, named, at=model.now, prints=prints)
    saved = save(store, poll)
    expected = Saved()
    for one in entries:
        expected = shows(model, expected, (feed.url, one.key), *shown[one.key])
    assert (saved.entries, saved.edited, saved.mentions) == (expected.entries, expected.edited, expected.mentions)
    if again:
        assert save(store, poll) == Saved()


def shows(model: Model, saved: Saved, key: Key, *said: *tuple[str, Named, str]) -> Saved:
    """What an entry that a feed shows makes of the model."""
    text, brands, author = said
    if key in model.graves or author in model.forgotten:
        model.bury(key)
        return saved
    known = model.entries.get(key)
    if known is None:
        saved = replace(saved, entries=saved.entries + 1)
    elif known.digest != text:
        saved = replace(saved, edited=saved.edited + 1)
    if known is None or known.digest != text:
        known = model.entries[key] = Entry(text=text, digest=text, author=author, at=model.now)
    fresh = brands - model.brands_of(key)
    model.mentions |= {(*key, brand): model.now for brand in fresh}
    known.named = brands
    return replace(saved, mentions=saved.mentions + len(fresh))


def match(store: Store, model: Model, number: int, brands: Named) -> None:
    """A changed query finds these brands in an entry, and no others."""
    stored = list(store.entries())
    assert {(one.feed, one.entry.key) for one in stored} == {k for k, e in model.entries.items() if not e.let_go}
    if stored:
        one = stored[number % len(stored)]
        said = tuple(mention(one.entry.key, brand) for brand in sorted(brands))
        printed = print_of(one.entry.title, one.entry.text) if said else b""
        store.save_again([Understood(stored=one, mentions=said, printed=printed)], BRANDS)
        key = one.feed, one.entry.key
        model.mentions |= {(*key, brand): one.fetched for brand in brands - model.brands_of(key)}
        model.entries[key].named = brands


def correct(store: Store, model: Model, number: int, label: Label | None) -> None:
    """A person says what a mention feels, or takes that back."""
    rows = sorted(m.id for m in store.mentions(MentionFilter(hidden=True)))
    if rows:
        one = rows[number % len(rows)]
        if label:
            store.label_mentions([one], label, model.now)
        else:
            store.unlabel_mentions([one], model.now)
        found = store.mention(one)
        assert found
        assert (found.label, found.scorer) == (label or found.machine_label, "user" if label else found.machine_scorer)


def rescore(store: Store, model: Model, number: int, *, good: bool) -> None:
    """A scorer thinks otherwise by now."""
    rows = sorted(m.id for m in store.mentions(MentionFilter(hidden=True)))
    if rows:
        wanted = Rescoring(scorers=frozenset({"vader/1"}), everything=True)
        store.save_scores([(rows[number % len(rows)], GOOD if good else BAD)], wanted)


def prune(store: Store, model: Model, hours: int) -> None:
    """What came so long ago is past its time."""
    before = model.now - hours * HOUR
    silent = [e for key, e in model.entries.items() if not (model.brands_of(key) or e.let_go) and e.at < before]
    old = {one for one, at in model.mentions.items() if at < before}
    done = store.prune(Limits(mentions=before, entries=before, labels=True, sure=True), model.now)
    assert (done.mentions, done.entries) == (len(old), len(silent))
    model.drop(old)
    for one in silent:
        one.leave()


def forget_brand(store: Store, model: Model, brand: str) -> None:
    """Nobody is to read of it any more."""
    old = {one for one in model.mentions if one[2] == brand}
    assert store.forget_brand(brand, model.now).mentions == len(old)
    model.drop(old)
    assert not store._connection.execute("SELECT 1 FROM labels WHERE brand = ?", (brand,)).fetchone()


def forget_author(store: Store, model: Model, author: str) -> None:
    """Somebody asked to be forgotten."""
    assert not store.forget_person(Request(author=author), model.now).left
    model.forgotten.add(author)
    for key in [key for key, one in model.entries.items() if one.author == author]:
        model.bury(key)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with two feeds, to be copied: making one takes longer than all that is done with it."""
    path = tmp_path_factory.mktemp("empty") / "smwatch.db"
    store = open_store(path)
    store.sync_feeds([BLOG, NEWS], MONDAY)
    store.close()
    return path


Step = Callable[[Store, Model], None]

brands = st.frozensets(st.sampled_from(BRANDS))
numbers = st.integers(0, 7)
document = st.dictionaries(
    st.sampled_from(["a", "b", "a2", "b2"]),
    st.tuples(st.sampled_from(WORDS), brands, st.sampled_from(AUTHORS)),
    min_size=1,
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
gone: st.SearchStrategy[Step] = st.one_of(
    st.builds(lambda hours: lambda store, model: prune(store, model, hours), st.integers(0, 4)),
    st.builds(lambda brand: lambda store, model: forget_brand(store, model, brand), st.sampled_from(BRANDS)),
    st.builds(lambda author: lambda store, model: forget_author(store, model, author), st.sampled_from(AUTHORS[:2])),
)
then = st.one_of(polls, polls, matches, corrections, scores, gone)
steps = st.builds(
    lambda first, rest: [*first, *rest], st.lists(polls, min_size=2, max_size=3), st.lists(then, max_size=9)
)


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


def check(store: Store, model: Model) -> None:
    """The database against what was done to it."""
    db = sqlite_of(store)
    assert hourly.wrong(db) == 0
    assert index_is_right(db)
    assert orphans(db) == []
    rows = db.execute("""SELECT m.id, f.url, e.key, m.brand, e.text, m.current, e.author FROM mentions AS m
                         JOIN entries AS e ON e.id = m.entry_id JOIN feeds AS f ON f.id = e.feed_id""").fetchall()
    assert sorted(tuple(row)[1:4] for row in rows) == sorted(model.mentions)
    for _, feed, key, brand, *told in rows:
        one = model.entries[feed, key]
        assert told == [one.text, brand in one.named, "" if one.let_go else one.author]
    for word, spelt in SEARCHES.items():
        found = {m.id for m in store.mentions(MentionFilter(search=f'"{spelt}"', hidden=True))}
        assert found == {row["id"] for row in rows if word in row["text"]}
    for author in model.forgotten:
        everywhere = "SELECT count(*) FROM entries WHERE author = ? OR text LIKE '%' || ? || '%'"
        assert db.execute(everywhere, (author, author)).fetchone()[0] == 0


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


def test_the_index_follows_any_writer_and_its_check_can_fail(store: Store) -> None:
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
    found = "SELECT count(*) FROM entries_search WHERE entries_search MATCH ?"
    assert [db.execute(found, (f'"{word}"',)).fetchone()[0] for word in ("coeur", "ete", "la")] == [1, 1, 0]
    db.execute("UPDATE entries SET title = 'œuvre' WHERE key = 'b'")
    db.execute("DELETE FROM entries WHERE key = 'a'")
    assert index_is_right(db)
    assert db.execute("SELECT count(*) FROM mentions").fetchone()[0] == 1, "gone with its entry"
    db.execute("DELETE FROM entries WHERE key = 'c'")
    assert index_is_right(db)
    db.execute("DELETE FROM mentions")
    assert index_is_right(db)
    save(store, polled(BLOG, [entry("d", "cœur")], [mention("d")]))
    if is_file(db):
        db.execute("DROP TRIGGER entries_search_forget")
    else:
        db.native("ALTER TABLE entries DISABLE TRIGGER USER")  # type: ignore[attr-defined]
    db.execute("UPDATE entries SET text = 'autre'")
    try:
        wrong = not index_is_right(db)
    except sqlite3.DatabaseError:
        wrong = True
    assert wrong
