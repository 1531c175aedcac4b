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


IDS = st.sampled_from(["", "1", "2", "1#x", " 1", "http://a.example/1", "https://a.example/1", "http://b.example/1"])
URLS = st.sampled_from(
    "  http://a.example/ http://a.example/1 https://b.example/1 http://a.example/2#c http://a.example/1?t=1"
    " http://a.example/1?t=2 http://a.example/1?sid=2 http://[::1 http://[".split(" ")
)
LONG_TEXTS = [
    "Une phrase assez longue pour que personne ne l’écrive deux fois",
    "Une autre qui l’est pour le moins autant",
]
ENTRIES = st.lists(st.builds(entry, IDS, URLS, st.sampled_from(["", "un", "deux", "trois", *LONG_TEXTS])), max_size=12)


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
    assert len(fresh(document, ())) == len({(one.id.strip() or one.url, one.digest) for one in document})


def test_what_still_stands_unread_in_the_document_is_nobody_elses() -> None:
    """The same id twice in one document is two entries, also when one of them was known by its bytes."""
    known = after([A])
    other = replace(A, url="", text="autre", digest=digest("", "autre"))
    assert keys(recognise([other], known).new) == ["id-1"]  # it took the place of the old one
    beside = recognise([other, known[0]], known)
    assert beside.keys == (f"id-1#{other.digest}", "id-1")
    assert beside.new == (replace(other, key=beside.keys[0]),)


def test_keys_are_told_of_what_is_stored_as_it_is() -> None:
    """Bytes that stand for an entry under another id don't tell which entry they are of the next time."""
    moved = replace(A, id="session-9876")
    assert recognise([A, moved, B], after([A])).keys == ("id-1", "session-9876", "id-2")
    assert recognise([moved], after([A])).keys == ("",)


def test_copies_in_one_document_share_a_key() -> None:
    assert recognise([A, B, A], ()).keys == ("id-1", "id-2", "id-1")


SAID = "Une phrase assez longue pour que personne ne l’écrive deux fois par hasard, numéro "


def said(number: int) -> str:
    return f"{SAID}{number}"


def link(number: int | str) -> str:
    return f"https://example.com/{number}"


def polls(*documents: Sequence[Entry]) -> list[tuple[int, int]]:
    """How many entries were new and how many edited at each poll; polled again, each document brings nothing."""
    known: tuple[KnownEntry, ...] = ()
    counts: list[tuple[int, int]] = []
    for document in documents:
        before = {one.key for one in known}
        found = fresh(document, known)
        new = sum(one.key not in before for one in found)
        counts.append((new, len(found) - new))
        known = stored(found, known)
        assert fresh(document, known) == ()
        assert fresh(list(reversed(document)), known) == ()
    return counts


def test_numbers_that_pass_from_one_entry_to_the_next_make_no_edits() -> None:
    first = [entry(str(n), link(n), said(n)) for n in (1, 2, 3)]
    second = [entry(str(n + 1), link(n), said(n)) for n in (1, 2, 3)]
    assert polls(first, [entry("1", link(0), said(0)), *second]) == [(3, 0), (1, 0)]
    corrected = [entry("1", link(0), said(0)), entry("2", link(1), said(1) + " corrigée"), *second[1:]]
    assert polls(first, corrected) == [(3, 0), (1, 1)]


def test_numbers_without_links_pass_on_as_well() -> None:
    first = [entry(str(n), text=said(n)) for n in (1, 2, 3)]
    second = [entry("1", text=said(0)), *(entry(str(n + 1), text=said(n)) for n in (1, 2))]
    assert polls(first, second) == [(3, 0), (1, 0)]


def test_a_list_of_ten_that_is_all_new_is_no_edit_of_the_last() -> None:
    first, second = ([entry(str(n), link(n + m), said(n + m)) for n in range(1, 11)] for m in (0, 100))
    assert polls(first, second) == [(10, 0), (10, 0)]


def test_links_with_the_visit_in_them_are_the_same_links() -> None:
    for visit in ("PHPSESSID={0}", "utm_source=rss&utm_campaign={0}", "xtor=RSS-{0}", "sid={0}&p=1"):
        first, second = (
            [entry(url=f"https://example.com/{n}?{visit.format(m)}", text=f"court {n}") for n in (1, 2)]
            for m in ("abc", "def")
        )
        assert polls(first, second) == [(2, 0), (0, 0)], visit
    paths = ([entry(url=f"https://example.com/a;jsessionid={m}?p=1", text="court")] for m in ("abc", "def"))
    assert polls(*paths) == [(1, 0), (0, 0)]


def test_links_with_anything_else_in_them_are_known_by_a_long_text() -> None:
    first, second = ([entry(url=f"{link(n)}?t={m}{n}", text=said(n)) for n in (1, 2)] for m in (5, 7))
    assert polls(first, second) == [(2, 0), (0, 0)]


def test_an_edit_under_a_link_with_the_visit_in_it() -> None:
    old, new = (entry(url=f"{link(1)}?sid={text}", text=text) for text in ("un", "deux"))
    assert polls([old], [new]) == [(1, 0), (0, 1)]


def test_an_id_that_is_the_title_is_no_id_when_the_title_changes() -> None:
    old, new = (
        Entry(key="", id=t, title=t, url=link(1), published=NOW, digest=digest(t, "")) for t in ("Rappel", "RAPPEL")
    )
    other = replace(old, url=link(2), text="autre", digest=digest("Rappel", "autre"))
    assert polls([old], [new]) == [(1, 0), (0, 1)]
    assert polls([old, other], [other, old]) == [(2, 0), (0, 0)]


def test_an_id_that_comes_or_goes() -> None:
    without, named = entry(url=link(1), text="un"), entry("tag:1", link(1), "un")
    assert polls([without], [named]) == [(1, 0), (0, 0)]
    assert polls([named], [without]) == [(1, 0), (0, 0)]
    assert polls([without], [entry("tag:1", link(1), "deux")]) == [(1, 0), (0, 1)]
    assert polls([named], [entry(url=link(1), text="deux")]) == [(1, 0), (0, 1)]
    assert polls([entry("tag:1", text=said(1))], [entry(text=said(1))]) == [(1, 0), (0, 0)]


def test_blanks_and_case_of_an_id() -> None:
    assert polls([entry("tag:1", text="un")], [entry(" tag:1\n", text="deux")]) == [(1, 0), (0, 1)]
    assert polls([entry("ABC-1", text="un")], [entry("abc-1", text="un")]) == [(1, 0), (0, 0)]
    assert polls([entry("a", text="un"), entry("A", text="deux")]) == [(2, 0)]
    assert polls([entry("a", text="un")], [entry("A", text="deux")]) == [(1, 0), (1, 0)]


def test_a_site_that_moves_and_corrects_itself_at_once() -> None:
    old = [entry(f"http://example.com/?p={n}", f"http://example.com/{n}", said(n)) for n in (1, 2)]
    secure = [entry(f"https://www.example.com/?p={n}", f"https://www.example.com/{n}/", said(n + 5)) for n in (1, 2)]
    assert polls(old, secure) == [(2, 0), (0, 2)]
    away = [entry(f"https://exemple.org/?p={n}", f"https://exemple.org/{n}", said(n if n == 1 else 9)) for n in (1, 2)]
    assert polls(old, away) == [(2, 0), (0, 1)]


def test_a_site_that_gives_everything_new_names_and_goes_on() -> None:
    old = [entry(f"tag:{n}", f"https://example.com/?p={n}", f"court {n}") for n in range(4)]
    new = [entry(f"urn:{n}", f"https://example.com/2010/{n}", f"court {n}") for n in range(4)]
    assert polls(old, [*new, entry("urn:5", link(5), "court 5")]) == [(4, 0), (1, 0)]


def test_ids_made_up_at_each_poll_and_an_edit() -> None:
    first = [entry(f"a{n}", link(n), f"court {n}") for n in range(3)]
    second = [entry(f"b{n}", link(n), f"court {n}" if n else "corrigé") for n in range(3)]
    assert polls(first, second) == [(3, 0), (0, 1)]


def test_people_who_say_the_same_short_thing_under_one_post_are_two() -> None:
    first, second = (entry(f"c{n}", "https://example.com/post/", "Merci !") for n in (1, 2))
    other = entry("c3", "https://example.com/post/", "Bravo")
    assert polls([first, other], [second, other]) == [(2, 0), (1, 0)]


def test_a_thread_whose_last_word_changes_has_as_many_entries_as_words() -> None:
    first = [entry(f"post-{n}", f"https://forum.example/t/{n}", said(n)) for n in range(3)]
    second = [entry("post-9", "https://forum.example/t/0", said(9)), *first[1:]]
    assert polls(first, second) == [(3, 0), (1, 0)]


def named(how: str, number: int, poll: int, top: int) -> str:
    names = {
        "stable": f"tag:{number}",
        "made up": f"x{poll}-{number}",
        "none": "",
        "counter": str(top - number),
        "upper": f"tag:{number}".upper() if poll % 2 else f"tag:{number}",
    }
    return names[how]


def linked(how: str, number: int, poll: int) -> str:
    links = {
        "stable": link(number),
        "session": f"{link(number)}?sid={poll}",
        "moving": f"{'https' if poll % 2 else 'http'}://h{poll}.example/{number}",
        "none": "",
    }
    return links[how]


@given(st.data())
def test_whatever_a_feed_does_to_its_names_each_entry_is_told_once(data: st.DataObject) -> None:
    """Entries come at the top and leave at the bottom; ids, links and order are as bad as drawn."""
    name = data.draw(st.sampled_from(["stable", "made up", "none", "counter", "upper"]))
    where = data.draw(st.sampled_from(["stable", "session", "moving", "none"]))
    known: tuple[KnownEntry, ...] = ()
    told, seen, top = 0, 0, 0
    for poll in range(5):
        top += data.draw(st.integers(0, 3))
        window = list(range(max(0, top - 6), top))
        document = data.draw(
            st.permutations([entry(named(name, n, poll, top), linked(where, n, poll), said(n)) for n in window])
        )
        found = fresh(document, known)
        told += len(found)
        seen = max(seen, top)
        known = stored(found, known)
        assert fresh(document, known) == ()
    assert told == seen


@given(st.data())
def test_what_is_edited_under_a_name_that_lasts_is_told_as_edited(data: st.DataObject) -> None:
    where = data.draw(
        st.sampled_from([("tag:{}", ""), ("tag:{}", link("{}")), ("", link("{}")), ("", link("{}?sid=x"))])
    )
    texts: dict[int, int] = {}
    known: tuple[KnownEntry, ...] = ()
    top = 0
    for _ in range(4):
        fresh_ones = data.draw(st.integers(0, 3))
        window = range(max(0, top + fresh_ones - 6), top + fresh_ones)
        edited = data.draw(st.sets(st.sampled_from(range(max(0, window.start), top)))) if window.start < top else set()
        top += fresh_ones
        for number in edited:
            texts[number] += 1
        for number in window:
            texts.setdefault(number, 0)
        name, at = where
        document = [entry(name.format(n), at.format(n), f"{n}, version {texts[n]}") for n in window]
        found = fresh(data.draw(st.permutations(document)), known)
        before = {one.key for one in known}
        assert sum(one.key in before for one in found) == len(edited)
        assert len(found) == len(edited) + fresh_ones
        known = stored(found, known)
