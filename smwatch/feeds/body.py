"""Unpack a body as it streams in, within limits: little memory whatever is sent, an end where there is too much.

    read_body(chunks, "gzip", limit=10_000_000) -> bytes

One body takes its limit at most; `grown` is how the caller bounds what many of them take together (places.py).

Each packing is a generator that turns chunks into unpacked pieces of bounded size, so a bomb of a few kilobytes
that unpacks to gigabytes ends at the limit. Knows nothing of HTTP but the names of the packings.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain

BIG = 1_000_000  # bytes above which a body, packed or unpacked, is a big one
MAX_PIECES = 30_000  # that a body comes in: chunks of a few bytes cost more time than all they hold
PIECE = 256 * 1024  # bytes unpacked at a time, at most; zstd: up to 2 MiB
MAX_LAYERS = 3  # packings around one another
MAX_MEMBERS = 1000  # gzip members or zstd frames one after the other; each costs time even when empty
SLACK = 64 * 1024  # a packed body may be larger than what is in it
ZSTD_WINDOW = 8 * 1024 * 1024  # bytes; RFC 8878, 3.1.1.1.2: what decoders should support at least
ZSTD_SLICE = 64  # bytes handed over at a time; 4 of them may unpack to 128 KiB

Unpacker = Callable[[Iterable[bytes]], Iterator[bytes]]


class TooLargeError(Exception):
    """More than the limit."""


class GarbledError(Exception):
    """Not what the packing's format says, or cut short."""


class UnknownPackingError(Exception):
    """Packed in a way we can't unpack; its name is the argument."""


def read_body(chunks: Iterable[bytes], packing: str, limit: int, grown: Callable[[], object] = lambda: None) -> bytes:
    """The unpacked body; `packing` is a Content-Encoding, several names in the order in which they were applied.

    TooLargeError above `limit` bytes, packed or unpacked; GarbledError; UnknownPackingError. `grown` is called when
    it gets big, and possibly again.
    """
    names = [name for part in packing.lower().split(",") if (name := part.strip()) and name != "identity"]
    if len(names) > MAX_LAYERS:
        raise UnknownPackingError(", ".join(names[: MAX_LAYERS + 1]))
    stream = chunks
    for name in reversed(names):
        unpack = unpackers().get(name)
        if unpack is None:
            raise UnknownPackingError(name[:40])
        stream = unpack(within(stream, limit + SLACK, grown))
    whole = io.BytesIO()  # hands over what it holds without copying it, unlike join
    for piece in within(stream, limit, grown):
        whole.write(piece)
    return whole.getvalue()


def within(chunks: Iterable[bytes], limit: int, grown: Callable[[], object] = lambda: None) -> Iterator[bytes]:
    """The chunks, until together they exceed the limit: TooLargeError."""
    size = 0
    for chunk in chunks:
        before, size = size, size + len(chunk)
        if size > limit:
            raise TooLargeError
        if before <= BIG < size:
            grown()
        yield chunk


def counted(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks, until they are more than MAX_PIECES: GarbledError."""
    for count, chunk in enumerate(chunks):
        if count > MAX_PIECES:
            raise GarbledError
        yield chunk


@cache
def unpackers() -> dict[str, Unpacker]:
    """What can be unpacked here, by name; brotli and zstd where their libraries are installed."""
    known: dict[str, Unpacker] = {"gzip": gunzip, "x-gzip": gunzip, "deflate": inflate}
    try:
        import brotli  # noqa: F401 - only whether it is there

        known["br"] = unbrotli
    except ImportError:
        pass
    try:
        import zstandard  # noqa: F401 - only whether it is there

        known["zstd"] = unzstd
    except ImportError:
        pass
    return known


def gunzip(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack gzip (RFC 1952), members one after the other; what follows the last is ignored, as gzip itself does."""
    return _zlib(chunks, zlib.MAX_WBITS | 16)


def inflate(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack deflate: in the zlib format (RFC 1950) as it should be, or bare (RFC 1951) as some servers send it."""
    rest = iter(chunks)
    head = b""
    for chunk in rest:
        head += chunk
        if len(head) > 1:
            break
    is_zlib = len(head) > 1 and head[0] & 15 == zlib.DEFLATED and not (head[0] << 8 | head[1]) % 31  # RFC 1950, 2.2
    return _zlib(chain((head,), rest), zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)


def _zlib(chunks: Iterable[bytes], window: int) -> Iterator[bytes]:
    engine, members, started = zlib.decompressobj(window), 1, False
    for chunk in chunks:
        data = chunk
        while data:
            if engine.eof:
                if not (window > zlib.MAX_WBITS and data.startswith(b"\x1f")):
                    return
                if (members := members + 1) > MAX_MEMBERS:
                    raise GarbledError
                engine = zlib.decompressobj(window)
            started = True
            try:
                piece = engine.decompress(data, PIECE)
            except zlib.error as error:
                raise GarbledError from error
            data = engine.unused_data if engine.eof else engine.unconsumed_tail
            yield piece
    if started:
        yield engine.flush()
        if not engine.eof:
            raise GarbledError


def unbrotli(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack Brotli (RFC 7932)."""
    import brotli

    engine, started = brotli.Decompressor(), False
    for chunk in filter(None, chunks):
        started, data, piece = True, chunk, b"more"
        while piece or not engine.can_accept_more_data():  # it keeps back what is beyond the piece's size
            try:
                piece = engine.process(data, output_buffer_limit=PIECE)
            except brotli.error as error:
                raise GarbledError from error
            yield piece
            if engine.is_finished():
                return
            data = b""
    if started:
        raise GarbledError


def unzstd(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack Zstandard (RFC 8878), frames one after the other."""
    import zstandard

    def fresh() -> zstandard.ZstdDecompressionObj:
        """An engine for one frame."""
        return zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompressobj()

    engine, frames, started = fresh(), 1, False
    slices = (chunk[at : at + ZSTD_SLICE] for chunk in chunks for at in range(0, len(chunk), ZSTD_SLICE))
    for piece in slices:
        data = piece
        while data:
            if engine.eof:
                if (frames := frames + 1) > MAX_MEMBERS:
                    raise GarbledError
                engine = fresh()
            started = True
            try:
                yield engine.decompress(data)
            except zstandard.ZstdError as error:
                raise GarbledError from error
            data = engine.unused_data if engine.eof else b""
    if started and not engine.eof:
        raise GarbledError
