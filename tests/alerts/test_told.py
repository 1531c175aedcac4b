"""What is told of an alert, where the command line is too long a way."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from smwatch.alerts.growth import Trend
from smwatch.alerts.terms import telling_terms, terms_of
from smwatch.alerts.told import BARS, Case, Told, heard_since, play_of, sentence_with, tell, to_answer, window_of
from smwatch.alerts.voices import Met
from smwatch.config.settings import Play
from smwatch.models import Alert, AlertKind, Count, Heard, Level, Role
from tests.alerts.crowd import MONDAY, NEUTRAL, POSITIVE, an_alert, burst, ordinary_days, say

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PEAK = MONDAY + 30 * DAY + timedelta(seconds=7, microseconds=300_000)
ALERT = an_alert(
    id=5, opened=PEAK - 3 * HOUR, updated=PEAK, peak=PEAK, negatives=20, mentions=20, expected=0.2, probability=0.001,
    first_mention="m500",
)  # fmt: skip


def told(heard: list[Heard], alert: Alert = ALERT, **more: Any) -> Told:  # noqa: ANN401 - fields of the case
    given = {"now": PEAK, "since": MONDAY, **more}
    return tell(Case(alert=alert, heard=heard, **given))


def test_mentions_and_voices_are_told_apart() -> None:
    copies = burst(10, PEAK - 2 * HOUR, 1, story="wire", text="The wire says that the plant of the north is shut down.")
    own = say(900, PEAK - HOUR, role=Role.EMPLOYEE)
    old = say(901, PEAK - HOUR, late=72 * HOUR)
    nameless = [say(902 + i, PEAK - HOUR, author="") for i in range(2)]
    one = told([say(500, PEAK - 3 * HOUR), *copies, own, say(899, PEAK - HOUR, NEUTRAL), *nameless, old])
    assert (one.window.mentions, one.window.speaking, one.window.aside) == (16, 15, 2)
    assert (one.window.stories, one.window.authors) == (6, 13)
    assert sum(one.curve.voices) == 4


def test_the_window_is_that_of_whole_seconds() -> None:
    edge = PEAK.replace(microsecond=0)
    heard = [say(1, edge - 6 * HOUR), say(2, edge - 6 * HOUR + timedelta(seconds=1)), say(3, edge)]
    heard += [say(4, edge + HOUR), say(5, edge + timedelta(seconds=1))]
    assert told(heard).window.mentions == 2


def test_what_other_alerts_met_changes_nothing() -> None:
    heard = [*ordinary_days(29, 5), *burst(20, PEAK - 3 * HOUR, 2.5), say(899, PEAK - HOUR, role=Role.EMPLOYEE)]
    met: Met = {}
    earlier = replace(ALERT, opened=PEAK - 3 * DAY, peak=PEAK - 2 * DAY, updated=PEAK - 2 * DAY)
    for one in (earlier, ALERT):
        met_before, alone = told(heard, one, met=met), told(heard, one)
        assert met_before.curve == alone.curve
        assert replace(met_before.reckoning, usual=alone.reckoning.usual) == alone.reckoning
    assert len(met) == len(heard)


def test_a_buzz_counts_what_is_not_negative() -> None:
    heard = [*burst(5, PEAK - HOUR, 1, POSITIVE), *burst(2, PEAK - HOUR, 1, first=600), say(3, PEAK - HOUR, None)]
    buzz = told(heard, replace(ALERT, kind=AlertKind.BUZZ))
    assert (buzz.window.mentions, buzz.window.speaking, buzz.window.unscored) == (8, 6, 1)


@pytest.mark.parametrize(("days", "step"), [(1, 1), (6, 3), (14, 6), (50, 24), (2000, 24 * 28)])
def test_a_curve_has_few_bars_however_long_it_goes_on(days: int, step: int) -> None:
    first = say(500, PEAK - days * DAY)
    alert = replace(ALERT, opened=first.fetched)
    curve = told([first, *burst(9, PEAK - 2 * HOUR, 1)], alert).curve
    assert curve.step == step
    assert len(curve.voices) == len(curve.expected) <= max(BARS, days // 28 + 2)
    assert sum(curve.voices) == 10
    assert curve.until >= PEAK


def test_it_grows_or_falls_as_long_as_it_is_open() -> None:
    quiet = ordinary_days(29, 3)
    rising = [*quiet, *burst(20, PEAK - 3 * HOUR, 2.5)]
    assert told(rising).trend is Trend.GROWING
    assert (told(rising).recent, told(rising, now=PEAK + 10 * HOUR).before) == (20, 20)
    assert told(rising, now=PEAK + 15 * HOUR).trend is Trend.FALLING
    closed = replace(ALERT, closed=PEAK, level=Level.CLOSED)
    assert told(rising, closed).trend is Trend.UNKNOWN


def test_it_is_held_against_the_median_and_the_largest_of_those_before() -> None:
    alerts = [replace(ALERT, id=n, opened=PEAK - n * DAY, negatives=10 * n) for n in (1, 2, 4)]
    alerts += [replace(alerts[0], id=9, status="false", negatives=99), replace(alerts[0], kind=AlertKind.BUZZ, id=8)]
    earlier = told([], alerts=[*alerts, ALERT]).earlier
    assert earlier
    assert (earlier.alerts, earlier.median, earlier.largest.id) == (3, 20, 4)
    assert told([], alerts=[ALERT]).earlier is None


def test_the_first_play_that_fits_is_taken() -> None:
    plays = [
        Play(when={"level": "confirmed"}, who="level"),
        Play(when={"brand": "Rivale"}, who="brand"),
        Play(when={"lang": "fr", "level": "emerging"}, who="lang"),
        Play(who="anybody"),
    ]
    heard = [
        say(1, PEAK, lang="fr"),
        say(2, PEAK, lang="fr"),
        say(3, PEAK, lang="en"),
        say(4, PEAK, NEUTRAL, lang="en"),
    ]
    for alert, said, who in (
        (ALERT, heard, "lang"),
        (replace(ALERT, level=Level.CONFIRMED), heard, "level"),
        (ALERT, [], "anybody"),
    ):
        play = play_of(alert, said, plays)
        assert play
        assert play.who == who
    assert play_of(ALERT, heard, plays[:2]) is None


def test_authors_who_bear_one_name_stay_two() -> None:
    heard = [say(i, PEAK - HOUR, author="Luc", source=f"page {i % 2}") for i in range(6)]
    assert told(heard).authors == (Count(name="Luc", count=3), Count(name="Luc", count=3))
    assert told(heard).window.authors == 2


def test_terms_are_words_and_phrases_without_the_brand_or_function_words() -> None:
    said = say(
        1, PEAK, title="Rappel d'urgence", text="Le rappel de l'usine Nord-Lait, en été : un scandale.", lang="fr"
    )
    terms = terms_of(said, ["Nord-Lait", "Nordelait"])
    assert {"rappel", "usine", "rappel de l'usine", "rappel d'urgence", "scandale"} <= terms
    assert not {"nord", "lait", "le", "urgence le", "urgence le rappel", "été : un scandale"} & terms


def test_what_is_always_said_of_a_brand_does_not_stand_out_however_often_it_is_said() -> None:
    past = [
        say(i, h.published, text=f"Their yogourt, shop {i}", lang="en") for i, h in enumerate(ordinary_days(29, 20))
    ]
    loud = [say(9000 + i, PEAK, text=f"Glass in their yogourt, reader {i}.", lang="en") for i in range(12)]
    names = [term.name for term in telling_terms(loud, past)]
    assert "glass in their yogourt" in names
    assert "yogourt" not in names


def test_a_term_is_quoted_in_its_sentence() -> None:
    said = say(1, PEAK, title="News", text="It rains. There was Glass\nin the yogourt! So they say.")
    assert sentence_with("glass", said) == "There was Glass"
    assert sentence_with("glass in the yogourt", said) == "It rains. There was Glass in the yogourt! So they say."
    assert sentence_with("news", said) == "News"
    assert sentence_with("in the yogourt", said) == "in the yogourt!"


def test_nothing_to_tell_is_told_as_nothing() -> None:
    one = told([])
    assert (one.window.mentions, one.first, one.terms, one.growth, sum(one.curve.voices)) == (0, None, (), None, 0)


def test_the_last_six_hours_are_held_against_the_eighteen_before() -> None:
    one = told(
        [say(500 + n, PEAK - hour * HOUR, late=timedelta()) for n, hour in enumerate((24, 23.9, 6, 5.9, 0))], now=PEAK
    )
    assert (one.recent, one.before) == (2, 2)
    assert one.at == PEAK


def test_a_curve_begins_with_the_hour_of_the_first_mention_and_steps_widen_with_more_than_sixty_bars() -> None:
    for hours_ago, step, bars in ((57, 1, 59), (58, 1, 60), (59, 3, 21), (178, 3, 60), (179, 6, 31)):
        first = say(500, PEAK - timedelta(hours=hours_ago, minutes=30))
        curve = told([first], replace(ALERT, opened=first.fetched)).curve
        assert curve.step == step
        assert curve.since == first.published.replace(minute=0, second=0, microsecond=0)
        assert len(curve.voices) == bars
        assert curve.until == curve.since + timedelta(hours=step * len(curve.voices))
        assert curve.until >= PEAK > curve.until - timedelta(hours=step)


def test_who_spoke_first_is_counted_again() -> None:
    heard = [say(500, PEAK - 2 * HOUR, author="Jo"), say(501, PEAK - HOUR, author="jo"), say(502, PEAK - HOUR)]
    one = told(heard)
    assert one.first == heard[0]
    assert one.first_again == 2
    assert told(heard, replace(ALERT, first_mention="")).first is None


def test_what_an_alert_is_told_by_reaches_back_seventy_days_from_its_window() -> None:
    assert heard_since(ALERT) == window_of(ALERT)[0] - 70 * DAY
    assert heard_since(replace(ALERT, opened=PEAK - 9 * HOUR)) == PEAK - 9 * HOUR - 70 * DAY
    assert window_of(ALERT) == (
        PEAK.replace(microsecond=0) - 6 * HOUR + timedelta(seconds=1),
        PEAK.replace(microsecond=0) + timedelta(seconds=1),
    )
    assert window_of(replace(ALERT, peak=None, updated=PEAK + HOUR))[1] == PEAK.replace(
        microsecond=0
    ) + HOUR + timedelta(seconds=1)


def test_an_alert_s_language_is_that_of_most_of_what_speaks() -> None:
    rows = [say(n, PEAK, score, lang=lang) for n, (score, lang) in enumerate([
        (-0.6, "fr"), (-0.6, "fr"), (-0.6, "en"), (NEUTRAL, "en"), (NEUTRAL, "en"), (-0.6, ""), (-0.6, ""), (-0.6, ""),
    ])]  # fmt: skip
    terms = (Count(name="glass", count=3), Count(name="palm oil", count=2))
    asked = to_answer(replace(ALERT, terms=terms), rows)
    assert (asked.brand, asked.lang, asked.level, asked.text) == ("Nordelait", "fr", "emerging", "glass\npalm oil")
    assert to_answer(replace(ALERT, kind=AlertKind.BUZZ), rows).lang == "en", "a buzz's is that of all that is said"
    assert to_answer(ALERT, rows[1:3]).lang == "en", "of as many, the first in the alphabet"
    assert to_answer(ALERT, []).lang == ""
    assert play_of(replace(ALERT, kind=AlertKind.BUZZ), rows, [Play(who="anybody")]) is None


def test_each_term_is_quoted_from_somebody_who_is_not_quoted_yet() -> None:
    texts = ("Glass in milk. Bad.", "So much glass! Milk too.", "Milk, they say.")
    heard = [say(500 + n, PEAK - (5 - n) * HOUR, text=text, lang="en") for n, text in enumerate(texts)]
    case = Case(alert=ALERT, heard=heard, now=PEAK, since=MONDAY)
    terms = [Count(name=name, count=9) for name in ("gone", "glass", "milk")]
    quoted = [(term.name, term.count, term.said.id, term.quote) for term in tell(case, terms=terms).terms]
    assert quoted == [("glass", 2, "m500", "Glass in milk."), ("milk", 3, "m501", "Milk too.")]
    assert sentence_with("nowhere", say(1, PEAK, text="", title="A  title.\nHere")) == "A title. Here"


def test_a_voice_stands_in_the_bar_that_begins_with_it_and_there_is_always_one() -> None:
    now = MONDAY + 30 * DAY
    first, second = say(500, now - 60 * HOUR), say(501, now - 59 * HOUR)
    curve = told([first, second], replace(ALERT, opened=first.fetched), now=now).curve
    assert (curve.step, curve.voices) == (1, (1, 1, *[0] * 58))
    one = told([say(500, now, late=timedelta())], replace(ALERT, opened=now), now=now).curve
    assert (one.voices, one.until) == ((1,), now + HOUR)


def test_where_it_goes_is_held_against_how_busy_these_hours_usually_are() -> None:
    """The brand is spoken of in the afternoon."""
    usual = [say(n, MONDAY + (24 * (n // 10) + 12 + n % 10 * 0.6) * HOUR, NEUTRAL) for n in range(290)]
    at = MONDAY + 29 * DAY + 18 * HOUR
    wave = [*burst(6, at - 20 * HOUR, 12, first=500), *burst(14, at - 5.9 * HOUR, 5, first=600)]
    for heard, where in ((wave, Trend.GROWING), ([*usual, *wave], Trend.STEADY)):
        one = told(heard, replace(ALERT, opened=at - 20 * HOUR), now=at)
        assert (one.recent, one.before, one.trend) == (14, 6, where)
