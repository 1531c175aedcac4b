"""The band of a picture: it holds what usually comes, and says nothing before anything is known."""

from datetime import timedelta

import pytest

from smwatch.alerts.band import Record, quantiles
from smwatch.alerts.tail import rate_tail
from smwatch.models import AlertKind, Heard
from tests.alerts.crowd import MONDAY, burst, ordinary_days, say

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
