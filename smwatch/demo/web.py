"""The demo's little web: a loopback HTTP server that shows each feed as it stood at the time of the story.

/blog/feed/                 a WordPress blog (RSS 2.0), each post with its comment feed
/blog/POST/feed/            the comments under a post
/page/feed/                 the fan page's comments (Atom), which don't name the brand
/news-fr/feed/              news in French (RSS 2.0)
/news-en/feed/              news in English (Atom)
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from email.utils import format_datetime
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from xml.sax.saxutils import escape

from smwatch.demo.story import Said
from smwatch.protocols import Clock

NEWEST = 25
"""Entries that a feed shows, as most feeds do."""

TITLES = {
    "page": "Nordelait, la page",
    "blog": "Le garde-manger",
    "blog-comments": "Commentaires sur : Le garde-manger",
    "news-fr": "Le Quotidien du fleuve",
    "news-en": "The Harbour Courier",
}


class Web:
    """Serves the story on 127.0.0.1 while the `with` lasts; `clock` says which time it is in the story."""

    def __init__(self, said: Sequence[Said], clock: Clock) -> None:
        """`said`: the whole story; what lies in its future isn't shown."""
        self.said, self.clock = said, clock
        web = self

        class _Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                """Answer one request."""
                web.answer(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
                """Say nothing: the demo's screen is for the story."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self.server.daemon_threads = True
        self.address = f"127.0.0.1:{self.server.server_address[1]}"
        self.base = f"http://{self.address}"

    def __enter__(self) -> Self:
        """Start answering."""
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop answering."""
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """The feed of a path, or 304 where the asker has it already, or 404."""
        body = self.feed(request.path)
        if body is None:
            request.send_response(404)
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        etag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
        fresh = request.headers.get("If-None-Match") == etag
        request.send_response(304 if fresh else 200)
        request.send_header("ETag", etag)
        request.send_header("Content-Type", "application/xml; charset=utf-8")
        request.send_header("Content-Length", "0" if fresh else str(len(body)))
        request.end_headers()
        if not fresh:
            request.wfile.write(body)

    def feed(self, path: str) -> bytes | None:
        """The document at a path now; None where there is none."""
        parts = path.strip("/").split("/")
        if len(parts) == 2 and parts[1] == "feed" and parts[0] in TITLES and parts[0] != "blog-comments":  # noqa: PLR2004
            place = parts[0]
            render = atom if place in {"page", "news-en"} else rss
            return render(place, self.base, self.shown(place)).encode()
        if len(parts) == 3 and parts[0] == "blog" and parts[2] == "feed":  # noqa: PLR2004
            post = next((s for s in self.shown("blog") if str(s.number) == parts[1]), None)
            if post:
                return rss(
                    "blog-comments", f"{self.base}/blog/{post.number}", self.shown("blog-comments", post.title)
                ).encode()
        return None

    def shown(self, place: str, title: str = "") -> list[Said]:
        """What the place shows now, newest first; of comments, those under the post of that title."""
        now = self.clock()
        there = [s for s in self.said if s.place == place and s.at <= now and (not title or s.title == title)]
        return there[::-1][:NEWEST]


def rss(place: str, base: str, said: Sequence[Said]) -> str:
    """RSS 2.0 as WordPress writes it."""
    items = "".join(rss_item(place, base, s) for s in said)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/" '
        'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>{escape(TITLES[place])}</title><link>{base}/</link><description/>{items}</channel></rss>\n"
    )


def rss_item(place: str, base: str, said: Said) -> str:
    """One post, comment or brief."""
    date = format_datetime(said.at)
    if place == "blog-comments":
        title, link = f"Par : {said.author}", f"{base}/#comment-{said.number}"
    else:
        title, link = said.title, f"{base}/{place}/{said.number}/"
    comments = f"<wfw:commentRss>{link}feed/</wfw:commentRss>" if place == "blog" else ""
    return (
        f"<item><title>{escape(title)}</title><link>{link}</link><guid>{link}</guid><pubDate>{date}</pubDate>"
        f"<dc:creator>{escape(said.author)}</dc:creator><description>{escape(said.text)}</description>{comments}</item>"
    )


def atom(place: str, base: str, said: Sequence[Said]) -> str:
    """Atom, as fan pages and newspapers have it."""
    entries = "".join(
        f"<entry><id>tag:{place},2010:{s.number}</id><title>{escape(s.title)}</title>"
        f'<link href="{base}/{place}/{s.number}/"/><author><name>{escape(s.author)}</name></author>'
        f"<published>{s.at.isoformat()}</published><updated>{s.at.isoformat()}</updated>"
        f"<content>{escape(s.text)}</content></entry>"
        for s in said
    )
    updated = said[0].at.isoformat() if said else "2010-01-01T00:00:00+00:00"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>{base}/{place}/</id><title>{escape(TITLES[place])}</title><updated>{updated}</updated>{entries}</feed>\n"
    )
