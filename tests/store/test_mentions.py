"""Mentions as people list and search them, and as the detector hears them."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.matching.story import story_of
from smwatch.models import FeedKind, Heard, Label, MentionFilter, Role, Sentiment, Span, Why
from smwatch.store import Store
from smwatch.store.search import match_text
from tests.store.examples import BLOG, GOOD, HOUR, MONDAY, NEWS, comments_of, entry, mention, polled, save
from tests.thorough import cases

TEXTS = {
    "a": "Nestlé n'a pas de cœur, dit l'Oréal à Air Canada",
    "b": "Les œufs de Nestle : rappels à Québec",
    "c": "Canada Air, rien à voir",
}


@pytest.fixture
def filled(store: Store) -> Store:
    """Three mentions of a blog, newest c; one French comment; one of another brand in the news, fetched later."""
    entries = [
        entry(key, text, lang="fr", published=MONDAY - (9 - n) * HOUR, author="Émilie", author_email="e@x.example")
        for n, (key, text) in enumerate(TEXTS.items())
    ]
    named = [mention("a", story="s"), mention("b", sentiment=GOOD), mention("c", sentiment=Sentiment())]
    spec = comments_of("https://blog.example/a/feed", "https://blog.example/a")
    save(store, polled(BLOG, entries, named, comment_feeds=(spec,)))
    comment = entry("c1", "Honte à eux", kind=FeedKind.COMMENTS, thread="http://blog.example/a/", published=MONDAY)
    save(store, polled(spec, [comment], [mention("c1", why=Why.THREAD, spans=())]))
    news = entry("n", "Dell computers", lang="en", published=MONDAY - 90 * HOUR)
    save(store, polled(NEWS, [news], [mention("n", "Dell")], title="The News", at=MONDAY + HOUR))
    return store


def keys(store: Store, **wanted: object) -> str:
    """The mentions found, by the last word of their titles."""
    return " ".join(m.title.split()[-1] for m in store.mentions(MentionFilter(**wanted)))  # type: ignore[arg-type]  # passed on


def test_newest_first_and_as_many_as_wanted(filled: Store) -> None:
    assert keys(filled) == "c1 c b a n"
    assert keys(filled, limit=2) == "c1 c"
    assert keys(filled, limit=0) == ""


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"brand": "Dell"}, "n"),
        ({"since": MONDAY - 8 * HOUR}, "c1 c b"),
        ({"until": MONDAY - 8 * HOUR}, "a n"),
        ({"fetched_since": MONDAY + HOUR}, "n"),
        ({"fetched_until": MONDAY + HOUR, "limit": 1}, "c1"),
        ({"source": "the news"}, "n"),
        ({"source": BLOG.url}, "c b a"),
        ({"lang": "fr"}, "c b a"),
        ({"label": Label.NEGATIVE}, "c1 a n"),
        ({"author": "Émilie", "brand": "Nestlé"}, "c b a"),
        ({"author": "E@X.example", "label": Label.POSITIVE}, "b"),
        ({"status": "assigned"}, ""),
        ({"story": "s"}, "a"),
        ({"thread": "https://blog.example/a#top"}, "c1 a"),
        ({"thread": "https://blog.example/b"}, "b"),
        ({"search": "nestle"}, "b a"),
        ({"search": "Coeur"}, "a"),
        ({"search": "cœur"}, "a"),
        ({"search": "OEUFS"}, "b"),
        ({"search": '"air canada"'}, "a"),
        ({"search": "« Canada Air »"}, "c"),
        ({"search": "air canada"}, "c a"),
        ({"search": "rapp* quebec"}, "b"),
        ({"search": "oreal"}, "a"),
        ({"search": "titre b"}, "b"),
        ({"search": "rapp"}, ""),
        ({"search": "!!"}, ""),
        ({"search": "canada", "brand": "Nestlé", "lang": "fr", "limit": 1}, "c"),
    ],
)
def test_filters(filled: Store, wanted: dict[str, object], found: str) -> None:
    assert keys(filled, **wanted) == found


def test_a_mention_says_all_there_is(filled: Store) -> None:
    (row,) = filled.mentions(MentionFilter(story="s"))
    assert filled.mention(row.id) == row
    assert (row.spans, row.words) == ((Span("text", 3, 9),), (("honte", -0.6),))
    assert (row.source, row.feed, row.scorer) == ("Le Blogue", BLOG.url, "vader/1")
    assert (row.author, row.author_role, row.current, row.kind) == ("Émilie", Role.PUBLIC, True, "entry")
    assert filled.mention(99) is None


def test_the_detector_hears_what_still_counts_in_the_order_it_came(filled: Store) -> None:
    heard = filled.heard("Nestlé", MONDAY)
    assert [h.title.split()[-1] for h in heard] == ["a", "b", "c", "c1"]
    assert heard[3] == Heard(
        id=heard[3].id, brand="Nestlé", fetched=MONDAY, published=MONDAY, score=-0.6, label=Label.NEGATIVE,
        scorer="vader/1", source="Le Blogue", thread="http://blog.example/a/", title="Titre c1", text="Honte à eux",
        url="https://blog.example/c1", why=Why.THREAD, story=story_of("Titre c1", "Honte à eux"),
    )  # fmt: skip
    assert heard[2].score is None
    assert filled.heard("Nestlé", MONDAY + HOUR) == []
    save(filled, polled(BLOG, [entry("a", "rien")], at=MONDAY + HOUR))
    assert len(filled.heard("Nestlé", MONDAY)) == 3, "its text no longer names the brand"


@given(typed=st.one_of(st.text(), st.text('ab*"«»^:(){}+-~\0 NEARORAND,.\ud800')))
@settings(max_examples=cases(100))
def test_no_search_is_ever_wrong(typed: str) -> None:
    matched = match_text(typed)
    assert SEARCHABLE.execute("SELECT count(*) FROM t WHERE t MATCH ?", (matched,)).fetchone() if matched else True


def searchable() -> sqlite3.Connection:
    """A full-text index of its own: the syntax is what is tried."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5 (title, text, tokenize = 'unicode61 remove_diacritics 2')")
    return connection


SEARCHABLE = searchable()
