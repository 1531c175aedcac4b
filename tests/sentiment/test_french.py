import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.sentiment.french import read_french

NEGATIVE = [
    "Ouf, pas beau à voir la page Facebook de Nestlé",
    "pas beau a voir la page facebook",  # accents left out
    "La page fan de Nestlé n’est pas belle à voir…",
    "Merci pour ce billet. La page fan de Nestlé n’est pas belle à voir en ce moment.",
    "La fan page de Nestlé est pas mal laide",
    "Je n'aime pas du tout",
    "j’aime pas ça",
    "Ce n'est plus bon",
    "C'est pas très bon",
    "Rien de bon là-dedans",
    "Aucun plaisir",
    "Sans intérêt",
    "pas terrible",
    "Plus jamais !",
    "honte a vous",
    "C'est nuuuuul",
    "#HonteAVous",
    "Appel au boycott",
    "Rappel de produits chez Nordelait",
    "Une action collective vise l'entreprise",
    "Mises à pied à l'usine",
    "Levée de boucliers contre le projet",
    "Le service est bon, mais le produit est affreux",
    "C'est plate en crisse",
    "tabarnak, encore ça",
    "🤮🤮",
    "Ça marche pas :(",
    "N’ACHETEZ PAS",
    # negation
    "Ce n’est pas très bon",
    "C'est pas si bon que ça",
    "On ne l'aime plus",
    "Aucune qualité",
    "Jamais contente",
    "Il n'y a rien de bien ici",
    "Sans goût ni plaisir",
    "Je ne recommande pas",
    "J'vous recommande pas",
    "Plus jamais chez eux",
    "Ils n'ont jamais rappelé",  # nothing to turn: the negation says it alone
    "Aucun retour depuis",
    "Personne ne répond",
    # PR
    "Rappel de produit chez Nordelait",
    "Des recours collectifs contre la chaîne",
    "Cent mises à pied",
    "Elle a été mise à pied",
    "Une levée de boucliers",
    "Mise en demeure pour l'usine",
    # Québec
    "C'est vraiment poche",
    "Maudit que c'est plate",
    "crisse que c'est poche votre affaire",
    "Votre service est écœurant de lenteur, c'est honteux",
    "j’en ai mon voyage, c’est pas beau à voir",
    # signs
    "Le service est nul !!!",
    "Le service est nul\u202f!!!",
    "c'est nul\u00a0!",
    "😡",
    "Ça marche pas :-(",
    "#PasBeauAVoir",
    "LAID",
    "C'est laiiiiid",
]
POSITIVE = [
    "C'est pas mal bon",
    "pas pire pantoute, le nouveau show est bon",
    "pas le pire",
    "Je n'ai jamais été déçue",
    "pas cher et efficace",
    "Aucun problème",
    "sans faille",
    "tabarnak que c'est bon",
    "Le produit est affreux, mais le service est excellent !",
    "C'est plus beau qu'avant",
    "J'ADORE",
    "Coup de cœur ❤️",
    "n'hésitez pas",
    "C'est pas mal",
    "C’est vraiment pas mal !",
    "pas si mal",
    "C'est pas si pire",
    "pas les pires",
    "Pas pire pantoute",
    "Aucune plainte",
    "Sans aucun défaut",
    "Ce n'est pas mauvais",
    "Jamais déçue",
    "Rien à redire",
    "Bon show écœurant",
    "crisse que c'est bon",
    "Tellement bon, tabarnouche",
    "trooop boooon",
    "#MerciNordelait, super service",
    "Bravo 👏",
    "C'est bon :)",
    "L’équipe est formidable",
    "C'était plate avant, mais là c'est excellent",
    "Un accueil chaleureux ; cependant, un excellent repas",
]
NEITHER = [  # asked, not said
    "Est-ce que c'est bon ?",
    "Vous avez une bonne adresse\u00a0?",
    "Bonne question?",
    "Le rendez-vous est mardi.",
]


@pytest.mark.parametrize("text", ["la page fan de Nestlé", "leur page de fans", "la fan page Facebook"])
def test_a_fan_page_is_no_praise(text: str) -> None:
    assert read_french(text).compound == 0


@pytest.mark.parametrize("text", NEGATIVE)
def test_what_a_quebecer_hears_as_negative_is(text: str) -> None:
    assert read_french(text).compound <= -0.05


@pytest.mark.parametrize("text", POSITIVE)
def test_what_a_quebecer_hears_as_positive_is(text: str) -> None:
    assert read_french(text).compound >= 0.05


@pytest.mark.parametrize("text", NEITHER)
def test_who_asks_whether_it_is_good_does_not_praise(text: str) -> None:
    assert read_french(text).compound == 0


def test_a_question_hushes_only_its_own_good_words() -> None:
    assert read_french("Est-ce que c'est bon ? C'est excellent !").compound > 0
    assert read_french("Est-ce que c'est affreux ?").compound < 0
    assert "question" in read_french("C'est bon ?").rules


@pytest.mark.parametrize("marks", ["!!!", " !!!", "\u00a0!!!", "\u202f!!!", " ! ! !"])
def test_exclamations_count_alike_whatever_stands_before_them(marks: str) -> None:
    assert read_french(f"Excellent{marks}").compound == read_french("Excellent!!!").compound


@pytest.mark.parametrize("text", ["C'est pas :(", "pas content :(", "jamais 😡"])
def test_no_emoticon_is_negated(text: str) -> None:
    assert read_french(text).values[-1] < 0


def test_negations_do_not_undo_each_other() -> None:
    assert read_french("Sans aucun plaisir ni intérêt").compound < 0 < read_french("Ce n'est pas sans intérêt").compound


def test_a_negation_counts_alone_only_where_it_turns_nothing() -> None:
    assert read_french("Je n'aime pas").values[-1] == 0
    assert read_french("Ils n'ont pas appelé").values[-2] < 0
    assert read_french("De plus, il pleut").compound == 0  # no « ne »: nothing is negated


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ("C'est plate", "C'est plate en tabarnak"),
        ("C'est laid", "C'est tellement laid"),
        ("C'est bon", "C'est vraiment bon"),
        ("C'est un peu bon", "C'est bon"),
        ("C'est bon", "C'est bon !!!"),
        ("C'est bon ici", "C'est BON ici"),
        ("C'est bon", "Crisse que c'est bon"),
        ("C'est bon", "C'est plus bon"),
    ],
)
def test_degree(weaker: str, stronger: str) -> None:
    weak, strong = read_french(weaker).compound, read_french(stronger).compound
    assert 0 < weak < strong or 0 > weak > strong


def test_a_negation_stops_at_a_comma_and_at_the_sentence() -> None:
    assert read_french("Pas de souci, bon produit").compound > 0
    assert read_french("Non. Excellent produit").compound > 0


def test_mais_weighs_in_its_own_sentence_only() -> None:
    alone = read_french("Excellent.").values[0]
    assert read_french("Excellent. Mais bon.").values[0] == alone
    assert read_french("Excellent mais laid.").values[0] < alone


def test_ecoeurant_takes_the_side_of_its_sentence() -> None:
    assert read_french("Super bon show, vraiment écœurant").compound > read_french("Super bon show").compound
    assert read_french("C'est écœurant de voir ça").compound < 0


def test_the_rules_that_fired_are_told() -> None:
    assert read_french("C'est pas vraiment BON, tabarnak, mais bon").rules == {
        "negation",
        "degree",
        "capitals",
        "sacre",
        "contrast",
    }
    assert not read_french("bon").rules


def test_words_come_as_written_with_their_valence() -> None:
    reading = read_french("Quel Scandale")
    assert [word for word, value in zip(reading.words, reading.values, strict=True) if value] == ["Scandale"]


@pytest.mark.parametrize("text", ["", " ", "\n", "...", "!?", "https://honte.example/scandale", "la table de bois"])
def test_nothing_said_is_nothing_felt(text: str) -> None:
    assert read_french(text).compound == 0


@given(st.text(max_size=80) | st.lists(st.sampled_from([*NEGATIVE, *POSITIVE, "\n", "'", "-", "n'"])).map("".join))
def test_any_text_gets_a_score(text: str) -> None:
    reading = read_french(text)
    assert -1 <= reading.compound <= 1
    assert len(reading.words) == len(reading.values)


@pytest.mark.parametrize(
    "unit",
    [
        "n'",
        "l'l'",
        "-a",
        "aaaa",
        "pas bon ",
        "mais bon ",
        "#",
        "#A",
        "tabarnak ",
        "j attends ",
        "😡",
        "!",
        "http://",
        ". ",
    ],
)
def test_cost_is_linear(unit: str) -> None:
    began = time.perf_counter()
    read_french(unit * (60_000 // len(unit)))
    assert time.perf_counter() - began < 3
