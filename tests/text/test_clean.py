from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.text.clean import clean, clean_line, scrub
from smwatch.text.entities import decode_entities
from smwatch.text.mojibake import mend


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("Rien à nettoyer.", "Rien à nettoyer."),
        ("  deux   blancs\t ici ", "deux blancs ici"),
        ("une ligne\net une\n\n\n\nautre", "une ligne\net une\n\nautre"),
        ("a\r\nb\rc", "a\nb\nc"),
        # tags
        ("<p>un</p><p>deux</p>", "un\n\ndeux"),
        ("<div>un</div>\n<div>deux</div>", "un\ndeux"),
        ("<p>sur\ndeux lignes</p>", "sur deux lignes"),
        ("un<br>deux<br/><br />trois", "un\ndeux\n\ntrois"),
        ("un<br></br>deux<br clear='all'></br></br>trois", "un\ndeux\n\ntrois"),
        ("<ul><li>un</li><li>deux</li></ul>", "un\ndeux"),
        ("<table><tr><td>un</td><td>deux</td></tr><tr><td>trois</td></tr></table>", "un deux\ntrois"),
        ("Nes<b>tl</b><i>é</i><wbr>lait", "Nestlélait"),
        ("Yoplait<sup>MD</sup>, H<sub>2</sub>O", "Yoplait MD, H 2 O"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("un<hr>deux", "un\n\ndeux"),
        ("<nordelait>mot</nordelait>", "mot"),
        ("<P CLASS=x>un</P><P>deux", "un\n\ndeux"),
        ("<a title='a > b' href=x>lien</a>", "lien"),
        ("<a title=l'usine>lien</a> d'ici", "lien d'ici"),
        ('<a href="jamais fermé>lien</a> suite', "lien suite"),
        # what is no text
        ("a<!-- non --> b<!--> c<!---> d", "a b c d"),
        ("a<script>x = '<b>'</script><style>p{}</style>b", "ab"),
        ("a<SCRIPT>non</SCRIPT >b", "ab"),
        ("a<script>jamais fermé", "a"),
        ("a<script src=https://x.example/>x = 1</script>b", "ab"),
        ("a<iframe src='x'>jamais fermé", "ajamais fermé"),
        ("a<iframe src='x'/>b<iframe>non</iframe>c<script src='x'/>d<title/>e", "abcde"),
        ("a<!-- jamais fermé", "a"),
        ("a<!DOCTYPE html><?xml version='1'?>b", "ab"),
        ("<head><title>non</title></head>oui", "oui"),
        ("a<template>x<template>y</template>z</template>b", "ab"),
        ("a<span hidden>non</span>b<span style='display: none'>non</span>c", "abc"),
        ("<div hidden><div>non</div>non</div>oui", "oui"),
        ("<p style='overflow: hidden; x'>oui</p>", "oui"),
        ("<video>jamais fermé", "jamais fermé"),
        # alternative texts
        ('a<img src=x alt="Le logo de L&#39;Oréal">b', "a Le logo de L'Oréal b"),
        ("<p>x</p><img ALT='logo'>", "x\n\nlogo"),
        ('Nes<img src="pixel" alt="">tlé', "Nestlé"),
        ('<img hidden alt="non">oui', "oui"),
        # a < that opens no tag
        ("J'aime <3 et a < b, c<d et </3", "J'aime <3 et a < b, c<d et </3"),
        ("prix<coût alors", "prix<coût alors"),
        ("<", "<"),
        ("a <!!! b", "a <!!! b"),
        # a tag that was cut off
        ('suite <a href="https://exemple', "suite"),
        ("suite <img", "suite"),
        ("suite </p", "suite"),
        ("1 <b et 2", "1 <b et 2"),
        # entities
        ("Nestl&eacute; R&amp;D &lt;b&gt; &#233;&#xe9;", "Nestlé R&D <b> éé"),
        ("Nestl&amp;eacute; d&amp;#8217;ici", "Nestlé d’ici"),
        ("&amp;amp;amp;", "&amp;"),
        ("H&M, a&b;c & d", "H&M, a&b;c & d"),
        ("?a=1&amp;copy=2", "?a=1&copy=2"),
        ("&#0000000233;&#99999999999;&#x0;", "é\ufffd\ufffd"),
        ("&nbsp;a&nbsp;b&#8239;!&shy;", "a\u00a0b\u202f!\u00ad"),
        # characters that are dropped, and those that stay
        ("a\x00b\x07c\x7fd", "abcd"),
        ("l\x92usine \x93ici\x94", "l’usine “ici”"),
        ("\x1b[31mrouge\x1b[0m \x1b]8;;https://x\x07lien\x1b]8;;\x1b\\ \x9b1;2mfin", "rouge lien fin"),
        ("a\u202eb\u2066c\u200fd\u061ce\ud800f", "abcdef"),
        ("&#27;[31mrouge", "[31mrouge"),
        ("&#x202e;oui", "oui"),
        ("<b>\x1e\x1f</b>oui", "oui"),
        ("Nest\u00adle\u0301 ﬁ œ\u200b.", "Nest\u00adle\u0301 ﬁ œ\u200b."),
        ("un\u2028deux", "un\ndeux"),
    ],
)
def test_text_is_what_a_reader_sees(html: str, text: str) -> None:
    assert clean(html) == text


def test_a_title_stands_on_one_line() -> None:
    assert clean_line("<p>Nordelait</p>\n<p>rappelle&nbsp;: 3 lots</p>") == "Nordelait rappelle\u00a0: 3 lots"


def test_plain_text_without_anything_to_do_is_the_very_same() -> None:
    text = "Rien à faire ici, d’ailleurs."
    assert clean(text) is text
    assert scrub(text) is text
    assert decode_entities(text) is text


PIECES = ["<p>", "<br>", "&lt;", "<script>", "<!--", "<a x='", *"<>/!-&;#x\"'= \n\tabpé\x1b[\u202e\x1e\x1f"]
MARKUP = st.lists(st.sampled_from(PIECES)).map("".join)


def has_control(text: str) -> bool:
    return any(unicodedata.category(char) in {"Cc", "Cs"} and char != "\n" for char in text)


@given(st.one_of(st.text(), MARKUP))
def test_nothing_that_hurts_a_terminal_is_left(html: str) -> None:
    text = clean(html)
    assert not has_control(text)
    assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    assert text == text.strip()
    assert "\n" not in clean_line(html)
    text.encode()


@given(st.one_of(st.text(), MARKUP))
def test_what_is_clean_stays_as_it_is(html: str) -> None:
    text = clean(html)
    if "<" not in text and "&" not in text:
        assert clean(text) == text


@given(
    st.lists(st.text(st.characters(categories=["Lu", "Ll", "Nd"])), max_size=5), st.sampled_from(["b", "em", "nobr"])
)
def test_inline_tags_never_change_a_text(words: list[str], tag: str) -> None:
    assert clean("".join(f"<{tag}>{word}</{tag}>" for word in words)) == mend("".join(words))


HOSTILE = [
    "<br",
    "<br></br>",
    "<",
    "&",
    "<a ",
    "<!--",
    "</",
    "<a x='",
    '<a x=">" ',
    "<p hidden>",
    "<object>",
    "<script>",
    "&#9",
    "&amp;",
]
HOSTILE += [
    "<sup>",
    "<br>",
    "<td>",
    " ",
    "\n",
    " \n",
    "\u00a0",
    "\x1b]",
    "\x1b[",
    "<!a",
    "<a\n=",
    "<img alt=' >",
    "<pre>",
]
HOSTILE += [
    "<p style='display:none'>",
    "<span style='display:block'>",
    "<span style=';;;;display:none;'",
    "<li hidden><ul>",
    "<li hidden>",
    "<dialog>",
    "<b hidden></b>",
    "<script/>",
    "<script><!--<script>",
    "<iframe/>",
    "<textarea>",
    "<xmp>",
    "<plaintext>",
    "</ ",
    "<!",
    "<svg><desc>",
    "<img alt='x'>",
    "<a style='/*",
    "\x1d",
]


def test_many_elements_that_are_hidden_and_never_end_take_linear_time() -> None:
    html = "".join(f"<x{at} hidden>a" for at in range(20_000))
    started = time.process_time()
    assert clean(html) == "a" * 20_000
    clean("".join(f"<x{at} hidden>a</x{at}>" for at in range(20_000)))
    assert time.process_time() - started < 4


@pytest.mark.parametrize("unit", HOSTILE)
@pytest.mark.parametrize("tail", ["", ">", "'>"])
def test_hostile_pages_take_linear_time(unit: str, tail: str) -> None:
    size = 100_000  # what is quadratic takes minutes with it
    started = time.process_time()
    clean(unit * (size // len(unit)) + tail)
    assert time.process_time() - started < 2
