"""What is compared with what: marks in common, crowds, and whose story a text tells."""

from __future__ import annotations

from itertools import count

import pytest

from smwatch.text.copies import CROWD, STRONG, Met, Shelf, closest, near, partners, worth_comparing
from smwatch.text.shingles import Print

NUMBERS = count(1)
EVEN = [mark << 5 for mark in range(1, 400)]  # end in four zeros, and are not quoted: every index has them


def printed(marks: list[int], level: int = 0, exact: int | None = None) -> Print:
    return Print(exact if exact is not None else next(NUMBERS), marks, level, site="")


def test_one_mark_in_common_is_chance_and_two_are_worth_a_look() -> None:
    by_mark = dict(zip(EVEN, (["a"], ["a", "b"], ["c"]), strict=False))
    assert near(printed(EVEN[:1]), by_mark) == {}
    assert near(printed(EVEN[:2]), by_mark) == {"a": 2}
    assert near(printed(EVEN[:3]), by_mark) == {"a": 2}
    assert near(printed(EVEN[50:90]), by_mark) == {}


def test_how_many_are_in_common_is_counted() -> None:
    by_mark = {mark: ["a", "b"] if at < 3 else ["a"] for at, mark in enumerate(EVEN[:6])}
    assert near(printed(EVEN[:6]), by_mark) == {"a": 6, "b": 3}


def test_the_closest_are_kept_where_many_are_near() -> None:
    found = {number: number for number in range(CROWD + 8)}
    assert closest(found) == list(range(CROWD + 7, 7, -1))
    assert closest({"a": 1, "b": 9}) == ["a", "b"], "of few, all, in the order in which they came"


@pytest.mark.parametrize(
    ("shingles", "common", "worth"),
    [(24, 1, True), (96, 1, False), (96, 2, True), (400, 12, False), (400, 13, True)],
)
def test_what_two_texts_have_in_common_is_measured_by_the_smaller_one(
    shingles: int, common: int, *, worth: bool
) -> None:
    one, larger = printed(EVEN[:shingles]), printed(EVEN)
    assert worth_comparing(one.extent, larger.extent, common) is worth
    assert worth_comparing(larger.extent, one.extent, common) is worth


def test_what_is_put_on_a_shelf_is_found_and_what_is_dropped_is_not() -> None:
    shelf: Shelf[str] = Shelf()
    shelf.put("a", printed(EVEN[:40]))
    shelf.put("b", printed(EVEN[200:240]))
    assert shelf.near(printed(EVEN[:40])) == ["a"]
    shelf.drop("a")
    assert shelf.near(printed(EVEN[:40])) == []
    assert shelf.near(printed(EVEN[200:240])) == ["b"]
    shelf.drop("b")
    assert (shelf.prints, shelf.by_mark) == ({}, {}), "nothing is left behind"


def test_of_a_mark_that_everybody_has_only_some_are_kept() -> None:
    shelf: Shelf[int] = Shelf()
    for number in range(CROWD + 5):
        shelf.put(number, printed(EVEN[:40]))
    assert {len(ids) for ids in shelf.by_mark.values()} == {CROWD}
    shelf.drop(CROWD + 1)  # which no mark knows
    shelf.drop(0)
    assert {len(ids) for ids in shelf.by_mark.values()} == {CROWD - 1}


def met(
    name: str, group: str, likeness: float, *, alone: bool = False, marks: list[int] | None = None
) -> Met[str, str]:
    return Met(name, printed(marks or [next(NUMBERS) << 5 for _ in range(20)]), group, likeness, alone)


def joined(*some: Met[str, str]) -> list[str]:
    return [one.id for one in partners(some)]


def test_a_text_of_which_most_is_in_common_is_a_copy_whoever_else_is() -> None:
    assert joined(met("a", "s", STRONG), met("b", "t", STRONG + 0.3)) == ["a", "b"]
    assert joined() == []


def test_a_weaker_one_needs_a_witness_of_its_story() -> None:
    assert joined(met("a", "s", 0.2)) == []
    assert joined(met("a", "s", 0.2), met("b", "s", 0.3)) == ["b", "a"]
    assert joined(met("a", "s", 0.2), met("b", "t", 0.3)) == []


def test_one_that_is_alone_in_its_story_can_have_none() -> None:
    assert joined(met("a", "s", 0.2, alone=True)) == ["a"]


def test_where_the_story_is_known_a_witness_must_be_like_it() -> None:
    strong = met("a", "s", 0.9, marks=EVEN[:60])
    stranger = [met("b", "t", 0.2), met("c", "t", 0.2)]
    assert joined(strong, *stranger) == ["a"]
    assert joined(strong, met("d", "t", 0.2, marks=EVEN[:60]), stranger[0]) == ["a", "d", "b"]
    assert joined(strong, met("e", "s", 0.2), met("f", "s", 0.1)) == ["a", "e", "f"]
