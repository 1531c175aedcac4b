"""What would have been raised, and when: the live rule, played over mentions in the order in which they were fetched.

    backtest(mentions, feed_events, tick=..., settings=..., kinds=...) -> Iterator[Alert]     each once, as it ended

At each tick only what had been fetched by then is known; brands are independent. As in a scan, only a mention that was
fetched since the last tick and speaks against its brand opens an alert; otherwise brands are asked where an alert is
open. Time goes with the number of mentions, memory with the mentions of ten days and the days of each brand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from smwatch.alerts.figures import speaking
from smwatch.alerts.lifecycle import Life, hushed
from smwatch.alerts.listener import Listener
from smwatch.alerts.voices import LATE, MEMORY, hours, order
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

    def hear(self, mentions: list[Heard], before: datetime, now: datetime) -> bool:
        """Take what was fetched since the tick before; whether any of it, or one dated ahead, speaks against it."""
        self.lately += mentions
        spoke = [self.listener.take(heard) for heard in mentions]  # all are taken, whether one speaks or not
        return any(spoke) or self.listener.voices.count(hours(before), hours(now)) > 0

    def forget(self, now: datetime) -> None:
        """Drop what doesn't matter any more; now and then is enough."""
        before = now - KEPT
        self.lately = [h for h in self.lately if h.fetched >= before]
        self.listener.forget(now)

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
        self.raised, self.heard, self.before = 0, since, since
        self.open = set[str]()  # brands of which an alert is
        self.ahead = dict[str, datetime]()  # brands of which something is dated later than it was found
        self.swept = since

    def tick(self, now: datetime, mentions: dict[str, list[Heard]]) -> Iterator[Alert]:
        """One look at what was fetched since the last one, by brand; gives the alerts that closed."""
        self.heard = now if mentions else self.heard
        for brand in mentions:
            if brand not in self.tracks:
                self.tracks[brand] = tuple(
                    Track(brand, Listener(kind, self.since), self.settings) for kind in self.kinds
                )
        for brand in sorted(self.open.union(mentions, self.ahead)):
            new, tracks = mentions.get(brand, []), self.tracks[brand]
            if len(new) > 1:
                new.sort(key=order)
            for track in tracks:
                spoke = track.hear(new, self.before, now)  # whether it is told or not
                news = spoke and not hushed(track.listener.kind, (other.latest for other in tracks), now)
                if news or track.open:
                    yield from self._ask(track, now, news=news)
        self._look_ahead(now, mentions)
        self._forget(now)
        self.before = now

    def _ask(self, track: Track, now: datetime, *, news: bool) -> Iterator[Alert]:
        """Judge one brand and kind; gives its alert, if that closed."""
        was_open, told = track.open, track.listener.kind in self.told
        closed = track.advance(now, self.raised + 1, news=news)
        self.raised += told and track.open and not was_open
        self.open.discard(track.brand)
        if any(other.open for other in self.tracks[track.brand]):
            self.open.add(track.brand)
        if closed and told:
            yield closed

    def _look_ahead(self, now: datetime, mentions: dict[str, list[Heard]]) -> None:
        """Keep in mind which brands have to be asked though nothing comes."""
        for brand, heard in mentions.items():
            for one in heard:
                if one.published > now:
                    self.ahead[brand] = max(self.ahead.get(brand, now), one.published)
        if self.ahead:
            self.ahead = {brand: until for brand, until in self.ahead.items() if until > now}

    def _forget(self, now: datetime) -> None:
        """Now and then, what doesn't matter any more."""
        if now - self.swept >= KEPT:
            self.swept = now
            for tracks in self.tracks.values():
                for track in tracks:
                    track.forget(now)

    def asleep(self, now: datetime) -> bool:
        """Whether nothing can happen before the next mention, so that a gap of years takes no time."""
        return now - self.heard > KEPT and not self.open and not self.ahead

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
