"""The store keeps everything and loses nothing: what the other parts may ask of it, and which module sees to it.

    open_store(path) -> Store

In one SQLite file, or on a PostgreSQL server (postgres/store.py). Each method is a transaction or a read, unless it
says otherwise. One store belongs to one thread. Processes may share a database: writers wait for one another, and two
scans of a file never meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from smwatch.later import Later
from smwatch.store.connection import PATIENCE, connect
from smwatch.store.scanned import Scanned
from smwatch.store.sql import Connection, Location

if TYPE_CHECKING:
    from smwatch.models import (
        BrandForgotten,
        Decision,
        Forgotten,
        Head,
        HourCount,
        Label,
        Limits,
        MentionFilter,
        MentionRow,
        Person,
        Posted,
        Pruned,
        Relabelled,
        Request,
        Rescorable,
        Rescoring,
        Sentiment,
        Share,
        UserLabel,
    )
    from smwatch.store import (
        authors,
        heads,
        hourly,
        imports,
        journal,
        labels,
        mentions,
        outbox,
        outdated,
        past,
        places,
        privacy,
        retention,
        roles,
        scores,
        tasks,
    )
    from smwatch.store.imports import Imports
    from smwatch.store.outbox import Outbox
    from smwatch.store.past import Past
    from smwatch.store.places import Places
    from smwatch.store.roles import RolesKept
    from smwatch.store.tasks import Tasks
else:
    _READ = "authors heads hourly imports journal labels mentions outbox outdated past places"
    _WRITTEN = "privacy retention roles scores tasks"
    globals().update({name: Later(f"smwatch.store.{name}") for name in f"{_READ} {_WRITTEN}".split()})


def open_store(path: Location, *, patience: float = PATIENCE, who: str | Callable[[], str] = "") -> Store:
    """The database at `path`, made where there is none and brought to today's schema.

    `patience`: seconds to wait for another program that writes to it. `who`: decides what is decided (audit.py).
    Raises NothingDoneError, with a mending, for a file that is no database of ours, newer, damaged, locked, or shut.
    """
    if isinstance(path, Path):
        return Store(connect(path, patience), path, who)
    from smwatch.store.postgres.store import open_server

    return open_server(path, who=who)


class Store(Scanned):
    """Beside what scans ask: what people and scripts read, say, send and let go."""

    def __init__(self, connection: Connection, path: Location, who: str | Callable[[], str] = "") -> None:
        super().__init__(connection, path)
        self._decider = who

    @cached_property
    def _who(self) -> str:
        """Who decides: asked where something is decided and not before, so that no scan stumbles over a name."""
        return self._decider if isinstance(self._decider, str) else self._decider()

    @property
    def work(self) -> Tasks:
        """What people do about mentions and alerts."""
        return tasks.Tasks(self._connection, self.path, lambda: self._who)

    @property
    def outbox(self) -> Outbox:
        """The messages that go out."""
        return outbox.Outbox(self._connection, self.path)

    @property
    def imports(self) -> Imports:
        """What other services' exports bring."""
        return imports.Imports(self._connection, self.path)

    @property
    def places(self) -> Places:
        """How far somebody has listed what is new."""
        return places.Places(self._connection, self.path)

    @property
    def past(self) -> Past:
        """What became of a mention, and what it stands among."""
        return past.Past(self._connection, self.path)

    @property
    def roles(self) -> RolesKept:
        """Who authors are to the company, where that is known."""
        return roles.RolesKept(self._connection, self.path)

    def counts(self, brand: str, since: datetime, until: datetime) -> list[HourCount]:
        """Current mentions of a brand by the hour in which they were published, the oldest first; own voices apart.

        From the hour of `since` on, without that of `until`; hours without any are left out.
        """
        with self._reading():
            return hourly.counts(self._connection, brand, since, until)

    def share_of_voice(self, since: datetime, until: datetime) -> list[Share]:
        """Which part of the public's current mentions of these hours is about which brand, loudest first."""
        with self._reading():
            return hourly.share_of_voice(self._connection, since, until)

    def mentions(self, wanted: MentionFilter) -> Iterator[MentionRow]:
        """Newest published first, or what fits the search best; streamed. None for a search without a word."""
        with self._reading():
            yield from mentions.listing(self._connection, wanted)

    def mention(self, number: int) -> MentionRow | None:
        """One mention."""
        with self._reading():
            return mentions.one(self._connection, number)

    def authors_like(self, wanted: str) -> tuple[str, ...]:
        """A few names of authors that hold this one, by how much is theirs; none where somebody bears it."""
        with self._reading():
            return authors.names_like(self._connection, wanted)

    def label_mentions(self, numbers: Sequence[int], label: Label, now: datetime) -> list[Relabelled]:
        """A person says that these mentions are so: it holds for their stories, against any scorer, for good.

        All of them or none: LookupError for a number that no mention has. A label replaces those given before.
        """
        with self._writing():
            return labels.give(self._connection, numbers, label, now, self._who)

    def unlabel_mentions(self, numbers: Sequence[int], now: datetime) -> list[Relabelled]:
        """Take back what holds for these mentions and their stories; what the scorer says counts again."""
        with self._writing():
            return labels.give(self._connection, numbers, None, now, self._who)

    def labels(self) -> Iterator[UserLabel]:
        """Every label that wasn't taken back, the oldest first; streamed."""
        with self._reading():
            yield from labels.given(self._connection)

    def label_of(self, number: int) -> UserLabel | None:
        """The label that holds for a mention: its own, or else the last that was given to its story."""
        with self._reading():
            return labels.held(self._connection, number)

    def save_head(self, head: Head) -> Head:
        """One more version of what a scorer learnt; back with its number. An active one is in use from now on."""
        with self._writing():
            return replace(head, version=heads.save(self._connection, head))

    def use_head(self, scorer: str, version: int | None, now: datetime | None = None) -> None:
        """The scorer uses this version from now on; None: none. `now`: when a person decides that."""
        with self._writing():
            heads.choose(self._connection, scorer, version, self._who, now)

    def head(self, scorer: str) -> Head | None:
        """The version that the scorer uses."""
        with self._reading():
            return heads.active(self._connection, scorer)

    def heads(self) -> list[Head]:
        """All versions, the newest first, removed ones too."""
        with self._reading():
            return heads.listing(self._connection)

    def remove_head(self, version: int, now: datetime) -> bool:
        """Forget a version's data, whether it is in use or not; False: there is none of that number."""
        with self._writing():
            return heads.remove(self._connection, version, self._who, now)

    def refuse_heads(self, now: datetime, *, refused: bool) -> None:
        """Whether none is to be used, of any scorer, until that is taken back."""
        with self._writing():
            heads.refuse(self._connection, self._who, now, refused=refused)

    def heads_refused(self) -> bool:
        """Whether that was said."""
        with self._reading():
            return heads.is_refused(self._connection)

    def count_to_rescore(self, wanted: Rescoring, after: int = 0) -> int:
        """How many mentions with a higher number are to be scored again."""
        with self._reading():
            return outdated.count(self._connection, wanted, after)

    def to_rescore(self, wanted: Rescoring, after: int = 0) -> list[Rescorable]:
        """The next of them by number, as many as one transaction takes; hidden ones wait until they come back."""
        with self._reading():
            return scores.page(self._connection, wanted, after)

    def rescorable(self, number: int) -> Rescorable | None:
        """One mention with what it takes to score it, hidden or not; None: there is none of that number."""
        with self._reading():
            return scores.one(self._connection, number)

    def rescored_to(self, wanted: Rescoring) -> int:
        """The last mention that was scored where scoring everything was stopped; 0: it begins."""
        with self._reading():
            return scores.reached(self._connection, wanted)

    def save_scores(self, scored: Sequence[tuple[int, Sentiment]], wanted: Rescoring) -> None:
        """What a scorer says of these mentions by now, and with `everything` how far that has come."""
        with self._writing():
            scores.save(self._connection, scored, wanted)

    def end_rescore(self, wanted: Rescoring) -> None:
        """All are done: the next time it begins with the first."""
        with self._writing():
            scores.end(self._connection, wanted)

    def journal(self, since: datetime | None = None) -> Iterator[Posted | Decision]:
        """What was sent and what was decided since then, the newest first; streamed."""
        with self._reading():
            yield from journal.told(self._connection, since)

    def prune(self, limits: Limits, now: datetime, progress: Callable[[int, int], None] | None = None) -> Pruned:
        """Delete mentions that are past their time, and the texts of entries that mention nobody and are past theirs.

        In small transactions: a scan may run beside it, and a kill is harmless.
        """
        return retention.prune(self._connection, self.path, limits, self._who, now, progress)

    def forget_brand(self, name: str, now: datetime, *, dry_run: bool = False) -> BrandForgotten:
        """Delete a brand's mentions, alerts and labels; likewise."""
        return retention.forget_brand(self._connection, self.path, name, self._who, now, dry_run=dry_run)

    def person(self, wanted: str) -> Person:
        """Who is meant by a name, an address or a page, and how much is stored of them."""
        with self._reading():
            return privacy.look_up(self._connection, wanted)

    def forget_person(
        self, request: Request, now: datetime, progress: Callable[[int, int], None] | None = None
    ) -> Forgotten:
        """Take a person out everywhere, keep them out from now on, and prove that nothing is left.

        In as many transactions as it takes.

        The caller holds the scan lock. NothingDoneError while another program keeps what was deleted from being wiped;
        run again, it goes on with that.
        """
        return privacy.forget(self._connection, self.path, request, self._who, now, progress)

    def remember_person(self, wanted: str, now: datetime) -> int:
        """Keep what they write from now on; the number of the request that is taken back, 0: there was none."""
        return privacy.take_back(self._connection, self.path, wanted, self._who, now)

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()
