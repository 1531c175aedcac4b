"""The band of a picture: it holds what usually comes, and says nothing before anything is known."""

from datetime import timedelta

import pytest

from smwatch.alerts.band import Bars, Record, quantiles
from smwatch.alerts.listener import Listener
from smwatch.alerts.tail import rate_tail
from smwatch.alerts.voices import hours
from smwatch.models import AlertKind, Heard
from tests.alerts.crowd import MONDAY, burst, ordinary_days, say
from tests.held import held

DAY = timedelta(days=1)


def recorded(heard: list[Heard]) -> Record:
    record = Record(AlertKind.CRISIS, MONDAY)
    for one in heard:
        record.take(one)
    return record


@pytest.mark.parametrize("mean", [0.01, 0.7, 4.0, 60.0])
def test_quantiles_are_those_of_the_tail(mean: float) -> None:
    for share, k in zip((0.01, 0.1, 0.9, 0.99), quantiles(mean, 3.0), strict=True):
        at_most = [1 - 2.718281828 ** rate_tail(n + 1, mean, 3.0) for n in (k - 1, k)]
        assert at_most[1] >= share - 1e-9
        assert k == 0 or at_most[0] < share
    assert quantiles(0.0, 3.0) == (0, 0, 0, 0)


def test_ordinary_days_mostly_lie_in_the_band() -> None:
    bars = recorded(ordinary_days(200, 20, share=0.3)).bars()
    assert (bars.step, len(bars.voices)) == (24, 200)
    known = [(n, band) for n, band in zip(bars.voices, bars.bands, strict=True) if band]
    assert bars.bands[:6] == (None,) * 6
    assert len(known) > 190
    inside = sum(band[1] <= n <= band[2] for n, band in known) / len(known)
    assert inside > 0.75
    assert sum(band[0] <= n <= band[3] for n, band in known) / len(known) > 0.95


def test_a_crisis_stands_out_of_it() -> None:
    heard = [*ordinary_days(40, 5), *burst(60, MONDAY + 40 * DAY, 10)]
    bars = recorded(heard).bars()
    assert bars.bands[-1]
    assert bars.voices[-1] == 60 > 5 * bars.bands[-1][3]


@pytest.mark.parametrize(("days", "step"), [(10, 1), (400, 24), (1500, 168)])
def test_bars_are_hours_days_or_weeks(days: int, step: int) -> None:
    bars = recorded([say(n, MONDAY + n * DAY / 2) for n in range(2 * days)]).bars()
    assert bars.step == step
    assert sum(bars.voices) == 2 * days
    assert len(bars.voices) == len(bars.bands) == -(-days * 24 // step)


def test_nothing_heard_is_nothing() -> None:
    assert recorded([]).bars().voices == ()


def test_a_day_s_band_is_that_of_what_was_expected_at_its_beginning() -> None:
    record, listener = recorded([]), Listener(AlertKind.CRISIS, MONDAY)
    for n in range(56):
        record.take(one := say(n, MONDAY + n * DAY / 4))
        if one.fetched < MONDAY + 7 * DAY:
            listener.take(one)
    start = hours(MONDAY + 7 * DAY)
    usual = listener.usual(start, None)
    day = usual.expected(start, start + 24)
    assert record.bars().bands[7 * 24 + 5] == quantiles(usual.expected(start + 5, start + 6), usual.shape)
    record.take(say(100, MONDAY + 14 * DAY))
    assert record.bars().bands[7] == quantiles(day, usual.shape)
    record.take(say(101, MONDAY + 4 * 366 * DAY))
    unknown, *weeks = record.bars().bands
    assert weeks[0] == quantiles(7 * day, usual.shape), "a week is as its first day was known"
    assert unknown is None
    assert all(weeks), "those in which nothing was heard, too"


@pytest.mark.parametrize(("days", "step"), [(14, 1), (15, 24), (3 * 366, 24), (3 * 366 + 1, 168)])
def test_steps_change_after_two_weeks_and_three_years(days: int, step: int) -> None:
    record = recorded([say(1, MONDAY), say(2, MONDAY + (days - 1) * DAY)])
    assert record.bars().step == step


def test_bars_begin_with_the_day_of_what_was_published_first_and_end_with_the_last() -> None:
    bars = recorded([say(1, MONDAY - DAY / 2, late=DAY), say(2, MONDAY + DAY / 24)]).bars()
    assert bars.since == hours(MONDAY - DAY)
    assert len(bars.voices) == 48
    assert [hour for hour, n in enumerate(bars.voices) if n] == [12, 25]
    assert set(bars.bands) == {None}
    assert recorded([]).bars() == Bars(0.0, 24, (), ())


def test_what_is_found_late_goes_back_in_no_day() -> None:
    record = recorded([say(1, MONDAY + 9 * DAY), say(2, MONDAY + 5 * DAY), say(3, MONDAY + 9 * DAY)])
    assert record.bars().since == hours(MONDAY + 5 * DAY)
    assert sum(record.bars().voices) == 3
    assert {hour // 24 for hour, band in enumerate(record.bars().bands) if band} == {4}, "the ninth, counted from there"


def test_a_band_is_there_after_six_days_of_listening_and_voices_are_not_held_for_longer() -> None:
    days = [say(n, MONDAY + n * DAY) for n in range(20)]
    record = recorded(days)
    assert [day for day, band in enumerate(record.bars().bands) if band is None] == [0, 1, 2, 3, 4, 5]
    loud = recorded([*burst(300, MONDAY, 5, first=500), *days])
    assert held(loud) == pytest.approx(held(record), rel=0.02), "once they are past"
