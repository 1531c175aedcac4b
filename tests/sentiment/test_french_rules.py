"""French rules one by one: what tokens are, how far a negation reaches, which side a sacre takes."""

from __future__ import annotations

import pytest

from smwatch.sentiment.french import bare, key_of, read_by, takes_sides
from smwatch.sentiment.lexicons import Layer
from smwatch.sentiment.vader import BOOST, CAPITALS, NEGATION

WORDS = {"chouette": 2.0, "moche": -2.0, "pas": -0.5, "jamais": -0.6, "bout de souffle": -1.5, "👹": -2.0}
READ = read_by(Layer(WORDS))
BORDERS = {"\x1d", "\x1e", "\x1f"}


def values(text: str) -> dict[str, float]:
    """The words that count, with their valences."""
    found = READ(text)
    return {word.lower(): round(value, 3) for word, value in zip(found.words, found.values, strict=True) if value}


def words(text: str) -> list[str]:
    return list(READ(text).words)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("C’est l’usine", ["C", "est", "l", "usine"]),
        ("aujourd'hui d'accord", ["aujourd'hui", "d'accord"]),
        ("jusqu'à qu'il lorsqu’on", ["jusqu", "à", "qu", "il", "lorsqu", "on"]),
        ("fin. Début! Quoi?", ["fin", "Début", "Quoi"]),
        ("un, deux; (trois)", ["un", "deux", "trois"]),
        ("à bout de souffle", ["à", "bout de souffle"]),
        ("au-delà R&D a.b", ["au", "delà", "R", "D", "a", "b"]),
        ("chouuuuette", ["chouette"]),
        ("#ChouetteUsine", ["Chouette", "Usine"]),
        ("voir https://a.example/moche", ["voir"]),
        ("", []),
        ("un\ndeux", ["un", "deux"]),
    ],
)
def test_words_as_french_parts_them(text: str, tokens: list[str]) -> None:
    assert words(text) == tokens
    assert not BORDERS & set(words(text)), "borders are for the rules alone"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("c'est chouette", 2.0),
        ("c'est pas chouette", 2.0 * NEGATION),
        ("ce n'est pas une chouette usine", 2.0 * NEGATION),
        ("pas, mais chouette", 3.0),  # a comma stops it; « mais » adds half
        ("Pas ici. chouette", 2.0),
        ("rien de chouette", 2.0 * NEGATION),
        ("sans aucun chouette", 2.0 * NEGATION),
        ("pas sans chouette", 2.0),
        ("très chouette", 2.0 + BOOST),
        ("plus chouette", 2.0 + BOOST),
        ("n'est plus chouette", 2.0 * NEGATION),
        ("un peu chouette", 2.0 - BOOST),
        ("vraiment très chouette", 2.0 + BOOST + 0.95 * BOOST),
        ("très moche", -2.0 - BOOST),
        ("la CHOUETTE usine", 2.0 + CAPITALS),
        ("LA CHOUETTE USINE", 2.0),
        ("chouette pas", 2.0 * NEGATION),
        ("chouette plus", 2.0),  # « plus » needs its « ne »
        ("personne chouette", 2.0),
        ("n'a personne chouette", 2.0 * NEGATION),
    ],
)
def test_what_stands_around_a_word(text: str, value: float) -> None:
    assert values(text)["chouette" if "moche" not in text else "moche"] == pytest.approx(value, abs=1e-3)


def test_a_negation_that_turns_nothing_counts_itself() -> None:
    assert values("ils n'ont pas rappelé") == {"pas": -0.5}
    assert values("ils n'ont jamais rappelé") == {"jamais": -0.6}
    assert "pas" not in values("c'est pas chouette")
    assert "pas" in values("c'est pas ici. Chouette")


def test_mais_weighs_in_its_sentence() -> None:
    assert values("chouette mais moche") == {"chouette": 1.0, "moche": -3.0}
    assert values("chouette. Mais moche") == {"chouette": 2.0, "moche": -3.0}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("tabarnak", -1.0),
        ("Tabarnak que c'est chouette", 0.6),
        ("Tabarnak que c'est moche", -0.6),
        ("C'est chouette. Tabarnak.", -1.0),
    ],
)
def test_a_sacre_takes_the_side_of_its_sentence(text: str, value: float) -> None:
    assert values(text)["tabarnak"] == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "counts"), [("C'est chouette ?", False), ("C'est moche ?", True), ("Chouette ? Oui.", False)]
)
def test_who_asks_does_not_praise(text: str, *, counts: bool) -> None:
    assert bool(values(text)) is counts
    assert ("question" in READ(text).rules) is not counts


def test_a_face_is_its_own_word_and_never_turned() -> None:
    assert values("bon👹") == {"👹": -2.0} | dict(values("bon").items())
    assert values("pas 👹")["👹"] == -2.0


def test_each_rule_that_fired_is_told() -> None:
    assert READ("TRÈS chouette mais pas moche ici").rules >= {"degree", "contrast", "negation"}
    assert READ("c'est chouette").rules == frozenset()
    assert READ("Rien de neuf").rules <= {"negation"}


@pytest.mark.parametrize(("word", "plain"), [("écœurant", "ecourant"), ("ÉTÉ", "ÉTÉ"), ("façade", "facade"), ("", "")])
def test_words_without_their_accents(word: str, plain: str) -> None:
    assert bare(word) == plain


@pytest.mark.parametrize(
    ("phrase", "key"),
    [
        ("c'est plate", "c est plate"),
        ("mise à pied", "mise à pied"),
        ("porte-parole fort", "porte parole fort"),
        ("porte-parole", "porte parole"),
        ("nul", "nul"),
    ],
)
def test_a_phrase_is_looked_up_as_its_tokens_are(phrase: str, key: str) -> None:
    assert key_of(phrase) == key


@pytest.mark.parametrize(
    ("word", "does"), [("tabarnak", True), ("écœurant", True), ("maudite", True), ("moche", False), ("", False)]
)
def test_whose_valence_is_that_of_its_sentence(word: str, *, does: bool) -> None:
    assert takes_sides(word) is does


def test_nought_silences_a_word_of_the_list() -> None:
    loud, silent = read_by(Layer({})), read_by(Layer({"nul": 0.0}))
    assert loud("C'est nul").compound < 0
    assert silent("C'est nul").compound == 0
