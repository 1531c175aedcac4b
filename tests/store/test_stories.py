"""Copies become one story where they are stored, in whatever order they come."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from smwatch.matching.story import print_of_entry, story_of_print
from smwatch.models import Entry, FeedKind, FeedSpec, MentionFilter, Saved
from smwatch.store import Store, open_store
from smwatch.text.copies import WINDOW
from tests.matching.press import Piece, Press, copies, different
from tests.store.examining import file_of
from tests.store.examples import BLOG, MONDAY, NEWS, entry, mention, polled, save

LATER = timedelta(hours=1)
WIRE = FeedSpec(url="https://wire.example/rss")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "smwatch.db")
    store.sync_feeds([BLOG, NEWS, WIRE], MONDAY)
    yield store
    store.close()


def told(
    store: Store, entries: Sequence[Entry], *, spec: FeedSpec = BLOG, at: datetime = MONDAY, brand: str = "Dell"
) -> Saved:
    """A poll whose every entry is a mention, as scan.py hands it over."""
    prints = {each.key: print_of_entry(each) for each in entries}
    found = [mention(each.key, brand, story=story_of_print(prints[each.key])) for each in entries]
    return save(store, polled(spec, entries, found, prints=prints, at=at))


def pieces(n: int, words: int = 120, seed: int = 1) -> list[Entry]:
    """So many copies, each on a page of its own site."""
    return [as_entry(f"c{n}", piece) for n, piece in enumerate(copies(Press(seed, "fr"), words, n))]


def as_entry(key: str, piece: Piece, site: str = "") -> Entry:
    return entry(key, piece.text, title=piece.title, url=f"https://{site or key}.example/{key}")


def stories(store: Store) -> dict[str, str]:
    """Story by title of the mention."""
    return {row.title: row.story for row in store.mentions(MentionFilter())}


def groups(store: Store) -> set[frozenset[str]]:
    by_story: dict[str, set[str]] = {}
    for title, story in stories(store).items():
        by_story.setdefault(story, set()).add(title)
    return {frozenset(titles) for titles in by_story.values()}


def test_copies_of_one_poll_are_one_story(store: Store) -> None:
    saved = told(store, pieces(40))
    assert (saved.mentions, len(saved.stories)) == (40, 1)
    assert len(groups(store)) == 1


def test_the_story_of_the_oldest_mention_stays(store: Store) -> None:
    first, *rest = pieces(6)
    told(store, [first])
    (kept,) = stories(store).values()
    for hours, each in enumerate(rest, 1):
        told(store, [each], at=MONDAY + hours * LATER)
    assert set(stories(store).values()) == {kept}
    assert [m.title for m in store.mentions(MentionFilter(story=kept, limit=9))] != []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_order_of_arrival_gives_the_same_stories(tmp_path: Path, seed: int) -> None:
    english = Press(seed, "en")
    entries = [*pieces(12, words=60, seed=seed), *pieces(12, words=300, seed=seed + 50)]
    entries = [replace(each, key=f"{each.key}-{n}", url=f"https://s{n}.example/a") for n, each in enumerate(entries)]
    entries += [as_entry(f"d{n}", piece) for n, piece in enumerate(different(english, 30))]
    found = []
    for turn in range(3):
        random.Random(turn).shuffle(entries)
        with closing(open_store(tmp_path / f"{turn}.db")) as store:
            store.sync_feeds([BLOG], MONDAY)
            step = (1, 7, len(entries))[turn]
            for at in range(0, len(entries), step):
                told(store, entries[at : at + step], at=MONDAY + at * timedelta(minutes=1))
            found.append(groups(store))
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 32


def test_a_text_that_is_like_two_stories_makes_them_one(store: Store) -> None:
    press = Press(4, "fr")
    head, tail = (" ".join(press.sentence() for _ in range(5)) for _ in range(2))
    told(store, [as_entry("head", Piece("Un", head))])
    told(store, [as_entry("tail", Piece("Deux", tail))], at=MONDAY + LATER)
    before = stories(store)
    assert len(set(before.values())) == 2
    saved = told(store, [as_entry("whole", Piece("Trois", f"{head} {tail}"))], at=MONDAY + 2 * LATER)
    assert set(stories(store).values()) == {before["Un"]}, "the oldest one's"
    assert saved.joined[before["Deux"]] == before["Un"]
    assert saved.stories == {before["Un"]}


def test_a_copy_that_comes_too_late_is_another_story(store: Store) -> None:
    one, two = (as_entry(f"e{n}", piece) for n, piece in enumerate(copies(Press(8, "en"), 300, 2)))
    told(store, [one])
    told(store, [two], at=MONDAY + WINDOW + LATER)
    assert len(groups(store)) == 2


def test_what_no_copy_can_join_any_more_is_forgotten(store: Store) -> None:
    told(store, pieces(20))
    told(store, [as_entry("new", Piece("Neuf", Press(9, "fr").sentence()))], at=MONDAY + WINDOW + LATER)
    with closing(sqlite3.connect(file_of(store))) as db:
        assert db.execute("SELECT count(*) FROM story_texts").fetchone() == (1,)
        assert db.execute("SELECT count(DISTINCT entry_id) FROM story_marks").fetchone() == (1,)


def test_an_article_and_its_editions_are_one_story(store: Store) -> None:
    press = Press(5, "fr")
    old, new, other = (as_entry("a", Piece(f"Titre {n}", " ".join(press.paragraphs(80)))) for n in range(3))
    told(store, [old])
    (kept,) = stories(store).values()
    told(store, [new], at=MONDAY + LATER)
    assert stories(store) == {"Titre 1": kept}, "edited where it stands"
    told(store, [other], spec=NEWS, at=MONDAY + 2 * LATER)
    assert set(stories(store).values()) == {kept}, "the same page by way of another feed"


def test_an_address_that_a_feed_gives_to_all_its_entries_tells_nothing(store: Store) -> None:
    press = Press(6, "fr")
    all_alike = [
        replace(as_entry(f"s{n}", Piece(f"T{n}", press.sentence() * 2)), url="https://x.example/etat") for n in range(4)
    ]
    told(store, all_alike[:3])
    told(store, all_alike[3:], spec=NEWS, at=MONDAY + LATER)
    assert len(groups(store)) == 4


def test_an_edited_text_is_found_by_what_it_says_now(store: Store) -> None:
    press = Press(7, "fr")
    old, new = ("\n".join(press.paragraphs(80)) for _ in range(2))
    told(store, [as_entry("a", Piece("A", old))])
    told(store, [as_entry("a", Piece("A", new))], at=MONDAY + LATER)
    told(store, [as_entry("b", Piece("B", f"{new} {press.sentence()}"))], spec=NEWS, at=MONDAY + 2 * LATER)
    told(store, [as_entry("c", Piece("C", f"{old} {press.sentence()}"))], spec=WIRE, at=MONDAY + 3 * LATER)
    assert groups(store) == {frozenset("AB"), frozenset("C")}


def test_a_comment_that_quotes_a_text_is_no_copy(store: Store) -> None:
    brief = Piece("Rappel", " ".join(Press(3, "fr").paragraphs(60)))
    comment = replace(as_entry("q", Piece("Re", f"{brief.text} Honteux!")), kind=FeedKind.COMMENTS)
    told(store, [as_entry("a", brief), comment])
    assert len(groups(store)) == 2


def test_what_a_site_hangs_on_everything_glues_nothing(store: Store) -> None:
    press = Press(2, "fr")
    hung = " ".join(press.sentence() for _ in range(3))
    teasers = [
        as_entry(f"t{n}", Piece(press.title(), f"{press.sentence()}\n{hung}"), site="journal") for n in range(20)
    ]
    told(store, teasers)
    assert len(groups(store)) == 20


def test_mentions_stored_without_prints_get_them_with_the_next(store: Store) -> None:
    one, two, three = pieces(3, words=200)
    save(store, polled(BLOG, [one, two], [mention(each.key, story=f"s{each.key}") for each in (one, two)]))
    assert set(stories(store).values()) == {"sc0"}, "as the next that came were themselves"
    with closing(sqlite3.connect(file_of(store))) as db, db:
        db.executescript("UPDATE story_texts SET print = NULL; DELETE FROM story_marks;")
    told(store, [three], at=MONDAY + LATER)
    assert set(stories(store).values()) == {"sc0"}


def test_a_second_brand_of_an_entry_has_its_story(store: Store) -> None:
    one, two = pieces(2, words=200)
    told(store, [one, two])
    (kept,) = set(stories(store).values())
    told(store, [two], brand="Nestlé", at=MONDAY + LATER)
    assert {row.story for row in store.mentions(MentionFilter(hidden=True))} == {kept}


def test_the_same_poll_again_changes_nothing(store: Store) -> None:
    told(store, pieces(10))
    with closing(sqlite3.connect(file_of(store))) as db:
        before = list(db.iterdump())
        told(store, pieces(10))
        again = list(db.iterdump())
    assert [line for line in again if "story" in line] == [line for line in before if "story" in line]


def pages_told(tmp_path: Path, name: str, order: str) -> set[frozenset[str]]:
    """A and D stand in one feed and B in another, at one address; what they say has nothing in common."""
    said = {
        "A": "Un texte sur Dell et ses ordinateurs, assez long pour être bien différent.",
        "B": "Tout autre chose: la météo de demain sera belle, dit le bulletin du matin.",
        "D": "La bourse de New York a monté de trois points hier, et le pétrole un peu aussi.",
    }
    with closing(open_store(tmp_path / f"{name}.db")) as store:
        store.sync_feeds([BLOG, NEWS], MONDAY)
        for hours, title in enumerate(order):
            one = replace(as_entry(title, Piece(title, said[title])), url="https://p.example/x")
            told(store, [one], spec=NEWS if title == "B" else BLOG, at=MONDAY + hours * LATER)
        return groups(store)


def test_what_stands_on_one_page_by_turns_is_one_story_only_where_it_resembles(tmp_path: Path) -> None:
    apart = {frozenset("A"), frozenset("B"), frozenset("D")}
    for order in ("ABD", "ADB", "BAD", "DBA"):
        assert pages_told(tmp_path, order, order) == apart


def test_excerpts_of_a_page_in_several_searches_are_one_story(store: Store) -> None:
    press = Press(21, "fr")
    whole = [press.sentence() for _ in range(12)]
    title = press.title()
    for n, spec in enumerate((BLOG, NEWS, WIRE)):
        headline = title if n == 0 else f"{title} - Le Journal {n}"
        one = as_entry(f"x{n}", Piece(headline, whole[4 * n]))
        told(store, [replace(one, url="https://p.example/x")], spec=spec, at=MONDAY + n * LATER)
    assert len(groups(store)) == 1


def test_a_mention_without_a_story_gets_that_of_its_print(store: Store) -> None:
    one, two = pieces(2, words=200)
    told(store, [one])
    with closing(sqlite3.connect(file_of(store))) as db, db:
        db.executescript(
            "UPDATE mentions SET story = ''; UPDATE story_texts SET print = NULL; DELETE FROM story_marks;"
        )
    told(store, [two], spec=NEWS, at=MONDAY + LATER)
    assert len(groups(store)) == 1
    assert "" not in stories(store).values()


def test_what_stories_were_joined_to_is_told_to_the_end(store: Store) -> None:
    presses = [Press(40 + n, "fr") for n in range(3)]
    long = [" ".join(press.sentence() for _ in range(6)) for press in presses]
    texts = [" ".join(text.split()[:60]) for text in long]  # halves of what holds two of them
    for n, text in enumerate(texts):
        told(store, [as_entry(f"p{n}", Piece(f"P{n}", text))], at=MONDAY + n * LATER)
    before = stories(store)
    links = [Piece("Lien", f"{texts[1]} {texts[2]}"), *different(Press(9, "en"), 500, (20, 30))]
    links.append(Piece("Autre lien", f"{texts[0]} {texts[1]}"))
    saved = told(store, [as_entry(f"q{n:03}", piece) for n, piece in enumerate(links)], at=MONDAY + 4 * LATER)
    assert saved.joined[before["P2"]] == saved.joined[before["P1"]] == before["P0"]


def test_the_stories_of_entries_read_again_are_counted(store: Store) -> None:
    one = pieces(1)[0]
    save(store, polled(BLOG, [one]))
    printed = print_of_entry(one)
    found = [mention(one.key, story=story_of_print(printed))]
    saved = save(store, polled(BLOG, [], found, prints={one.key: printed}, again=(one,), at=MONDAY + LATER))
    assert (saved.mentions, saved.stories) == (1, frozenset({story_of_print(printed)}))


def seconds_of_phrases(tmp_path: Path, n: int) -> float:
    """A poll of texts made of the same sixty sentences: any two share some."""
    press = Press(3, "fr")
    phrases = [press.sentence() for _ in range(60)]
    entries = [
        as_entry(f"e{each}", Piece(press.title(), " ".join(press.random.sample(phrases, 8)))) for each in range(n)
    ]
    with closing(open_store(tmp_path / f"{n}.db")) as store:
        store.sync_feeds([BLOG], MONDAY)
        began = time.process_time()
        told(store, entries)
        return time.process_time() - began


def test_texts_that_all_share_some_take_linear_time(tmp_path: Path) -> None:
    few, many = (seconds_of_phrases(tmp_path, n) for n in (700, 2_800))
    assert many < 9 * few, "four times as many; sixteen times the time if it were squared"
