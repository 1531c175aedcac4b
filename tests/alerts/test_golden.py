"""All that is said of an alert, word for word and number for number: golden/*.txt (tests/golden.py)."""

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
from smwatch.alerts.saying import TRENDS, asides, compared, counts, growth, of_curve, status
from smwatch.alerts.told import Case as AlertCase
from smwatch.alerts.told import Told, tell
from smwatch.locales import Speech
from smwatch.models import Alert, AlertKind, Heard, Level, Role, Unheard
from tests.alerts.crowd import MONDAY, POSITIVE, an_alert, burst, ordinary_days, say
from tests.golden import kept

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


def facts(one: Told) -> Iterator[str]:
    """What is told besides, as it stands."""
    found, window = one.reckoning, one.window
    yield f"window {window.since:%d %H:%M:%S} to {window.until:%d %H:%M:%S}: {window.mentions} {window.unscored}"
    yield f"curve by {one.curve.step} from {one.curve.since:%d %H:%M} to {one.curve.until:%d %H:%M}: {one.curve.voices}"
    yield f"  expected {' '.join(f'{n:.4f}' for n in one.curve.expected)}"
    yield f"at {one.at:%d %H:%M} {one.trend} {one.recent} {one.before}"
    yield f"first {one.first and one.first.id} {one.first_again}"
    yield f"growth {one.growth and [round(n, 4) for n in (one.growth.hours, one.growth.low, one.growth.high)]}"
    yield f"sources {one.sources}"
    yield f"threads {one.threads}"
    yield f"authors {one.authors}"
    yield from (f"term {term.name} {term.count} {term.said.id}: {term.quote}" for term in one.terms)
    yield f"previous {one.previous and one.previous.id}; scorers {sorted(one.scorers)}"
    past = found.past
    yield f"past {past.first} {past.last} {past.counted} {past.weight:.4f} {past.negatives} {past.mentions}"
    yield f"  without {[f'{day:%d}' for day in past.alert]} {[f'{day:%d}' for day in past.odd]}"
    yield f"found {found.found_since:%m-%d %H:%M:%S.%f} to {found.found_until:%m-%d %H:%M:%S.%f}"
    yield f"  published {found.since:%m-%d %H:%M:%S.%f} to {found.until:%m-%d %H:%M:%S.%f}"
    yield f"reckoned {found.window:.2f} {found.busy:.4f}"
    yield f"  voices {found.negatives} of {found.judged} of {found.mentions} {found.as_told}"
    yield f"  rate {found.rate:.5f} {found.give_or_take:.5f} days {found.usual.days:.4f}"
    yield f"  share {found.share:.5f} {found.usual_share:.5f} {found.share_chance:.4f}"
    yield f"  expected {found.expected:.5f} look {found.one_look:.4f} year {found.probability:.4g}"
    yield f"  by one {found.one_author}"


def described(alert: Alert, heard: Sequence[Heard]) -> Iterator[str]:
    """What the detector writes into the alert of its own window."""
    told = describe(replace(alert, first_mention=""), heard)
    yield f"described {told.stories} {told.authors} {told.first_mention} {told.sources} {told.threads} {told.terms}"
    yield f"quotes {[h.id for h in quotes(alert, heard)]}"
    yield f"scorers {sorted(scorers(alert, heard))}"


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_of_an_alert(name: str) -> None:
    alert, heard, more = CASES[name]
    heard = sorted(heard, key=lambda h: h.fetched)
    one = tell(
        AlertCase(alert=alert, heard=heard, **{"now": PEAK + HOUR, "since": MONDAY, "names": ("Nordelait",), **more})
    )
    said = [[f"{lang}: {line}" for line in lines(one, Speech(lang, UTC))] for lang in ("en", "fr")]
    text, before = kept(
        GOLDEN / f"{name.replace(' ', '-')}.txt", [*said[0], "", *said[1], "", *facts(one), *described(alert, heard)]
    )
    assert text == before
