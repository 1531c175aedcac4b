import random
from datetime import datetime, timedelta
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.alerts.backtest import backtest
from smwatch.alerts.detector import HISTORY, by_now, step
from smwatch.config.settings import AlertSettings
from smwatch.models import AlertChange, AlertKind, Change, Heard, Level
from tests.alerts.crowd import MONDAY, NEUTRAL, POSITIVE, burst, ordinary_days, say
from tests.thorough import cases

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NORMAL = AlertSettings()
LATER = MONDAY + 30 * DAY
QUIET = ordinary_days(30, 2)
TEXT = "The factory in the north closes its doors for good on Friday, the company says."


def opened(
    extra: list[Heard],
    *,
    quiet: list[Heard] = QUIET,
    at: datetime = LATER + 12 * HOUR,
    sensitivity: str = "normal",
    kind: AlertKind = AlertKind.CRISIS,
    since: datetime | None = None,
) -> tuple[AlertChange, ...]:
    """What a scan says of a quiet month and what came then."""
    rules = AlertSettings(sensitivity=sensitivity)
    return step("Nordelait", [*quiet, *extra], at, None, rules, kind=kind, since=since)


def test_a_flood_of_negative_voices_opens_an_alert() -> None:
    (change,) = opened(burst(12, LATER + HOUR, 10))
    alert = change.alert
    assert change.change is Change.OPENED
    assert (alert.brand, alert.kind, alert.level) == ("Nordelait", AlertKind.CRISIS, Level.EMERGING)
    assert alert.opened == alert.updated == alert.peak == LATER + 12 * HOUR
    assert alert.negatives >= 12
    assert 0 < alert.expected < 1
    assert 0 < alert.probability < 1e-5
    assert alert.authors >= 12
    assert alert.stories >= 12
    assert alert.id == alert.previous == 0


def test_voices_that_could_not_be_scored_are_no_neutral_ones() -> None:
    angry, others = burst(9, LATER, 10), partial(burst, 120, LATER, 10, first=200_000)
    assert opened([*angry, *others(NEUTRAL)]) == (), "a busy day with as many angry people as busy days have"
    (change,) = opened([*angry, *others(None)])
    assert (change.alert.kind, change.alert.negatives) == (AlertKind.CRISIS, opened(angry)[0].alert.negatives)
    assert change.alert.mentions > 100, "but they are heard"


def test_an_ordinary_day_opens_none() -> None:
    assert opened([]) == ()


def test_nothing_heard_at_all_opens_none() -> None:
    assert step("Nordelait", [], LATER, None, NORMAL) == ()


@pytest.mark.parametrize(
    "trap",
    [
        pytest.param(burst(60, LATER, 10, POSITIVE), id="award"),
        pytest.param(burst(60, LATER, 10, NEUTRAL), id="results day"),
        pytest.param(burst(40, LATER, 10, story="wire", text=TEXT), id="wire story"),
        pytest.param(burst(40, LATER, 10, text=TEXT), id="wire story without a story"),
        pytest.param(burst(60, LATER, 10, author="jo"), id="spammer"),
        pytest.param([say(i, LATER + i * HOUR / 4, author="abc"[i % 3], thread="t") for i in range(40)], id="quarrel"),
        pytest.param(burst(60, LATER - 90 * DAY, 10, late=90 * DAY), id="archive"),
        pytest.param(burst(60, LATER, 10, brand="Boréal"), id="competitor's crisis"),
        pytest.param(burst(2, LATER, 10), id="two grumbles"),
        pytest.param(burst(9, LATER, 10) + burst(90, LATER, 10, NEUTRAL, first=200_000), id="busy day, usual share"),
    ],
)
def test_a_trap_opens_none(trap: list[Heard]) -> None:
    assert opened(trap) == ()


def test_a_thread_that_explodes_opens_one() -> None:
    (change,) = opened(burst(25, LATER + HOUR, 4, thread="t", story="boycott", text="Boycott !"))
    assert change.alert.threads[0].count >= 25


def test_entries_of_an_outage_that_come_late_are_the_usual_number() -> None:
    quiet = ordinary_days(31, 20)
    back = LATER + 14 * HOUR
    late = [
        say(900_000 + i, h.published, h.score, late=back - h.published)
        for i, h in enumerate(quiet)
        if h.published > LATER
    ]
    assert opened(late, quiet=[h for h in quiet if h.published <= LATER], at=back) == ()


def test_what_is_fetched_later_is_not_known_yet() -> None:
    assert opened(burst(12, LATER, 10, late=24 * HOUR)) == ()


def test_a_new_brand_is_learned_first() -> None:
    start = LATER - 2 * DAY
    few = [h for h in QUIET if h.fetched >= start]
    assert opened(burst(12, LATER, 10), quiet=few) == ()
    assert opened(burst(12, LATER, 10), quiet=few, since=MONDAY) != ()


def test_a_brand_that_was_never_heard_of_can_have_a_crisis() -> None:
    assert opened(burst(12, LATER, 10), quiet=[], since=MONDAY) != ()


def test_a_big_brand_needs_more() -> None:
    quiet = ordinary_days(30, 150)
    assert opened(burst(6, LATER, 10), quiet=quiet) == ()
    assert opened(burst(90, LATER, 10), quiet=quiet) != ()


def voices_needed(sensitivity: str, quiet: list[Heard]) -> int:
    return next(n for n in range(40) if opened(burst(n, LATER, 10), quiet=quiet, sensitivity=sensitivity))


def test_the_more_sensitive_the_fewer_voices_it_takes() -> None:
    quiet = ordinary_days(30, 3)
    high, normal, low = (voices_needed(s, quiet) for s in ("high", "normal", "low"))
    assert 4 <= high <= normal <= low <= 12
    assert high < low


def test_three_angry_people_are_never_a_crisis() -> None:
    assert voices_needed("high", [say(0, MONDAY, NEUTRAL)]) == 4


def test_a_buzz_is_told_of_what_is_not_negative() -> None:
    (change,) = opened(burst(60, LATER, 10, POSITIVE), kind=AlertKind.BUZZ)
    assert change.alert.kind is AlertKind.BUZZ


def test_history_is_long_enough_for_the_past() -> None:
    assert HISTORY >= 60 * DAY + 7 * DAY


@given(st.randoms(use_true_random=False))
@settings(max_examples=cases(10), deadline=None)
def test_order_never_matters(dice: random.Random) -> None:
    mentions = [*QUIET, *burst(12, LATER, 10)]
    shuffled = dice.sample(mentions, len(mentions))
    now = LATER + 12 * HOUR
    assert step("Nordelait", shuffled, now, None, NORMAL) == step("Nordelait", mentions, now, None, NORMAL)


@pytest.mark.parametrize("a_day", [0.3, 3, 20])
def test_a_quiet_year_is_silent(a_day: float) -> None:
    """Normal sensitivity promises about one false alarm a year; a quiet year of Poisson has hardly any."""
    years = (ordinary_days(365, a_day, seed=seed) for seed in (1, 2))
    alerts = [alert for year in years for alert in backtest(year, tick=HOUR)]
    assert len(alerts) <= 1


def test_step_says_the_same_every_time() -> None:
    ask = partial(opened, burst(12, LATER, 10))
    assert ask() == ask()


def test_what_was_fetched_by_now_is_heard() -> None:
    heard = [say(1, LATER, late=HOUR), say(2, LATER, late=HOUR + timedelta(seconds=1)), say(3, LATER, brand="Boréal")]
    assert by_now("Nordelait", heard, LATER + HOUR) == heard[:1]
