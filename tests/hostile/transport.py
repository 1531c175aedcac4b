"""Endpoints that misuse TCP, TLS and HTTP: slow, endless, lying, garbled."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace

from tests.hostile.case import Case, Web, answers, good, plays, raw
from tests.server import Play

GOOD = good()
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(GOOD)
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
Send = Callable[[bytes], object]


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def drip(data: bytes, pause: float = 0.05) -> Play:
    """The data a byte at a time."""

    def play(send: Send, stopping: threading.Event) -> None:
        for byte in data:
            if stopping.wait(pause):
                return
            send(bytes([byte]))

    return play


def endless(head: bytes, piece: bytes, pause: float = 0) -> Play:
    """A beginning, and then the same for ever, as fast as it is taken or with pauses."""

    def play(send: Send, stopping: threading.Event) -> None:
        send(head)
        while not (stopping.wait(pause) if pause else stopping.is_set()):
            send(piece)

    return play


def silent(data: bytes) -> Play:
    """Some bytes, and then nothing, the connection held."""

    def play(send: Send, stopping: threading.Event) -> None:
        send(data)
        stopping.wait()

    return play


def slow() -> Iterable[Case]:
    """What only the deadline ends."""
    yield plays("status-line-drips", "timeout", drip(OK * 9), slow=True)
    yield plays("headers-drip", "timeout", drip(OK + b"X: y\r\n" * 99), slow=True)
    yield plays("body-drips", "timeout", drip(OK + LENGTH + b"\r\n" + GOOD), slow=True)
    yield plays(
        "gzip-drips", "timeout", drip(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(GOOD), 0.03), slow=True
    )
    yield plays("chunk-sizes-drip", "timeout|protocol", endless(CHUNKED, b"0", 0.2), slow=True)
    yield plays("chunks-drip", "timeout", endless(CHUNKED, chunk(b"<"), 0.05), slow=True)
    yield plays("interim-drips", "timeout", endless(b"", b"HTTP/1.1 102 Processing\r\n\r\n", 0.05), slow=True)
    yield plays("nothing-comes", "timeout", silent(b""), slow=True)
    yield plays("half-a-header", "timeout", silent(OK), slow=True)
    yield plays("half-a-body", "timeout", silent(OK + LENGTH + b"\r\n" + GOOD[:50]), slow=True)
    yield plays("no-last-chunk", "timeout", silent(CHUNKED + chunk(GOOD)), slow=True)
    yield plays("trailers-drip", "timeout", endless(CHUNKED + chunk(GOOD) + b"0\r\n", b"X: y\r\n", 0.05), slow=True)
    moved = b"HTTP/1.1 302 Found\r\nLocation: /good\r\n"
    yield Case("redirect-body-drips", "3", lambda web: follow(web, endless(moved + b"\r\n", b"x", 0.05)))
    yield Case("redirect-body-is-endless", "3", lambda web: follow(web, endless(moved + b"\r\n", b"x" * 9999)))


def follow(web: Web, play: Play) -> str:
    """A redirect to a good feed, played."""
    web.server.serve("/good", GOOD)
    return web.server.serve(f"/{id(play)}", play=play)


def endless_ones() -> Iterable[Case]:
    """What comes fast and without end."""
    yield plays("endless-body", "too_large|malformed", endless(OK + b"\r\n", b"x" * 65536))
    yield plays("endless-chunks", "too_large", endless(CHUNKED, chunk(b"x" * 9999)))
    yield plays("tiny-chunks", "protocol|too_large|timeout", endless(CHUNKED, chunk(b"x") * 9999))
    yield plays("endless-status-line", "protocol", endless(b"HTTP/1.1 200 ", b"O" * 9999))
    yield plays("endless-header", "protocol", endless(OK + b"X: ", b"y" * 9999))
    yield plays("endless-headers", "protocol", endless(OK, b"X-More: " + b"and more " * 99 + b"\r\n"))
    yield plays("endless-folds", "protocol", endless(OK + b"X: y\r\n", b" and more\r\n" * 999))
    yield plays("endless-interim", "protocol", endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 99))
    yield plays("endless-chunk-size", "protocol|too_large", endless(CHUNKED, b"0" * 9999))
    yield plays("endless-extension", "protocol|too_large", endless(CHUNKED + b"5;", b"x" * 9999))
    yield plays("extensions", "protocol|too_large|timeout", endless(CHUNKED, b"1;" + b"e" * 60_000 + b"\r\nx\r\n"))
    yield plays("endless-trailers", "protocol|too_large", endless(CHUNKED + b"0\r\n", b"X: y\r\n" * 999))
    yield plays("endless-blank-lines", "protocol", endless(b"", b"\r\n" * 999))
    yield plays("endless-gzip", "protocol|too_large", endless(OK + b"Content-Encoding: gzip\r\n\r\n", b"\0" * 9999))


def heads() -> Iterable[Case]:
    """Status lines and headers."""
    end = LENGTH + b"\r\n" + GOOD
    yield raw("header-of-1-mb", "protocol", OK + b"X: " + b"y" * 1_000_000 + b"\r\n" + end)
    yield raw("header-of-100-kb", "protocol", OK + b"X: " + b"y" * 100_000 + b"\r\n" + end)
    yield raw("header-of-10-kb", "3", OK + b"X: " + b"y" * 10_000 + b"\r\n" + end)
    yield raw("10000-headers", "protocol", OK + b"A: b\r\n" * 10_000 + end)
    yield raw("1000-cookies", "protocol", OK + b"Set-Cookie: a=b\r\n" * 1_000 + end)
    yield raw("150-headers", "3", OK + b"A: b\r\n" * 150 + end)
    yield raw("header-with-nul", "protocol", OK + b"X: a\0b\r\n" + end)
    yield raw("header-without-colon", "protocol", OK + b"nonsense\r\n" + end)
    yield raw("header-without-name", "protocol", OK + b": value\r\n" + end)
    yield raw("header-with-blank", "protocol", OK + b"X : value\r\n" + end)
    yield raw("header-in-latin-1", "3", OK + b"X: \xe9\xff\r\n" + end)
    yield raw("bare-newlines", "3|protocol", (OK + end).replace(b"\r\n", b"\n"))
    yield raw("status-20", "protocol", b"HTTP/1.1 20 OK\r\n\r\n")
    yield raw("status-1000", "protocol", b"HTTP/1.1 1000 OK\r\n\r\n")
    yield raw("status-words", "protocol", b"HTTP/1.1 TWO OK\r\n\r\n")
    yield raw("status-negative", "protocol", b"HTTP/1.1 -200 OK\r\n\r\n")
    yield raw("status-000", "protocol|status", b"HTTP/1.1 000 OK\r\n\r\n")
    yield raw("no-reason", "3", (OK + end).replace(b" OK", b"", 1))
    yield raw("reason-with-escape", "3|protocol", (OK + end).replace(b"OK", b"\x1b[31mOK", 1))
    yield raw("http-9", "protocol|3", (OK + end).replace(b"1.1", b"9.9", 1))
    yield raw("http-1.0", "3", (OK + b"\r\n" + GOOD).replace(b"1.1", b"1.0", 1))
    yield raw("http-0.9", "protocol", GOOD)
    yield raw("icy", "protocol", b"ICY 200 OK\r\n\r\n" + GOOD)
    yield raw("http-2", "protocol", b"\0\0\x12\4\0\0\0\0\0\0\3\0\0\0\x80\0\4\0\1\0\0\0\5\0\xff\xff\xff")
    yield raw("ssh", "protocol", b"SSH-2.0-OpenSSH_9.6\r\n")
    yield raw("smtp", "protocol", b"220 mail.example.com ESMTP\r\n" * 3)
    yield raw("tls-alert", "protocol", b"\x15\3\1\0\2\2\x46")
    yield raw("random", "protocol", bytes(range(256)) * 9)
    yield raw("nuls", "protocol", b"\0" * 99_999)
    yield raw("interim-then-feed", "3", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 3 + OK + end)
    yield raw("100-interim", "protocol", b"HTTP/1.1 100 Continue\r\n\r\n" * 100)
    yield raw("switching", "protocol|status", b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n")


def lengths() -> Iterable[Case]:
    """Bodies that are not as long as was said, and framings that disagree."""
    end = b"\r\n" + GOOD
    size = len(GOOD)
    yield raw("length-too-long", "protocol", OK + b"Content-Length: %d\r\n" % (size + 9) + end)
    yield raw("length-too-short", "2|malformed|3", OK + b"Content-Length: %d\r\n" % (size - 99) + end)
    yield raw("length-negative", "protocol", OK + b"Content-Length: -5\r\n" + end)
    yield raw("length-in-words", "protocol", OK + b"Content-Length: many\r\n" + end)
    yield raw("length-in-hex", "protocol", OK + b"Content-Length: 0x10\r\n" + end)
    yield raw("length-with-plus", "protocol", OK + b"Content-Length: +%d\r\n" % size + end)
    yield raw("length-huge", "too_large", OK + b"Content-Length: 99999999999999999999\r\n" + end)
    yield raw("length-of-digits", "too_large|protocol", OK + b"Content-Length: " + b"9" * 5000 + b"\r\n" + end)
    yield raw("length-empty", "protocol", OK + b"Content-Length:\r\n" + end)
    yield raw("length-0", "malformed", OK + b"Content-Length: 0\r\n\r\n")
    yield raw("lengths-agree", "3", OK + LENGTH + LENGTH + end)
    yield raw("lengths-differ", "protocol", OK + LENGTH + b"Content-Length: 5\r\n" + end)
    yield raw("length-list", "protocol|3", OK + b"Content-Length: %d, 5\r\n" % size + end)
    yield raw("length-and-chunks", "3|protocol", OK + LENGTH + CHUNKED[len(OK) :] + chunk(GOOD) + b"0\r\n\r\n")
    yield raw("chunks-bad-size", "protocol", CHUNKED + b"xyz\r\n" + GOOD)
    yield raw("chunks-negative", "protocol", CHUNKED + b"-5\r\nhello\r\n0\r\n\r\n")
    yield raw("chunks-huge-size", "protocol", CHUNKED + b"F" * 60 + b"\r\n" + GOOD)
    yield raw("chunks-16-exabytes", "protocol|too_large", CHUNKED + b"FFFFFFFFFFFFFFFF\r\n" + GOOD)
    yield raw("chunks-bad-end", "protocol", CHUNKED + b"5\r\nhelloXX0\r\n\r\n")
    yield raw("chunks-cut", "protocol", CHUNKED + chunk(GOOD)[:99])
    yield raw("chunks-unended", "protocol", CHUNKED + chunk(GOOD))
    yield raw("chunks-extended", "3", CHUNKED + b'%x;a="b"\r\n%b\r\n0\r\n\r\n' % (size, GOOD))
    yield raw("chunks-trailed", "3", CHUNKED + chunk(GOOD) + b"0\r\nX: y\r\nETag: 1\r\n\r\n")
    yield raw("chunks-twice", "protocol|3", CHUNKED[:-2] + CHUNKED[len(OK) :] + chunk(GOOD) + b"0\r\n\r\n")
    yield raw("encoding-unknown", "protocol", OK + b"Transfer-Encoding: rot13\r\n\r\n" + GOOD)
    yield raw("encoding-gzip", "protocol", OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + chunk(GOOD))
    yield replace(raw("second-answer", "3", OK + LENGTH + end + OK + LENGTH + end), alone=True)
    yield answers("cut", "protocol", GOOD, fail="cut")
    yield answers("reset", "connect", GOOD, fail="reset")
    yield answers("close", "protocol|connect", GOOD, fail="close")


def cases() -> list[Case]:
    """All of them."""
    return [*slow(), *endless_ones(), *heads(), *lengths()]
