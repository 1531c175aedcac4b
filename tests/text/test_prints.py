"""What a text is known by: which texts have a print at all, what it tells, how much two have in common."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.text.shingles import (
    LEAST,
    Print,
    alike,
    exact_of,
    extent_of,
    likeness,
    print_of,
    read_exact,
    read_print,
    story_id,
)

WORDS = [f"{a}{b}{c}" for a in "bdfglmnprst" for b in "aeiou" for c in ("ne", "re", "ge", "li", "to")]


def words(many: int, seed: int = 1) -> str:
    """So many words, always the same ones."""
    return " ".join(random.Random(seed).choices(WORDS, k=many))


def printed(text: str, title: str = "", site: str = "", *, comment: bool = False) -> Print:
    return read_print(print_of(title, text, comment=comment), site)


@pytest.mark.parametrize("text", ["", "…", "Merci !", "Bravo à tous", "http://a.example/b", "#a #b"])
def test_what_says_too_little_has_no_print(text: str) -> None:
    assert print_of("", text) == b""
    assert exact_of("", text) == 0
    assert story_id(exact_of("", text)) == ""


def test_a_short_text_is_told_apart_by_its_title_and_a_long_one_is_not() -> None:
    teaser = "Lire la suite de cet article qui en dit long"
    assert exact_of("Rappel", teaser) != exact_of("Grève", teaser)
    assert exact_of("Rappel", words(60)) == exact_of("Grève", words(60))


def test_a_title_that_the_text_repeats_adds_nothing() -> None:
    assert exact_of("Rappel de yogourts", "Rappel de yogourts à Granby") == exact_of("", "Rappel de yogourts à Granby")


@pytest.mark.parametrize(
    "other",
    [
        "RAPPEL DE YOGOURTS À GRANBY, dit-on ce matin",
        "Rappel de yogourts – à Granby… dit-on, ce matin!",
        "Rappel  de\nyogourts a Granby dit on ce matin",
        "RT @marie: Rappel de yogourts à Granby, dit-on ce matin",
        "Rappel de yogourts à Granby, dit-on ce matin https://a.example/b?c",
        "Rappel de yogourts à Granby, dit-on ce matin #rappel #granby",
        "Rappel de yogourts à Granby, dit-on ce matin via @lapresse",
    ],
)
def test_case_signs_links_and_tags_make_no_other_text(other: str) -> None:
    assert exact_of("", other) == exact_of("", "Rappel de yogourts à Granby, dit-on ce matin") != 0


def test_the_bytes_of_a_print_tell_the_same_as_the_text() -> None:
    for text in (words(20), words(300), words(3_000)):
        assert read_exact(print_of("", text)) == exact_of("", text)
        assert read_print(print_of("", text)).exact == exact_of("", text)
    assert read_exact(b"") == 0


def test_an_id_is_sixteen_digits_whatever_the_sign() -> None:
    assert story_id(1) == "0000000000000001"
    assert story_id(-1) == "f" * 16
    assert len({story_id(exact_of("", words(30, seed))) for seed in range(20)}) == 20


def test_a_print_is_small_however_long_the_text_is() -> None:
    sizes = [len(print_of("", words(many))) for many in (20, 200, 400, 2_000, 20_000)]
    assert max(sizes) < 3_000
    assert [read_print(print_of("", words(many))).level for many in (20, 190, 300, 700, 2_000)] == [0, 0, 1, 2, 2]


def test_a_text_is_wholly_in_itself() -> None:
    for text in (words(40), words(200), words(1_500)):
        assert likeness(printed(text), printed(text, "Un autre titre")) == pytest.approx(1, abs=0.1)


def test_what_has_nothing_in_common_is_not_alike() -> None:
    assert likeness(printed(words(300, 1)), printed(words(300, 2))) == 0
    assert not alike(printed(words(300, 1)), printed(words(300, 2)))


@pytest.mark.parametrize(("lead", "whole"), [(60, 200), (120, 900), (300, 3_000)])
def test_an_excerpt_is_a_copy_and_the_smaller_its_part_the_less(lead: int, whole: int) -> None:
    text = words(whole)
    excerpt = " ".join(text.split()[:lead])
    found = likeness(printed(excerpt), printed(text))
    assert found == likeness(printed(text), printed(excerpt))
    assert found == pytest.approx(lead / whole, rel=0.5)


def test_too_few_words_in_a_row_are_a_phrase() -> None:
    phrase = words(LEAST + 4, 9)  # one shingle less than copies share
    assert not alike(printed(f"{phrase} {words(30, 1)}"), printed(f"{phrase} {words(30, 2)}"))


def test_half_of_a_brief_in_common_is_not_enough_and_most_of_it_is() -> None:
    shared = words(60, 7)
    assert not alike(printed(f"{shared} {words(90, 1)}"), printed(f"{shared} {words(90, 2)}"))
    assert alike(printed(f"{shared} {words(10, 1)}"), printed(f"{shared} {words(90, 2)}"))


def test_a_comment_and_an_article_are_no_copies_of_one_another() -> None:
    text = words(80)
    assert not alike(printed(text + " fin", comment=True), printed(text))
    assert alike(printed(text + " fin", comment=True), printed(text, comment=True))


def test_a_comment_that_quotes_another_is_no_copy() -> None:
    quoted = words(60)
    assert not alike(printed(f"{quoted} {words(30, 2)}", comment=True), printed(quoted, comment=True))
    assert alike(printed(f"{quoted} {words(5, 2)}", comment=True), printed(quoted, comment=True))


def test_what_one_site_hangs_on_everything_makes_no_copies_there() -> None:
    frame, one, other = words(70, 5), words(20, 1), words(20, 2)
    first, second = f"{frame} {one}", f"{frame} {other}"
    assert alike(printed(first, site="a.example"), printed(second, site="b.example"))
    assert not alike(printed(first, site="a.example"), printed(second, site="a.example"))
    assert alike(printed(first), printed(second)), "where the site isn't known, nothing is held against them"


@pytest.mark.parametrize("marks", ["« {} »", "“{}”", '"{}"'])
def test_what_somebody_said_is_quoted_by_many(marks: str) -> None:
    speech = marks.format(words(60, 5))
    assert not alike(printed(f"{words(40, 1)} {speech}"), printed(f"{words(40, 2)} {speech}"))
    plain = words(60, 5)
    assert alike(printed(f"{words(10, 1)} {plain}"), printed(f"{words(10, 2)} {plain}"))


@pytest.mark.parametrize(
    "line",
    [
        "Lire aussi : nos conseils de saison.",
        "Sign up for our weekly newsletter.",
        "Cet article est apparu en premier sur Le Mur.",
    ],
)
def test_lines_that_sell_a_newsletter_are_left_out(line: str) -> None:
    text = words(60) + "."
    assert printed(f"{text} {line}").marks == printed(text).marks
    assert printed(f"{text} Il fera beau et chaud sur tout le pays demain.").marks > printed(text).marks


def test_a_print_of_few_shingles_says_none() -> None:
    assert printed(words(LEAST + 4)).marks == frozenset()
    assert len(printed(words(LEAST + 5)).marks) == LEAST


def keys(text: str) -> Sequence[int]:
    return printed(text).keys


def test_an_index_looks_a_text_up_by_some_of_its_marks_the_longer_the_fewer() -> None:
    shares = [len(keys(words(many))) / len(printed(words(many)).marks) for many in (40, 90, 180)]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] < 0.3 < shares[0] < 0.7
    assert all(set(keys(words(many))) <= printed(words(many)).marks for many in (40, 90, 180))


def test_quoted_words_are_looked_up_only_where_there_is_little_else() -> None:
    quoted = f"« {words(60, 5)} »"
    alone, within = printed(quoted), printed(f"{words(80, 1)} {quoted}")
    assert any(mark & 1 for mark in alone.keys)
    assert not any(mark & 1 for mark in within.keys)


@given(st.text(max_size=200), st.text(max_size=30))
def test_any_text_has_a_print_or_none_and_is_like_itself(text: str, title: str) -> None:
    found = print_of(title, text)
    if found:
        again = read_print(found)
        assert likeness(again, read_print(print_of(title, text))) == 1.0
        assert again.level == 0


@given(st.integers(20, 400), st.integers(0, 5))
def test_likeness_has_no_order_and_stays_between_nothing_and_all(many: int, seed: int) -> None:
    one, other = printed(words(many, 3)), printed(words(many, 3) + " " + words(40 * seed, 4))
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1.2


HUNG = """
Ce billet est apparu en premier sur Le Blogue | This post appeared first on The Blog | Lire la suite ici
Lire aussi : la grève | À lire également : la grève, lire également la panne | Read more at the Post
Read also what they say | Continue reading on our site | Keep reading below | Click here to see it
Cliquez ici pour voir | Recevez notre infolettre | Get our newsletter today | Tous droits réservés
All rights reserved | Nous employons des cookies | Abonnez-vous dès maintenant | Inscrivez-vous chez nous
Sign up today | Subscribe to our channel | Photo : Marie Roy | Photo: Marie Roy | Photo credit Marie Roy
Crédit photo Marie Roy | Partagez cet article | Share this article | Suivez-nous partout | Follow us there
""".strip().replace("\n", " | ")


@pytest.mark.parametrize("line", HUNG.split(" | "))
def test_each_line_that_a_site_hangs_on_everything_is_known(line: str) -> None:
    text = words(60) + "."
    assert printed(f"{text} {line}.").marks == printed(text).marks


@pytest.mark.parametrize("line", ["lire aussi" + " mot" * 60, "…"])
def test_what_is_too_long_or_too_short_for_such_a_line_is_the_text_s(line: str) -> None:
    text = words(60) + "."
    assert printed(f"{text} {line}. Lire aussi : rien.").marks == printed(f"{text} {line}").marks


def test_a_line_s_end_parts_what_is_left_out_from_what_is_not() -> None:
    text = words(60)
    assert printed(f"{text}\nLire la suite").marks == printed(text).marks


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("#a #b bien des mots de trop, vraiment", "bien des mots de trop, vraiment"),
        ("bien des mots de trop, vraiment #a #b", "bien des mots de trop, vraiment"),
        ("bien des mots de trop, vraiment #a, #b.", "bien des mots de trop, vraiment #a, #b."),  # a list is the text's
        ("bien des mots de trop\nvraiment #a", "bien des mots de trop vraiment"),
        ("bien des mots de trop, vraiment via @marie", "bien des mots de trop, vraiment"),
        ("bien des mots de trop, vraiment via @marie #a", "bien des mots de trop, vraiment"),
        ("bien des mots de trop, vraiment avec @marie", "bien des mots de trop, vraiment avec @marie"),
        ("RT @marie: bien des mots de trop, vraiment", "bien des mots de trop, vraiment"),
        ("« RT @marie bien des mots de trop, vraiment", "bien des mots de trop, vraiment"),
        ("via @marie bien des mots de trop, vraiment", "bien des mots de trop, vraiment"),
        ("voir www.a.example bien des mots de trop, vraiment", "voir bien des mots de trop, vraiment"),
    ],
)
def test_what_is_added_where_a_text_is_passed_on(text: str, bare: str) -> None:
    assert exact_of("", text) == exact_of("", bare) != 0


@pytest.mark.parametrize(("letters", "said"), [(19, False), (20, True), (21, True)])
def test_so_many_letters_are_somebody_s_own(letters: int, *, said: bool) -> None:
    assert bool(exact_of("", "x" * letters)) is said


@pytest.mark.parametrize(("letters", "counts"), [(119, True), (120, False)])
def test_so_many_letters_need_no_title(letters: int, *, counts: bool) -> None:
    text = "x" * letters
    assert (exact_of("Un titre", text) != exact_of("Un autre", text)) is counts


def test_title_and_text_are_two() -> None:
    assert exact_of("Rappel", "yogourts à Granby et ailleurs") != exact_of("", "Rappelyogourts à Granby et ailleurs")


@pytest.mark.parametrize(("shingles", "step"), [(48, 1), (49, 2), (96, 2), (97, 3), (400, 3)])
def test_the_longer_a_text_the_fewer_of_its_marks_are_looked_up(shingles: int, step: int) -> None:
    found = Print(1, [mark << 1 for mark in range(1, shingles + 1)], site="")
    assert found.extent == (shingles, step)
    assert {mark & (((1 << step) - 1) << 1) for mark in found.keys} == {0}


@pytest.mark.parametrize("many", [5, 20, 60, 190, 300, 700, 2_000])
@pytest.mark.parametrize("comment", [False, True])
def test_how_much_a_print_says_is_told_without_reading_it(many: int, *, comment: bool) -> None:
    for text in (words(many), f"Le ministre: « {words(many)} » et {words(40, seed=2)}"):
        found = print_of("", text, comment=comment)
        assert extent_of(found) == read_print(found).extent


@pytest.mark.parametrize(("many", "level"), [(197, 0), (198, 1), (389, 1), (390, 2)])
def test_of_more_shingles_fewer_are_kept(many: int, level: int) -> None:
    text = " ".join(f"m{number}" for number in range(many))
    assert printed(text).level == level
