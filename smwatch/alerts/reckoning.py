"""How an alert's numbers come about, step by step, so that anybody can reckon them again. Pure.

    reckon(alert, heard, since, alerts) -> Reckoning

It hears again what had been found when the alert was loudest, and asks the same parts as the detector did: voices.py,
baseline.py, tail.py. Its figures differ from the alert's, which stay as they were, where what is stored has changed
since (labels, stories, queries), or where regulars who have spoken for longer than it reaches back are counted on other
days. By which rules, so that it can be done with other means, tells docs/explanation/alerts.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import inf, sqrt
from typing import TYPE_CHECKING

from smwatch.alerts.detector import HISTORY
from smwatch.alerts.listener import Listener, Verdict
from smwatch.alerts.tail import rate_tail, share_tail
from smwatch.alerts.voices import LATE, Crowd, Voices, hours, names, order

if TYPE_CHECKING:
    from smwatch.alerts.baseline import Basis, Usual
    from smwatch.alerts.voices import Met
    from smwatch.models import Alert, Heard

EPOCH = date(1970, 1, 1)

CLOSE = 0.02
"""A figure that differs by less is the same: times are stored to the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The days that the expectation rests on."""

    first: date
    last: date
    counted: int  # days
    weight: float  # what they come to, the recent ones counting more
    alert: tuple[date, ...]  # left out, as the latest alert's
    odd: tuple[date, ...]  # left out, as they stand out by themselves
    negatives: int  # voices that count on the days that do
    mentions: int  # voices of any known feeling on them


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """From what was heard to the chance of it; `since` and `until` are of publishing, `found_*` of fetching."""

    since: datetime
    until: datetime
    found_since: datetime
    found_until: datetime
    listening: datetime | None  # since when
    past: Past
    usual: Usual
    window: float  # hours that end with `found_until`
    busy: float  # average hours that the window amounts to
    negatives: int  # voices in the window that count
    mentions: int  # all voices in it
    judged: int  # those whose feeling is known
    expected: float
    one_look: float  # log of the chance of as many in a single look
    probability: float  # of it, in a year of looking
    share_chance: float  # log of the chance of so large a share of negative voices
    as_told: bool  # the alert's figures are still those that come out
    heard: Sequence[Heard]  # all of it, of any time

    @property
    def one_author(self) -> tuple[tuple[str, ...], ...]:
        """Numbers of all mentions by one person each, where there are several; only who asks for them waits for it."""
        return tuple(_by_one(self.heard))

    @property
    def rate(self) -> float:
        """Voices a day."""
        return 24 * self.usual.rate

    @property
    def give_or_take(self) -> float:
        """How far off that rate may be: the standard deviation of what is believed of it."""
        return self.rate / sqrt(self.usual.shape)

    @property
    def share(self) -> float:
        """Of the window's voices whose feeling is known."""
        return self.negatives / self.judged if self.judged else 0.0

    @property
    def usual_share(self) -> float:
        """The same, as it usually is."""
        return self.usual.share_hits / (self.usual.share_hits + self.usual.share_rest)


def reckon(
    alert: Alert,
    heard: Sequence[Heard],
    since: datetime | None,
    alerts: Iterable[Alert] = (),
    met: Met | None = None,
) -> Reckoning:
    """The alert's arithmetic, done again; `since`: when smwatch began to listen, `alerts`: the brand's.

    `met`: what is known of mentions that were heard already.
    """
    at = (alert.peak or alert.updated).astimezone(UTC)
    mine = as_found(heard, at - HISTORY, at)
    listener, now = Listener(alert.kind, since, Voices(alert.kind, Crowd(met=met))), hours(at)
    for one in mine:
        listener.take(one)
    stretch, began = _stretch(alert, at, alerts), now - alert.window.total_seconds() / 3600
    usual, voices = listener.past.usual(now, listener.since, stretch), listener.voices
    seen = voices.count(began, now)
    everyone, judged = (max(seen, many(began, now)) for many in (voices.everyone, voices.judged))
    expected = usual.expected(began, now)
    chance = rate_tail(seen, expected, usual.shape)
    return Reckoning(
        since=(at - HISTORY).replace(microsecond=0) - timedelta(hours=LATE),
        until=at.replace(microsecond=0) + timedelta(seconds=1),
        found_since=at - HISTORY,
        found_until=at,
        listening=since,
        past=_past(listener.past.basis(now, listener.since, stretch)),
        usual=usual,
        window=now - began,
        busy=usual.rhythm.between(began, now),
        negatives=seen,
        mentions=everyone,
        judged=judged,
        expected=expected,
        one_look=chance,
        probability=a_year(chance, now - began),
        share_chance=share_tail(seen, judged, usual.share_hits, usual.share_rest),
        as_told=seen == alert.negatives and abs(expected - alert.expected) <= CLOSE * max(expected, alert.expected),
        heard=heard,
    )


def as_found(heard: Iterable[Heard], since: datetime, until: datetime) -> list[Heard]:
    """What was fetched in that time, as the detector hears it: one poll after the other, what is older first."""
    return sorted((h for h in heard if since <= h.fetched <= until), key=order)


def a_year(chance: float, window: float) -> float:
    """How often a year chance alone does what has this chance (a log) in a look through such a window; at most 1."""
    return Verdict(window=window, chance=chance).a_year


def _stretch(alert: Alert, at: datetime, alerts: Iterable[Alert]) -> tuple[float, float] | None:
    """The time of the latest alert when this one was loudest: its own, or, as it opened, that of the one before."""
    if at > alert.opened:
        return hours(alert.opened), inf
    before = max((a for a in alerts if a.opened < alert.opened), key=lambda a: a.opened, default=None)
    return (hours(before.opened), hours(before.closed) if before.closed else inf) if before else None


def _past(basis: Basis) -> Past:
    first, end = basis.days
    return Past(
        first=EPOCH + timedelta(days=first),
        last=EPOCH + timedelta(days=end - 1),
        counted=len(basis.calm),
        weight=sum(weight for _, _, weight in basis.calm),
        alert=tuple(EPOCH + timedelta(days=day) for day in basis.alert),
        odd=tuple(EPOCH + timedelta(days=day) for day in basis.odd),
        negatives=sum(day.negative for _, day, _ in basis.calm),
        mentions=sum(day.everyone for _, day, _ in basis.calm),
    )


def _by_one(heard: Iterable[Heard]) -> Iterator[tuple[str, ...]]:
    """Mentions that voices take for one person's, where there are several."""
    found = defaultdict[str, list[str]](list)
    for one in heard:
        found[names(one)[0]].append(one.id)
    return (tuple(ids) for ids in found.values() if len(ids) > 1)
