"""Feeds of one's own, read back by feedparser, the standard library and the rules of the feed validator."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.locales import Speech
from smwatch.models import MentionRow
from smwatch.reports.content import AlertPart
from smwatch.reports.exports.syndication import Head, Item, atom, json_feed, of_alert, of_mention
from smwatch.reports.safe import link
from smwatch.text.clean import hurtful
from tests.reports import story

NOW = datetime(2010, 3, 24, 12, 0, tzinfo=UTC)
HEAD = Head(title="Mentions", key="k", address="https://a.example/m.atom", lang="fr", now=NOW)
SPEECH = Speech("en", UTC)
A = "{http://www.w3.org/2005/Atom}"
HOSTILE = [
    "<script>alert(1)</script>", "]]>", "<![CDATA[x]]>", "&lt;b&gt; &amp;amp; &#60;", "a\u202eb\u2066c", "\x1b[31mred",
    "<img src=x onerror=alert(1)>", "</content></entry>", "\ufffe\uffff\ud800\x00x", "é « ça » 日本 😀",
    "<!ENTITY a 'b'>",
    "line\nline\n\nparagraph", "javascript:alert(1)", "'\"><svg/onload=x>",
]  # fmt: skip


def items(*rows: MentionRow) -> list[Item]:
    return [of_mention(row, SPEECH) for row in rows]


def atom_of(*made: Item, head: Head = HEAD) -> bytes:
    out = io.BytesIO()
    assert atom(made, head, out) == len(made)
    return out.getvalue()


def json_of(*made: Item, head: Head = HEAD) -> Any:  # noqa: ANN401 - a document
    out = io.BytesIO()
    assert json_feed(made, head, out) == len(made)
    return json.loads(out.getvalue())


def test_feedparser_reads_back_what_was_written() -> None:
    rows = [*story.COMMENTS, story.VIDEO, *story.OTHERS[:3]]
    made = items(*rows)
    read = feedparser.parse(atom_of(*made))
    assert not read.bozo
    assert (read.version, read.feed.title, read.feed.language) == ("atom10", "Mentions", "fr")
    assert [entry.id for entry in read.entries] == [item.id for item in made]
    assert [entry.title for entry in read.entries] == [item.title for item in made]
    assert [entry.get("link", "") for entry in read.entries] == [row.url for row in rows]
    assert [entry.get("author", "") for entry in read.entries] == [row.author for row in rows]
    assert [entry.published_parsed[:6] for entry in read.entries] == [row.published.timetuple()[:6] for row in rows]
    assert [entry.updated_parsed[:6] for entry in read.entries] == [row.fetched.timetuple()[:6] for row in rows]
    for entry, row in zip(read.entries, rows, strict=True):
        said = "\n\n".join(re.findall("<p>(.*?)</p>", entry.content[0].value, re.DOTALL)[:-1])
        assert said.replace("&amp;", "&") == row.text
        assert entry.content[0].type == "text/html"


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_hostile_is_shown_and_does_nothing(text: str) -> None:
    row = story.mention(1, title=text, text=text, author=text, source=text, url=text, tags=(text,), lang=text)
    written = atom_of(*items(row))
    valid(written)
    (entry,) = feedparser.parse(written, sanitize_html=False).entries
    assert not entry.get("links")
    inner = ET.fromstring(f"<div>{entry.content[0].value.replace('<br>', '<br/>')}</div>")
    assert {element.tag for element in inner.iter()} <= {"div", "p", "br"}
    assert not hurtful(written.decode())
    document = json_of(*items(row))
    assert "url" not in document["items"][0]
    assert document["items"][0]["content_html"] == entry.content[0].value.replace("<br />", "<br>")
    assert not hurtful(document["items"][0]["content_text"])


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_makes_a_valid_feed(title: str, url: str) -> None:
    row = story.mention(1, title=title, text=title, author=title, url=f"https://a.example/{url}")
    valid(atom_of(*items(row)))


_CHAR = r"(?:[^\s<>\"{}|\\^`\[\]%#?]|%[0-9A-Fa-f]{2})"
IRI = re.compile(rf"https?://[^\s<>\"{{}}|\\^`%/?#]+(?:/{_CHAR}*)?(?:\?(?:{_CHAR}|\?)*)?(?:#(?:{_CHAR}|\?)*)?")


def valid(document: bytes) -> None:
    """What RFC 4287 and the W3C's validator ask for."""
    feed = ET.fromstring(document)
    assert feed.tag == f"{A}feed"
    below = [child.tag.removeprefix(A) for child in feed]
    assert below == sorted(below, key=lambda tag: tag == "entry"), "metadata come first"
    for element in (feed, *feed.iter(f"{A}entry")):
        names = [child.tag.removeprefix(A) for child in element]
        assert [names.count(name) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert (element.findtext(f"{A}title") or "").strip()
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", element.findtext(f"{A}id") or "")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.findtext(f"{A}updated") or "")
        for one in element.findall(f"{A}link"):
            assert IRI.fullmatch(one.get("href", "")), one.get("href")
    assert feed.find(f"{A}author/{A}name") is not None
    ids = [entry.findtext(f"{A}id") for entry in feed.iter(f"{A}entry")]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("url", "as_iri"),
    [
        ("https://a.example/b?c=d&e=f#g", "https://a.example/b?c=d&e=f#g"),
        ("HTTP://a.example/é/日本?q=ça", "http://a.example/é/日本?q=ça"),
        ('https://a.example/a|b[1]{2}"<>^`\\', "https://a.example/a%7Cb%5B1%5D%7B2%7D%22%3C%3E%5E%60%5C"),
        ("https://a.example/100%?x=%zz&y=%41", "https://a.example/100%25?x=%25zz&y=%41"),
        ("https://[::1]:8080/", "https://[::1]:8080/"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//a.example/", ""),
        ("https://", ""),
        ("https://a.example:x/", ""),
        ("https://a<b>.example/", ""),
        ("https://a.example/b c", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_only_links_that_may_be_followed_are_links(url: str, as_iri: str) -> None:
    assert link(url) == as_iri


def test_ids_stay_whatever_else_changes() -> None:
    (one,) = items(story.mention(1))
    (later,) = items(story.mention(1, title="new", label=None, score=None, status="answered", current=False))
    assert one.id == later.id
    others = [story.mention(2), story.mention(1, brand="B"), story.mention(1, fetched=NOW + timedelta(days=1))]
    assert len({one.id, *(item.id for item in items(*others))}) == 4


def test_a_feed_says_when_it_last_changed() -> None:
    late = story.mention(1, fetched=NOW - timedelta(hours=1))
    feed = ET.fromstring(atom_of(*items(story.mention(2), late, story.mention(3))))
    assert feed.findtext(f"{A}updated") == "2010-03-24T11:00:00Z"
    assert ET.fromstring(atom_of()).findtext(f"{A}updated") == "2010-03-24T12:00:00Z"


def test_an_alert_is_updated_by_what_happens_and_not_by_a_look_at_it() -> None:
    def made(**changes: Any) -> Item:  # noqa: ANN401 - fields of any type
        return of_alert(AlertPart(alert=replace(story.CRISIS, **changes), arithmetic="6 voices."), SPEECH)

    assert made().title == "Nordelait: crisis confirmed"
    assert made().text.startswith("6 voices. Opened ")
    assert made().updated == story.CRISIS.peak == made(updated=NOW + timedelta(days=9)).updated
    assert made(closed=NOW).updated == NOW
    assert made().id == made(closed=NOW, status="done").id
    valid(atom_of(made()))


def test_a_json_feed_has_what_its_version_asks_for() -> None:
    document = json_of(*items(story.VIDEO, story.mention(9, title="", text="", author="", lang="")))
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert (document["title"], document["feed_url"], document["language"]) == ("Mentions", HEAD.address, "fr")
    first, second = document["items"]
    assert (first["url"], first["content_text"], first["date_published"]) == (
        link(story.VIDEO.url), story.VIDEO.text, "2010-03-23T11:44:00Z",
    )  # fmt: skip
    assert all(isinstance(item["id"], str) and item["content_html"] for item in document["items"])
    assert second["title"] == second["content_text"] == "(no text)"
    assert {"authors", "language"}.isdisjoint(second)
    assert json_of()["items"] == []


def test_no_address_is_no_link() -> None:
    feed = ET.fromstring(atom_of(*items(story.mention(1)), head=replace(HEAD, address="")))
    assert feed.find(f"{A}link") is None
