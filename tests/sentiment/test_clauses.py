import time

import pytest

from smwatch.sentiment.clauses import LONGEST, about_us, is_about_another, marked
from smwatch.sentiment.named import spans_of


def kept(brand: str, sentence: str, *others: str) -> str:
    """What of a sentence is about the brand."""
    ours = [(span.start, span.end) for span in spans_of(brand, "", sentence)]
    theirs = [(span.start, span.end) for other in others for span in spans_of(other, "", sentence)]
    clauses = about_us(marked(sentence, 0, len(sentence), ours, theirs))
    return " … ".join(sentence[start:end].strip() for start, end in clauses)


@pytest.mark.parametrize(
    ("sentence", "about"),
    [
        ("Nordelait répond toujours, contrairement à Mirabo qui ment.", "Nordelait répond toujours,"),
        ("Nordelait, contrairement à Mirabo qui ment, répond.", "Nordelait, … répond."),
        ("Contrairement à Mirabo, qui ment, Nordelait répond.", "Nordelait répond."),
        ("Nordelait innove alors que Mirabo ment à ses clients.", "Nordelait innove"),
        ("Tandis que Mirabo coupe des postes, Nordelait embauche.", "Nordelait embauche."),
        ("Après des mois d’enfer chez mon ancienne banque, Nordelait a tout réglé.", "Nordelait a tout réglé."),
        ("Mon ancien fournisseur était une honte ; Nordelait, lui, rappelle.", "; Nordelait, lui, rappelle."),
        ("La concurrence ment, mais Nordelait dit tout.", "mais Nordelait dit tout."),
        ("C’est la faute au transporteur, pas à Nordelait.", "pas à Nordelait."),
        ("Nordelait n'y est pour rien, c'est le transporteur qui a tout gâché.", "Nordelait n'y est pour rien,"),
        ("Unlike Mirabo, who lie, Nordelait answers.", "Nordelait answers."),
        ("Nordelait answers, unlike most retailers, who ignore you.", "Nordelait answers,"),
        ("Nordelait innovates while Mirabo keeps failing its customers.", "Nordelait innovates"),
        ("While Mirabo keeps failing, Nordelait innovates.", "Nordelait innovates."),
        ("My old bank was a nightmare; Nordelait fixed it.", "; Nordelait fixed it."),
        ("After the nightmare I had with Zelkin, Nordelait is a relief.", "Nordelait is a relief."),
        ("The competition is awful, but Nordelait is worth it.", "but Nordelait is worth it."),
        ("It isn't Nordelait's fault, the city broke the pipe.", "It isn't Nordelait's fault,"),
        (
            "Zelkin Bank was fined on Monday; Nordelait was not part of the probe.",
            "; Nordelait was not part of the probe.",
        ),
        ("Blame the carrier for this mess, not Nordelait.", "not Nordelait."),
    ],
)
def test_a_clause_about_somebody_else_is_set_aside(sentence: str, about: str) -> None:
    assert kept("Nordelait", sentence) == about


@pytest.mark.parametrize(
    "sentence",
    [
        "Nordelait ferme son usine de Lévis, mais promet de reclasser les employés.",
        "Nordelait is worse than my old bank.",
        "Nordelait fait mieux que la concurrence.",
        "Nordelait coupe 300 postes alors que la direction empoche des primes.",
        "Nordelait Slashes Jobs While Executives Get Bonuses",
        "NORDELAIT HANGS UP WHILE WE WAIT",
        "Nordelait hung up while I’ve been waiting for an hour.",
        "Contrairement à ce qu'ils promettent, Nordelait ne rembourse personne.",
        "After laying off 300 people, Nordelait announces a record profit.",
        "Après la fermeture de Lévis, Nordelait vend ses camions.",
        "Nordelait a menti; Nordelait mentira.",
        "Pas un mot de Nordelait, pas d'excuses.",
        "Why not Nordelait, then?",
        "Nordelait and Mirabo both raised prices; customers are furious.",
        "It's your fault, Nordelait.",
        "Nordelait, dont une usine a brûlé, dit que Lévis n'est pas touchée.",
        "Nordelait n'est pas concernée; à Montréal, on en doute.",
        "Nous avons été trompés; Nordelait dit que ses clients ne sont pas concernés.",
    ],
)
def test_in_doubt_a_sentence_stays_whole(sentence: str) -> None:
    assert kept("Nordelait", sentence) == sentence


def test_a_brand_of_the_config_is_another_party_wherever_it_stands() -> None:
    assert kept("Nordelait", "boréal vole ses clients; nordelait paie.", "Boréal") == "; nordelait paie."
    assert kept("Nordelait", "Nordelait est pire que Boréal.", "Boréal") == "Nordelait est pire que Boréal."
    assert (
        kept("Nordelait", "Boréal est adorable, contrairement à Nordelait.", "Boréal") == "contrairement à Nordelait."
    )


def test_where_no_name_stands_what_is_left_of_a_comment_counts() -> None:
    assert kept("", "Rien à voir avec vous, c'est Postes Canada qui est pourri.") == "Rien à voir avec vous,"
    assert kept("", "Not your fault, the courier is useless.") == "Not your fault,"
    assert kept("", "Mon ancienne banque me volait, mais ici on m'écoute.") == "mais ici on m'écoute."


def test_a_sentence_that_begins_with_another_party_is_about_it() -> None:
    assert is_about_another("My old bank took four months to tell me no.", cleared_us=False)
    assert is_about_another("Chez mon ancien fournisseur, personne ne répondait.", cleared_us=False)
    assert not is_about_another("Way better than my old bank.", cleared_us=False)
    assert not is_about_another("The courier lost it.", cleared_us=False)
    assert is_about_another("The courier lost it.", cleared_us=True)
    ours = "My old bank bought Nordelait."
    assert not is_about_another(marked(ours, 0, len(ours), [(19, 28)], []), cleared_us=True)


def test_marks_are_as_long_as_what_they_stand_for_and_nobody_can_fake_them() -> None:
    text = "Ah. \ue000\ue001 Nordelait\u202f!"
    assert marked(text, 4, len(text), [(7, 16)], []) == "   " + "\ue000" * 9 + " !"
    assert marked(text, 4, 10, [(7, 16)], []) == "   " + "\ue000" * 3


def test_cutting_takes_time_in_line_with_the_length() -> None:
    for unit in ("while Mirabo ", "mon ancienne ", "; ", "unlike Bob, ", "not your ", "après chez Bob, ", "pas à "):
        begun = time.perf_counter()
        sentence = unit * (LONGEST // len(unit))
        about_us(sentence)
        assert time.perf_counter() - begun < 1.0, unit
        assert about_us(sentence * 100) == [(0, len(sentence) * 100)]
