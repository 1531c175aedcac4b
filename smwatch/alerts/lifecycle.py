"""The life of an alert: emerging → confirmed → cooling → closed, and at most one open per brand and kind.

Hysteresis: it takes more to open an alert than to keep it open. It cools when the last day is no longer restless,
and closes after `quiet_after` without getting hot again; hot again before that, it is the same alert, reopened; after
that a new wave is a new alert that names the one before. Figures grow with the alert and stay at its loudest.

Only news opens or reopens: a mention that was fetched since the brand was last judged, and speaks against it. Scores
that come late (a label, a rescored language) change counts, and no more than that.

While a crisis is open, and as long after as it is in some window, no buzz begins: whatever else is said in it is about
the crisis, and that is told already.

An alert that a person closed is over: while the same wave goes on, a new one opens only if it gets louder than it was.

    Life(brand, listener, settings, describe).advance(now, current, news, judged) -> AlertChange | None
    hushed(kind, alerts, now) -> bool      whether the brand's other alerts leave nothing to tell of this kind

Pure: the time is passed in, nothing is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import log
from typing import TYPE_CHECKING, TypedDict

from smwatch.alerts.listener import RULES, WINDOWS
from smwatch.models import CLOSED_BY_HAND, Alert, AlertChange, AlertKind, Change, Level

if TYPE_CHECKING:
    from smwatch.alerts.listener import Listener, Rule, Verdict
    from smwatch.config.settings import AlertSettings

CERTAIN = log(1e-3)
"""An alert is confirmed when chance would do it a thousand times less often than the sensitivity lets pass, ..."""

CROWD = 2
"""... and when so many times more voices speak than it takes to open one."""

LONGEST = timedelta(hours=WINDOWS[-1])
"""How long after a crisis some window still hears what was said in it."""

AN_HOUR = timedelta(hours=1)

PAUSE = timedelta(days=2)
"""After so long without a look nobody knows that a wave went on; a scan a day may come late."""


@dataclass(frozen=True, slots=True)
class Life:
    """One brand's alerts of one kind; `describe` adds to an alert who speaks, where and of what."""

    brand: str
    listener: Listener
    settings: AlertSettings
    describe: Callable[[Alert], Alert]

    @property
    def rule(self) -> Rule:
        """What the sensitivity asks for."""
        return RULES[self.settings.sensitivity]

    def advance(
        self, now: datetime, current: Alert | None, *, news: bool = True, judged: datetime | None = None
    ) -> AlertChange | None:
        """What happens now to the latest alert, or to none yet; None where nothing has to be stored.

        `news`: whether a mention that was fetched since the brand was last `judged` speaks against it.
        """
        if current and current.updated > now:  # the clock was set back since: what it was then tells nothing
            return AlertChange(replace(current, updated=now), Change.GREW)
        if current is None or current.level is Level.CLOSED:
            return self.begun(now, current, judged, news=news)
        if judged and (ended := self.ended(now, current, judged)):
            return AlertChange(replace(current, level=Level.CLOSED, closed=ended, updated=ended), Change.CLOSED)
        return self.lived(now, current, news=news)

    def ended(self, now: datetime, current: Alert, judged: datetime) -> datetime | None:
        """When an open alert closed though nobody looked for days; None where somebody did, or it goes on."""
        calm, at = current.updated if current.level is Level.COOLING else None, judged
        while now - judged > PAUSE and at < now:
            if self.listener.restless(at, current):
                calm = None
            elif calm is None:
                calm = at
            elif at - calm >= self.settings.quiet_after:
                return at
            at += AN_HOUR
        return None

    def lived(self, now: datetime, current: Alert, *, news: bool) -> AlertChange | None:
        """What becomes of an alert that is open."""
        verdict = self.listener.judge(now, current, self.rule)
        if current.level is Level.COOLING:
            return self.cooled(now, current, verdict, news=news)
        if not self.listener.restless(now, current):
            return AlertChange(replace(current, level=Level.COOLING, updated=now), Change.COOLING)
        if verdict.hot and current.level is Level.EMERGING and self.sure(verdict):
            grown = self.grown(now, current, verdict)
            return AlertChange(replace(grown, level=Level.CONFIRMED, confirmed=now), Change.CONFIRMED)
        if verdict.hot and louder(verdict, current):
            return AlertChange(self.grown(now, current, verdict), Change.GREW)
        return None

    def begun(self, now: datetime, last: Alert | None, judged: datetime | None, *, news: bool) -> AlertChange | None:
        """A new alert, where there is one; after one that a person closed, its wave may go on unheard."""
        if last and judged and same_wave(last, judged, now) and self.listener.restless(now, last):
            return self.went_on(now, last, news=news)
        verdict = self.listener.judge(now, last, self.rule)
        return self.opened(now, last, verdict) if verdict.hot and news else None

    def opened(self, now: datetime, last: Alert | None, verdict: Verdict) -> AlertChange:
        """A new alert, which names the one before."""
        alert = Alert(
            brand=self.brand,
            kind=self.listener.kind,
            opened=now,
            updated=now,
            peak=now,
            stories=0,
            authors=0,
            previous=last.id if last else 0,
            **_loudness(verdict),
        )
        return AlertChange(self.describe(alert), Change.OPENED)

    def went_on(self, now: datetime, current: Alert, *, news: bool) -> AlertChange:
        """The wave of an alert that a person closed goes on: nothing to tell, unless it is louder than it was."""
        over = min(current.closed or now, current.updated)
        verdict = self.listener.judge(now, replace(current, updated=over), self.rule)
        if news and verdict.hot and louder(verdict, current):
            return self.opened(now, current, verdict)
        return AlertChange(replace(current, updated=now), Change.GREW)

    def cooled(self, now: datetime, current: Alert, verdict: Verdict, *, news: bool) -> AlertChange | None:
        """A cooling alert closes when it stayed quiet for long enough, and reopens when it gets hot again."""
        if verdict.hot and news:
            level = Level.CONFIRMED if current.confirmed else Level.EMERGING
            grown = self.grown(now, current, verdict) if louder(verdict, current) else current
            return AlertChange(replace(grown, level=level, updated=now), Change.REOPENED)
        if now - current.updated >= self.settings.quiet_after:
            return AlertChange(replace(current, level=Level.CLOSED, closed=now, updated=now), Change.CLOSED)
        return None

    def sure(self, verdict: Verdict) -> bool:
        """Whether an emerging alert is beyond doubt."""
        rule = self.rule
        return verdict.negatives >= CROWD * rule.voices and verdict.often <= log(rule.false_alarms) + CERTAIN

    def grown(self, now: datetime, alert: Alert, verdict: Verdict) -> Alert:
        """The alert with the figures of this verdict, and what they are made of."""
        return self.describe(replace(alert, updated=now, peak=now, **_loudness(verdict)))


class _Loudness(TypedDict):
    window: timedelta
    negatives: int
    mentions: int
    expected: float
    probability: float


def _loudness(verdict: Verdict) -> _Loudness:
    """What a verdict says of an alert."""
    return {
        "window": timedelta(hours=verdict.window),
        "negatives": verdict.negatives,
        "mentions": verdict.mentions,
        "expected": verdict.expected,
        "probability": verdict.a_year,
    }


def hushed(kind: AlertKind, alerts: Iterable[Alert | None], now: datetime) -> bool:
    """Whether no alert of this kind begins now, given the brand's latest ones: what was said in a crisis is no buzz."""
    crises = (alert for alert in alerts if alert and alert.kind is AlertKind.CRISIS)
    return kind is AlertKind.BUZZ and any(abs(now - (alert.closed or now)) < LONGEST for alert in crises)


def same_wave(alert: Alert, judged: datetime, now: datetime) -> bool:
    """Whether a person closed it, and its wave hadn't passed when the brand was last judged.

    Its `updated` goes along with the wave; a scan that closes an alert leaves `closed` at the time of judging.
    """
    by_hand = alert.level is Level.CLOSED and alert.status in CLOSED_BY_HAND and alert.closed != judged
    return by_hand and alert.updated >= judged and now - alert.updated <= PAUSE


def louder(verdict: Verdict, alert: Alert) -> bool:
    """Whether this is the loudest that the alert has been: more voices, and no likelier by chance."""
    return verdict.negatives > alert.negatives and verdict.a_year <= alert.probability
