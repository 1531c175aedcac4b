"""The store in a PostgreSQL database: the same, but for what a server does otherwise.

open_server(Server("postgresql://...")) -> PostgresStore
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final

import psycopg

from smwatch.errors import BusyError
from smwatch.store import due
from smwatch.store.postgres.connection import Connection
from smwatch.store.postgres.faults import faults_told
from smwatch.store.postgres.leases import Claims
from smwatch.store.postgres.migrations import bring_up_to_date
from smwatch.store.scanned import NEWCOMERS
from smwatch.store.sql import locked
from smwatch.store.store import Store
from smwatch.store.values import listed

if TYPE_CHECKING:
    from smwatch.models import Failure, Polled, PollFailed, Saved, Server, Timing
    from smwatch.store.values import Row

_AMONG: Final = "f.id IN (SELECT value FROM json_each(:numbers))"


def open_server(server: Server, *, who: str | Callable[[], str] = "") -> PostgresStore:
    """The database of that server, brought to today's schema; tables are made where there are none.

    `who`: decides what is decided (audit.py). Raises NothingDoneError, with a mending, where it can't be used.
    """
    with faults_told(server):
        connection = Connection(server)
        try:
            bring_up_to_date(connection)
        except BaseException:
            connection.close()
            raise
    return PostgresStore(connection, server, who)


class PostgresStore(Store):
    """A store whose feeds several pollers share."""

    shared = True
    path: Server
    _connection: Connection

    @cached_property
    def _claims(self) -> Claims:
        return Claims(self._connection)

    @contextmanager
    def scanning(self, wait: float = 0, *, shared: bool = False) -> Iterator[None]:
        """Beside other scans, but for what must have the database to itself; what was lent is given back."""
        with super().scanning(wait, shared=shared):
            try:
                yield
            finally:
                with suppress(psycopg.Error):  # the server has gone: leases end by themselves
                    self._claims.give_back()

    @contextmanager
    def alone(self, what: str, wait: float = 60) -> Iterator[bool]:
        """Who does it first."""
        with ExitStack() as stack:
            try:
                stack.enter_context(locked(self._connection, self.path, what, wait))
            except BusyError:
                yield False
            else:
                yield True

    def _free(self, condition: str, asked: Row, now: datetime) -> tuple[str, Row] | None:
        """Some of them, lent to this poller alone; None: others see to the rest."""
        among = f"{condition} AND {_AMONG}"
        while numbers := self._claims.next(condition, asked, now):
            mine = asked | {"numbers": listed(numbers)}
            if due.any_due(self._connection, among, mine):  # others may have polled them since one looked
                return among, mine
        return None

    def next_due(self, now: datetime) -> datetime | None:
        """When this poller can do something: what others poll is no reason to scan."""
        with self._reading():
            at = due.next_due(self._connection, now)
            if at == now and (lent := self._claims.lent(now)):
                free = self._claims.free(lent, *due.wanted(now, newcomers=NEWCOMERS))
                return min(free, due.next_time(self._connection, now) or free) if free else now
            return at

    def save_poll(self, polled: Polled, timing: Timing) -> Saved:
        """Everything that a poll brought, together or not at all."""
        saved = super().save_poll(polled, timing)
        self._renew()
        return saved

    def save_failure(self, failed: PollFailed, timing: Timing) -> Failure:
        """One more failure of a feed."""
        failure = super().save_failure(failed, timing)
        self._renew()
        return failure

    def _renew(self) -> None:
        with self._reading():
            self._claims.renew()
