"""The life of an alert: emerging → confirmed → cooling → closed, and at most one open per brand and kind.

Hysteresis: it takes more to open an alert than to keep it open. It cools when the last day is no longer restless,
and closes after `quiet_after` without getting hot again; hot again before that, it is the same alert, reopened; after
that a new wave is a new alert that names the one before. Figures grow with the alert and stay at its loudest.

    Life(brand, listener, settings, describe).advance(now, current) -> AlertChange | None

Pure: the time is passed in, nothing is stored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import log

from smwatch.alerts.listener import LOOKS, RULES, Listener, Rule, Verdict
from smwatch.config.settings import AlertSettings
from smwatch.models import Alert, AlertChange, Change, Level

CERTAIN = log(1e-3)
"""An alert is confirmed when chance would do it a thousand times less often than the sensitivity lets pass, ..."""

CROWD = 2
"""... and when so many times more voices speak than it takes to open one."""


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

    def advance(self, now: datetime, current: Alert | None) -> AlertChange | None:
        """What happens now to the latest alert, or to none yet; None where nothing has to be stored."""
        verdict = self.listener.judge(now, current, self.rule)
        if current is None or current.level is Level.CLOSED:
            return self.opened(now, current, verdict) if verdict.hot else None
        if current.level is Level.COOLING:
            return self.cooled(now, current, verdict)
        if not self.listener.restless(now, current):
            return AlertChange(replace(current, level=Level.COOLING, updated=now), Change.COOLING)
        if verdict.hot and current.level is Level.EMERGING and self.sure(verdict):
            grown = self.grown(now, current, verdict)
            return AlertChange(replace(grown, level=Level.CONFIRMED, confirmed=now), Change.CONFIRMED)
        if verdict.hot and louder(verdict, current):
            return AlertChange(self.grown(now, current, verdict), Change.GREW)
        return None

    def opened(self, now: datetime, last: Alert | None, verdict: Verdict) -> AlertChange:
        """A new alert, which names the one before."""
        alert = Alert(
            brand=self.brand,
            kind=self.listener.kind,
            opened=now,
            updated=now,
            window=timedelta(hours=verdict.window),
            negatives=0,
            mentions=0,
            stories=0,
            authors=0,
            expected=0.0,
            probability=1.0,
            previous=last.id if last else 0,
        )
        return AlertChange(self.grown(now, alert, verdict), Change.OPENED)

    def cooled(self, now: datetime, current: Alert, verdict: Verdict) -> AlertChange | None:
        """A cooling alert closes when it stayed quiet for long enough, and reopens when it gets hot again."""
        if verdict.hot:
            level = Level.CONFIRMED if current.confirmed else Level.EMERGING
            grown = self.grown(now, current, verdict) if louder(verdict, current) else current
            return AlertChange(replace(grown, level=level, updated=now), Change.REOPENED)
        if now - current.updated >= self.settings.quiet_after:
            return AlertChange(replace(current, level=Level.CLOSED, closed=now, updated=now), Change.CLOSED)
        return None

    def sure(self, verdict: Verdict) -> bool:
        """Whether an emerging alert is beyond doubt."""
        rule = self.rule
        return verdict.negatives >= CROWD * rule.voices and verdict.chance + LOOKS <= log(rule.false_alarms) + CERTAIN

    def grown(self, now: datetime, alert: Alert, verdict: Verdict) -> Alert:
        """The alert with the figures of this verdict, and what they are made of."""
        return self.describe(
            replace(
                alert,
                updated=now,
                peak=now,
                window=timedelta(hours=verdict.window),
                negatives=verdict.negatives,
                mentions=verdict.mentions,
                expected=verdict.expected,
                probability=verdict.a_year,
            )
        )


def louder(verdict: Verdict, alert: Alert) -> bool:
    """Whether this is the loudest that the alert has been: more voices, and no likelier by chance."""
    return verdict.negatives > alert.negatives and verdict.a_year <= alert.probability
