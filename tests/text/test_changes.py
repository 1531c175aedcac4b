"""What was changed on a page, as a text: its marks, and what they are called in the reader's language."""

from __future__ import annotations

import pytest

from smwatch.locales import Speech
from smwatch.text.changes import ADDED, CHANGED, REMOVED, is_change, quoted, said, worded

TEXT = f"{REMOVED}Elle est fiable.\n{ADDED}Elle est dangereuse.\n{CHANGED}La page a changé."


@pytest.mark.parametrize("text", [TEXT, ADDED, f"{CHANGED}x", f"{REMOVED}x"])
def test_a_text_that_begins_with_a_mark_tells_a_change(text: str) -> None:
    assert is_change(text)


@pytest.mark.parametrize("text", ["", "Elle est fiable.", f" {ADDED}x", "[+]x", "[-] x"])
def test_any_other_text_tells_none_and_stays_as_it_is(text: str) -> None:
    assert not is_change(text)
    assert said(text) is text
    assert worded(text, Speech("fr")) is text


def test_what_was_taken_away_is_said_by_nobody_and_the_rest_stands_where_it_stood() -> None:
    lines = said(TEXT).split("\n")
    assert [line.strip() for line in lines] == ["", "Elle est dangereuse.", "La page a changé."]
    assert len(said(TEXT)) == len(TEXT)
    assert said(TEXT).index("dangereuse") == TEXT.index("dangereuse")


def test_a_line_without_a_mark_is_somebody_s_words() -> None:
    assert said(f"{ADDED}un\ndeux").split("\n") == ["    un", "deux"]


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "en",
            ["Removed: “Elle est fiable.”", "Added: “Elle est dangereuse.”", "Changed: “La page a changé.”"],
        ),
        (
            "fr",
            [
                "Retiré\xa0: «\xa0Elle est fiable.\xa0»",
                "Ajouté\xa0: «\xa0Elle est dangereuse.\xa0»",
                "Changé\xa0: «\xa0La page a changé.\xa0»",
            ],
        ),
    ],
)
def test_marks_are_worded_for_the_reader(lang: str, lines: list[str]) -> None:
    assert worded(TEXT, Speech(lang)).split("\n") == lines


def test_on_one_line_each_place_is_quoted_with_what_became_of_it() -> None:
    one_line = TEXT.replace("\n", " ")
    assert quoted(one_line, Speech("en")) == (
        "Removed: “Elle est fiable.”; Added: “Elle est dangereuse.”; Changed: “La page a changé.”"
    )
    assert quoted("Bravo", Speech("en")) == "“Bravo”"
    assert quoted("Bravo", Speech("fr")) == "«\xa0Bravo\xa0»"
