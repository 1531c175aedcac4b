"""What tells a person in other people's texts is found in every spelling, and nobody else is."""

from __future__ import annotations

import time

import pytest

from smwatch.text.blot import INK, Blotter, traces
from smwatch.text.names import several


def of(name: str, address: str = "", page: str = "") -> Blotter:
    return Blotter(traces([name], [address] if address else [], [page] if page else []))


@pytest.mark.parametrize("asked", ["Marc L'Heureux", "Marc L’Heureux", "L'Heureux, Marc", "MARC LHEUREUX"])
@pytest.mark.parametrize(
    "said", ["Marc L'Heureux", "MARC L’HEUREUX", "Marc Lʼheureux", "Marc LHeureux", "marc l'heureux", "L’Heureux, Marc"]
)
def test_an_apostrophe_makes_no_difference(asked: str, said: str) -> None:
    told = of(asked)
    assert told.blot(f"Selon eux, {said} a tort").replace("ʼ", INK).count(INK) in {12, 13}  # ʼ is a letter
    assert told.blot(f"Selon eux, {said} a tort").endswith(" a tort")


@pytest.mark.parametrize("name", ["Marc L'Heureux", "Luc D’Amour", "Jo O'Brien"])
def test_a_slug_has_a_dash_for_an_apostrophe(name: str) -> None:
    slug = name.lower().replace(" ", "-").replace("'", "-").replace("’", "-")
    assert of(name).link_tells(f"https://a.example/3/{slug}")
    assert of(name).link_tells(f"https://a.example/3/{slug.replace('-', '')}")
    assert INK in of(name).blot(f"voir {slug}")


@pytest.mark.parametrize(
    "text",
    [
        "Anne-Marie Tremblay a tort",
        "Marie Tremblay-Gagnon a tort",
        "Luc Tremblay, Marie Gagnon et moi. M. Tremblay. Marie est contente.",
        "M. Tremblay, Marie Gagnon",
        "Rosemarie Tremblay, Marie Tremblayson",
        "Marie Zoé Tremblay",
        "avec Luc Tremblay\nMarie est là",
        "Tremblay/Marie",
        "Un mot de Tremblay : Marie est là (Tremblay) Marie",
    ],
)
def test_nobody_else_is_blotted_out(text: str) -> None:
    told = of("Marie Tremblay")
    assert told.blot(text) == text
    assert not told.tells(text)


@pytest.mark.parametrize(
    ("text", "blotted"),
    [
        ("Marie Zoé Tremblay, marie tremblay", "Marie Zoé Tremblay, █████ ████████"),
        ("Luc Tremblay, Marie Tremblay", "Luc Tremblay, █████ ████████"),
        ("(Tremblay, Marie)", "(████████, █████)"),
        ("TREMBLAY Marie", "████████ █████"),
        ("l'ex-Marie Tremblay", "l'ex-█████ ████████"),
        ("dit-il—Marie Tremblay—hier", "dit-il—█████ ████████—hier"),
        ("- Marie *Tremblay*, Marie-Tremblay", "- █████ *████████*, █████-████████"),
        ("#MarieTremblay @marie_tremblay", "#█████████████ @██████████████"),
        ("MarieTremblay, marietremblay, MARIETREMBLAY", "█████████████, marietremblay, MARIETREMBLAY"),
        ("Marie\nTremblay", "█████\n████████"),
    ],
)
def test_they_are_whatever_stands_around(text: str, blotted: str) -> None:
    assert of("Marie Tremblay").blot(text) == blotted


def test_dots_behind_initials() -> None:
    assert of("J. Roy Ek").blot("J.Roy Ek, J. Roy  Ek, J Roy Ek") == "█.███ ██, █. ███  ██, █ ███ ██"
    assert of("Jo St. Jean").blot("Jo St-Jean ; Jo St. Jean") == "██ ██-████ ; ██ ██. ████"


@pytest.mark.parametrize("asked", ["TREMBLAY Marie", "Tremblay, Marie", "Marie TREMBLAY", "Par Tremblay, Marie"])
def test_whichever_name_comes_first(asked: str) -> None:
    for said in ("Selon Marie Tremblay, non", "Selon TREMBLAY Marie, non", "selon Tremblay, Marie, non"):
        assert of(asked).blot(said).count(INK) == 13, said
    assert of(asked).blot("Luc Tremblay, Marie Gagnon") == "Luc Tremblay, Marie Gagnon"


@pytest.mark.parametrize(
    "text",
    [
        "https://fr.wikipedia.example/wiki/Marie%20Tremblay",
        "https://a.example/?q=Marie+Tremblay&x=1",
        "https://a.example/?q=Marie%2520Tremblay",
        "https://a.example/marietremblay",
        "mt%40ex.ca",
        "https://twitter.com/marie_t",
        "https://mobile.twitter.com/marie_t/status/1",
        "x.com/Marie_T",
    ],
)
def test_encoded_and_glued_forms_are_found(text: str) -> None:
    told = of("Marie Tremblay", "mt@ex.ca", "https://x.com/marie_t")
    assert told.tells(f"voir {text} là")
    blotted = told.blot(f"voir {text} là")
    assert len(blotted) == len(f"voir {text} là")
    assert blotted.startswith("voir ")
    assert blotted.endswith(" là")
    assert not told.tells(blotted)


def test_encoded_accents_too() -> None:
    for text in ("a/Ren%C3%A9%20Tr%C3%A9panier", "a/Ren%E9%20Tr%E9panier"):
        assert of("René Trépanier").tells(text)


def test_who_signs_alone_with_another_name_is_somebody_else() -> None:
    told = of("Marie Tremblay", "mt@ex.ca")
    assert told.of_author("Jean Marie Tremblay").blot("Jean Marie Tremblay") == "Jean Marie Tremblay"
    assert INK in told.of_author("Jean Roy (mt@ex.ca)").blot("Jean Roy (mt@ex.ca)")
    assert told.of_author("Par Marie TREMBLAY").blot("Par Marie TREMBLAY") == "Par █████ ████████"
    assert told.of_author("Jean Roy, Marie Tremblay").blot("Jean Roy, Marie Tremblay") == "Jean Roy, █████ ████████"


@pytest.mark.parametrize("byline", ["Marie Tremblay, Jean Roy", "Par Jean Roy et Marie Tremblay", "A. Ek Roy & Jo Day"])
def test_several_people(byline: str) -> None:
    assert several(byline)


@pytest.mark.parametrize(
    "byline",
    ["Marie Tremblay", "Tremblay, Marie", "Marie Tremblay | La Presse", "Marie Tremblay, La Tribune", "",
     "Marie Tremblay, Collaboration spéciale", "Marie Tremblay, journaliste", "Marie Tremblay, marie tremblay"],
)  # fmt: skip
def test_one_person(byline: str) -> None:
    assert not several(byline)


@pytest.mark.parametrize(
    "text",
    ["Tremblay, Marie G " * 20_000, "Marie, " * 50_000, "'" * 300_000 + "Tremblay", "%25" * 100_000 + "Tremblay",
     "l'" * 100_000 + "Marie Tremblay", "Marie    " * 40_000 + "Tremblay"],
    ids=range(6),
)  # fmt: skip
def test_it_takes_no_longer_for_hostile_text(text: str) -> None:
    began = time.process_time()
    of("Marie L'Tremblay").blot(text + " marie tremblay")
    of("Marie Tremblay").blot(text + " marie tremblay")
    assert time.process_time() - began < 5
