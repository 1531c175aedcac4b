from dataclasses import replace
from datetime import timedelta

from smwatch.alerts.figures import describe, in_window, quotes, speaking, unscored
from smwatch.models import AlertKind, Count, Role
from tests.alerts.crowd import MONDAY, NEUTRAL, POSITIVE, an_alert, burst, ordinary_days, say

HOUR = timedelta(hours=1)
PEAK = MONDAY + 30 * timedelta(days=1)
ALERT = an_alert(opened=PEAK, updated=PEAK, peak=PEAK)
START = PEAK - 5 * HOUR


def test_the_window_ends_at_the_peak_and_holds_what_was_fetched_by_then() -> None:
    heard = [
        say(1, PEAK - 7 * HOUR),
        say(2, START),
        say(3, START, NEUTRAL),
        say(4, PEAK + HOUR),
        say(5, START, late=9 * HOUR),
        say(6, START, brand="Boréal"),
        say(7, START, role=Role.EMPLOYEE),
    ]
    assert [h.id for h in in_window(ALERT, heard)] == ["m2", "m3"]
    assert [h.id for h in speaking(ALERT, heard)] == ["m2"]


def test_what_could_not_be_scored_in_the_window_is_counted() -> None:
    heard = [say(1, START), say(2, START, None), say(3, START, NEUTRAL), say(4, PEAK - 7 * HOUR, None)]
    assert unscored(ALERT, heard) == 1


def test_stories_authors_sources_and_threads_are_counted() -> None:
    heard = [
        say(1, START, source="Le Devoir", story="s", thread="t1"),
        say(2, START + HOUR, source="Le Devoir", story="s", thread="t1", author="author 1"),
        say(3, START + 2 * HOUR, source="r/montreal", story="u", thread="t2"),
        say(4, START + 3 * HOUR, source="", thread=""),
    ]
    told = describe(ALERT, heard)
    assert (told.stories, told.authors, told.first_mention) == (3, 3, "m1")
    assert told.sources == (Count(name="Le Devoir", count=2), Count(name="r/montreal", count=1))
    assert told.threads == (Count(name="t1", count=2), Count(name="t2", count=1))


def test_the_first_mention_stays_the_first() -> None:
    told = describe(describe(ALERT, [say(1, START)]), [say(0, START - HOUR / 2), say(1, START)])
    assert told.first_mention == "m1"


def test_the_words_of_the_crisis_stand_out_not_those_of_every_day() -> None:
    past = [
        say(i, h.published, h.score, text=f"The yogourt of Nordelait, shop {i}.", lang="en")
        for i, h in enumerate(ordinary_days(28, 5))
    ]
    loud = [
        say(900_000 + i, START + i * HOUR / 9, text=f"Palm oil in their yogourt, reader {i}.", lang="en")
        for i in range(9)
    ]
    terms = {term.name: term.count for term in describe(ALERT, [*past, *loud]).terms}
    assert terms["palm oil"] == 9  # told once, as a phrase
    assert not {"palm", "oil"} & terms.keys()
    assert not {"yogourt", "the", "nordelait", "their"} & terms.keys()


def test_a_reprinted_story_does_not_choose_the_words() -> None:
    wire = "Palm oil found in the yogourt of the north, says a report that everybody quotes today."
    copies = [say(i, START + i * HOUR / 20, text=wire, story="wire", lang="en") for i in range(40)]
    assert describe(ALERT, [*ordinary_days(28, 5), *copies]).terms == ()


def test_quotes_are_the_first_mover_then_the_strongest_by_different_people() -> None:
    heard = [
        say(1, START, text="It began here, and nobody listened to us for weeks and weeks.", author="a"),
        say(2, START + HOUR, text="", title="", author="b"),
        say(3, START + HOUR, POSITIVE, text="Lovely.", author="c"),
        *burst(3, START + 2 * HOUR, 1, author="loud"),
        say(9, START + 3 * HOUR, text="Another one.", author="d"),
    ]
    assert [h.author for h in quotes(ALERT, heard)] == ["a", "loud", "d"]
    assert quotes(ALERT, []) == ()


def test_nothing_to_tell_is_told_as_nothing() -> None:
    told = describe(ALERT, [])
    assert (told.stories, told.authors, told.sources, told.threads, told.terms) == (0, 0, (), (), ())
    assert told.first_mention == ""


def test_a_window_is_after_its_beginning_up_to_its_end() -> None:
    heard = [say(n, PEAK - hours * HOUR, late=timedelta()) for n, hours in enumerate((6, 5.9, 0, -0.1))]
    for alert in (ALERT, replace(ALERT, updated=PEAK + HOUR), replace(ALERT, peak=None)):
        assert [h.id for h in in_window(alert, heard)] == ["m1", "m2"]


def test_after_the_first_the_strongest_are_quoted_and_what_could_not_be_scored_last() -> None:
    buzz = replace(ALERT, kind=AlertKind.BUZZ)
    heard = [
        replace(say(n, START + n * HOUR / 9, NEUTRAL if score is None else POSITIVE), score=score)
        for n, score in enumerate((0.1, 0.2, None, 0.9, 0.5))
    ]
    assert [h.id for h in quotes(buzz, heard, 5)] == ["m0", "m3", "m4", "m1", "m2"]
