"""Names of authors as feeds write them: in which order they are, how many, how they are shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.text.names import MOST, Known, in_order, persons, plain_name, read_name, several, together


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Marie Tremblay", ("marie", "tremblay")),
        ("TREMBLAY, Marie", ("marie", "tremblay")),
        ("Tremblay, Marie-Ève", ("marie", "eve", "tremblay")),
        ("TREMBLAY Marie", ("marie", "tremblay")),  # shouted last names come first
        ("Marie TREMBLAY", ("marie", "tremblay")),
        ("L’HEUREUX, Marc", ("marc", "l'heureux")),
        ("De la Durantaye, Sophie", ("sophie", "de", "la", "durantaye")),
        ("Par Me Marie Tremblay, avocate", ("marie", "tremblay")),
        ("Dr. Marie Tremblay, PhD", ("marie", "tremblay")),
        ("Marie Tremblay | La Presse", ("marie", "tremblay")),
        ("Marie", ()),
        ("Rédaction", ()),
        ("Anonyme", ()),
        ("@marie", ()),
        ("", ()),
    ],
)
def test_the_words_of_a_name_first_names_first(said: str, words: tuple[str, ...]) -> None:
    assert in_order(said) == words


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Marie Tremblay", ["Marie Tremblay"]),
        ("Tremblay, Marie", ["Tremblay, Marie"]),
        ("Marie Tremblay, Luc Roy et Ann Lee", ["Marie Tremblay", "Luc Roy", "Ann Lee"]),
        ("Par Marie Tremblay avec Luc Roy", ["Marie Tremblay", "Luc Roy"]),
        ("A & B; C | D", ["A", "B", "C", "D"]),
        ("Marie Tremblay – Le Soleil", ["Marie Tremblay", "Le Soleil"]),
        ("", []),
    ],
)
def test_the_names_in_a_byline(said: str, found: list[str]) -> None:
    assert persons(said) == found


@pytest.mark.parametrize(
    ("said", "many"),
    [
        ("Marie Tremblay et Luc Roy", True),
        ("Marie Tremblay, Luc Roy", True),
        ("Tremblay, Marie", False),
        ("Marie Tremblay, La Presse", False),
        ("Marie Tremblay, Collaboration spéciale", False),
        ("Marie Tremblay, Le Quotidien du Nord", False),
        ("Marie Tremblay et Marie Tremblay", False),
        ("Marie et Luc", False),  # nobody known
        ("", False),
    ],
)
def test_whether_a_byline_names_more_than_one(said: str, *, many: bool) -> None:
    assert several(said) is many


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Par Marie Tremblay", "Marie Tremblay"),
        ("PAR : Marie  Tremblay ", "Marie Tremblay"),
        ("Written by Marie Tremblay", "Marie Tremblay"),
        ("Un texte de Marie Tremblay", "Marie Tremblay"),
        ("Marie Tremblay (mt@a.example)", "Marie Tremblay"),
        ("mailto:mt@a.example Marie", "Marie"),
        ("Marie Tremblay (La Presse)", "Marie Tremblay (La Presse)"),  # said beside the name, and shown
        ("(Marie)", "Marie"),
        ("Paradis", "Paradis"),  # not « Par adis »
        ("Byron", "Byron"),
        ("@marie@social.example", "@marie@social.example"),
        ("- Marie -", "Marie"),
    ],
)
def test_an_author_is_shown_without_what_stands_around(said: str, shown: str) -> None:
    assert plain_name(said) == shown


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("Marie Tremblay", Known.EVERYWHERE),
        ("milkfan77", Known.EVERYWHERE),  # nobody else has such a nickname
        ("user1234", Known.ON_SITE),
        ("Anonym99", Known.ON_SITE),
        ("Marie", Known.ON_SITE),
        ("M. T.", Known.ON_SITE),
        ("u/milk_fan", Known.ON_SITE),
        ("@milkfan", Known.ON_SITE),
        ("1234", Known.ON_SITE),
        ("田中太郎", Known.EVERYWHERE),
        ("田中", Known.ON_SITE),
        ("L'équipe du site", Known.ON_SITE),
        ("lapresse.ca", Known.ON_SITE),
        ("Reuters", Known.ON_SITE),
        ("Guest Author", Known.NOWHERE),
        ("[deleted]", Known.NOWHERE),
        ("N/A", Known.NOWHERE),
        ("…", Known.NOWHERE),
    ],
)
def test_how_far_a_name_is_somebody_s(said: str, known: Known) -> None:
    assert read_name(said).known is known


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (["Marie Tremblay", "Luc Roy"], "Marie Tremblay, Luc Roy"),
        (["Marie", "Luc Roy"], "Marie; Luc Roy"),  # a comma would make one name of them
        (["Tremblay, Marie", "Luc Roy"], "Tremblay, Marie; Luc Roy"),
        (["Marie  Tremblay", "Marie Tremblay", ""], "Marie Tremblay"),
        ([], ""),
        ([f"Auteur {at}" for at in range(MOST + 5)], ", ".join(f"Auteur {at}" for at in range(MOST))),
    ],
)
def test_several_authors_stand_on_one_line_so_that_each_can_be_told(names: list[str], line: str) -> None:
    assert together(names) == line


@given(st.lists(st.sampled_from(["Marie Tremblay", "Luc Roy", "Ann Lee", "Zoé Labrie-Morin"]), min_size=1, unique=True))
def test_who_is_put_together_is_told_apart_again(names: list[str]) -> None:
    assert persons(together(names)) == names
    assert several(together(names)) is (len(names) > 1)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("https://www.lapresse.ca", "lapresse.ca"),
        ("http://lapresse.ca", "lapresse.ca"),
        ("The Canadian Press", "canadian press the"),
        ("L'équipe", "lequipe"),
        ("J. Roy", "j roy"),
        ("Dr. Dr. Roy Labrie", "labrie roy"),
        ("Roy, journaliste", "roy"),
    ],
)
def test_what_a_name_is_compared_by(said: str, key: str) -> None:
    assert read_name(said).key == key


@pytest.mark.parametrize("said", ["The Canadian Press", "Reuters, Marie", "Marie, Rédaction", "J. R.", "J. Roy"])
def test_a_desk_is_no_family_and_initials_are_no_names(said: str) -> None:
    assert read_name(said).known is Known.ON_SITE
    assert in_order(said) == ()
