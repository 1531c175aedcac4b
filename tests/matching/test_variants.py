"""Spellings that stand in texts and aren't found: which are near, and which are likely meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.matching.brands import compile_query
from smwatch.matching.subject import Subject
from smwatch.matching.variants import Spellings, Variant, distance, names_in


def seen(names: list[str], *texts: str, found: bool = False) -> list[Variant]:
    spellings = Spellings(names)
    for text in texts:
        spellings.read(Subject(text=text), found=found)
    return spellings.variants()


OWN = ("Nestlé ici", "chez Nestlé", "NESTLÉ", "Nestle là")


def test_slips_are_seen_with_how_many_entries_have_them() -> None:
    texts = (*OWN, "Nesltlé ment", "Nesltlé et Nesltlé", "d’Netslé", "Neslé", "Nestlée", "Nesdlé")
    assert seen(["Nestlé"], *texts) == [
        Variant("Nesltlé", 2, 2), Variant("Nesdlé", 1, 1), Variant("Neslé", 1, 1), Variant("Nestlée", 1, 1),
        Variant("Netslé", 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "texts",
    [
        ("Nestlé", "nestle", "Nestle\u0301"),  # the same name
        ("wrestle, castle", "Vestale"),  # too far
        ("le nestler", "un nestler"),  # no name: written small
        tuple(f"Nestler {n}" for n in range(4)),  # as frequent as the name: somebody else
    ],
)
def test_other_words_are_none(texts: tuple[str, ...]) -> None:
    assert seen(["Nestlé"], *OWN, *texts) == []


def test_what_is_found_already_needs_no_name() -> None:
    assert seen(["Nestlé"], *OWN, "Nesltlé", found=True) == []


def test_short_names_and_names_of_several_words_are_passed_over() -> None:
    assert seen(["Dell", "Air Canada", "@nestle"], "Dell", "Dell", "Dells", "Air Canda") == []


def test_long_names_allow_two_slips() -> None:
    own = ("Nordelait",) * 3
    assert [each.text for each in seen(["Nordelait"], *own, "Nrodelai")] == ["Nrodelai"]
    assert seen(["Nordelait"], *own, "Nrodlai") == [], "three"
    assert seen(["Nestlé"], *OWN, "Netsl") == []


def test_eight_letters_are_a_long_name_and_five_are_one_at_all() -> None:
    for name, written, told in (
        ("Nordlait", "Nrodlati", True),
        ("Nordlai", "Nrodlia", False),
        ("Purin", "Puri", True),
        ("Puri", "Pur", False),
    ):
        assert bool(seen([name], *(name,) * 3, written)) is told, name


def test_a_name_is_written_with_a_capital_where_seven_in_ten_entries_have_it() -> None:
    for small, told in ((3, True), (4, False)):
        own = ["Nestlé"] * (10 - small) + ["nestlé"] * small
        assert bool(seen(["Nestlé"], *own, "Nesltlé")) is told


def test_the_names_of_a_query_are_its_words_with_a_capital() -> None:
    query = compile_query("(Nestlé OR kitkat) NEAR/3 rappel* NOT Purina title:(Nespresso OR lait)").query
    assert names_in(query) == ["Nestlé", "Nespresso"]


WORDS = st.text("abc", max_size=6)


@given(WORDS, WORDS)
def test_slips_are_counted_as_letters_change(a: str, b: str) -> None:
    assert distance(a, b) == distance(b, a)
    assert (distance(a, b) == 0) == (a == b)
    assert abs(len(a) - len(b)) <= distance(a, b) <= max(len(a), len(b))


@pytest.mark.parametrize(("b", "slips"), [("nestle", 0), ("nesltle", 1), ("netsle", 1), ("enstle", 1), ("netlse", 2)])
def test_known_distances(b: str, slips: int) -> None:
    assert distance("nestle", b) == slips


def test_ten_spellings_are_told() -> None:
    written = [f"Nord{letter}lait" for letter in "abcdfghijkm"]
    assert len(seen(["Nordelait"], *("Nordelait",) * 3, *written)) == 10


def test_a_spelling_is_told_as_it_is_mostly_written_and_what_most_entries_have_comes_first() -> None:
    spellings = Spellings(["Nestlé"])
    for text in (*OWN, "NESLTLÉ", "Nesltlé", "Nesltlé", "Nesdlé"):
        spellings.read(Subject(text=text), found="Nesltlé" in text)
    assert spellings.variants() == [Variant("Nesltlé", 3, 1), Variant("Nesdlé", 1, 1)]
    spellings.read(Subject(text="Nesdlé"), found=False)
    assert [each.text for each in spellings.variants()] == ["Nesdlé", "Nesltlé"], "it brings more"


def test_twenty_thousand_letters_of_a_text_are_read() -> None:
    for end, told in ((20_000, True), (20_001, False)):
        assert bool(seen(["Nestlé"], *OWN, " " * (end - len("Nesltlé")) + "Nesltlé")) is told
