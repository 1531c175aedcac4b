"""An alert in plain words: its arithmetic in one sentence, and what that rests on.

    arithmetic(alert, speech)   "37 negative voices in 6 hours, 1.2 expected; by chance once in 4,000 years."
    not_scored(3, alert, speech)   "3 more mentions could not be scored, and count for neither side."
    odds(probability, speech)   "once in 4,000 years"

What else is told (sources, threads, terms, quotes) is made in figures.py and terms.py. Pure.
"""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING

from smwatch.locales import N_
from smwatch.models import AlertKind

if TYPE_CHECKING:
    from smwatch.locales import Speech
    from smwatch.models import Alert

MILLION = 1_000_000
"""Years; nobody believes a rarer chance, and no model is that good."""

SMALL = 10
"""Expected counts under this are told with a decimal."""


def arithmetic(alert: Alert, speech: Speech) -> str:
    """How many, in how long, how many were expected, and how often chance alone would do that."""
    many = _many(alert, speech)
    expected = speech.number(alert.expected, 1 if alert.expected < SMALL else 0)
    if alert.expected < 0.05:  # noqa: PLR2004 - would be rounded to 0.0
        return speech.say(
            N_("{many} in {window}, almost none expected; by chance {odds}."),
            many=many,
            window=speech.span(alert.window),
            odds=odds(alert.probability, speech),
        )
    return speech.say(
        N_("{many} in {window}, {expected} expected; by chance {odds}."),
        many=many,
        window=speech.span(alert.window),
        expected=expected,
        odds=odds(alert.probability, speech),
    )


def _many(alert: Alert, speech: Speech) -> str:
    if alert.kind is AlertKind.BUZZ:
        return speech.count("{n} voice that is not negative", "{n} voices that are not negative", alert.negatives)
    return speech.count("{n} negative voice", "{n} negative voices", alert.negatives)


def not_scored(n: int, alert: Alert, speech: Speech) -> str:
    """What an alert knows nothing about, in a sentence; "" where all could be scored."""
    if not n:
        return ""
    if alert.kind is AlertKind.BUZZ:
        return speech.count("{n} of the mentions could not be scored.", "{n} of the mentions could not be scored.", n)
    return speech.count(
        "{n} more mention could not be scored, and counts for neither side.",
        "{n} more mentions could not be scored, and count for neither side.",
        n,
    )


def odds(probability: float, speech: Speech) -> str:
    """How often chance does what has this probability in a year, however often one looks."""
    if probability * MILLION < 1:
        return speech.say(N_("less than once in a million years"))
    years = rounded(1 / probability)
    if years <= 1:
        return speech.say(N_("once a year or more often"))
    return speech.count("once in {n} year", "once in {n} years", years)


def rounded(years: float) -> int:
    """To one digit that counts (two under a hundred): the chance isn't known any better."""
    if years < 100:  # noqa: PLR2004
        return round(years)
    unit = int(10 ** floor(log10(years)))
    return round(years / unit) * unit
