"""Which addresses smwatch may connect to: public ones, and what the config lets through.

A feed's URL, and every redirect, comes from outside. Without this guard a feed could make smwatch read the company's
intranet, a router or a cloud machine's secrets. Names are never judged, only the addresses they lead to, and the
address that was judged is the one that is connected to (wire.py).
Pure: resolves and connects to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address

# Special-purpose blocks that are not for the public Internet, and multicast (224/4, ff00::/8):
# https://www.iana.org/assignments/iana-ipv4-special-registry and .../iana-ipv6-special-registry, as of 2026.
# Those in them that are for it stay public: 192.31.196.0/24 and 192.175.48.0/24 (AS112), 192.52.193.0/24 (AMT).
NOT_PUBLIC_V4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local; cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays, deprecated
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
# All that is given out as global unicast. The rest is loopback, local and multicast, ::/96 (IPv4-compatible),
# 64:ff9b:1::/48 (NAT64 of one's own network), 100::/64 (discard), 5f00::/16 (segment routing) and the like.
PUBLIC_V6 = IPv6Network("2000::/3")
NOT_PUBLIC_V6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments; Teredo in it is judged by what it carries
        "2001:db8::/32",  # documentation
        "3fff::/20",  # documentation
    )
)
MAPPED = IPv6Network("::ffff:0:0/96")  # RFC 4291
NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
SIX_TO_FOUR = IPv6Network("2002::/16")  # RFC 3056
TEREDO = IPv6Network("2001::/32")  # RFC 4380
ISATAP = (0x0000_5EFE, 0x0200_5EFE)  # RFC 5214: under any prefix, in front of an IPv4 address at the end
V4_MASK = 0xFFFF_FFFF


@dataclass(frozen=True, slots=True)
class Allowed:
    """An entry of `allow_private`: a network, and a port that narrows it (None: every port)."""

    network: IPv4Network | IPv6Network
    port: int | None = None


class Guard:
    """Says which addresses may be connected to."""

    def __init__(self, allow_private: Iterable[str] = ()) -> None:
        """ValueError for an entry that is no address or network."""
        self._allowed = tuple(parse_allowed(entry) for entry in allow_private)

    def lets(self, address: str, port: int) -> bool:
        """Whether this numeric address, as the system spells it, may be connected to."""
        ends = reaches(ip_address(address.partition("%")[0]))
        return all(is_public(end) or self._is_allowed(end, port) for end in ends)

    def _is_allowed(self, address: Address, port: int) -> bool:
        return any(address in allowed.network and allowed.port in {None, port} for allowed in self._allowed)


def parse_allowed(entry: str) -> Allowed:
    """Read "127.0.0.0/8", "10.1.2.3", "127.0.0.1:8080", "::1", "[::1]:80" or "fd00::/8"; ValueError for the rest."""
    text = entry.strip()
    if text.startswith("["):
        inside, closed, rest = text[1:].partition("]")
        if not closed or (rest and not rest.startswith(":")):
            raise ValueError(entry)
        port = rest[1:]
    elif text.count(":") == 1:
        inside, _, port = text.partition(":")
    else:
        inside, port = text, ""
    return Allowed(ip_network(inside, strict=False), int(port) if port else None)


def is_public(address: Address) -> bool:
    """Whether it is on the public Internet by itself. What a tunnel address carries: `reaches`."""
    if isinstance(address, IPv4Address):
        return not any(address in block for block in NOT_PUBLIC_V4)
    return address in PUBLIC_V6 and not any(address in block for block in NOT_PUBLIC_V6)


def reaches(address: Address) -> tuple[Address, ...]:
    """The addresses that packets to this one really go to: those that an IPv6 address embeds, or itself."""
    if isinstance(address, IPv4Address):
        return (address,)
    bits = int(address)
    if address in MAPPED or address in NAT64:
        return (IPv4Address(bits & V4_MASK),)
    if address in SIX_TO_FOUR:
        return (IPv4Address(bits >> 80 & V4_MASK),)
    if address in TEREDO:  # the server in the clear, the client with its bits turned
        return (IPv4Address(bits >> 64 & V4_MASK), IPv4Address(~bits & V4_MASK))
    if bits >> 32 & V4_MASK in ISATAP:
        return (address, IPv4Address(bits & V4_MASK))
    return (address,)
