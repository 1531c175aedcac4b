"""Get a URL: within the limits, past the address guard, with manners. The one HTTP client of smwatch.

    HttpFetcher(network).fetch(url, {"If-None-Match": etag}) -> Fetched | FetchFailed

One fetch goes hop by hop: a turn at the host (hosts.py), a guarded connection with the deadline (wire.py), the
answer's headers, then either the next hop or the body, unpacked within its limit (body.py). What went wrong becomes
a value with a message (failures.py).

httpx reads URLs and knows which certificates to trust; the connections are httpcore's, the library beneath it,
because there one can say which address is connected to.
"""

from __future__ import annotations

import base64
import re
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.util import find_spec
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpcore
import httpx

from smwatch import __version__
from smwatch.config.settings import MEGABYTE, Network
from smwatch.errors import NothingDoneError
from smwatch.feeds.body import SLACK, TooLargeError, counted, read_body, unpackers
from smwatch.feeds.failures import NO_WEB_ADDRESS, Limits, PartialError, RedirectError, answered, broken, led_inside
from smwatch.feeds.guard import Guard
from smwatch.feeds.hosts import Hosts
from smwatch.feeds.places import PLACES, Places, Seat, give_memory_back
from smwatch.feeds.wire import MAX_HEAD, Deadline, GuardedBackend, HeadersError, UnknownNameError, judge_all, resolve
from smwatch.locales import N_
from smwatch.models import FailureKind
from smwatch.protocols import Fetched, FetchFailed

MAX_REDIRECTS = 5
PERMANENT = {301, 308}
REDIRECTS = PERMANENT | {302, 303, 307}
NOT_MODIFIED, THROTTLED, PART = 304, 429, 206
MAX_PORT = 65_535
MAX_HEADERS = 200  # of one answer; browsers and servers draw the line at 100 or 200
DRAIN = 16_384  # bytes of a redirect's own body that are read, so that its connection can be used again
DRAIN_SECONDS = 1.0  # and for how long
LOOK_UP = 2.0  # seconds that a name is looked up for behind a proxy, where often nothing can be
KEEP_ALIVE = 15.0  # seconds that an idle connection is kept
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.3"
)
CONDITIONS = {"if-none-match", "if-modified-since"}
FOLLOWING = CONDITIONS | {"accept", "accept-encoding", "accept-language", "user-agent"}  # what another host may see
OURS = {"host", "connection", "content-length", "transfer-encoding", "te", "upgrade"}  # never the caller's to say


@dataclass(slots=True)
class _Way:
    """Where a fetch stands: the next hop, and what may be sent there."""

    url: httpx.URL  # without login and fragment
    headers: dict[str, str]  # names in lower case
    ends: float  # the deadline, in monotonic time
    login: bytes = b""  # user:password as the first URL has it; only for its own host
    permanent: bool = True  # every redirect so far was
    body: bytes | None = None  # that is posted; None: it is a GET
    seen: set[str] = field(default_factory=set)

    @property
    def host(self) -> str:
        """In ASCII: IDNA can't always be undone."""
        return self.url.raw_host.decode("ascii")

    @property
    def server(self) -> str:
        """The host with its port, where that isn't the usual one: who is asked with manners."""
        return self.url.netloc.decode("ascii")

    def turn(self, status: int, location: str) -> None:
        """Follow a redirect, or RedirectError. Another host sees neither login nor headers that may be secret."""
        self.seen.add(str(self.url))
        if not location:
            raise RedirectError(N_("{host} redirects without saying where to"))
        target = _parse(_join(str(self.url), location))
        if not target:
            raise RedirectError(N_("{host} redirects to something that is no web address"))
        if self.url.scheme == "https" != target.scheme:
            raise RedirectError(N_("{host} redirects from https to plain http, which anybody could read or change"))
        target = _bare(target)
        if str(target) in self.seen:
            raise RedirectError(N_("{host} redirects in a circle"))
        if not _same_server(self.url, target):
            self.login = b""
            self.headers = {name: value for name, value in self.headers.items() if name in FOLLOWING}
        self.url = target
        self.permanent = self.permanent and status in PERMANENT


@dataclass(frozen=True, slots=True)
class _Answer:
    """One hop's answer; it has a body only where it is the last one's."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    seat: Seat | None = None


class HttpFetcher:
    """Fetches over HTTP/1.1; kept-alive connections are shared by all threads. Fulfils `Fetcher`."""

    def __init__(self, network: Network, *, tls: ssl.SSLContext | None = None) -> None:
        """`tls`: whom to trust; by default certifi's list, or $SSL_CERT_FILE where that is set, as httpx does.

        NothingDoneError where the proxy or an entry of allow_private can't be used.
        """
        give_memory_back()
        self._network = network
        self._seconds = network.timeout.total_seconds()
        self._limits = Limits(f"{self._seconds:g}", f"{network.max_body / MEGABYTE:g}")
        self._guard = _guard(network.allow_private)
        self._proxy = _proxy(network.proxy)
        self._backend = GuardedBackend(None if self._proxy else self._guard)
        self._tls = tls or _trusted()
        contact = f" ({network.contact})" if network.contact else ""
        self._headers = {
            "user-agent": network.user_agent or f"smwatch/{__version__}{contact}",
            "accept": ACCEPT,
            "accept-encoding": ", ".join(name for name in unpackers() if name != "x-gzip"),
        }
        # as long as it takes if every other worker stands in the queue and every fetch needs all its time
        patience = self._seconds * max(network.workers, network.per_host) / network.per_host
        self._hosts = Hosts(network.per_host, patience, self._pool)
        self._places = Places(self._seconds * max(network.workers, PLACES) / PLACES)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched | FetchFailed:
        """One answer, redirects followed. Never raises for what a server does."""
        return self._go(url, headers or {}, None)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Fetched | FetchFailed:
        """The same with a body, under the same limits and past the same guard; but redirects aren't followed."""
        return self._go(url, headers, body)

    def _go(self, url: str, headers: Mapping[str, str], body: bytes | None) -> Fetched | FetchFailed:
        address = _parse(url)
        if not address:
            return FetchFailed(kind=FailureKind.PROTOCOL, message=NO_WEB_ADDRESS)
        way = _Way(_bare(address), dict(self._headers), time.monotonic() + self._seconds, address.userinfo, body=body)
        if way.login:
            pair = f"{address.username}:{address.password}".encode()
            way.headers["authorization"] = "Basic " + base64.b64encode(pair).decode()
        for name, value in headers.items():
            if name.lower() not in OURS:
                way.headers[name.lower()] = value.strip()
        try:
            return self._follow(way, url)
        except Exception as error:
            failed = led_inside(error, address.host) if way.seen else None
            failed = failed or broken(error, way.host, self._limits)
            if not failed:
                raise
            return failed

    def pause(self, server: str, seconds: float) -> None:
        """Leave a server alone for so long: it asked others of us for it."""
        self._hosts.pause(server, seconds)

    def close(self) -> None:
        """Give the connections back."""
        self._hosts.close()

    def _follow(self, way: _Way, url: str) -> Fetched | FetchFailed:
        for hops in range(MAX_REDIRECTS + 1):
            answer = self._hop(way)
            if answer.status in REDIRECTS and way.body is None:
                way.turn(answer.status, answer.headers.get("location", ""))
                continue
            unchanged = answer.status == NOT_MODIFIED and bool(CONDITIONS & way.headers.keys())
            if not (unchanged or httpx.codes.is_success(answer.status)):
                failed = answered(answer.status, answer.headers, way.host)
                elsewhere = hops and failed.kind is FailureKind.GONE  # that is gone; the feed's own address isn't
                return replace(failed, kind=FailureKind.STATUS) if elsewhere else failed
            if answer.status == PART and not _is_whole(answer.headers.get("content-range", "")):
                raise PartialError
            moved = way.url.copy_with(userinfo=way.login) if hops and way.permanent else ""
            fetched = Fetched(
                url=str(way.url) if hops or way.login else url,
                status=NOT_MODIFIED if unchanged else 200,
                body=answer.body,
                headers=answer.headers,
                moved_to=str(moved),
            )
            if answer.seat:
                answer.seat.leave_with(fetched)
            return fetched
        raise RedirectError(N_("{host} redirects too often"))

    def _hop(self, way: _Way) -> _Answer:
        """Ask; and ask again where a kept connection turns out to be dead, for servers close them when they like."""
        waiting = time.monotonic()
        with self._hosts.turn(way.server) as pool:
            way.ends += time.monotonic() - waiting  # the queue is not the server's fault
            deadline = Deadline(way.ends)
            if self._proxy:
                self._judge(way.url, deadline)
            try:
                answer = self._ask(pool, way, deadline)
            except (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError):
                if deadline.connected:
                    raise
                answer = self._ask(pool, way, deadline)
            if answer.status == THROTTLED:  # before anybody else gets the turn
                self._hosts.pause(way.server, answered(THROTTLED, answer.headers, way.host).retry_after or 0)
            return answer

    def _ask(self, pool: httpcore.ConnectionPool, way: _Way, deadline: Deadline) -> _Answer:
        url = httpcore.URL(scheme=way.url.raw_scheme, host=way.url.raw_host, port=way.url.port, target=way.url.raw_path)
        sent = [(b"host", way.url.netloc), *((_raw(name), _raw(value)) for name, value in way.headers.items())]
        timeout = {"connect": deadline, "read": deadline, "write": deadline}
        method = "GET" if way.body is None else "POST"
        if way.body is not None:
            sent.append((b"content-length", str(len(way.body)).encode()))
        with pool.stream(method, url, headers=sent, content=way.body, extensions={"timeout": timeout}) as response:
            headers = _headers(response.headers)
            deadline.expect(2 * self._network.max_body + SLACK, TooLargeError)  # with what chunking adds
            if httpx.codes.is_success(response.status) and way.body is None:
                return self._read(response, headers, deadline)
            if response.status in REDIRECTS or way.body is not None:  # what is said to a post is nothing to us
                _drain(response, deadline)
            elif response.status == NOT_MODIFIED:
                response.read()  # nothing; frees the connection for the next request
            return _Answer(response.status, headers)

    def _read(self, response: httpcore.Response, headers: Mapping[str, str], deadline: Deadline) -> _Answer:
        """The answer with its body, and the place that a big one takes."""
        limit, announced = self._network.max_body, headers.get("content-length", "")
        if announced.isdecimal() and int(announced[:20]) > limit + SLACK:
            raise TooLargeError
        seat = Seat(self._places)

        def grown() -> None:
            """Waiting for a place isn't the server's fault."""
            deadline.moved += seat.take()

        try:
            body = read_body(counted(response.iter_stream()), headers.get("content-encoding", ""), limit, grown)
        except BaseException:
            seat.leave()
            raise
        return _Answer(response.status, headers, body, seat)

    def _judge(self, url: httpx.URL, deadline: Deadline) -> None:
        """Behind a proxy, names that can't be resolved here are the proxy's business; the others are judged."""
        port = url.port or (443 if url.scheme == "https" else 80)
        soon = Deadline(min(deadline, Deadline.after(LOOK_UP)))
        with suppress(UnknownNameError, httpcore.ConnectTimeout):
            judge_all(resolve(url.raw_host.decode("ascii"), port, soon), port, self._guard)

    def _pool(self) -> httpcore.ConnectionPool:
        return httpcore.ConnectionPool(
            ssl_context=self._tls,
            proxy=self._proxy,
            max_connections=None,  # hosts.py counts
            max_keepalive_connections=self._network.per_host,
            keepalive_expiry=KEEP_ALIVE,
            network_backend=self._backend,
        )


def _parse(url: str) -> httpx.URL | None:
    """A web address that can be asked for; None for anything else."""
    for spell in (str, _dotted):
        try:
            parsed = httpx.URL(spell(url))
        except (httpx.InvalidURL, ValueError):
            continue
        usable = (
            parsed.scheme in {"http", "https"}
            and parsed.raw_host
            and (parsed.port is None or 0 < parsed.port <= MAX_PORT)
        )
        return parsed if usable else None
    return None


def _dotted(url: str) -> str:
    """The URL with an IPv4 address as 127.0.0.1 where it is spelt 0177.0.0.1 or 0x7f.1: httpx knows only the first."""
    with suppress(ValueError, OSError):
        parts = urlsplit(url)
        login, at, place = parts.netloc.rpartition("@")
        host, colon, port = place.partition(":")
        return urlunsplit(parts._replace(netloc=login + at + socket.inet_ntoa(socket.inet_aton(host)) + colon + port))
    return url


def _join(base: str, location: str) -> str:
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode()  # headers are Latin-1 to HTTP, UTF-8 to most who write them
    try:
        return urljoin(base, location.strip())
    except ValueError:
        return ""


def _bare(url: httpx.URL) -> httpx.URL:
    return url.copy_with(userinfo=b"", fragment=None) if url.userinfo or url.fragment else url


def _same_server(here: httpx.URL, there: httpx.URL) -> bool:
    """The same origin; or the same host, from http to https on their usual ports."""
    if (here.scheme, here.raw_host, here.port) == (there.scheme, there.raw_host, there.port):
        return True
    return here.raw_host == there.raw_host and here.port is there.port is None


def _headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Names in lower case; what is said twice is joined by commas, as RFC 9110, 5.3 has it, but for the same place.

    HeadersError where they are too many or too long.
    """
    headers: dict[str, str] = {}
    size = 0
    for count, (name, value) in enumerate(raw):
        size += len(name) + len(value)
        if count >= MAX_HEADERS or size > MAX_HEAD:
            raise HeadersError
        key, said = name.decode("latin-1").lower(), value.decode("latin-1")
        if key == "location" and headers.get(key, said) != said:
            raise RedirectError(N_("{host} redirects to several places at once"))
        headers[key] = f"{headers[key]}, {said}" if headers.get(key, said) != said else said
    return headers


def _is_whole(part: str) -> bool:
    """Whether a Content-Range covers all there is, or doesn't say (RFC 9110, 14.4)."""
    found = re.fullmatch(r"bytes\s+0-(\d{1,18})/(\d{1,18})", part.strip())
    return int(found[1]) + 1 == int(found[2]) if found else not part


def _raw(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeError:
        return text.encode(errors="replace")


def _drain(response: httpcore.Response, deadline: Deadline) -> None:
    read = 0
    deadline.hasten(DRAIN_SECONDS)
    with suppress(httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError):
        for chunk in response.iter_stream():
            if (read := read + len(chunk)) > DRAIN:
                return


@cache  # reading the list takes longer than most fetches
def _trusted() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def _guard(allow_private: Iterable[str]) -> Guard:
    try:
        return Guard(allow_private)
    except ValueError as error:
        mend = N_('write addresses or networks, as "10.1.2.3", "127.0.0.0/8" or "127.0.0.1:8080"')
        raise NothingDoneError(N_("[network] allow_private: {error}"), mend, error=error) from error


def _proxy(address: str) -> httpcore.Proxy | None:
    if not address:
        return None
    try:
        url = httpx.URL(address if "://" in address else f"http://{address}")
    except (httpx.InvalidURL, ValueError):
        url = httpx.URL()
    known = {"http", "https", *(("socks5", "socks5h") if find_spec("socksio") else ())}
    if url.scheme not in known or not url.host:
        mend = N_("write it as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT")
        raise NothingDoneError(N_("[network] proxy can't be used"), mend)
    return httpcore.Proxy(
        httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=b"/"),
        auth=(url.username, url.password) if url.userinfo else None,
    )
