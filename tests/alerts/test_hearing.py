"""What is kept between two polls: going on knows what hearing all again knows, and what is damaged is told."""

from __future__ import annotations

from array import array
from datetime import datetime, timedelta

import pytest

from smwatch.alerts.hearing import RULE, Hearing
from smwatch.alerts.listener import RULES
from smwatch.alerts.voices import order
from smwatch.models import AlertKind, Heard
from tests.alerts.crowd import MONDAY, NEUTRAL, POSITIVE, burst, ordinary_days, say

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
KINDS = (AlertKind.CRISIS, AlertKind.BUZZ)
NOW = MONDAY + 12 * DAY


def crowded() -> list[Heard]:
    """Twelve days with all that is remembered: regulars, copies, a quarrel, what can't be scored, history."""
    quarrel = [say(800 + n, NOW - (40 - n) * HOUR, author="abc"[n % 3], thread="t") for n in range(12)]
    regulars = [say(900 + n, MONDAY + n * 5 * HOUR, NEUTRAL, author=f"regular {n % 4}") for n in range(50)]
    copies = [
        say(1000 + n, NOW - n * HOUR, story="wire", text="One two three four five six seven eight nine ten.")
        for n in range(9)
    ]
    dumb = burst(6, NOW - 20 * HOUR, 9, None, first=1100)
    old = burst(3, NOW - 90 * HOUR, 3, first=1200, late=80 * HOUR)
    return sorted([*ordinary_days(12, 8, share=0.3), *quarrel, *regulars, *copies, *dumb, *old], key=order)


CROWDED = crowded()


def hearing_of(mentions: list[Heard], now: datetime = NOW, since: datetime | None = MONDAY) -> Hearing:
    hearing = Hearing(KINDS, since)
    hearing.take(mentions, None, now)
    return hearing


def counts(hearing: Hearing, now: datetime = NOW) -> list[object]:
    """All that is asked of a hearing."""
    found: list[object] = []
    for listener in hearing.listeners.values():
        end = now.timestamp() / 3600
        for window in (6, 24, 72):
            voices, span = listener.voices, (end - window, end)
            found.append((voices.count(*span), voices.everyone(*span), voices.judged(*span), voices.bickering(*span)))
        usual = listener.usual(end, None)
        found.append((usual.rate, usual.shape, usual.share_hits, usual.share_rest, usual.expected(end - 7, end)))
        found.append((listener.since, listener.judge(now, None, RULES["high"])))
    return found


@pytest.mark.parametrize("at", [0, 1, 57, 130, len(CROWDED)])
def test_going_on_is_hearing_all_again(at: int) -> None:
    first, rest = CROWDED[:at], CROWDED[at:]
    between = first[-1].fetched if first else MONDAY
    state = hearing_of(first, between).kept(between)
    again = Hearing.taken_up(state, KINDS, MONDAY)
    assert again
    assert again.kept(between) == state
    again.take(rest, between, NOW)
    whole = hearing_of(CROWDED)
    assert counts(again) == counts(whole)
    assert again.kept(NOW) == whole.kept(NOW)


def test_what_is_kept_is_numbers_and_tells_nobody_s_name() -> None:
    state = hearing_of(CROWDED).kept(NOW)
    assert state.startswith(RULE.encode() + b"\n")
    assert not any(word in state for word in (b"author", b"regular", b"wire", b"speaks", b"Nordelait"))
    assert len(state) < 80_000


def test_a_state_of_another_rule_or_of_other_kinds_is_made_anew() -> None:
    state = hearing_of(CROWDED).kept(NOW)
    assert Hearing.taken_up(state, KINDS, MONDAY)
    assert Hearing.taken_up(b"0" + state, KINDS, MONDAY) is None
    assert Hearing.taken_up(state.replace(b"/", b"-", 1), KINDS, MONDAY) is None
    assert Hearing.taken_up(b"", KINDS, MONDAY) is None
    assert Hearing.taken_up(state, KINDS[:1], MONDAY) is None
    assert Hearing.taken_up(state, [*KINDS, "more"], MONDAY) is None  # type: ignore[list-item]


def test_a_damaged_state_is_made_anew_wherever_it_is_cut_or_longer() -> None:
    state = hearing_of(CROWDED[:40]).kept(NOW)
    head = len(RULE) + 1
    for end in [*range(head, head + 90), *range(head + 90, len(state), 61), len(state) - 1]:
        assert Hearing.taken_up(state[:end], KINDS, MONDAY) is None, end
    assert Hearing.taken_up(state + b"\x00", KINDS, MONDAY) is None
    assert Hearing.taken_up(state + b"d\x00\x00\x00\x00\x00\x00\x00", KINDS, MONDAY) is None
    assert Hearing.taken_up(state[:head] + b"\xff" + state[head + 1 :], KINDS, MONDAY) is None


def test_marks_and_their_times_go_together() -> None:
    state = hearing_of(burst(3, MONDAY, 1)).kept(NOW)
    times = array("d", [0.0, 1.0])
    head = len(RULE) + 1
    broken = state[:head] + b"d" + (2).to_bytes(7, "little") + times.tobytes() + state[head:]
    assert Hearing.taken_up(broken, KINDS, MONDAY) is None


def test_mentions_follow_when_they_were_fetched_after_all_that_was_heard_and_by_now() -> None:
    last = say(1, MONDAY + DAY)
    hearing = hearing_of([say(0, MONDAY + HOUR), last], NOW)
    assert hearing.follows([], NOW)
    assert hearing.follows([say(2, MONDAY + 2 * DAY)], NOW)
    assert not hearing.follows([say(2, MONDAY + 2 * DAY), say(3, MONDAY + HOUR)], NOW), "one of them doesn't"
    assert not hearing.follows([last], NOW), "it was heard"
    later = say(3, last.published + HOUR, late=last.fetched - last.published - HOUR)
    assert later.fetched == last.fetched
    assert hearing.follows([later], NOW), "of the same poll, but published later"
    assert hearing.follows([say(2, NOW, late=timedelta())], NOW)
    assert not hearing.follows([say(2, NOW, late=timedelta(seconds=1))], NOW), "not fetched yet"
    assert hearing.follows([say(2, NOW + HOUR / 2, late=-HOUR)], NOW), "dated ahead"


def test_what_was_brought_of_the_time_before_listening_never_follows() -> None:
    assert Hearing(KINDS, MONDAY).follows([say(1, MONDAY, late=timedelta())], NOW)
    assert not Hearing(KINDS, MONDAY).follows([say(1, MONDAY - HOUR, late=HOUR / 2)], NOW)
    assert Hearing(KINDS, MONDAY).follows([say(1, MONDAY - HOUR, late=2 * HOUR)], NOW), "found later"
    assert Hearing(KINDS, None).follows([say(1, MONDAY - 900 * DAY)], NOW)


def test_news_is_what_was_fetched_since_the_brand_was_judged_and_speaks() -> None:
    said = [say(1, MONDAY), say(2, MONDAY + HOUR, POSITIVE), say(3, MONDAY + 2 * HOUR, None)]
    for judged, kinds in (
        (None, set(KINDS)),
        (said[0].fetched - HOUR / 60, set(KINDS)),
        (said[0].fetched, {AlertKind.BUZZ}),
        (said[2].fetched, set()),
    ):
        assert Hearing(KINDS, MONDAY).take(said, judged, NOW) == kinds


def test_who_speaks_again_is_no_news() -> None:
    hearing = hearing_of([say(1, MONDAY, author="Jo")])
    assert hearing.take([say(2, MONDAY + HOUR, author="Jo")], MONDAY + HOUR, MONDAY + 2 * HOUR) == set()


def test_what_was_dated_ahead_is_news_once_its_time_has_come() -> None:
    ahead = say(1, MONDAY + HOUR, late=-HOUR / 2)
    hearing = Hearing(KINDS, MONDAY)
    assert hearing.take([ahead], MONDAY, MONDAY + HOUR / 2) == {AlertKind.CRISIS}
    assert hearing.take([], MONDAY + HOUR / 2, MONDAY + 3 * HOUR / 4) == set()
    assert hearing.take([], MONDAY + 3 * HOUR / 4, MONDAY + HOUR) == {AlertKind.CRISIS}
    assert hearing.take([], MONDAY + HOUR, MONDAY + 2 * HOUR) == set()


def test_mentions_are_heard_in_their_order_however_they_come() -> None:
    assert hearing_of(CROWDED[::-1]).kept(NOW) == hearing_of(CROWDED).kept(NOW)


def test_kinds_share_one_crowd() -> None:
    one, other = hearing_of(CROWDED).listeners.values()
    assert one.voices.crowd is other.voices.crowd
    assert (one.kind, other.kind) == KINDS


def test_since_is_kept_though_it_began_before_the_config_says() -> None:
    history = [say(n, MONDAY - n * DAY, NEUTRAL, late=timedelta()) for n in range(1, 20)]
    state = hearing_of(history).kept(NOW)
    again = Hearing.taken_up(state, KINDS, MONDAY)
    assert again
    assert {listener.since for listener in again.listeners.values()} == {(MONDAY - 19 * DAY).timestamp() / 3600}
