"""Is this a crisis? The front door of this room: what a scan asks after it has stored what it found.

    step(brand, heard, now, current, settings) -> tuple[AlertChange, ...]     what has to be stored: one change, or two
    Case(...).go_on(hearing, kind, current, news)                             the same, where only news was heard

voices.py says who speaks, baseline.py what is usual, listener.py what is too much, lifecycle.py what becomes of
the alert, figures.py what it tells; hearing.py keeps what is known between two polls. Pure and deterministic;
backtest.py plays the same parts over the past.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from smwatch.alerts.figures import describe
from smwatch.alerts.hearing import Hearing
from smwatch.alerts.lifecycle import Life, hushed
from smwatch.alerts.voices import order
from smwatch.models import AlertKind, Change

if TYPE_CHECKING:
    from smwatch.config.settings import AlertSettings
    from smwatch.models import Alert, AlertChange, Heard

HISTORY = timedelta(days=70)
"""How far back `step` wants mentions, by fetched time."""


def step(  # noqa: PLR0913 - a brand's whole case: what was heard, when, what stood before, and the settings
    brand: str,
    heard: Sequence[Heard],
    now: datetime,
    current: Alert | None,
    settings: AlertSettings,
    *,
    kind: AlertKind = AlertKind.CRISIS,
    since: datetime | None = None,
    judged: datetime | None = None,
    others: Sequence[Alert] = (),
) -> tuple[AlertChange, ...]:
    """What becomes of the brand's latest alert (`current`, open or closed), given what had been fetched by `now`.

    `heard`: the brand's mentions fetched in the last HISTORY, in any order. `since`: when smwatch began to listen to
    the brand; by default the first fetch in `heard`. Others' mentions, and what was fetched later, are not heard.
    `judged`: when this was last asked; only what was fetched since then can open an alert. None: never.
    `others`: its latest alerts of other kinds; while one is a crisis, no buzz begins.
    """
    mine = by_now(brand, heard, now)
    hearing, judged = Hearing([kind], since), believed(judged, now)
    news = hearing.take(mine, judged, now)
    case = Case(brand=brand, now=now, judged=judged, settings=settings, history=lambda: mine)
    return case.go_on(hearing, kind, current, news=kind in news and not hushed(kind, others, now))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A brand, at one time."""

    brand: str
    now: datetime
    judged: datetime | None  # when it was last asked, if that can be
    settings: AlertSettings
    history: Callable[[], Sequence[Heard]]  # by_now; only asked for where an alert opens or grows

    def go_on(self, hearing: Hearing, kind: AlertKind, current: Alert | None, *, news: bool) -> tuple[AlertChange, ...]:
        """What becomes of the latest alert of this kind, where all that there is was heard.

        Two changes where it closed while nobody looked for days, and another wave is there by now.
        """
        life = Life(self.brand, hearing.listeners[kind], self.settings, self._described)
        change = life.advance(self.now, current, news=news, judged=self.judged)
        if change is None or change.change is not Change.CLOSED:
            return (change,) if change else ()
        new = life.advance(self.now, change.alert, news=news, judged=self.judged)
        return (change, new) if new else (change,)

    def _described(self, alert: Alert) -> Alert:
        return describe(alert, self.history())


def by_now(brand: str, heard: Iterable[Heard], now: datetime) -> list[Heard]:
    """What is the brand's and had been fetched by now, in the order of hearing."""
    mine = [h for h in heard if h.brand == brand and h.fetched <= now]
    return sorted(mine, key=order)


def believed(judged: datetime | None, now: datetime) -> datetime | None:
    """When it was last asked; None if the clock was set back since: nothing is known of when it is now."""
    return None if judged and judged > now else judged
