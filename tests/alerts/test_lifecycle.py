from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.alerts.detector import step
from smwatch.config.settings import AlertSettings
from smwatch.models import Alert, Change, Heard, Level
from tests.alerts.crowd import MONDAY, burst, ordinary_days
from tests.thorough import cases

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LATER = MONDAY + 30 * DAY
QUIET = ordinary_days(60, 2)


Told = list[tuple[Change, Alert]]


def live(
    mentions: list[Heard],
    start: datetime,
    end: datetime,
    *,
    every: timedelta = HOUR,
    quiet_after: timedelta = 24 * HOUR,
) -> tuple[Told, Told, dict[int, Alert]]:
    """Scan after scan, as scan.py does: what was told, every change, and the last state of each alert by number."""
    alerts, changes, now = dict[int, Alert](), Told(), start
    while now <= end:
        latest = alerts.get(len(alerts))
        settings, judged = AlertSettings(quiet_after=quiet_after), now - every if now > start else None
        for change in step("Nordelait", mentions, now, latest, settings, judged=judged):
            alert = change.alert if change.alert.id else replace(change.alert, id=len(alerts) + 1)
            alerts[alert.id] = alert
            changes.append((change.change, alert))
        now += every
    return [(change, alert) for change, alert in changes if change is not Change.GREW], changes, alerts


def names(told: Told) -> list[str]:
    return [change.value for change, _ in told]


def test_a_whole_life() -> None:
    told, _, alerts = live([*QUIET, *burst(30, LATER, 12)], LATER, LATER + 6 * DAY)
    assert names(told) == ["opened", "confirmed", "cooling", "closed"]
    alert = alerts[1]
    assert alert.level is Level.CLOSED
    assert alert.confirmed
    assert alert.closed
    assert alert.peak
    assert alert.opened < alert.confirmed < alert.closed
    assert alert.opened <= alert.peak <= LATER + 13 * HOUR
    assert alert.negatives >= 28


def test_a_small_one_is_never_confirmed() -> None:
    told, _, alerts = live([*QUIET, *burst(7, LATER, 10)], LATER, LATER + 5 * DAY)
    assert names(told) == ["opened", "cooling", "closed"]
    assert alerts[1].confirmed is None


def test_it_stays_open_while_it_is_restless_and_then_for_as_long_as_the_settings_say() -> None:
    mentions = [*QUIET, *burst(30, LATER, 12)]
    short, long = (live(mentions, LATER, LATER + 9 * DAY, quiet_after=q * HOUR)[0] for q in (6, 72))
    cooled = [next(alert.updated for change, alert in told if change is Change.COOLING) for told in (short, long)]
    closed = [next(alert.closed for change, alert in told if change is Change.CLOSED) for told in (short, long)]
    assert cooled[0] == cooled[1] > LATER + 24 * HOUR
    assert [z - a for a, z in zip(cooled, closed, strict=True) if z] == [6 * HOUR, 72 * HOUR]


def test_hot_again_while_cooling_it_is_the_same_alert() -> None:
    again = LATER + 2 * DAY + 6 * HOUR
    told, _, alerts = live([*QUIET, *burst(30, LATER, 12), *burst(40, again, 6, first=300_000)], LATER, LATER + 8 * DAY)
    assert names(told) == ["opened", "confirmed", "cooling", "reopened", "cooling", "closed"]
    assert len(alerts) == 1
    assert told[3][1].level is Level.CONFIRMED


def test_a_wave_after_it_closed_is_a_new_alert_that_names_the_one_before() -> None:
    again = LATER + 6 * DAY
    told, _, alerts = live(
        [*QUIET, *burst(30, LATER, 12), *burst(30, again, 12, first=300_000)], LATER, LATER + 12 * DAY
    )
    assert [alert.previous for alert in alerts.values()] == [0, 1]
    assert names(told) == ["opened", "confirmed", "cooling", "closed"] * 2


def test_what_was_said_before_it_closed_opens_no_new_one() -> None:
    told, _, alerts = live([*QUIET, *burst(60, LATER, 30)], LATER, LATER + 8 * DAY, quiet_after=HOUR)
    assert len(alerts) == 1
    assert names(told)[-1] == "closed"


def test_figures_stay_at_their_loudest() -> None:
    _, changes, _ = live([*QUIET, *burst(30, LATER, 12)], LATER, LATER + 6 * DAY)
    counts = [alert.negatives for _, alert in changes]
    assert counts == sorted(counts)
    chances = [alert.probability for _, alert in changes]
    assert chances == sorted(chances, reverse=True)


def test_growth_is_stored_and_not_told() -> None:
    _, changes, _ = live([*QUIET, *burst(30, LATER, 12)], LATER, LATER + 13 * HOUR)
    grew = [alert for change, alert in changes if change is Change.GREW]
    assert len(grew) >= 3
    assert all(alert.level in {Level.EMERGING, Level.CONFIRMED} for alert in grew)


def test_an_alert_from_before_this_version_cools_and_closes() -> None:
    """Whatever stands in the database, an open alert over a calm brand ends."""
    old = Alert(
        id=7,
        brand="Nordelait",
        opened=LATER,
        updated=LATER,
        window=HOUR,
        negatives=9,
        mentions=9,
        stories=9,
        authors=9,
        expected=0.1,
        probability=0.0,
    )
    (cooling,) = step("Nordelait", QUIET, LATER + 2 * DAY, old, AlertSettings())
    (closed,) = step("Nordelait", QUIET, LATER + 4 * DAY, cooling.alert, AlertSettings())
    assert [cooling.change, closed.change] == [Change.COOLING, Change.CLOSED]
    assert closed.alert.id == 7


NEXT: dict[Change | None, set[Change]] = {
    None: {Change.OPENED},
    Change.OPENED: {Change.CONFIRMED, Change.COOLING},
    Change.CONFIRMED: {Change.COOLING},
    Change.COOLING: {Change.REOPENED, Change.CLOSED},
    Change.REOPENED: {Change.CONFIRMED, Change.COOLING},
    Change.CLOSED: {Change.OPENED},
}


@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(3, 40), st.integers(1, 30)), max_size=4),
    st.sampled_from([3, 7, 24]),
    st.sampled_from([2, 24]),
)
@settings(max_examples=cases(8), deadline=None)
def test_any_life_is_a_walk_through_the_levels_with_one_alert_open_at_a_time(
    waves: list[tuple[int, int, int]], every: int, quiet_after: int
) -> None:
    mentions = list(QUIET)
    for i, (start, n, length) in enumerate(waves):
        mentions += burst(n, LATER + start * HOUR, length, first=100_000 * (i + 1))
    told, _, alerts = live(mentions, LATER, LATER + 14 * DAY, every=every * HOUR, quiet_after=quiet_after * HOUR)
    steps: list[Change | None] = [None, *(change for change, _ in told)]
    assert all(later in NEXT[earlier] for earlier, later in pairwise(steps))
    assert all(a.closed is not None and a.closed <= b.opened for a, b in pairwise(alerts.values()))
