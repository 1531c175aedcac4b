"""What the store promises a scan: who may scan, what is due, what came is kept, matched again, heard and judged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Final

from smwatch.later import Later
from smwatch.store.sql import Kept, locked

if TYPE_CHECKING:
    from smwatch.models import (
        Alert,
        AlertChange,
        AlertKind,
        Ear,
        Failure,
        Feed,
        FeedRow,
        FeedSpec,
        Heard,
        Listening,
        Polled,
        PollFailed,
        Posted,
        Saved,
        ScanReport,
        Shift,
        StoredEntry,
        Timing,
        Understood,
        Watched,
    )
    from smwatch.store import again, brands, due, ears, entries, feeds, health, journal, listening, mentions, polls
    from smwatch.store.values import Row
else:
    _MODULES = "again brands due ears entries feeds health journal listening mentions polls"
    globals().update({name: Later(f"smwatch.store.{name}") for name in _MODULES.split()})

NEWCOMERS: Final = (200, 50)
"""How many feeds that were found on the way a scan polls for the first time, and how many of one host: the others wait
their turn, those of entries that mention a brand before the others, of negative ones before all, then the newest."""


class Scanned(Kept):
    """A database that scans write to. A kill between two methods is harmless."""

    shared = False
    """Whether several scan at once: each is given some of what is due, and nobody else the same."""
    _headers: Mapping[str, Mapping[str, str]] = {}
    """By feed URL, from the config: never in the database."""

    def scanning(self, wait: float = 0, *, shared: bool = False) -> AbstractContextManager[None]:
        """Hold the scan lock, across processes; BusyError if it isn't free within `wait` seconds.

        A killed process gives it back. `shared`: beside other scans, where the store is shared.
        """
        return locked(self._connection, self.path, "lock", wait, shared=shared)

    def alone(self, what: str, wait: float = 60) -> AbstractContextManager[bool]:  # noqa: ARG002 - a server asks
        """Within a shared scan: whether nobody else does this now, nor for `wait` seconds.

        Who holds the scan lock of a file is alone.
        """
        return nullcontext(True)

    def begin_scan(self, now: datetime) -> int:
        """The new scan's number."""
        with self._writing():
            return journal.begin_scan(self._connection, now)

    def end_scan(self, report: ScanReport) -> None:
        """Keep what it did."""
        with self._writing():
            journal.end_scan(self._connection, report)

    def last_scan(self) -> ScanReport | None:
        """The last one that ended; its alerts and failures left out."""
        with self._reading():
            return journal.last_scan(self._connection)

    def listening_since(self) -> datetime | None:
        """When the first scan began; None before it."""
        with self._reading():
            return journal.listening_since(self._connection)

    def sync_feeds(self, specs: Sequence[FeedSpec], now: datetime) -> None:
        """The config's feeds and searches are these; new ones are due now, missing ones are disabled, never deleted.

        Discovered feeds stay, with their parent.
        """
        self._headers = {spec.url: spec.headers for spec in specs if spec.headers}
        with self._writing():
            feeds.sync(self._connection, specs, now)

    def due(
        self,
        now: datetime,
        *,
        everything: bool = False,
        only: Sequence[str] = (),
        newcomers: tuple[int, int] = NEWCOMERS,
    ) -> list[Feed]:
        """Enabled feeds whose time has come, the longest overdue first; without what `know` fills in.

        `everything`: due or not, but for feeds in back-off or gone. `only`: these URLs, whatever their state.
        """
        wanted = due.wanted(now, everything=everything, only=only, newcomers=newcomers)
        with self._reading():
            free = wanted if only else self._free(*wanted, now)
            return due.due(self._connection, now, self._headers, *free) if free else []

    def _free(self, condition: str, asked: Row, now: datetime) -> tuple[str, Row] | None:  # noqa: ARG002 - a server's clock
        """Those of these feeds that nobody else polls: of a file, all. None where there are none."""
        return condition, asked

    def next_due(self, now: datetime) -> datetime | None:
        """When the next feed is due; `now` where one is that nobody else polls, None where none ever will be."""
        with self._reading():
            return due.next_due(self._connection, now)

    def know(self, feed: Feed, now: datetime) -> Feed:
        """The feed with what is stored of its entries: known, marks, threads. LookupError for one never made known.

        Keys of `threads` are what `same_link` makes of their URLs.
        """
        with self._reading():
            return due.know(self._connection, feed, now)

    def enabled_count(self) -> int:
        """How many feeds are enabled, due or not."""
        with self._reading():
            return int(self._connection.execute("SELECT count(*) FROM feeds WHERE enabled").fetchone()[0])

    def feeds(self, *, counted: bool = True) -> list[FeedRow]:
        """Every feed with its health, by source; unless `counted`, without how much it brought."""
        with self._reading():
            return health.listing(self._connection, counted=counted)

    def save_poll(self, polled: Polled, timing: Timing) -> Saved:
        """Entries, mentions, comment feeds, validators and health of one feed, together or not at all.

        Saving the same poll again adds nothing. An edited entry keeps its row; its mentions are scored anew.
        """
        with self._writing():
            return polls.save_poll(self._connection, polled, timing)

    def save_failure(self, failed: PollFailed, timing: Timing) -> Failure:
        """The feed's health; back with since when it fails."""
        with self._writing():
            return feeds.save_failure(self._connection, failed, timing)

    def forgive(self, urls: Sequence[str], at: datetime) -> None:
        """The last failure of these feeds was this machine's: for some days it doesn't count; they are due at `at`."""
        with self._writing():
            feeds.forgive(self._connection, urls, at)

    def watched(self) -> dict[str, Watched]:
        """The brands that are looked for, by name, and which query their mentions are of."""
        with self._reading():
            return brands.watched(self._connection)

    def begin_rematch(self, pending: Mapping[str, str], gone: Collection[str], now: datetime) -> None:
        """Stored entries are matched with these brands' queries (name -> fingerprint) from now on, or still.

        `gone`: brands that aren't looked for any more; their mentions stay.
        """
        with self._writing():
            brands.begin(self._connection, pending, gone, now)

    def save_again(
        self,
        understood: Sequence[Understood],
        names: Collection[str],
        *,
        steps: Callable[[Sequence[Shift]], Sequence[Watched]] | None = None,
        settled: Collection[int] = (),
    ) -> list[Shift]:
        """What these entries mention by now, together or not at all; back with what changed.

        A mention that is none any more is hidden, if it is of one of the brands `names`. `steps`: how much further that
        brings the brands that are being matched. `settled`: comments that needn't be matched again any more.
        """
        with self._writing():
            again.settled(self._connection, settled)
            shifts = again.save_again(self._connection, understood, names)
            brands.advance(self._connection, steps(shifts) if steps else ())
            return shifts

    def end_rematch(self, names: Collection[str], spared: Collection[str]) -> None:
        """All is matched with their queries; each feed but `spared` (URLs) is read whole at its next poll."""
        with self._writing():
            brands.end(self._connection, names, spared)

    def unsettled(self, after: int = 0) -> list[StoredEntry]:
        """Some of the comments whose entry has gained or lost a mention since they were matched, by number."""
        with self._reading():
            return entries.unsettled(self._connection, after)

    def entries(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int | None = None,
        newest_first: bool = False,
        after: int = 0,
    ) -> Iterator[StoredEntry]:
        """Every stored entry, in the order in which they came or the other way round; streamed, in bounded memory.

        `since`, `until`: published at or after, and before. `after`: only those with a higher number.
        """
        wanted = entries.Wanted(since=since, until=until, after=after, newest_first=newest_first)
        with self._reading():
            for page in entries.pages(self._connection, wanted, limit):
                yield from page

    def heard(self, brand: str, since: datetime) -> list[Heard]:
        """The brand's mentions fetched since then, oldest first, as the detector wants them."""
        with self._reading():
            return mentions.heard(self._connection, brand, since)

    def listen(self, brand: str, since: datetime, *, anew: bool = False) -> Listening:
        """What is new about the brand since its state was kept, or `anew` all that was fetched since then.

        No state is left of one whose mentions have changed or gone; then it is all, too.
        """
        with self._reading():
            return listening.listen(self._connection, brand, since, anew=anew)

    def ears(self, *, brief: bool = False) -> list[Ear]:
        """For each brand the feeds that ever brought a mention of it or are declared about it; for "" all of them.

        Without those that aren't polled any more. `brief`: where one is fine that told of it lately, that one alone.
        """
        with self._reading():
            return ears.ears(self._connection, brief=brief)

    def judged(self) -> dict[str, datetime]:
        """Up to when which brands were judged; without those that never were."""
        with self._reading():
            return journal.judged(self._connection)

    def alerts(
        self, *, brand: str = "", kind: AlertKind | None = None, open_only: bool = False, limit: int | None = None
    ) -> list[Alert]:
        """Newest first."""
        with self._reading():
            return journal.alerts(self._connection, brand, kind, open_only=open_only, limit=limit)

    def alert(self, number: int) -> Alert | None:
        """One alert."""
        with self._reading():
            return journal.alert(self._connection, number)

    def save_alerts(
        self,
        changes: Sequence[AlertChange],
        judged: Mapping[str, datetime] | None = None,
        kept: Sequence[Listening] = (),
        notices: Callable[[Sequence[AlertChange]], Sequence[Posted]] = lambda _: (),
    ) -> list[AlertChange]:
        """Insert what has id 0, update the rest; back with ids. What people decided meanwhile is left alone.

        In the same transaction: `judged`, up to when which brands were judged; `kept`, what is known of them, but for
        one whose mentions have changed since it was listened to; `notices`, what is to go out about the changes.
        """
        with self._writing():
            listening.keep(self._connection, kept)
            return journal.save_alerts(self._connection, changes, judged or {}, notices)
