"""What the store promises: everything is kept, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final, Protocol

from smwatch.protocols.scanned import Scanned

if TYPE_CHECKING:
    from smwatch.models import (
        Alert,
        AlertChange,
        AlertKind,
        BrandForgotten,
        Decision,
        Ear,
        Failure,
        Feed,
        FeedRow,
        FeedSpec,
        Forgotten,
        Head,
        Heard,
        HourCount,
        Label,
        Limits,
        Listening,
        MentionFilter,
        MentionRow,
        Person,
        Polled,
        PollFailed,
        Posted,
        Pruned,
        Relabelled,
        Request,
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
    from smwatch.protocols.imports import Imports
    from smwatch.protocols.outbox import Outbox
    from smwatch.protocols.past import Past
    from smwatch.protocols.places import Places
    from smwatch.protocols.roles import RolesKept
    from smwatch.protocols.tasks import Tasks

NEWCOMERS: Final = (200, 50)
"""How many feeds that were found on the way a scan polls for the first time, and how many of one host: the others wait
their turn, those of entries that mention a brand before the others, of negative ones before all, then the newest."""


class Store(Scanned, Protocol):
    """Keeps everything, loses nothing. Each method that writes is one transaction; a kill between two is harmless."""

    def sync_feeds(self, specs: Sequence[FeedSpec], now: datetime) -> None:
        """The config's feeds and searches are these; new ones are due now, missing ones are disabled, never deleted.

        Discovered feeds stay, with their parent.
        """
        ...

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
        ...

    def next_due(self, now: datetime) -> datetime | None:
        """When the next feed is due; `now` where one is that nobody else polls, None where none ever will be."""
        ...

    def know(self, feed: Feed, now: datetime) -> Feed:
        """The feed with what is stored of its entries: known, marks, threads. LookupError for one never made known."""
        ...

    def enabled_count(self) -> int:
        """How many feeds are enabled, due or not."""
        ...

    def save_poll(self, polled: Polled, timing: Timing) -> Saved:
        """Entries, mentions, comment feeds, validators and health of one feed, together or not at all.

        Saving the same poll again adds nothing. An edited entry keeps its row; its mentions are scored anew.
        """
        ...

    def save_failure(self, failed: PollFailed, timing: Timing) -> Failure:
        """The feed's health; back with since when it fails."""
        ...

    def watched(self) -> dict[str, Watched]:
        """The brands that are looked for, by name, and which query their mentions are of."""
        ...

    def begin_rematch(self, pending: Mapping[str, str], gone: Collection[str], now: datetime) -> None:
        """Stored entries are matched with these brands' queries (name -> fingerprint) from now on, or still.

        `gone`: brands that aren't looked for any more; their mentions stay.
        """
        ...

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
        ...

    def end_rematch(self, names: Collection[str], spared: Collection[str]) -> None:
        """All is matched with their queries; each feed but `spared` (URLs) is read whole at its next poll."""
        ...

    def unsettled(self, after: int = 0) -> list[StoredEntry]:
        """Some of the comments whose entry has gained or lost a mention since they were matched, by number."""
        ...

    def forgive(self, feeds: Sequence[str], at: datetime) -> None:
        """The last failure of these feeds was this machine's: for some days it doesn't count; they are due at `at`."""
        ...

    def listening_since(self) -> datetime | None:
        """When the first scan began; None before it."""
        ...

    def heard(self, brand: str, since: datetime) -> list[Heard]:
        """The brand's mentions fetched since then, oldest first, as the detector wants them."""
        ...

    def listen(self, brand: str, since: datetime, *, anew: bool = False) -> Listening:
        """What is new about the brand since its state was kept, or `anew` all that was fetched since then.

        No state is left of one whose mentions have changed or gone; then it is all, too.
        """
        ...

    def alerts(
        self, *, brand: str = "", kind: AlertKind | None = None, open_only: bool = False, limit: int | None = None
    ) -> list[Alert]:
        """Newest first."""
        ...

    def alert(self, number: int) -> Alert | None:
        """One alert."""
        ...

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
        ...

    def judged(self) -> dict[str, datetime]:
        """Up to when which brands were judged; without those that never were."""
        ...

    @property
    def work(self) -> Tasks:
        """What people do about mentions and alerts."""
        ...

    def ears(self, *, brief: bool = False) -> list[Ear]:
        """For each brand the feeds that ever brought a mention of it or are declared about it; for "" all of them.

        Without those that aren't polled any more. `brief`: where one is fine that told of it lately, that one alone.
        """
        ...

    def counts(self, brand: str, since: datetime, until: datetime) -> list[HourCount]:
        """Current mentions of a brand by the hour in which they were published, the oldest first; own voices apart.

        From the hour of `since` on, without that of `until`; hours without any are left out.
        """
        ...

    def share_of_voice(self, since: datetime, until: datetime) -> list[Share]:
        """Which part of the public's current mentions of these hours is about which brand, loudest first."""
        ...

    def mentions(self, wanted: MentionFilter) -> Iterator[MentionRow]:
        """Newest published first, or what fits the search best; streamed. None for a search without a word."""
        ...

    def mention(self, number: int) -> MentionRow | None:
        """One mention."""
        ...

    def label_mentions(self, numbers: Sequence[int], label: Label, now: datetime) -> list[Relabelled]:
        """A person says that these mentions are so: it holds for their stories, against any scorer, for good.

        All of them or none: LookupError for a number that no mention has. A label replaces those given before.
        """
        ...

    def unlabel_mentions(self, numbers: Sequence[int], now: datetime) -> list[Relabelled]:
        """Take back what holds for these mentions and their stories; what the scorer says counts again."""
        ...

    def labels(self) -> Iterator[UserLabel]:
        """Every label that wasn't taken back, the oldest first; streamed."""
        ...

    def label_of(self, number: int) -> UserLabel | None:
        """The label that holds for a mention: its own, or else the last that was given to its story."""
        ...

    def save_head(self, head: Head) -> Head:
        """One more version of what a scorer learnt; back with its number. An active one is in use from now on."""
        ...

    def use_head(self, scorer: str, version: int | None, now: datetime | None = None) -> None:
        """The scorer uses this version from now on; None: none. `now`: when a person decides that."""
        ...

    def head(self, scorer: str) -> Head | None:
        """The version that the scorer uses."""
        ...

    def heads(self) -> list[Head]:
        """All versions, the newest first, removed ones too."""
        ...

    def remove_head(self, version: int, now: datetime) -> bool:
        """Forget a version's data, whether it is in use or not; False: there is none of that number."""
        ...

    def refuse_heads(self, now: datetime, *, refused: bool) -> None:
        """Whether none is to be used, of any scorer, until that is taken back."""
        ...

    def heads_refused(self) -> bool:
        """Whether that was said."""
        ...

    def count_to_rescore(self, wanted: Rescoring, after: int = 0) -> int:
        """How many mentions with a higher number are to be scored again."""
        ...

    def to_rescore(self, wanted: Rescoring, after: int = 0) -> list[Rescorable]:
        """The next of them by number, as many as one transaction takes; hidden ones wait until they come back."""
        ...

    def rescorable(self, number: int) -> Rescorable | None:
        """One mention with what it takes to score it, hidden or not; None: there is none of that number."""
        ...

    def rescored_to(self, wanted: Rescoring) -> int:
        """The last mention that was scored where scoring everything was stopped; 0: it begins."""
        ...

    def save_scores(self, scored: Sequence[tuple[int, Sentiment]], wanted: Rescoring) -> None:
        """What a scorer says of these mentions by now, and with `everything` how far that has come."""
        ...

    def end_rescore(self, wanted: Rescoring) -> None:
        """All are done: the next time it begins with the first."""
        ...

    def authors_like(self, wanted: str) -> tuple[str, ...]:
        """A few names of authors that hold this one, by how much is theirs; none where somebody bears it."""
        ...

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
        ...

    def feeds(self, *, counted: bool = True) -> list[FeedRow]:
        """Every feed with its health, by source; unless `counted`, without how much it brought."""
        ...

    def last_scan(self) -> ScanReport | None:
        """The last one that ended; its alerts and failures left out."""
        ...

    @property
    def outbox(self) -> Outbox:
        """The messages that go out."""
        ...

    @property
    def imports(self) -> Imports:
        """What other services' exports bring."""
        ...

    @property
    def places(self) -> Places:
        """How far somebody has listed what is new."""
        ...

    @property
    def past(self) -> Past:
        """What became of a mention, and what it stands among."""
        ...

    @property
    def roles(self) -> RolesKept:
        """Who authors are to the company, where that is known."""
        ...

    def journal(self, since: datetime | None = None) -> Iterator[Posted | Decision]:
        """What was sent and what was decided since then, the newest first; streamed."""
        ...

    def prune(self, limits: Limits, now: datetime, progress: Callable[[int, int], None] | None = None) -> Pruned:
        """Delete mentions that are past their time, and the texts of entries that mention nobody and are past theirs.

        In small transactions: a scan may run beside it, and a kill is harmless.
        """
        ...

    def forget_brand(self, name: str, now: datetime, *, dry_run: bool = False) -> BrandForgotten:
        """Delete a brand's mentions, alerts and labels; likewise."""
        ...

    def person(self, wanted: str) -> Person:
        """Who is meant by a name, an address or a page, and how much is stored of them."""
        ...

    def forget_person(
        self, request: Request, now: datetime, progress: Callable[[int, int], None] | None = None
    ) -> Forgotten:
        """Take a person out everywhere, keep them out from now on, and prove that nothing is left.

        The caller holds the scan lock. NothingDoneError while another program keeps what was deleted from being wiped;
        run again, it goes on with that.
        """
        ...

    def remember_person(self, wanted: str, now: datetime) -> int:
        """Keep what they write from now on; the number of the request that is taken back, 0: there was none."""
        ...

    def close(self) -> None:
        """Give the file back."""
        ...
