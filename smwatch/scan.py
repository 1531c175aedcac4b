"""The whole way, once: poll what is due, find mentions, score them, store; then ask whether it is a crisis.

It decides nothing itself: `feeds` says what is new, `matching` what is a mention, `sentiment` how it feels (both by way
of understand.py), `alerts` what it amounts to (by way of judging.py), and `store` keeps it, one transaction a feed.
Each step of a feed is in polling.py. What is stored is matched again where a query has changed (rematch.py).

    scan(parts, ...) -> ScanReport
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime

from smwatch.alerts.unheard import deaf
from smwatch.config.settings import Config
from smwatch.feeds.timing import SOON
from smwatch.identify import identify
from smwatch.judging import judge
from smwatch.models import (
    AlertChange,
    AlertKind,
    Ear,
    Feed,
    FeedSpec,
    Polled,
    PollResult,
    Posted,
    Relearnt,
    Rematched,
    ScanReport,
)
from smwatch.polling import Tally, Turns, lanes, roles_of
from smwatch.protocols import Clock, Runner, Sending, Unread, Work
from smwatch.rematch import Again, rematch, settle
from smwatch.rematch import Progress as Rereading
from smwatch.store import NEWCOMERS, Store
from smwatch.understand import Finding, Scoring
from smwatch.working import heed

WAVES = 4
"""How often a scan looks again for comment feeds that it has just found; theirs lead to no others."""

SHARES = 10_000
"""How often it asks for more where it is given a share at a time (Store.shared): until all is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a scan works with; `app.py` chooses them."""

    ask: Callable[[Feed], PollResult | Unread]
    read: Callable[[Unread], PollResult]  # finds mentions, elsewhere
    scoring: Scoring  # says here how they feel,
    scorers: Callable[[], tuple[str, ...]]  # and these are what their scores carry
    store: Store
    finding: Callable[[], Finding]  # for what is stored; only asked for when it must be matched again
    runner: Runner
    clock: Clock
    config: Config
    specs: tuple[FeedSpec, ...]  # the config's feeds, and what its searches stand for
    stopped: Callable[[], bool]  # whether no more feeds are to be begun
    readers: int  # how many may read at once
    sending: Sending  # how feeds are sent where they are polled elsewhere
    relearn: Callable[[], Relearnt | None]  # what people's labels teach, before anything is scored
    notices: Callable[[Sequence[AlertChange]], Sequence[Posted]]  # what is to go out about alerts

    def understood(self, unread: Unread) -> PollResult:
        """The second half of a poll: read elsewhere, scored here, where all readers share the encoder's memory."""
        result = self.read(unread)
        return self.scoring.polled(result) if isinstance(result, Polled) else result


Progress = Callable[[PollResult, int, int], None]
"""Told after each feed: its result, how many are done, how many there are."""


def scan(  # noqa: PLR0913 - keywords but for the parts
    parts: Parts,
    *,
    everything: bool = False,
    only: Sequence[str] = (),
    wait: float = 0,
    progress: Progress | None = None,
    rereading: Rereading | None = None,
) -> ScanReport:
    """Poll the feeds that are due (`everything`: due or not; `only`: these), and raise, move and close alerts.

    Raises BusyError when another scan holds the store and doesn't end within `wait` seconds.
    """
    store, config = parts.store, parts.config
    with store.scanning(wait, shared=True):
        started = parts.clock()
        store.sync_feeds(parts.specs, started)
        relearnt, scorers = relearn(parts), parts.scorers()
        tally = Tally(ScanReport(scan=store.begin_scan(started), started=started, seconds=0), config.threads.quiet)
        again = Again(store=store, brands=config.brands, specs=parts.specs, load=parts.finding, scoring=parts.scoring)
        rematched = told_anew(parts, again, started, rereading)
        polled = poll_all(parts, tally, everything=everything, only=only, progress=progress)
        settle_all(parts, tally, again)
        if tally.offline:
            store.forgive([failure.feed for failure in tally.failures], parts.clock() + SOON)
        ears = store.ears()
        changes = judged(parts, ears)
        report = replace(
            tally.report,
            due=tally.report.polled + tally.report.failed,
            skipped=max(0, store.enabled_count() - polled) + tally.postponed,
            seconds=round((parts.clock() - started).total_seconds(), 3),
            alerts=changes,
            warnings=(*tally.warnings, *deaf(watched(parts), ears, parts.clock())),
            failures=tuple(tally.failures),
            alerting=sum(alert.brand in again.names for alert in store.alerts(kind=AlertKind.CRISIS, open_only=True)),
            rematched=rematched,
            relearnt=relearnt,
            scorers=scorers,
        )
        store.end_scan(report)
    return report


def relearn(parts: Parts) -> Relearnt | None:
    """What labels teach, unless another scan learns from the same ones right now."""
    with parts.store.alone("learning", wait=0) as mine:
        return parts.relearn() if mine else None


def judged(parts: Parts, ears: Sequence[Ear]) -> tuple[AlertChange, ...]:
    """What has become of alerts; one scan after the other, as each must see what the one before has told."""
    with parts.store.alone("judging") as mine:
        if not mine:
            return ()
        now = parts.clock()
        return judge(
            watched(parts), store=parts.store, now=now, settings=parts.config.alerts, ears=ears, notices=parts.notices
        )


def settle_all(parts: Parts, tally: Tally, again: Again) -> None:
    """Comments that came before what they answer; what the company's own voice answered among them is answered."""
    with parts.store.alone("settling") as mine:
        if mine:
            tally.answers(settle(again))
            heed(parts.store, parts.config, parts.clock())


def told_anew(parts: Parts, again: Again, now: datetime, rereading: Rereading | None) -> tuple[Rematched, ...]:
    """What is stored, where the config has changed: who wrote it, whom it mentions; unless another scan sees to it."""
    with parts.store.alone("rematching", wait=0) as mine:
        if not mine:
            return ()
        identify(parts.store, roles_of(parts.config))
        return rematch(again, now, rereading)


def poll_all(parts: Parts, tally: Tally, *, everything: bool, only: Sequence[str], progress: Progress | None) -> int:
    """Poll what is due and the comment feeds found on the way; how many feeds that was."""
    work = Work(
        fetch=parts.ask,
        know=parts.store.know,
        read=parts.understood,
        readers=parts.readers,
        stopped=parts.stopped,
        sending=parts.sending,
        tell=lambda kind, message, args: tally.tell(kind, message, args, parts.clock()),
    )
    polled, done, turns, per_host = set[str](), 0, Turns(NEWCOMERS), parts.config.network.per_host
    for _ in range(1 if only else SHARES if parts.store.shared else WAVES):
        due = parts.store.due(parts.clock(), everything=everything, only=only)
        due = [feed for feed in due if feed.spec.url not in polled and (only or turns.has(feed))]
        if not due or parts.stopped():
            break
        polled.update(feed.spec.url for feed in due)
        before = done
        with closing(parts.runner.run(work, lanes(due, per_host))) as results:  # or it waits for us
            for result in results:
                # told by when it is stored: a digest that was written while it was under way must not lie behind it
                tally.add(parts.store, replace(result, at=parts.clock()))
                done += 1
                if progress:
                    progress(result, done, len(polled))
        if done == before:  # whoever does the work is lost: the rest is for the next scan
            break
    return done


def watched(parts: Parts) -> list[str]:
    """The brands that raise alerts."""
    return [brand.name for brand in parts.config.brands if brand.alerts]
