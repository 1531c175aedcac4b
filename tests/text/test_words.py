"""A text cut into words: what joins tokens, where a word stands, which are only halves."""

from __future__ import annotations

import pytest

from smwatch.text.tokens import ELISIONS, Place, Words


def told(text: str, asks: str) -> list[str]:
    """The tokens of which something is so."""
    words = Words(text)
    return [words.folds[at] for at in range(len(words.folds)) if getattr(words, asks)(at)]


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("l'usine", ["usine"]),
        ("l’usine aujourd'hui", ["usine", "hui"]),
        ("l' usine", []),
        ("Yoplait's", ["s"]),
        ("l\u00ad'\u00adusine", ["usine"]),
        ("coca-cola", []),
        ("'usine", []),
        ("a'" + "\u00ad" * 20 + "b", []),  # no run of hidden signs is read without end
    ],
)
def test_what_an_apostrophe_joins(text: str, joined: list[str]) -> None:
    assert told(text, "is_joined") == joined


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("l'usine", []),  # an elision, and a word of its own
        ("aujourd'hui", ["hui"]),
        ("Yoplait's", ["s"]),
        ("O'Brien", ["brien"]),
        ("l's", ["s"]),
        ("qu'il n'a", []),
    ],
)
def test_where_a_word_goes_on_that_began_before(text: str, inside: list[str]) -> None:
    assert told(text, "is_inside") == inside


@pytest.mark.parametrize(
    ("text", "elided"),
    [("l'usine", ["l"]), ("d’Yoplait qu'il", ["d", "qu"]), ("l usine", []), ("t's", []), ("O'Brien", []), ("l'", [])],
)
def test_what_only_stands_before_an_apostrophe(text: str, elided: list[str]) -> None:
    assert told(text, "is_elision") == elided


@pytest.mark.parametrize(
    ("text", "initials"),
    [
        ("R&D", ["r", "d"]),
        ("H&M vend", ["h", "m"]),
        ("AT&T", ["at", "t"]),
        ("A & B", []),
        ("Marks&Spencer", []),
        ("R D", []),
    ],
)
def test_initials_are_no_words_by_themselves(text: str, initials: list[str]) -> None:
    assert [one for one in told(text, "is_initial") if one != "&"] == initials


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("un deux trois", [0, 1, 2]),
        ("l'usine ferme", [0, 0, 1]),
        ("AT&T ferme", [0, 0, 0, 1]),
        ("un & deux", [0, 0, 1]),  # an & alone counts for nothing
        ("& un", [0, 0]),
        ("Canal+ ferme", [0, 0, 1]),
    ],
)
def test_words_are_numbered_by_what_a_reader_counts(text: str, numbers: list[int]) -> None:
    assert list(Words(text).numbers) == numbers


def test_where_a_word_stands_is_told_the_same_by_looking_and_by_the_index() -> None:
    text = "un deux un trois " + " ".join(f"mot{at}" for at in range(60)) + " un"
    words = Words(text)
    assert words.where("un") == [0, 2, 64]
    assert [words.where(f"mot{at}") for at in range(60)] == [[4 + at] for at in range(60)]
    assert words.where("absent") == []
    assert words.index["un"] == words.where("un")
    with pytest.raises(KeyError):
        words.index["absent"]


def test_names_in_tags_say_where_they_stand() -> None:
    words = Words("vu #BoycottNestle et @nestle")
    assert words.tag_names["nestle"] == [Place(11, 17, 1, 1), Place(22, 28, 3, 3)]
    assert "absent" not in words.tag_names
    assert [(tag.sign, tag.start, tag.end, tag.body) for tag in words.tags] == [
        ("#", 3, 17, "boycottnestle"),
        ("@", 21, 28, "nestle"),
    ]


def test_tokens_that_fold_to_several_words_stay_one() -> None:
    words = Words("½ ﷺ fin")
    assert len(words.folds) == len(words.starts)
    assert words.folds[-1] == "fin"


def test_a_plain_text_and_one_with_accents_are_cut_alike() -> None:
    plain, accented = Words("Le rappel & co, l'usine+ 42"), Words("Lé rappel & co, l'usine+ 42")
    assert plain.starts == accented.starts
    assert plain.ends == accented.ends
    assert plain.folds == accented.folds


def test_elisions_are_french_and_the_italian_of_trade_names() -> None:
    assert {"l", "qu", "dell"} <= ELISIONS
    assert not {"o", "mc", "aujourd"} & ELISIONS
