"""The whole way, once: poll what is due, find mentions, score them, store; then ask whether it is a crisis.

It decides nothing itself: `feeds` says what is new, `matching` what is a mention, `sentiment` how it feels (both by way
of understand.py), `alerts` what it amounts to (by way of judging.py), and `store` keeps it, one transaction a feed.
What is stored is matched again where a query has changed (rematch.py).

    scan(parts, ...) -> ScanReport
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import assert_never

from smwatch.alerts.unheard import deaf
from smwatch.config.settings import AlertSettings, Config
from smwatch.errors import SmwatchError
from smwatch.feeds.comments import comment_specs
from smwatch.feeds.poll import fetch, read
from smwatch.feeds.timing import NO_COMMENTS, QUIET_FOR, SOON, next_poll, warnings_of
from smwatch.identify import identify, with_role
from smwatch.judging import judge
from smwatch.models import (
    AlertChange,
    AlertKind,
    Brand,
    Ear,
    Failure,
    FailureKind,
    Feed,
    FeedSpec,
    Polled,
    PollFailed,
    PollResult,
    Posted,
    Relearnt,
    Rematched,
    ScanReport,
    Shift,
    Warned,
)
from smwatch.policy.roles import Roles
from smwatch.protocols import NEWCOMERS, Clock, Fetcher, Runner, Sending, Store, Unread, Work
from smwatch.rematch import Again, rematch, settle
from smwatch.rematch import Progress as Rereading
from smwatch.text.links import same_link, server_of
from smwatch.understand import Finding, Scoring, with_story

WAVES = 4
"""How often a scan looks again for comment feeds that it has just found; theirs lead to no others."""

SHARES = 10_000
"""How often it asks for more where it is given a share at a time (protocols.Scanned.shared): until all is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The first half of a poll: asks a feed's server. Most feeds have nothing new, and that is all."""

    fetcher: Fetcher
    clock: Clock
    headers: Callable[[FeedSpec], Mapping[str, str]]  # secrets resolved; raises SmwatchError where one is missing

    def __call__(self, feed: Feed) -> PollResult | Unread:
        """Never raises for what one feed does."""
        ready = self.ready(feed)
        if not isinstance(ready, Feed):
            return ready
        return fetch(feed, fetcher=self.fetcher, now=self.clock(), headers=ready.spec.headers)

    def ready(self, feed: Feed) -> Feed | PollFailed:
        """The feed as it may be sent away: with the secrets in its headers, and no way to others'."""
        try:
            headers = self.headers(feed.spec) if feed.spec.headers else {}
        except SmwatchError as missing:
            args = {name: str(value) for name, value in missing.arguments.items()}
            return PollFailed(
                feed=feed, at=self.clock(), kind=FailureKind.UNAUTHORIZED, message=missing.what, args=args
            )
        return replace(feed, spec=replace(feed.spec, headers=headers)) if headers else feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The second half: what came is parsed, and mentions are found; without network and store."""

    finding: Finding
    languages: tuple[str, ...]
    roles: Roles = field(default_factory=Roles)

    def __call__(self, unread: Unread) -> PollResult:
        """Never raises for what one feed does. What is stored of the feed's entries has served, and stays here."""
        result = read(unread, self.languages)
        result = self.understood(result) if isinstance(result, Polled) else result
        return replace(result, feed=replace(unread.feed, known=(), threads={}, marks=b""))

    def understood(self, polled: Polled) -> Polled:
        """The same poll with who wrote it, the mentions in it, and the comment feeds worth following."""
        polled = signed(polled, self.roles)
        spec, entries = polled.feed.spec, (*polled.entries, *polled.again)
        found = [
            self.finding.find(
                entry,
                source=spec.source or polled.title,
                about=spec.about,
                thread_brands=polled.feed.threads.get(same_link(entry.thread), ()) if entry.thread else (),
            )
            for entry in entries
        ]
        found = [with_story(one) for one in found if one.mentions]
        prints = {one.entry.key: one.printed for one in found}
        mentions = tuple(mention for one in found for mention in one.mentions)
        polled = replace(polled, mentions=mentions, again=tuple(e for e in polled.again if e.key in prints))
        return replace(polled, prints=prints, comment_feeds=follow(polled, set(prints)))


def roles_of(config: Config) -> Roles:
    """Who the company's own people are."""
    return Roles(config.company, config.people)


def signed(polled: Polled, roles: Roles) -> Polled:
    """The same with the roles of the authors who are known."""
    if not roles.on:
        return polled
    entries, again = (tuple(map(partial(with_role, roles=roles), some)) for some in (polled.entries, polled.again))
    return replace(polled, entries=entries, again=again)


def follow(polled: Polled, about_a_brand: set[str]) -> tuple[FeedSpec, ...]:
    """The comment feeds to follow, as the feed's `comments` setting says; the site's own always come along."""
    policy = polled.feed.spec.comments
    if policy == "none":
        return ()
    entries = [e for e in (*polled.entries, *polled.again) if policy == "all" or e.key in about_a_brand]
    return (*polled.comment_feeds, *comment_specs(polled.feed, entries))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a scan works with; `app.py` chooses them."""

    ask: Callable[[Feed], PollResult | Unread]
    read: Callable[[Unread], PollResult]  # finds mentions, elsewhere
    scoring: Scoring  # says here how they feel,
    scorers: Callable[[], tuple[str, ...]] = tuple  # and these are what their scores carry
    store: Store
    finding: Callable[[], Finding]  # for what is stored; only asked for when it must be matched again
    runner: Runner
    clock: Clock
    specs: tuple[FeedSpec, ...]  # the config's feeds, and what its searches stand for
    brands: tuple[Brand, ...]
    alerts: AlertSettings
    quiet: timedelta = QUIET_FOR  # comments under an entry that rest for so long are followed no more
    roles: Roles = field(default_factory=Roles)  # who is whose: of what is stored, where the config has changed
    per_host: int = 2
    stopped: Callable[[], bool] = lambda: False  # whether no more feeds are to be begun
    readers: int = 1  # how many may read at once
    sending: Sending | None = None  # how feeds are sent where they are polled elsewhere
    relearn: Callable[[], Relearnt | None] = lambda: None  # what people's labels teach, before anything is scored
    notices: Callable[[Sequence[AlertChange]], Sequence[Posted]] = lambda _: ()  # what is to go out about alerts
    heed: Callable[[], object] = lambda: None  # what the company's own voice answered is marked as answered

    def understood(self, unread: Unread) -> PollResult:
        """The second half of a poll: read elsewhere, scored here, where all readers share the encoder's memory."""
        result = self.read(unread)
        return self.scoring.polled(result) if isinstance(result, Polled) else result


Progress = Callable[[PollResult, int, int], None]
"""Told after each feed: its result, how many are done, how many there are."""


@dataclass(slots=True)
class Tally:
    """The sums of a scan, as they grow."""

    report: ScanReport
    quiet: timedelta = QUIET_FOR
    failures: list[Failure] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    stories: set[str] = field(default_factory=set)  # that its new mentions tell
    postponed: int = 0  # not asked at all, as their host wants a pause

    @property
    def offline(self) -> bool:
        """Whether not one name could be looked up: then it is this machine that has no network."""
        return not self.report.polled and {failure.kind for failure in self.failures} == {FailureKind.DNS}

    def add(self, store: Store, result: PollResult) -> None:
        """Store one result, in one transaction, and count it."""
        timing, r = next_poll(result.feed, result, self.quiet), self.report
        match result:
            case Polled():
                saved = store.save_poll(result, timing)
                self.warnings += warnings_of(result, timing)
                self.stories = {saved.joined.get(story, story) for story in self.stories} | saved.stories
                self.report = replace(
                    r,
                    polled=r.polled + 1,
                    unchanged=r.unchanged + result.unchanged,
                    entries_seen=r.entries_seen + result.seen,
                    entries_new=r.entries_new + saved.entries,
                    mentions_new=r.mentions_new + saved.mentions,
                    mentions_negative=r.mentions_negative + saved.negative,
                    mentions_unscored=r.mentions_unscored + saved.unscored,
                    stories_new=len(self.stories),
                )
            case PollFailed():
                failure = store.save_failure(result, timing)
                if result.postponed:
                    self.postponed += 1
                elif timing.why != NO_COMMENTS:  # never was there: no failure to tell
                    self.report = replace(r, failed=r.failed + 1)
                    self.failures.append(failure)
            case _:
                assert_never(result)

    def tell(self, kind: str, message: str, args: Mapping[str, str], now: datetime) -> None:
        """What became of workers, and of feeds that they had."""
        self.warnings.append(Warned(kind=kind, brand="", feed="", message=message, args=args, at=now))

    def answers(self, shifts: Sequence[Shift]) -> None:
        """Count comments that came before it was known what they answer."""
        new, r = [shift for shift in shifts if shift.new], self.report
        self.stories |= {shift.story for shift in new}
        self.report = replace(
            r,
            mentions_new=r.mentions_new + len(new),
            mentions_negative=r.mentions_negative + sum(shift.negative for shift in new),
            mentions_unscored=r.mentions_unscored + sum(shift.unscored for shift in new),
            stories_new=len(self.stories),
        )


@dataclass(slots=True)
class Turns:
    """Feeds found on the way wait their turn, so that thousands found at once are no stampede (protocols.NEWCOMERS)."""

    taken: Counter[str] = field(default_factory=Counter)  # by host

    def has(self, feed: Feed) -> bool:
        """Whether it is this feed's turn in this scan; it is always that of one that was polled before."""
        if not feed.newcomer:
            return True
        (most, of_a_host), host = NEWCOMERS, server_of(feed.url)
        if self.taken.total() >= most or self.taken[host] >= of_a_host:
            return False
        self.taken[host] += 1
        return True


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
    store = parts.store
    with store.scanning(wait, shared=True):
        started = parts.clock()
        store.sync_feeds(parts.specs, started)
        relearnt, scorers = relearn(parts), parts.scorers()
        tally = Tally(ScanReport(scan=store.begin_scan(started), started=started, seconds=0), parts.quiet)
        again = Again(store=store, brands=parts.brands, specs=parts.specs, load=parts.finding, scoring=parts.scoring)
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
            watched(parts), store=parts.store, now=now, settings=parts.alerts, ears=ears, notices=parts.notices
        )


def settle_all(parts: Parts, tally: Tally, again: Again) -> None:
    """Comments that came before what they answer, and the answers among them."""
    with parts.store.alone("settling") as mine:
        if mine:
            tally.answers(settle(again))
            parts.heed()


def told_anew(parts: Parts, again: Again, now: datetime, rereading: Rereading | None) -> tuple[Rematched, ...]:
    """What is stored, where the config has changed: who wrote it, whom it mentions; unless another scan sees to it."""
    with parts.store.alone("rematching", wait=0) as mine:
        if not mine:
            return ()
        identify(parts.store, parts.roles)
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
    polled, done, turns = set[str](), 0, Turns()
    for _ in range(1 if only else SHARES if parts.store.shared else WAVES):
        due = parts.store.due(parts.clock(), everything=everything, only=only)
        due = [feed for feed in due if feed.spec.url not in polled and (only or turns.has(feed))]
        if not due or parts.stopped():
            break
        polled.update(feed.spec.url for feed in due)
        before = done
        with closing(parts.runner.run(work, lanes(due, parts.per_host))) as results:  # or it waits for us
            for result in results:
                # told by when it is stored: a digest that was written while it was under way must not lie behind it
                tally.add(parts.store, replace(result, at=parts.clock()))
                done += 1
                if progress:
                    progress(result, done, len(polled))
        if done == before:  # whoever does the work is lost: the rest is for the next scan
            break
    return done


def lanes(feeds: Iterable[Feed], per_host: int) -> list[list[Feed]]:
    """The feeds by host, in as many lanes as it may be asked at once; the longest first, as they take longest.

    Feeds of one lane are asked one after the other, so that they need no turn and share a connection.
    """
    hosts = defaultdict[str, list[Feed]](list)
    for feed in feeds:
        hosts[server_of(feed.url)].append(feed)
    found = [some[n::per_host] for some in hosts.values() for n in range(min(per_host, len(some)))]
    return sorted(found, key=len, reverse=True)


def watched(parts: Parts) -> list[str]:
    """The brands that raise alerts."""
    return [brand.name for brand in parts.brands if brand.alerts]
