"""Unpacking within limits: every packing gives back what went in, no bomb gets far, no garbage gets through."""

from __future__ import annotations

import contextlib
import gzip
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.feeds.body import MAX_MEMBERS, GarbledError, TooLargeError, UnknownPackingError, read_body, unpackers
from tests.server import encoded

PACKINGS = ["", "gzip", "deflate", "raw-deflate", "br", "zstd", "gzip, br", "br, zstd, deflate"]
LIMIT = 1_000_000
TEXT = b"".join(b"<item>%d: une entr\xc3\xa9e</item>" % number for number in range(20_000))


def sliced(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def unpacked(data: bytes, packing: str, size: int = 65536, limit: int = LIMIT) -> bytes:
    return read_body(sliced(data, size), packing.replace("raw-", ""), limit)


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("size", [1, 7, 4096, 10**7])
def test_there_and_back(packing: str, size: int) -> None:
    assert unpacked(encoded(TEXT, packing), packing, size) == TEXT


@given(st.binary(max_size=3000), st.sampled_from(PACKINGS), st.integers(1, 3000))
def test_any_body_in_any_slices(body: bytes, packing: str, size: int) -> None:
    assert unpacked(encoded(body, packing), packing, size) == body


@given(st.binary(min_size=1, max_size=300), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, zstd"]))
def test_garbage_has_only_one_end(garbage: bytes, packing: str) -> None:
    with contextlib.suppress(GarbledError):  # by far the most
        unpacked(garbage, packing)


@pytest.mark.parametrize("packing", PACKINGS[1:])
def test_cut_short(packing: str) -> None:
    packed = encoded(TEXT, packing)
    with pytest.raises(GarbledError):
        unpacked(packed[: len(packed) // 2], packing)
    assert unpacked(b"", packing) == b""


@pytest.mark.parametrize("packing", PACKINGS)
def test_the_limit_is_exact(packing: str) -> None:
    packed = encoded(b"x" * 1000, packing)
    assert len(unpacked(packed, packing, limit=1000)) == 1000
    with pytest.raises(TooLargeError):
        unpacked(packed, packing, limit=999)


@pytest.mark.parametrize("packing", ["gzip", "br", "zstd", "gzip, gzip", "zstd, gzip"])
def test_a_bomb_takes_little_memory(packing: str) -> None:
    bomb = encoded(b"\0" * 30_000_000, packing)
    assert len(bomb) < 50_000
    unpackers()
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError):
            unpacked(bomb, packing)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8_000_000


def test_packed_data_has_a_limit_too() -> None:
    """Empty members, empty blocks: what unpacks to nothing must end as well."""
    empty_blocks = zlib.compressobj(9, zlib.DEFLATED, 31)
    endless = empty_blocks.compress(b"") + b"".join(empty_blocks.flush(zlib.Z_FULL_FLUSH) for _ in range(3))
    with pytest.raises(TooLargeError):
        unpacked(endless + b"\0\0\0\xff\xff" * 100_000, "gzip", limit=1000)
    for packing in ("gzip", "zstd"):
        with pytest.raises(GarbledError):
            unpacked(encoded(b"", packing) * (MAX_MEMBERS + 1), packing)


@pytest.mark.parametrize("packing", ["gzip", "zstd"])
def test_members_follow_one_another(packing: str) -> None:
    packed = encoded(b"one ", packing) + encoded(b"two", packing)
    for size in (1, 5, 10**6):
        assert unpacked(packed, packing, size) == b"one two"


def test_what_follows_the_last_member_is_ignored() -> None:
    assert unpacked(gzip.compress(b"feed") + b"\0" * 100, "gzip") == b"feed"
    assert unpacked(encoded(b"feed", "deflate") + b"junk", "deflate") == b"feed"


@pytest.mark.parametrize("packing", ["compress", "rot13", "gzip, compress", "gzip, gzip, gzip, gzip", "x" * 500])
def test_unknown(packing: str) -> None:
    with pytest.raises(UnknownPackingError) as caught:
        unpacked(b"x", packing)
    assert len(str(caught.value)) < 60


@pytest.mark.parametrize("packing", ["identity", " ", ", ,", "Identity"])
def test_none(packing: str) -> None:
    assert unpacked(b"feed", packing) == b"feed"
