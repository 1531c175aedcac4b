"""What a text is known by takes linear time, whatever a feed sends."""

from __future__ import annotations

import time

import pytest

from smwatch.text.canonical import MOST, canonical
from smwatch.text.names import plain_name
from smwatch.text.shingles import exact_of, print_of

SIZE = 200_000
UNITS = (
    " ",
    "#a ",
    "#",
    "# ",
    "via @a ",
    "via ",
    "« ",
    "“",
    ' "a',
    '"',
    ".",
    "… ",
    "a",
    "a ",
    "a. ",
    "@a",
    "\n",
    "«a»",
)


def seconds(text: str) -> float:
    began = time.process_time()
    print_of("", text)
    return time.process_time() - began


@pytest.mark.parametrize("unit", UNITS)
def test_two_hundred_thousand_characters_take_no_time(unit: str) -> None:
    body = unit * (SIZE // len(unit))
    for text in (f"# mot {body}fin", f"{body}. cookies #fin", f"RT @a {body}"):
        assert min(seconds(text) for _ in range(2)) < 0.3


def test_hashtags_take_linear_time() -> None:
    few, many = ("mot " + "#a " * n + "fin" for n in (20_000, 80_000))
    assert min(seconds(many) for _ in range(3)) < 10 * max(0.001, min(seconds(few) for _ in range(3)))


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Un mot #a #b …", "Un mot"),
        ("Un mot via\n@a.b #c", "Un mot"),
        ("#a Un mot #b", "Un mot"),
        ("Un mot #a fin", "Un mot #a fin"),
        ("Un mot via lui @a-t-on #a", "Un mot via lui @a-t-on"),
    ],
)
def test_tags_around_a_text_are_no_part_of_it(text: str, bare: str) -> None:
    filling = "alors que personne ne l'avait vu venir "
    assert exact_of("", filling + text) == exact_of("", filling + bare) or text.startswith("#")
    assert exact_of("", text.replace("Un mot", filling)) == exact_of("", bare.replace("Un mot", filling))


def test_an_author_s_address_takes_linear_time() -> None:
    for name in ("a@" * 100_000, "a" * 64 + "@" + "b" * SIZE, "(" * SIZE, "( " * 100_000, "par" + " " * SIZE):
        began = time.process_time()
        plain_name(name)
        assert time.process_time() - began < 0.3


def test_a_link_that_nests_redirects_stays_as_it_is() -> None:
    page = "lapresse.ca/a"
    for n in (1, MOST - 1, MOST + 1, 140):
        link = "https://" + "google.com/amp/" * n + page
        told = canonical(link)
        assert told == (page if n < MOST else link)
        assert canonical(told) == told


@pytest.mark.parametrize("unit", [".amp", ".amp.html", "amp/", "//", ";sid=", "www.", "%41", "é.", "amp;", "&a=", "\n"])
def test_links_take_no_time(unit: str) -> None:
    for start in ("« ", "https://a.ca/x", "https://a.ca/?", "https://", "https://google.com/amp/"):
        link = (start + unit * 8_000)[:7_900] + "y"
        began = time.process_time()
        canonical(link)
        assert time.process_time() - began < 0.1
