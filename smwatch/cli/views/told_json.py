"""All of one alert as JSON-ready values: what `alerts list --json` has, what `alerts show` adds, its reckoning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import exp, log

from smwatch.alerts import baseline
from smwatch.alerts.explain import arithmetic
from smwatch.alerts.listener import AT_LEAST, looks
from smwatch.alerts.reckoning import Past, Reckoning
from smwatch.alerts.told import Curve, Stretch, Told
from smwatch.cli.views.told import command, everything
from smwatch.config.settings import Play
from smwatch.locales import Speech
from smwatch.models import Count, Note
from smwatch.reports.values import Values, alert_dict, iso


def told_dict(told: Told, notes: Sequence[Note], speech: Speech) -> Values:
    """One document; the arithmetic in the user's language."""
    growth, earlier = told.growth, told.earlier
    return alert_dict(told.alert) | {
        "notes": [{"at": iso(note.at), "who": note.who, "text": note.text} for note in notes],
        "arithmetic": arithmetic(told.alert, speech),
        "trend": {
            "is": told.trend.value,
            "last_6_hours": told.recent,
            "18_hours_before": told.before,
            "at": iso(told.at),
        },
        "doubling": {"hours": growth.hours, "low": growth.low, "high": growth.high} if growth else None,
        "window": _window(told.window) | {"filter": _filter(told, told.window)},
        "curve": _curve(told.curve) | {"filter": _filter(told, told.curve)},
        "first": _first(told),
        "loudest": {
            "sources": [_count(count) for count in told.sources],
            "threads": [_count(count) | {"title": title} for count, title in told.threads],
            "authors": [_count(count) for count in told.authors],
        },
        "words": [
            {"term": t.name, "count": t.count, "quote": t.quote, "mention": _number(t.said.id)} for t in told.terms
        ],
        "earlier": {
            "alerts": earlier.alerts,
            "median": earlier.median,
            "largest": {"id": earlier.largest.id, "negatives": earlier.largest.negatives},
        }
        if earlier
        else None,
        "playbook": _play(told.play) if told.play else None,
        "scorers": sorted(told.scorers),
        "reckoning": {"filter": one_line(everything(told))} | reckoning_dict(told.reckoning),
    }


def _window(window: Stretch) -> Values:
    return {
        "since": iso(window.since),
        "until": iso(window.until),
        "mentions": window.mentions,
        "negatives": window.speaking,
        "unscored": window.unscored,
        "aside": window.aside,
        "stories": window.stories,
        "authors": window.authors,
        "sources": window.sources,
        "threads": window.threads,
    }


def _curve(curve: Curve) -> Values:
    return {
        "since": iso(curve.since),
        "until": iso(curve.until),
        "step_hours": curve.step,
        "voices": list(curve.voices),
        "expected": [round(expected, 4) for expected in curve.expected],
    }


def _first(told: Told) -> Values | None:
    first = told.first
    if not first:
        return None
    return {
        "mention": _number(first.id),
        "published": iso(first.published),
        "author": first.author,
        "source": first.source,
        "url": first.url,
        "title": first.title,
        "text": first.text,
        "again": told.first_again,
    }


def _filter(told: Told, stretch: Stretch | Curve) -> str:
    return one_line(command(told.alert, stretch))


def one_line(command: tuple[str, str]) -> str:
    """The command on one line."""
    head, times = command
    return f"{head[:-2]} {times}"  # without the backslash


def _number(name: str) -> int | str:
    return int(name) if name.isascii() and name.isdigit() else name


def _count(count: Count) -> Values:
    return {"name": count.name, "count": count.count}


def _play(play: Play) -> Values:
    return {"who": play.who, "within_seconds": play.within and play.within.total_seconds(), "say": play.say}


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


def _days(why: str, days: tuple[date, ...]) -> list[Values]:
    return [{"day": day.isoformat(), "why": why} for day in days]
