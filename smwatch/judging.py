"""Is it a crisis, or much talk? Asked after a poll of each brand that raises alerts, on what had been fetched by now.

Of each brand only what is new is read, and heard by listeners that know the rest (alerts/hearing.py). The store keeps
what they know, and throws it away when a mention that they have heard changes or goes; then all is heard again.

    judge(brands, store=..., now=..., settings=..., ears=...) -> tuple[AlertChange, ...]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Final

from smwatch.alerts.detector import HISTORY, Case, believed, by_now
from smwatch.alerts.hearing import Hearing
from smwatch.alerts.lifecycle import hushed
from smwatch.alerts.unheard import unheard
from smwatch.config.settings import AlertSettings
from smwatch.models import Alert, AlertChange, AlertKind, Change, Ear, Heard, Listening, Posted
from smwatch.store import Store

KINDS: Final = (AlertKind.CRISIS, AlertKind.BUZZ)
"""Of which alerts are raised; the crisis first, as while one is open no buzz begins."""

BEHIND: Final = 5_000
"""Mentions of other brands after which a state is kept anew though it is the same: they are passed over once."""


def judge(  # noqa: PLR0913 - keywords but for the brands
    brands: Sequence[str],
    *,
    store: Store,
    now: datetime,
    settings: AlertSettings,
    ears: Sequence[Ear],
    notices: Callable[[Sequence[AlertChange]], Sequence[Posted]] = lambda _: (),
) -> tuple[AlertChange, ...]:
    """What became of the alerts of these brands; stored by then, with what `notices` wants to go out about it."""
    since = store.listening_since()
    bench = Bench(store=store, now=now, settings=settings, ears=ears, since=since, notices=notices)
    judged, changes = store.judged(), list[AlertChange]()
    for brand in brands:
        changes += bench.judge(brand, believed(judged.get(brand), now), back=judged.get(brand, now) > now)
    return tuple(change for change in changes if change.change is not Change.GREW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What all brands are judged with, at one time."""

    store: Store
    now: datetime
    settings: AlertSettings
    ears: Sequence[Ear]
    since: datetime | None  # smwatch listens
    notices: Callable[[Sequence[AlertChange]], Sequence[Posted]]

    def judge(self, brand: str, judged: datetime | None, *, back: bool) -> list[AlertChange]:
        """One brand; `back`: the clock was set back since the last time."""
        listening, hearing = self.listen(brand, anew=back)
        news = hearing.take(by_now(brand, listening.heard, self.now), judged, self.now)
        case = Case(brand=brand, now=self.now, judged=judged, settings=self.settings, history=lambda: self.past(brand))
        moved, latest = list[AlertChange](), list[Alert]()
        for kind in KINDS:
            last = self.last(brand, kind)
            news_of_it = kind in news and not hushed(kind, latest, self.now)
            changes = case.go_on(hearing, kind, next(iter(last), None), news=news_of_it)
            moved += changes
            latest += [change.alert for change in changes] or last
        moved = [replace(change, alert=self.doing_without(change.alert)) for change in moved]
        kept = self.kept(listening, hearing)
        return self.store.save_alerts(moved, {brand: self.now}, kept, self.notices)

    def last(self, brand: str, kind: AlertKind) -> list[Alert]:
        """The open alert, or the newest: one may bear a time that is yet to come, from when the clock was wrong."""
        of_it = partial(self.store.alerts, brand=brand, kind=kind, limit=1)
        return of_it(open_only=True) or of_it()

    def listen(self, brand: str, *, anew: bool) -> tuple[Listening, Hearing]:
        """What has come since the last time and what is known by then; all that counts and nothing, where need be."""
        since = self.now - HISTORY
        listening = self.store.listen(brand, since, anew=anew)
        if not listening.state:
            return listening, Hearing(KINDS, self.since)
        hearing = Hearing.taken_up(listening.state, KINDS, self.since)
        if hearing is None or not hearing.follows(listening.heard, self.now):
            return self.store.listen(brand, since, anew=True), Hearing(KINDS, self.since)
        return listening, hearing

    def kept(self, listening: Listening, hearing: Hearing) -> list[Listening]:
        """What to keep; nothing where it wouldn't change, or where something comes from times that are yet to come."""
        same = listening.state and not listening.heard and listening.passed < BEHIND
        if same or any(heard.fetched > self.now for heard in listening.heard):
            return []
        return [replace(listening, state=hearing.kept(self.now), heard=())]

    def past(self, brand: str) -> list[Heard]:
        """All that an alert is described by."""
        return by_now(brand, self.store.heard(brand, self.now - HISTORY), self.now)

    def doing_without(self, alert: Alert) -> Alert:
        """The alert, if it has never been as loud as now, with the feeds that aren't heard now."""
        return replace(alert, unheard=unheard(alert.brand, self.ears)) if alert.peak == self.now else alert
