"""A season played over again, in each sensitivity: which alerts come, when, and with which figures."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from pathlib import Path

import pytest

from smwatch.alerts.backtest import KEPT, Backtest, FeedEvent, backtest
from smwatch.alerts.lines import alert_line
from smwatch.alerts.listener import RULES
from smwatch.alerts.voices import hours
from smwatch.config.settings import AlertSettings
from smwatch.models import Alert, AlertKind, Heard
from smwatch.reports.values import iso
from tests.alerts.crowd import MONDAY, NEGATIVE, NEUTRAL, POSITIVE, burst, ordinary_days, say
from tests.golden import json_lines, kept

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
LATER = MONDAY + 30 * DAY


def season() -> list[Heard]:
    """Two brands and five months: floods and slow burns, a prize, a quarrel, what can't be scored, an outage."""
    dice, said = random.Random(7), list[Heard]()
    for brand, a_day in (("Nordelait", 4.0), ("Boréal", 30.0)):
        quiet = ordinary_days(150, a_day, seed=len(brand), share=0.2)
        said += [say(n, h.published, h.score, brand=brand, id=f"{brand}{n}", lang="fr") for n, h in enumerate(quiet)]
    for number, (brand, day, n, lasting, score) in enumerate([
        ("Nordelait", 20, 12, 10, NEGATIVE), ("Nordelait", 33, 30, 60, NEGATIVE), ("Nordelait", 36, 80, 5, NEGATIVE),
        ("Nordelait", 50, 60, 8, POSITIVE), ("Nordelait", 60, 5, 9, NEGATIVE), ("Nordelait", 66, 6, 5, NEGATIVE),
        ("Nordelait", 80, 40, 12, None), ("Boréal", 25, 40, 3, NEGATIVE), ("Boréal", 45, 25, 20, NEGATIVE),
        ("Boréal", 70, 200, 48, NEGATIVE), ("Boréal", 71, 150, 12, NEUTRAL), ("Boréal", 100, 90, 200, NEGATIVE),
        ("Nordelait", 149, 25, 20, NEGATIVE),
    ]):  # fmt: skip
        for i in range(n):
            at = MONDAY + day * DAY + lasting * HOUR * dice.random()
            said.append(
                say(1000 * (number + 1) + i, at, score, brand=brand, late=timedelta(minutes=dice.randrange(-30, 300)))
            )
    said += [say(90_000 + n, LATER + 60 * DAY + n * HOUR / 3, author="abcd"[n % 4], thread="t") for n in range(40)]
    said += burst(30, LATER + 70 * DAY, 10, first=91_000, late=60 * HOUR)
    return sorted(said, key=lambda h: (h.fetched, h.id))


SEASON = season()


def row(alert: Alert) -> dict[str, object]:
    """An alert as a backtest writes it, and more of it."""
    told: dict[str, object] = json.loads(alert_line(alert))
    window_hours = alert.window / HOUR
    more = {"id": alert.id, "previous": alert.previous, "mentions": alert.mentions, "window_hours": window_hours}
    return told | more | {"peak": iso(alert.peak)}


def played(sensitivity: str) -> list[dict[str, object]]:
    """Every three hours."""
    settings = AlertSettings(sensitivity=sensitivity, quiet_after=12 * HOUR if sensitivity == "high" else DAY)
    return [row(alert) for alert in backtest(SEASON, tick=3 * HOUR, settings=settings, kinds=tuple(AlertKind))]


@pytest.mark.parametrize("sensitivity", RULES)
def test_a_season_brings_the_same_alerts(sensitivity: str) -> None:
    found = json_lines({"alerts": played(sensitivity)})
    text, before = kept(Path(__file__).with_name("golden") / f"played-{sensitivity}.json", found)
    assert text == before


def test_one_kind_alone_is_told_as_among_all() -> None:
    both = list(backtest(SEASON[:900], tick=3 * HOUR, kinds=tuple(AlertKind)))
    for kind in AlertKind:
        alone = [alert_line(alert) for alert in backtest(SEASON[:900], tick=3 * HOUR, kinds=(kind,))]
        assert alone == [alert_line(alert) for alert in both if alert.kind is kind]


def test_what_is_told_alone_is_numbered_alone() -> None:
    buzzes = list(backtest(SEASON, tick=3 * HOUR, kinds=(AlertKind.BUZZ,)))
    assert sorted(alert.id for alert in buzzes) == list(range(1, len(buzzes) + 1))


def game(*, ahead: timedelta = timedelta()) -> Backtest:
    """A game in which one calm mention was heard at MONDAY."""
    found = Backtest(MONDAY, AlertSettings(), (AlertKind.CRISIS,))
    assert list(found.tick(MONDAY, {"Nordelait": [say(1, MONDAY + ahead, NEUTRAL, late=-ahead)]})) == []
    return found


def test_a_gap_is_slept_through_once_nothing_is_kept_or_expected() -> None:
    assert KEPT == 120 * HOUR
    assert not game().asleep(MONDAY + KEPT)
    assert game().asleep(MONDAY + KEPT + MINUTE)
    waiting = game(ahead=HOUR)
    assert waiting.ahead == {"Nordelait": MONDAY + HOUR}
    assert not waiting.asleep(MONDAY + KEPT + MINUTE)
    assert list(waiting.tick(MONDAY + HOUR, {})) == []
    assert waiting.asleep(MONDAY + KEPT + MINUTE), "its time has come"
    opened = game()
    opened.open.add("Nordelait")
    assert not opened.asleep(MONDAY + KEPT + MINUTE)


def test_what_is_fetched_between_two_ticks_is_heard_in_its_order() -> None:
    """Who speaks twice is a voice at the first time."""
    found, now = game(), MONDAY + DAY
    list(found.tick(now, {"Nordelait": [say(n, now - n * HOUR, author="Jo") for n in (1, 2)]}))
    (track,) = found.tracks["Nordelait"]
    assert track.listener.voices.count(hours(now - 2.5 * HOUR), hours(now - 1.5 * HOUR)) == 1


def test_what_is_told_late_is_waited_for_as_long_as_the_last_of_it() -> None:
    found = game(ahead=HOUR)
    list(found.tick(MONDAY + MINUTE, {"Nordelait": [say(2, MONDAY + 3 * HOUR, late=-2 * HOUR)]}))
    list(found.tick(MONDAY + 2 * MINUTE, {"Nordelait": [say(3, MONDAY + 2 * HOUR, late=-HOUR)]}))
    assert found.ahead == {"Nordelait": MONDAY + 3 * HOUR}


def test_mentions_of_ten_days_are_held_and_no_more() -> None:
    found = game()
    (track,) = found.tracks["Nordelait"]
    for hour in range(1, 24 * 20):
        now = MONDAY + hour * HOUR
        list(found.tick(now, {"Nordelait": [say(hour, now, NEUTRAL, late=timedelta())]}))
        assert len(track.lately) <= 241
    assert track.lately[0].fetched >= MONDAY + 10 * DAY - HOUR
    assert found.swept == MONDAY + 3 * KEPT


def test_feed_events_begin_the_listening_and_later_ones_don_t() -> None:
    crisis = burst(30, LATER, 12)
    for at, alerts in ((LATER - 6 * DAY, 1), (LATER - 4 * DAY, 0), (LATER + DAY, 0)):
        events = [FeedEvent(at, "blog", "added"), FeedEvent(LATER + 9 * DAY, "blog", "down")]
        assert len(list(backtest(crisis, events))) == alerts


def test_what_is_open_at_the_end_comes_by_number() -> None:
    crises = [
        h
        for brand in "BCA"
        for h in burst(30, LATER + "BCA".index(brand) * HOUR, 12, brand=brand, first=ord(brand) * 1000)
    ]
    quiet = [say(n, MONDAY + n * DAY, NEUTRAL, brand="ABC"[n % 3]) for n in range(30)]
    alerts = list(backtest(sorted([*quiet, *crises], key=lambda h: h.fetched)))
    assert [(alert.id, alert.brand) for alert in alerts] == [(1, "B"), (2, "C"), (3, "A")]
