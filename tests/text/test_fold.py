from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smwatch.text.fold import (
    APOSTROPHES,
    DASHES,
    SIGNS,
    as_written,
    fold,
    fold_roughly,
)

hangs = re.compile(f"[{SIGNS}]").match


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nestlé NESTLÉ Nestle\u0301", "nestle nestle nestle"),
        ("Œuvre cœur Ægir Øre ß ẞ İıI", "oeuvre coeur aegir ore ss ss iii"),
        ("L’Oréal LʼOréal L`Oreal", "l'oreal l'oreal l'oreal"),
        ("a‑b a–b a—b a−b", "a-b a-b a-b a-b"),
        ("a\u00a0b\u202fc\nd\te", "a b c d e"),
        ("Nor\u00adde\u200blait\ufe0f", "nordelait"),
        ("Yoplait™ Nestlé® ¹²", "yoplait nestle "),
        ("ﬁnance Ｎｅｓｔｌé", "finance nestle"),
        ("Ёлка ЖИВИ Ελλάδα", "елка живи ελλαδα"),
        ("😀 ok", "😀 ok"),
        ("…½µ", "...1/2u"),
    ],
)
def test_what_readers_take_for_the_same_folds_alike(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_every_apostrophe_and_dash_folds_to_one() -> None:
    assert {fold(char) for char in APOSTROPHES} == {"'"}
    assert {fold(char) for char in DASHES} == {"-"}


WESTERN = st.text(st.characters(max_codepoint=0x2200, exclude_categories=["Cs"]))


@given(st.one_of(st.text(), WESTERN))
@example("Nor\u00addelait Œ…½´")
def test_the_quick_way_folds_like_the_slow_one(text: str) -> None:
    """Which is that of texts that don't fit into Windows-1252 even when they are folded."""
    assert fold(text) + "東" == fold(text + "東")


@given(st.one_of(st.text(), WESTERN))
@example("Nor\u00addelait Œ…½´")
def test_the_quick_rough_way_folds_like_the_slow_one(text: str) -> None:
    assert fold_roughly(text) + "東".encode() == fold_roughly(text + "東")


@given(st.one_of(st.text(), WESTERN))
def test_a_word_folded_is_roughly_what_it_was(text: str) -> None:
    words = "".join(char for char in text if char.isalnum() and char not in "ʼʻʹʽʾʿꞌ՚" and not hangs(char))
    assert fold_roughly(fold(words)) == fold_roughly(words)


@given(st.text(st.characters(max_codepoint=0x250, categories=["L", "Nd", "Zs"])))
def test_case_and_composition_never_matter(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text)) == fold(text)
    assert fold(fold(text)) == fold(text)
    assert fold(text.lower()) == fold(text)


@pytest.mark.parametrize(
    ("text", "even"),
    [
        ("Me\u0301tro", "Métro"),
        ("L’Oréal", "L'Oréal"),
        ("Le\u00a0Devoir", "Le Devoir"),
        ("cœur Œuvre", "coeur Oeuvre"),
        ("Mé\u00adtro™", "Métro"),
        ("Straße", "Strasse"),
    ],
)
def test_as_written_keeps_case_and_accents_only(text: str, even: str) -> None:
    assert as_written(text) == even
