from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from smwatch.feeds.identity import digest, distinct, recognise
from smwatch.models import Entry, KnownEntry

NOW = datetime(2010, 3, 24, tzinfo=UTC)


def entry(id: str = "", url: str = "", text: str = "") -> Entry:  # noqa: A002 - the model's own name
    return Entry(key="", id=id, url=url, text=text, published=NOW, digest=digest("", text))


def stored(entries: Sequence[Entry], before: Sequence[KnownEntry] = ()) -> tuple[KnownEntry, ...]:
    """What a store knows after it saved these."""
    known = {one.key: one for one in before}
    known |= {e.key: KnownEntry(key=e.key, id=e.id, url=e.url, digest=e.digest) for e in entries}
    return tuple(known.values())


def after(*documents: Sequence[Entry]) -> tuple[KnownEntry, ...]:
    known: tuple[KnownEntry, ...] = ()
    for document in documents:
        known = stored(fresh(document, known), known)
    return known


def fresh(document: Sequence[Entry], known: Sequence[KnownEntry]) -> tuple[Entry, ...]:
    found = recognise(document, known)
    assert len(found.keys) == len(document)
    assert [one.key for one in found.new] == [key for key in dict.fromkeys(found.keys) if key in keys(found.new)]
    return found.new


def keys(entries: Sequence[Entry]) -> list[str]:
    return [one.key for one in entries]


A = entry("id-1", "https://example.com/a", "un")
B = entry("id-2", "https://example.com/b", "deux")


def test_a_new_entry_is_known_by_its_id_else_its_link_else_its_content() -> None:
    bare, linked = entry(text="rien"), entry(url="https://example.com/a", text="rien")
    assert keys(fresh([A, linked, bare], ())) == ["id-1", "https://example.com/a", bare.digest]


def test_an_edited_entry_keeps_its_key() -> None:
    changed = replace(A, text="un, corrigé", digest=digest("", "un, corrigé"))
    assert fresh([changed, B], after([A, B])) == (replace(changed, key="id-1"),)


def test_an_edited_entry_without_id_is_known_by_its_link() -> None:
    old, new = entry(url="https://example.com/a", text="un"), entry(url="https://example.com/a", text="deux")
    assert keys(fresh([new], after([old]))) == ["https://example.com/a"]


def test_the_same_twice_is_one_and_the_same_id_with_other_content_is_two() -> None:
    other = replace(A, text="autre", digest=digest("", "autre"))
    assert distinct([A, B, A]) == [A, B]
    assert keys(fresh([A, A, other], ())) == ["id-1", f"id-1#{other.digest}"]
    assert fresh([other, A], after([A, other])) == ()


def test_one_id_for_every_entry_does_not_make_a_new_one_an_edit() -> None:
    every = [entry("https://example.com/", text=str(number)) for number in range(5)]
    new = entry("https://example.com/", text="new")
    found = fresh([new, *every[:4]], after(every))  # the oldest has left the document
    assert keys(found) == [f"https://example.com/#{new.digest}"]


def test_a_shared_id_is_edited_where_the_link_says_which() -> None:
    one, two = entry("x", "https://example.com/1", "un"), entry("x", "https://example.com/2", "deux")
    known = after([one, two])
    changed = entry("x", "https://example.com/2", "deux, corrigé")
    assert keys(fresh([one, changed], known)) == [known[1].key]


def test_an_id_made_up_at_each_poll_is_no_new_entry() -> None:
    assert fresh([replace(A, id="session-9876")], after([A])) == ()


def test_a_site_that_moves_brings_nothing_new() -> None:
    old = entry("http://example.com/?p=12", "http://example.com/a", "un")
    assert fresh([entry("https://www.example.org/?p=12", "https://www.example.org/a", "un")], after([old])) == ()
    linked = entry(url="http://example.com/a", text="un")
    assert fresh([entry(url="https://example.com/a", text="un")], after([linked])) == ()


def test_links_to_a_front_page_tell_nobody_apart() -> None:
    first, second = entry(url="https://example.com/", text="un"), entry(url="https://example.com/", text="deux")
    assert keys(fresh([second], after([first]))) == [second.digest]


def test_entries_that_share_a_link_without_ids_are_kept_apart() -> None:
    link = "https://example.com/live"
    first, second, third = (entry(url=link, text=text) for text in ("un", "deux", "trois"))
    known = after([first, second])
    assert keys(fresh([third, first, second], known)) == [f"{link}#{third.digest}"]


def test_comments_that_say_the_same_are_two() -> None:
    merci = [entry(f"c{n}", f"https://example.com/post/#comment-{n}", "Merci !") for n in (1, 2)]
    assert len(fresh(merci, ())) == 2
    assert len(fresh(merci, after(merci[:1]))) == 1


IDS = st.sampled_from(["", "1", "2", "1#x", "http://a.example/1", "https://a.example/1", "http://b.example/1"])
URLS = st.sampled_from(["", "http://a.example/", "http://a.example/1", "https://b.example/1", "http://a.example/2#c"])
ENTRIES = st.lists(st.builds(entry, IDS, URLS, st.sampled_from(["", "un", "deux", "trois"])), max_size=12)


@given(ENTRIES)
def test_polling_a_document_twice_finds_everything_known(document: list[Entry]) -> None:
    assert fresh(document, after(document)) == ()


@given(st.lists(ENTRIES, max_size=4))
def test_keys_are_unique_whatever_came_before(documents: list[list[Entry]]) -> None:
    known: tuple[KnownEntry, ...] = ()
    for document in documents:
        found = fresh(document, known)
        assert len(set(keys(found))) == len(found)
        assert all(keys(found))
        known = stored(found, known)
        assert fresh(document, known) == ()


@given(ENTRIES)
def test_nothing_distinct_is_lost(document: list[Entry]) -> None:
    assert len(fresh(document, ())) == len({(one.id or one.url, one.digest) for one in document})


def test_what_still_stands_unread_in_the_document_is_nobody_elses() -> None:
    """The same id twice in one document is two entries, also when one of them was known by its bytes."""
    known = after([A])
    other = replace(A, url="", text="autre", digest=digest("", "autre"))
    assert keys(recognise([other], known).new) == ["id-1"]  # it took the place of the old one
    beside = recognise([other], known, kept={"id-1"})
    assert beside.keys == (f"id-1#{other.digest}",)
    assert beside.new == (replace(other, key=beside.keys[0]),)


def test_copies_in_one_document_share_a_key() -> None:
    assert recognise([A, B, A], ()).keys == ("id-1", "id-2", "id-1")
