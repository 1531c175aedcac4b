"""Only news opens an alert: what is scored anew, copied, reordered or said of others never does."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.alerts.detector import step
from smwatch.alerts.lifecycle import hushed
from smwatch.config.settings import AlertSettings
from smwatch.models import Alert, AlertChange, AlertKind, Change, Heard, Label, Level
from tests.alerts.crowd import MONDAY, NEGATIVE, NEUTRAL, burst, ordinary_days, say
from tests.thorough import cases

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = MONDAY + 30 * DAY
QUIET = ordinary_days(30, 2)
NOW = LATER + 12 * HOUR


def asked(
    heard: list[Heard], now: datetime, current: Alert | None = None, judged: datetime | None = None
) -> tuple[AlertChange, ...]:
    return step("Nordelait", heard, now, current, AlertSettings(), judged=judged, since=MONDAY)


def angrier(heard: Heard) -> Heard:
    return replace(heard, score=NEGATIVE, label=Label.NEGATIVE)


@given(st.sets(st.integers(0, 59)), st.sampled_from([0, 1, 30]))
@settings(max_examples=cases(12), deadline=None)
def test_scoring_anew_never_opens_an_alert(which: set[int], minutes: int) -> None:
    """Sixty neutral mentions; a person, a learnt head or a better scorer finds any number of them negative."""
    calm = burst(60, LATER, 11, NEUTRAL)
    rescored = [angrier(h) if n in which else h for n, h in enumerate(calm)]
    assert not asked([*QUIET, *calm], NOW)
    assert not asked([*QUIET, *rescored], NOW + timedelta(minutes=minutes), judged=NOW)


def test_the_same_heard_for_the_first_time_is_an_alert() -> None:
    rescored = [angrier(h) for h in burst(60, LATER, 11, NEUTRAL)]
    assert asked([*QUIET, *rescored], NOW)
    assert not asked([*QUIET, *rescored], NOW, judged=NOW)


def test_what_is_said_after_the_scores_changed_is_judged_by_them() -> None:
    rescored = burst(60, LATER, 11, NEGATIVE)
    (change,) = asked([*QUIET, *rescored, say(7, NOW)], NOW + HOUR, judged=NOW)
    assert change.change is Change.OPENED
    assert change.alert.opened == NOW + HOUR


def test_scoring_anew_never_reopens_one_either() -> None:
    flood = burst(30, LATER, 6)
    (opened,) = asked([*QUIET, *flood], LATER + 7 * HOUR)
    cooling = replace(opened.alert, id=1, level=Level.COOLING, updated=LATER + 2 * DAY)
    at = LATER + 2 * DAY + 8 * HOUR
    more = burst(40, LATER + 2 * DAY + HOUR, 6, first=300_000)
    assert not asked([*QUIET, *flood, *more], at, cooling, judged=at - timedelta(minutes=15))
    (again,) = asked([*QUIET, *flood, *more], at, cooling, judged=at - 4 * HOUR)
    assert again.change is Change.REOPENED


@given(st.integers(0, 2**32), st.integers(0, 40))
@settings(max_examples=cases(12), deadline=None)
def test_copies_the_order_of_a_poll_and_other_brands_never_open_one(seed: int, copies: int) -> None:
    dice = random.Random(seed)
    said = "a story that many papers print word for word, as papers are used to do".split()
    story = say(5, NOW - HOUR, text=" ".join(said), story="s1")
    before = [*QUIET, *burst(2, LATER, 8), story]
    assert not asked(before, NOW)
    again = [
        replace(story, id=f"c{n}", author=f"paper {n}", source=f"paper {n}", fetched=NOW + timedelta(minutes=5))
        for n in range(copies)
    ]
    others = burst(40, LATER, 11, first=700_000, brand="Boréal", late=12 * HOUR)
    heard = [*before, *again, *others]
    dice.shuffle(heard)
    assert not asked(heard, NOW + timedelta(minutes=15), judged=NOW)


@given(st.randoms(use_true_random=False))
@settings(max_examples=cases(8), deadline=None)
def test_the_order_within_a_poll_changes_nothing(dice: random.Random) -> None:
    poll = [replace(h, fetched=NOW) for h in burst(9, LATER, 10)]
    poll += [replace(h, author=poll[0].author, id=f"again{n}", fetched=NOW) for n, h in enumerate(poll[:4])]
    heard = [*QUIET, *poll]
    one = asked(heard, NOW + HOUR, judged=NOW - HOUR)
    dice.shuffle(heard)
    assert asked(heard, NOW + HOUR, judged=NOW - HOUR) == one


def test_a_clock_that_was_set_back_stops_no_alert() -> None:
    assert asked([*QUIET, *burst(30, LATER, 6)], NOW, judged=NOW + 9000 * DAY)


def closed_by_hand(at: datetime, heard: list[Heard]) -> Alert:
    """An alert that somebody closes five minutes after it was last judged."""
    (opened,) = asked(heard, at - HOUR)
    at += timedelta(minutes=5)
    return replace(opened.alert, id=1, level=Level.CLOSED, status="false", closed=at, updated=at)


def play(heard: list[Heard], alert: Alert, start: datetime, end: datetime) -> list[AlertChange]:
    """Scan after scan, as scan.py does."""
    now, judged, told, latest = start, start - HOUR, list[AlertChange](), alert
    while now <= end:
        for change in asked(heard, now, latest, judged):
            latest = change.alert if change.alert.id else replace(change.alert, id=latest.id + 1)
            if change.change is not Change.GREW:
                told.append(replace(change, alert=latest))
        now, judged = now + HOUR, now
    return told


def test_what_a_person_closed_stays_closed_while_the_wave_goes_on() -> None:
    """Thirty in a day; closed in the middle; the second half opens nothing, nor does a grumble after it."""
    heard = [*QUIET, *burst(30, LATER, 24), say(8, LATER + 60 * HOUR)]
    alert = closed_by_hand(NOW, heard)
    assert not play(heard, alert, NOW + HOUR, NOW + 5 * DAY)
    forgotten = asked(heard, NOW + 12 * HOUR, replace(alert, status="new"), NOW)
    assert [change.change for change in forgotten] == [Change.OPENED], "it is the person's word that counts"


def test_a_new_wave_after_that_is_a_new_alert_that_names_it() -> None:
    second = burst(20, LATER + 4 * DAY, 10, first=300_000)
    heard = [*QUIET, *burst(30, LATER, 24), *second]
    told = play(heard, closed_by_hand(NOW, heard), NOW + HOUR, LATER + 6 * DAY)
    assert told[0].change is Change.OPENED
    assert told[0].alert.previous == 1
    assert told[0].alert.opened >= second[0].published
    assert sum(change.change is Change.OPENED for change in told) == 1


def test_a_wave_that_gets_louder_than_what_was_closed_is_told() -> None:
    heard = [*QUIET, *burst(12, LATER, 11), *burst(60, NOW + HOUR, 10, first=300_000)]
    told = play(heard, closed_by_hand(NOW, heard), NOW + HOUR, NOW + 12 * HOUR)
    assert told[0].change is Change.OPENED
    assert told[0].alert.previous == 1


def test_a_clock_that_ran_ahead_for_one_scan_silences_no_brand() -> None:
    again = NOW + 20 * DAY
    heard = [*QUIET, *burst(30, NOW - 6 * HOUR, 6), *burst(40, again, 6, first=300_000)]
    (opened,) = asked(heard, NOW)
    cooled = replace(opened.alert, id=1, level=Level.COOLING, updated=NOW + 3000 * DAY)
    told = play(heard, cooled, NOW + HOUR, again + 8 * HOUR)
    assert [change.change for change in told][:2] == [Change.CLOSED, Change.OPENED]
    assert told[0].alert.closed
    assert told[0].alert.closed < NOW + 5 * DAY
    assert told[1].alert.previous == 1


def test_what_closed_in_times_that_are_yet_to_come_silences_no_brand() -> None:
    again = NOW + 20 * DAY
    heard = [*QUIET, *burst(30, NOW - 6 * HOUR, 6), *burst(40, again, 6, first=300_000)]
    ahead = NOW + 3000 * DAY
    for status in ("new", "false"):
        alert = replace(closed_by_hand(NOW, heard), closed=ahead, updated=ahead, status=status)
        assert Change.OPENED in [change.change for change in play(heard, alert, NOW + HOUR, again + 8 * HOUR)]
        assert not hushed(AlertKind.BUZZ, [alert], again)


def test_a_wave_after_days_without_a_scan_is_not_the_one_that_a_person_closed() -> None:
    again = NOW + 6 * DAY
    heard = [*QUIET, *burst(40, NOW - 6 * HOUR, 6), *burst(20, again - 6 * HOUR, 6, first=300_000)]
    (change,) = asked(heard, again, closed_by_hand(NOW, heard), NOW)
    assert (change.change, change.alert.previous) == (Change.OPENED, 1)
    assert change.alert.negatives < 40


def test_what_was_dated_a_little_ahead_is_news_when_its_time_comes() -> None:
    ahead = burst(30, NOW, 0.01, late=-45 * timedelta(minutes=1))
    heard, told, now = [*QUIET, *ahead], list[Change](), NOW - 2 * HOUR
    latest = None
    while now < NOW + 6 * HOUR:
        for change in asked(heard, now, latest, now - HOUR / 2):
            latest = replace(change.alert, id=1)
            told.append(change.change)
        now += HOUR / 2
    assert Change.OPENED in told


def test_a_wave_after_days_without_a_scan_is_a_new_alert_and_the_one_before_closed_meanwhile() -> None:
    again = NOW + 7 * DAY
    heard = [*QUIET, *burst(30, NOW - 6 * HOUR, 6), *burst(25, again - 5 * HOUR, 5, first=300_000)]
    (opened,) = asked(heard, NOW)
    for level, on in ((Level.EMERGING, 0), (Level.CONFIRMED, 0), (Level.COOLING, 2)):
        before, judged = replace(opened.alert, id=1, level=level, updated=NOW + on * DAY), NOW + on * DAY
        closed, new = asked(heard, again, before, judged)
        assert (closed.change, closed.alert.id, new.change, new.alert.previous) == (Change.CLOSED, 1, Change.OPENED, 1)
        assert closed.alert.closed
        assert NOW + DAY < closed.alert.closed < NOW + 4 * DAY
        quiet = [h for h in heard if h.published < NOW]
        assert [change.change for change in asked(quiet, again, before, judged)] == [Change.CLOSED]
        (goes_on,) = asked([*heard, *burst(200, NOW, 160, first=400_000)], again, before, judged)
        assert goes_on.alert.id == 1
