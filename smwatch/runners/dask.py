"""A crew on many machines: tasks of a Dask cluster. The only file that knows `distributed`.

    Cluster("dask://scheduler:8786", Tls(...), fetchers=32)

Each worker of the cluster has a process beside it that does the work (hands.py): a document can cost that one, never
the worker. A task gives up its thread at once, as it only waits for that process; how many are under way, and where,
is decided here, so that each worker has a few and none has many. Dask does a task again where its worker dies.
"""

from __future__ import annotations

import itertools
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future as Promise
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from time import monotonic
from typing import Any, Final

from smwatch import __version__
from smwatch.errors import NothingDoneError
from smwatch.locales import N_
from smwatch.machine import extra
from smwatch.protocols import Answers, LeftError
from smwatch.runners.hands import AT_ONCE, Hand, told

CONNECT: Final = 15.0  # seconds in which a scheduler must answer, and have a worker
FRESH: Final = 5.0  # seconds for which it is believed which workers there are
KEPT: Final = 2  # configs for which a worker keeps a process: a second one where two scans take turns

OTHER = N_("the worker {worker} has smwatch {theirs}, and this is {ours}: it gets no work; install the same on both")
NO_SMWATCH = N_("the worker {worker} has no smwatch: it gets no work; install smwatch {ours} there")
DIED = N_("workers died over a task, or could not be reached ({error}); it is given to others, once")


@dataclass(frozen=True, slots=True)
class Tls:
    """Files of certificates, for a scheduler at tls://."""

    ca: str = ""
    cert: str = ""
    key: str = ""


@dataclass(slots=True)
class _Sent:
    """A task at a worker."""

    worker: str
    future: Any
    heard: Callable[[Answers | BaseException], object]


@dataclass(slots=True)
class _News:
    """What is to be told, each once."""

    told: set[tuple[str, str]] = field(default_factory=set)
    waiting: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def add(self, message: str, **args: str) -> None:
        """Once for each worker."""
        if (message, args.get("worker", "")) not in self.told:
            self.told.add((message, args.get("worker", "")))
            self.waiting.append((message, args))


class Cluster:
    """The workers of a scheduler."""

    def __init__(self, address: str, tls: Tls, fetchers: int) -> None:
        """Connects; NothingDoneError where that can't be, or no worker can be used. `fetchers`: requests at once."""
        self._where, self._fetchers = address, fetchers
        self._client = _client(address, tls)
        self._lock, self._numbers = threading.Lock(), itertools.count()
        self._open: dict[int, _Sent] = {}
        self._refused, self._news = set[str](), _News()
        self._workers, self._looked = list[str](), 0.0
        self._closed = self._gone = False
        try:
            self._meet()
        except BaseException:
            self.close()
            raise

    @property
    def size(self) -> int:
        """How many workers may be given work."""
        return len(self._usable())

    @property
    def room(self) -> int:
        """How many tasks may be under way: a few for each worker, those that joined meanwhile included."""
        return max(1, self.size) * AT_ONCE

    @property
    def lost(self) -> bool:
        """Whether the scheduler is gone."""
        return self._gone or self._client.status in {"closed", "closing", "failed"}

    def submit(
        self, setup: bytes, packed: bytes, count: int, heard: Callable[[Answers | BaseException], object]
    ) -> Callable[[], object]:
        """Begin a task at the worker that has the fewest."""
        with self._lock:
            busy = [sent.worker for sent in self._open.values()]
        workers = self._usable()
        worker = min(workers, key=busy.count, default="")
        where = {"workers": [worker], "allow_other_workers": True} if worker else {}
        fetchers = -(-self._fetchers // max(1, len(workers)))
        number = next(self._numbers)
        try:
            future = self._client.submit(
                do, __version__, setup, packed, count, fetchers, pure=False, key=f"smwatch-{id(self)}-{number}", **where
            )
        except Exception:  # noqa: BLE001 - whatever a client that is closing raises
            self._gone = True
            return lambda: None
        with self._lock:
            self._open[number] = _Sent(worker, future, heard)
        future.add_done_callback(lambda _: self._done(number))
        return lambda: self._drop(number)

    def warnings(self) -> list[tuple[str, dict[str, str]]]:
        """Of workers that can't be used."""
        found, self._news.waiting = self._news.waiting, []
        return found

    def close(self) -> None:
        """Leave the cluster; it goes on for others."""
        self._closed = True
        with suppress(Exception):
            self._client.close(timeout=2)

    def _done(self, number: int) -> None:
        """In a thread of the client's: a task is finished, failed, or lost with the scheduler."""
        with self._lock:
            sent = self._open.pop(number, None)
        if sent is None or self._closed:
            return
        if sent.future.status in {"cancelled", "lost"}:
            self._gone = True
            return
        try:
            got = sent.future.result(timeout=60)
        except Exception as error:  # noqa: BLE001 - a bug in the work, or workers that died over it
            sent.heard(self._why(error))
            return
        if isinstance(got, Refused):
            self._refuse(got.worker, got.version)
            sent.heard(LeftError())
        else:
            sent.heard(got)

    def _why(self, error: Exception) -> BaseException:
        if type(error).__module__.startswith("distributed") or isinstance(error, TimeoutError | OSError):
            self._news.add(DIED, error=type(error).__name__)
            return LeftError()
        if isinstance(error, ImportError):  # another smwatch, or none
            return LeftError()
        return error

    def _drop(self, number: int) -> None:
        with self._lock:
            sent = self._open.pop(number, None)
        if sent:
            with suppress(Exception):
                sent.future.cancel()

    def _usable(self) -> list[str]:
        """The workers that may be given work; asked again now and then, as workers come and go."""
        if monotonic() - self._looked > FRESH and not self.lost:
            self._looked = monotonic()
            with suppress(Exception):
                known = self._workers
                self._workers = list(self._client.nthreads())
                if new := [one for one in self._workers if one not in known and one not in self._refused]:
                    self._check(new)
        return [one for one in self._workers if one not in self._refused]

    def _meet(self) -> None:
        """Find out who is there."""
        try:
            self._client.wait_for_workers(1, timeout=CONNECT)
        except TimeoutError as error:
            what = N_("the cluster at {where} has no workers")
            mend = N_("start one with: dask worker {where}")
            raise NothingDoneError(what, mend, where=self._where.replace("dask://", "tcp://")) from error
        if not self._usable():
            what, args = self._news.waiting[0] if self._news.waiting else (N_("no worker at {where} can be used"), {})
            raise NothingDoneError(what, where=self._where, **args)

    def _check(self, workers: list[str]) -> None:
        """Which smwatch they have."""
        for worker, version in self._client.run(version_here, workers=workers, on_error="return").items():
            if isinstance(version, BaseException) or version != __version__:
                self._refuse(worker, version if isinstance(version, str) else "")

    def _refuse(self, worker: str, version: str) -> None:
        self._refused.add(worker)
        self._news.add(OTHER if version else NO_SMWATCH, worker=worker, theirs=version, ours=__version__)


def _client(address: str, tls: Tls) -> Any:  # noqa: ANN401 - a Client, whose package may be missing
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is told in words of ours
    try:
        from distributed import Client
        from distributed.security import Security
    except ImportError as error:
        what = N_('[run] on = "{where}" needs the package distributed')
        raise NothingDoneError(
            what, N_("install it with: {command}"), where=address, command=extra("cluster")
        ) from error
    security = None
    if address.startswith("tls://"):
        _check_files(address, tls)
        security = Security(  # type: ignore[no-untyped-call]
            tls_ca_file=tls.ca, tls_client_cert=tls.cert, tls_client_key=tls.key, require_encryption=True
        )
    at = address.replace("dask://", "tcp://")
    try:
        return Client(at, security=security, timeout=CONNECT, set_as_default=False, name="smwatch")  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        what = N_("no Dask scheduler answers at {where} ({error})")
        mend = N_("start one with `dask scheduler`, or correct [run] on")
        if security is not None:
            mend = N_("start one with `dask scheduler`, correct [run] on, or give both sides certificates of yours")
        raise NothingDoneError(what, mend, where=address, error=type(error).__name__) from error


def _check_files(address: str, tls: Tls) -> None:
    for key, file in (("ca", tls.ca), ("cert", tls.cert), ("key", tls.key)):
        try:
            Path(file).read_bytes()
        except OSError as error:
            what, mend = N_("{file} can't be read, which {where} needs"), N_("correct [run] {key}, or have it made")
            raise NothingDoneError(what, mend, file=file, where=address, key=key) from error


@dataclass(frozen=True, slots=True)
class Refused:
    """A worker with another version of smwatch was asked."""

    worker: str
    version: str


def version_here() -> str:
    """On a worker: its smwatch."""
    return __version__


def do(version: str, setup: bytes, packed: bytes, count: int, fetchers: int) -> Answers | Refused | BaseException:
    """On a worker: one task. Raises nothing: Dask would write what it was given, secrets included, into the log."""
    from distributed import get_worker, secede

    if version != __version__:
        return Refused(get_worker().address, __version__)
    secede()  # type: ignore[no-untyped-call]
    promise = Promise[Answers | BaseException]()
    try:
        _hands.submit(setup, packed, count, fetchers, promise.set_result)
        return promise.result()
    except Exception as error:  # noqa: BLE001 - no process could be made there, for instance
        return told(error)


class _Hands:
    """On a worker: its process for each of the last configs, made when it is first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, Hand] = OrderedDict()

    def submit(
        self,
        setup: bytes,
        packed: bytes,
        count: int,
        fetchers: int,
        heard: Callable[[Answers | BaseException], object],
    ) -> None:
        """Begin a task."""
        mark = blake2b(setup, digest_size=16).digest()
        with self._lock:
            hand = self._kept.pop(mark) if mark in self._kept else Hand(setup, fetchers)
            self._kept[mark] = hand
            hand.submit(packed, count, heard)
            for old in [one for one in list(self._kept)[:-KEPT] if not self._kept[one].busy]:
                self._kept.pop(old).close()


_hands = _Hands()
