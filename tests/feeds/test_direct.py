"""The short way from expat to feedparser leads to the same as feedparser's own, by xml.sax."""

from __future__ import annotations

import io
import xml.sax
from pathlib import Path
from typing import Any
from xml.parsers import expat
from xml.sax.xmlreader import InputSource

import pytest
from feedparser.api import StrictFeedParser, replace_doctype
from hypothesis import given
from hypothesis import strategies as st

from smwatch.feeds.direct import Direct
from smwatch.feeds.encoding import to_text
from tests.feeds.test_real_feeds import FEEDS

URL = "https://example.com/feed/"
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns:x="urn:x" '
    'xmlns:h="http://www.w3.org/1999/xhtml" xmlns:media="http://search.yahoo.com/mrss/" xml:lang="fr">'
    "<title>t</title><entry><id>a</id><link rel='Alternate' HREF='/a' href='/a'/>{}</entry><entry><id>b</id></entry>"
    "</feed>"
)
RSS = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:x="urn:x" '
    'xmlns:itunes="http://www.itunes.com/DTDs/PodCast-1.0.dtd" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<channel><title>t</title><item>{}<guid isPermaLink='false'>1</guid></item></channel></rss>"
)
DIV = '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{}</div></content>'


class Plain(StrictFeedParser):  # type: ignore[misc]  # feedparser has no types
    resolve_relative_uris = sanitize_html = False

    def read(self, data: bytes) -> None:
        source = InputSource()
        source.setByteStream(io.BytesIO(b"<?xml version='1.0' encoding='utf-8'?>\n" + data))
        reader = xml.sax.make_parser()
        reader.setFeature(xml.sax.handler.feature_namespaces, True)
        reader.setFeature(xml.sax.handler.feature_external_ges, False)
        reader.setContentHandler(self)
        reader.setErrorHandler(self)
        reader.parse(source)


class Short(Direct, StrictFeedParser):  # type: ignore[misc]  # feedparser has no types
    resolve_relative_uris = sanitize_html = False


def found(parser: Any, data: bytes) -> object:  # noqa: ANN401 - feedparser has no types
    """All that it makes of a document; None where it is not well-formed, what else it raises where it stumbles."""
    try:
        parser.read(data)
    except (expat.ExpatError, xml.sax.SAXException):
        return None
    except Exception as error:  # noqa: BLE001 - feedparser's own, in either
        return repr(error)
    return parser.version, parser.feeddata, parser.entries, parser.namespaces_in_use, parser.depth, parser.lang


def agree(data: bytes) -> bool:
    plain = found(Plain(URL, None, "utf-8"), data)
    assert found(Short(URL, None, "utf-8"), data) == plain
    return plain is not None


def test_what_is_compared_is_more_than_nothing() -> None:
    result: Any = found(Short(URL, None, "utf-8"), ATOM.format(DIV.format("<p>x</p>")).encode())
    assert result[0] == "atom10"
    assert result[2][0]["content"][0]["value"] == "<p>x</p>"


@pytest.mark.parametrize(
    "inside",
    [
        DIV.format("un <b>deux</b> <a HREF='x' Class='Y &amp; Z' rel='NoFollow'>trois</a><br/>"),
        DIV.format('<p xml:lang="en">one</p><p lang="en_CA">two <b>three</b></p> quatre'),
        DIV.format('<p xml:base="/b/"><a href="c">d</a></p><img src="e"/>'),
        DIV.format('<svg xmlns="http://www.w3.org/2000/svg"><title>no</title><path d="m0"/></svg><p>yes</p>'),
        DIV.format('<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>'),
        DIV.format("<body>a</body><title>b</title><link href='c'/><summary>d</summary><entry>e</entry>"),
        DIV.format("<div><div>a</div></div>") + DIV.format("second"),
        '<content type="xhtml"><h:div>a <h:b>b</h:b></h:div></content>',
        '<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a<p>b</p></div></summary>',
        '<title type="xhtml"><h:div>a <h:em>b</h:em></h:div></title>',
        '<content type="html">&lt;p&gt;a&lt;/p&gt;</content><thr:in-reply-to ref="r" href="/h" x:y="z"/>',
        '<content type="text/html"><p>not escaped</p></content>',
        '<media:content url="m" type="image/png" x:a="1"><media:title>a</media:title></media:content><x:y z="1"/>',
        "<author><name>n</name><email>e@example.com</email><uri>u</uri></author><source><title>s</title></source>",
    ],
)
def test_atom(inside: str) -> None:
    assert agree(ATOM.format(inside).encode())


@pytest.mark.parametrize(
    "inside",
    [
        "<title>a &amp; b</title><link>/l</link><description><![CDATA[<p>c</p>]]></description>",
        "<content:encoded><![CDATA[<p>c</p>]]></content:encoded><dc:creator>d</dc:creator><dc:date>2010-03-24</dc:date>",
        "<itunes:author>i</itunes:author><itunes:category text='T'><itunes:category text='U'/></itunes:category>",
        "<x:unknown>a</x:unknown><x:attributes a='1'>b</x:attributes><nothing known='here'/>",
        '<title xmlns="http://backend.userland.com/rss2">u</title><TITLE>upper</TITLE>',
        "<body xmlns='http://www.w3.org/1999/xhtml'><p>a</p><body>b</body></body>",
        "<xhtml:body xmlns:xhtml='http://www.w3.org/1999/xhtml'><xhtml:p>a<xhtml:b>c</xhtml:b></xhtml:p></xhtml:body>",
        "<description><p>not <b>escaped</b></p></description>",
        "<enclosure url='e' length='1' type='AUDIO/mpeg'/><source url='s'>S</source><category domain='d'>k</category>",
    ],
)
def test_rss(inside: str) -> None:
    assert agree(RSS.format(inside).encode())


names = st.sampled_from(["p", "div", "b", "title", "body", "svg", "x:y", "h:p", "content", "link", "entry"])
attributes = st.sampled_from(
    ["", ' class="a"', ' xml:lang="en"', ' xml:base="/b/"', ' x:z="1"', ' href="c"', ' TYPE="xhtml"']
)
trees = st.recursive(
    st.sampled_from(["", "text", " ", "&amp;", "<!-- c -->"]),
    lambda inner: st.builds(
        lambda name, said, parts: f"<{name}{said}>{''.join(parts)}</{name}>",
        names,
        attributes,
        st.lists(inner, max_size=3),
    ),
    max_leaves=8,
)


@given(trees)
def test_whatever_stands_in_a_content(inside: str) -> None:
    assert agree(ATOM.format(DIV.format(inside)).encode())
    assert agree(ATOM.format(inside).encode())


@pytest.mark.skipif(not FEEDS, reason="no folder of real feeds here")
@pytest.mark.parametrize("path", [path for path in FEEDS if path.suffix == ".xml"], ids=lambda path: path.name)
def test_real_feeds(path: Path) -> None:
    _, data, _ = replace_doctype(to_text(path.read_bytes()).encode())
    agree(data)
