"""`smwatch status`: the day at a glance, on one screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import typer

from smwatch.cli.terminal import Terminal

if TYPE_CHECKING:
    from datetime import datetime

    from smwatch.models import Alert, FeedRow, News, Place, ScanReport, Warned

DAY = timedelta(hours=24)


def command(ctx: typer.Context) -> None:
    """Gather, show."""
    from smwatch.cli.reading import living

    terminal: Terminal = ctx.obj
    store = terminal.app.store
    day = Day(
        now=terminal.app.clock(),
        alerts=living(terminal, store.alerts(open_only=True)),
        feeds=store.feeds(counted=False),
        last=store.last_scan(),
        figures=figures(terminal),
        deaf=deaf_brands(terminal),
        unsent=terminal.app.poster().troubles(),
        outdated=outdated(terminal),
        scorers=scorers(terminal),
    )
    if terminal.globals.json:
        return terminal.print_json(as_dict(terminal, day))
    return show(terminal, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What there is to tell."""

    now: datetime
    alerts: list[Alert]
    feeds: list[FeedRow]
    last: ScanReport | None
    figures: list[dict[str, Any]]
    deaf: list[Warned]
    unsent: list[Warned]
    outdated: int
    scorers: tuple[str, ...]


def figures(terminal: Terminal) -> list[dict[str, Any]]:
    """Of each brand, what came in the last 24 hours."""
    from smwatch.cli.reading import gone
    from smwatch.cli.views.status import brand_figures
    from smwatch.models import MentionFilter

    since = terminal.app.clock() - DAY
    today = terminal.app.store.mentions(MentionFilter(fetched_since=since, gone=gone(terminal), brief=True))
    return brand_figures(terminal.app.config.brands, list(today))


def whoever(terminal: Terminal) -> str:
    """Who looks; a name that nobody bears keeps nobody from looking."""
    return terminal.app.decider.name(terminal.app.config.people, strict=False)


def news(terminal: Terminal) -> tuple[Place | None, News | None]:
    """Where whoever looks listed what is new, and what came since; None: they never did."""
    app = terminal.app
    place, names = app.store.places.of(whoever(terminal)), [one.name for one in app.config.brands]
    if place is None:
        return None, None
    return place, app.store.places.news(place.reached, names, place.heard_since(app.clock()))


def as_dict(terminal: Terminal, day: Day) -> dict[str, Any]:
    """The same as JSON."""
    from collections import Counter

    from smwatch.cli.views.status import answered_dict
    from smwatch.cli.work import working_of
    from smwatch.reports.values import alert_dict, iso, warned_dict

    place, came = news(terminal)
    working = working_of(terminal)
    todo = working.todo()
    return {
        "alerts": [alert_dict(alert) for alert in day.alerts],
        "brands": day.figures,
        "new": {"since": iso(place.at), "mentions": came.mentions, "negative": came.negative, "complete": came.complete}
        if place and came
        else None,
        "todo": {"all": len(todo), "overdue": sum(part.overdue(day.now).total_seconds() > 0 for part in todo)},
        "feeds": Counter(str(feed.status) for feed in day.feeds),
        "last_scan": iso(day.last.started) if day.last else None,
        "answered": {brand: answered_dict(found) for brand, found in working.lately_answered().items()},
        "outdated_scores": day.outdated,
        "scorers": list(day.scorers),
        "warnings": [warned_dict(warned, terminal.speech) for warned in (*day.deaf, *day.unsent)],
    }


def show(terminal: Terminal, day: Day) -> None:
    """Is anything burning, what is new, who must answer, is the machinery healthy: on one screen."""
    from smwatch.cli.views import fitting
    from smwatch.cli.views import status as view
    from smwatch.cli.work import working_of
    from smwatch.working import of_person

    speech, working = terminal.speech, working_of(terminal)
    todo = working.todo()
    mine = of_person(todo, whoever(terminal))
    answer = view.todo(mine, len(todo) - len(mine), day.now, speech)
    fitting.show(
        terminal,
        [
            view.burning(day.alerts, day.deaf, speech),
            view.new(terminal, day.figures, *news(terminal)),
            answer,
            view.replies(working.lately_answered(), speech, close=not answer.empty),
            *view.health(day.feeds, day.last, day.unsent, speech),
            view.notes(terminal, day.scorers, day.outdated),
        ],
    )


def deaf_brands(terminal: Terminal) -> list[Warned]:
    """Brands that nothing is heard of, so that no alert is no peace."""
    from smwatch.alerts.unheard import deaf

    names = [brand.name for brand in terminal.app.config.brands if brand.alerts]
    return deaf(names, terminal.app.store.ears(brief=True), terminal.app.clock())


def outdated(terminal: Terminal) -> int:
    """How many mentions an older scorer scored; 0 where [sentiment] is wrong, of which `check` tells."""
    from smwatch.errors import SmwatchError

    try:
        return terminal.app.outdated()
    except SmwatchError:
        return 0


def scorers(terminal: Terminal) -> tuple[str, ...]:
    """What scores carry by now; () where [sentiment] is wrong, likewise."""
    from smwatch.errors import SmwatchError

    try:
        return terminal.app.scorers
    except SmwatchError:
        return ()
