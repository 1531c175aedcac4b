"""How an alert was reckoned, as JSON-ready values: the whole, for whoever reckons it again."""

from __future__ import annotations

from datetime import date
from math import exp, log

from smwatch.alerts import baseline
from smwatch.alerts.listener import AT_LEAST, looks
from smwatch.alerts.reckoning import Past, Reckoning
from smwatch.reports.values import Values, iso


def reckoning_dict(found: Reckoning) -> Values:
    """All of it; what is taken for granted too."""
    usual = found.usual
    return {
        "since": iso(found.since),
        "until": iso(found.until),
        "found_since": iso(found.found_since),
        "found_until": iso(found.found_until),
        "listening_since": iso(found.listening),
        "as_told": found.as_told,
        "past": _past(found.past),
        "rate_a_day": found.rate,
        "give_or_take": found.give_or_take,
        "shape": usual.shape,
        "busy_hours": found.busy,
        "window_hours": found.window,
        "negatives": found.negatives,
        "mentions": found.mentions,
        "judged": found.judged,
        "expected": found.expected,
        "one_look_log10": found.one_look / log(10),
        "looks_a_year": round(exp(looks(found.window))),
        "probability": found.probability,
        "share": _shares(found),
        "prior": {
            "voices": baseline.PRIOR_VOICES,
            "days": baseline.PRIOR_DAYS,
            "negatives": baseline.PRIOR_NEGATIVE,
            "others": baseline.PRIOR_OTHER,
        },
        "one_author": [[_number(name) for name in ids] for ids in found.one_author],
    }


def _past(past: Past) -> Values:
    return {
        "first": past.first.isoformat(),
        "last": past.last.isoformat(),
        "days": past.counted,
        "left_out": _days("alert", past.alert) + _days("stands out", past.odd),
        "negatives": past.negatives,
        "mentions": past.mentions,
        "weighs_days": past.weight,
    }


def _shares(found: Reckoning) -> Values:
    return {
        "now": found.share,
        "usual": found.usual_share,
        "negatives": found.usual.share_hits,
        "others": found.usual.share_rest,
        "times": AT_LEAST,
        "chance": exp(found.share_chance),
    }


def _number(name: str) -> int | str:
    return int(name) if name.isascii() and name.isdigit() else name


def _days(why: str, days: tuple[date, ...]) -> list[Values]:
    return [{"day": day.isoformat(), "why": why} for day in days]
