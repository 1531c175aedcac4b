"""Which feeds a poller may poll, where several share a PostgreSQL database: hosts are lent to one at a time.

    claims = Claims(connection)
    claims.next(condition, asked, now) -> numbers of feeds that nobody else polls meanwhile

A host is lent whole, so that its limits hold however many poll. Claiming locks rows and skips those that others are
claiming (FOR UPDATE SKIP LOCKED), fifty hosts at a time; nobody waits. A lease ends with its holder's connection, which
an advisory lock tells of, or where it isn't renewed: its feeds are due still. Times are the server's, so that no
machine's clock matters.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from secrets import randbelow
from typing import TYPE_CHECKING, Final

from smwatch.store.postgres.connection import WRITING
from smwatch.text.links import server_of

if TYPE_CHECKING:
    from smwatch.store.postgres.connection import Connection

HOLDERS: Final = WRITING + 1
"""The class of the locks that holders have."""
MINUTES: Final = 10
"""A lease that isn't renewed ends after so long."""
RENEWED: Final = 120.0
"""Seconds after which who still works renews its leases."""
STALE: Final = timedelta(minutes=1)
"""After so long one looks anew what is due."""
HOSTS: Final = 50
"""Hosts that are claimed at once."""
OF_A_HOST: Final = 50
"""Feeds of a host that are claimed at once: the others come with the next claim."""
ENOUGH: Final = 1_000
"""Feeds of a claim, about: that many are polled before the next."""

_KNOWN: Final = "INSERT INTO smwatch_leases (host) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING"
_LIVING: Final = "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2"
_CLAIM: Final = f"""
WITH free AS (
  SELECT host FROM smwatch_leases
  WHERE host = ANY(%s) AND (until IS NULL OR until < now() OR holder NOT IN ({_LIVING}))
  FOR UPDATE SKIP LOCKED)
UPDATE smwatch_leases AS l SET until = now() + make_interval(mins => %s), holder = %s
FROM free WHERE l.host = free.host RETURNING l.host
"""  # noqa: S608 - a constant of this module
_RENEW: Final = "UPDATE smwatch_leases SET until = now() + make_interval(mins => %s) WHERE holder = %s"
_GIVE_BACK: Final = "UPDATE smwatch_leases SET until = NULL, holder = NULL WHERE holder = %s"
_LENT: Final = f"""
SELECT host, extract(epoch FROM until - now())::float8 FROM smwatch_leases
WHERE until > now() AND holder <> %s AND holder IN ({_LIVING})
"""  # noqa: S608 - a constant of this module
_LIVE: Final = "SELECT pg_advisory_lock_shared(%s, %s)"
_DUE: Final = (
    "SELECT f.id, f.url, f.moved_to FROM feeds AS f WHERE {condition} ORDER BY f.next_poll, f.worth DESC, f.id"
)


@dataclass(slots=True)
class Claims:
    """What one poller has been lent."""

    connection: Connection
    holder: int = field(default_factory=lambda: randbelow(1 << 31))  # number of the lock by which it is known to live
    ahead: deque[tuple[str, list[int]]] = field(default_factory=deque)  # hosts with feeds that were due when one looked
    looked: tuple[str, datetime] | None = None  # what for, and when
    renewed: float = 0

    def next(self, condition: str, asked: Mapping[str, object], now: datetime) -> list[int]:
        """Numbers of feeds that were due when one looked, lent to this poller alone; those of before are given back."""
        self.give_back()
        self.connection.native(_LIVE, (HOLDERS, self.holder))
        fresh = self.looked is not None and self.looked[0] == condition and abs(now - self.looked[1]) < STALE
        found = self._claimed() if fresh else []
        if not found:
            self._look(condition, asked)
            self.looked = condition, now
            found = self._claimed()
        return found

    def lent(self, now: datetime) -> dict[str, datetime]:
        """Hosts that others poll right now, with when their leases end."""
        found = self.connection.native(_LENT, (self.holder, HOLDERS)).fetchall()
        return {str(host): now + timedelta(seconds=left) for host, left in found}

    def free(self, lent: Mapping[str, datetime], condition: str, asked: Mapping[str, object]) -> datetime | None:
        """When something that is due is free, where hosts are lent so: None, now; else when a lease ends."""
        ends = datetime.max.replace(tzinfo=UTC)
        for _, host in self._due(condition, asked):
            if (end := lent.get(host)) is None:
                return None
            ends = min(ends, end)
        return ends

    def renew(self) -> None:
        """They are still worked on."""
        if time.monotonic() - self.renewed > RENEWED:
            self.connection.native(_RENEW, (MINUTES, self.holder))
            self.renewed = time.monotonic()

    def give_back(self) -> None:
        """None is, any more."""
        if self.renewed:
            self.connection.native(_GIVE_BACK, (self.holder,))
            self.renewed = 0

    def _look(self, condition: str, asked: Mapping[str, object]) -> None:
        """Which hosts have something due, the longest overdue first."""
        hosts = dict[str, list[int]]()
        for number, host in self._due(condition, asked):
            hosts.setdefault(host, []).append(number)
        self.ahead = deque(hosts.items())

    def _due(self, condition: str, asked: Mapping[str, object]) -> Iterator[tuple[int, str]]:
        """Each feed that is due, and its host."""
        for number, url, moved_to in self.connection.stream(_DUE.format(condition=condition), asked):
            yield number, server_of(moved_to or url)

    def _claimed(self) -> list[int]:
        found, later = list[int](), list[tuple[str, list[int]]]()
        while self.ahead and len(found) < ENOUGH:
            some = dict(self.ahead.popleft() for _ in range(min(HOSTS, len(self.ahead))))
            for host in self._claim([*some]):
                found += some[host][:OF_A_HOST]
                if rest := some[host][OF_A_HOST:]:
                    later.append((host, rest))
        self.ahead.extendleft(reversed(later))
        return found

    def _claim(self, hosts: Sequence[str]) -> list[str]:
        self.connection.native(_KNOWN, ([*hosts],))
        claimed = self.connection.native(_CLAIM, ([*hosts], HOLDERS, MINUTES, self.holder)).fetchall()
        self.renewed = time.monotonic()
        mine = {host for (host,) in claimed}
        return [host for host in hosts if host in mine]
