"""How it looks that people answered alerts, and how good those were."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from smwatch.alerts.stats import Figures
from smwatch.cli.terminal import Terminal
from smwatch.cli.wrapping import tell
from smwatch.locales import N_, Speech
from smwatch.models import Alert, AlertKind, Answer
from smwatch.reports.values import iso


def show_answered(terminal: Terminal, alerts: list[Alert], answer: Answer) -> None:
    """A line for each, and what else one may want to say."""
    for alert in alerts:
        terminal.note(
            DONE[answer.what, alert.status == "false"] if answer.over else DONE[answer.what, False],
            id=alert.id,
            brand=alert.brand,
            name=alert.assignee,
        )
    crises = any(alert.kind is AlertKind.CRISIS for alert in alerts)
    if crises and answer.over and answer.status != "false":
        terminal.note(
            N_("Was it a false alarm? Close it once more with --false: it counts in `{smwatch} alerts stats`.")
        )


DONE = {
    ("acknowledge", False): N_("{brand}: alert {id} has been seen."),
    ("assign", False): N_("{brand}: {name} sees to alert {id}."),
    ("note", False): N_("{brand}: noted with alert {id}."),
    ("close", False): N_("{brand}: alert {id} is closed. Only a new wave, or a louder one, opens another."),
    ("close", True): N_(
        "{brand}: alert {id} is closed as a false alarm. Only a new wave, or a louder one, opens another."
    ),
}


def show_figures(terminal: Terminal, found: Figures) -> None:
    """In plain words."""
    for line in lines(found, terminal.speech):
        tell(terminal.out, line)


def lines(found: Figures, speech: Speech) -> list[str]:
    """A sentence or two for each thing that there is to tell."""
    if not found.alerts:
        return [speech.say(N_("No alert since {when}."), when=speech.when(found.since))]
    times = (
        (N_("From the first mention to the alert: {time} (median)."), found.first_to_opening),
        (N_("From the alert until somebody had seen it: {time} (median)."), found.opening_to_seen),
        (N_("From the alert until it was closed: {time} (median)."), found.opening_to_closing),
    )
    return [
        _how_many(found, speech),
        _how_false(found, speech),
        *(speech.say(said, time=speech.span(time)) for said, time in times if time is not None),
    ]


def _how_many(found: Figures, speech: Speech) -> str:
    told = speech.count("{n} alert", "{n} alerts", found.alerts)
    kinds = [
        speech.count("{n} crisis", "{n} crises", found.kinds.get("crisis", 0)),
        speech.count("{n} buzz", "{n} buzzes", found.kinds.get("buzz", 0)),
    ]
    if found.open:
        kinds.append(speech.count("{n} still open", "{n} still open", found.open))
    return speech.say(
        N_("{alerts} since {when}: {kinds}."), alerts=told, when=speech.when(found.since), kinds=", ".join(kinds)
    )


def _how_false(found: Figures, speech: Speech) -> str:
    said = [speech.count("{n} was marked as a false alarm.", "{n} were marked as false alarms.", found.false)]
    promise = speech.number(found.promised, 2 if found.promised < 1 else 0)
    if found.false_a_year is None:
        said.append(
            speech.say(
                N_("Too early to say how many that makes a year; {sensitivity} promises about {promised} a brand."),
                sensitivity=f'sensitivity = "{found.sensitivity}"',
                promised=promise,
            )
        )
    else:
        said.append(
            speech.say(
                N_("That makes {rate} a year and brand; {sensitivity} promises about {promised}."),
                rate=speech.number(found.false_a_year, 1),
                sensitivity=f'sensitivity = "{found.sensitivity}"',
                promised=promise,
            )
        )
    if found.unmarked:
        said.append(
            speech.count(
                "{n} crisis has no verdict yet: {smwatch} alerts close",
                "{n} crises have no verdict yet: {smwatch} alerts close",
                found.unmarked,
            )
        )
    return " ".join(said)


def figures_dict(found: Figures) -> dict[str, Any]:
    """The same as JSON; stretches of time in seconds."""
    return {
        "since": iso(found.since),
        "until": iso(found.until),
        "brands": list(found.brands),
        "alerts": found.alerts,
        "kinds": {"crisis": found.kinds.get("crisis", 0), "buzz": found.kinds.get("buzz", 0)},
        "open": found.open,
        "false": found.false,
        "unmarked": found.unmarked,
        "false_a_year": None if found.false_a_year is None else round(found.false_a_year, 3),
        "promised_a_year": found.promised,
        "sensitivity": found.sensitivity,
        "seconds_to_opening": _seconds(found.first_to_opening),
        "seconds_to_seen": _seconds(found.opening_to_seen),
        "seconds_to_closing": _seconds(found.opening_to_closing),
    }


def _seconds(time: timedelta | None) -> int | None:
    return None if time is None else round(time.total_seconds())
