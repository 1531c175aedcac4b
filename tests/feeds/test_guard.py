"""The address guard: what is public, what is let through, and that nothing else is ever connected to."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.config.settings import Network
from smwatch.feeds.fetch import HttpFetcher
from smwatch.feeds.guard import Guard, is_public, parse_allowed, reaches
from smwatch.models import FailureKind
from smwatch.protocols import Fetched, FetchFailed
from tests.server import FeedServer

NOBODY = Guard()

PRIVATE = [
    "0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.255",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1", "3fff::1",
    "2001::1", "2001:20::1", "100::1", "64:ff9b:1::1", "5f00::1", "4000::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",  # mapped
    "::127.0.0.1", "::8.8.8.8",  # "compatible", long gone
    "64:ff9b::7f00:1", "64:ff9b::a00:1",  # NAT64 of 127.0.0.1, 10.0.0.1
    "2002:7f00:1::", "2002:c0a8:101::1",  # 6to4 of 127.0.0.1, 192.168.1.1
    "2001:0:7f00:1::f7f7:f7f7",  # Teredo: server 127.0.0.1, client 8.8.8.8
    "2001:0:808:808::80ff:fffe",  # Teredo: server 8.8.8.8, client 127.0.0.1
    "2606:4700::5efe:7f00:1", "2606:4700::200:5efe:a00:1",  # ISATAP of 127.0.0.1, 10.0.0.1
    "64:ff9b:1::808:808", "100:0:0:1::1", "5f00::808:808",
]  # fmt: skip
PUBLIC = [
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0",
    "192.0.1.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
    "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1",
    "2001:0:808:808::f7f7:f7f7", "2606:4700::5efe:808:808",
    "192.31.196.1", "192.52.193.1", "192.175.48.1", "2620:4f:8000::1",  # AS112, AMT
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_refused(address: str) -> None:
    assert not NOBODY.lets(address, 80)


@pytest.mark.parametrize("address", PUBLIC)
def test_let_through(address: str) -> None:
    assert NOBODY.lets(address, 80)


@pytest.mark.parametrize(
    ("entry", "lets", "refuses"),
    [
        ("127.0.0.0/8", [("127.9.9.9", 80), ("::ffff:127.0.0.1", 80), ("64:ff9b::7f00:1", 1)], [("10.0.0.1", 80)]),
        ("10.1.2.3", [("10.1.2.3", 1), ("10.1.2.3", 65535)], [("10.1.2.4", 80)]),
        ("127.0.0.1:8080", [("127.0.0.1", 8080)], [("127.0.0.1", 80), ("127.0.0.2", 8080)]),
        (" 10.0.0.0/8:80 ", [("10.9.9.9", 80)], [("10.9.9.9", 81)]),
        ("10.1.2.3/8", [("10.9.9.9", 80)], [("192.168.0.1", 80)]),
        ("::1", [("::1", 80)], [("::2", 80), ("127.0.0.1", 80)]),
        ("[::1]:80", [("::1", 80)], [("::1", 81)]),
        ("[::1]", [("::1", 81)], [("::2", 81)]),
        ("fd00::/8", [("fd12::9", 80)], [("fe80::1", 80)]),
    ],
)
def test_allowed(entry: str, lets: list[tuple[str, int]], refuses: list[tuple[str, int]]) -> None:
    guard = Guard([entry])
    assert all(guard.lets(*address) for address in lets)
    assert not any(guard.lets(*address) for address in refuses)


def test_a_teredo_address_needs_both_its_ends() -> None:
    assert not Guard(["127.0.0.1"]).lets("2001:0:7f00:1::80ff:fefe", 80)  # client 127.0.1.1
    assert Guard(["127.0.0.0/16"]).lets("2001:0:7f00:1::80ff:fefe", 80)


@pytest.mark.parametrize(
    "entry", ["", "localhost", "10.1.2", "10.0.0.0/33", "127.0.0.1:http", "[::1", "[::1]80", "1.2.3.4.5"]
)
def test_no_address(entry: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_allowed(entry)


@given(st.ip_addresses(v=4))
def test_embedding_changes_nothing(address: IPv4Address) -> None:
    """However an IPv4 address is wrapped, it is judged as itself; and Python's own judgement is never laxer."""
    bits = int(address)
    wrapped = (0xFFFF << 32 | bits, 0x64FF9B << 96 | bits, 0x2002 << 112 | bits << 80)
    for each in wrapped:
        assert reaches(IPv6Address(each)) == (address,)
        assert NOBODY.lets(str(IPv6Address(each)), 80) == is_public(address)
    if is_public(address):
        assert address.is_global
        assert not address.is_multicast


@given(st.ip_addresses(v=6))
def test_all_of_ipv6_has_a_judgement(address: IPv6Address) -> None:
    if NOBODY.lets(str(address), 80):
        assert all(end.is_global for end in reaches(address))


# --- as a fetch meets it -------------------------------------------------------------------------


@pytest.fixture
def strict() -> Iterator[HttpFetcher]:
    with closing(HttpFetcher(Network())) as fetcher:
        yield fetcher


def refused(answer: Fetched | FetchFailed) -> bool:
    return isinstance(answer, FetchFailed) and answer.kind is FailureKind.FORBIDDEN_ADDRESS


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "017700000001",
     "0", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[::]", "LOCALHOST", "127.0.0.1.", "１２７.0.0.1"],
)  # fmt: skip
def test_loopback_in_every_spelling(server: FeedServer, strict: HttpFetcher, host: str) -> None:
    server.serve("/", "secret")
    answer = strict.fetch(f"http://{host}:{server.port}/")
    assert isinstance(answer, FetchFailed)
    if host in {"127.0.0.1.", "１２７.0.0.1"}:  # an unknown name to some systems, no web address to others
        assert answer.kind in {FailureKind.FORBIDDEN_ADDRESS, FailureKind.DNS, FailureKind.PROTOCOL}
    else:
        assert answer.kind is FailureKind.FORBIDDEN_ADDRESS
    assert server.connections == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0177.0.0.1"])
def test_loopback_let_through_in_every_spelling(server: FeedServer, host: str) -> None:
    server.serve("/", "feed")
    with closing(HttpFetcher(Network(allow_private=("127.0.0.0/8", "::1")))) as fetcher:
        assert isinstance(fetcher.fetch(f"http://{host}:{server.port}/"), Fetched)


def test_each_redirect_is_judged(server: FeedServer) -> None:
    server.serve("/", redirect="http://127.0.0.2:1/")
    server.serve("/metadata", redirect="http://169.254.169.254/latest/meta-data/")
    server.serve("/here", redirect="/feed")
    server.serve("/feed", "feed")
    with closing(HttpFetcher(Network(allow_private=(f"127.0.0.1:{server.port}",)))) as fetcher:
        assert refused(fetcher.fetch(server.url("/")))
        assert refused(fetcher.fetch(server.url("/metadata")))
        assert isinstance(fetcher.fetch(server.url("/here")), Fetched)


def test_a_port_narrows(server: FeedServer) -> None:
    server.serve("/", "feed")
    with closing(HttpFetcher(Network(allow_private=(f"127.0.0.1:{server.port + 1}",)))) as fetcher:
        assert refused(fetcher.fetch(server.url("/")))


def test_ipv6() -> None:
    try:
        with FeedServer("::1") as server, closing(HttpFetcher(Network(allow_private=("[::1]",)))) as fetcher:
            answer = fetcher.fetch(server.serve("/", "feed"))
            assert isinstance(answer, Fetched)
            assert server.seen[0].headers["host"] == f"[::1]:{server.port}"
    except OSError:
        pytest.skip("no IPv6 here")


class Names:
    """Stands in for the system's resolver: each look-up of a name takes the next of its answers."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers, self.asked = list(answers), 0
        self.real = socket.getaddrinfo

    def __call__(self, host: str, port: int, *rest: int, **more: int) -> list[tuple[object, ...]]:
        if host != "rebind.example":
            return list(self.real(host, port, *rest, **more))
        if more.get("flags"):
            raise socket.gaierror
        self.asked += 1
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        kinds = {4: socket.AF_INET, 6: socket.AF_INET6}
        return [(kinds[ip_address(each).version], 1, 6, "", (each, port)) for each in found]


def test_the_address_that_was_judged_is_the_one_connected_to(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that leads to a public address when it is judged, and home right after (DNS rebinding)."""
    server.serve("/", "secret")
    names = Names(["127.0.0.2"], ["127.0.0.1"])
    monkeypatch.setattr(socket, "getaddrinfo", names)
    with closing(HttpFetcher(Network(allow_private=("127.0.0.2",)))) as fetcher:
        answer = fetcher.fetch(f"http://rebind.example:{server.port}/")
    assert isinstance(answer, Fetched)
    assert names.asked == 1
    assert server.seen[0].headers["host"] == f"rebind.example:{server.port}"
    assert server.addresses == {"127.0.0.2"}


def test_of_several_addresses_only_allowed_ones_are_tried(server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.serve("/", "feed")
    monkeypatch.setattr(socket, "getaddrinfo", Names(["127.0.0.1", "10.0.0.1", "127.0.0.3"]))
    with closing(HttpFetcher(Network(allow_private=("127.0.0.3",)))) as fetcher:
        assert isinstance(fetcher.fetch(f"http://rebind.example:{server.port}/"), Fetched)
    assert server.addresses == {"127.0.0.3"}


def test_the_next_address_is_tried_where_one_is_dead(server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.serve("/", "feed")
    monkeypatch.setattr(socket, "getaddrinfo", Names(["::1", "127.0.0.3"]))
    with closing(HttpFetcher(Network(allow_private=("::1", "127.0.0.3")))) as fetcher:
        assert isinstance(fetcher.fetch(f"http://rebind.example:{server.port}/"), Fetched)
