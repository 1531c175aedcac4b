from datetime import timedelta

from smwatch.alerts.backtest import FeedEvent, Track, backtest, ceiling
from smwatch.alerts.lines import alert_line
from smwatch.alerts.listener import Listener
from smwatch.config.settings import AlertSettings
from smwatch.models import AlertKind, Heard, Level
from tests.alerts.crowd import MONDAY, NEGATIVE, NEUTRAL, POSITIVE, an_alert, burst, ordinary_days, say
from tests.alerts.test_lifecycle import live

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
LATER = MONDAY + 30 * DAY
BEGAN = [FeedEvent(MONDAY, "blog", "added")]


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
    ahead = burst(30, LATER, 0.01, late=-45 * MINUTE)
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
    mentions = [*burst(30, LATER, 12), say(999_999, MONDAY + 9000 * DAY)]
    (alert,) = backtest(mentions, BEGAN, tick=timedelta(minutes=1))
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
    assert len(list(backtest(crisis, BEGAN))) == 1


def test_sensitivity_is_passed_on() -> None:
    mentions = journal(ordinary_days(30, 0.3), burst(5, LATER, 10))
    raised = [len(list(backtest(mentions, settings=AlertSettings(sensitivity=s)))) for s in ("low", "high")]
    assert raised == [0, 1]


def test_nothing_gives_nothing() -> None:
    assert list(backtest([])) == []


def test_ticks_are_whole() -> None:
    assert ceiling(MONDAY, HOUR) == MONDAY
    assert ceiling(MONDAY + timedelta(seconds=1), HOUR) == MONDAY + HOUR


def test_only_news_opens_an_alert_as_in_a_scan() -> None:
    """A flood before it is known what is usual is an alert once somebody speaks against the brand again."""
    flood = burst(30, MONDAY + 5 * DAY + 18 * HOUR, 4)
    for score, alerts in ((NEUTRAL, 0), (NEGATIVE, 1)):
        assert len(list(backtest([*flood, say(1, MONDAY + 6 * DAY + HOUR, score)], BEGAN))) == alerts


def test_one_voice_that_was_dated_ahead_is_news_when_its_time_comes() -> None:
    three, later = [say(n, LATER + n * HOUR / 4) for n in range(3)], say(9, LATER + 2 * HOUR, NEUTRAL)
    ahead = say(4, LATER + 80 * MINUTE, late=-45 * MINUTE)
    assert list(backtest([*three, later], BEGAN)) == []
    (alert,) = backtest(journal(three, [ahead, later]), BEGAN)
    assert alert.opened == LATER + 90 * MINUTE


def test_what_was_fetched_at_a_tick_is_heard_then_and_the_order_within_it_is_that_of_a_poll() -> None:
    mentions = [say(n, LATER + n * MINUTE, late=HOUR - n * MINUTE) for n in range(30)]
    (alert,) = backtest([*reversed(mentions), say(99, LATER + 2 * HOUR, NEUTRAL)], BEGAN)
    assert (alert.opened, alert.first_mention) == (LATER + HOUR, "m0")


def test_a_buzz_is_not_taken_up_again_in_a_crisis() -> None:
    praise = journal(*(burst(60, LATER + n * 40 * HOUR, 10, POSITIVE, first=300_000 * (n + 1)) for n in range(2)))
    crisis, last = burst(30, LATER + 39 * HOUR, 1), [say(5, LATER + 20 * DAY)]
    for mentions, voices in (((praise, last), 120), ((praise, crisis, last), 60)):
        (buzz,) = backtest(journal(*mentions), BEGAN, tick=HOUR, kinds=(AlertKind.BUZZ,))
        assert buzz.negatives == voices


def test_what_a_brand_said_is_held_for_as_long_as_it_matters() -> None:
    track = Track("Nordelait", Listener(AlertKind.CRISIS, MONDAY), AlertSettings())
    track.hear([say(n, MONDAY + n * DAY, late=timedelta()) for n in range(9)], MONDAY, MONDAY + 9 * DAY)
    track.forget(MONDAY + 7 * DAY)
    assert [heard.id for heard in track.lately] == [f"m{n}" for n in range(2, 9)]
    assert track.listener.voices.count(0, 1e9) == 7
    assert track.first_mention(an_alert()).first_mention == "", "it isn't held any more"
    assert track.first_mention(an_alert(first_mention="m0")).first_mention == "m0"
