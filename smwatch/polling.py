"""One feed's poll, from its turn to the sums: asked, read, kept and counted; `scan.py` does so with all that are due.

Asking      asks a feed's server                              in threads, or on another machine
Reading     parses what came, and finds mentions in it        in a process that may be lost
Tally       has the store keep it, and counts                 in the scan's own process, one transaction a feed
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, assert_never

from smwatch.config.settings import Config
from smwatch.errors import SmwatchError
from smwatch.feeds.comments import comment_specs
from smwatch.feeds.poll import fetch, read
from smwatch.feeds.timing import NO_COMMENTS, next_poll, warnings_of
from smwatch.identify import with_role
from smwatch.models import (
    Failure,
    FailureKind,
    Feed,
    FeedSpec,
    Polled,
    PollFailed,
    PollResult,
    ScanReport,
    Shift,
    Warned,
)
from smwatch.policy.roles import Roles
from smwatch.protocols import Clock, Fetcher, Unread
from smwatch.text.links import same_link, server_of
from smwatch.understand import Finding, with_story

if TYPE_CHECKING:  # where documents are read there is no database
    from smwatch.store import Store


@dataclass(slots=True)
class Turns:
    """Feeds found on the way wait their turn, so that thousands found at once are no stampede.

    `most`: how many of them a scan polls for the first time, of all and of one host.
    """

    most: tuple[int, int]
    taken: Counter[str] = field(default_factory=Counter)  # by host

    def has(self, feed: Feed) -> bool:
        """Whether it is this feed's turn in this scan; it is always that of one that was polled before."""
        if not feed.newcomer:
            return True
        (most, of_a_host), host = self.most, server_of(feed.url)
        if self.taken.total() >= most or self.taken[host] >= of_a_host:
            return False
        self.taken[host] += 1
        return True


def lanes(feeds: Iterable[Feed], per_host: int) -> list[list[Feed]]:
    """The feeds by host, in as many lanes as it may be asked at once; the longest first, as they take longest.

    Feeds of one lane are asked one after the other, so that they need no turn and share a connection.
    """
    hosts = defaultdict[str, list[Feed]](list)
    for feed in feeds:
        hosts[server_of(feed.url)].append(feed)
    found = [some[n::per_host] for some in hosts.values() for n in range(min(per_host, len(some)))]
    return sorted(found, key=len, reverse=True)


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


@dataclass(slots=True)
class Tally:
    """The sums of a scan, as they grow."""

    report: ScanReport
    quiet: timedelta  # comments under an entry that rest for so long are followed no more
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
                if saved.joined:
                    self.stories = {saved.joined.get(story, story) for story in self.stories}
                self.stories |= saved.stories
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
