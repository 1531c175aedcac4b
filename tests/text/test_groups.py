"""What belongs together, as it is learnt."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from smwatch.text.groups import Groups


def test_what_was_never_joined_stands_for_itself() -> None:
    assert Groups[str]().top("a") == "a"


def test_the_top_of_the_one_that_is_kept_stays() -> None:
    groups = Groups[str]()
    assert groups.join("a", "b")
    assert groups.join("c", "a")
    assert [groups.top(one) for one in "abc"] == ["c", "c", "c"]


def test_joining_says_whether_anything_was_learnt() -> None:
    groups = Groups[int]()
    assert groups.join(1, 2, 3)
    assert not groups.join(3, 1)
    assert not groups.join(1)
    assert groups.join(2, 3, 4)


def test_a_long_chain_is_walked_without_recursion() -> None:
    groups = Groups[int]()
    for number in range(50_000):
        groups.join(number + 1, number)
    assert groups.top(0) == 50_000


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20))
def test_groups_are_what_is_connected(pairs: list[tuple[int, int]]) -> None:
    groups, sets = Groups[int](), [{number} for number in range(10)]
    for one, other in pairs:
        groups.join(one, other)
        sets[one] |= sets[other]
        for number in sets[one]:
            sets[number] = sets[one]
    assert all((groups.top(a) == groups.top(b)) == (b in sets[a]) for a in range(10) for b in range(10))
