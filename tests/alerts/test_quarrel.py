"""A few who bicker in a thread are one voice; many who speak once are many."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import pytest

from smwatch.alerts.quarrel import Turns


def turns(said: str, thread: str | int = "t", *, mute: str = "", start: float = 1.0) -> Turns:
    """A letter a turn, an hour each; a person's first word is a voice, but of those who are `mute`."""
    found, seen = Turns(), set[str]()
    for hour, who in enumerate(said):
        found.take(thread, who, start + hour, counts=who not in seen and who not in mute)
        seen.add(who)
    return found


@pytest.mark.parametrize(
    ("said", "too_many"),
    [
        ("abab", 1),
        ("abcabc", 2),
        ("abcdab", 3),  # two of four came back
        ("abcdeabcde", 0),  # five are no quarrel
        ("abca", 0),  # only one came back
        ("abc", 0),
        ("aaaa", 0),  # alone
        ("", 0),
    ],
)
def test_a_quarrel_is_one_voice(said: str, too_many: int) -> None:
    assert turns(said).bickering(0, 100) == too_many


def test_only_what_was_said_in_the_time_counts_its_beginning_left_out() -> None:
    said = turns("abab")  # at 1, 2, 3 and 4
    assert said.bickering(0, 4) == 1
    assert said.bickering(0, 3.9) == 0
    assert said.bickering(1, 4) == 0, "a's voice was before"
    assert said.bickering(0.9, 4) == 1
    one_more = turns("aabb")
    assert one_more.bickering(0, 4) == 1
    assert one_more.bickering(0, 3) == 0, "b hasn't come back yet"
    before = Turns()
    for who, at in (("a", 1.0), ("a", 2.0), ("b", 2.0), ("a", 3.0), ("b", 3.0)):
        before.take("t", who, at, counts=(who, at) in {("a", 1.0), ("b", 2.0)})
    assert (before.bickering(1, 3), before.bickering(0.9, 3)) == (0, 1), "who was a voice before is none of it"
    late = Turns()
    for who, at, counts in (
        ("a", 1.0, False),
        ("b", 1.0, False),
        ("a", 2.0, True),
        ("b", 3.0, True),
        ("b", 3.0, False),
    ):
        late.take("t", who, at, counts=counts)
    assert late.bickering(1, 3) == 0, "what a said at first was before"
    assert late.bickering(0.9, 3) == 1, "up to the end"


def test_threads_are_quarrels_of_their_own() -> None:
    both = Turns()
    for thread in "tu":
        for hour, who in enumerate("abab"):
            both.take(thread, who, float(hour), counts=hour < 2)
    assert both.bickering(-1, 9) == 2
    across = Turns()
    for hour, who in enumerate("abab"):
        across.take("tu"[hour // 2], who, float(hour), counts=hour < 2)
    assert across.bickering(-1, 9) == 0, "each spoke once in each"


def test_who_was_no_voice_is_in_no_quarrel() -> None:
    assert turns("abcdeabcde", mute="e").bickering(0, 100) == 3
    assert turns("abab", mute="ab").bickering(0, 100) == 0


def test_what_was_said_long_ago_is_forgotten_and_the_rest_kept() -> None:
    said = turns("abab")
    said.forget(1.0)
    assert said.bickering(0, 9) == 1
    said.forget(1.1)
    assert said.bickering(0, 9) == 0


def as_numbers(said: Iterable[tuple[int, int, float, bool]]) -> Turns:
    found = Turns()
    for thread, who, at, counts in said:
        found.take(thread, who, at, counts=counts)
    return found


def test_turns_are_kept_as_numbers_and_gone_on_with() -> None:
    marks = [(7, 1, 1.0, True), (7, 2, 2.0, True), (7, 1, 3.0, False), (7, 2, 4.5, False)]
    said = as_numbers(marks)
    assert said.kept() == (
        array("d", [1.0, 2.0, 3.0, 4.5]),
        array("Q", [7] * 4),
        array("Q", [1, 2, 1, 2]),
        array("b", [1, 1, 0, 0]),
    )
    again = Turns()
    again.taken_up(iter(said.kept()))
    assert again.kept() == said.kept()
    assert again.bickering(0, 9) == 1
    assert [row.typecode for row in Turns().kept()] == list("dQQb")
    assert not any(Turns().kept())
    with pytest.raises(ValueError, match="argument"):
        again.taken_up(iter((array("d", [1.0]), *(array("Q") for _ in range(3)))))
