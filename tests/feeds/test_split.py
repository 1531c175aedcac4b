"""Leaving out what is known by its bytes changes nothing but the time it takes: what is stored stays the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smwatch.feeds import document, parse
from smwatch.feeds.poll import read
from smwatch.feeds.split import MARK, split
from smwatch.models import Feed, FeedSpec, KnownEntry, Polled, Validators
from smwatch.protocols import Fetched, Unread
from tests.feeds.test_real_feeds import FEEDS

NOW = datetime(2010, 3, 24, tzinfo=UTC)
URL = "https://example.com/feed/"
RSS = '<rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/"{more}><channel><title>{title}</title>{items}</channel></rss>'
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"{more}><title>{title}</title>{items}</feed>'


@dataclass
class Kept:
    """A store, as far as one feed is concerned."""

    known: tuple[KnownEntry, ...] = ()
    marks: bytes = b""
    read: int = 0  # entries that were handed to feedparser by the last poll

    def polled(self, body: str | bytes, *, forget: bool = False) -> Polled:
        """Poll this document, store what it brings; `forget`: without the marks."""
        feed = Feed(spec=FeedSpec(url=URL), url=URL, known=self.known, marks=b"" if forget else self.marks)
        data = body if isinstance(body, bytes) else body.encode()
        answer = Fetched(url=URL, status=200, body=data, headers={"content-type": "application/xml"})
        result = read(Unread(feed=feed, at=NOW, answer=answer, validators=Validators()), ("fr", "en"))
        assert isinstance(result, Polled), result
        parsed = parse.parse(data, answer.headers, URL, feed.marks)
        self.read, self.marks = len(parsed.drafts), result.marks
        found = {one.key: one for one in self.known}
        found |= {e.key: KnownEntry(key=e.key, id=e.id, url=e.url, digest=e.digest) for e in result.entries}
        self.known = tuple(found.values())
        return result


def item(number: int, text: str = "", *, name: str = "", more: str = "") -> str:
    guid = f'<guid isPermaLink="false">{name or f"g{number}"}</guid>'
    link = f"<link>https://example.com/{number}</link>"
    return f"<item>{guid}{link}<title>Billet {number}</title><description>Du texte {text}</description>{more}</item>"


def rss(*items: str, title: str = "Blogue", more: str = "") -> str:
    return RSS.format(items="".join(items), title=title, more=more)


def test_only_what_is_new_is_read() -> None:
    store = Kept()
    first = store.polled(rss(item(1), item(2)))
    assert (len(first.entries), store.read, len(first.marks)) == (2, 2, 2 * MARK)
    second = store.polled(rss(item(3), item(1), item(2), title="Un autre nom"))
    assert [e.key for e in second.entries] == ["g3"]
    assert (second.seen, second.title, store.read) == (3, "Un autre nom", 1)
    third = store.polled(rss(item(3), item(1, "corrigé"), item(2)))
    assert [(e.key, e.text) for e in third.entries] == [("g1", "Du texte corrigé")]
    assert store.read == 1
    assert store.polled(rss(item(2), item(3))).entries == ()
    assert store.read == 0


def test_what_entries_stand_in_is_part_of_them() -> None:
    """Another base or language of the document may give each entry another meaning, so all are read again."""
    store = Kept()
    store.polled(rss(item(1), item(2)))
    again = store.polled(rss(item(1), item(2), more=' xml:base="https://example.org/"'))
    assert (again.entries, store.read) == ((), 2)


def test_one_id_twice_is_two_entries_also_where_one_of_them_is_not_read() -> None:
    store = Kept()
    store.polled(rss(item(1, "un", name="same")))
    both = store.polled(rss(item(2, "deux", name="same"), item(1, "un", name="same")))
    assert (len(both.entries), store.read, len(store.known)) == (1, 1, 2)
    assert store.polled(rss(item(1, "un", name="same"), item(2, "deux", name="same"))).entries == ()


def test_a_copy_of_an_entry_that_is_not_read_is_known() -> None:
    store = Kept()
    store.polled(rss(item(1)))
    assert store.polled(rss(item(1, more="<category>a</category>"), item(1))).entries == ()


def test_wordpress_is_not_asked_for_comments_that_other_entries_name() -> None:
    """Whether a document names comment feeds is also told by what isn't read."""
    wordpress = "<generator>https://wordpress.org/?v=6</generator>"
    named = item(1, more="<wfw:commentRss>https://example.com/1/feed/</wfw:commentRss>")
    store = Kept()
    store.polled(rss(wordpress, named))
    (new,) = store.polled(rss(wordpress, item(2), named)).entries
    assert new.comment_feeds == ()
    (guessed,) = Kept().polled(rss(wordpress, item(2))).entries
    assert guessed.comment_feeds == ("https://example.com/2/feed/",)


@pytest.mark.parametrize(
    "names",
    [
        "<wfw:commentRss>{}</wfw:commentRss>",
        '<a:link xmlns:a="http://www.w3.org/2005/Atom" href="{}" rel="replies" type="application/atom+xml"/>',
    ],
)
def test_a_comment_feed_of_several_entries_is_the_sites_also_where_they_are_not_all_read(names: str) -> None:
    named = names.format("https://example.com/comments/?a=1&amp;b=2")
    store = Kept()
    assert len(store.polled(rss(item(1, more=named))).entries[0].comment_feeds) == 1
    polled = store.polled(rss(item(2, more=named), item(1, more=named)))
    assert (store.read, [e.comment_feeds for e in polled.entries]) == (1, [()])
    (site,) = polled.comment_feeds
    assert (site.url, site.thread) == ("https://example.com/comments/?a=1&b=2", "")


@pytest.mark.parametrize(
    "body",
    [
        rss("&nbsp;& ", item(1), item(2)),
        rss(item(1), item(2)).replace("</channel>", ""),
        rss(f"<items>{item(1)}</items>", item(2)),
        rss("<item/>", item(1)),
        rss("<x:item xmlns:x='urn:x'>no entry</x:item>", item(1)),
        ATOM.format(title="t", more="", items=""),
        '{"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [{"id": "1", "content_text": "x"}]}',
    ],
    ids=["entity", "unclosed", "elsewhere", "empty", "other namespace", "none", "json"],
)
def test_whatever_is_odd_is_read_as_a_whole(body: str) -> None:
    store, plain = Kept(), Kept()
    once = store.polled(body)
    assert once.entries == plain.polled(body, forget=True).entries
    assert (store.polled(body).entries, store.polled(body).seen) == ((), once.seen)


@pytest.mark.parametrize("broken", ["", "&nbsp;& "], ids=["well-formed", "ill-formed"])
def test_of_too_many_entries_the_newest_are_read(broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (document, split_module(), parse):
        monkeypatch.setattr(module, "MAX_ENTRIES", 3)
    days = ["Mon, 01 Mar 2010 10:00:00 GMT", "2010-03-03T10:00:00Z", "", "Tue, 02 Mar 2010 10:00:00 GMT"]
    items = [item(n, more=f"<pubDate>{day}</pubDate>" if day else "") for n, day in enumerate(days)]
    polled = Kept().polled(rss(broken, *items))
    assert polled.seen == 4
    assert "10,000" in polled.notes[-1]
    assert [e.key for e in polled.entries] == (["g0", "g1", "g2"] if broken else ["g1", "g2", "g3"])


def split_module() -> object:
    import smwatch.feeds.split

    return smwatch.feeds.split


documents = st.lists(
    st.lists(
        st.tuples(st.integers(1, 6), st.sampled_from(["", "un", "deux"]), st.sampled_from(["", "same", "other"])),
        max_size=6,
    ),
    max_size=5,
)


@given(documents)
@example([[(1, "", "")], [(1, "", "same")], [(1, "", ""), (1, "", "same")]])
def test_marks_change_nothing_that_is_stored(history: Sequence[Sequence[tuple[int, str, str]]]) -> None:
    """Whatever a feed shows in turn, with copies, shared ids and edits."""
    marked, plain = Kept(), Kept()
    for shown in history:
        body = rss(*(item(number, text, name=name) for number, text, name in shown))
        assert marked.polled(body).entries == plain.polled(body, forget=True).entries
    assert marked.known == plain.known


def older(data: bytes) -> bytes | None:
    """A document as it was before its first entries came; None where it can't be split."""
    newer = split(data, b"").marks
    newer = newer[: len(newer) // 2]
    return split(data, b"".join(half.ljust(MARK) for half in newer)).data if newer else None


@pytest.mark.skipif(not FEEDS, reason="no folder of real feeds here")
def test_real_feeds_are_stored_as_if_read_whole() -> None:
    """Half of the entries are new; the other half is known by its bytes."""
    split_ones = saved = 0
    for path in FEEDS:
        data = path.read_bytes()
        before = older(data)
        if before is None:
            continue
        marked, plain = Kept(), Kept()
        assert marked.polled(before).entries == plain.polled(before, forget=True).entries
        new, all_read = marked.polled(data), plain.polled(data, forget=True)
        assert (new.entries, new.seen, new.title) == (all_read.entries, all_read.seen, all_read.title), path.name
        assert new.comment_feeds == all_read.comment_feeds, path.name
        assert marked.known == plain.known
        split_ones += 1
        saved += plain.read - marked.read
    assert split_ones > 60
    assert saved > 400


def test_marks_are_of_the_document_they_came_from() -> None:
    """Marks that mean nothing here, as after a change of their making, do no harm."""
    data = rss(item(1)).encode()
    assert split(data, b"x" * MARK * 3).known == 0
    assert split(data, b"").marks == split(data, b"odd").marks
