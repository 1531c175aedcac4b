"""What would have been raised, and when: the live rule, played over mentions in the order in which they were fetched.

    backtest(mentions, feed_events, tick=..., settings=..., kinds=...) -> Iterator[Alert]     each once, as it ended

At each tick only what had been fetched by then is known; brands are independent. As in a scan, only a mention that was
fetched since the last tick and speaks against its brand opens an alert; otherwise brands are asked where an alert is
open. Time goes with the number of mentions, memory with the mentions of five days and the days of each brand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from smwatch.alerts.figures import speaking
from smwatch.alerts.lifecycle import Life, hushed
from smwatch.alerts.listener import Listener
from smwatch.alerts.voices import LATE, MEMORY, order
from smwatch.config.settings import AlertSettings
from smwatch.models import Alert, AlertKind, Heard, Level

EPOCH = datetime.fromisoformat("1970-01-01T00:00:00Z")
KEPT = timedelta(hours=MEMORY + LATE)


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """What happened to a feed: "added", "down" or "up"."""

    at: datetime
    source: str
    event: str


@dataclass(slots=True)
class Track:
    """One brand and kind as the backtest goes on: what it heard lately, and its latest alert."""

    brand: str
    listener: Listener
    settings: AlertSettings
    lately: list[Heard] = field(default_factory=list)
    latest: Alert | None = None

    @property
    def open(self) -> bool:
        """Whether an alert is open."""
        return self.latest is not None and self.latest.level is not Level.CLOSED

    def hear(self, mentions: list[Heard], now: datetime) -> bool:
        """Take what was fetched since the last tick; whether one of them speaks against the brand."""
        if len(self.lately) > 2 * len(mentions) and self.lately[0].fetched < now - 2 * KEPT:
            self.lately = [h for h in self.lately if h.fetched >= now - KEPT]
        self.lately += mentions
        spoke = [self.listener.take(heard) for heard in mentions]  # all are taken, whether one speaks or not
        return any(spoke)

    def advance(self, now: datetime, number: int, *, news: bool) -> Alert | None:
        """Judge; back with an alert that has just closed. A new one gets this number."""
        life = Life(self.brand, self.listener, self.settings, self.first_mention)
        change = life.advance(now, self.latest, news=news)
        if change is None:
            return None
        self.latest = change.alert if change.alert.id else replace(change.alert, id=number)
        return self.latest if self.latest.level is Level.CLOSED else None

    def first_mention(self, alert: Alert) -> Alert:
        """The alert with its first mention, which is all that a backtest tells of them."""
        if alert.first_mention:
            return alert
        return replace(alert, first_mention=next((h.id for h in speaking(alert, self.lately)), ""))


class Backtest:
    """All brands and kinds, from the first mention on."""

    def __init__(self, since: datetime, settings: AlertSettings, kinds: tuple[AlertKind, ...]) -> None:
        self.since, self.settings, self.told = since, settings, kinds
        self.kinds = tuple(AlertKind) if AlertKind.BUZZ in kinds else kinds  # as no buzz begins in a crisis
        self.tracks: dict[str, tuple[Track, ...]] = {}
        self.raised, self.heard = 0, since
        self.open = set[str]()  # brands of which an alert is
        self.day, self.new_day = -1, True

    def tick(self, now: datetime, mentions: dict[str, list[Heard]]) -> Iterator[Alert]:
        """One look at what was fetched since the last one, by brand; gives the alerts that closed."""
        self.heard = now if mentions else self.heard
        for brand in mentions:
            if brand not in self.tracks:
                self.tracks[brand] = tuple(
                    Track(brand, Listener(kind, self.since), self.settings) for kind in self.kinds
                )
        for brand in self._to_ask(now, mentions):
            new = sorted(mentions.get(brand, ()), key=order)
            for track in self.tracks[brand]:
                spoke = track.hear(new, now)  # whether it is told or not
                news = spoke and not hushed(track.listener.kind, (other.latest for other in self.tracks[brand]))
                if news or track.open or self.new_day:
                    was_open = track.open
                    closed = track.advance(now, self.raised + 1, news=news)
                    told = track.listener.kind in self.told
                    self.raised += told and track.open and not was_open
                    if closed and told:
                        yield closed
            self.open.discard(brand)
            if any(track.open for track in self.tracks[brand]):
                self.open.add(brand)

    def _to_ask(self, now: datetime, mentions: Collection[str]) -> Iterable[str]:
        """The brands that something may be new about: all of them on a new day, which is a new yardstick."""
        day = (now - EPOCH).days
        self.new_day, self.day = day != self.day, day
        return list(self.tracks) if self.new_day else sorted(self.open.union(mentions))

    def asleep(self, now: datetime) -> bool:
        """Whether nothing can happen before the next mention, so that a gap of years takes no time."""
        return now - self.heard > KEPT and not self.open

    def still_open(self) -> list[Alert]:
        """The alerts that nothing has closed, oldest first."""
        alerts = [t.latest for brand in self.open for t in self.tracks[brand] if t.latest and t.open]
        alerts = [alert for alert in alerts if alert.kind in self.told]
        return sorted(alerts, key=lambda alert: alert.id)


def backtest(
    mentions: Iterable[Heard],
    feed_events: Iterable[FeedEvent] = (),
    *,
    tick: timedelta = timedelta(minutes=15),
    settings: AlertSettings | None = None,
    kinds: tuple[AlertKind, ...] = (AlertKind.CRISIS,),
) -> Iterator[Alert]:
    """Each alert that would have been raised, once: when it closed, or at the end. `id` counts them by opening.

    `mentions` in the order in which they were fetched; a mention out of order is heard when it comes. smwatch listens
    to every brand from the first mention or feed event on.
    """
    first_event = min((event.at for event in feed_events), default=None)
    game: Backtest | None = None
    now, batch = EPOCH, dict[str, list[Heard]]()
    for heard in mentions:
        if game is None:
            game = Backtest(min(heard.fetched, first_event or heard.fetched), settings or AlertSettings(), kinds)
            now = ceiling(heard.fetched, tick)
        while heard.fetched > now:
            yield from game.tick(now, batch)
            now, batch = ceiling(heard.fetched, tick) if game.asleep(now) else now + tick, {}
        batch.setdefault(heard.brand, []).append(heard)
    if game is not None:
        yield from game.tick(now, batch)
        yield from game.still_open()


def ceiling(at: datetime, tick: timedelta) -> datetime:
    """The next whole tick at or after `at`."""
    return EPOCH - (EPOCH - at) // tick * tick
