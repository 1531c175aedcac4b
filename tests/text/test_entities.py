"""Entities of HTML, decoded as a browser does; and once more what was encoded twice."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.text.entities import decode_entities


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("L&eacute;gault &amp; fils", "Légault & fils"),
        ("&#233;&#xE9;&#XE9;", "ééé"),
        ("&laquo;&nbsp;oui&nbsp;&raquo;", "«\xa0oui\xa0»"),
        ("AT&T, R&D & co", "AT&T, R&D & co"),
        ("&eacute", "é"),  # as browsers forgive
        ("&#146;&#150;", "’–"),  # Windows-1252 by number, likewise
        ("&amp;eacute;", "é"),  # encoded twice
        ("&amp;#233; &amp;#xe9;", "é é"),
        ("&amp;amp;amp;", "&amp;"),  # but not three times
        ("&inconnu; &;", "&inconnu; &;"),
        ("&#0;&#xD800;&#1114112;", "\ufffd\ufffd\ufffd"),
        ("&#99999999999999999999;", "\ufffd"),
        ("&#00000000000233;", "é"),
        ("&#" + "9" * 6_000 + ";", "\ufffd"),  # Python reads no such number
        ("&notit;", "¬it;"),
        ("rien", "rien"),
        ("", ""),
    ],
)
def test_entities_are_what_they_stand_for(html: str, text: str) -> None:
    assert decode_entities(html) == text


def test_a_text_without_any_is_the_very_same() -> None:
    text = "Sans rien à décoder."
    assert decode_entities(text) is text


PIECES = ["&eacute;", "&lt;", "&#233;", "&#xE9;", "&nbsp;", "&#146;", "&#0;", "é", "x", " ", ";"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_once_encoded_it_is_what_python_s_library_says(text: str) -> None:
    once = unescape(text)
    if "&" not in once:
        assert decode_entities(text) == once
