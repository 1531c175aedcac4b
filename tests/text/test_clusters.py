"""Where a text may be cut: never within what a reader takes for one sign."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.text.clusters import LONGEST, border

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
THUMB = "\U0001f44d\U0001f3fd"
QUEBEC, FRANCE = "\U0001f1e8\U0001f1e6", "\U0001f1eb\U0001f1f7"


@pytest.mark.parametrize(
    ("text", "at", "found"),
    [
        ("bonjour", 3, 3),
        ("bonjour", 0, 0),
        ("bonjour", 7, 7),
        ("bonjour", 99, 99),
        ("e\u0301te", 1, 0),  # not between a letter and its accent
        ("e\u0301te", 2, 2),
        ("ae\u0301\u0327te", 3, 1),
        (f"a{FAMILY}b", 2, 1),
        (f"a{FAMILY}b", 3, 1),
        (f"a{FAMILY}b", 5, 1),
        (f"a{FAMILY}b", 6, 6),
        (f"a{THUMB}", 2, 1),
        ("a❤\ufe0fb", 2, 1),
        (QUEBEC + FRANCE, 1, 0),
        (QUEBEC + FRANCE, 2, 2),  # between two flags
        (QUEBEC + FRANCE, 3, 2),
        ("été", 1, 1),
        ("", 0, 0),
    ],
)
def test_the_last_place_where_no_sign_is_cut(text: str, at: int, found: int) -> None:
    assert border(text, at) == found


def test_what_is_too_long_to_be_one_sign_is_cut_anywhere() -> None:
    text = "e" + "\u0301" * 200
    assert border(text, 150) == 150
    assert border(text, LONGEST - 2) == 0


@given(st.text("aé\u0301\u200d\U0001f44d\U0001f3fd\U0001f1e8\U0001f1e6", max_size=30), st.integers(0, 30))
def test_it_is_never_later_and_stays_where_it_is(text: str, at: int) -> None:
    found = border(text, at)
    assert found <= at
    assert border(text, found) == found
