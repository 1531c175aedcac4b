from __future__ import annotations

from smwatch.matching.story import story_of

TEXT = "La laiterie Nordelait a rappelé trois lots de yogourt après la découverte de fragments de plastique. " * 3


def test_copies_under_other_headlines_are_one_story() -> None:
    assert story_of("Nordelait rappelle trois lots", TEXT) == story_of("Rappel de yogourt", TEXT)


def test_blanks_case_accents_and_quotes_don_t_matter() -> None:
    assert story_of("", TEXT) == story_of("", TEXT.upper().replace("É", "E").replace(" ", "\u00a0\n"))


def test_a_short_text_says_too_little_without_its_title() -> None:
    assert story_of("Rappel", "Lire la suite") != story_of("Concours", "Lire la suite")
    assert story_of("Rappel", "Lire la suite") == story_of("RAPPEL", "lire la suite…")


def test_other_texts_are_other_stories() -> None:
    assert story_of("", TEXT) != story_of("", TEXT + " Un porte-parole a répondu.")


def test_an_id_is_short_stable_and_empty_without_a_letter() -> None:
    assert story_of("Rappel", "de lots") == "6ac7dab2d8ed24dd"
    assert story_of("…", " ! ") == ""
