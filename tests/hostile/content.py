"""Endpoints whose entries would hurt whoever reads them, answers that are no feeds, and statuses."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from tests.hostile.case import Case, answers, good, item, rss

GOOD = good()
BAD = {
    "script": "<script>alert(1)</script>", "style": "<style>*{display:none}</style>", "iframe": "<iframe src='http://x.example/'></iframe>",
    "svg": "<svg onload=alert(1)>", "image": "<img src=x onerror=alert(1)>", "javascript": "<a href='javascript:alert(1)'>x</a>", "data": "<a href='data:text/html,x'>x</a>",
    "csi": "\x1b[2J\x1b[1;1H", "osc-8": "\x1b]8;;http://x.example/\x07here\x1b]8;;\x07", "osc-52": "\x1b]52;c;cm0gLXJm\x07", "osc-0": "\x1b]0;title\x1b\\", "dcs": "\x1bP1;1|x\x1b\\",
    "c1-csi": "\x9b2J", "c1-osc": "\x9d52;c;eA==\x9c", "c1-dcs": "\x90x\x9c", "bell": "\x07" * 99, "backspace": "abc\x08\x08\x08xyz", "carriage": "innocent\rguilty", "nul": "a\0b", "delete": "\x7f" * 9,
    "bidi": "\u202egnp.exe\u202c", "isolates": "\u2066x\u2069", "marks": "\u200e\u200f\u061c", "separators": "a\u2028b\u2029c", "deprecated": "\u206a\u206f", "interlinear": "\ufff9x\ufffay\ufffb",
    "zero-width": "\u200b" * 5_000, "joiners": "\u200d" * 5_000, "zalgo": "Z" + "\u0300\u0301\u0302" * 3_000, "tags": "\U000e0041\U000e0042" * 999, "private": "\ue000" * 99, "noncharacters": "\ufffe\uffff\U0001fffe",
    "emoji": "👨‍👩‍👧‍👦🏴‍☠️🇨🇦", "formula": '=HYPERLINK("http://x.example/")', "dde": "=cmd|'/C calc'!A1", "plus": "+1+1", "at": "@SUM(A1)", "tab": "\t=1+1", "newlines": "x\r\nBcc: all@x.example\r\n\r\nboo",
    "percent": "%s%n%(x)s{0}{x}", "markup": "[red]x[/red][link=file:///etc/passwd]x[/link]", "template": "{{ 7*7 }}${7*7}<%= 7*7 %>", "sql": "'; DROP TABLE entries; --", "path": "../../../etc/passwd", "shell": "$(rm -rf ~)`id`",
    "escaped-twice": "&amp;lt;b&amp;gt;x&amp;lt;/b&amp;gt;", "reference-esc": "&#27;[2J", "reference-c1": "&#155;2J&#x9b;2J", "reference-bidi": "&#x202e;x", "reference-nul": "&#0;", "reference-huge": "&#99999999999999999999;", "reference-surrogate": "&#xD800;",
}  # fmt: skip


def escaped(text: str) -> str:
    """As it stands in XML, where that has a place for it at all."""
    return escape(text)


def nasty() -> Iterable[Case]:
    """Each bad text wherever an entry has one: what is stored is looked at by whoever polls."""
    for name, text in BAD.items():
        said = escaped(text)
        full = (
            f"<item><title>{said} Nordelait</title><link>http://e.example/{said}</link><guid isPermaLink='false'>{said}1</guid><author>{said}</author>"
            f"<dc:creator>{said}</dc:creator><category>{said}</category><description>{said} Nordelait</description></item>"
        )
        yield answers(f"bad-{name}", "1", rss(full, head=f"<title>{said}</title><language>{said}</language>"))
        wrapped = text.replace("]]>", "")
        yield answers(
            f"bad-{name}-cdata",
            "1",
            rss(f"<item><guid>1</guid><description><![CDATA[{wrapped} Nordelait]]></description></item>"),
        )
        unquoted = f"<item><guid>1</guid><title>{text} Nordelait</title><description>Nordelait</description></item>"
        yield answers(f"bad-{name}-bare", "1", rss(unquoted))
    for name in ("title", "guid", "author", "category", "description", "link"):
        long = f"<{name}>{'a' * 1_000_000}</{name}>"
        yield answers(f"megabyte-{name}", "1", rss(f"<item>{long}<description>Nordelait</description></item>"))
    yield answers("word-of-megabytes", "1", lambda size: rss(item(1, text="a" * size)))
    yield answers("emoji-of-megabytes", "1", lambda size: rss(item(1, text="👨‍👩‍👧‍👦" * (size // 25))))
    yield answers(
        "links-elsewhere",
        "3",
        rss(
            *(
                f"<item><guid>{n}</guid><title>x{n}</title><link>{link}</link></item>"
                for n, link in enumerate(("javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"))
            )
        ),
    )
    yield answers("no-links", "1", rss("<item><title>Nordelait</title></item>"))
    yield answers(
        "comment-feeds",
        "100",
        rss(*(item(n, more=f"<wfw:commentRss>http://127.0.0.5:1/{n}</wfw:commentRss>") for n in range(100))),
    )


def statuses() -> Iterable[Case]:
    """What a status means, whatever comes with it."""
    for status, expect in {
        200: "3", 201: "3", 203: "3", 202: "3", 204: "malformed|status|protocol", 205: "malformed|3|status", 206: "protocol", 226: "3", 304: "status", 400: "status", 401: "unauthorized",
        402: "status", 403: "unauthorized", 404: "status", 405: "status", 406: "status", 407: "status|unauthorized", 408: "status", 410: "gone", 418: "status", 421: "status", 422: "status",
        425: "status", 429: "throttled", 431: "status", 451: "status", 500: "status", 501: "status", 502: "status", 503: "status", 504: "status", 508: "status", 511: "status", 520: "status", 599: "status", 999: "status",
    }.items():  # fmt: skip
        part = {"Content-Range": "bytes 0-99/9999"} if status == 206 else {}
        host = f"127.0.1.{status % 250}"  # so that nobody else is silenced by a 429
        yield _elsewhere(answers(f"status-{status}", expect, GOOD, status=status, headers=part), host)
    whole = {"Content-Range": f"bytes 0-{len(GOOD) - 1}/{len(GOOD)}"}
    yield answers("status-206-whole", "3", GOOD, status=206, headers=whole)
    for number, said in enumerate(
        (
            "60",
            "0",
            "-5",
            "999999999999",
            "9" * 4_000,
            "Wed, 24 Mar 2010 14:05:00 GMT",
            "Fri, 31 Dec 9999 23:59:59 GMT",
            "Wed, 99 Foo 2010",
            "soon",
            "",
            "1.5",
            "60, 90",
            "\x1b[2J",
        )
    ):
        for status, expect in ((429, "throttled"), (503, "throttled|status")):
            retried = answers(f"retry-{status}-{number}", expect, b"", status=status, headers={"Retry-After": said})
            yield _elsewhere(retried, f"127.0.2.{number}" if status == 429 else "127.0.0.1")


def _elsewhere(case: Case, host: str) -> Case:
    return Case(case.name, case.expect, lambda web: case.serve(web).replace("//127.0.0.1", f"//{host}", 1))


def pages() -> Iterable[Case]:
    """What is no feed, whatever it calls itself."""
    login = "<!doctype html><html><head><title>Wi-Fi</title></head><body><form action=/login><input name=room></form></body></html>"
    rich = '<html><head><link rel="alternate" type="application/rss+xml" href="/real"></head><body>x</body></html>'
    for kind in (
        "text/html",
        "application/rss+xml",
        "text/xml",
        "application/octet-stream",
        "image/png",
        "nonsense",
        "text/html; charset=" + "x" * 999,
    ):
        name = kind.partition(";")[0].replace("/", "-")
        yield answers(f"portal-{name}-{len(kind)}", "not_a_feed", login, content_type=kind)
        yield answers(f"feed-as-{name}-{len(kind)}", "3", GOOD, content_type=kind)
    yield answers("page-naming-a-feed", "not_a_feed", rich, content_type="text/html")
    yield answers(
        "page-of-megabytes", "not_a_feed", lambda size: login + "<p>x" * (size // 4), content_type="text/html"
    )
    yield answers(
        "page-of-links",
        "not_a_feed",
        lambda size: "<html><head>" + '<link rel="alternate" type="application/rss+xml" href="/x">' * (size // 60),
        content_type="text/html",
    )
    yield answers(
        "page-of-link-tags",
        "not_a_feed",
        lambda size: "<html><head>" + "<link " * (size // 6),
        content_type="text/html",
    )
    yield answers(
        "page-of-attributes",
        "not_a_feed",
        lambda size: "<html><head><link " + "a=b " * (size // 4) + ">",
        content_type="text/html",
    )
    yield answers("page-then-feed", "", login + GOOD.decode(), content_type="text/html")
    for name, data in {
        "empty": b"", "blank": b" \n\t " * 999, "text": b"Hello", "pdf": b"%PDF-1.7\n" + b"\0" * 999, "png": b"\x89PNG\r\n\x1a\n" + b"\0" * 999, "zip": b"PK\3\4" + b"\0" * 999,
        "sitemap": b'<?xml version="1.0"?><urlset><url><loc>http://x.example/</loc></url></urlset>', "soap": b"<soap:Envelope xmlns:soap='x'/>", "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "opml": b'<opml version="2.0"><body><outline text="x"/></body></opml>', "xml-error": b"<Error><Code>AccessDenied</Code></Error>", "php": b"<?php echo 1; ?>", "trace": b"Traceback (most recent call last):\n", "csv": b"a,b\n1,2\n", "javascript": b"var a = 1;",
    }.items():  # fmt: skip
        yield answers(f"no-feed-{name}", "not_a_feed|malformed", data)
    for number, tag in enumerate(
        ('"' + "x" * 60_000 + '"', '"a\tb"', "no quotes", "W/", '"\xe9"', '"a" "b"', "*", '"\x1b[2J"')
    ):
        yield answers(f"etag-{number}", "3|protocol", GOOD, etag=tag)
        yield answers(f"modified-{number}", "3|protocol", GOOD, last_modified=tag)
        yield answers(
            f"cache-{number}", "3|protocol", GOOD, headers={"Cache-Control": f"max-age={tag}", "Expires": tag}
        )
    yield answers("max-age-huge", "3", GOOD, headers={"Cache-Control": "max-age=" + "9" * 4_000})
    yield answers("ttl-huge", "3", rss(*(item(n) for n in range(3)), head=f"<ttl>{'9' * 5_000}</ttl>"))
    yield answers(
        "skip-hours",
        "0|3",
        rss(*(item(n) for n in range(3)), head="<skipHours>" + "<hour>3</hour>" * 9_999 + "</skipHours>"),
    )


def cases() -> list[Case]:
    """All of them."""
    return [*nasty(), *statuses(), *pages()]
