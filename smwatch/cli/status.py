"""`smwatch status`: the day at a glance, on one screen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import typer

from smwatch.cli.terminal import Terminal
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.models import Alert, Warned

DAY = timedelta(hours=24)


def command(ctx: typer.Context) -> None:
    """Gather, show."""
    from smwatch.cli.reading import gone, living
    from smwatch.cli.views.labels import show_outdated
    from smwatch.cli.views.status import answered_dict, brand_figures, machinery, show_day, show_scorers
    from smwatch.cli.work import working_of
    from smwatch.models import MentionFilter

    terminal: Terminal = ctx.obj
    store, now = terminal.app.store, terminal.app.clock()
    alerts, feeds, last = living(terminal, store.alerts(open_only=True)), store.feeds(), store.last_scan()
    today = store.mentions(MentionFilter(fetched_since=now - DAY, gone=gone(terminal)))
    figures = brand_figures(terminal.app.config.brands, list(today))
    replies = working_of(terminal).lately_answered()
    unheard = [*deaf_brands(terminal), *terminal.app.poster().troubles()]
    if terminal.globals.json:
        from collections import Counter

        from smwatch.reports.values import alert_dict, iso, warned_dict

        return terminal.print_json(
            {
                "alerts": [alert_dict(alert) for alert in alerts],
                "brands": figures,
                "feeds": Counter(str(feed.status) for feed in feeds),
                "last_scan": iso(last.started) if last else None,
                "answered": {brand: answered_dict(found) for brand, found in replies.items()},
                "outdated_scores": outdated(terminal),
                "scorers": list(scorers(terminal)),
                "warnings": [warned_dict(warned, terminal.speech) for warned in unheard],
            }
        )
    from smwatch.cli.views.feeds import show_troubles

    show_alerts(terminal, alerts, unheard)
    show_day(terminal, figures, replies)
    terminal.out.print("\n" + machinery(feeds, last, terminal.speech), markup=False)
    show_scorers(terminal, scorers(terminal))
    show_outdated(terminal, outdated(terminal))
    show_troubles(terminal, [feed for feed in feeds if feed.status == "silent"])  # no mentions there mean nothing
    return None


def deaf_brands(terminal: Terminal) -> list[Warned]:
    """Brands that nothing is heard of, so that no alert is no peace."""
    from smwatch.alerts.unheard import deaf

    names = [brand.name for brand in terminal.app.config.brands if brand.alerts]
    return deaf(names, terminal.app.store.ears(), terminal.app.clock())


def show_alerts(terminal: Terminal, alerts: list[Alert], unheard: list[Warned]) -> None:
    """What burns, and what isn't heard; where there is neither, that nothing burns. Then what is much talked about."""
    from smwatch.cli.views.alerts import show_lines, show_title
    from smwatch.cli.views.scan import warning_line
    from smwatch.cli.wrapping import tell
    from smwatch.models import AlertKind

    crises = [alert for alert in alerts if alert.kind is AlertKind.CRISIS]
    show_lines(terminal, crises)
    for warned in unheard:
        tell(terminal.out, warning_line(warned, terminal.speech), "yellow")
    if not (crises or unheard):
        terminal.out.print(terminal.speech.say(N_("Nothing is burning.")), style="green")
    for alert in alerts:
        if alert.kind is AlertKind.BUZZ:
            show_title(terminal, alert)
    terminal.out.print()


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
