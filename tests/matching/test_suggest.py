"""What would tell unwanted mentions from wanted ones: proposals that hold, and none where nothing is to be learnt."""

from __future__ import annotations

import random
from math import log, sqrt

import pytest

from smwatch.matching.brands import compile_brand
from smwatch.matching.subject import Reading, Subject
from smwatch.matching.suggest import (
    Proposal,
    Stand,
    Suggested,
    other_words,
    phrases,
    suggest,
    with_context,
    with_exclude,
    with_names,
    z_scores,
)
from smwatch.models import Brand, Span

APPLE = Brand(name="Apple")
FILLER = "hier demain toujours ville monde route grand petit nouveau dernier avec selon groupe service place".split()


def texts(*shapes: str, n: int, seed: int) -> list[Subject]:
    """Sentences around the shapes, with chance words before and after."""
    chance = random.Random(seed)
    return [
        Subject(text=" ".join((*chance.sample(FILLER, 4), chance.choice(shapes), *chance.sample(FILLER, 4))))
        for _ in range(n)
    ]


FRUIT = texts("a green apple pie recipe", "an apple pie, sweet", "my apple pie", n=40, seed=1)
FIRM = texts("Apple sells the iPhone", "a new iPhone by Apple", "Apple shares fall", "Apple shares rise", n=60, seed=2)


def test_phrases_and_words_are_found_in_much_else() -> None:
    found = suggest(APPLE, FRUIT, FIRM)
    assert [each.text for each in found.exclude] == ["apple pie"]
    assert found.exclude[0].unwanted == len(FRUIT)
    assert found.exclude_takes == (len(FRUIT), 0)
    assert {each.text for each in found.context} == {"iphone", "shares"}
    assert found.context_takes == (len(FRUIT), 0)


def test_where_both_sides_speak_alike_nothing_is_proposed() -> None:
    mixed = texts("Apple sells", "an apple pie", "Apple and more", n=100, seed=3)
    found = suggest(APPLE, mixed[:50], mixed[50:])
    assert found.exclude == ()
    assert found.context == ()


def test_few_mentions_teach_nothing() -> None:
    assert suggest(APPLE, FRUIT[:2], FIRM) == Suggested()
    assert suggest(APPLE, FRUIT, FIRM[:2]) == Suggested()


def test_a_phrase_never_runs_over_a_full_stop_and_is_more_than_function_words() -> None:
    unwanted = [Subject(text=f"{n} pie. Apple? The Apple, of the apple") for n in range(5)]
    assert suggest(APPLE, unwanted, FIRM).exclude == ()


def test_what_is_proposed_is_added_to_what_is_there() -> None:
    brand = Brand(name="A", names=("Apple",), exclude=("apple juice",), context=("phone",))
    assert with_names(brand, ["Aple"]).names == ("Apple", "Aple")
    assert with_names(Brand(name="Apple"), ["Aple"]).names == ("Apple", "Aple")
    assert with_exclude(brand, ["apple pie"]).exclude == ("apple juice", "apple pie")
    assert with_context(brand, ["mac"]).context == ("phone", "mac")


@pytest.mark.parametrize("query", ["apple OR pear", "apple NOT pear", "title:apple", "apple NEAR/3 pie"])
def test_a_query_is_wrapped_so_that_it_keeps_its_meaning(query: str) -> None:
    brand = with_context(with_exclude(with_names(Brand(name="A", query=query), ["Aple"]), ["apple pie"]), ["mac"])
    compiled = compile_brand(brand)
    assert compiled.find(Reading(Subject(text="Aple and Mac"))) is not None
    assert compiled.find(Reading(Subject(text="Aple"))) is None
    assert compiled.find(Reading(Subject(text="Aple, Mac, apple pie"))) is None


def test_three_mentions_of_each_side_are_enough() -> None:
    fruit, firm = (
        [Subject(text=f"{n} apple pie {n}") for n in range(3)],
        [Subject(text=f"{n} Apple phone {n}") for n in range(3)],
    )
    found = suggest(APPLE, fruit, firm)
    assert found.exclude == (Proposal("apple pie", 3, 0),)
    assert found.context == (Proposal("phone", 0, 3),)
    assert suggest(APPLE, fruit[:2], firm) == suggest(APPLE, fruit, firm[:2]) == Suggested()
    assert Suggested() == Suggested(exclude=(), exclude_takes=(0, 0), context=(), context_takes=(0, 0))


def test_how_far_a_piece_goes_with_a_side_is_its_log_odds_over_their_deviation() -> None:
    """Monroe, Colaresi and Quinn (2008), the prior being what both sides say together."""
    stands = {"a": Stand("a", {1, 2, 3, 4}, {1}), "b": Stand("b", {1}, {1, 2}), "c": Stand("c", set(), {5})}
    un, want, prior = 5, 4, 9

    def z(here: int, there: int) -> float:
        i, j = here + here + there, there + here + there
        return (log(i / (un + prior - i + 1)) - log(j / (want + prior - j + 1))) / sqrt(1 / i + 1 / j)

    assert z_scores(stands) == pytest.approx({"a": z(4, 1), "b": z(1, 2), "c": z(0, 1)})


def test_no_more_is_proposed_than_anybody_reads() -> None:
    pies = [Subject(text=f"apple kind{'abcdefghijkl'[n // 3]} {n}") for n in range(36)]
    phones = [Subject(text=f"Apple thing{'abcdefghijklmnop'[n // 3]} {n}") for n in range(48)]
    assert len(suggest(APPLE, pies, phones).exclude) == 8
    found = suggest(APPLE, pies, phones[:36])
    assert len(found.context) == 12
    assert found.context_takes == (36, 0)
    found = suggest(APPLE, [Subject(text=f"apple {n} pie, sweet or sour") for n in range(36)], phones[:39])
    assert len(found.context) == 12, "of thirteen that would do"
    assert suggest(APPLE, pies, phones).context == (), "twelve words aren't enough for nine in ten"


def test_a_phrase_may_stand_in_a_tenth_as_many_wanted_ones() -> None:
    pies = [Subject(text=f"{n} apple pie {n}") for n in range(20)]
    phones = [Subject(text=f"Apple phone {n}") for n in range(40)]
    both = [Subject(text=f"{n} apple pie {n} phone") for n in range(3)]
    assert suggest(APPLE, pies, [*phones, *both[:2]]).exclude[0] == Proposal("apple pie", 20, 2)
    assert "apple pie" not in [each.text for each in suggest(APPLE, pies, [*phones, *both]).exclude]


def test_a_phrase_has_two_words_more_at_most_on_blanks_alone() -> None:
    shapes = ("{} of old apple", "apple crumble tart", "sweet apple crumble", "sour. apple, pear", "cider-apple tree")
    unwanted = [Subject(text=shape.format(n)) for shape in shapes for n in range(3)]
    told = {
        each.text for each in suggest(APPLE, unwanted, [Subject(text=f"Apple {n} shares") for n in range(20)]).exclude
    }
    assert told == {"old apple", "apple crumble", "apple tree"}


def test_a_brand_that_nothing_is_added_to_stays_as_it_is() -> None:
    for brand in (
        Brand(name="A", names=("a",), exclude=("b",), context=("c",)),
        Brand(name="A", query="a OR b"),
        Brand(name="A"),
    ):
        assert with_names(brand, []) == with_exclude(brand, []) == with_context(brand, []) == brand
    query = Brand(name="A", query="a OR b")
    assert with_names(query, ["x y", "#z"]).query == '(a OR b) OR "x y" OR #z'
    assert with_exclude(query, ["x y", "z"]).query == '(a OR b) NOT ("x y" OR z)'
    assert with_context(query, ["x y", "z"]).query == '(a OR b) ("x y" OR z)'


def numbered(shape: str, n: int, first: int = 0) -> list[Subject]:
    return [Subject(text=shape.format(at)) for at in range(first, first + n)]


@pytest.mark.parametrize(("kept", "told"), [(18, True), (17, False)])
def test_nine_in_ten_wanted_mentions_must_have_a_word_of_the_context(kept: int, told: bool) -> None:
    wanted = [*numbered("Apple phone {}", kept), *numbered("Apple {}", 20 - kept)]
    found = suggest(APPLE, numbered("{} apple pie", 20), wanted)
    assert found.context == ((Proposal("phone", 0, kept),) if told else ())


@pytest.mark.parametrize(("have_it", "told"), [(2, True), (3, False)])
def test_a_word_of_the_context_may_stand_in_a_tenth_of_the_unwanted_ones(have_it: int, told: bool) -> None:
    unwanted = [*numbered("{} apple pie phone", have_it), *numbered("{} apple pie", 20 - have_it)]
    found = suggest(APPLE, unwanted, numbered("Apple phone {}", 20))
    assert found.context == ((Proposal("phone", have_it, 20),) if told else ())


def test_of_words_that_are_all_there_the_one_that_loses_least_is_chosen() -> None:
    unwanted = [*numbered("{} apple pie wireless", 2), *numbered("{} apple pie", 28)]
    (word,) = suggest(APPLE, unwanted, numbered("Apple phone wireless {}", 20)).context
    assert word == Proposal("phone", 0, 20)


def test_what_goes_with_neither_side_for_sure_is_no_word_of_the_context() -> None:
    wanted = [*numbered("Apple phone {}", 18), *numbered("Apple tablet {}", 2)]
    assert suggest(APPLE, numbered("{} apple pie", 20), wanted).context == (Proposal("phone", 0, 18),)


@pytest.mark.parametrize(("times", "told"), [(1, False), (2, True)])
def test_two_mentions_are_enough_for_a_phrase_or_a_word(times: int, told: bool) -> None:
    pies, phones = numbered("{} sweet apple pie recipe", 20), numbered("A big Apple phone screen", 20)
    found = suggest(APPLE, [*numbered("apple pie", 20), *numbered("apple tart", times)], phones)
    assert ("apple tart" in {each.text for each in found.exclude}) is told
    found = suggest(APPLE, pies, [*numbered("Apple phone {}", 20), *numbered("Apple tablet {}", times)])
    assert ("tablet" in {each.text for each in found.context}) is told


def test_a_phrase_that_takes_out_nothing_more_is_not_proposed() -> None:
    assert suggest(APPLE, numbered("{} apple pie recipe", 5), FIRM).exclude == (Proposal("apple pie", 5, 0),)


def test_five_thousand_letters_of_a_mention_are_read() -> None:
    for end, told in ((5_000, True), (5_001, False)):
        wanted = [Subject(text="Apple".ljust(end - len("phone")) + "phone") for _ in range(5)]
        context = suggest(APPLE, numbered("{} apple pie", 5), wanted).context
        assert ("phone" in {each.text for each in context}) is told


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("apple", "a very big red apple pie tart slice b",
         {"red apple", "apple pie", "big red apple", "apple pie tart", "red apple pie"}),
        ("apple", "apple pie", {"apple pie"}),
        ("apple", "red apple", {"red apple"}),
        ("apple", "in the apple of the pie", set()),
        ("Coca-Cola", "un Coca-Cola léger", {"Coca-Cola léger", "un Coca-Cola léger"}),
        ("H&M", "un H&M léger", {"H&M léger", "un H&M léger"}),
    ],
)  # fmt: skip
def test_phrases_are_the_name_with_a_word_or_two_about_it(name: str, text: str, found: set[str]) -> None:
    at = text.index(name)
    assert set(phrases(Reading(Subject(text=text)), {Span("text", at, at + len(name))})) == found


def test_words_of_the_context_are_telling_ones_and_not_the_name() -> None:
    reading = Reading(Subject(title="Apple: le Téléphone", text="avec un téléphone de 42 mm, chez Apple Store"))
    assert list(other_words(reading, {Span("title", 0, 5), Span("text", 32, 37)})) == ["téléphone", "store"]
