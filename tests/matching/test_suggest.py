"""What would tell unwanted mentions from wanted ones: proposals that hold, and none where nothing is to be learnt."""

from __future__ import annotations

import random

import pytest

from smwatch.matching.brands import compile_brand
from smwatch.matching.subject import Reading, Subject
from smwatch.matching.suggest import Suggested, suggest, with_context, with_exclude, with_names
from smwatch.models import Brand

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
