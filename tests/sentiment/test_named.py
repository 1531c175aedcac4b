import time

import pytest

from smwatch.models import Span
from smwatch.sentiment.named import spans_of


@pytest.mark.parametrize(
    ("brand", "text", "found"),
    [
        (
            "Nestlé",
            "NESTLE a dit: d'Nestlé, Nestlé’s, #BoycottNestle, @nestle_ca",
            ["NESTLE", "Nestlé", "Nestlé", "Nestle", "nestle"],
        ),
        ("Nord-Lait", "Chez Nord Lait, nord-lait, #NordLait", ["Nord Lait", "nord-lait", "NordLait"]),
        ("L'Entrepôt Noir", "j'ai vu l’entrepot noir", ["l’entrepot noir"]),
        ("H&M", "at H&M, h & m, H", ["H&M", "h & m"]),
        ("@nordelait", "vu @Nordelait", ["Nordelait"]),
        ("Fin", "la finance, fin.", ["fin"]),
        ("Boréal", "Nord. Lait", []),
        ("Nord Lait", "au nord, lait", []),
        ("", "rien", []),
        ("…", "…", []),
    ],
)
def test_a_name_is_found_as_people_write_it(brand: str, text: str, found: list[str]) -> None:
    assert [text[span.start : span.end] for span in spans_of(brand, "", text)] == found


def test_the_title_is_read_too() -> None:
    assert spans_of("Lumina", "Lumina ferme", "Ah, Lumina") == (Span("title", 0, 6), Span("text", 4, 10))


def test_it_takes_time_in_line_with_the_length() -> None:
    begun = time.perf_counter()
    spans_of("a a a a b", "", "a " * 200_000)
    assert time.perf_counter() - begun < 3.0
