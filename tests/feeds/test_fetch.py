"""Fetching for real, over loopback: what a good server, a slow, a broken and a hostile one get out of HttpFetcher."""

from __future__ import annotations

import base64
import socket
import time
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch import __version__
from smwatch.config.settings import Network
from smwatch.errors import NothingDoneError
from smwatch.feeds.fetch import HttpFetcher
from smwatch.models import FailureKind
from smwatch.protocols import Fetched, Fetcher, FetchFailed
from tests.feeds.fetching import LOCAL, Make, failed, got
from tests.server import FeedServer
from tests.thorough import cases

FEED = "<rss><channel><title>Crème brûlée</title></channel></rss>"
PACKINGS = st.sampled_from(["", "gzip", "deflate", "br", "zstd", "none"])


class TestAnswers:
    def test_a_feed(self, server: FeedServer, fetcher: Fetcher) -> None:
        url = server.serve("/feed.xml", FEED, etag='"1"', headers={"Cache-Control": "max-age=60", "X-Chef": "é"})
        answer = got(fetcher.fetch(url))
        assert (answer.url, answer.status, answer.body.decode(), answer.moved_to) == (url, 200, FEED, "")
        assert answer.headers["etag"] == '"1"'
        assert answer.headers["cache-control"] == "max-age=60"

    def test_who_asks_and_for_what(self, server: FeedServer, make: Make) -> None:
        make().fetch(server.url("/"))
        make(contact="rp@example.com").fetch(server.url("/"))
        make(user_agent="Robot/1").fetch(server.url("/"))
        make().fetch(server.url("/"), {"User-Agent": "own", "Host": "evil", "X-Token": "é"})
        agents = [seen.headers["user-agent"] for seen in server.seen]
        assert agents == [f"smwatch/{__version__}", f"smwatch/{__version__} (rp@example.com)", "Robot/1", "own"]
        assert server.seen[0].headers["accept-encoding"] == "gzip, deflate, br, zstd"
        assert server.seen[0].headers["accept"].startswith("application/atom+xml")
        assert server.seen[3].headers["host"] == f"127.0.0.1:{server.port}"
        assert server.seen[3].headers["x-token"] == "é"

    def test_not_modified(self, server: FeedServer, fetcher: Fetcher) -> None:
        url = server.serve("/feed.xml", FEED, etag='"1"', last_modified="Wed, 24 Mar 2010 14:05:00 GMT")
        since = {"If-Modified-Since": "Wed, 24 Mar 2010 14:05:00 GMT"}
        for headers in ({"If-None-Match": '"1"'}, since):
            answer = got(fetcher.fetch(url, headers))
            assert (answer.status, answer.body) == (304, b"")
        assert server.bytes_sent == 0
        assert server.connections == 1

    def test_not_modified_without_having_been_asked(self, server: FeedServer, fetcher: Fetcher) -> None:
        assert failed(fetcher.fetch(server.serve("/", status=304))).kind is FailureKind.STATUS

    @pytest.mark.parametrize(
        ("status", "kind"),
        [
            (410, FailureKind.GONE),
            (401, FailureKind.UNAUTHORIZED),
            (403, FailureKind.UNAUTHORIZED),
            (404, FailureKind.STATUS),
            (418, FailureKind.STATUS),
            (500, FailureKind.STATUS),
            (503, FailureKind.STATUS),
            (300, FailureKind.STATUS),
            (429, FailureKind.THROTTLED),
        ],
    )
    def test_statuses(self, server: FeedServer, fetcher: Fetcher, status: int, kind: FailureKind) -> None:
        answer = failed(fetcher.fetch(server.serve("/", "sorry", status=status)))
        assert (answer.kind, answer.status) == (kind, status)
        assert str(status) in answer.message.format(**answer.args)

    def test_the_message_names_the_host_and_hides_the_login(self, server: FeedServer, fetcher: Fetcher) -> None:
        url = server.url("/secret").replace("://", "://marie:s%C3%A9same@")
        answer = failed(fetcher.fetch(url))
        assert answer.message.format(**answer.args).startswith("127.0.0.1 has nothing at this address (404); ")
        assert server.seen[0].headers["authorization"] == "Basic " + base64.b64encode("marie:sésame".encode()).decode()
        assert "@" not in server.seen[0].headers["host"]
        server.serve("/secret", FEED)
        assert got(fetcher.fetch(url)).url == server.url("/secret")

    @pytest.mark.parametrize(
        "url",
        ["", "feed.xml", "ftp://127.0.0.1/", "file:///etc/passwd", "http://", "http:///x", "http://127.0.0.1:0/",
         "http://127.0.0.1:99999/", "http://[::1", "http://a\x00b/", "javascript:alert(1)", "http://\ud800/"],
    )  # fmt: skip
    def test_no_web_address(self, fetcher: Fetcher, url: str) -> None:
        assert failed(fetcher.fetch(url)).kind is FailureKind.PROTOCOL


class TestPacking:
    @pytest.mark.parametrize("encoding", ["gzip", "deflate", "raw-deflate", "br", "zstd", "gzip, br", "x-gzip"])
    def test_unpacked(self, server: FeedServer, fetcher: Fetcher, encoding: str) -> None:
        url = server.serve("/", FEED * 500, encoding=encoding)
        assert got(fetcher.fetch(url)).body.decode() == FEED * 500
        assert server.bytes_sent < len(FEED) * 50

    def test_chunked(self, server: FeedServer, fetcher: Fetcher) -> None:
        assert got(fetcher.fetch(server.serve("/", FEED, chunked=True, encoding="gzip"))).body.decode() == FEED

    @pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "gzip, gzip", "deflate"])
    def test_a_bomb_ends_at_the_limit(self, server: FeedServer, make: Make, encoding: str) -> None:
        url = server.serve("/", b"\0" * 5_000_000, encoding=encoding)
        answer = failed(make(max_body=1_000_000).fetch(url))
        assert answer.kind is FailureKind.TOO_LARGE
        assert "1 MB" in answer.message.format(**answer.args)

    @pytest.mark.parametrize("chunked", [True, False])
    def test_too_large_unpacked(self, server: FeedServer, make: Make, chunked: bool) -> None:
        fetcher = make(max_body=1000)
        assert got(fetcher.fetch(server.serve("/", b"x" * 1000, chunked=chunked)))
        assert failed(fetcher.fetch(server.serve("/", b"x" * 1001, chunked=chunked))).kind is FailureKind.TOO_LARGE
        assert failed(fetcher.fetch(server.serve("/", b"x" * 10**6, chunked=chunked))).kind is FailureKind.TOO_LARGE

    @pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "compress", "gzip, gzip, gzip, gzip"])
    def test_garbage(self, server: FeedServer, fetcher: Fetcher, encoding: str) -> None:
        url = server.serve("/", b"\xff\xfe no such thing " * 9, headers={"Content-Encoding": encoding})
        assert failed(fetcher.fetch(url)).kind is FailureKind.PROTOCOL


class TestRedirects:
    def test_moved_for_good(self, server: FeedServer, fetcher: Fetcher) -> None:
        server.serve("/new", FEED)
        server.serve("/mid", redirect="/new#top", status=308)
        answer = got(fetcher.fetch(server.serve("/old", redirect="mid", status=301)))
        assert (answer.url, answer.moved_to) == (server.url("/new"), server.url("/new"))
        assert server.connections == 1

    @pytest.mark.parametrize("status", [302, 303, 307])
    def test_moved_for_now(self, server: FeedServer, fetcher: Fetcher, status: int) -> None:
        server.serve("/new", FEED)
        server.serve("/mid", redirect="/new", status=status)
        answer = got(fetcher.fetch(server.serve("/old", redirect="/mid", status=301)))
        assert (answer.url, answer.moved_to) == (server.url("/new"), "")

    def test_location_in_utf8(self, server: FeedServer, fetcher: Fetcher) -> None:
        server.serve("/caf%C3%A9", FEED)
        url = server.serve("/", redirect="/café".encode().decode("latin-1"))
        assert got(fetcher.fetch(url)).url == server.url("/caf%C3%A9")

    def test_conditions_follow(self, server: FeedServer, fetcher: Fetcher) -> None:
        server.serve("/new", FEED, etag='"1"')
        url = server.serve("/old", redirect=server.url("/new", host="127.0.0.2"), status=301)
        answer = got(fetcher.fetch(url, {"If-None-Match": '"1"'}))
        assert (answer.status, answer.moved_to) == (304, server.url("/new", host="127.0.0.2"))

    def test_five_are_followed_and_six_are_not(self, server: FeedServer, fetcher: Fetcher) -> None:
        for hop in range(6):
            server.serve(f"/{hop}", redirect=f"/{hop + 1}")
        server.serve("/6", FEED)
        assert got(fetcher.fetch(server.url("/1"))).url == server.url("/6")
        assert failed(fetcher.fetch(server.url("/0"))).kind is FailureKind.REDIRECT

    @pytest.mark.parametrize(
        "location", ["/loop", "", "ftp://127.0.0.1/", "http://[bad/", "data:text/xml,<rss/>", "http://a\x7fb/"]
    )
    def test_redirects_to_nowhere(self, server: FeedServer, fetcher: Fetcher, location: str) -> None:
        answer = failed(fetcher.fetch(server.serve("/loop", redirect=location, status=302)))
        assert answer.kind is FailureKind.REDIRECT

    def test_secrets_stay_with_their_host(self, server: FeedServer, fetcher: Fetcher) -> None:
        server.serve("/new", FEED)
        server.serve("/mid", redirect="/new", status=301)
        secrets = {"Authorization": "Bearer 1", "Cookie": "a=b", "X-Api-Key": "k", "If-None-Match": '"9"'}
        here = server.serve("/old", redirect="/mid", status=301)
        fetcher.fetch(here, secrets)
        assert server.seen[-1].headers["x-api-key"] == "k"
        there = server.serve("/away", redirect=server.url("/mid", host="127.0.0.2"))
        fetcher.fetch(there, secrets)
        for seen in server.seen[-2:]:
            assert not {"authorization", "cookie", "x-api-key"} & seen.headers.keys()
            assert seen.headers["if-none-match"] == '"9"'

    def test_secrets_do_not_come_back(self, server: FeedServer, fetcher: Fetcher) -> None:
        server.serve("/there", redirect=server.url("/new"))
        server.serve("/new", FEED)
        fetcher.fetch(server.serve("/away", redirect=server.url("/there", host="127.0.0.2")), {"Cookie": "a=b"})
        assert [("cookie" in seen.headers) for seen in server.seen] == [True, False, False]

    def test_a_redirect_gives_no_login(self, server: FeedServer, fetcher: Fetcher) -> None:
        server.serve("/new", FEED)
        there = server.url("/new").replace("://", "://eve:key@")
        answer = got(fetcher.fetch(server.serve("/old", redirect=there, status=301)))
        assert (answer.url, answer.moved_to) == (server.url("/new"), server.url("/new"))
        assert "authorization" not in server.seen[-1].headers

    def test_a_login_moves_with_its_feed(self, server: FeedServer, fetcher: Fetcher) -> None:
        server.serve("/new", FEED)
        url = server.serve("/old", redirect="/new", status=301).replace("://", "://marie:key@")
        answer = got(fetcher.fetch(url))
        assert answer.url == server.url("/new")
        assert answer.moved_to == server.url("/new").replace("://", "://marie:key@")
        assert server.seen[-1].headers["authorization"].startswith("Basic ")


class TestBrokenServers:
    @pytest.mark.parametrize(
        ("fail", "kind"),
        [
            ("reset", FailureKind.CONNECT),
            ("close", FailureKind.PROTOCOL),
            ("cut", FailureKind.PROTOCOL),
            ("garbage", FailureKind.PROTOCOL),
            ("headers", FailureKind.PROTOCOL),
            ("chunks", FailureKind.PROTOCOL),
        ],
    )
    def test_failures(self, server: FeedServer, fetcher: Fetcher, fail: str, kind: FailureKind) -> None:
        assert failed(fetcher.fetch(server.serve("/", FEED, fail=fail))).kind is kind

    @pytest.mark.parametrize(
        "raw",
        [
            b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"F" * 60 + b"\r\n",
            b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nX: a\x00b\r\n\r\n",
            b"HTTP/1.1 20 OK\r\n\r\n",
            b"HTTP/1.1 100 Continue\r\n\r\n" * 100,
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
            b"\r\n\r\n",
            b"<rss></rss>",
        ],
    )
    def test_no_http(self, server: FeedServer, fetcher: Fetcher, raw: bytes) -> None:
        answer = failed(fetcher.fetch(server.serve("/", raw=raw)))
        assert answer.kind in {FailureKind.PROTOCOL, FailureKind.STATUS}

    @settings(max_examples=cases(15), deadline=None)
    @given(head=st.binary(max_size=60), body=st.binary(max_size=60), status=st.integers(0, 1100), packing=PACKINGS)
    def test_nothing_a_server_says_raises(self, head: bytes, body: bytes, status: int, packing: str) -> None:
        with FeedServer() as server, closing(HttpFetcher(LOCAL)) as fetcher:
            raw = b"HTTP/1.1 %d OK\r\nContent-Encoding: %b\r\n%b\r\n\r\n%b" % (status, packing.encode(), head, body)
            for each in (raw, raw.replace(b"\r\n", b"\r\nLocation: ", 1), head + body):
                if each:
                    assert isinstance(fetcher.fetch(server.serve("/", raw=each)), Fetched | FetchFailed)

    def test_old_http_ends_with_the_connection(self, server: FeedServer, fetcher: Fetcher) -> None:
        raw = b"HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n" + FEED.encode()
        assert got(fetcher.fetch(server.serve("/", raw=raw))).body.decode() == FEED

    def test_nobody_listens(self, fetcher: Fetcher) -> None:
        with FeedServer() as gone:
            url = gone.url()
        answer = failed(fetcher.fetch(url))
        assert answer.kind is FailureKind.CONNECT
        assert "accepts no connection" in answer.message

    @pytest.mark.parametrize("url", ["http://no-such-host.invalid/", "http://a..b/", f"http://{'a' * 70}.example/"])
    def test_unknown_name(self, fetcher: Fetcher, url: str) -> None:
        assert failed(fetcher.fetch(url)).kind is FailureKind.DNS

    @pytest.mark.parametrize(
        "route",
        [
            {"fail": "silence"},
            {"delay": 9},
            {"drip": (1, 0.05)},
            {"drip": (1, 0.05), "encoding": "gzip"},
            {"drip": (1, 0.05), "redirect": "/"},
        ],
    )
    def test_one_deadline_for_everything(self, server: FeedServer, make: Make, route: dict[str, Any]) -> None:
        url = server.serve("/", FEED, **route)
        began = time.monotonic()
        answer = failed(make(timeout=timedelta(seconds=0.3)).fetch(url))
        assert time.monotonic() - began < 1
        assert answer.kind in {FailureKind.TIMEOUT, FailureKind.REDIRECT}
        assert answer.kind is FailureKind.TIMEOUT or "redirect" in route

    def test_redirects_share_the_deadline(self, server: FeedServer, make: Make) -> None:
        for hop in range(5):
            server.serve(f"/{hop}", redirect=f"/{hop + 1}", delay=0.15)
        began = time.monotonic()
        assert failed(make(timeout=timedelta(seconds=0.4)).fetch(server.url("/0"))).kind is FailureKind.TIMEOUT
        assert time.monotonic() - began < 1

    def test_a_dead_kept_connection_is_replaced(self, server: FeedServer, fetcher: Fetcher) -> None:
        url = server.serve("/", FEED)
        got(fetcher.fetch(url))
        server.hang_up()
        assert got(fetcher.fetch(url)).body.decode() == FEED
        assert server.connections == 2


def test_settings_that_cannot_be_used() -> None:
    for wrong in (Network(proxy="gopher://x"), Network(proxy="http://"), Network(allow_private=("localhost",))):
        with pytest.raises(NothingDoneError):
            HttpFetcher(wrong)


def test_through_a_proxy(server: FeedServer, make: Make) -> None:
    server.serve("http://feeds.invalid/feed.xml", FEED)
    server.serve("http://8.8.8.8/feed.xml", FEED)
    fetcher = make(proxy=f"marie:key@127.0.0.1:{server.port}", allow_private=())
    assert got(fetcher.fetch("http://feeds.invalid/feed.xml")).body.decode() == FEED
    assert got(fetcher.fetch("http://8.8.8.8/feed.xml")).body.decode() == FEED
    assert server.seen[0].headers["proxy-authorization"] == "Basic " + base64.b64encode(b"marie:key").decode()
    assert failed(fetcher.fetch("http://127.0.0.1/")).kind is FailureKind.FORBIDDEN_ADDRESS
    assert failed(fetcher.fetch("http://10.0.0.1/")).kind is FailureKind.FORBIDDEN_ADDRESS
    assert failed(fetcher.fetch("https://feeds.invalid/")).kind is FailureKind.CONNECT
    assert server.hits == 3


def test_behind_a_proxy_every_address_of_a_name_must_do(
    server: FeedServer, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [(2, 1, 6, "", (address, 80)) for address in ("8.8.8.8", "10.1.2.3")]
    real = socket.getaddrinfo

    def names(host: str, port: int, *rest: int, **more: int) -> object:
        if host != "mixed.example":
            return real(host, port, *rest, **more)
        if more["flags"]:
            raise socket.gaierror
        return found

    server.serve("http://mixed.example/", FEED)
    monkeypatch.setattr(socket, "getaddrinfo", names)
    fetcher = make(proxy=f"127.0.0.1:{server.port}", allow_private=())
    assert failed(fetcher.fetch("http://mixed.example/")).kind is FailureKind.FORBIDDEN_ADDRESS
    assert server.hits == 0
    found.pop()
    assert got(fetcher.fetch("http://mixed.example/"))


def test_the_environment_names_no_proxy(server: FeedServer, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert got(make().fetch(server.serve("/", FEED)))


def test_closed_fetchers_leave_nothing_open(server: FeedServer) -> None:
    with closing(HttpFetcher(LOCAL)) as fetcher:
        got(fetcher.fetch(server.serve("/", FEED)))
