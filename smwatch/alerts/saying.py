"""What is told of an alert beside its arithmetic, in sentences: for the screen and for the report. Pure.

growth(told, speech)      how fast it grew, and where it goes
compared(told, speech)    how it compares with the alerts before
of_curve(told, speech)    its curve in words
counts(alert, window, speech), asides(told, speech)     what its window holds, and what the figures leave out
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from smwatch.alerts.explain import SMALL, not_scored
from smwatch.alerts.growth import Trend
from smwatch.alerts.told import BEFORE, RECENT
from smwatch.alerts.unheard import did_without
from smwatch.locales import N_
from smwatch.models import AlertKind
from smwatch.text.scorers import scored_by

if TYPE_CHECKING:
    from smwatch.alerts.growth import Doubling
    from smwatch.alerts.told import Earlier, Stretch, Told
    from smwatch.locales import Speech
    from smwatch.models import Alert

TRENDS = {
    Trend.GROWING: N_("growing"),
    Trend.STEADY: N_("neither growing nor falling"),
    Trend.FALLING: N_("falling"),
    Trend.UNKNOWN: "",
}

STATUSES = {
    "new": N_("nobody has seen to it"),
    "acknowledged": N_("seen"),
    "assigned": N_("assigned"),
    "false": N_("false alarm"),
    "done": N_("done"),
}


def status(alert: Alert, speech: Speech) -> str:
    """What people made of an alert: false alarm; assigned: Marie Tremblay."""
    said = speech.say(STATUSES[alert.status])
    return speech.say(N_("{what}: {how}"), what=said, how=alert.assignee) if alert.assignee else said


def of_curve(told: Told, speech: Speech) -> str:
    """Its curve in words."""
    curve = told.curve
    most = max(curve.voices)
    expected = sum(curve.expected) / len(curve.expected)
    what = N_("Voices by {step} between {since} and {until}: at most {most}, from {busiest}; {expected} expected.")
    if told.alert.kind is AlertKind.CRISIS:
        what = N_(
            "Negative voices by {step} between {since} and {until}: at most {most}, from {busiest}; "
            "{expected} expected."
        )
    return speech.say(
        what,
        step=speech.say(N_("hour")) if curve.step == 1 else speech.span(timedelta(hours=curve.step)),
        since=speech.when(curve.since),
        until=speech.when(curve.until),
        most=speech.number(most),
        busiest=speech.when(curve.since + timedelta(hours=curve.step * curve.voices.index(most))),
        expected=about(expected, speech),
    )


def about(expected: float, speech: Speech) -> str:
    """A number of voices that were to be expected."""
    if expected < 0.05:  # noqa: PLR2004 - would be rounded to 0.0
        return speech.say(N_("almost none"))
    return speech.say(N_("about {n}"), n=speech.number(expected, 1 if expected < SMALL else 0))


def growth(told: Told, speech: Speech) -> Iterator[str]:
    """How fast it grew until it was loudest, and where it goes now."""
    if told.growth:
        yield speech.say(
            N_("Until they were loudest, {peak}, the voices doubled about every {hours} ({low} to {high})."),
            peak=speech.when(told.alert.peak or told.alert.updated),
            **_lengths(told.growth, speech),
        )
    else:
        yield speech.say(N_("How fast it grew can't be said: the voices are too few, or came evenly."))
    if told.trend is not Trend.UNKNOWN:
        yield speech.say(
            N_("Voices in the last {recent} hours: {now}; in the {before} hours before: {then}."),
            recent=speech.number(RECENT),
            now=speech.number(told.recent),
            before=speech.number(BEFORE),
            then=speech.number(told.before),
        )


def _lengths(growth: Doubling, speech: Speech) -> dict[str, str]:
    hours = {"hours": growth.hours, "low": growth.low, "high": growth.high}
    return {name: speech.span(timedelta(hours=value)) for name, value in hours.items()}


def compared(told: Told, speech: Speech) -> Iterator[str]:
    """How it compares."""
    if told.previous and told.previous.closed:
        what = N_("It is another wave: the alert before, no. {id}, closed {closed}.")
        yield speech.say(what, id=told.previous.id, closed=speech.when(told.previous.closed))
    earlier: Earlier | None = told.earlier
    if not earlier:
        yield speech.say(N_("It is the first alert of this kind for this brand."))
        return
    what = N_("As big as the median of its earlier alerts ({n}), {median} voices; the largest, no. {id}, had {most}.")
    if told.alert.negatives > earlier.median:
        what = N_(
            "Bigger than the median of its earlier alerts ({n}), {median} voices; the largest, no. {id}, had {most}."
        )
    elif told.alert.negatives < earlier.median:
        what = N_(
            "Smaller than the median of its earlier alerts ({n}), {median} voices; the largest, no. {id}, had {most}."
        )
    yield speech.say(
        what,
        n=speech.number(earlier.alerts),
        median=speech.number(earlier.median, 0 if earlier.median == int(earlier.median) else 1),
        id=earlier.largest.id,
        most=speech.number(earlier.largest.negatives),
    )


def counts(alert: Alert, window: Stretch, speech: Speech) -> str:
    """The mentions of the window, copies included."""
    what = N_("mentions {mentions}, not negative {speaking}; of these stories {stories}, authors {authors}, "
              "sources {sources}, threads {threads}.")  # fmt: skip
    if alert.kind is AlertKind.CRISIS:
        what = N_("mentions {mentions}, negative {speaking}; of these stories {stories}, authors {authors}, "
                  "sources {sources}, threads {threads}.")  # fmt: skip
    names = ("mentions", "speaking", "stories", "authors", "sources", "threads")
    return speech.say(what, **{name: speech.number(getattr(window, name)) for name in names})


def asides(told: Told, speech: Speech) -> Iterator[str]:
    """What the figures leave out, and what they rest on."""
    if missed := did_without(told.alert, speech):
        yield missed
    if silent := not_scored(told.window.unscored, told.alert, speech):
        yield silent
    if told.window.aside:
        yield speech.count(
            "{n} of them is by the company's own people, or was old when it was found: it is no voice.",
            "{n} of them are by the company's own people, or were old when they were found: they are no voices.",
            told.window.aside,
        )
    if scored := scored_by(told.scorers, speech):
        yield scored
