"""Where the lines are: an alert opens exactly there, and not one voice, one hour or one grain of a chance before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from math import exp, inf, log

import pytest

from smwatch.alerts.baseline import Usual
from smwatch.alerts.listener import HOLE, LEARNING, LOOKS, RULES, WINDOWS, Listener, Rule, Verdict, looks
from smwatch.alerts.rhythm import FLAT
from smwatch.alerts.tail import rate_tail, share_tail
from smwatch.alerts.voices import hours
from smwatch.models import AlertKind, Heard, Level
from tests.alerts.crowd import MONDAY, NEUTRAL, POSITIVE, an_alert, burst, say

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NOW = MONDAY + 20 * DAY
AT = hours(NOW)
CALM = Usual(rate=0.02, shape=3.0, share_hits=6.0, share_rest=24.0, days=20.0, rhythm=FLAT)


def listening(*mentions: Heard, kind: AlertKind = AlertKind.CRISIS) -> Listener:
    listener = Listener(kind, MONDAY)
    for heard in mentions:
        listener.take(heard)
    return listener


def test_what_each_sensitivity_asks_for() -> None:
    asked = {name: (rule.false_alarms, round(exp(rule.share), 9), rule.voices) for name, rule in RULES.items()}
    assert asked == {"low": (0.25, 0.02, 6), "normal": (1.0, 0.1, 4), "high": (4.0, 0.1, 4)}


def test_one_looks_half_as_often_through_windows_twice_as_long() -> None:
    assert LOOKS == 1_200_000
    assert [exp(looks(window)) for window in (0.0, 0.5, 1.0, 2.0, 3.0, 72.0)] == pytest.approx(
        [LOOKS, LOOKS, LOOKS, LOOKS / 2, LOOKS / 3, LOOKS / 72]
    )


def test_a_verdict_tells_a_chance_a_year() -> None:
    verdict = Verdict(window=6.0, chance=log(1e-9))
    assert verdict.often == pytest.approx(log(1e-9 * LOOKS / 6))
    assert verdict.a_year == pytest.approx(1e-9 * LOOKS / 6)
    assert Verdict(window=3.0).a_year == 1.0
    assert (Verdict().window, Verdict().negatives, Verdict().mentions, Verdict().expected, Verdict().hot) == (
        0,
        0,
        0,
        0,
        False,
    )


def hot_chance(seen: int, window: float, usual: Usual = CALM) -> float:
    """How often a year chance does that, by plain arithmetic."""
    return exp(rate_tail(seen, usual.rate * window, usual.shape)) * LOOKS / window


def test_a_window_is_hot_from_the_chance_on_that_the_sensitivity_lets_pass() -> None:
    listener = listening(*burst(9, NOW - 5 * HOUR, 4))
    for window in (6.0, 24.0):
        often = hot_chance(9, window)
        for more, hot in ((1.0001, True), (0.9999, False)):
            verdict = listener.window(AT, AT - window, CALM, Rule(often * more, 0.0, 2))
            assert (verdict is not None) is hot
            if verdict:
                assert verdict.a_year == pytest.approx(min(1.0, often))
                assert (verdict.window, verdict.negatives, verdict.mentions, verdict.hot) == (window, 9, 9, True)
                assert verdict.expected == pytest.approx(CALM.rate * window)


def test_a_window_needs_as_many_voices_as_the_rule_says_and_more_than_expected() -> None:
    listener = listening(*burst(5, NOW - 5 * HOUR, 4))
    rule = Rule(1e9, 0.0, 5)
    assert listener.window(AT, AT - 6, CALM, rule)
    assert listener.window(AT, AT - 6, CALM, replace(rule, voices=6)) is None
    assert listener.window(AT, AT - 6, replace(CALM, rate=4.999 / 6), rule)
    assert listener.window(AT, AT - 6, replace(CALM, rate=5.0 / 6), rule) is None
    assert listener.window(AT, AT - 4, CALM, rule) is None, "what was said before the window isn't in it"


def test_a_share_is_too_high_from_twice_the_usual_on_and_where_chance_is_rarer_than_asked() -> None:
    def hot(negatives: int, share: float, kind: AlertKind = AlertKind.CRISIS) -> bool:
        """Of twenty voices."""
        rest = burst(20 - negatives, NOW - 5 * HOUR, 4, NEUTRAL, first=500)
        listener = listening(*burst(negatives, NOW - 5 * HOUR, 4), *rest, kind=kind)
        return listener.window(AT, AT - 6, CALM, Rule(1e9, share, 2)) is not None

    assert hot(8, 0.0), "8 of 20 is twice the usual fifth"
    assert not hot(7, 0.0)
    chance = share_tail(12, 20, CALM.share_hits, CALM.share_rest)
    assert hot(12, chance)
    assert not hot(12, chance - 1e-9)
    assert hot(17, log(1e-9), AlertKind.BUZZ), "a buzz doesn't ask"


def test_the_share_is_of_what_could_be_scored_and_all_are_told() -> None:
    angry, rest = burst(9, NOW - 5 * HOUR, 4), burst(30, NOW - 5 * HOUR, 4, NEUTRAL, first=500)
    dumb = burst(30, NOW - 5 * HOUR, 4, None, first=600)
    assert listening(*angry, *rest).window(AT, AT - 6, CALM, RULES["normal"]) is None
    verdict = listening(*angry, *dumb).window(AT, AT - 6, CALM, RULES["normal"])
    assert verdict
    assert (verdict.negatives, verdict.mentions) == (9, 39)


def test_nothing_is_judged_before_six_days_were_heard() -> None:
    listener = listening(*burst(20, MONDAY + 6 * DAY - 3 * HOUR, 2))
    assert LEARNING == 144
    assert listener.judge(MONDAY + 6 * DAY, None, RULES["normal"]).hot
    assert listener.judge(MONDAY + 6 * DAY - timedelta(seconds=1), None, RULES["normal"]) == Verdict()


def test_the_window_that_chance_does_least_often_speaks() -> None:
    assert WINDOWS == (3.0, 6.0, 12.0, 24.0, 72.0)
    for span, window in ((2.5, 3.0), (5.5, 6.0), (11.5, 12.0), (23.0, 24.0), (70.0, 72.0)):
        mentions = burst(40, NOW - span * HOUR, span, late=timedelta())
        verdict = listening(*mentions).judge(NOW, None, RULES["normal"])
        assert (verdict.window, verdict.negatives) == (window, 40)
    burnt = listening(*burst(9, NOW - 70 * HOUR, 40)).judge(NOW, None, RULES["normal"])
    assert (burnt.window, burnt.negatives) == (72.0, 9), "nobody spoke on the last day"


def test_what_was_said_before_the_latest_alert_cooled_is_not_heard_again() -> None:
    listener = listening(*burst(12, NOW - 20 * HOUR, 4), *burst(12, NOW - 5 * HOUR, 4, first=500))
    latest = an_alert(opened=NOW - 20 * HOUR, updated=NOW - 10 * HOUR)
    for level, seen in ((Level.EMERGING, 24), (Level.CONFIRMED, 24), (Level.COOLING, 12), (Level.CLOSED, 12)):
        verdict = listener.judge(NOW, replace(latest, level=level), RULES["normal"])
        assert (level, verdict.negatives) == (level, seen)
    short = listener.judge(
        NOW, replace(latest, level=Level.CLOSED, updated=NOW - 5 * HOUR + timedelta(minutes=1)), RULES["high"]
    )
    assert short.negatives == 11
    assert short.window == pytest.approx(5 - 1 / 60), "the rest of it"


def test_an_open_alert_goes_on_while_six_hours_or_a_day_are_louder_than_usual() -> None:
    latest = an_alert(opened=NOW - DAY, updated=NOW)

    def restless(*at: float) -> bool:
        return listening(*(say(n, NOW - hour * HOUR) for n, hour in enumerate(at))).restless(NOW, latest)

    assert not restless(1.0), "one voice is none"
    assert restless(1.0, 2.0)
    assert not restless(1.0, 24.0), "after a day it is over"
    assert restless(1.0, 23.99)
    assert restless(10, 12, 14, 16)
    assert not restless(25, 26, 27, 28, 29, 30)


@pytest.mark.parametrize(("n", "louder"), [(14, True), (9, False)])
def test_restless_is_what_chance_does_less_than_once_in_a_hundred_looks(n: int, louder: bool) -> None:
    listener = listening(*burst(300, MONDAY, 300, first=9000), *burst(n, NOW - 5 * HOUR, 4))
    latest = an_alert(opened=NOW - DAY, updated=NOW)
    usual = listener.usual(AT, latest)
    assert (exp(rate_tail(n, usual.expected(AT - 6, AT), usual.shape)) < 0.01) is louder
    assert n < usual.expected(AT - 24, AT), "of a day that is little"
    assert listener.restless(NOW, latest) is louder


def test_the_latest_alert_is_no_yardstick_while_it_goes_on_and_once_it_closed() -> None:
    listener = listening(*burst(40, MONDAY + 8 * DAY, 40), *burst(20, MONDAY, 200, first=500))
    stretch = an_alert(opened=MONDAY + 8 * DAY, updated=NOW)
    began, end = hours(MONDAY + 8 * DAY), hours(MONDAY + 9 * DAY)
    for latest, left_out in (
        (None, None),
        (stretch, (began, inf)),
        (replace(stretch, closed=MONDAY + 9 * DAY), (began, end)),
    ):
        assert listener.usual(AT, latest) == listener.past.usual(AT, hours(MONDAY), left_out)
    assert listener.usual(AT, stretch).days < listener.usual(AT, None).days


def wave(quarrels: str, others: int) -> Listener:
    """People who bicker in a thread, and others who speak once."""
    rows = [say(n, NOW - 5 * HOUR + n * timedelta(minutes=5), author=who, thread="t") for n, who in enumerate(quarrels)]
    return listening(*rows, *burst(others, NOW - 3 * HOUR, 2, first=500))


@pytest.mark.parametrize(
    ("quarrels", "others", "hot"), [("abab", 3, True), ("abab", 2, False), ("abcabc", 3, True), ("", 4, True)]
)
def test_a_quarrel_counts_as_one_voice(quarrels: str, others: int, hot: bool) -> None:
    """Of four that it takes."""
    verdict = wave(quarrels, others).window(AT, AT - 6, CALM, replace(RULES["normal"], false_alarms=1e9))
    assert (verdict is not None) is hot
    if verdict:
        assert verdict.negatives == len(set(quarrels)) + others, "all are told, though"


def test_with_the_quarrel_as_one_voice_chance_must_still_be_rare_enough() -> None:
    often = hot_chance(9, 6.0)  # 8 others and a quarrel of two
    assert hot_chance(10, 6.0) < often
    for more, hot in ((1.0001, True), (0.9999, False)):
        assert (wave("abab", 8).window(AT, AT - 6, CALM, Rule(often * more, 0.0, 2)) is not None) is hot
    loud = replace(CALM, rate=9.5 / 6)
    assert wave("abab", 8).window(AT, AT - 6, loud, Rule(1e9, 0.0, 2)), "as many as usual is no chance at all"
    assert wave("abab", 8).window(AT, AT - 6, loud, Rule(LOOKS / 6 * 0.99, 0.0, 2)) is None


def since(*days: float) -> float:
    """Since when one listens, in days before MONDAY, where calm voices were heard so many days before it."""
    listener = Listener(since=MONDAY)
    for n, day in enumerate(days):
        listener.take(say(n, MONDAY - day * DAY, NEUTRAL, late=timedelta()))
    return (hours(MONDAY) - listener.since) / 24


def test_a_history_is_believed_up_to_a_hole_of_more_than_a_week() -> None:
    assert HOLE == 7 * 24
    assert since(20, 13, 6) == 20
    assert since(20, 12.75, 6) == 12.75
    assert since(20, 13, 7) == 20
    assert since(20, 13, 7.01) == 0
    assert since(30, 9, 3, -1) == 9
    assert since(0) == 0


def test_without_a_beginning_one_listens_since_the_first_fetch() -> None:
    listener = Listener()
    assert listener.since == inf
    listener.take(say(1, MONDAY, POSITIVE, late=HOUR))
    listener.take(say(2, MONDAY - DAY, late=DAY / 2))
    assert listener.since == hours(MONDAY + HOUR)


def test_what_is_forgotten_is_past_counting() -> None:
    listener = listening(*burst(20, MONDAY, 5))
    listener.forget(MONDAY + 4 * DAY)
    assert listener.voices.count(0, AT) == 20
    listener.forget(MONDAY + 6 * DAY)
    assert listener.voices.count(0, AT) == 0
    assert listener.usual(AT, None).rate > Listener(since=MONDAY).usual(AT, None).rate, "but not the day"
    listener.forget(MONDAY + 90 * DAY)
    assert not listener.past.kept(AT)


def test_a_listener_tells_of_each_mention_whether_it_is_a_new_voice_that_counts() -> None:
    listener = Listener(since=MONDAY)
    told = [
        listener.take(heard)
        for heard in (say(1, MONDAY), say(1, MONDAY), say(2, MONDAY, NEUTRAL), say(3, MONDAY, None))
    ]
    assert told == [True, False, False, False]
    day = listener.past.basis(AT, hours(MONDAY), None).calm
    assert {(one.negative, one.everyone) for _, one, _ in day if one.everyone} == {(1, 2)}


def test_to_judge_forgets_what_no_window_reaches_any_more() -> None:
    listener = listening(*burst(20, MONDAY, 5))
    assert listener.voices.count(0, AT) == 20
    listener.judge(NOW, None, RULES["normal"])
    assert listener.voices.count(0, AT) == 0
