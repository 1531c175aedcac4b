from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from smwatch.feeds.document import Document, Draft, UnreadableError
from smwatch.feeds.parse import parse
from smwatch.models import FailureKind

URL = "https://blog.example.com/feed/"
RDF = 'xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
NAMESPACES = """xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:thr="http://purl.org/syndication/thread/1.0" """


def rss(items: str, channel: str = "") -> Document:
    text = f'<rss version="2.0" {NAMESPACES}><channel><title>Blogue</title>{channel}{items}</channel></rss>'
    return parse(text.encode(), {}, URL)


def only(items: str) -> Draft:
    (draft,) = rss(f"<item>{items}</item>").drafts
    return draft


def atom(entry: str, feed: str = "") -> Document:
    text = f'<feed xmlns="http://www.w3.org/2005/Atom" {NAMESPACES}>{feed}<entry>{entry}</entry></feed>'
    return parse(text.encode(), {}, URL)


def test_an_entry_of_rss() -> None:
    draft = only(
        "<title>L&#8217;usine</title><link>https://blog.example.com/usine/</link><guid>tag:1</guid>"
        "<pubDate>Wed, 24 Mar 2010 10:00:00 -0400</pubDate><description>Court</description>"
        "<content:encoded><![CDATA[<p>Long</p>]]></content:encoded><dc:creator>Marie</dc:creator>"
    )
    assert (draft.id, draft.url, draft.title) == ("tag:1", "https://blog.example.com/usine/", "L’usine")
    assert draft.bodies == ("<p>Long</p>", "Court")
    assert draft.author == "Marie"
    assert draft.published == datetime(2010, 3, 24, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ('<rss version="0.91"><channel><title>x</title><item><title>un</title></item></channel></rss>', "rss091u"),
        ('<rss version="0.92"><channel><item><title>un</title></item></channel></rss>', "rss092"),
        (
            f'<r:RDF {RDF}><channel><title>x</title></channel><item r:about="u"><title>un</title></item></r:RDF>',
            "rss10",
        ),
        ('<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>un</title></entry></feed>', "atom03"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>un</title></entry></feed>', "atom10"),
    ],
)
def test_the_formats(text: str, version: str) -> None:
    document = parse(text.encode(), {}, URL)
    assert (document.version, [draft.title for draft in document.drafts]) == (version, ["un"])


@pytest.mark.parametrize(
    ("said", "name", "address"),
    [
        ("<author>marie@example.com (Marie Côté)</author>", "Marie Côté", "marie@example.com"),
        ("<author>marie@example.com</author>", "", "marie@example.com"),
        ("<author>Marie Côté</author>", "Marie Côté", ""),
        ("<dc:creator><![CDATA[Marie Côté]]></dc:creator>", "Marie Côté", ""),
    ],
)
def test_authors_of_rss(said: str, name: str, address: str) -> None:
    draft = only(said)
    assert (draft.author, draft.author_email) == (name, address)


def test_the_author_of_atom() -> None:
    said = "<author><name>Marie</name><email>m@example.com</email><uri>/marie</uri></author>"
    (draft,) = atom(said).drafts
    assert (draft.author, draft.author_email, draft.author_url) == (
        "Marie",
        "m@example.com",
        "https://blog.example.com/marie",
    )


def test_relative_links_start_at_the_feed_or_at_xml_base() -> None:
    assert only("<link>/usine/</link>").url == "https://blog.example.com/usine/"
    (draft,) = atom('<link href="a.html"/>', '<link rel="self" href="x"/>').drafts
    assert draft.url == "https://blog.example.com/feed/a.html"
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://other.example/x/"><entry><link href="a"/></entry>'
    )
    text += "</feed>"
    assert parse(text.encode(), {}, URL).drafts[0].url == "https://other.example/x/a"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://example.com/a", "http://[::1", "mailto:a@example.com", ""]
)
def test_links_that_lead_nowhere_on_the_web_are_dropped(link: str) -> None:
    assert only(f'<title>x</title><guid isPermaLink="false">1</guid><link>{link}</link>').url == ""


def test_french_dates_and_zones() -> None:
    assert only("<pubDate>Mer., 24 mars 2010 10:00:00 HAE</pubDate>").published == datetime(2010, 3, 24, 14, tzinfo=UTC)
    assert only("<pubDate>bientôt</pubDate>").published is None
    assert only("<dc:date>2010-03-24T10:00:00Z</dc:date>").published == datetime(2010, 3, 24, 10, tzinfo=UTC)


def test_comment_feeds_as_they_are_named() -> None:
    draft = only(
        "<wfw:commentRss>/usine/feed/</wfw:commentRss><slash:comments>12</slash:comments>"
        "<comments>https://blog.example.com/usine/#comments</comments>"
    )
    assert (draft.comment_feeds, draft.comment_count) == (("https://blog.example.com/usine/feed/",), 12)
    (draft,) = atom(
        '<link rel="replies" type="text/html" href="/usine#c" thr:count="3"/>'
        '<link rel="replies" type="application/atom+xml" href="/usine/comments.atom" thr:count="3"/>'
    ).drafts
    assert (draft.comment_feeds, draft.comment_count) == (("https://blog.example.com/usine/comments.atom",), 3)


def test_what_a_comment_answers() -> None:
    (draft,) = atom('<thr:in-reply-to ref="tag:1" href="https://blog.example.com/usine/"/>').drafts
    assert draft.answers == "https://blog.example.com/usine/"


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("<ttl>90</ttl>", timedelta(minutes=90)),
        ("<ttl>999999</ttl>", timedelta(days=1)),
        ("<ttl>soon</ttl>", None),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", timedelta(hours=6)),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>", timedelta(hours=1)),
        ("<generator>https://wordpress.org/?v=6.0</generator><sy:updatePeriod>hourly</sy:updatePeriod>", None),
    ],
)
def test_how_long_a_feed_asks_to_be_left_alone(said: str, wait: timedelta | None) -> None:
    assert rss("", said).wait == wait


def test_html_entities_without_a_declaration_are_forgiven_with_a_note() -> None:
    document = rss("<item><title>L&rsquo;&eacute;t&eacute;</title></item>")
    assert [draft.title for draft in document.drafts] == ["L’été"]
    assert document.notes


def test_declared_entities_are_read() -> None:
    doctype = '<!DOCTYPE rss [\n<!ENTITY marque "Nordelait">\n]>'
    text = '<rss version="2.0"><channel><title>&marque;</title></channel></rss>'
    document = parse(f"{doctype}{text}".encode(), {}, URL)
    assert (document.title, document.notes) == ("Nordelait", ())


def test_a_feed_cut_off_in_the_middle_brings_what_came() -> None:
    document = parse(b'<rss version="2.0"><channel><item><title>un</title></item><item><title>deux</ti', {}, URL)
    assert [draft.title for draft in document.drafts][:1] == ["un"]
    assert document.notes


def test_an_empty_feed_is_a_feed() -> None:
    assert (rss("").version, rss("").drafts) == ("rss20", ())


START, END = b'<rss version="2.0"><channel><item><title>x</title>', b"</item></channel></rss>"
MANY = 60_000
HOSTILE = {
    "attributes": START + b"<b " + b" ".join(b'a%d="1"' % n for n in range(MANY)) + b"/>" + END,
    "attributes, not well-formed": START + b"<i><b " + b" ".join(b'a%d="1"' % n for n in range(MANY)) + b"/>" + END,
    "depth": START + b"<b>" * MANY + b"</b>" * MANY + END,
    "namespaces": START + b"".join(b'<p%d:b xmlns:p%d="u%d"/>' % (n, n, n) for n in range(MANY)) + END,
    "doctypes": b"\n<!DOCTYPE" * MANY + START + END,
    "declared entities": b"<!DOCTYPE a [" + b'\n<!ENTITY a "b">' * 400 + b"]>" + START + END,
    "long entity": b'<!DOCTYPE a [\n<!ENTITY a "' + b"x" * 1_000 + b'">]>' + START + b"&a;" * MANY + END,
    "hidden entities": b'<!-- <x> --><!DOCTYPE a [\n<!ENTITY a "'
    + b"x" * 1_000
    + b'">]>'
    + START
    + b"&a;" * MANY
    + END,
    "empty": b"",
    "blank": b" \n " * MANY,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_what_is_built_to_exhaust_its_reader_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse(body, {}, URL)
    assert refused.value.kind is FailureKind.MALFORMED


LAUGHS = b"".join(b'<!ENTITY %c "%s">\n' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
SLOW = {  # minutes with feedparser alone, or gigabytes
    "author": START + b"<author>" + b"a" * 400_000 + b"</author>" + END,
    "white space first": b"\n" * 400_000 + START + END,
    "categories": START + b"".join(b"<category>a%d</category>" % n for n in range(10_000)) + END,
    "billion laughs": b'<!DOCTYPE l [\n<!ENTITY a "ha">\n' + LAUGHS + b"]>" + START + b"<b>&j;</b>" + END,
}


@pytest.mark.parametrize("body", SLOW.values(), ids=SLOW)
def test_what_would_be_slow_is_read_at_once(body: bytes) -> None:
    document = parse(body, {}, URL)
    assert [draft.title for draft in document.drafts] == ["x"]
    assert sum(len(text) for draft in document.drafts for text in draft.bodies) < len(body)
