"""Is this a crisis? Negative voices now, against what this brand usually gets.

Counted over 3 to 72 hours, as distinct voices (voices.py), against the brand's own past (baseline.py). A crisis
needs both: more negative voices than chance explains, and a share of negative ones that is too high, so that
neither a prize nor a results day is one. The chance is corrected for how often one looks, so that the sensitivity
keeps its meaning: false alarms a year.

    Listener(kind, since)          what is known about one brand
    listener.take(heard)           hear a mention, in the order of fetching
    listener.judge(now, ...)       the window that speaks loudest, as a Verdict

Pure: no clock, no store. lifecycle.py makes alerts of verdicts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from math import exp, inf, log
from typing import TYPE_CHECKING

from smwatch.alerts.baseline import Past
from smwatch.alerts.tail import rate_point, rate_tail, share_tail
from smwatch.alerts.voices import Voices, hours
from smwatch.models import AlertKind, Level

if TYPE_CHECKING:
    from smwatch.alerts.baseline import Usual
    from smwatch.alerts.voices import Voice
    from smwatch.models import Alert, Heard

WINDOWS = (3.0, 6.0, 12.0, 24.0, 72.0)
"""Hours that negative voices are counted over: a flood, a thread that explodes, a bad day, a slow burn."""

LEARNING = 6 * 24.0
"""Hours of listening before a brand's usual is known well enough to judge."""

LOOKS = 1_200_000
"""Looks a year to correct for, through a window of one hour: 8,766 of them side by side, their overlaps as one looks at
every poll, the other windows, and a margin for how far a brand's days differ from what the model says; quiet years stay
below what the sensitivity promises (tests). Of windows twice as long there are half as many."""

HOLE = 7 * 24.0
"""Hours: a history that was brought (an export of another service) counts as listening up to where nothing is told of
for longer: nobody knows whether the brand was quiet then, or nobody listened."""

SHORTEST = 1.0
"""Hours: what is left of a window after an alert may be shorter, and is not looked through more often for that."""

AT_LEAST = 2.0
"""A crisis has at least this many times the usual share of negative voices: busy days alone have a little more."""

OVER = frozenset({Level.COOLING, Level.CLOSED})
"""Levels whose alerts were last updated when they reached them: only a new wave, heard since then, counts."""

RESTLESS, RESTLESS_WINDOWS = log(0.01), (6.0, 24.0)
"""An open alert goes on while so many in 6 or 24 hours would still be a 1 % chance in a single look."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a sensitivity asks for."""

    false_alarms: float  # a year and brand
    share: float  # log of the chance under which a share of negative voices is too high
    voices: int  # negative ones, at least: a quarrel of three, or a few grumbles, is no crisis


RULES = {
    "low": Rule(0.25, log(0.02), 6),
    "normal": Rule(1.0, log(0.1), 4),
    "high": Rule(4.0, log(0.1), 4),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The window that speaks loudest: seen, expected, and the chance of it."""

    window: float = 0.0  # hours
    negatives: int = 0
    mentions: int = 0
    expected: float = 0.0
    chance: float = 0.0  # log of the chance of as many in one look; 0: nothing unusual
    hot: bool = False  # more than the sensitivity lets pass

    @property
    def often(self) -> float:
        """Log of how often a year chance alone would do that, as often as one looks."""
        return self.chance + looks(self.window)

    @property
    def a_year(self) -> float:
        """The same as a chance: at most 1."""
        return exp(min(0.0, self.often))


def looks(window: float) -> float:
    """Log of how often a year one looks through a window of so many hours."""
    return log(LOOKS / max(window, SHORTEST))


class Listener:
    """What is known about one brand: the voices of the last days, and what is usual."""

    __slots__ = ("_began", "_history", "_last", "kind", "past", "since", "voices")

    def __init__(
        self, kind: AlertKind = AlertKind.CRISIS, since: datetime | None = None, voices: Voices | None = None
    ) -> None:
        """`voices`: of that kind, where they are to be kept."""
        self.kind = kind
        self.voices, self.past = voices or Voices(kind), Past()
        self.since = hours(since) if since else inf
        self._began, self._history, self._last = since, inf, -inf

    def take(self, heard: Heard, voice: Voice | None = None) -> bool:
        """Hear a mention, in the order of fetching; True for a new voice of the kind that counts (negative).

        `voice`: as a crowd took it that other listeners share.
        """
        if self.since == inf:
            self.since = hours(heard.fetched)
        elif self._began and heard.fetched < self._began:
            self._listened(hours(heard.fetched), hours(self._began))
        voice = voice or self.voices.crowd.take(heard)
        new, counts = self.voices.take(heard, voice)
        if new or counts:
            self.past.take(voice.at, new, counts)
        return counts

    def _listened(self, at: float, began: float) -> None:
        """Something was heard before smwatch began: it listens since then, unless there is a hole in between."""
        if at - self._last > HOLE:
            self._history = at
        self._last = at
        self.since = self._history if began - at <= HOLE else began

    def forget(self, at: datetime) -> None:
        """Drop what no window can reach any more, and days that are past counting; now and then is enough."""
        now = hours(at)
        self.voices.forget(now)
        self.past.forget(now)

    def usual(self, now: float, latest: Alert | None) -> Usual:
        """What is usual for the brand, leaving out the stretch of its latest alert."""
        stretch = (hours(latest.opened), hours(latest.closed) if latest.closed else inf) if latest else None
        return self.past.usual(now, self.since, stretch)

    def judge(self, at: datetime, latest: Alert | None, rule: Rule) -> Verdict:
        """The loudest window that is hot now, if one is; what came before the latest alert cooled isn't heard again."""
        now = hours(at)
        self.voices.forget(now)
        if now - self.since < LEARNING or self.voices.count(now - WINDOWS[-1], now) < rule.voices:
            return Verdict()
        floor = hours(latest.updated) if latest and latest.level in OVER else -inf
        usual = self.usual(now, latest)
        hot = [verdict for w in WINDOWS if (verdict := self.window(now, max(now - w, floor), usual, rule))]
        return min(hot, key=lambda verdict: verdict.often, default=Verdict())

    def restless(self, at: datetime, latest: Alert) -> bool:
        """Is an open alert's brand still louder than usual? Less than it takes to open one, so that it doesn't flap."""
        now = hours(at)
        usual = self.usual(now, latest)
        counts = ((self.voices.count(now - w, now), usual.expected(now - w, now)) for w in RESTLESS_WINDOWS)
        return any(k > 1 and k > mean and rate_tail(k, mean, usual.shape) < RESTLESS for k, mean in counts)

    def window(self, now: float, since: float, usual: Usual, rule: Rule) -> Verdict | None:
        """One window, (since, now], if it is hot."""
        seen, bar = self.voices.count(since, now), log(rule.false_alarms) - looks(now - since)
        if seen < rule.voices or seen <= (expected := usual.expected(since, now)):
            return None
        if rate_point(seen, expected, usual.shape) > bar or (chance := rate_tail(seen, expected, usual.shape)) > bar:
            return None
        if not self._too_negative(seen, max(seen, self.voices.judged(since, now)), usual, rule):
            return None
        mentions = max(seen, self.voices.everyone(since, now))
        verdict = Verdict(now - since, seen, mentions, expected, chance, hot=True)
        return None if self._quarrel(verdict, since, now, usual, rule) else verdict

    def _quarrel(self, verdict: Verdict, since: float, now: float, usual: Usual, rule: Rule) -> bool:
        """Whether it would be nothing, were those who bicker in a thread one voice."""
        voices = verdict.negatives - self.voices.bickering(since, now)
        if voices == verdict.negatives:
            return False
        chance = rate_tail(voices, verdict.expected, usual.shape) if voices > verdict.expected else 0.0
        return voices < rule.voices or replace(verdict, chance=chance).often > log(rule.false_alarms)

    def _too_negative(self, seen: int, judged: int, usual: Usual, rule: Rule) -> bool:
        """Whether the share of negative voices, of those that could be scored, is too high; a buzz doesn't ask."""
        if self.kind is AlertKind.BUZZ:
            return True
        share = usual.share_hits / (usual.share_hits + usual.share_rest)
        return (
            seen >= AT_LEAST * share * judged
            and share_tail(seen, judged, usual.share_hits, usual.share_rest) <= rule.share
        )
