"""What every Fetcher promises: one answer or one failure, as a value, whatever a server does."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import pytest

from smwatch.config.settings import Network
from smwatch.feeds.fetch import HttpFetcher
from smwatch.models import FailureKind
from smwatch.protocols import Fetched, Fetcher, FetchFailed
from tests.fakes import FakeFetcher, Page
from tests.server import FeedServer

DEAD = "http://127.0.0.1:9/feed/"
BODY = "<rss>é</rss>".encode() * 100


class World(Protocol):
    """A fetcher, and a web that it sees."""

    @property
    def fetcher(self) -> Fetcher:
        """The one on trial."""
        ...

    def serve(self, path: str, body: bytes = b"", *, etag: str = "", status: int = 200, to: str = "") -> str:
        """Answer a path so; back comes its URL. `to`: a path to redirect to."""
        ...


@dataclass
class FakeWorld:
    """The fake fetcher and its dict."""

    fetcher: FakeFetcher

    def serve(self, path: str, body: bytes = b"", *, etag: str = "", status: int = 200, to: str = "") -> str:
        """Put a page into the dict."""
        url = f"http://fake.example{path}"
        target = f"http://fake.example{to}" if to else ""
        self.fetcher.pages[url] = Page(body=body, etag=etag, status=status, to=target)
        return url


@dataclass
class RealWorld:
    """The HTTP fetcher and a server on loopback."""

    fetcher: HttpFetcher
    server: FeedServer

    def serve(self, path: str, body: bytes = b"", *, etag: str = "", status: int = 200, to: str = "") -> str:
        """Serve a page."""
        return self.server.serve(path, body, etag=etag, status=status, redirect=to)


@pytest.fixture(params=["fake", "http"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    if request.param == "fake":
        yield FakeWorld(FakeFetcher())
        return
    fetcher = HttpFetcher(Network(allow_private=("127.0.0.0/8",)))
    with FeedServer() as server:
        yield RealWorld(fetcher, server)
        fetcher.close()


def test_a_body_comes_with_where_it_came_from(world: World) -> None:
    url = world.serve("/feed/", BODY, etag='"1"')
    answer = world.fetcher.fetch(url)
    assert isinstance(answer, Fetched)
    assert (answer.url, answer.status, answer.body, answer.moved_to) == (url, 200, BODY, "")
    assert answer.headers["etag"] == '"1"'
    assert all(name == name.lower() for name in answer.headers)


def test_what_has_not_changed_comes_without_a_body(world: World) -> None:
    url = world.serve("/feed/", BODY, etag='"1"')
    answer = world.fetcher.fetch(url, {"If-None-Match": '"1"'})
    assert isinstance(answer, Fetched)
    assert (answer.status, answer.body) == (304, b"")
    changed = world.fetcher.fetch(url, {"If-None-Match": '"0"'})
    assert isinstance(changed, Fetched)
    assert (changed.status, changed.body) == (200, BODY)


@pytest.mark.parametrize(("status", "kind"), [(404, "status"), (500, "status"), (410, "gone")])
def test_a_server_that_says_no_is_a_value(world: World, status: int, kind: str) -> None:
    answer = world.fetcher.fetch(world.serve("/feed/", b"sorry", status=status))
    assert isinstance(answer, FetchFailed)
    assert (answer.kind, answer.status) == (kind, status)
    assert answer.message


@pytest.mark.parametrize("url", [DEAD, "", "feed", "ftp://a.example/", "http://", "mailto:rp@a.example", "file:///etc"])
def test_an_address_that_nobody_serves_is_a_value(world: World, url: str) -> None:
    """One dead feed must not stop the other 999."""
    answer = world.fetcher.fetch(url)
    assert isinstance(answer, FetchFailed)
    assert isinstance(answer.kind, FailureKind)
    assert answer.message.format(**answer.args)


@pytest.mark.parametrize(("status", "moved"), [(301, True), (308, True), (302, False), (307, False)])
def test_redirects_are_followed_and_permanent_ones_remembered(world: World, *, status: int, moved: bool) -> None:
    end = world.serve("/new/", BODY)
    answer = world.fetcher.fetch(world.serve("/old/", status=status, to="/new/"))
    assert isinstance(answer, Fetched)
    assert (answer.url, answer.body, answer.moved_to) == (end, BODY, end if moved else "")


def test_a_way_with_a_detour_is_not_permanent(world: World) -> None:
    world.serve("/c/", BODY)
    world.serve("/b/", status=302, to="/c/")
    answer = world.fetcher.fetch(world.serve("/a/", status=301, to="/b/"))
    assert isinstance(answer, Fetched)
    assert answer.moved_to == ""


def test_a_circle_ends(world: World) -> None:
    world.serve("/a/", status=302, to="/b/")
    answer = world.fetcher.fetch(world.serve("/b/", status=302, to="/a/"))
    assert isinstance(answer, FetchFailed)
    assert answer.kind is FailureKind.REDIRECT


def test_many_threads_share_it(world: World) -> None:
    urls = [world.serve(f"/{n}/", f"body {n}".encode()) for n in range(10)] * 4

    def _fetch(url: str) -> bytes:
        answer = world.fetcher.fetch(url)
        assert isinstance(answer, Fetched)
        return answer.body

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(_fetch, urls)) == [f"body {n}".encode() for n in range(10)] * 4


def test_closing_twice_is_harmless(world: World) -> None:
    world.fetcher.fetch(world.serve("/feed/", BODY))
    world.fetcher.close()
    world.fetcher.close()
