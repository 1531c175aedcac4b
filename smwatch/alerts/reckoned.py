"""How an alert was reckoned, in sentences, for whoever doubts it: for the screen and for the report. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, floor, log

from smwatch.alerts.explain import SMALL, rounded
from smwatch.alerts.listener import looks
from smwatch.alerts.reckoning import Reckoning
from smwatch.locales import N_, Speech
from smwatch.models import Alert, AlertKind

RARE = log(1e-6)
"""A chance (a logarithm) under which it is told as a power of ten."""

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def reckoned(alert: Alert, found: Reckoning, speech: Speech) -> Iterator[str]:
    """What it rests on, a sentence a line."""
    if not found.as_told:
        yield speech.say(
            N_("Reckoned again by what is stored now, it would be: voices {n}, expected {expected}."),
            n=speech.number(found.negatives),
            expected=speech.number(found.expected, 2),
        )
    yield _usual(alert, found, speech)
    if left := list(_left_out(found, speech)):
        yield speech.say(N_("Left out: {days}."), days=", ".join(left))
    yield speech.say(
        N_("The window's {window} are usually as busy as {busy} average ones: {expected} expected."),
        window=speech.span(alert.window),
        busy=speech.number(found.busy, 1),
        expected=_some(found.expected, speech),
    )
    yield speech.say(
        N_("So many by chance, looked at once: {chance}. Who looks all year long at such a stretch of time sees that "
           "{looks} times as often."),
        chance=one_in(found.one_look, speech),
        looks=speech.number(rounded(exp(looks(found.window)))),
    )  # fmt: skip
    if alert.kind is AlertKind.CRISIS:
        yield _share(found, speech)


def _usual(alert: Alert, found: Reckoning, speech: Speech) -> str:
    past = found.past
    if not past.counted:
        return speech.say(N_("Nothing is known of the past yet; {rate} voices a day are taken for usual."),
                          rate=_some(found.rate, speech))  # fmt: skip
    what = N_("Usual: {rate} voices a day that are not negative (give or take {more}), from {n} of them on {days} "
              "between {first} and {last}; recent days count more.")  # fmt: skip
    if alert.kind is AlertKind.CRISIS:
        what = N_("Usual: {rate} negative voices a day (give or take {more}), from {n} of them on {days} "
                  "between {first} and {last}; recent days count more.")  # fmt: skip
    return speech.say(
        what,
        rate=_some(found.rate, speech),
        more=_some(found.give_or_take, speech),
        n=speech.number(past.negatives),
        days=speech.count("{n} day", "{n} days", past.counted),
        first=speech.day(past.first),
        last=speech.day(past.last),
    )


def _left_out(found: Reckoning, speech: Speech) -> Iterator[str]:
    past = found.past
    if past.alert:
        yield speech.count("{n} day around an alert", "{n} days around an alert", len(past.alert))
    if past.odd:
        yield speech.count("{n} day that stood out", "{n} days that stood out", len(past.odd))


def _share(found: Reckoning, speech: Speech) -> str:
    return speech.say(
        N_("{now} of the {n} voices whose feeling is known are negative, usually {usual}; by chance: {chance}."),
        now=speech.percent(found.share),
        n=speech.number(found.judged),
        usual=speech.percent(found.usual_share),
        chance=one_in(found.share_chance, speech),
    )


def _some(value: float, speech: Speech) -> str:
    """A number with as many decimals as it takes to be one."""
    return speech.number(value, 0 if value >= SMALL else 1 if value >= 1 else 2)


def one_in(chance: float, speech: Speech) -> str:
    """A chance, given as a logarithm: 1 in 4,000, 1 in 10¹²."""
    if chance < RARE:
        return speech.say(N_("1 in {n}"), n="10" + str(floor(-chance / log(10))).translate(RAISED))
    return speech.say(N_("1 in {n}"), n=speech.number(rounded(exp(-chance))))
