"""Who speaks, as the store tells it: one person over feeds, found by any of his names; and links to one page."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from smwatch.alerts.voices import author_of
from smwatch.models import FeedKind, MentionFilter, Why
from smwatch.store import open_store
from tests.store.examples import BLOG, GOOD, HOUR, MONDAY, NEWS, comments_of, entry, mention, polled, save

PEOPLE: dict[str, dict[str, Any]] = {  # key -> what its feed says of its author
    "a": {"author": "Marie Tremblay", "author_email": "marie@a.example"},
    "b": {"author": "TREMBLAY, Marie"},
    "c": {"author": "Marie", "author_email": "Marie@A.example", "author_url": "https://x.com/marie"},
    "d": {"author": "La Marie", "author_url": "https://mobile.twitter.com/Marie"},
    "e": {"author": "Jean Roy"},
    "f": {"author": "Rédaction"},
    "g": {"author": ""},
}


def filled(path: Path) -> Path:
    """A database with a mention by each of them, over two feeds."""
    with closing(open_store(path)) as store:
        store.sync_feeds([BLOG, NEWS], MONDAY)
        for feed, keys in ((BLOG, "abc"), (NEWS, "defg")):
            entries = [
                replace(entry(key, f"Nestlé {key}"), url=f"https://{feed.url[8:20]}/{key}", **PEOPLE[key])
                for key in keys
            ]
            save(store, polled(feed, entries, [mention(key) for key in keys]))
    return path


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("marie tremblay", "abcd"),
        ("Tremblay, Marie", "abcd"),
        ("MARIE TRÉMBLAY", "abcd"),
        ("marie@a.example", "acd"),
        ("https://twitter.com/marie", "acd"),
        ("la marie", "acd"),
        ("Jean ROY", "e"),
        ("redaction", "f"),
        ("Rédaction", "f"),
        ("Roy", ""),
        ("Anonyme", ""),
    ],
)
def test_an_author_is_found_under_all_his_names(wanted: str, found: str, tmp_path: Path) -> None:
    with closing(open_store(filled(tmp_path / "smwatch.db"))) as store:
        told = {row.title[-1] for row in store.mentions(MentionFilter(author=wanted))}
        some = list(store.mentions(MentionFilter(author=wanted, limit=1)))
    assert told == set(found)
    assert len(some) == min(1, len(found))


def test_the_detector_hears_people(tmp_path: Path) -> None:
    with closing(open_store(filled(tmp_path / "smwatch.db"))) as store:
        who = {said.title[-1]: author_of(said) for said in store.heard("Nestlé", MONDAY - HOUR)}
    assert who["a"] == who["b"] == who["c"] == who["d"]
    assert len({who[key] for key in "aefg"}) == 4


def test_comments_are_found_by_any_address_of_their_post(tmp_path: Path) -> None:
    spec = comments_of("https://blog.example/a/feed/", "https://www.blog.example/a/?utm_source=rss")
    comment = entry("c", "Honte !", kind=FeedKind.COMMENTS, thread="https://www.blog.example/a/", published=MONDAY)
    with closing(open_store(tmp_path / "smwatch.db")) as store:
        store.sync_feeds([BLOG], MONDAY)
        save(store, polled(BLOG, [entry("a", "Nestlé")], [mention("a")], comment_feeds=(spec,)))
        save(store, polled(spec, [comment], [mention("c", sentiment=GOOD, why=Why.THREAD, spans=())]))
        for thread in ("https://blog.example/a", "https://m.blog.example/a/amp/", "blog.example/a?fbclid=1"):
            assert "Honte !" in {row.text for row in store.mentions(MentionFilter(thread=thread))}, thread
        assert not list(store.mentions(MentionFilter(thread="https://blog.example/b")))


def test_links_stored_before_are_compared_as_new_ones(tmp_path: Path) -> None:
    path = tmp_path / "smwatch.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript((Path(__file__).parent / "databases" / "v3.sql").read_text("utf-8"))
        db.execute(
            "UPDATE entries SET url = 'https://www.blog.example/a/amp?xtor=RSS-1', link = 'x' WHERE kind = 'entry'"
        )
        db.execute("UPDATE entries SET thread = 'https://m.blog.example/a' WHERE kind = 'comment'")
        db.commit()
    open_store(path).close()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT DISTINCT link FROM entries WHERE kind = 'entry'").fetchall() == [("blog.example/a",)]
        assert db.execute("SELECT thread_link FROM entries WHERE kind = 'comment'").fetchall() == [("blog.example/a",)]
