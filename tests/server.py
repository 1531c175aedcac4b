"""A loopback HTTP server that plays feeds: good, slow, broken and hostile ones.

    with FeedServer() as server:
        server.serve("/feed.xml", body, etag='"1"')
        ...fetch server.url("/feed.xml")...
        assert server.requests("/feed.xml") == 1

Real sockets, HTTP/1.1 with kept-alive connections, a thread a connection. It answers under every 127.x.y.z address
where the system has them (Linux does), so that one server can play many hosts; never to other machines.
"""

from __future__ import annotations

import contextlib
import email.utils
import gzip
import io
import socket
import socketserver
import ssl
import struct
import sys
import threading
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import TracebackType
from typing import Self

RSS = "application/rss+xml; charset=utf-8"
TLS_HELLO = b"\x16"  # what a client that expects TLS begins with
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: closing sends a TCP reset
Play = Callable[[Callable[[bytes], object], threading.Event], None]
"""Plays a whole conversation: given how to send, and when to stop; then the connection ends."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it came in; header names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""
    peer: tuple[str, int] = ("", 0)  # the client's end: the same for requests on one connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What a path answers. The keywords of `FeedServer.serve`."""

    body: bytes = b""  # as it goes over the wire: already encoded
    content_type: str = RSS
    etag: str = ""
    last_modified: str = ""  # an HTTP date
    encoding: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0  # seconds before the answer
    drip: tuple[int, float] | None = None  # the body in pieces of so many bytes, with pauses of so many seconds
    redirect: str = ""  # Location; a status of 200 becomes 302
    fail: str = ""
    chunked: bool = False  # without Content-Length
    raw: bytes = b""  # sent as it stands instead of an answer, and then the end
    play: Play | None = None  # likewise, whatever it sends whenever it likes


def encoded(body: bytes, encoding: str) -> bytes:
    """The body under "gzip", "br", "zstd", "deflate", "raw-deflate", or several applied in turn: "gzip, br"."""
    for name in filter(None, (part.strip() for part in encoding.split(","))):
        body = _encoder(name)(body)
    return body


def _encoder(name: str) -> Callable[[bytes], bytes]:
    if name == "br":
        import brotli

        return lambda data: bytes(brotli.compress(data, quality=5))
    if name == "zstd":
        import zstandard

        return lambda data: zstandard.ZstdCompressor().compress(data)
    if name == "raw-deflate":
        return lambda data: zlib.compress(data)[2:-4]
    return zlib.compress if name == "deflate" else gzip.compress


class FeedServer:
    """Serves what it is told on a free port, from entering the context to leaving it."""

    def __init__(self, host: str = "", *, tls: ssl.SSLContext | None = None) -> None:
        """`host`: the one address to listen on, "::1" for instance; "": 127.0.0.1 and, on Linux, all of 127.0.0.0/8."""
        self.routes: dict[str, Route] = {}
        self.seen: list[Seen] = []  # every request, in order
        self.bytes_sent = 0  # of bodies, as they went over the wire
        self.connections = 0  # accepted so far
        self.addresses: set[str] = set()  # of ours that were connected to
        self.busiest = 0  # most requests that were being answered at once
        self._answering = 0
        self.stopping = threading.Event()
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._scheme = "https" if tls else "http"
        self._host = host or "127.0.0.1"
        everywhere = "0.0.0.0" if sys.platform == "linux" else "127.0.0.1"
        self._server = _Listener((host or everywhere, 0), self, tls)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="FeedServer")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()

    def url(self, path: str = "/", host: str = "") -> str:
        """The URL of a path, under another host name or address if one is given."""
        name = host or self._host
        return f"{self._scheme}://{f'[{name}]' if ':' in name else name}:{self.port}{path}"

    def serve(self, path: str, body: bytes | str = b"", *, encoding: str = "", **rest: object) -> str:
        """Answer `path` (its query included, if it has one) so from now on; back comes its URL.

        `encoding` compresses the body (see `encoded`) and says so. `rest` are the fields of Route; `fail` is one of
        reset (no answer, TCP reset), close (no answer, end), silence (no answer, for ever), cut (half the body, end),
        garbage (no HTTP), headers (headers without end), chunks (a chunked body with broken framing).
        """
        data = encoded(body.encode() if isinstance(body, str) else body, encoding)
        route = Route(body=data, encoding=encoding.replace("raw-", ""), **rest)  # type: ignore[arg-type]  # by name
        with self._lock:
            self.routes[path] = route
        return self.url(path)

    def requests(self, path: str) -> int:
        """How often a path was asked for."""
        return self._counts[path]

    @property
    def hits(self) -> int:
        """How many requests came in."""
        return len(self.seen)

    def hang_up(self) -> None:
        """End every connection that is open now, as servers do with idle ones."""
        self._server.hang_up()

    @contextlib.contextmanager
    def answering(self) -> Iterator[None]:
        """While a request is being answered; for the handler."""
        with self._lock:
            self._answering += 1
            self.busiest = max(self.busiest, self._answering)
        try:
            yield
        finally:
            with self._lock:
                self._answering -= 1

    def reset(self) -> None:
        """Forget what was asked and sent; go on serving."""
        with self._lock:
            self.seen.clear()
            self._counts.clear()
            self.bytes_sent = 0

    def note(self, seen: Seen) -> Route:
        """Count a request and find its route; for the handler."""
        path = seen.target.partition("?")[0]
        with self._lock:
            self.seen.append(seen)
            self._counts[seen.target] += 1
            if path != seen.target:
                self._counts[path] += 1
            unknown = Route(status=404, body=b"nothing here\n", content_type="text/plain")
            return self.routes.get(seen.target) or self.routes.get(path) or unknown

    def sent(self, count: int) -> None:
        """So many bytes of a body went out; for the handler."""
        with self._lock:
            self.bytes_sent += count


class _Listener(socketserver.ThreadingTCPServer):
    """Accepts on loopback, remembers its connections, so that leaving doesn't wait for idle clients."""

    allow_reuse_address = True
    request_queue_size = 512
    daemon_threads = False

    def __init__(self, address: tuple[str, int], owner: FeedServer, tls: ssl.SSLContext | None) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.owner, self.tls = owner, tls
        self.open: set[socket.socket] = set()
        super().__init__(address, _Conversation)

    def verify_request(self, request: object, client_address: object) -> bool:
        peer = client_address[0] if isinstance(client_address, tuple) else ""
        return peer.startswith("127.") or peer == "::1"

    def process_request(self, request: object, client_address: object) -> None:
        assert isinstance(request, socket.socket)
        self.owner.connections += 1
        self.owner.addresses.add(request.getsockname()[0])
        self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: object) -> None:
        assert isinstance(request, socket.socket)
        self.open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        for connection in list(self.open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away in mid-answer is what many tests want; anything else fails the test."""
        if not isinstance(sys.exception(), OSError):
            raise  # noqa: PLE0704 - called from inside socketserver's except


class _Conversation(socketserver.StreamRequestHandler):
    """One connection: requests in, answers out, until either side has had enough."""

    disable_nagle_algorithm = True
    server: _Listener

    def setup(self) -> None:
        if self.server.tls:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
            self.server.open.add(self.request)
        super().setup()

    def finish(self) -> None:
        super().finish()
        if self.server.tls:  # the socket that socketserver knows was given up for this one
            self.server.open.discard(self.request)
            self.request.close()

    def handle(self) -> None:
        owner = self.server.owner
        while not owner.stopping.is_set() and (seen := self.read()):
            with owner.answering():
                if not self.answer(seen, owner.note(seen)):
                    return

    def read(self) -> Seen | None:
        assert isinstance(self.rfile, io.BufferedReader)
        if self.rfile.peek(1)[:1] == TLS_HELLO:
            self.wfile.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            return None
        first = self.rfile.readline(65536).split()
        if len(first) < 2:
            return None
        headers = {}
        while (line := self.rfile.readline(65536)) not in {b"\r\n", b"\n", b""}:
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.strip().lower()] = value.strip()
        body = self.rfile.read(int(headers.get("content-length", "0")))
        return Seen(first[0].decode("latin-1"), first[1].decode("latin-1"), headers, body, self.client_address[:2])

    def answer(self, seen: Seen, route: Route) -> bool:
        """Send it; True where the connection can go on."""
        stopping = self.server.owner.stopping
        if route.delay and stopping.wait(route.delay):
            return False
        if route.raw or route.play or route.fail in {"reset", "close", "silence", "garbage", "headers"}:
            self.misbehave(route)
            return False
        body = b"" if seen.method == "HEAD" else route.body
        head, body = (_head(route, 304, b""), b"") if _unchanged(seen, route) else (_head(route, 0, body), body)
        if route.fail == "cut":
            self.send(head, body[: len(body) // 2])
            return False
        if route.fail == "chunks":
            self.send(head, b"5\r\nabcde\r\nnot a size\r\n")
            return False
        if route.drip:
            return self.drip(head, body, route)
        self.send(head, b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body) if route.chunked and body else body)
        return seen.headers.get("connection", "").lower() != "close"

    def send(self, head: bytes, body: bytes) -> None:
        self.server.owner.sent(len(body))  # first: the client may look as soon as it has the last byte
        self.wfile.write(head + body)

    def drip(self, head: bytes, body: bytes, route: Route) -> bool:
        size, pause = route.drip or (1, 0)
        self.send(head, b"")
        for start in range(0, len(body), size):
            if self.server.owner.stopping.wait(pause):
                return False
            self.send(b"", body[start : start + size])
        return True

    def misbehave(self, route: Route) -> None:
        how = route.fail
        self.wfile.write(route.raw)
        if route.play:
            route.play(self.wfile.write, self.server.owner.stopping)
        elif how == "silence":
            self.server.owner.stopping.wait()
        elif how == "garbage":
            self.wfile.write(b"220 mail.example.com ESMTP\r\n" * 3)
        elif how == "headers":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not self.server.owner.stopping.is_set():
                self.wfile.write(b"X-More: " + b"and more " * 100 + b"\r\n")
        elif how == "reset":
            self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            self.request.close()


def _unchanged(seen: Seen, route: Route) -> bool:
    """RFC 9110, 13.2.2: If-None-Match decides where it is given, else If-Modified-Since."""
    if route.status != HTTPStatus.OK or route.redirect:
        return False
    if route.etag and (wanted := seen.headers.get("if-none-match")):
        tags = {tag.strip().removeprefix("W/") for tag in wanted.split(",")}
        return "*" in tags or route.etag.removeprefix("W/") in tags
    since = seen.headers.get("if-modified-since")
    if not (route.last_modified and since):
        return False
    with contextlib.suppress(ValueError):
        return email.utils.parsedate_to_datetime(since) >= email.utils.parsedate_to_datetime(route.last_modified)
    return False


def _head(route: Route, status: int, body: bytes) -> bytes:
    """Status line and headers; `status` 0 is the route's own."""
    status = status or (302 if route.redirect and route.status == HTTPStatus.OK else route.status)
    headers = {
        "Content-Type": route.content_type,
        "Content-Encoding": route.encoding,
        "ETag": route.etag,
        "Last-Modified": route.last_modified,
        "Location": route.redirect,
    }
    if route.chunked or route.fail == "chunks":
        headers["Transfer-Encoding"] = "chunked" if body else ""
    elif status != HTTPStatus.NOT_MODIFIED:
        headers["Content-Length"] = str(len(body))
    headers |= route.headers
    lines = [f"HTTP/1.1 {status} {_phrase(status)}", *(f"{name}: {value}" for name, value in headers.items() if value)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else "Whatever"
