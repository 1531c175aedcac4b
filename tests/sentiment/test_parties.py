"""The words by which a sentence has another party than the brand, in both languages; and what only looks so."""

from __future__ import annotations

import re

import pytest

from smwatch.sentiment import parties
from smwatch.sentiment.parties import OURS, THEIRS, cleared, has_hint, names_somebody

US, THEM = OURS * 9, THEIRS * 6


def hits(pattern: re.Pattern[str], sentence: str) -> bool:
    """Whether it is found in a sentence, with Nordelait and Mirabo as signs."""
    return pattern.search(sentence.replace("Nordelait", US).replace("Mirabo", THEM)) is not None


def begins(pattern: re.Pattern[str], sentence: str) -> bool:
    return pattern.match(sentence.replace("Nordelait", US).replace("Mirabo", THEM)) is not None


@pytest.mark.parametrize(
    "sentence",
    [
        "Mirabo ment.",
        "Mon ancienne banque était nulle.",
        "mon ex-employeur",
        "leur précédent fournisseur",
        "l'ancien opérateur",
        "l’ancienne caisse",
        "Les autres compagnies répondent.",
        "d'autres boutiques",
        "chez les autres",
        "La concurrence rit.",
        "ses principaux concurrents",
        "My old bank was awful.",
        "our previous provider",
        "my last credit union",
        "Other airlines answer.",
        "the competition",
        "its biggest rival",
        "any competitors",
    ],
)
def test_somebody_else(sentence: str) -> None:
    assert hits(parties.SOMEBODY, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ma banque est nulle.",
        "My bank is awful.",
        "Nordelait ment.",
        "l'autre jour",
        "the other day",
        "mieux que mon ancienne banque",  # the brand is compared to them
        "comme la concurrence",
        "better than my old bank",
        "as the competition",
        "un banquet des anciens",
        "Mon vieux grille-pain",
    ],
)
def test_nobody_else(sentence: str) -> None:
    assert not hits(parties.SOMEBODY, sentence)


@pytest.mark.parametrize(
    ("sentence", "begins_with"),
    [
        ("Mirabo ment.", True),
        ("« Mirabo ment »", True),
        ("Et chez Mirabo ?", False),  # one word of lead, not two
        ("Chez Mirabo on répond.", True),
        ("But my old bank answered.", True),
        ("Moi, Mirabo me répond.", False),
        ("Nordelait ou Mirabo", False),
    ],
)
def test_who_is_spoken_of_from_the_first_word(sentence: str, *, begins_with: bool) -> None:
    assert begins(parties.BEGINS_WITH_SOMEBODY, sentence) is begins_with


@pytest.mark.parametrize(
    "sentence", ["le transporteur a perdu le colis", "Postes Canada", "La Ville", "the courier", "UPS", "fedex"]
)
def test_carriers_and_others_above(sentence: str) -> None:
    assert hits(parties.CARRIERS, sentence)
    assert not hits(parties.CARRIERS, f"x{sentence}x"), "whole words only"


@pytest.mark.parametrize(
    "sentence",
    [
        "Ils mentent.",
        "Elle ferme.",
        "On attend.",
        "C'est fini.",
        "Cette histoire",
        "Mais leurs prix",
        "Et puis, ça suffit",
        "They lie.",
        "Its plant",
        "But that’s it",
        "However, they left",
        "« Ils »",
        "– Elles",
        "Quand ils ferment",
        "They're closed",
        "Selon celle-ci",
    ],
)
def test_pronouns_go_on_about_what_was_named(sentence: str) -> None:
    assert begins(parties.PRONOUNS, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Il y a du monde.",
        "Il n'y a rien.",
        "Il pleut.",
        "Il a neigé.",
        "Il faut partir.",
        "Il s’agit d'un rappel.",
        "Il fait beau.",
        "Illico.",
        "Demain, ils mentent.",
        "Thistle",
        "Itself",
        "Je crois qu'ils mentent",
    ],
)
def test_the_weather_is_nobody(sentence: str) -> None:
    assert not begins(parties.PRONOUNS, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "L'entreprise ferme.",
        "la grande compagnie",
        "cette usine",
        "leur direction",
        "its management",
        "the dairy chain",
        "A company spokeswoman said so",
        "la société d'état",
        "the chief executive",
        "Les x de la porte-parole",
    ],
)
def test_nouns_that_firms_go_by(sentence: str) -> None:
    assert hits(parties.NOUNS, sentence)


@pytest.mark.parametrize("sentence", ["une entreprise", "des entreprises", "companies", "l'entreprenant", "the planet"])
def test_nouns_for_any_firm_name_none(sentence: str) -> None:
    assert not hits(parties.NOUNS, sentence)


@pytest.mark.parametrize(
    ("sentence", "they"),
    [
        ("Ils ont volé.", True),
        ("They stole it.", True),
        ("Eux, au moins", True),
        ("C'est du vol.", False),
        ("This is a disgrace.", False),
        ("It's over.", False),
        ("Il faut voir.", False),
    ],
)
def test_of_a_comment_only_they_go_on_about_others(sentence: str, *, they: bool) -> None:
    assert begins(parties.THEY, sentence) is they


@pytest.mark.parametrize(
    "sentence", ["Vous mentez.", "votre usine", "Merci !", "thank you", "Bravo", "here it is", "c'est ici"]
)
def test_who_is_spoken_to(sentence: str) -> None:
    assert hits(parties.ADDRESSED, sentence)


@pytest.mark.parametrize(
    ("sentence", "beside"),
    [
        ("Boréal répond plus vite que vous", True),
        ("Boréal, comme chez vous", True),
        ("vous et Boréal", True),
        ("worse than you", True),
        ("you or Boréal", True),
        ("Boréal vous répond", False),
        ("Boréal answers you", False),
    ],
)
def test_who_is_compared_to_whom_is_spoken_to_speaks_of_both(sentence: str, *, beside: bool) -> None:
    assert hits(parties.BESIDE_YOU, sentence) is beside


def is_cleared(sentence: str) -> bool:
    return cleared(sentence.replace("Nordelait", US).replace("Mirabo", THEM)) is not None


@pytest.mark.parametrize(
    "sentence",
    [
        "Vous n'y êtes pour rien.",
        "Nordelait n’est pour rien",
        "Ils sont pour rien là-dedans",
        "Rien à voir avec Nordelait.",
        "Ce n'est pas la faute de Nordelait",
        "C'est pas votre faute",
        "Nothing to do with you.",
        "It's not your fault",
        "It isn't really Nordelait's fault",
        "Don't blame Nordelait",
        "Stop blaming them",
        "C'est la faute du livreur, pas à Nordelait",
        "Je suis en colère contre la poste, pas vous",
        "Blame the carrier, not Nordelait",
        "the carrier caused the problem, and not you",
    ],
)
def test_the_brand_is_not_to_blame(sentence: str) -> None:
    assert is_cleared(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "C'est la faute de Nordelait.",
        "J'achète du fromage, pas Nordelait",  # nobody is blamed
        "I like cheese, not Nordelait",
        "Arrêtez de dire que vous n'y êtes pour rien",  # and isn't believed
        "Stop saying it's not your fault",
        "Nordelait n'y est pour rien, paraît-il",
        "They say it's not your fault",
        "Rien à voir avec la météo",
        "It is your fault",
    ],
)
def test_the_brand_may_be(sentence: str) -> None:
    assert not is_cleared(sentence)


@pytest.mark.parametrize(
    ("sentence", "unaffected"),
    [
        ("Nordelait n'est pas concernée.", True),
        ("Nordelait, elle, n’a pas été touchée par la panne.", True),
        ("Nordelait was not affected.", True),
        ("Nordelait's stores were unaffected.", True),
        ("Nordelait est épargnée", True),
        ("Nordelait est concernée.", False),
        ("Mirabo n'est pas concernée.", False),
        ("Nordelait " + "x " * 40 + "was not affected", False),  # too far away
    ],
)
def test_the_brand_stands_by(sentence: str, *, unaffected: bool) -> None:
    assert hits(parties.UNAFFECTED, sentence) is unaffected


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("Mirabo", True),
        ("On a vu Zelkin hier", True),
        ("Hier, Zelkin a fermé", True),
        ("d'Zelkin", True),
        ("Zelkin ferme", False),  # a sentence begins with any word
        ("on a vu Luc Roy", True),
        ("rien ici", False),
        ("so I'm gone", False),
        ("ONLY SHOUTING HERE", False),
    ],
)
def test_whether_somebody_is_named(sentence: str, *, named: bool) -> None:
    assert names_somebody(sentence.replace("Mirabo", THEM)) is named


@pytest.mark.parametrize(
    ("words", "pattern"),
    [
        ("mon ancienne banque", parties.SOMEBODY),
        ("my other bank", parties.SOMEBODY),
        ("la concurrence", parties.SOMEBODY),
        ("contrairement à Zelkin", parties.UNLIKE),
        ("unlike Zelkin", parties.UNLIKE),
        ("as opposed to Zelkin", parties.UNLIKE),
        ("alors que Zelkin", parties.WHILE),
        ("whereas Zelkin", parties.WHILE),
        ("tandis que Zelkin", parties.WHILE),
        ("Après ", parties.AFTER),
        ("since ", parties.AFTER),
        ("Suite à ", parties.AFTER),
    ],
)
def test_what_a_pattern_finds_is_hinted_at(words: str, pattern: re.Pattern[str]) -> None:
    """The hints are a first look: it may say yes too often, and never no wrongly."""
    assert pattern.search(words)
    assert has_hint(words)
    assert has_hint(words.upper())


@pytest.mark.parametrize("text", ["", "Ce yogourt est infect.", "This yogurt is awful.", "exotique", "blamée-t"])
def test_most_texts_have_no_hint(text: str) -> None:
    assert not has_hint(text)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("il ment ; elle dort", True),
        ("il ment – elle dort", True),
        ("il ment, mais elle dort", True),
        ("luckily it ended", True),
        ("il ment, elle dort", False),
        ("mon maïs", False),
        ("butter", False),
    ],
)
def test_where_a_sentence_turns(sentence: str, *, found: bool) -> None:
    assert hits(parties.BREAK, sentence) is found
