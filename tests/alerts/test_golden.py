"""All that is said of an alert, word for word (golden/*.txt) and number for number (golden/*.json): tests/golden.py."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest

from smwatch.alerts.explain import arithmetic
from smwatch.alerts.figures import describe, quotes, scorers
from smwatch.alerts.reckoned import reckoned
from smwatch.alerts.reckoning import Reckoning
from smwatch.alerts.saying import TRENDS, asides, compared, counts, growth, of_curve, status
from smwatch.alerts.told import Case as AlertCase
from smwatch.alerts.told import Told, tell
from smwatch.locales import Speech
from smwatch.models import Alert, AlertKind, Count, Heard, Level, Role, Unheard
from smwatch.reports.values import iso
from tests.alerts.crowd import MONDAY, POSITIVE, an_alert, burst, ordinary_days, say
from tests.golden import json_lines, kept

GOLDEN = Path(__file__).with_name("golden")
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
PEAK = MONDAY + 30 * DAY + 15 * HOUR + timedelta(seconds=7, microseconds=300_000)
QUIET = ordinary_days(30, 6, seed=3, share=0.3)
ALERT = an_alert(
    id=5, opened=PEAK - 3 * HOUR, updated=PEAK, peak=PEAK, window=12 * HOUR, negatives=29, mentions=34, expected=1.1,
    probability=1e-6, first_mention="m501", status="assigned", assignee="Marie Tremblay",
)  # fmt: skip
WORDS = (
    "Glass in their yogourt, again. Who eats this?",
    "They hide it! The glass in the yogourt of Nordelait is real.",
    "A recall of glass in yogourt",
    "My child ate glass, and nobody answers at the factory of the north, ever.",
)


def grown() -> list[Heard]:
    """A crisis that grows: threads, sources, copies, people who come back, and its own people."""
    at = [PEAK - 9 * HOUR * 0.8**n for n in range(24)]
    loud = [
        say(500 + n, when, author=f"author {n % 20}", text=f"Reader {n}: {WORDS[n % 4]}", lang="en", scorer="encoder/2",
            source=("Le Devoir", "r/montreal", "")[n % 3],
            thread=("", "https://a.example/1", "https://a.example/2")[n % 3],
            url=f"https://b.example/{n}", story=f"s{n}", title="News" if n % 5 else "")
        for n, when in enumerate(at)
    ]  # fmt: skip
    return [
        *loud,
        *[replace(loud[3], id=f"copy{n}", author=f"paper {n}", fetched=PEAK - n * MINUTE) for n in range(4)],
        say(700, PEAK - 2 * HOUR, None, text="???"),
        say(701, PEAK - 2 * HOUR, None, text="!!!"),
        say(702, PEAK - 2 * HOUR, role=Role.EMPLOYEE),
        say(703, PEAK - 10 * HOUR, POSITIVE, scorer="vader/1", lang="fr", url="https://a.example/1", title="It begins"),
        say(704, PEAK - 60 * HOUR, late=50 * HOUR),
        say(705, PEAK - 5 * HOUR, late=6 * HOUR),
        *burst(5, PEAK + HOUR / 2, 3, first=710),
    ]


UNHEARD = tuple(
    Unheard(feed=f"https://f{n}.example/", source=f"Feed {n}" if n else "", how=how, since=MONDAY + n * DAY)
    for n, how in enumerate(("failing", "silent", "failing", "silent", "failing"))
)
OLD_CRISIS = [*burst(40, MONDAY + 11 * DAY, 20, first=3000), *burst(30, MONDAY + 20 * DAY, 40, first=4000)]
BEFORE = replace(ALERT, id=3, opened=MONDAY + 11 * DAY, closed=MONDAY + 14 * DAY, level=Level.CLOSED, negatives=40)
LATEST = replace(BEFORE, id=4, opened=MONDAY + 20 * DAY, closed=MONDAY + 22 * DAY + 5 * MINUTE, negatives=30)
JOY = [
    *QUIET,
    *burst(40, PEAK - 11 * HOUR, 9, POSITIVE, first=500),
    *burst(3, PEAK - HOUR, 1, first=600),
    say(9007, PEAK, None),
]

CASES: dict[str, tuple[Alert, Sequence[Heard], dict[str, Any]]] = {
    "crisis": (replace(ALERT, unheard=UNHEARD), [*QUIET, *grown()], {}),
    "another wave": (
        replace(ALERT, previous=4, status="false", assignee=""),
        [*QUIET, *OLD_CRISIS, *grown(), say(706, PEAK - HOUR, role=Role.EMPLOYEE)],
        {"alerts": [BEFORE, LATEST, ALERT], "now": PEAK + 4 * HOUR},
    ),
    "as it opened": (
        replace(ALERT, opened=PEAK, negatives=24, unheard=UNHEARD[:1]),
        [*QUIET, *OLD_CRISIS, *grown()],
        {"alerts": [BEFORE, replace(LATEST, closed=None, negatives=24), replace(BEFORE, id=2, negatives=24)]},
    ),
    "buzz": (
        replace(ALERT, kind=AlertKind.BUZZ, first_mention="m500", status="new", assignee=""),
        JOY,
        {"alerts": [replace(LATEST, kind=AlertKind.BUZZ)], "now": PEAK + 12 * HOUR},
    ),
    "nothing": (replace(ALERT, negatives=0, expected=0.01, status="done", assignee="Simon L."), [], {"since": None}),
    "closed": (
        replace(ALERT, negatives=24, expected=0.76, updated=PEAK + DAY, closed=PEAK + 4 * DAY, level=Level.CLOSED),
        [*QUIET, *grown()],
        {"now": PEAK + 20 * DAY, "alerts": [replace(BEFORE, negatives=11)]},
    ),
    "of a large brand": (
        replace(ALERT, expected=14.2, negatives=120, window=6 * HOUR, opened=PEAK, first_mention="m50000"),
        [*ordinary_days(31, 150, seed=2, share=0.4), *burst(120, PEAK - 3 * HOUR, 3, first=50_000)],
        {"alerts": [replace(BEFORE, negatives=121), replace(LATEST, negatives=120)]},
    ),
}


def lines(one: Told, speech: Speech) -> Iterator[str]:
    """What the screen and the report say of it."""
    alert = one.alert
    yield status(alert, speech)
    yield arithmetic(alert, speech)
    yield of_curve(one, speech)
    yield from growth(one, speech)
    yield speech.say(TRENDS[one.trend])
    yield from compared(one, speech)
    yield counts(alert, one.window, speech)
    yield from asides(one, speech)
    yield from reckoned(alert, one.reckoning, speech)


def numbers(counts: Sequence[Count]) -> dict[str, int]:
    return {one.name: one.count for one in counts}


def facts(one: Told) -> dict[str, object]:
    """What is told besides."""
    window, curve, growth = one.window, one.curve, one.growth
    return {
        "window": {"since": iso(window.since), "until": iso(window.until), "mentions": window.mentions,
                   "unscored": window.unscored},
        "curve": {"since": iso(curve.since), "until": iso(curve.until), "step_hours": curve.step,
                  "voices": curve.voices, "expected": [round(n, 4) for n in curve.expected]},
        "trend": {"is": one.trend, "at": iso(one.at), "recent": one.recent, "before": one.before},
        "doubling_hours": growth and [round(n, 4) for n in (growth.hours, growth.low, growth.high)],
        "first": {"mention": one.first and one.first.id, "again": one.first_again},
        "sources": numbers(one.sources),
        "threads": [{"url": thread.name, "count": thread.count, "title": title} for thread, title in one.threads],
        "authors": numbers(one.authors),
        "terms": [{"name": term.name, "count": term.count, "mention": term.said.id, "quote": term.quote}
                  for term in one.terms],
        "previous": one.previous and one.previous.id,
        "scorers": sorted(one.scorers),
    }  # fmt: skip


def figures(found: Reckoning) -> dict[str, object]:
    """How it was reckoned."""
    past, usual = found.past, found.usual
    return {
        "past": {"first": f"{past.first}", "last": f"{past.last}", "days": past.counted,
                 "weight": round(past.weight, 4), "negatives": past.negatives, "mentions": past.mentions},
        "left_out": {"alert": [f"{day}" for day in past.alert], "odd": [f"{day}" for day in past.odd]},
        "found": {"since": iso(found.found_since), "until": iso(found.found_until)},
        "published": {"since": iso(found.since), "until": iso(found.until)},
        "hours": {"window": round(found.window, 2), "busy": round(found.busy, 4)},
        "voices": {"negatives": found.negatives, "judged": found.judged, "all": found.mentions,
                   "as_told": found.as_told},
        "a_day": {"rate": round(found.rate, 5), "give_or_take": round(found.give_or_take, 5),
                  "days": round(usual.days, 4)},
        "share": {"seen": round(found.share, 5), "usual": round(found.usual_share, 5),
                  "log_chance": round(found.share_chance, 4)},
        "expected": round(found.expected, 5),
        "chance": {"log_of_one_look": round(found.one_look, 4), "in_a_year": float(f"{found.probability:.4g}")},
        "by_one_author": found.one_author,
    }  # fmt: skip


def described(alert: Alert, heard: Sequence[Heard]) -> dict[str, object]:
    """What the detector writes into the alert of its own window."""
    told = describe(replace(alert, first_mention=""), heard)
    return {
        "stories": told.stories, "authors": told.authors, "first_mention": told.first_mention,
        "sources": numbers(told.sources), "threads": numbers(told.threads), "terms": numbers(told.terms),
        "quotes": [one.id for one in quotes(alert, heard)],
        "scorers": sorted(scorers(alert, heard)),
    }  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_of_an_alert(name: str) -> None:
    alert, heard, more = CASES[name]
    heard = sorted(heard, key=lambda h: h.fetched)
    one = tell(
        AlertCase(alert=alert, heard=heard, **{"now": PEAK + HOUR, "since": MONDAY, "names": ("Nordelait",), **more})
    )
    said = [[f"{lang}: {line}" for line in lines(one, Speech(lang, UTC))] for lang in ("en", "fr")]
    text, before = kept(GOLDEN / f"{name.replace(' ', '-')}.txt", [*said[0], "", *said[1]])
    assert text == before
    found = facts(one) | figures(one.reckoning) | {"described": described(alert, heard)}
    text, before = kept(GOLDEN / f"{name.replace(' ', '-')}.json", json_lines(found))
    assert text == before
