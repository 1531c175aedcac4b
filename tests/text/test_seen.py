"""Text is what a reader sees: our word for it, and a browser's."""

from __future__ import annotations

import re
import time
import tomllib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smwatch.text.clean import clean
from smwatch.text.entities import decode_entities
from tests.browser import needs_chromium, seen, words

CASES = tomllib.loads((Path(__file__).parent / "cases" / "seen.toml").read_text("utf-8"))["case"]
PAGES = [case["html"] for case in CASES]


@cache
def told() -> dict[str, str]:
    """What the browser says of each case."""
    return dict(zip(PAGES, seen(PAGES), strict=True))


@pytest.mark.parametrize("case", CASES, ids=PAGES)
def test_text_is_what_a_reader_sees(case: dict[str, str]) -> None:
    assert clean(case["html"]) == case["text"]
    assert "non" not in words(case["text"])


@needs_chromium
@pytest.mark.parametrize("case", CASES, ids=PAGES)
def test_a_browser_says_so_too(case: dict[str, str]) -> None:
    """Word for word, in the same order; entities that were encoded twice are decoded on both sides."""
    same = words(decode_entities(told()[case["html"]])) == words(case["text"])
    assert same != ("differs" in case)


PIECES = [
    *(
        "<p>",
        "</p>",
        "<P>",
        "<div>",
        "</div>",
        "<br>",
        "<br/>",
        "<b>",
        "</b>",
        "<sup>",
        "</sup>",
        "<td>",
        "<pre>",
        "</pre>",
    ),
    *("<img alt='x y'>", "<IMG SRC=x ALT=z>", "<img alt=''>", "<a href='a > b'>", "</a>", "<span class=x>", "<o:p>"),
    *("<script>", "</script>", "<script/>", "<!--", "-->", "<template>", "</template>", "<textarea>", "</textarea>"),
    *("<p hidden>", "<li hidden>", "<span style='display:block'>", "</span>", "<b style='display:none'>", "<dialog>"),
    *(
        "&lt;",
        "&amp;eacute;",
        "&nbsp;",
        "&",
        "<",
        ">",
        "'",
        '"',
        "=",
        "/",
        " ",
        "\n",
        "mot",
        "é",
        "<a x='",
        "<b y=z\n>",
    ),
]
MARKUP = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
WORDS = st.text(st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=0x24F), min_size=1, max_size=8)


@given(MARKUP.filter(lambda html: "<" in html))
@example("<pre>a\nb<pre>c</pre>\nd</pre>e\nf")
def test_the_quick_way_and_the_long_one_lead_to_the_same(html: str) -> None:
    """The long one is that of pages with a comment."""
    assert clean(f"<!-- -->{html}") == clean(html)


@pytest.mark.parametrize("html", PAGES)
def test_both_ways_lead_to_the_same_in_each_case(html: str) -> None:
    assert clean(f"<!-- -->{html}") == clean(html)


@given(st.one_of(MARKUP, st.text()))
def test_a_text_never_gets_longer_than_its_source(html: str) -> None:
    """But for the blanks around a picture's text, and two characters that stand for one entity."""
    assert len(clean(html)) <= 2 * len(html)


@given(
    WORDS,
    WORDS,
    st.sampled_from("b i em strong span a font u small mark code o:p x-y".split()),
    st.sampled_from(["", " class=x", " href='a > b'", ' style="color:red"', " hidden=until-found", " data-x"]),
)
def test_inline_tags_never_part_a_word(one: str, two: str, tag: str, attributes: str) -> None:
    inline = f"{one}<{tag}{attributes}>{two}</{tag}>"
    assert clean(inline) == clean(one + two)
    assert clean(f"<!-- -->{inline}") == clean(one + two)


@given(
    WORDS,
    WORDS,
    st.sampled_from("p div li h1 td th tr blockquote section pre article option dd figcaption br hr".split()),
    st.sampled_from(["", " class=x", " style='color:red'", " data-hidden"]),
)
def test_block_tags_always_part_words(one: str, two: str, tag: str, attributes: str) -> None:
    assert clean(f"{one}<{tag}{attributes}>{two}").split() == [clean(one), clean(two)]
    assert clean(f"<!-- --><{tag}{attributes}>{one}</{tag}>{two}<br>").split() == [clean(one), clean(two)]


ENTITIES = "eacute amp lt gt quot nbsp oelig #233 #xe9 #146 hellip laquo trade shy".split()


@given(st.lists(st.one_of(WORDS, st.sampled_from(ENTITIES).map("&{};".format)), max_size=6).map("".join))
def test_an_entity_encoded_twice_is_the_same_as_once(html: str) -> None:
    """But for what is an entity's text then: &amp;lt; is a text about entities, and becomes the same."""
    twice = html.replace("&", "&amp;")
    assert clean(twice) == clean(html) or re.search(r"&(?:amp|lt|gt|quot);", html)


@given(st.one_of(st.text(), MARKUP))
def test_what_a_browser_would_not_show_has_no_controls(html: str) -> None:
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", clean(html))


def test_comments_in_a_style_that_nobody_closes_take_no_time() -> None:
    began = time.process_time()
    assert clean(f'a <span style="display:none/*{"/*a " * 50_000}">non</span> b') == "a b"
    assert time.process_time() - began < 2
