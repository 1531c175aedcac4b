"""Certificates, names that take for ever, and dead addresses."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
import trustme

from smwatch.config.settings import Network
from smwatch.feeds.fetch import HttpFetcher
from smwatch.feeds.wire import Deadline, GuardedBackend
from smwatch.models import FailureKind
from smwatch.protocols import Fetched, FetchFailed
from tests.server import FeedServer

LOCAL = Network(allow_private=("127.0.0.0/8",), timeout=timedelta(seconds=5))


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusting(authority: trustme.CA) -> Iterator[HttpFetcher]:
    """Trusts the tests' own authority, and nobody else."""
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    with closing(HttpFetcher(LOCAL, tls=trusted)) as fetcher:
        yield fetcher


def serving(authority: trustme.CA, *names: str, expired: bool = False) -> FeedServer:
    until = datetime(2010, 3, 24, tzinfo=UTC) if expired else None
    since = datetime(2010, 3, 1, tzinfo=UTC) if expired else None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names, not_before=since, not_after=until).configure_cert(context)
    return FeedServer(tls=context)


def said(answer: Fetched | FetchFailed) -> str:
    assert isinstance(answer, FetchFailed), answer
    assert answer.kind is FailureKind.TLS
    return answer.message.format(**answer.args)


def test_https(authority: trustme.CA, trusting: HttpFetcher) -> None:
    with serving(authority, "127.0.0.1") as server:
        server.serve("/new", "feed")
        answer = trusting.fetch(server.serve("/", redirect="/new", status=301))
        assert isinstance(answer, Fetched)
        assert answer.moved_to == server.url("/new")
        assert server.connections == 1


def test_certificates_are_checked(authority: trustme.CA, trusting: HttpFetcher) -> None:
    with serving(authority, "127.0.0.1") as server, closing(HttpFetcher(LOCAL)) as default:
        assert "unable to get local issuer certificate" in said(default.fetch(server.url("/")))
    with serving(authority, "other.example") as server:
        assert "is not valid for '127.0.0.1'" in said(trusting.fetch(server.url("/")))
    with serving(authority, "127.0.0.1", expired=True) as server:
        assert "expired" in said(trusting.fetch(server.url("/")))


def test_no_tls_at_all(server: FeedServer, trusting: HttpFetcher) -> None:
    url = server.serve("/", "feed")
    assert "127.0.0.1" in said(trusting.fetch(url.replace("http:", "https:")))
    assert server.hits == 0


def test_https_never_falls_back(server: FeedServer, authority: trustme.CA, trusting: HttpFetcher) -> None:
    with serving(authority, "127.0.0.1") as safe:
        answer = trusting.fetch(safe.serve("/", redirect=server.url("/feed")))
    assert isinstance(answer, FetchFailed)
    assert answer.kind is FailureKind.REDIRECT
    assert server.hits == 0


def test_http_moves_to_https(server: FeedServer, authority: trustme.CA, trusting: HttpFetcher) -> None:
    with serving(authority, "127.0.0.1") as safe:
        url = safe.serve("/feed", "feed")
        answer = trusting.fetch(server.serve("/", redirect=url, status=301), {"Authorization": "Bearer 1"})
        assert isinstance(answer, Fetched)
        assert answer.moved_to == url
        assert "authorization" not in safe.seen[0].headers  # another port is another server


def test_a_handshake_that_never_comes() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        quick = Network(allow_private=("127.0.0.1",), timeout=timedelta(seconds=0.3))
        began = time.monotonic()
        with closing(HttpFetcher(quick)) as fetcher:
            answer = fetcher.fetch(f"https://127.0.0.1:{deaf.getsockname()[1]}/")
    assert isinstance(answer, FetchFailed)
    assert answer.kind is FailureKind.TIMEOUT
    assert time.monotonic() - began < 1


def test_a_resolver_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    let_go = threading.Event()

    def stuck(*_: object, flags: int = 0, **__: object) -> None:
        if not flags:
            let_go.wait(9)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", stuck)
    began = time.monotonic()
    with closing(HttpFetcher(Network(timeout=timedelta(seconds=0.3)))) as fetcher:
        answer = fetcher.fetch("http://slow.example/")
    let_go.set()
    assert isinstance(answer, FetchFailed)
    assert answer.kind is FailureKind.TIMEOUT
    assert time.monotonic() - began < 1


def test_timeouts_are_deadlines_or_nothing() -> None:
    with pytest.raises(TypeError):
        GuardedBackend(None).connect_tcp("127.0.0.1", 80, timeout=5.0)
    assert 4 < Deadline.after(5).left() <= 5
