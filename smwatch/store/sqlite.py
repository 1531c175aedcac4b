"""The store that keeps everything in one SQLite file (protocols.Store); each method is a transaction or a read.

    open_store(path) -> SqliteStore

One store belongs to one thread. Processes may share the file: writers wait for one another, and two scans never meet.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from smwatch.later import Later
from smwatch.protocols import NEWCOMERS
from smwatch.store.connection import PATIENCE, connect
from smwatch.store.letting_go import LettingGo
from smwatch.store.scanned import Scanned
from smwatch.store.sql import Location, faults_told, transaction

if TYPE_CHECKING:
    from smwatch.models import (
        Alert,
        AlertChange,
        AlertKind,
        Decision,
        Ear,
        Failure,
        Feed,
        FeedRow,
        FeedSpec,
        Head,
        Heard,
        HourCount,
        Label,
        Listening,
        MentionFilter,
        MentionRow,
        Polled,
        PollFailed,
        Posted,
        Relabelled,
        Rescorable,
        Rescoring,
        Saved,
        ScanReport,
        Sentiment,
        Share,
        Shift,
        StoredEntry,
        Timing,
        Understood,
        UserLabel,
        Watched,
    )
    from smwatch.store import (
        again,
        authors,
        brands,
        due,
        ears,
        entries,
        feeds,
        heads,
        health,
        hourly,
        journal,
        labels,
        listening,
        mentions,
        outdated,
        polls,
        scores,
    )
else:
    _READ = "authors brands due ears entries feeds heads health hourly journal labels listening mentions outdated"
    globals().update({name: Later(f"smwatch.store.{name}") for name in f"{_READ} again polls scores".split()})


def open_store(path: Location, *, patience: float = PATIENCE, who: str | Callable[[], str] = "") -> SqliteStore:
    """The database at `path`, made where there is none and brought to today's schema.

    `patience`: seconds to wait for another program that writes to it. `who`: decides what is decided (audit.py).
    Raises NothingDoneError, with a mending, for a file that is no database of ours, newer, damaged, locked, or shut.
    """
    if isinstance(path, Path):
        return SqliteStore(path, connect(path, patience), who)
    from smwatch.store.postgres.store import open_server

    return open_server(path, who=who)


class SqliteStore(LettingGo, Scanned):
    """What the parts promise is in protocols.Store; here it is only said which module keeps it."""

    path: Path
    _connection: sqlite3.Connection

    def __init__(self, path: Path, connection: sqlite3.Connection, who: str | Callable[[], str] = "") -> None:
        self.path, self._decider = path, who
        self._connection = connection
        self._headers: Mapping[str, Mapping[str, str]] = {}  # by feed URL, from the config: never in the database

    def sync_feeds(self, specs: Sequence[FeedSpec], now: datetime) -> None:
        """The config's feeds and searches are these."""
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
        """The feeds whose time has come."""
        condition, asked = due.wanted(now, everything=everything, only=only, newcomers=newcomers)
        with self._reading():
            return due.due(self._connection, now, self._headers, condition, asked)

    def next_due(self, now: datetime) -> datetime | None:
        """When the next one's time comes."""
        with self._reading():
            return due.next_due(self._connection, now)

    def know(self, feed: Feed, now: datetime) -> Feed:
        """The feed with what is stored of its entries; keys of `threads` are what `same_link` makes of their URLs."""
        with self._reading():
            return due.know(self._connection, feed, now)

    def enabled_count(self) -> int:
        """How many feeds are enabled, due or not."""
        with self._reading():
            return int(self._connection.execute("SELECT count(*) FROM feeds WHERE enabled").fetchone()[0])

    def save_poll(self, polled: Polled, timing: Timing) -> Saved:
        """Everything that a poll brought, together or not at all."""
        with self._writing():
            return polls.save_poll(self._connection, polled, timing)

    def save_failure(self, failed: PollFailed, timing: Timing) -> Failure:
        """One more failure of a feed."""
        with self._writing():
            return feeds.save_failure(self._connection, failed, timing)

    def forgive(self, feeds: Sequence[str], at: datetime) -> None:
        """The last failure of these doesn't count."""
        from smwatch.store.feeds import forgive

        with self._writing():
            forgive(self._connection, feeds, at)

    def watched(self) -> dict[str, Watched]:
        """Which brands' queries are known."""
        with self._reading():
            return brands.watched(self._connection)

    def begin_rematch(self, pending: Mapping[str, str], gone: Collection[str], now: datetime) -> None:
        """Stored entries are matched again from now on."""
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
        """Mentions won and lost, and how far that has come."""
        with self._writing():
            again.settled(self._connection, settled)
            shifts = again.save_again(self._connection, understood, names)
            brands.advance(self._connection, steps(shifts) if steps else ())
            return shifts

    def end_rematch(self, names: Collection[str], spared: Collection[str]) -> None:
        """All of them are."""
        with self._writing():
            brands.end(self._connection, names, spared)

    def unsettled(self, after: int = 0) -> list[StoredEntry]:
        """Comments to be matched again."""
        with self._reading():
            return entries.unsettled(self._connection, after)

    def listening_since(self) -> datetime | None:
        """When the first scan began; None before it."""
        with self._reading():
            return journal.listening_since(self._connection)

    def heard(self, brand: str, since: datetime) -> list[Heard]:
        """The brand's mentions fetched since then, oldest first."""
        with self._reading():
            return mentions.heard(self._connection, brand, since)

    def listen(self, brand: str, since: datetime, *, anew: bool = False) -> Listening:
        """A brand's new mentions, and what was known before them."""
        with self._reading():
            return listening.listen(self._connection, brand, since, anew=anew)

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
        """Insert what has id 0, update the rest but for what people decided; and keep what is to go out of it."""
        with self._writing():
            listening.keep(self._connection, kept)
            return journal.save_alerts(self._connection, changes, judged or {}, notices)

    def judged(self) -> dict[str, datetime]:
        """Up to when brands were judged."""
        with self._reading():
            return journal.judged(self._connection)

    def ears(self, *, brief: bool = False) -> list[Ear]:
        """By which feeds brands are heard."""
        with self._reading():
            return ears.ears(self._connection, brief=brief)

    def counts(self, brand: str, since: datetime, until: datetime) -> list[HourCount]:
        """A brand's mentions by the hour."""
        with self._reading():
            return hourly.counts(self._connection, brand, since, until)

    def share_of_voice(self, since: datetime, until: datetime) -> list[Share]:
        """Every brand's part."""
        with self._reading():
            return hourly.share_of_voice(self._connection, since, until)

    def mentions(self, wanted: MentionFilter) -> Iterator[MentionRow]:
        """Newest published first; streamed."""
        with self._reading():
            yield from mentions.listing(self._connection, wanted)

    def mention(self, number: int) -> MentionRow | None:
        """One mention."""
        with self._reading():
            return mentions.one(self._connection, number)

    def label_mentions(self, numbers: Sequence[int], label: Label, now: datetime) -> list[Relabelled]:
        """A person says that these and their stories are so."""
        with self._writing():
            return labels.give(self._connection, numbers, label, now, self._who)

    def unlabel_mentions(self, numbers: Sequence[int], now: datetime) -> list[Relabelled]:
        """Nobody does any more."""
        with self._writing():
            return labels.give(self._connection, numbers, None, now, self._who)

    def labels(self) -> Iterator[UserLabel]:
        """Every label that people gave; streamed."""
        with self._reading():
            yield from labels.given(self._connection)

    def label_of(self, number: int) -> UserLabel | None:
        """The one that holds for a mention."""
        with self._reading():
            return labels.held(self._connection, number)

    def save_head(self, head: Head) -> Head:
        """One more version."""
        with self._writing():
            return replace(head, version=heads.save(self._connection, head))

    def use_head(self, scorer: str, version: int | None, now: datetime | None = None) -> None:
        """Which version the scorer uses."""
        with self._writing():
            heads.choose(self._connection, scorer, version, self._who, now)

    def head(self, scorer: str) -> Head | None:
        """The version that the scorer uses."""
        with self._reading():
            return heads.active(self._connection, scorer)

    def heads(self) -> list[Head]:
        """All versions."""
        with self._reading():
            return heads.listing(self._connection)

    def remove_head(self, version: int, now: datetime) -> bool:
        """Forget one; whether there was one."""
        with self._writing():
            return heads.remove(self._connection, version, self._who, now)

    def refuse_heads(self, now: datetime, *, refused: bool) -> None:
        """Whether none is to be used."""
        with self._writing():
            heads.refuse(self._connection, self._who, now, refused=refused)

    def heads_refused(self) -> bool:
        """Whether that was said."""
        with self._reading():
            return heads.is_refused(self._connection)

    def count_to_rescore(self, wanted: Rescoring, after: int = 0) -> int:
        """How many."""
        with self._reading():
            return outdated.count(self._connection, wanted, after)

    def to_rescore(self, wanted: Rescoring, after: int = 0) -> list[Rescorable]:
        """The next of them."""
        with self._reading():
            return scores.page(self._connection, wanted, after)

    def rescorable(self, number: int) -> Rescorable | None:
        """One mention, hidden or not."""
        with self._reading():
            return scores.one(self._connection, number)

    def rescored_to(self, wanted: Rescoring) -> int:
        """Where that was stopped."""
        with self._reading():
            return scores.reached(self._connection, wanted)

    def save_scores(self, scored: Sequence[tuple[int, Sentiment]], wanted: Rescoring) -> None:
        """What a scorer says of mentions by now."""
        with self._writing():
            scores.save(self._connection, scored, wanted)

    def end_rescore(self, wanted: Rescoring) -> None:
        """All are done."""
        with self._writing():
            scores.end(self._connection, wanted)

    def authors_like(self, wanted: str) -> tuple[str, ...]:
        """Names of authors that hold this one."""
        with self._reading():
            return authors.names_like(self._connection, wanted)

    def entries(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int | None = None,
        newest_first: bool = False,
        after: int = 0,
    ) -> Iterator[StoredEntry]:
        """Every stored entry; streamed."""
        wanted = entries.Wanted(since=since, until=until, after=after, newest_first=newest_first)
        with self._reading():
            for page in entries.pages(self._connection, wanted, limit):
                yield from page

    def feeds(self, *, counted: bool = True) -> list[FeedRow]:
        """Every feed with its health, by source."""
        with self._reading():
            return health.listing(self._connection, counted=counted)

    def last_scan(self) -> ScanReport | None:
        """The last one that ended."""
        with self._reading():
            return journal.last_scan(self._connection)

    def journal(self, since: datetime | None = None) -> Iterator[Posted | Decision]:
        """What was sent and decided; streamed."""
        with self._reading():
            yield from journal.told(self._connection, since)

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    def _reading(self) -> AbstractContextManager[None]:
        return faults_told(self.path)

    def _writing(self) -> AbstractContextManager[None]:
        return transaction(self._connection, self.path)
