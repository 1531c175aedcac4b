"""Endpoints that compress: bombs, lies and odds and ends."""

from __future__ import annotations

import bz2
import gzip
import lzma
import random
import zlib
from collections.abc import Iterable

from tests.hostile.case import Case, answers, good, rss
from tests.server import encoded

GOOD = good()
PLAIN = ("gzip", "deflate", "raw-deflate", "br", "zstd")
BOMB = 12_000_000  # bytes that a bomb holds
NESTED = ("gzip, gzip", "br, gzip", "zstd, br", "gzip, zstd", "deflate, gzip, br")


def said(name: str, expect: str, body: bytes, encoding: str) -> Case:
    """A body that says that it is compressed so."""
    return answers(name, expect, body, headers={"Content-Encoding": encoding})


def bombs() -> Iterable[Case]:
    """A little that becomes a lot."""
    for encoding in (*PLAIN, *NESTED):
        name = encoding.replace(", ", "-")
        yield answers(f"bomb-{name}", "too_large", b"\0" * BOMB, encoding=encoding)
        feed = rss("<item><title>x</title></item>", head=" " * BOMB)
        yield answers(f"bomb-feed-{name}", "too_large", feed, encoding=encoding)
    deep = GOOD
    for _ in range(20):
        deep = gzip.compress(deep)
    yield said("nested-20", "protocol", deep, ", ".join(["gzip"] * 20))
    yield said("nested-quine", "not_a_feed", deep, "gzip")
    yield said("members", "protocol", gzip.compress(b"") * 50_000, "gzip")
    yield said("members-of-bombs", "too_large", gzip.compress(b"\0" * 1_000_000) * 40, "gzip")
    empty = b"\0\0\0\xff\xff"
    yield said("empty-blocks", "malformed|protocol", _raw_head() + empty * 200_000 + b"\3\0", "deflate")
    yield said("zstd-window", "protocol", b"\x28\xb5\x2f\xfd\x00\xf8" + b"\1\0\0", "zstd")
    yield said("zstd-frames", "protocol", encoded(b"", "zstd") * 50_000, "zstd")
    yield said(
        "zstd-skipped",
        "protocol|malformed|3",
        b"\x50\x2a\x4d\x18\x10\0\0\0" + b"x" * 16 + encoded(GOOD, "zstd"),
        "zstd",
    )


def _raw_head() -> bytes:
    return zlib.compress(b"")[:2]


def odds() -> Iterable[Case]:
    """What is compressed badly, twice, or otherwise than said."""
    for encoding in PLAIN:
        packed, label = encoded(GOOD, encoding), encoding.replace("raw-", "")
        yield answers(f"fine-{encoding}", "3", GOOD, encoding=encoding)
        yield said(f"truncated-{encoding}", "protocol", packed[:-9], label)
        yield said(f"half-{encoding}", "protocol", packed[: len(packed) // 2], label)
        yield said(f"one-byte-{encoding}", "protocol", packed[:1], label)
        yield said(f"empty-{encoding}", "malformed|protocol", b"", label)
        yield said(f"trailed-{encoding}", "3|protocol", packed + b"garbage at the end", label)
        yield said(f"flipped-{encoding}", "3|2|1|0|protocol|malformed|not_a_feed", _flipped(packed), label)
        yield said(f"plain-as-{encoding}", "protocol", GOOD, label)
        yield said(f"noise-as-{encoding}", "protocol", random.Random(1).randbytes(5_000), label)
    yield said("br-as-gzip", "protocol", encoded(GOOD, "br"), "gzip")
    yield said("gzip-as-zstd", "protocol", encoded(GOOD, "gzip"), "zstd")
    yield answers("gzip-unsaid", "malformed|not_a_feed|3", encoded(GOOD, "gzip"))
    yield said("identity", "3", GOOD, "identity")
    yield said("label-in-capitals", "3", encoded(GOOD, "gzip"), "GZIP")
    yield said("label-x-gzip", "3", encoded(GOOD, "gzip"), "x-gzip")
    yield said("label-twice", "protocol", encoded(GOOD, "gzip"), "gzip, gzip")
    yield said("label-commas", "3", encoded(GOOD, "gzip"), ", gzip ,,")
    yield said("label-compress", "protocol", GOOD, "compress")
    yield said("label-aes128gcm", "protocol", GOOD, "aes128gcm")
    yield said("label-nonsense", "protocol", GOOD, "x" * 9_000)
    yield said("label-bzip2", "protocol", bz2.compress(GOOD), "bzip2")
    yield said("label-xz", "protocol", lzma.compress(GOOD), "xz")
    yield answers(
        "two-members", "3", gzip.compress(GOOD[:99]) + gzip.compress(GOOD[99:]), headers={"Content-Encoding": "gzip"}
    )
    yield answers("two-layers", "3", GOOD, encoding="gzip, br")
    yield answers("four-layers", "protocol", GOOD, encoding="gzip, gzip, gzip, gzip")


def _flipped(packed: bytes) -> bytes:
    middle = len(packed) // 2
    return packed[:middle] + bytes([packed[middle] ^ 0xFF]) + packed[middle + 1 :]


def cases() -> list[Case]:
    """All of them."""
    return [*bombs(), *odds()]
