"""What a hostile endpoint is: how it is served, and what must come of polling it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tests.server import FeedServer, Play

Serve = Callable[["Web"], str]
MB = 1_000_000
NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:georss="http://www.georss.org/georss"'
)


@dataclass(frozen=True, slots=True)
class Web:
    """The servers of a run: one that may be connected to, and one, on another port, that never may."""

    server: FeedServer
    trap: FeedServer
    size: int = MB  # bytes that large documents have


@dataclass(frozen=True, slots=True)
class Case:
    """An endpoint. `expect`: numbers of entries and kinds of failures that are right, parted by "|"; "" for any."""

    name: str
    expect: str
    serve: Serve
    seconds: float = 15.0  # within which the poll must end, whatever comes of it
    slow: bool = False  # it takes the whole deadline
    alone: bool = False  # on a connection that nothing else uses: a late answer would be taken for the next one's

    def is_right(self, outcome: str) -> bool:
        """Whether the outcome is one of those that are right."""
        return not self.expect or outcome in self.expect.split("|")


def answers(name: str, expect: str, body: bytes | str | Callable[[int], bytes | str] = b"", **route: object) -> Case:
    """A path that answers with a body, which may depend on the size that large documents have."""

    def serve(web: Web) -> str:
        said = body(web.size) if callable(body) else body
        return web.server.serve(f"/{name}", said, **route)  # type: ignore[arg-type]  # fields of Route by name

    return Case(name, expect, serve)


def plays(name: str, expect: str, play: Play, *, slow: bool = False) -> Case:
    """A path that plays a conversation."""
    return Case(name, expect, lambda web: web.server.serve(f"/{name}", play=play), slow=slow)


def raw(name: str, expect: str, data: bytes) -> Case:
    """A path that answers with bytes as they are."""
    return Case(name, expect, lambda web: web.server.serve(f"/{name}", raw=data))


def at(name: str, expect: str, place: Callable[[Web], str]) -> Case:
    """An address that is polled as it is, on a server where every path has a good feed."""
    return Case(name, expect, place)


def redirects(name: str, expect: str, to: Callable[[Web], str] | str, **route: object) -> Case:
    """A path that redirects."""

    def serve(web: Web) -> str:
        web.server.serve("/good", good())
        where = (to(web) if callable(to) else to).encode().decode("latin-1")  # as headers are read
        return web.server.serve(f"/{name}", redirect=where, **route)  # type: ignore[arg-type]  # as above

    return Case(name, expect, serve)


def item(number: int = 1, *, title: str = "", text: str = "", more: str = "") -> str:
    """An RSS item; `title` and `text` are escaped, `more` is XML as it is."""
    return (
        f"<item><title>{escape(title) or f'Nordelait {number}'}</title><link>http://e.example/{number}</link>"
        f"<guid>http://e.example/{number}</guid>"
        f"<description>{escape(text) or f'Un yogourt de plus, le {number}.'}</description>{more}</item>"
    )


def rss(*items: str, head: str = "", before: str = "") -> bytes:
    """An RSS document; `head` stands in the channel, `before` before the document."""
    said = (
        f'{before}<rss version="2.0" {NAMESPACES}><channel><title>Un fil</title>{head}{"".join(items)}</channel></rss>'
    )
    return said.encode("utf-8", "surrogatepass")


def good(count: int = 3) -> bytes:
    """A feed as it should be."""
    return rss(*(item(number) for number in range(count)))


def filled(piece: str, size: int, head: str = "", tail: str = "") -> str:
    """The piece over and over, as far as the size goes."""
    return head + piece * max(1, size // len(piece)) + tail
