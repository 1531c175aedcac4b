"""Which words and phrases stand out: runs, phrases that hold together, what tells what."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from smwatch.themes import terms as module
from smwatch.themes.gather import Reading, Story
from smwatch.themes.terms import Finder, Term, runs, terms
from smwatch.themes.words import BREAK, DULL, JOINS, NUMBER, WORD, Kind, Reader, Word
from tests.themes.crowd import FILLERS, crowd, recall, say

SIGNS = {"-": DULL, "|": BREAK, "~": JOINS}


def row(said: str) -> list[Word]:
    """Words from a line: - is dull, | a break, ~ joins, digits a number, capitals a name."""
    return [
        Word(
            "" if sign == "|" else sign.lower(), SIGNS.get(sign, NUMBER if sign.isdigit() else WORD),
            name=sign[0].isupper(), cut=0,
        )
        for sign in said.split()
    ]  # fmt: skip


def phrases(said: str, frequent: str = "a b c d e f") -> list[str]:
    return [key for _, _, key in runs(row(said), frozenset(frequent.split()))]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("a b", ["a b"]),
        ("a b c", ["a b", "b c", "a b c"]),
        ("a ~ b", ["a b"]),
        ("a ~ ~ b", ["a b"]),
        ("a ~ ~ ~ b", []),  # too many between
        ("a | b", []),
        ("a - b", []),
        ("a x b", []),  # x is not frequent
        ("~ a", []),
        ("a ~", []),
        ("a 96", ["a 96"]),
        ("a ~ 96", []),  # loi 96, but not « la moitié de 96 »
        ("a 96 b", ["a 96"]),  # nothing goes on after a number
        ("96 a", []),
        ("a b c d e", ["a b", "b c", "a b c", "c d", "b c d", "a b c d", "d e", "c d e", "b c d e"]),
        ("", []),
    ],
)
def test_what_may_be_a_phrase(said: str, found: list[str]) -> None:
    assert phrases(said) == found


def test_a_run_says_where_it_begins_and_ends() -> None:
    assert list(runs(row("- a ~ b c"), frozenset("abc"))) == [(1, 4, "a b"), (3, 5, "b c"), (1, 5, "a b c")]


def told(rows: Sequence[str], before: Sequence[str] = (), lang: str = "fr") -> dict[str, Term]:
    """The terms of some texts against others, by key."""
    now, past = ([say(at, text, lang) for at, text in enumerate(texts)] for texts in (rows, before))
    reading = Reading(now, past, ())
    return {one.key: one for one in terms(reading.sample(reading.now), reading.sample(reading.past))}


def test_a_phrase_is_told_and_not_its_words() -> None:
    found = told([*FILLERS, *(f"Un rappel de yogourts, jour {at}." for at in range(6))])
    assert "rappel yogourt" in found
    assert not {"rappel", "yogourt"} & found.keys()
    one = found["rappel yogourt"]
    assert (one.count, set(one.also)) == (6, {"rappel", "yogourt"})
    assert one.stories == sum(1 << at for at in range(len(FILLERS), len(FILLERS) + 6))


def test_a_word_that_mostly_stands_elsewhere_is_told_besides() -> None:
    alone = [
        f"Les yogourts {taste}." for taste in ("fondent", "coulent", "manquent", "arrivent", "collent", "plaisent")
    ]
    found = told([*FILLERS, *(f"Un rappel de yogourts, jour {at}." for at in range(4)), *alone])
    assert {"rappel yogourt", "yogourt"} <= found.keys()
    assert found["yogourt"].count == 10
    assert found["rappel yogourt"].also == ("rappel",)


def test_what_stands_in_one_story_is_no_term() -> None:
    assert not told(["Rappel de yogourts à Granby.", *FILLERS])


def test_a_name_is_one_by_its_capitals() -> None:
    found = told(
        [*FILLERS, *(f"Selon moi, François Legault {verb}." for verb in ("recule", "avance", "hésite", "rit"))]
    )
    assert found["francois legault"].name
    assert "legault" in found["francois legault"].also


def test_what_was_always_said_is_no_term_and_what_grew_is() -> None:
    before = [
        f"Le fromage {how}." for how in ("fond", "colle", "coule", "manque", "arrive", "plaît", "sèche", "durcit")
    ]
    assert "fromage" not in told([*before], before)
    assert "fromage" in told([*before, *FILLERS], [*before[:1], *FILLERS * 2])


def test_the_most_telling_come_first_and_no_more_than_are_grouped(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [*FILLERS, *(f"Grève {at}" for at in range(9)), *(f"Panne {at}" for at in range(4))]
    found = list(told(rows).values())
    assert [one.key for one in found] == ["greve", "panne"]
    assert found[0].z > found[1].z
    monkeypatch.setattr(module, "MOST", 1)
    assert list(told(rows)) == ["greve"]


@pytest.fixture(scope="module")
def period() -> list[Story]:
    reading = Reading([*crowd(), *recall()], (), ())
    return reading.sample(reading.now)


def test_a_finder_finds_words_and_phrases(period: list[Story]) -> None:
    finder = Finder(["rappel yogourt", "yogourt", "listeria", "rappel granby", "absent"])
    counts = finder.count(period)
    assert counts == {"yogourt": 8, "rappel yogourt": 8, "listeria": 1}
    assert finder.find(period[0]) == set()


def test_many_phrases_are_found_as_few_are(period: list[Story]) -> None:
    many = Finder(["rappel yogourt", *(f"mot{at} autre{at}" for at in range(module.FEW + 5))])
    assert many.count(period) == Finder(["rappel yogourt"]).count(period)


def test_a_finder_of_nothing_finds_nothing(period: list[Story]) -> None:
    assert Finder([]).count(period) == {}


def test_kinds_stand_in_the_order_that_runs_rely_on() -> None:
    assert sorted(Kind) == [BREAK, DULL, JOINS, NUMBER, WORD]
    assert [word.kind for word in Reader("fr").words("le plan de 96 ,")] == [JOINS, WORD, JOINS, NUMBER, BREAK]
