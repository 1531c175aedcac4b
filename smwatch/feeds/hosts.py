"""Manners towards hosts: so many requests at once to each, none while a host asked for a pause, some slowly.

Each host has a connection pool of its own. One pool for all hosts would be asked about every connection at every
request; with hundreds of hosts that is what takes most of the time. Idle hosts beyond a number are forgotten and
their connections closed, so memory and open files stay bounded. Shared by all threads.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import httpcore

MAX_IDLE = 64  # hosts whose connections are kept
MAX_PAUSED = 10_000  # hosts; beyond, pauses that are over are forgotten, and if none is, the oldest

PACES: Final[Mapping[str, float]] = MappingProxyType({"api.gdeltproject.org": 5.0})
"""Seconds from an answer to the next request, of hosts that ask for it: GDELT's 429 says one in five seconds."""

_FREE: Final[dict[str, float]] = {}
"""From when these may be asked again, in monotonic time: for all of the process, where watching makes Hosts anew."""


class PausedError(Exception):
    """The host asked for a pause; the argument is how many seconds are left of it."""


class CrowdedError(Exception):
    """Too many others wait for this host."""


@dataclass(slots=True)
class _Host:
    pool: httpcore.ConnectionPool
    slots: threading.Semaphore
    users: int = field(default=0)  # with a slot or waiting for one


class Hosts:
    """Hands out turns at hosts."""

    def __init__(
        self,
        per_host: int,
        patience: float,
        make_pool: Callable[[], httpcore.ConnectionPool],
        paces: Mapping[str, float] = PACES,
    ) -> None:
        """At most `per_host` at once, of those with a pace one; nobody waits more than `patience` seconds for it."""
        self._per_host, self._patience, self._make_pool, self._paces = per_host, patience, make_pool, paces
        self._lock = threading.Lock()
        self._busy: dict[str, _Host] = {}
        self._idle: OrderedDict[str, _Host] = OrderedDict()  # the longest idle first
        self._paused: OrderedDict[str, float] = OrderedDict()  # until, in monotonic time

    @contextmanager
    def turn(self, host: str) -> Iterator[httpcore.ConnectionPool]:
        """Wait for a turn, use the host's pool, give the turn back. PausedError, CrowdedError."""
        self._respect_pause(host)
        entry = self._enter(host)
        try:
            if not entry.slots.acquire(timeout=self._patience):
                raise CrowdedError
            try:
                self._keep_pace(host)
                self._respect_pause(host)  # somebody may have been told to stay away meanwhile
                yield entry.pool
            finally:
                if host in self._paces:
                    _FREE[host] = time.monotonic() + self._paces[host]
                entry.slots.release()
        finally:
            self._leave(host, entry)

    def pause(self, host: str, seconds: float) -> None:
        """Nobody asks this host anything for so long."""
        now = time.monotonic()
        with self._lock:
            self._paused[host] = max(self._paused.pop(host, 0), now + seconds)
            if len(self._paused) > MAX_PAUSED:
                for name in [name for name, until in self._paused.items() if until <= now]:
                    del self._paused[name]
            if len(self._paused) > MAX_PAUSED:
                self._paused.popitem(last=False)

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            entries = [*self._busy.values(), *self._idle.values()]
            self._idle.clear()
        for entry in entries:
            entry.pool.close()

    def _keep_pace(self, host: str) -> None:
        """Wait until the host may be asked again; whoever does has its only turn."""
        if host in self._paces and (left := _FREE.get(host, 0) - time.monotonic()) > 0:
            time.sleep(left)

    def _respect_pause(self, host: str) -> None:
        until = self._paused.get(host)
        if until and (left := until - time.monotonic()) > 0:
            raise PausedError(left)

    def _enter(self, host: str) -> _Host:
        with self._lock:
            entry = self._busy.get(host) or self._idle.pop(host, None)
            if not entry:
                at_once = 1 if host in self._paces else self._per_host
                entry = _Host(self._make_pool(), threading.Semaphore(at_once))
            self._busy[host] = entry
            entry.users += 1
            return entry

    def _leave(self, host: str, entry: _Host) -> None:
        surplus = None
        with self._lock:
            entry.users -= 1
            if not entry.users:
                del self._busy[host]
                self._idle[host] = entry
                if len(self._idle) > MAX_IDLE:
                    _, surplus = self._idle.popitem(last=False)
        if surplus:
            surplus.pool.close()
