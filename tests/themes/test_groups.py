"""Terms that stand in the same stories are one group, and each story is of the group that claims it most."""

from __future__ import annotations

import pytest

from smwatch.themes.gather import Story
from smwatch.themes.groups import Group, Sharer, bridge, group
from smwatch.themes.terms import Term
from smwatch.themes.words import WORD, Word
from tests.themes.crowd import say


def stories(*numbers: int) -> int:
    """A bit for each."""
    return sum(1 << number for number in numbers)


def term(key: str, *numbers: int, z: float = 3.0, name: bool = False, also: tuple[str, ...] = ()) -> Term:
    return Term(key, stories(*numbers), z, name=name, also=also)


def keys(groups: list[Group]) -> list[list[str]]:
    return [[one.key for one in group.terms] for group in groups]


def read(*words: str) -> Story:
    """A story of these words."""
    found = [Word(word, WORD, name=False, cut=0) for word in words]
    return Story([say(1, " ".join(words))], found, frozenset(words))


def test_terms_of_the_same_stories_are_one_group_the_first_of_them_its_seed() -> None:
    found = group([term("rappel", 0, 1, 2, 3), term("yogourt", 0, 1, 2), term("grève", 7, 8, 9)], 20)
    assert keys(found) == [["rappel", "yogourt"], ["grève"]]
    assert found[0].seed.key == "rappel"
    assert [one.stories.bit_count() for one in found] == [4, 3]


def test_a_group_covers_the_stories_of_all_its_terms() -> None:
    found = group([term("rappel", 0, 1, 2, 3), term("yogourt", 2, 3, 4)], 100)
    assert keys(found) == [["rappel", "yogourt"]]
    assert found[0].stories == stories(0, 1, 2, 3, 4)


@pytest.mark.parametrize(
    ("other", "together"),
    [
        ((0, 1), True),
        ((0, 9), False),  # one story shows nothing
        ((0, 1, 2, 8, 9), True),  # more than half of them
        ((0, 1, 7, 8, 9), False),  # less
    ],
)
def test_how_much_two_terms_must_have_in_common(other: tuple[int, ...], *, together: bool) -> None:
    found = group([term("rappel", 0, 1, 2, 3, 4, 5), term("autre", *other)], 1_000)
    assert (len(found) == 1) is together


def test_what_stands_nearly_everywhere_is_in_common_by_chance() -> None:
    everywhere, some = range(18), range(12, 18)
    assert len(group([term("partout", *everywhere), term("ici", *some)], 20)) == 2
    assert len(group([term("partout", *everywhere), term("ici", *some)], 200)) == 1


def test_a_term_joins_the_group_that_it_overlaps_with_most() -> None:
    first, second = term("un", *range(10)), term("deux", *range(20, 30))
    found = group([first, second, term("trois", 7, 8, 9, 20, 21, 22, 23)], 300)
    assert keys(found) == [["un"], ["deux", "trois"]]


def test_groups_come_in_the_order_of_their_seeds() -> None:
    found = group([term("c", 0, 1), term("a", 10, 11), term("b", 20, 21)], 100)
    assert keys(found) == [["c"], ["a"], ["b"]]
    assert group([], 0) == []


LANGS = {"fr": stories(*range(10)), "en": stories(*range(10, 20))}


def two(legault: int, *, name: bool = True) -> list[Group]:
    """A group in French, one in English, and a term of the first that stands in so many stories of each."""
    french = Group([term("grève", *range(6)), Term("legault", legault, 4.0, name=name)], stories(*range(6)))
    return [french, Group([term("strike", *range(10, 16))], stories(*range(10, 16)))]


def test_a_name_that_both_speak_of_joins_groups_of_two_languages() -> None:
    joined = bridge(two(stories(0, 1, 2, 10, 11, 12)), LANGS, 40)
    assert keys(joined) == [["grève", "legault", "strike"]]
    assert joined[0].stories == stories(*range(6), *range(10, 16))


@pytest.mark.parametrize(
    ("legault", "name", "total"),
    [
        (stories(0, 1, 2, 10, 11, 12), False, 40),  # a word is no name
        (stories(0, 1, 2, 10, 11), True, 40),  # in two stories of the other only
        (stories(0, 1, 10, 11, 12), True, 40),
        (stories(*range(6), *range(10, 16)), True, 20),  # in more than half of all: it is what all is about
    ],
)
def test_nothing_less_joins_them(legault: int, total: int, *, name: bool) -> None:
    assert len(bridge(two(legault, name=name), LANGS, total)) == 2


def test_groups_of_one_language_stay_apart_whoever_they_name() -> None:
    assert len(bridge(two(stories(0, 1, 2, 10, 11, 12)), {"fr": stories(*range(20))}, 40)) == 2


def test_a_story_is_of_the_group_whose_terms_weigh_most() -> None:
    groups = [
        Group([term("rappel", z=5.0), term("yogourt", z=2.0)], 0),
        Group([term("grève", z=4.0), term("usine", z=4.0)], 0),
    ]
    told = Sharer(groups).share(
        [read("rappel"), read("grève"), read("rappel", "grève"), read("rappel", "yogourt", "grève", "usine"), None]
    )
    assert told == [0, 1, 0, 1, None]


def test_a_story_of_none_of_them_and_one_that_was_not_read_are_nobody_s() -> None:
    assert Sharer([Group([term("rappel")], 0)]).share([read("fromage"), None, read()]) == [None, None, None]


def test_what_a_term_tells_as_well_claims_no_twice() -> None:
    groups = [
        Group([term("françoi legault", z=3.0, also=("legault",))], 0),
        Group([term("grève", z=4.0)], 0),
    ]
    sharer = Sharer(groups)
    assert sharer.share([read("legault"), read("françoi", "legault"), read("françoi", "legault", "grève")]) == [0, 0, 1]


def test_of_two_that_claim_alike_the_first_has_it() -> None:
    groups = [Group([term("a1a", z=2.0)], 0), Group([term("b1b", z=2.0)], 0)]
    assert Sharer(groups).share([read("b1b", "a1a")]) == [0]


def test_stubs_are_how_the_first_words_of_terms_begin() -> None:
    groups = [Group([term("rappel yogourt", also=("rappel",)), term("journal")], 0)]
    assert Sharer(groups).stubs == {b" rappel", b" journa"}


@pytest.mark.parametrize(
    ("both", "one", "other", "total", "joins"),
    [
        (3, 4, 5, 100, True),
        (3, 3, 3, 12, True),
        (4, 5, 5, 10, False),  # of so few, chance would do
        (1, 1, 2, 1_000, False),  # one story shows nothing
        (2, 2, 2, 1_000, True),
        (2, 4, 4, 1_000, False),  # a half, of which chance has a part
        (45, 60, 500, 1_000, True),  # half of what chance leaves
        (44, 60, 500, 1_000, False),
    ],
)
def test_terms_join_where_half_of_the_rarer_one_is_with_the_other_beyond_chance(
    both: int, one: int, other: int, total: int, joins: bool
) -> None:
    """`both` of one term's stories are the other's too."""
    terms = term("un", *range(one)), term("deux", *range(one - both, one - both + other))
    for found in (group(terms, total), group(terms[::-1], total)):
        assert (len(found) == 1) is joins


def test_of_two_groups_that_it_overlaps_with_alike_a_term_joins_the_first() -> None:
    found = group([term("a", 0, 1, 2, 3), term("b", 10, 11, 12, 13), term("c", 0, 1, 2, 10, 11, 12)], 500)
    assert keys(found) == [["a", "c"], ["b"]]


def test_a_group_is_in_the_language_of_its_own_stories_whatever_most_are_in() -> None:
    langs = {"fr": stories(*range(10)), "en": stories(*range(10, 40))}
    assert len(bridge(two(stories(0, 1, 2, 10, 11, 12)), langs, 60)) == 1


def test_a_name_in_half_of_all_stories_still_joins() -> None:
    assert len(bridge(two(stories(0, 1, 2, 10, 11, 12)), LANGS, 12)) == 1
    assert len(bridge(two(stories(0, 1, 2, 10, 11, 12)), LANGS, 11)) == 2
