"""How what a query catches is shown: the text around what was found, the reason, and what a change would do."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.cli.views.brands import (
    AROUND,
    BEGINNING,
    MOST_PIECES,
    lit,
    pieces,
    show_brands,
    show_compared,
    show_one,
    show_trial,
)
from smwatch.matching.compare import Compared
from smwatch.matching.subject import Subject
from smwatch.matching.trial import Sample, Trial, Tried, Verdict
from smwatch.models import Brand, Span
from tests.cli.views.seen import NOW, seen
from tests.thorough import cases

TEXT = "Hier, Nordelait a répondu."


def sample(text: str = TEXT, **changes: Any) -> Sample:  # noqa: ANN401 - fields
    subject = Subject(**({"title": "", "text": text, "source": "Le Devoir", "author": "Ève"} | changes))
    return Sample(id="1", subject=subject, published=NOW)


HIT = Verdict(brand="Nordelait", match=True, why="the text names it", spans=(Span("text", 6, 15),))
MISS = Verdict(brand="Rivale", match=False, why="no name stands in it", spans=())


def test_brands_tell_what_finds_them_and_what_does_not() -> None:
    brands = [
        Brand(name="Nordelait", names=("Nordelait", "Nord-Lait"), exclude=("rue Nordelait",), context=("lait",)),
        Brand(name="Rivale", query="rivale NOT sport"),
    ]
    assert seen(lambda terminal: show_brands(terminal, brands)).out.splitlines() == [
        "Nordelait",
        "   found by: Nordelait, Nord-Lait",
        "   not in: rue Nordelait",
        "   only with: lait",
        "Rivale",
        "   found by: rivale NOT sport",
    ]


def test_one_text_says_whether_it_matches_where_and_why() -> None:
    told = seen(lambda terminal: show_one(terminal, sample(), [HIT], one=True)).out
    assert told.splitlines() == [
        "✓ 2010-03-24 11:30 · Le Devoir · Ève",
        "  Hier, ‹Nordelait› a répondu.",
        "  the text names it",
    ]
    none = seen(lambda terminal: show_one(terminal, sample("Rien."), [MISS], one=True)).out
    assert none.splitlines()[0].startswith("✗ ")


def test_of_the_configs_brands_each_has_a_line() -> None:
    told = seen(lambda terminal: show_one(terminal, sample(), [HIT, MISS], one=False)).out
    assert told.splitlines()[-2:] == ["✓ Nordelait · the text names it", "✗ Rivale · no name stands in it"]


def trial(**changes: Any) -> Trial:  # noqa: ANN401 - fields
    told: dict[str, Any] = {"tried": 1200, "matching": 1, "shown": (Tried(sample(), (HIT,)),)}
    return Trial(**(told | {"brands": Counter(), "reasons": Counter(), "asked": 0} | changes))


def test_a_trial_ends_with_how_many_match_and_why_the_others_do_not() -> None:
    reasons = Counter({"no name": 900, "excluded": 3, "no context": 2, "rare": 1})
    told = seen(lambda terminal: show_trial(terminal, trial(reasons=reasons, asked=1199), one=True)).out
    assert told.splitlines()[4:] == [
        "1 of 1,200 entries matches.",
        "Why the others don't:",
        "  900 no name",
        "    3 excluded",
        "    2 no context",
    ]
    some = seen(lambda terminal: show_trial(terminal, trial(reasons=reasons, asked=500), one=True)).out
    assert "Why the newest 500 of the others don't:" in some


def test_of_many_brands_the_first_twelve_are_counted() -> None:
    brands = Counter({f"B{n:02}": 40 - n for n in range(13)})
    told = seen(lambda terminal: show_trial(terminal, trial(brands=brands), one=False), width=300).out
    assert "Of each brand: B00 40, B01 39, " in told
    assert told.splitlines()[-1].endswith("B11 29, ….")
    two = seen(lambda terminal: show_trial(terminal, trial(brands=Counter(A=2, B=1)), one=False)).out
    assert two.splitlines()[-1] == "1 of 1,200 entries matches. Of each brand: A 2, B 1."


def test_what_there_was_no_room_for_is_counted() -> None:
    told = seen(lambda terminal: show_trial(terminal, trial(matching=9), one=True))
    assert told.err == "Only the newest is shown; --limit shows more.\n"
    assert seen(lambda terminal: show_trial(terminal, trial(), one=True)).err == ""


def test_a_change_is_told_by_what_it_would_win_and_lose() -> None:
    compared = Compared(
        tried=1300,
        same=2,
        all_won=1,
        all_lost=3,
        won=(Tried(sample(), (HIT,)),),
        lost=(Tried(sample("Adieu."), (MISS,)),),
    )
    told = seen(lambda terminal: show_compared(terminal, compared))
    assert told.out.splitlines()[:3] == [
        "= 2 entries of 1,300 are found by both",
        "+ 1 entry would be won",
        "− 3 entries would be lost",
    ]
    assert "+ 2010-03-24 11:30 · Le Devoir · Ève" in told.out
    assert "− 2010-03-24 11:30 · Le Devoir · Ève" in told.out
    assert told.err == "Only the newest is shown; --limit shows more.\n"


LONG = " ".join(f"mot{n:03}" for n in range(100))


def test_a_text_in_which_nothing_was_found_is_shown_from_its_beginning() -> None:
    ((start, end),) = pieces(LONG, [])
    assert start == 0
    assert BEGINNING - 20 <= end <= BEGINNING
    assert LONG[end] == " "
    assert pieces("court", []) == [(0, 5)]


def test_pieces_are_cut_between_words_around_what_was_found() -> None:
    at = LONG.index("mot050")
    ((start, end),) = pieces(LONG, [(at, at + 6)])
    assert LONG[start:end].startswith("mot")
    assert LONG[end] == " "
    assert at - start <= AROUND
    assert end - at - 6 <= AROUND


def test_finds_that_are_near_share_a_piece_and_no_more_than_three_are_shown() -> None:
    places = [(LONG.index(f"mot{n:03}"), LONG.index(f"mot{n:03}") + 6) for n in (5, 10, 40, 70, 95)]
    found = pieces(LONG, places)
    assert len(found) == MOST_PIECES
    assert found[0][0] == 0
    assert found[0][1] > places[1][1]


@given(st.text("ab \n", max_size=400), st.lists(st.tuples(st.integers(0, 399), st.integers(1, 9)), max_size=5))
@settings(max_examples=cases(40))
def test_every_find_that_is_shown_is_shown_whole(text: str, spans: list[tuple[int, int]]) -> None:
    places = sorted({(at, min(at + n, len(text))) for at, n in spans if at < len(text)})
    for start, end in pieces(text, places):
        assert 0 <= start <= end <= len(text)
        assert not places or any(start <= left and right <= end for left, right in places)


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        ([(0, 26)], "Hier, ‹Nordelait› a répondu."),
        ([(6, 15)], "… ‹Nordelait› …"),
        ([(0, 5), (6, 26)], "Hier, … ‹Nordelait› a répondu."),
        ([(0, 4)], "Hier …"),
    ],
)
def test_what_is_left_out_is_marked(shown: list[tuple[int, int]], told: str) -> None:
    assert lit(TEXT, shown, [(6, 15)], ("‹", "›")).plain == told


def test_a_find_over_a_line_break_stays_on_one_line() -> None:
    assert lit("un\n  deux", [(0, 9)], [(0, 9)], ("‹", "›")).plain == "‹un deux›"
