"""What a theme is called and in whose words it is told: as people write, not as words are compared."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from smwatch.themes.gather import Reading, Story
from smwatch.themes.naming import LONGEST, QUOTES, quotes, written
from tests.themes.crowd import say


def stories(*texts: str, lang: str = "fr", titles: Sequence[str] = ()) -> tuple[list[Story], Reading]:
    titles = titles or [""] * len(texts)
    reading = Reading(
        [say(at, text, lang, title=title) for at, (text, title) in enumerate(zip(texts, titles, strict=True))], (), ()
    )
    return reading.sample(reading.now), reading


def name_of(key: str, *texts: str, lang: str = "fr", name: bool = False) -> str:
    found, reading = stories(*texts, lang=lang)
    return written(key.split("|"), found, reading.readers, name=name)


@pytest.mark.parametrize(
    ("key", "texts", "name"),
    [
        ("yogourt", ["Des yogourts.", "Les yogourts.", "Un yogourt."], "yogourts"),  # the most frequent
        ("yogourt", ["Yogourts à vendre.", "Yogourts rappelés.", "Des yogourts."], "yogourts"),  # small where it may be
        ("saq", ["La SAQ ferme.", "SAQ : grève.", "la saq"], "saq"),
        ("saq", ["La SAQ ferme.", "SAQ : grève.", "Une SAQ.", "La SAQ.", "La SAQ!"], "SAQ"),
        ("boycott", ["BOYCOTT!", "BOYCOTT", "Boycott."], "Boycott"),  # nobody's name is shouted
        (
            "rappel yogourt",
            ["rappel de yogourts", "Le rappel\nde yogourts.", "Rappels des yogourts"],
            "rappel de yogourts",
        ),
        ("usine", ["L’usine ferme.", "À l'usine.", "L’usine!"], "usine"),  # without its article
        ("boycott", ["#Boycott", "#boycott maintenant"], "boycott"),  # nor its sign
        ("absent", ["Rien."], "absent"),  # nothing better than the key
    ],
)
def test_a_term_is_written_as_it_mostly_is(key: str, texts: list[str], name: str) -> None:
    assert name_of(key, *texts) == name


def test_the_first_key_that_stands_there_tells() -> None:
    assert name_of("absent|legault", "Legault recule.", "Legault avance.") == "Legault"


def test_a_name_is_told_with_the_capital_word_in_front_of_it() -> None:
    texts = ("I love New York.", "New York is closed.", "Back in New York")
    assert name_of("york", *texts, lang="en", name=True) == "New York"
    assert name_of("york", *texts, lang="en") == "York"


def test_titles_are_looked_at_too() -> None:
    found, reading = stories("Rien.", "Rien.", titles=["Panne à Laval", "Panne à Rimouski"])
    assert written(["panne"], found, reading.readers) == "Panne"


def quoted(*rows: tuple[str, float, str], keys: Sequence[str] = ("rappel",)) -> list[tuple[int, str]]:
    """Who is quoted with what, of texts with scores and authors."""
    reading = Reading(
        [say(at, text, score=score, author=author) for at, (text, score, author) in enumerate(rows)], (), ()
    )
    return [(one.said.id, one.text) for one in quotes(reading.sample(reading.now), keys, reading.readers)]


def test_the_first_to_tell_it_and_then_the_strongest_are_quoted() -> None:
    assert quoted(
        ("Rappel, dit-on.", 0.0, "Ann A"), ("Un rappel.", 0.0, "Bob B"), ("Rappel odieux!", -0.6, "Cid C"),
        ("Rappel parfait!", 0.6, "Dan D"), ("Encore un rappel.", -0.6, "Eve E"),
    ) == [(0, "Rappel, dit-on."), (2, "Rappel odieux!"), (3, "Rappel parfait!")]  # fmt: skip


def test_nobody_is_quoted_twice_however_the_name_is_written() -> None:
    found = quoted(
        ("Rappel 1.", -0.6, "Marie Tremblay"), ("Rappel 2.", -0.6, "TREMBLAY, Marie"), ("Rappel 3.", 0.0, "Luc Roy")
    )
    assert [number for number, _ in found] == [0, 2]
    assert len(quoted(*((f"Rappel {at}.", -0.6, "") for at in range(9)))) == QUOTES, "whoever has no name is somebody"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Bonjour à vous. Ce rappel m'inquiète! Et voilà.", "Ce rappel m'inquiète!"),
        ("Un\nrappel\nici", "rappel"),
        ("Rien du tout. La suite.", "Rien du tout."),  # how it begins
    ],
)
def test_the_sentence_that_holds_the_term_is_quoted(text: str, quote: str) -> None:
    assert quoted((text, 0.0, "Ann A")) == [(0, quote)]


def test_a_long_sentence_is_cut_around_the_term() -> None:
    text = "mot " * 100 + "rappel " + "mot " * 100
    ((_, quote),) = quoted((text, 0.0, "Ann A"))
    assert len(quote) <= LONGEST
    assert quote[0] == quote[-1] == "…"
    assert "rappel" in quote
    ((_, quote),) = quoted(("rappel " + "mot " * 100, 0.0, "Ann A"))
    assert quote.startswith("rappel mot")
    assert quote.endswith("…")


def test_no_sign_is_cut_in_two() -> None:
    ((_, quote),) = quoted(("rappel " + "e\u0301" * 400, 0.0, "Ann A"))
    assert not quote.removesuffix("…").endswith("e")


def test_where_nothing_is_said_nobody_is_quoted() -> None:
    assert quoted(("", 0.0, "Ann A")) == []


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (["Fromage.", "Fromage!", "Fromage", "du fromage"], "fromage"),  # a quarter of them small
        (["Fromage.", "Fromage!", "Fromage", "Fromage?", "du fromage"], "Fromage"),
        (["FroMage", "FroMage", "Fromage"], "FroMage"),
        (["FROMAGE", "FROMAGE", "Fromage"], "Fromage"),
        (["FROMAGE", "FROMAGE"], "FROMAGE"),  # nobody wrote it otherwise
    ],
)
def test_which_of_its_forms_is_told(texts: list[str], name: str) -> None:
    assert name_of("fromage", *texts) == name


@pytest.mark.parametrize(
    ("forms", "name"), [(["CHSLD", "CHSLD", "Chsld"], "CHSLD"), (["UNESCO", "UNESCO", "Unesco"], "Unesco")]
)
def test_short_capitals_are_an_acronym(forms: list[str], name: str) -> None:
    assert name_of(name.lower(), *(f"Le {form} ferme" for form in forms)) == name


def test_a_short_sentence_is_whole_wherever_it_stands() -> None:
    text = "Rien du tout, vraiment rien. " * 20 + "Ce rappel m'inquiète."
    assert quoted((text, 0.0, "Ann A")) == [(0, "Ce rappel m'inquiète.")]


def test_a_sentence_of_just_so_many_signs_is_not_cut() -> None:
    text = "rappel " + "x" * (LONGEST - 8) + "."
    assert quoted((text, 0.0, "Ann A")) == [(0, text)]
    ((_, cut),) = quoted((text[:-1] + "xx", 0.0, "Ann A"))
    assert cut == text[: LONGEST - 2] + "…"


@pytest.mark.parametrize(("before", "begins"), [(LONGEST // 2 - 8, "a"), (LONGEST // 2 + 8, "…")])
def test_a_long_sentence_is_told_from_its_beginning_if_the_term_stands_there(before: int, begins: str) -> None:
    ((_, quote),) = quoted(("a" * before + " rappel " + "b" * 300, 0.0, "Ann A"))
    assert quote[0] == begins
    assert "rappel" in quote
