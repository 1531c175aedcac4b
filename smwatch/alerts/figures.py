"""What an alert tells of its window: how many stories and authors, the loudest sources and threads, the first mention.

    describe(alert, heard) -> Alert     the same with those figures filled in

Figures are those of the alert's window, which ends at its `peak`; pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from smwatch.alerts.terms import telling_terms
from smwatch.alerts.voices import author_of, counted, distinct, speaks
from smwatch.models import Count

if TYPE_CHECKING:
    from smwatch.models import Alert, Heard

LOUDEST = 5
"""How many sources, threads and authors are told."""


def in_window(alert: Alert, heard: Iterable[Heard]) -> list[Heard]:
    """The mentions that the alert's figures are about, of any feeling, oldest first."""
    until = alert.peak or alert.updated
    since = until - alert.window
    found = [h for h in heard if h.brand == alert.brand and h.fetched <= until and since < h.published <= until]
    return sorted(filter(counted, found), key=lambda h: (h.published, h.id))


def speaking(alert: Alert, heard: Iterable[Heard]) -> list[Heard]:
    """Those that the alert counts: the negative ones (of a crisis), copies included, oldest first."""
    return [h for h in in_window(alert, heard) if speaks(h, alert.kind)]


def unscored(alert: Alert, heard: Iterable[Heard]) -> int:
    """How many mentions of the window could not be scored, copies included: another language, too short."""
    return sum(h.label is None for h in in_window(alert, heard))


def scorers(alert: Alert, heard: Iterable[Heard]) -> set[str]:
    """What the scores carry that the alert's figures rest on."""
    return {h.scorer for h in in_window(alert, heard) if h.label is not None}


def describe(alert: Alert, heard: Sequence[Heard]) -> Alert:
    """The alert, with what its window is made of."""
    loud = speaking(alert, heard)
    ids = {h.id for h in loud}
    past = [h for h in heard if h.id not in ids]
    return replace(
        alert,
        stories=len({h.story or h.id for h in loud}),
        authors=len({author_of(h) for h in loud}),
        sources=loudest(h.source for h in loud),
        threads=loudest(h.thread for h in loud),
        terms=telling_terms(loud, past),
        first_mention=alert.first_mention or (loud[0].id if loud else ""),
    )


def loudest(names: Iterable[str]) -> tuple[Count, ...]:
    """The names heard most often, but for empty ones."""
    return tuple(Count(name=name, count=n) for name, n in Counter(filter(None, names)).most_common(LOUDEST))


def quotes(alert: Alert, heard: Iterable[Heard], most: int = 3) -> tuple[Heard, ...]:
    """The most telling mentions: the first mover, then the strongest, each by another author about another story."""
    loud = [h for h in speaking(alert, heard) if h.text or h.title]
    if not loud:
        return ()
    rest = sorted(loud[1:], key=lambda h: (not h.text, -abs(h.score or 0.0), h.published, h.id))
    return tuple(distinct([loud[0], *rest])[:most])
