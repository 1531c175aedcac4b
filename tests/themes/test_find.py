"""Which groups are told: those that claim the most stories, more so if several terms say it or if they are news."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from smwatch.themes.find import LEAST, largest, themes
from smwatch.themes.gather import Story
from smwatch.themes.groups import Group
from smwatch.themes.terms import Term
from smwatch.themes.words import WORD, Word
from tests.themes.crowd import FILLERS, say


def stories(**counts: int) -> list[Story]:
    """So many of each word, a word a story."""
    words = [word for word, many in counts.items() for _ in range(many)]
    return [Story([say(1, word)], [Word(word, WORD, name=False, cut=0)], frozenset([word])) for word in words]


def group(*keys: str) -> Group:
    return Group([Term(key, 0, 3.0) for key in keys], 0)


def told(groups: Sequence[Group], now: Sequence[Story], past: Sequence[Story] = (), most: int = 9) -> list[str]:
    return [one.seed.key for one in largest(groups, now, past, most)]


def test_groups_stay_in_their_order_and_the_smallest_are_left_out() -> None:
    now = stories(un=2, deux=9, trois=5)
    groups = [group("un"), group("deux"), group("trois")]
    assert told(groups, now) == ["un", "deux", "trois"]
    assert told(groups, now, most=2) == ["deux", "trois"]
    assert told(groups, now, most=1) == ["deux"]
    assert told(groups, now, most=0) == told(groups, now, most=-1) == []


def test_one_story_is_no_theme_and_of_many_stories_a_theme_needs_more() -> None:
    assert told([group("un"), group("deux")], stories(un=1, deux=2)) == ["deux"]
    assert told([group("un"), group("deux")], stories(un=2, deux=3, reste=145)) == ["deux"]
    assert LEAST == 2


def test_several_terms_make_a_theme_surer_up_to_a_few() -> None:
    assert told([group("un"), group("a", "b", "c")], stories(un=5, a=1, b=1, c=1), most=1) == ["a"]
    assert told([group("un"), group("a", "b")], stories(un=5, a=1, b=2), most=1) == ["un"]
    many = group(*"abcdefghi")
    assert told([group("un"), many], stories(un=5, a=2), most=1) == ["un"]


def test_of_two_as_large_the_one_that_is_news_is_told() -> None:
    groups, now = [group("vieux"), group("neuf")], stories(vieux=4, neuf=4)
    assert told(groups, now, stories(vieux=4, autre=4), most=1) == ["neuf"]
    assert told(groups, now, stories(autre=8), most=1) == ["vieux"], "both are: the first"
    assert told(groups, now, most=1) == ["vieux"], "nothing is known of before: the first"


@pytest.mark.parametrize("before", [2, 4, 8])
def test_news_add_half_at_most(before: int) -> None:
    now = stories(vieux=7, neuf=4)
    assert told([group("vieux"), group("neuf")], now, stories(vieux=before, autre=11 - before), most=1) == ["vieux"]
    assert told([group("vieux"), group("neuf")], stories(vieux=5, neuf=4), stories(vieux=9), most=1) == ["neuf"]


def test_a_longer_period_before_is_scaled() -> None:
    now = stories(a=4, b=4)
    past = stories(a=4, b=8, autre=4)  # twice as many stories as now
    assert told([group("b"), group("a")], now, past, most=1) == ["a"]


def test_of_as_many_stories_the_one_in_more_mentions_comes_first_then_by_name() -> None:
    said = [f"La grève continue, jour {day}." for day in "abc"], [f"Une panne encore, jour {day}." for day in "abc"]
    rows = [say(at, text) for at, text in enumerate([*FILLERS, *said[0], *said[1]])]
    first = [theme.name for theme in themes(rows)]
    assert sorted(first) == first
    assert {"grève", "panne"} <= set(first)
    copied = [*rows, say(99, said[1][0], story="s"), say(98, said[1][0], story="s"), say(97, said[1][1], story="t")]
    copied = [row for row in copied if row.text != said[1][0] or row.story]
    names = [theme.name for theme in themes(copied)]
    assert names.index("panne") < names.index("grève")
