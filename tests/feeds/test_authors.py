"""Who wrote an entry, as feeds say it in real life: name, address and page each in its place."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from html import escape

import pytest

from smwatch.feeds.entries import read_entries
from smwatch.feeds.parse import parse
from smwatch.models import Feed, FeedSpec

URL = "https://a.example/feed"
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def read(body: str) -> tuple[str, str, str]:
    """Name, address and page of the first entry's author."""
    document = parse(body.encode(), {}, URL)
    entry = read_entries(Feed(spec=FeedSpec(url=URL), url=URL), document.drafts, NOW)[0]
    return entry.author, entry.author_email, entry.author_url


def rss(said: str) -> tuple[str, str, str]:
    return read(
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title>'
        f"<managingEditor>chef@a.example</managingEditor><item><title>a</title><guid>1</guid>{said}</item></channel></rss>"
    )


def atom(said: str, of_feed: str = "") -> tuple[str, str, str]:
    return read(
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>{of_feed}<entry><title>a</title><id>1</id>{said}</entry></feed>'
    )


@pytest.mark.parametrize(
    ("said", "author"),
    [
        ("marie@a.example (Marie Tremblay)", ("Marie Tremblay", "marie@a.example", "")),
        ("noreply@blogger.com (Marie Tremblay)", ("Marie Tremblay", "noreply@blogger.com", "")),
        ("Marie Tremblay <marie@a.example>", ("Marie Tremblay", "marie@a.example", "")),
        ("Marie <marie@a.quebec>", ("Marie", "marie@a.quebec", "")),
        ("Marie [marie@a.example]", ("Marie", "marie@a.example", "")),
        ("marie@a.example", ("", "marie@a.example", "")),
        ("a@a.example (A Roy), b@a.example (C Roy)", ("A Roy, C Roy", "a@a.example", "")),
        ("Par Marie Tremblay", ("Marie Tremblay", "", "")),
        ("By MARIE TREMBLAY, Staff", ("MARIE TREMBLAY, Staff", "", "")),
        ("", ("", "", "")),
    ],
)
def test_rss_author(said: str, author: tuple[str, str, str]) -> None:
    assert rss(f"<author>{escape(said)}</author>") == author


@pytest.mark.parametrize(
    ("said", "author"),
    [
        (["Marie Tremblay"], ("Marie Tremblay", "", "")),
        (["Marie Tremblay", "Jean Roy"], ("Marie Tremblay, Jean Roy", "", "")),
        (["Marie", "Jean Roy"], ("Marie; Jean Roy", "", "")),
        (["Tremblay, Marie", "Roy, Jean"], ("Tremblay, Marie; Roy, Jean", "", "")),
        (['<a href="/marie">Marie &amp; cie</a>'], ("Marie & cie", "", "https://a.example/marie")),
        (["https://a.example/marie"], ("https://a.example/marie", "", "https://a.example/marie")),
        (["mailto:marie@a.example"], ("", "marie@a.example", "")),
        (["@marie"], ("@marie", "", "")),
        (["@marie@social.example"], ("@marie@social.example", "", "")),
        (
            ['<a href="https://b.example/@marie@social.example">M</a>'],
            ("M", "", "https://b.example/@marie@social.example"),
        ),
        (["Marie <marie@a.quebec>", "Jean Roy <jean@a.quebec>"], ("Marie; Jean Roy", "marie@a.quebec", "")),
    ],
)
def test_dublin_core_creators(said: list[str], author: tuple[str, str, str]) -> None:
    assert rss("".join(f"<dc:creator>{escape(name)}</dc:creator>" for name in said)) == author


def test_atom_authors() -> None:
    marie = "<author><name>Marie Tremblay</name><email>m@a.example</email><uri>/marie</uri></author>"
    jean = "<author><name>Jean Roy</name><uri>https://b.example/jean</uri></author>"
    assert atom(marie) == ("Marie Tremblay", "m@a.example", "https://a.example/marie")
    assert atom(marie + jean) == ("Marie Tremblay, Jean Roy", "m@a.example", "https://a.example/marie")
    assert atom(jean, of_feed=marie) == ("Jean Roy", "", "https://b.example/jean")


def test_an_address_within_the_name() -> None:
    assert atom("<author><name>Marie &lt;m@a.example&gt;</name></author>") == ("Marie", "m@a.example", "")
    assert rss("<author>Marie <m@a.example></author>") == ("Marie", "m@a.example", ""), "not well-formed"


def test_an_apostrophe_within_an_address_is_part_of_it() -> None:
    pat = ("Pat O'Brien", "o'brien@a.example", "")
    assert rss("<author>o'brien@a.example (Pat O'Brien)</author>") == pat
    assert atom("<author><name>Pat O'Brien 'o'brien@a.example'</name></author>")[1] == "o'brien@a.example"


def test_a_name_made_of_blanks_takes_no_time() -> None:
    began = time.process_time()
    assert atom(f"<author><name>a@b.example{' ' * 60_000}x</name></author>")[1] == "a@b.example"
    assert time.process_time() - began < 1


def test_an_atom_entry_without_an_author_is_its_feed_s_author_s() -> None:
    assert atom("", of_feed="<author><name>Marie Tremblay</name></author>") == ("Marie Tremblay", "", "")
    assert rss("") == ("", "", ""), "who edits an RSS feed wrote none of it"


def test_json_feed_authors() -> None:
    def told(**item: object) -> tuple[str, str, str]:
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "T",
            "items": [{"id": "1", "content_text": "a", **item}],
        }
        return read(json.dumps(feed))

    marie, jean = {"name": "Marie Tremblay", "url": "/marie"}, {"name": "Jean Roy"}
    assert told(authors=[marie, jean]) == ("Marie Tremblay, Jean Roy", "", "https://a.example/marie")
    assert told(author=jean) == ("Jean Roy", "", "")
    assert told(authors=[None, 3, jean]) == ("Jean Roy", "", "")
    assert told(authors=[]) == ("", "", "")
