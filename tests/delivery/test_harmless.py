"""What a feed wrote calls nobody, links to nothing and looks like nothing but text, whatever chat it lands in."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.delivery.harmless import harmless

MARKS = set("@<>*_~`|[]\\&")
EVIL = [
    "@everyone look",
    "@here",
    "<!channel> <@U012AB3CD> <#C01>",
    "<https://evil.example|Your bank>",
    "[Your bank](https://evil.example)",
    "*bold* _it_ ~~gone~~ ||spoiler|| `code` ```block```",
    "# Heading\n> quote\n- list\n1. list",
    "&lt;!here&gt;",
    "@\u200beveryone",
    "tg://resolve?domain=x https://evil.example/a www.evil.example",
    "\x1b[31mred\x1b[0m \u202egnirts",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("text", EVIL)
def test_nothing_of_it_means_anything_to_a_chat(text: str) -> None:
    said = harmless(text)
    assert not MARKS & set(said)
    assert "://" not in said
    assert not re.search(r"[A-Za-z]\.[A-Za-z]{2}", said), "no link is made of a bare name either"
    assert not re.search(r"(?m)^\s*[#>+=-]|^\s*\d+[.)]\s", said)
    assert "\x1b" not in said
    assert "\u202e" not in said


@pytest.mark.parametrize(
    "text",
    [
        "Nordelait\u00a0: alerte 3 confirmée.",
        "37 voix négatives en 6 heures, 1,2 attendue",
        "1.2 expected; by chance once in 4,000 years.",
        "« C'est une honte », dit M. Côté (r/montreal).",
        "smwatch alerts show 3",
        "Été 🥛… oui/non?",
    ],
)
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@given(st.text())
def test_no_text_gets_a_mark_through(text: str) -> None:
    said = harmless(text)
    assert not MARKS & set(said)
    assert "://" not in said
    assert harmless(said) == said
