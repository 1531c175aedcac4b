"""One step of an alert's life, with the verdict given: which level follows, and from which figure on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from math import log

import pytest

from smwatch.alerts.lifecycle import LONGEST, PAUSE, Life, hushed, louder, same_wave
from smwatch.alerts.listener import Listener, Verdict, looks
from smwatch.config.settings import AlertSettings
from smwatch.models import Alert, AlertChange, AlertKind, Change, Heard, Level
from tests.alerts.crowd import MONDAY, an_alert, burst

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
NOW = MONDAY + 20 * DAY
HOT = Verdict(window=6.0, negatives=20, mentions=25, expected=0.5, chance=log(1e-12), hot=True)
OPEN = an_alert(
    id=3, opened=NOW - 5 * HOUR, updated=NOW - 5 * HOUR, peak=NOW - 5 * HOUR, negatives=10, probability=1e-5
)
COOLING = replace(OPEN, level=Level.COOLING)


def life(*mentions: Heard, sensitivity: str = "normal", kind: AlertKind = AlertKind.CRISIS) -> Life:
    listener = Listener(kind, MONDAY)
    for heard in mentions:
        listener.take(heard)
    return Life(
        "Nordelait",
        listener,
        AlertSettings(sensitivity=sensitivity),
        lambda alert: replace(alert, first_mention="told"),
    )


def test_an_alert_opens_with_the_figures_of_its_verdict() -> None:
    change = life(kind=AlertKind.BUZZ).opened(NOW, OPEN, HOT)
    assert change == AlertChange(
        an_alert(
            kind=AlertKind.BUZZ, opened=NOW, updated=NOW, peak=NOW, window=6 * HOUR, negatives=20, mentions=25,
            stories=0, authors=0, expected=0.5, probability=HOT.a_year, previous=3, first_mention="told",
        ),
        Change.OPENED,
    )  # fmt: skip
    assert life().opened(NOW, None, HOT).alert.previous == 0


@pytest.mark.parametrize(
    ("sensitivity", "voices", "false_alarms"), [("low", 12, 0.25), ("normal", 8, 1.0), ("high", 8, 4.0)]
)
def test_an_alert_is_beyond_doubt_at_twice_the_voices_and_a_thousandth_of_the_chance(
    sensitivity: str, voices: int, false_alarms: float
) -> None:
    chance = log(false_alarms * 1e-3) - looks(6.0)
    sure = life(sensitivity=sensitivity).sure
    assert sure(replace(HOT, negatives=voices, chance=chance - 1e-9))
    assert not sure(replace(HOT, negatives=voices - 1, chance=chance - 1e-9))
    assert not sure(replace(HOT, negatives=voices, chance=chance + 1e-9))


def test_louder_is_more_voices_and_no_likelier() -> None:
    assert louder(replace(HOT, negatives=11), OPEN)
    assert not louder(replace(HOT, negatives=10), OPEN)
    same = replace(HOT, chance=log(OPEN.probability) - looks(6.0))
    assert louder(same, replace(OPEN, probability=same.a_year))
    assert not louder(same, replace(OPEN, probability=same.a_year * 0.999))


def test_a_cooling_alert_reopens_where_it_is_hot_again_and_there_is_news() -> None:
    again = life().cooled(NOW, COOLING, HOT, news=True)
    assert again
    assert (again.change, again.alert.level, again.alert.negatives, again.alert.updated) == (
        Change.REOPENED,
        Level.EMERGING,
        20,
        NOW,
    )
    assert again.alert.peak == NOW
    confirmed = life().cooled(NOW, replace(COOLING, confirmed=NOW - HOUR), replace(HOT, negatives=9), news=True)
    assert confirmed
    assert (confirmed.alert.level, confirmed.alert.negatives, confirmed.alert.peak) == (Level.CONFIRMED, 10, OPEN.peak)
    assert confirmed.alert.updated == NOW
    assert life().cooled(NOW, COOLING, HOT, news=False) is None
    assert life().cooled(NOW, COOLING, replace(HOT, hot=False), news=True) is None


def test_a_cooling_alert_closes_after_a_calm_as_long_as_the_settings_say() -> None:
    at = COOLING.updated + DAY
    closed = life().cooled(at, COOLING, Verdict(), news=False)
    assert closed == AlertChange(replace(COOLING, level=Level.CLOSED, closed=at, updated=at), Change.CLOSED)
    assert life().cooled(at - MINUTE, COOLING, Verdict(), news=True) is None


def test_an_open_alert_that_is_no_longer_restless_cools() -> None:
    assert life().lived(NOW, OPEN, news=False) == AlertChange(
        replace(OPEN, level=Level.COOLING, updated=NOW), Change.COOLING
    )
    assert life().advance(NOW, OPEN) == life().lived(NOW, OPEN, news=True)


def grows(n: int, current: Alert) -> AlertChange | None:
    return life(*burst(n, NOW - 5 * HOUR, 4)).lived(NOW, current, news=False)


def test_an_open_alert_is_confirmed_or_grows_whether_there_is_news_or_not() -> None:
    change = grows(30, OPEN)
    assert change
    assert (change.change, change.alert.level, change.alert.confirmed, change.alert.negatives) == (
        Change.CONFIRMED,
        Level.CONFIRMED,
        NOW,
        30,
    )
    grown = grows(30, replace(OPEN, level=Level.CONFIRMED, confirmed=NOW - HOUR))
    assert grown
    assert (grown.change, grown.alert.level, grown.alert.confirmed, grown.alert.negatives) == (
        Change.GREW,
        Level.CONFIRMED,
        NOW - HOUR,
        30,
    )
    assert grows(30, replace(OPEN, level=Level.CONFIRMED, negatives=30)) is None
    assert grows(7, replace(OPEN, negatives=7)) is None, "seven are no certainty"
    small = grows(7, replace(OPEN, negatives=4, probability=1.0))
    assert small
    assert (small.change, small.alert.level, small.alert.negatives) == (Change.GREW, Level.EMERGING, 7)


def test_a_clock_that_was_set_back_only_moves_the_time() -> None:
    ahead = replace(OPEN, updated=NOW + MINUTE)
    assert life().advance(NOW, ahead) == AlertChange(replace(ahead, updated=NOW), Change.GREW)
    assert life().advance(NOW, replace(OPEN, updated=NOW)) != AlertChange(replace(OPEN, updated=NOW), Change.GREW)


CLOSED = replace(OPEN, level=Level.CLOSED, status="false", closed=NOW - 3 * HOUR, updated=NOW - HOUR)


@pytest.mark.parametrize(
    ("more", "same"),
    [
        ({}, True),
        ({"status": "done"}, True),
        ({"status": "new"}, False),
        ({"level": Level.COOLING}, False),
        ({"closed": NOW - 2 * HOUR}, False),  # a scan closed it, when the brand was last judged
        ({"updated": NOW - 2 * HOUR}, True),
        ({"updated": NOW - 2 * HOUR - MINUTE}, False),
    ],
)
def test_whose_wave_goes_on_is_what_a_person_closed_as_long_as_it_was_followed(
    more: dict[str, object], same: bool
) -> None:
    assert same_wave(replace(CLOSED, **more), NOW - 2 * HOUR, NOW) is same  # type: ignore[arg-type]


def test_after_two_days_without_a_look_nobody_knows_that_a_wave_went_on() -> None:
    assert PAUSE == 2 * DAY
    old = replace(CLOSED, updated=NOW - 2 * DAY, closed=NOW - 3 * DAY)
    assert same_wave(old, NOW - 2 * DAY, NOW)
    assert not same_wave(replace(old, updated=NOW - 2 * DAY - MINUTE), NOW - 3 * DAY, NOW)


def begun(
    n: int, last: Alert | None, *, news: bool = True, judged: datetime | None = NOW - 2 * HOUR
) -> AlertChange | None:
    return life(*burst(n, NOW - 5 * HOUR, 4)).begun(NOW, last, judged, news=news)


def test_the_wave_of_what_a_person_closed_only_tells_when_it_gets_louder() -> None:
    quiet = begun(9, CLOSED)
    assert quiet == AlertChange(replace(CLOSED, updated=NOW), Change.GREW)
    assert begun(30, CLOSED, news=False) == AlertChange(replace(CLOSED, updated=NOW), Change.GREW)
    loud = begun(60, replace(CLOSED, closed=NOW - 5 * HOUR))
    assert loud
    assert (loud.change, loud.alert.previous) == (Change.OPENED, 3)
    opened = begun(30, replace(CLOSED, status="new", updated=NOW - 6 * HOUR))
    assert opened
    assert (opened.change, opened.alert.previous, opened.alert.negatives) == (Change.OPENED, 3, 30)


def test_a_new_alert_needs_news() -> None:
    assert begun(30, None)
    assert begun(30, None, news=False) is None
    assert begun(3, None) is None
    assert begun(2, CLOSED) == AlertChange(replace(CLOSED, updated=NOW), Change.GREW), "still restless"
    assert begun(0, CLOSED) is None


def ended(current: Alert, away: timedelta, *mentions: Heard) -> datetime | None:
    return life(*mentions).ended(NOW, current, NOW - away)


def test_an_alert_that_nobody_looked_at_for_days_closed_when_it_would_have() -> None:
    away = 4 * DAY
    judged = NOW - away
    open_then = replace(OPEN, opened=judged - DAY, updated=judged)
    assert ended(open_then, away) == judged + DAY
    assert ended(replace(open_then, level=Level.COOLING, updated=judged - 20 * HOUR), away) == judged + 4 * HOUR
    assert ended(replace(open_then, level=Level.COOLING, updated=NOW - DAY), away) is None, "that is now"
    assert ended(open_then, PAUSE) is None, "somebody looked"
    assert ended(open_then, PAUSE + MINUTE) is not None
    voices = burst(20, judged + 2 * HOUR, 6)
    assert ended(open_then, away, *voices) == judged + 8 * HOUR + DAY + DAY
    assert ended(open_then, away, *voices, *burst(200, judged + DAY, 70, first=500)) is None


def test_what_ended_meanwhile_is_told_as_closed_then() -> None:
    judged = NOW - 4 * DAY
    current = replace(OPEN, opened=judged - DAY, updated=judged)
    change = life().advance(NOW, current, judged=judged)
    at = judged + DAY
    assert change == AlertChange(replace(current, level=Level.CLOSED, closed=at, updated=at), Change.CLOSED)
    assert life().advance(NOW, current) == AlertChange(
        replace(current, level=Level.COOLING, updated=NOW), Change.COOLING
    )


def test_no_buzz_begins_in_a_crisis_or_while_some_window_hears_it() -> None:
    assert LONGEST == 72 * HOUR
    crisis = replace(CLOSED, closed=NOW - LONGEST)
    buzz = replace(OPEN, kind=AlertKind.BUZZ)
    assert hushed(AlertKind.BUZZ, [None, OPEN], NOW)
    assert hushed(AlertKind.BUZZ, [buzz, replace(crisis, closed=NOW - LONGEST + MINUTE)], NOW)
    assert not hushed(AlertKind.BUZZ, [crisis, buzz, None], NOW)
    assert not hushed(AlertKind.BUZZ, [replace(crisis, closed=NOW + LONGEST)], NOW), "a clock ran ahead"
    assert not hushed(AlertKind.BUZZ, [], NOW)
    assert not hushed(AlertKind.CRISIS, [OPEN], NOW)
