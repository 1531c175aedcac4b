from datetime import timedelta

from smwatch.alerts.backtest import FeedEvent, backtest, ceiling
from smwatch.alerts.lines import alert_line
from smwatch.config.settings import AlertSettings
from smwatch.models import AlertKind, Heard, Level
from tests.alerts.crowd import MONDAY, POSITIVE, burst, ordinary_days, say
from tests.alerts.test_lifecycle import live

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LATER = MONDAY + 30 * DAY


def journal(*parts: list[Heard]) -> list[Heard]:
    return sorted((h for part in parts for h in part), key=lambda h: h.fetched)


def test_live_and_backtest_raise_the_same_alerts_to_the_minute() -> None:
    waves = (
        burst(30, LATER, 12),
        burst(8, LATER + 9 * DAY, 10, first=300_000),
        burst(30, LATER + 18 * DAY, 60, first=400_000),
    )
    mentions = journal(ordinary_days(60, 2), *waves)
    _, _, alerts = live(mentions, MONDAY + 6 * DAY, MONDAY + 60 * DAY, every=3 * HOUR)
    played = list(backtest(mentions, tick=3 * HOUR))
    assert [alert_line(a) for a in played] == [alert_line(a) for a in alerts.values()]
    assert len(played) >= 3


def test_what_was_dated_a_little_ahead_is_heard_when_its_time_comes_live_and_played() -> None:
    ahead = burst(30, LATER, 0.01, late=-45 * timedelta(minutes=1))
    mentions = journal(ordinary_days(60, 0.5), ahead)
    _, _, alerts = live(mentions, MONDAY + 6 * DAY, MONDAY + 40 * DAY, every=HOUR / 2)
    (alert,) = alerts.values()
    assert LATER < alert.opened <= LATER + HOUR / 2
    assert [alert_line(a) for a in backtest(mentions, tick=HOUR / 2)] == [alert_line(alert)]


def test_an_alert_that_nothing_closes_comes_at_the_end() -> None:
    (alert,) = backtest(journal(ordinary_days(30, 2), burst(30, LATER, 12)))
    assert alert.level in {Level.EMERGING, Level.CONFIRMED}
    assert alert.closed is None
    assert alert.first_mention == "m100000"


def test_brands_are_independent() -> None:
    other = [say(700_000 + i, h.published, h.score, brand="Boréal") for i, h in enumerate(ordinary_days(40, 3, seed=4))]
    mine = journal(ordinary_days(40, 2), burst(30, LATER, 12))
    both = journal(mine, other, burst(20, LATER + DAY, 12, brand="Boréal", first=800_000))
    assert next(a for a in backtest(both) if a.brand == "Nordelait").opened == next(iter(backtest(mine))).opened
    assert {a.brand for a in backtest(both)} == {"Nordelait", "Boréal"}


def test_a_gap_of_years_takes_no_time_and_closes_what_was_open() -> None:
    mentions = journal(ordinary_days(30, 2), burst(30, LATER, 12), [say(999_999, MONDAY + 9000 * DAY)])
    (alert,) = backtest(mentions, tick=timedelta(minutes=1))
    assert alert.closed is not None
    assert alert.closed < LATER + 5 * DAY


def test_kinds_are_watched_apart() -> None:
    mentions = journal(ordinary_days(40, 2), burst(60, LATER, 10, POSITIVE), burst(30, LATER + DAY, 12, first=300_000))
    alerts = list(backtest(mentions, kinds=tuple(AlertKind)))
    assert {a.kind for a in alerts} == {AlertKind.CRISIS, AlertKind.BUZZ}
    assert len({a.id for a in alerts}) == len(alerts)


def test_listening_began_with_the_first_feed() -> None:
    crisis = burst(30, LATER, 12)
    assert list(backtest(crisis)) == []
    assert len(list(backtest(crisis, [FeedEvent(MONDAY, "blog", "added")]))) == 1


def test_sensitivity_is_passed_on() -> None:
    mentions = journal(ordinary_days(30, 0.3), burst(5, LATER, 10))
    raised = [len(list(backtest(mentions, settings=AlertSettings(sensitivity=s)))) for s in ("low", "high")]
    assert raised == [0, 1]


def test_nothing_gives_nothing() -> None:
    assert list(backtest([])) == []


def test_ticks_are_whole() -> None:
    assert ceiling(MONDAY, HOUR) == MONDAY
    assert ceiling(MONDAY + timedelta(seconds=1), HOUR) == MONDAY + HOUR
