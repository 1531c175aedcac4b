"""Every feed of the config asked at once, with a scan's manners, nothing stored; and what their servers' clocks say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

from smwatch.cli.checks import Tried
from smwatch.cli.terminal import Terminal
from smwatch.errors import SmwatchError
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.models import Feed, FeedSpec, PollResult
    from smwatch.protocols import Unread

APART = timedelta(minutes=2)
"""By so much a clock may be wrong: what is told at once is told with the hour, and certificates don't mind."""


@dataclass
class Trial:
    """One look at all of them."""

    terminal: Terminal
    ahead: dict[str, timedelta] = field(default_factory=dict)  # by host: its clock before this machine's
    failed: set[str] = field(default_factory=set)  # addresses, whole: shown, two may look alike

    def each(self, specs: Sequence[FeedSpec]) -> Iterator[Tried]:
        """How each did, as they answer; those whose host asked for a pause aren't asked."""
        from smwatch.models import Feed
        from smwatch.polling import lanes
        from smwatch.protocols import Work
        from smwatch.runners.threads import Threads

        app, paused = self.terminal.app, self._paused()
        asked = [Feed(spec=spec, url=spec.url) for spec in specs if spec.enabled and spec.url not in paused]
        for spec in specs:
            if spec.url in paused and spec.enabled:
                yield self._waits(spec, paused[spec.url])
        if not asked:
            return
        work = Work(fetch=self._ask, know=lambda feed, _: feed, read=app.running.read)
        network = app.config.network
        for result in Threads(network.workers).run(work, lanes(asked, network.per_host)):
            yield self._said(result)

    def clock(self) -> Iterator[Tried]:
        """Whether most servers' clocks show another time than this machine's."""
        if not self.ahead:
            return
        speech, off = (
            self.terminal.speech,
            timedelta(seconds=median(each.total_seconds() for each in self.ahead.values())),
        )
        count, name = len(self.ahead), speech.say(N_("clock"))
        servers = speech.count("{n} server", "{n} servers", count)
        if abs(off) <= APART:
            yield Tried(name, True, speech.say(N_("as that of {servers}"), servers=servers))
            return
        late = N_("it is {minutes} min behind that of {servers} → set it, or have it set: timedatectl set-ntp true")
        early = N_("it is {minutes} min ahead of that of {servers} → set it, or have it set: timedatectl set-ntp true")
        minutes = speech.number(round(abs(off) / timedelta(minutes=1)))
        said = speech.say(late if off > timedelta() else early, minutes=minutes, servers=servers)
        yield Tried(name, True, said, warned=True)

    def _paused(self) -> dict[str, datetime]:
        """Until when whose host wants to be left alone."""
        from smwatch.feeds.timing import PAUSED

        now = self.terminal.app.clock()
        try:
            rows = self.terminal.app.store.feeds()
        except SmwatchError:
            return {}  # told by `database`
        return {
            row.url: row.next_poll for row in rows if row.next_why == PAUSED and row.next_poll and row.next_poll > now
        }

    def _ask(self, feed: Feed) -> PollResult | Unread:
        """As a scan does; in many threads."""
        from smwatch.feeds.asks import http_date
        from smwatch.protocols import Unread
        from smwatch.text.links import server_of

        got = self.terminal.app.ask(feed)
        if isinstance(got, Unread) and (date := http_date(got.answer.headers.get("date", ""))):
            age = got.answer.headers.get("age", "")  # since when a cache has had it
            there = date + timedelta(seconds=int(age) if age.isdecimal() and len(age) < len("10000000") else 0)
            self.ahead[server_of(got.answer.url)] = there - self.terminal.app.clock()
        return got

    def _waits(self, spec: FeedSpec, until: datetime) -> Tried:
        from smwatch.text.links import masked

        said = N_("its host asked for a pause: not asked before {when}")
        speech = self.terminal.speech
        return Tried(masked(spec.url), True, speech.say(said, when=speech.short(until)), warned=True)

    def _said(self, result: PollResult) -> Tried:
        """Whether a feed answers, and with what."""
        from smwatch.models import PollFailed
        from smwatch.text.links import masked

        speech, name = self.terminal.speech, masked(result.feed.spec.url)
        if isinstance(result, PollFailed):
            self.failed.add(result.feed.spec.url)
            return Tried(name, False, speech.say(result.message, **result.args))
        seen = speech.count("{n} entry", "{n} entries", result.seen)
        found = speech.count("{n} mention", "{n} mentions", len(result.mentions))
        if not result.title:
            return Tried(name, True, f"{seen}, {found}")
        brought = N_("{title}: {entries}, {mentions}")
        return Tried(name, True, speech.say(brought, title=result.title, entries=seen, mentions=found))
