"""Is this a crisis? The front door of this room: what a scan asks after it has stored what it found.

    step(brand, heard, now, current, settings) -> tuple[AlertChange, ...]     what has to be stored: at most one change

voices.py says who speaks, baseline.py what is usual, listener.py what is too much, lifecycle.py what becomes of
the alert, figures.py what it tells. Pure and deterministic; backtest.py plays the same parts over the past.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from smwatch.alerts.figures import describe
from smwatch.alerts.lifecycle import Life
from smwatch.alerts.listener import Listener
from smwatch.alerts.voices import order
from smwatch.config.settings import AlertSettings
from smwatch.models import Alert, AlertChange, AlertKind, Heard

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
) -> tuple[AlertChange, ...]:
    """What becomes of the brand's latest alert (`current`, open or closed), given what had been fetched by `now`.

    `heard`: the brand's mentions fetched in the last HISTORY, in any order. `since`: when smwatch began to listen to
    the brand; by default the first fetch in `heard`. Others' mentions, and what was fetched later, are not heard.
    `judged`: when this was last asked; only what was fetched since then can open an alert. None: never.
    """
    mine = [h for h in heard if h.brand == brand and h.fetched <= now]
    mine.sort(key=order)
    listener, news = Listener(kind, since), False
    if judged and judged > now:  # the clock was set back: nothing is known of when it is now
        judged = None
    for mention in mine:
        news |= listener.take(mention) and (judged is None or mention.fetched > judged)
    life = Life(brand, listener, settings, partial(describe, heard=mine))
    change = life.advance(now, current, news=news, judged=judged)
    return (change,) if change else ()
