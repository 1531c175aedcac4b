"""The network under the HTTP client: names resolved here, addresses judged here, one deadline for everything.

httpcore asks a backend for connections; this one resolves the name, judges each address (guard.py) and connects to
one that was judged. There is no second look-up in which the name could lead elsewhere. Host header, SNI and
certificate stay those of the name.

httpcore hands timeouts through to here. Ours are no durations but points in time (`Deadline`), so connecting, TLS
and every single read share what is left: a server that drips a byte a second ends in time too. They also count what
comes in, whatever the HTTP library makes of it: headers, interim answers, chunk sizes and trailers without end.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from smwatch.feeds.guard import Guard

MAX_ADDRESSES = 8  # of one name that are tried
MAX_HEAD = 64 * 1024  # bytes of an answer's headers together, interim answers (1xx) before it included
READ = 64 * 1024  # bytes that httpcore asks for at a time: what follows the headers may come with them


class ForbiddenAddressError(Exception):
    """The name leads to no address that may be connected to; the argument is the first one it leads to."""


class UnknownNameError(Exception):
    """The name can't be resolved."""


class SecurityError(Exception):
    """No TLS connection; the argument is the ssl.SSLError that says why."""


class HeadersError(Exception):
    """More headers than anybody needs."""


class Deadline(float):
    """A point in monotonic time at which a request must be done, and how much may come in until then."""

    connected = False  # whether it had to connect anew
    moved = 0.0  # seconds by which the end was put off, or brought forward
    room = MAX_HEAD + READ  # bytes that may still come
    flooded: type[Exception] = HeadersError  # what more than that is

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """So many seconds from now."""
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """Seconds until then; httpcore's timeout where there are none."""
        if (left := self + self.moved - time.monotonic()) > 0:
            return left
        raise httpcore.ReadTimeout

    def hasten(self, seconds: float) -> None:
        """Be done within so many seconds, or by the deadline where that is sooner."""
        self.moved = min(self.moved, time.monotonic() + seconds - self)

    def expect(self, count: int, flooded: type[Exception]) -> None:
        """So many bytes more may come from now on; beyond, `flooded` is raised."""
        self.room, self.flooded = count, flooded

    def took(self, count: int) -> None:
        """So many bytes came in."""
        self.room -= count
        if self.room < 0:
            raise self.flooded


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to what the guard lets through; without a guard (to a proxy, which the user chose) to everything."""

    def __init__(self, guard: Guard | None) -> None:
        self._guard = guard
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve, judge, connect to the first address that answers; none may use up the time of those after it."""
        deadline = _deadline(timeout)
        deadline.connected = True
        addresses = resolve(host, port, deadline)[:MAX_ADDRESSES]
        if self._guard:
            addresses = judge(addresses, port, self._guard)
        for tried, address in enumerate(addresses):
            share = deadline.left() / (len(addresses) - tried)
            try:
                stream = self._plain.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if tried == len(addresses) - 1:
                    raise
            else:
                return DeadlineStream(stream)
        raise UnknownNameError(host)


class DeadlineStream(httpcore.NetworkStream):
    """A connection whose timeouts are deadlines."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes, b"" at the end."""
        deadline = _deadline(timeout)
        data = self._inner.read(max_bytes, deadline.left())
        deadline.took(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """All of the buffer."""
        self._inner.write(buffer, _deadline(timeout).left())

    def close(self) -> None:
        """Hang up."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection under TLS; SecurityError where there can't be one, UnknownNameError for no host name."""
        try:
            return DeadlineStream(self._inner.start_tls(ssl_context, server_hostname, _deadline(timeout).left()))
        except ValueError as error:  # ".example" resolves behind some proxies
            raise UnknownNameError(server_hostname) from error
        except httpcore.ConnectError as error:
            cause = error.args[0] if error.args else None
            if isinstance(cause, ssl.SSLError):
                raise SecurityError(cause) from error
            raise

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's signature
        """What httpcore wants to know about the socket."""
        return self._inner.get_extra_info(info)


def judge(addresses: list[str], port: int, guard: Guard) -> list[str]:
    """Those of a name's addresses that may be connected to; ForbiddenAddressError where there are none."""
    allowed = [address for address in addresses if guard.lets(address, port)]
    if addresses and not allowed:
        raise ForbiddenAddressError(addresses[0])
    return allowed


def judge_all(addresses: list[str], port: int, guard: Guard) -> None:
    """ForbiddenAddressError for the first that may not be connected to: where a proxy chooses, each must do."""
    for address in addresses:
        judge([address], port, guard)


def resolve(host: str, port: int, deadline: Deadline) -> list[str]:
    """A name's addresses as the system finds them, best first; UnknownNameError, httpcore.ConnectTimeout."""
    try:
        return _look_up(host, port, socket.AI_NUMERICHOST)  # also 127.1, 0x7f000001 ...: as the system reads them
    except OSError:
        pass  # a name
    except (UnicodeError, ValueError) as error:
        raise UnknownNameError(host) from error
    # the system's resolver can't be given a deadline: it gets a thread that nobody waits for any longer than that
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        """Look up, and hand back whatever came of it."""
        try:
            answers.put(_look_up(host, port, 0))
        except (OSError, UnicodeError, ValueError) as error:
            answers.put(error)

    threading.Thread(target=ask, name=f"resolve {host}", daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left())
    except queue.Empty:
        raise httpcore.ConnectTimeout from None
    if isinstance(answer, Exception):
        raise UnknownNameError(host) from answer
    return answer


def _look_up(host: str, port: int, flags: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _deadline(timeout: float | None) -> Deadline:
    if not isinstance(timeout, Deadline):
        raise TypeError("requests carry a Deadline")
    return timeout
