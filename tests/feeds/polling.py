"""A feed that is polled by a scan every quarter of an hour, by a clock of its own; and how soon it is heard."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from smwatch.feeds.timing import next_poll
from smwatch.models import Entry, FailureKind, Feed, FeedSpec, Polled, PollFailed, Timing

MONDAY = datetime(2010, 1, 4, tzinfo=UTC)
QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)
SPEC = FeedSpec(url="https://example.com/feed/")


@dataclass
class Watched:
    """What happened to a feed."""

    polls: list[datetime] = field(default_factory=list)
    delays: list[tuple[datetime, timedelta]] = field(default_factory=list)  # published when, seen how much later
    silent: list[datetime] = field(default_factory=list)  # when a silence was first told
    resumed: list[datetime] = field(default_factory=list)
    timing: Timing | None = None

    def median_delay(self, wanted: Callable[[datetime], bool] = lambda _: True) -> timedelta:
        """Of what was published when it is `wanted`."""
        delays = sorted(delay for at, delay in self.delays if wanted(at))
        return delays[len(delays) // 2]

    def mean_delay(self) -> timedelta:
        return sum((delay for _, delay in self.delays), timedelta()) / len(self.delays)

    def polls_a_day(self, begin: datetime, end: datetime) -> float:
        return sum(begin <= at < end for at in self.polls) / ((end - begin) / DAY)


def watch(
    published: Sequence[datetime],
    begin: datetime,
    end: datetime,
    *,
    feed: Feed | None = None,
    shows: int = 30,
    step: timedelta = QUARTER,
    fails: bool = False,
) -> Watched:
    """Poll it from begin to end; its document shows the newest `shows` entries. `published` is sorted."""
    feed = feed or Feed(spec=SPEC, url=SPEC.url, added=begin)
    seen, due, clock, watched = 0, begin, begin, Watched()
    while clock < end:
        if clock < due:
            clock += max(step, (due - clock) // step * step)
            continue
        upto = bisect_right(published, clock)
        new = range(max(seen, upto - shows), upto)
        entries = tuple(Entry(key=str(n), published=published[n]) for n in new)
        if fails:
            timing = next_poll(feed, PollFailed(feed=feed, at=clock, kind=FailureKind.STATUS, status=404))
            feed = replace(feed, failures=feed.failures + 1)
        else:
            polled = Polled(feed=feed, at=clock, unchanged=not entries, seen=min(upto, shows), entries=entries)
            timing = next_poll(feed, polled)
            watched.delays += [(published[n], clock - published[n]) for n in new if published[n] >= begin]
            if timing.silent and not feed.silent:
                watched.silent.append(clock)
            if feed.silent and not timing.silent:
                watched.resumed.append(clock)
        watched.polls.append(clock)
        assert timing.at > clock, "it is never hammered"
        feed = kept(feed, timing, clock, brought=bool(entries))
        seen, due, watched.timing = upto, timing.at, timing
        clock += step
    return watched


def kept(feed: Feed, timing: Timing, at: datetime, *, brought: bool) -> Feed:
    """The feed as the store gives it back for the next poll."""
    learnt = bool(timing.rhythm)
    return replace(
        feed,
        last_poll=at,
        last_new=at if brought else feed.last_new,
        rhythm=timing.rhythm if learnt else feed.rhythm,
        silent_after=timing.silent_after if learnt else feed.silent_after,
        silent=timing.silent,
    )


def office_hours(at: datetime) -> bool:
    """Nine to six in Montréal in winter, Monday to Friday."""
    return at.weekday() < 5 and 14 <= at.hour < 23


def poisson(
    rng: random.Random, begin: datetime, end: datetime, a_week: float, weight: Callable[[datetime], float]
) -> Iterator[datetime]:
    """Moments that come by chance, so many a week, more of them in the hours that weigh more."""
    weights = [weight(MONDAY + hour * HOUR) for hour in range(168)]
    rates = [a_week * weight / sum(weights) for weight in weights]
    most = max(rates)
    at = begin
    while (at := at + rng.expovariate(most) * HOUR) < end:
        if rng.random() * most < rates[at.weekday() * 24 + at.hour]:
            yield at
