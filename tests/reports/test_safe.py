from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.models import Span
from smwatch.reports.safe import MAX_LINK, excerpt, language, line, link

anything = st.text(st.characters(exclude_categories=()))
TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@given(anything, st.integers(2, 300))
def test_a_line_is_one_line_within_its_limit(text: str, limit: int) -> None:
    said = line(text, limit)
    assert len(said) <= limit
    assert said.splitlines() in ([], [said])
    assert not set(said) & set(TURNING + "\x1b\x07\x00\t")
    said.encode()


def test_a_short_line_is_kept_no_break_spaces_included() -> None:
    assert line("  Nordelait\u00a0:\n «\u00a0oui\u00a0»  ") == "Nordelait\u00a0: «\u00a0oui\u00a0»"


@pytest.mark.parametrize(
    "text", ["\u00a0", "\u3000 \u2009", "\u200b\u2060\ufeff", "\U000e0001\ufe0f", "\u115f\u2800\u3164"]
)
def test_what_nobody_can_see_is_nothing(text: str) -> None:
    assert line(text) == ""
    assert line(f"{text}a") != ""


def test_a_long_line_is_cut_between_words() -> None:
    assert line("one two three four five six", 20) == "one two three four…"
    assert line("x" * 50, 20) == "x" * 19 + "…"


def test_what_follows_a_long_run_of_blanks_is_told_by_an_ellipsis() -> None:
    assert line("start" + " " * 1000 + "end", 20) == "start…"


def test_terminal_escapes_are_gone() -> None:
    assert line("\x1b[31mred\x1b[0m \x1b]0;owned\x07title") == "red title"


def test_an_excerpt_starts_at_the_sentence_that_names_the_brand() -> None:
    before = "Nothing about it here. " * 30
    text = before + "But Nordelait lied to us. " + "And so on. " * 30
    at = text.index("Nordelait")
    said = excerpt(text, [Span("title", 0, 4), Span("text", at, at + 9)], 100)
    assert said.startswith("…But Nordelait lied to us. And so on.")
    assert said.endswith("…")
    assert len(said) <= 100


def test_an_excerpt_without_a_name_or_with_an_early_one_is_the_start() -> None:
    text = "Nordelait lied. " * 40
    assert excerpt(text, (), 60) == excerpt(text, [Span("text", 0, 9)], 60) == line(text, 60)


@given(anything, st.integers(0, 500))
def test_an_excerpt_is_one_line_within_its_limit(text: str, at: int) -> None:
    said = excerpt(text * 20, [Span("text", at, at + 1)], 80)
    assert len(said) <= 80
    assert "\n" not in said


def test_a_name_far_into_a_text_without_blanks_is_shown() -> None:
    text = "x" * 5000 + "Nordelait" + "y" * 5000
    assert "Nordelait" in excerpt(text, [Span("text", 5000, 5009)])


@pytest.mark.parametrize("text", ["x" * 10**6, " " * 10**6, "\x1b[" * 10**6, "a. " * 10**6, "\u202e" * 10**6])
def test_a_megabyte_takes_no_time(text: str) -> None:
    began = time.perf_counter()
    for _ in range(20):
        line(text)
        excerpt(text, [Span("text", 900_000, 900_009)])
    assert time.perf_counter() - began < 2  # milliseconds, on a machine at rest


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/x?y=1&z=%20#f",
        "http://a.example",
        "https://A.EXAMPLE/",
        "https://é.example/café",
        "http://[::1]:80/",
    ],
)
def test_a_link_is_kept(url: str) -> None:
    assert link(url) == url


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "java\nscript:alert(1)",
            " https://a.example",
            "data:text/html,x",
        ),
        *(
            "vbscript:x",
            "file:///etc/passwd",
            "//a.example/",
            "/local",
            "https:",
            "https://",
            "http:///x",
            "mailto:a@b.example",
        ),
        *(
            "https://a.example/\n",
            "https://a.example/\u202egpj.exe",
            "https://a.example/a b",
            "http://[::1",
            "\x00https://a.example",
        ),
        "https://a.example/" + "x" * MAX_LINK,
    ],
)
def test_what_is_no_link_to_follow_is_dropped(url: str) -> None:
    assert link(url) == ""


@given(anything)
def test_any_text_is_a_web_link_or_none(url: str) -> None:
    assert link(link(url)) == link(url)
    assert link("javascript:" + url) == ""


def test_a_link_may_stand_in_html_as_it_is() -> None:
    """A validator takes no <, " or | there; a mail reader ends the link at them."""
    assert link('https://a.example/x|y?q="<b>"&r=50%#a^b') == "https://a.example/x%7Cy?q=%22%3Cb%3E%22&r=50%25#a%5Eb"
    assert link("https://a<b>.example/") == ""


def test_only_language_codes_are_languages() -> None:
    assert [language(code) for code in ("fr", "en", "fil", "", 'fr" onload="x', "FR", "french", "日本")] == [
        "fr", "en", "fil", "", "", "", "", "",
    ]  # fmt: skip


def test_a_name_that_ends_past_the_limit_is_shown_whole() -> None:
    text = "x" * 60 + " Coopérative laitière du Nord et du Sud-Ouest est fermée. " + "y " * 80
    name = "Coopérative laitière du Nord et du Sud-Ouest"
    assert name in excerpt(text, [Span("text", 61, 61 + len(name))], 100)


def test_no_sign_is_cut_in_two() -> None:
    assert line("e\u0301" * 50, 20) == "e\u0301" * 9 + "…"
    assert excerpt("👩\u200d🚒" * 200 + "Nordelait", [Span("text", 600, 609)], 100).startswith("…👩\u200d🚒")
