"""Lists of feeds come in from anywhere, and go out so that they come back the same."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.errors import UsageError
from smwatch.feeds.opml import MAX_BYTES, MAX_DEPTH, MAX_TAGS, opml_text, read_list
from smwatch.models import FeedSpec

NOW = datetime(2010, 3, 17, 8, 0, tzinfo=UTC)
READER = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Abonnements</title></head><body>
<outline text="Presse" title="Presse">
  <outline text="Qu\xc3\xa9bec">
    <outline type="rss" text="Le Journal" title="Le Journal" xmlUrl="https://journal.example/feed/" htmlUrl="https://journal.example/"/>
  </outline>
  <outline type="RSS" text="The Courier" XMLURL="http://courier.example/rss?a=1&amp;b=2"/>
</outline>
<outline text="Alertes"><outline type="rss" text="Google" xmlUrl="https://www.google.com/alerts/feeds/123/456"/></outline>
<outline text="https://bare.example/feed" xmlUrl="feed://bare.example/feed"/>
<outline text="Again"><outline text="x" xmlUrl="http://journal.example/feed"/></outline>
<outline text="A link" type="link" url="https://page.example/"/>
<outline text="Broken" xmlUrl="file:///etc/passwd"/>
</body></opml>"""


def test_folders_become_tags_and_a_feed_is_named_once() -> None:
    listed = read_list(READER)
    assert [(feed.url, feed.source, feed.tags) for feed in listed.feeds] == [
        ("https://journal.example/feed/", "Le Journal", ("Presse", "Québec", "Again")),
        ("http://courier.example/rss?a=1&b=2", "The Courier", ("Presse",)),
        ("https://www.google.com/alerts/feeds/123/456", "Google", ("Alertes",)),
        ("https://bare.example/feed", "https://bare.example/feed", ()),
    ]
    assert [(flaw.line, flaw.text) for flaw in listed.flaws] == [(13, "file:///etc/passwd")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1", "utf-16", "windows-1252"])
def test_any_encoding_that_the_document_names(encoding: str) -> None:
    name = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{name}"?><opml><body><outline text="Été" xmlUrl="https://a.example/"/></body></opml>'
    assert read_list(text.encode(encoding)).feeds == (FeedSpec(url="https://a.example/", source="Été"),)


def test_bare_ampersands_are_read_as_they_were_meant() -> None:
    text = b'<opml><body><outline xmlUrl="https://a.example/?a=1&b=2&amp;c=3" text="A & B"/></body></opml>'
    assert read_list(text).feeds == (FeedSpec(url="https://a.example/?a=1&b=2&c=3", source="A & B"),)


def test_a_plain_list_has_an_address_a_line() -> None:
    text = "\ufeff# ours\nhttps://a.example/feed\r\n\n  b.example/rss.xml \nnot an address\nhttp://a.example/feed/\n"
    listed = read_list(text.encode())
    assert [feed.url for feed in listed.feeds] == ["https://a.example/feed", "https://b.example/rss.xml"]
    assert [(flaw.line, flaw.text) for flaw in listed.flaws] == [(5, "not an address")]
    assert listed.twice == 1
    assert read_list(b"").feeds == ()


LAUGHS = b'<!DOCTYPE opml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><opml><body>&b;</body></opml>'
OUTSIDE = b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body><outline text="&x;"/></body></opml>'
PARAMETER = b'<!DOCTYPE opml [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]><opml/>'
DEEP = b"<opml><body>" + b'<outline text="x">' * MAX_DEPTH
MANY = b"<opml><body>" + b"".join(b'<outline xmlUrl="http://e/%d"/>' % n for n in range(4)) + b"</body></opml>"
HOSTILE = {
    "laughs": (LAUGHS, "declares entities"),
    "outside": (OUTSIDE, "declares entities"),
    "parameter": (PARAMETER, "declares entities"),
    "deep": (DEEP, "folders within|within folders"),
    "many": (MANY, "more feeds than"),
    "long": (b"<opml>" + b" " * MAX_BYTES, "longer than"),
    "page": (b"<!DOCTYPE html><html><body>", "<html>, not OPML"),
    "cut": (READER[:300], "broken at line"),
    "nothing": (b"<", "broken at line"),
    "binary": (bytes(range(128, 256)), "isn't a list of feeds"),
    "prose": (b"Dear all\nplease find enclosed", "isn't a list of feeds"),
    "undefined": (
        b'<opml><body><outline text="&eacute;" xmlUrl="https://a.example/"/></body></opml>',
        "broken at line",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_hostile_or_no_list_is_refused(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smwatch.feeds.opml.MAX_FEEDS", 3)
    raw, told = HOSTILE[case]
    with pytest.raises(UsageError, match=told):
        read_list(raw)


@given(st.binary(max_size=200) | st.binary(max_size=60).map(lambda more: b"<opml><body>" + more))
def test_no_bytes_do_any_harm(raw: bytes) -> None:
    with suppress(UsageError):
        listed = read_list(raw)
        assert all(feed.url.startswith(("http://", "https://")) for feed in listed.feeds)


NAMES = st.text("aé<&\"'>ÿ好😀;#", min_size=1, max_size=9)
SPECS = st.builds(
    FeedSpec,
    url=st.integers(0, 99).map("https://e.example/{}?a=1&b='".format),
    source=NAMES | st.just(""),
    tags=st.lists(NAMES, max_size=3, unique=True).map(tuple),
    enabled=st.booleans(),
)


@given(st.lists(SPECS, max_size=6, unique_by=lambda spec: spec.url))
def test_what_goes_out_comes_back_the_same(specs: list[FeedSpec]) -> None:
    text = opml_text(specs, "Veille", NOW)
    assert ET.fromstring(text).get("version") == "2.0"
    back = read_list(text.encode())
    assert not back.flaws
    assert {(f.url, f.source or f.url, frozenset(f.tags), f.enabled) for f in back.feeds} == {
        (f.url, f.source or f.url, frozenset(f.tags), f.enabled) for f in specs
    }


def test_what_goes_out_says_what_it_is() -> None:
    specs = [
        FeedSpec(url="https://a.example/?x=1&y=2", source="L'« A » & <b>", tags=("presse", "Québec")),
        FeedSpec(url="https://b.example/", enabled=False),
    ]
    root = ET.fromstring(opml_text(specs, "Veille & Cie", NOW))
    assert root.findtext("head/title") == "Veille & Cie"
    assert root.findtext("head/dateCreated") == "Wed, 17 Mar 2010 08:00:00 +0000"
    body = root.findall("body/outline")
    assert [one.get("text") for one in body] == ["https://b.example/", "presse", "Québec"]
    assert body[0].attrib == {
        "type": "rss",
        "text": "https://b.example/",
        "xmlUrl": "https://b.example/",
        "isComment": "true",
    }
    assert body[1][0].attrib == body[2][0].attrib
    assert body[1][0].get("title") == "L'« A » & <b>"


@pytest.mark.parametrize("encoding", ["shift_jis", "no-such-thing", "utf-7", "zip", "idna"])
def test_an_encoding_that_cannot_be_read_is_told(encoding: str) -> None:
    with pytest.raises(UsageError):
        read_list(f'<?xml version="1.0" encoding="{encoding}"?><opml><body/></opml>'.encode())


def test_one_feed_in_countless_folders_takes_no_longer_than_countless_feeds() -> None:
    folders = "".join(f'<outline text="{n}"><outline xmlUrl="http://a.example/"/></outline>' for n in range(20_000))
    began = time.process_time()
    (feed,) = read_list(f"<opml><body>{folders}</body></opml>".encode()).feeds
    assert time.process_time() - began < 2, "it grew with the square: half a minute"
    assert len(feed.tags) == MAX_TAGS


def test_names_of_folders_within_folders_do_not_make_much_of_few_bytes() -> None:
    depth, name = MAX_DEPTH - 3, "x" * 200
    feeds = "".join(f'<outline xmlUrl="http://a.example/{n}"/>' for n in range(2_000))
    deep = "".join(f'<outline text="{n}{name}">' for n in range(10, 10 + depth))
    with pytest.raises(UsageError, match="within folders"):
        read_list(f"<opml><body>{deep}{feeds}{'</outline>' * depth}</body></opml>".encode())


def test_a_bare_ampersand_is_meant_in_any_encoding() -> None:
    text = (
        "<?xml version='1.0' encoding='utf-16'?><opml><body><outline xmlUrl='http://a.example/?a=1&b=2'/></body></opml>"
    )
    for raw in (text.encode("utf-16"), text.replace("utf-16", "utf-8").encode("utf-8-sig")):
        assert [feed.url for feed in read_list(raw).feeds] == ["http://a.example/?a=1&b=2"]
    with pytest.raises(UsageError):
        read_list(text.encode("utf-16")[:-1])


def test_what_names_no_feed_is_told_on_one_line() -> None:
    raw = b'<opml><body><outline xmlUrl="http://a.example/&#10;[[feeds]]&#x202e;"/></body></opml>'
    assert [flaw.text for flaw in read_list(raw).flaws] == ["http://a.example/ [[feeds]]"]
