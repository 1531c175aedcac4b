"""Endpoints whose documents are made to take for ever, to fill memory, or to read files."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterable

from tests.hostile.case import Case, answers, filled, good, item, rss

GOOD = good()
ONE = item(1)
TAG = "malformed|too_large"  # refused
DONE = "0|1|malformed|not_a_feed|too_large"  # ended, one way or the other


def entities() -> Iterable[Case]:
    """Documents that declare what is to be put in."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    for place in ("title", "description", "guid"):
        bomb = rss(f"<item><{place}>&l9;</{place}></item>", before=f'<!DOCTYPE rss [<!ENTITY l0 "lol">{laughs}]>')
        yield answers(f"billion-laughs-{place}", DONE, bomb)
    fat = "A" * 100_000
    yield answers(
        "quadratic-blowup",
        DONE,
        rss(f"<item><title>{'&a;' * 100_000}</title></item>", before=f'<!DOCTYPE rss [<!ENTITY a "{fat}">]>'),
    )
    small = f'<!DOCTYPE rss [<!ENTITY a "{"A" * 60}">]>'
    yield answers(
        "small-entity-often", DONE, lambda size: rss(f"<item><title>{'&a;' * (size // 3)}</title></item>", before=small)
    )
    attribute = lambda size: rss(f'<item><enclosure url="{"&a;" * (size // 3)}"/></item>', before=small)
    yield answers("entity-in-attribute", DONE, attribute)
    for number, target in enumerate(
        ("file:///etc/passwd", "http://127.0.0.5/trap", "ftp://127.0.0.5/", "php://x", "/etc/passwd")
    ):
        xxe = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{target}">]>'
        yield answers(f"external-entity-{number}", DONE, rss("<item><title>&x;</title></item>", before=xxe))
        yield answers(f"external-dtd-{number}", DONE, rss(ONE, before=f'<!DOCTYPE rss SYSTEM "{target}">'))
        parameter = f'<!DOCTYPE rss [<!ENTITY % x SYSTEM "{target}"> %x;]>'
        yield answers(f"parameter-entity-{number}", DONE, rss(ONE, before=parameter))
        yield answers(
            f"xinclude-{number}",
            DONE,
            rss(f'<item><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{target}"/></item>'),
        )
        sheet = f'<?xml-stylesheet href="{target}" type="text/xsl"?>'
        yield answers(f"stylesheet-{number}", "1", rss(ONE, before=sheet))
    loop = '<!DOCTYPE rss [<!ENTITY a "&b;"><!ENTITY b "&a;">]>'
    yield answers("entity-loop", DONE, rss("<item><title>&a;</title></item>", before=loop))
    yield answers(
        "entities-many",
        DONE,
        rss(ONE, before="<!DOCTYPE rss [" + "".join(f'<!ENTITY e{n} "x">' for n in range(9_999)) + "]>"),
    )
    yield answers("doctype-unclosed", DONE, lambda size: rss(ONE, before="<!DOCTYPE rss [" + "<!ENTITY " * (size // 9)))
    yield answers("doctype-huge", DONE, lambda size: rss(ONE, before="<!DOCTYPE rss [<!--" + "x" * size + "-->]>"))
    yield answers(
        "attlist",
        DONE,
        lambda size: rss(ONE, before="<!DOCTYPE rss [" + "<!ATTLIST item a CDATA 'x'>" * (size // 27) + "]>"),
    )
    yield answers(
        "default-attributes",
        DONE,
        rss(
            ONE * 50,
            before="<!DOCTYPE rss [<!ATTLIST item " + " ".join(f"a{n} CDATA 'x'" for n in range(2_000)) + ">]>",
        ),
    )
    yield answers(
        "character-references", DONE, lambda size: rss(f"<item><title>{'&#65;' * (size // 5)}</title></item>")
    )
    yield answers("number-of-digits", DONE, lambda size: rss(f"<item><title>&#{'9' * size};</title></item>"))
    yield answers("ampersands", DONE, lambda size: rss(f"<item><title>{'&' * size}</title></item>"))
    yield answers("amp-amp-amp", DONE, lambda size: rss(f"<item><title>{'&amp;' * (size // 5)}amp;lt;</title></item>"))
    yield answers("unknown-entities", DONE, lambda size: rss(f"<item><title>{'&nope;' * (size // 6)}</title></item>"))


FLOODS = {  # within an item
    "open-angles": "<", "close-angles": ">", "bangs": "<!", "marked": "<![", "cdatas": "<![CDATA[x]]>", "cdata-unclosed": "<![CDATA[",
    "comments": "<!---->", "comments-unclosed": "<!--", "declarations": "<!X ", "instructions": "<?x y?>", "instructions-unclosed": "<?x ",
    "end-tags": "</x>", "end-tags-bare": "</", "tags-unclosed": "<b>", "tags-cut": "<b ", "quotes": "<a b='", "double-quotes": '<a b="',
    "slashes": "<a/", "equals": "<a =", "void": "<br/>", "cdata-ends": "]]>", "html-tags": "<p><i>x</p></i>", "lone-quotes": "\"'", "nested-divs": "<div>",
    "divs-closed": "</div>", "scripts": "<script>", "styles": "<style>a</style>", "dashes": "--", "percent": "%", "blanks": " ", "newlines": "\n", "semicolons": "&;",
}  # fmt: skip
ELEMENTS = {
    "categories": "<category>x</category>", "categories-distinct": "<category>{n}</category>", "links": "<link>http://e.example/</link>",
    "atom-links": '<link xmlns="http://www.w3.org/2005/Atom" href="http://e.example/{n}" rel="x"/>', "enclosures": '<enclosure url="http://e.example/{n}" length="1" type="x/y"/>',
    "media": '<media:content url="http://e.example/{n}" type="image/png"/>', "thumbnails": '<media:thumbnail url="http://e.example/{n}"/>',
    "credits": '<media:credit role="x">y{n}</media:credit>', "media-groups": "<media:group><media:title>x</media:title></media:group>",
    "authors": "<author>a@b.example (A)</author>", "creators": "<dc:creator>A {n}</dc:creator>", "contributors": "<dc:contributor>A {n}</dc:contributor>",
    "titles": "<title>x{n}</title>", "guids": "<guid>http://e.example/{n}</guid>", "dates": "<pubDate>Wed, 24 Mar 2010 14:05:00 GMT</pubDate>",
    "bad-dates": "<pubDate>Wed, 24 Mar 2010 14:05:00 GMT Wed, 24 Mar 2010 14:05:00 GMT</pubDate>", "descriptions": "<description>x{n}</description>",
    "encoded": "<content:encoded>x{n}</content:encoded>", "summaries": "<itunes:summary>x{n}</itunes:summary>", "images": "<image><url>http://e.example/{n}</url></image>",
    "keywords": "<itunes:keywords>a b c d e f g</itunes:keywords>", "points": "<georss:point>45.5 -73.5</georss:point>", "polygons": "<georss:polygon>1 2 3 4 5 6 1 2</georss:polygon>",
    "sources": '<source url="http://e.example/{n}">x</source>', "unknown": "<x:y xmlns:x='http://x.example/{n}'>z</x:y>", "comments": "<wfw:commentRss>http://e.example/{n}</wfw:commentRss>",
    "nested-items": "<item>", "nested-channels": "<channel><title>x</title>", "nested-rss": "<rss><channel>", "xhtml": '<div xmlns="http://www.w3.org/1999/xhtml"><p>x{n}</p></div>',
    "new-tags": "<t{n}>x</t{n}>", "text-inputs": "<textInput><title>x</title></textInput>", "clouds": '<cloud domain="x.example" port="80"/>', "ttls": "<ttl>60</ttl>", "persons": "<atom:author xmlns:atom='http://www.w3.org/2005/Atom'><atom:name>x{n}</atom:name></atom:author>",
}  # fmt: skip
LARGE = {  # one that is large
    "title": "<title>{x}</title>", "guid": "<guid>{x}</guid>", "link": "<link>http://e.example/{x}</link>", "author": "<author>{x}</author>",
    "creator": "<dc:creator>{x}</dc:creator>", "category": "<category>{x}</category>", "date": "<pubDate>{x}</pubDate>", "attribute": '<enclosure url="{x}"/>',
    "tag-name": "<{x}/>", "prefix": '<{x}:y xmlns:{x}="http://x.example/"/>', "attribute-name": '<b {x}="1"/>', "base64": '<content type="application/octet-stream" mode="base64">{x}</content>',
    "cdata": "<description><![CDATA[{x}]]></description>", "comment": "<!--{x}-->", "instruction": "<?x {x}?>", "namespace": '<y xmlns="{x}"/>', "lang": '<description xml:lang="{x}">y</description>', "base": '<description xml:base="{x}">y</description>', "point": "<georss:polygon>{x}</georss:polygon>", "keywords": "<itunes:keywords>{x}</itunes:keywords>",
}  # fmt: skip
TEXTS = {
    "word": "a",
    "at-signs": "a@",
    "digits": "1",
    "blanks": " ",
    "words": "a ",
    "dots": "a.",
    "brackets": "(",
    "commas": "1,2 ",
    "mail": "a@b.c ",
    "accents": "é",
    "astral": "😀",
}


def flood(piece: str, broken: bool) -> Callable[[int], bytes]:
    def body(size: int) -> bytes:
        return rss(item(1, more="<b>" * broken + f"<description>{filled(piece, size)}</description>"))

    return body


def many(piece: str, broken: bool) -> Callable[[int], bytes]:
    def body(size: int) -> bytes:
        pieces = "".join(piece.replace("{n}", str(n)) for n in range(size // len(piece)))
        return rss(item(1, more=pieces + "<b>" * broken))

    return body


def large(element: str, text: str) -> Callable[[int], bytes]:
    return lambda size: rss(item(1, more=element.replace("{x}", filled(text, size))))


def floods() -> Iterable[Case]:
    """The same over and over, where it is well-formed and where it isn't."""
    for name, piece in FLOODS.items():
        yield answers(f"flood-{name}", DONE, flood(piece, broken=False))
        yield answers(f"flood-{name}-escaped", "1", lambda size, piece=piece: rss(item(1, text=filled(piece, size))))  # type: ignore[misc]  # mypy and default arguments
        yield answers(f"flood-{name}-before", DONE, lambda size, piece=piece: filled(piece, size) + rss(ONE).decode())  # type: ignore[misc]  # mypy and default arguments
        yield answers(
            f"flood-{name}-alone",
            DONE,
            lambda size, piece=piece: filled(piece, size, "<rss><channel><item><title>x"),  # type: ignore[misc]  # mypy and default arguments
        )
    for name, piece in ELEMENTS.items():
        yield answers(f"many-{name}", DONE + "|2", many(piece, broken=False))
        yield answers(f"many-{name}-broken", DONE + "|2", many(piece, broken=True))
        head = lambda size, piece=piece: rss(ONE, head=filled(piece, size))
        yield answers(f"many-{name}-in-channel", "", head)
    for name, element in LARGE.items():
        for kind, text in TEXTS.items():
            yield answers(f"large-{name}-of-{kind}", DONE, large(element, text))


def shapes() -> Iterable[Case]:
    """Depth, breadth, attributes, namespaces."""
    for name, tag in (
        ("tags", "a"),
        ("items", "item"),
        ("channels", "channel"),
        ("divs", "div"),
        ("contents", "content:encoded"),
        ("descriptions", "description"),
    ):
        deep = lambda size, tag=tag: rss(item(1, more=f"<{tag}>" * (size // 20) + f"</{tag}>" * (size // 20)))
        yield answers(f"deep-{name}", DONE, deep)
        yield answers(f"deep-{name}-unclosed", "", lambda size, tag=tag: rss(item(1), filled(f"<{tag}>", size)))  # type: ignore[misc]  # mypy and default arguments
        yield answers(f"deep-{name}-first", "", lambda size, tag=tag: filled(f"<{tag}>", size) + GOOD.decode())  # type: ignore[misc]  # mypy and default arguments
    for count in (900, 8_000, 100_000):
        spread = " ".join(f'a{n}="x"' for n in range(count))
        yield answers(f"attributes-{count}", DONE if count > 1_000 else "1", rss(item(1, more=f"<b {spread}/>")))
        yield answers(f"attributes-{count}-broken", DONE, rss(item(1, more=f"<b {spread}/><b>")))
        yield answers(f"attributes-{count}-escaped", "1", rss(item(1, text=f"<b {spread}>x</b>")))
        spaces = " ".join(f'xmlns:a{n}="http://a.example/{n}"' for n in range(count))
        yield answers(f"namespaces-{count}", DONE, rss(item(1, more=f"<b {spaces}/>")))
        same = " ".join('a="x"' for n in range(count))
        yield answers(f"attributes-{count}-same", DONE, rss(item(1, more=f"<b {same}/>")))
    yield answers("entries-20000", "10000", rss(*(item(n) for n in range(20_000))))
    yield answers("entries-tiny", "10000|1|malformed", lambda size: rss("<item><guid>x</guid></item>" * (size // 28)))
    yield answers("entries-empty", "10000|1|malformed", lambda size: rss("<item/>" * (size // 7)))
    yield answers(
        "entries-distinct",
        "",
        lambda size: rss("".join(f"<item><guid>{n}</guid></item>" for n in range(size // 28))),
    )
    yield answers("entries-unclosed", "", lambda size: rss("<item>" * (size // 6)))
    yield answers(
        "entries-of-atom",
        "",
        lambda size: filled("<entry><id>x</id></entry>", size, '<feed xmlns="http://www.w3.org/2005/Atom">', "</feed>"),
    )
    yield answers("text-of-1-mb", "1", rss(item(1, text="Nordelait " * 100_000)))


def encodings() -> Iterable[Case]:
    """Bytes that are not what they are said to be."""
    text = GOOD.decode()
    for name in (
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-8-sig",
        "windows-1252",
        "cp037",
        "shift_jis",
        "iso2022_jp",
    ):
        yield answers(f"in-{name}", "3" if name != "cp037" else DONE, text.encode(name), content_type="application/xml")
    for name in ("utf-7", "utf-16", "ebcdic-cp-us", "zlib", "base64", "rot13", "hex", "unicode_escape", "idna", "punycode", "nonsense",
                 "../../etc/passwd", "a" * 9_000, "ascii", "utf-8", "undefined", "charmap", "bz2", "quopri", "uu", "mbcs"):  # fmt: skip
        declared = f'<?xml version="1.0" encoding="{name}"?>'.encode()
        yield answers(f"as-{name[:20].replace('/', '')}", "3", declared + GOOD, content_type="application/xml")
        yield answers(
            f"http-as-{name[:20].replace('/', '')}",
            "3",
            declared + GOOD[:-9] + b"\xff\xe9" + GOOD[-9:],
            content_type=f"text/xml; charset={name}",
        )
    yield answers("utf-7-tags", DONE, b'<?xml version="1.0" encoding="utf-7"?>+ADw-rss+AD4-')
    yield answers("nul-bytes", "3", GOOD.replace(b"yogourt", b"yo\0gourt"))
    yield answers("nul-only", "malformed|not_a_feed", lambda size: b"\0" * size)
    yield answers("invalid-utf-8", "3", GOOD.replace(b"yogourt", b"yo\xff\xfe\xc3gourt"))
    yield answers("invalid-utf-8-everywhere", DONE, lambda size: rss(item(1)) + b"\xff\xc3" * (size // 2))
    yield answers("overlong", "3", GOOD.replace(b"yogourt", b"\xc0\xbcscript\xc0\xbe"))
    yield answers("surrogates", "3", GOOD.replace(b"yogourt", b"\xed\xa0\x80\xed\xb0\x80"))
    yield answers("utf-16-bomb", "malformed|not_a_feed|0", lambda size: codecs.BOM_UTF16_LE + b"<\0" * (size // 2))
    yield answers("half-a-utf-16", "3|malformed", text.encode("utf-16")[:-1])
    yield answers("marks", "3", codecs.BOM_UTF8 * 3 + GOOD)
    yield answers("controls", "3", GOOD.replace(b"yogourt", bytes(range(1, 9)) + b"\x0b\x0c\x0e\x7f"))
    yield answers("noise", "malformed|not_a_feed|0", lambda size: bytes(range(256)) * (size // 256))


def json_feeds() -> Iterable[Case]:
    """JSON Feeds."""
    head = '{"version": "https://jsonfeed.org/version/1.1", "title": "Un fil", '
    plain = {"id": "1", "url": "http://e.example/1", "content_text": "Un yogourt"}
    kind = {"content_type": "application/feed+json"}

    def feed(items: str) -> str:
        return f'{head}"items": {items}}}'

    yield answers("json", "1", feed(json.dumps([plain])), **kind)
    for name, opening, closing in (("lists", "[", "]"), ("objects", '{"a":', "}")):
        yield answers(
            f"json-deep-{name}",
            "malformed|0",
            lambda size, a=opening, b=closing: feed(filled(a, size) + "1" + filled(b, size)),  # type: ignore[misc]  # mypy and default arguments
            **kind,
        )
        yield answers(f"json-open-{name}", "malformed|0", lambda size, a=opening: feed(filled(a, size)), **kind)  # type: ignore[misc]  # mypy and default arguments
    for name, value in (
        ("integer", "9" * 100_000),
        ("exponent", "1e999999999"),
        ("nan", "NaN"),
        ("infinity", "-Infinity"),
        ("float", "0." + "1" * 100_000),
        ("null", "null"),
        ("true", "true"),
        ("list", "[1]"),
        ("object", '{"a": 1}'),
    ):
        yield answers(f"json-id-{name}", "1|malformed", feed(f'[{{"id": {value}, "content_text": "x"}}]'), **kind)
        yield answers(f"json-text-{name}", "1|0|malformed", feed(f'[{{"id": "1", "content_text": {value}}}]'), **kind)
        yield answers(
            f"json-author-{name}",
            "1|malformed",
            feed(f'[{{"id": "1", "content_text": "x", "authors": {value}}}]'),
            **kind,
        )
        yield answers(
            f"json-date-{name}",
            "1|malformed",
            feed(f'[{{"id": "1", "content_text": "x", "date_published": {value}}}]'),
            **kind,
        )
        yield answers(f"json-items-{name}", "0|malformed", feed(value), **kind)
        yield answers(f"json-version-{name}", "not_a_feed|malformed", f'{{"version": {value}, "items": []}}', **kind)
    yield answers("json-not-objects", "0", feed('[1, "x", null, [], true]'), **kind)
    yield answers(
        "json-twice",
        "1",
        feed('[{"id": "1", "id": "2", "content_text": "x"}], "items": [{"id": "3", "content_text": "y"}]'),
        **kind,
    )
    yield answers(
        "json-entries", "10000", feed(json.dumps([{"id": str(n), "content_text": "x"} for n in range(20_000)])), **kind
    )
    yield answers("json-entries-tiny", "10000|1|0", lambda size: feed("[" + "{}," * (size // 3) + "{}]"), **kind)
    yield answers("json-numbers", "0", lambda size: feed("[" + "1," * (size // 2) + "1]"), **kind)
    yield answers(
        "json-keys", "0|1", lambda size: feed("[{" + ",".join(f'"k{n}":{n}' for n in range(size // 14)) + "}]"), **kind
    )
    yield answers("json-surrogates", "1", feed('[{"id": "\\ud800", "content_text": "\\udfff x"}]'), **kind)
    yield answers(
        "json-escapes",
        "1",
        feed('[{"id": "\\u001b[2J", "content_text": "\\u001b]8;;http://x\\u0007 \\u202e x"}]'),
        **kind,
    )
    yield answers("json-cut", "malformed", feed(json.dumps([plain] * 9))[:-20], **kind)
    yield answers("json-other", "not_a_feed", '{"error": "no such page"}', content_type="application/json")
    yield answers(
        "json-large-text",
        "1",
        lambda size: feed(json.dumps([{"id": "1", "content_html": "<p>x" * (size // 4)}])),
        **kind,
    )


def cases() -> list[Case]:
    """All of them."""
    return [*entities(), *floods(), *shapes(), *encodings(), *json_feeds()]
