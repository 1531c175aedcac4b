"""How far a term stands out from what is usual."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.text.odds import Odds


def test_what_is_as_frequent_as_ever_does_not_stand_out() -> None:
    assert Odds(1_000, 1_000, 50).z(20, 20) == pytest.approx(0, abs=0.2)


def test_what_is_more_frequent_than_usual_does_and_what_is_rarer_does_the_other_way() -> None:
    odds = Odds(1_000, 1_000, 50)
    assert odds.z(40, 5) > 3
    assert odds.z(5, 40) < -3


def test_the_more_is_said_the_surer_it_is() -> None:
    few, many = Odds(100, 100, 50), Odds(10_000, 10_000, 50)
    assert few.z(4, 1) < 2 < many.z(400, 100)


def test_without_a_past_a_frequent_term_stands_out_no_further_than_the_prior_lets_it() -> None:
    odds = Odds(100, 0, 20)
    assert odds.z(30, 0) > odds.z(2, 0)
    assert odds.z(30, 0) < 5


def test_one_term_alone_is_finite() -> None:
    assert abs(Odds(10, 10, 1).z(10, 10)) < 5
    assert Odds(0, 0, 1).z(0, 0) == pytest.approx(0, abs=1)


@given(st.integers(0, 100), st.integers(0, 100), st.integers(100, 1_000), st.integers(100, 1_000))
def test_said_once_more_it_stands_out_further(now: int, before: int, all_now: int, all_before: int) -> None:
    odds = Odds(all_now + 1, all_before, 100)
    assert odds.z(now + 1, before) > odds.z(now, before)
