"""A past that was brought from elsewhere: since when one listens, and how far that is believed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from smwatch.alerts.detector import step
from smwatch.alerts.hearing import Hearing
from smwatch.alerts.listener import LEARNING, Listener
from smwatch.alerts.voices import hours, order
from smwatch.config.settings import AlertSettings
from smwatch.models import AlertChange, AlertKind, Heard
from tests.alerts.crowd import MONDAY, NEUTRAL, burst, say

DAY, NONE = timedelta(days=1), timedelta()
KINDS = (AlertKind.CRISIS, AlertKind.BUZZ)


def ordinary(days: int, until: datetime = MONDAY) -> list[Heard]:
    """Two calm voices and half a negative one a day, as fetched when they were published."""
    calm = [say(2000 + i, until - i * DAY / 2, NEUTRAL, late=NONE) for i in range(1, 2 * days)]
    return calm + [say(5000 + i, until - 2 * i * DAY, late=NONE) for i in range(1, days // 2)]


def since_of(mentions: Iterable[Heard], began: datetime = MONDAY) -> datetime:
    listener = Listener(since=began)
    for heard in sorted(mentions, key=order):
        listener.take(heard)
    return datetime.fromtimestamp(listener.since * 3600, MONDAY.tzinfo)


def judged(heard: Iterable[Heard], now: datetime, before: datetime | None = None) -> tuple[AlertChange, ...]:
    return step("Nordelait", [*heard], now, None, AlertSettings(), since=MONDAY, judged=before)


def test_one_listens_since_the_history_begins() -> None:
    assert since_of([]) == MONDAY
    assert since_of(ordinary(40)) == MONDAY - 79 * DAY / 2


def test_of_a_history_with_a_hole_only_what_comes_after_it_counts() -> None:
    before = ordinary(20, MONDAY - 40 * DAY)
    assert since_of([*before, *ordinary(20)]) == MONDAY - 39 * DAY / 2
    assert since_of(before) == MONDAY, "nobody knows what was said since"


def test_what_was_fetched_since_one_listens_moves_nothing() -> None:
    assert since_of([say(1, MONDAY + DAY), say(2, MONDAY - DAY, late=2 * DAY)]) == MONDAY


def test_a_crisis_on_the_first_day_is_heard_with_a_history_and_not_without() -> None:
    crisis = burst(14, MONDAY + DAY / 4, 3)
    now = MONDAY + DAY / 2
    assert now - MONDAY < LEARNING * timedelta(hours=1)
    assert judged(crisis, now, MONDAY) == ()
    (opened,) = judged([*ordinary(60), *crisis], now, MONDAY)
    assert opened.alert.kind is AlertKind.CRISIS
    assert opened.alert.negatives >= 12


def test_a_history_with_a_crisis_in_it_raises_nothing() -> None:
    past = burst(60, MONDAY - 20 * DAY, 5)
    brought = [say(9000 + i, heard.published, late=NONE) for i, heard in enumerate(past)]
    assert judged([*ordinary(60), *brought, say(1, MONDAY + DAY / 4)], MONDAY + DAY / 2, MONDAY) == ()


def test_going_on_knows_what_hearing_all_again_knows() -> None:
    mentions, later = ordinary(40), [say(1, MONDAY + DAY, late=NONE)]
    now = MONDAY + 2 * DAY
    first = Hearing(KINDS, MONDAY)
    first.take(mentions, None, MONDAY)
    again = Hearing.taken_up(first.kept(MONDAY), KINDS, MONDAY)
    assert again
    assert again.follows(later, now)
    again.take(later, MONDAY, now)
    anew = Hearing(KINDS, MONDAY)
    anew.take([*mentions, *later], MONDAY, now)
    assert again.kept(now) == anew.kept(now)
    assert again.listeners[AlertKind.CRISIS].since == hours(MONDAY - 79 * DAY / 2)


def test_a_history_that_comes_later_is_heard_from_the_beginning() -> None:
    kept = Hearing(KINDS, MONDAY).kept(MONDAY)
    hearing = Hearing.taken_up(kept, KINDS, MONDAY)
    assert hearing
    assert not hearing.follows(ordinary(9), MONDAY + DAY)
    assert hearing.follows([say(1, MONDAY + DAY)], MONDAY + 2 * DAY)
