"""Copies of one text are one story however they were cut and dressed, and different texts on one subject are not.

The generator is `press.py`; every bar is tried with several seeds, in both languages, at several lengths.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

import pytest

from smwatch.matching.story import Stories, story_of
from smwatch.text.copies import Met, Shelf, partners
from smwatch.text.groups import Groups
from smwatch.text.shingles import Print, alike, likeness, print_of, read_print
from tests.held import held
from tests.matching.press import Piece, Press, copies, different, rewritten
from tests.store.examples import MONDAY

LANGUAGES = ("fr", "en")


def grouped(pieces: Iterable[Piece]) -> list[list[int]]:
    """The pieces by story, as the store would have them."""
    shelf, groups, n = Shelf[int](), Groups[int](), 0
    for n, piece in enumerate(pieces, 1):
        printed = read_print(print_of(piece.title, piece.text), piece.site)
        sizes = Counter(map(groups.top, range(1, n)))
        met = [
            Met(other, shelf.prints[other], groups.top(other), like, alone=sizes[groups.top(other)] == 1)
            for other in shelf.near(printed)
            if (like := likeness(printed, shelf.prints[other]))
        ]
        for one in partners(met):
            groups.join(one.id, n)
        shelf.put(n, printed)
    found: dict[int, list[int]] = {}
    for each in range(1, n + 1):
        found.setdefault(groups.top(each), []).append(each)
    return list(found.values())


def wrong_pairs(pieces: Iterable[Piece]) -> int:
    return sum(len(group) * (len(group) - 1) // 2 for group in grouped(pieces))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("words", [60, 120, 400, 1500])
def test_forty_copies_cut_and_dressed_are_one_story(lang: str, words: int) -> None:
    for seed in range(4):
        assert len(grouped(copies(Press(seed, lang), words, 40))) == 1


def test_a_brief_of_forty_words_loses_a_copy_seldom() -> None:
    found = [grouped(copies(Press(seed, lang), 40, 40)) for lang in LANGUAGES for seed in range(10)]
    assert sum(len(groups) == 1 for groups in found) >= 18
    assert min(max(map(len, groups)) for groups in found) >= 30


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("words", [(40, 60), (40, 600), (200, 900)])
def test_a_thousand_texts_on_one_subject_are_hardly_taken_for_copies(lang: str, words: tuple[int, int]) -> None:
    assert wrong_pairs(different(Press(sum(words), lang), 1000, words)) <= 20


@pytest.mark.parametrize("copies_each", [1, 3])
@pytest.mark.parametrize("seed", range(4))
def test_a_press_review_makes_no_one_story_of_all_it_holds(copies_each: int, seed: int) -> None:
    press = Press(seed, "fr")
    stories = [copies(press, 150, copies_each) for _ in range(8)]
    review = Piece(title="Revue de presse", text="\n".join(story[0].text for story in stories), site="revue.example")
    pieces = [*(piece for story in stories for piece in story), review]
    random.Random(seed).shuffle(pieces)
    of = {id(piece): number for number, story in enumerate(stories) for piece in story}
    for group in grouped(pieces):
        assert len({of[id(piece)] for at in group if (piece := pieces[at - 1]) is not review}) <= 1


def test_copies_and_other_texts_don_t_mix() -> None:
    press = Press(11, "fr")
    pieces = [*copies(press, 200, 40), *different(press, 300), *copies(press, 80, 40)]
    sizes = Counter(len(group) for group in grouped(pieces))
    assert sizes == {40: 2, 1: 300}


def test_the_order_doesn_t_matter() -> None:
    press = Press(12, "en")
    pieces = [*copies(press, 60, 30), *copies(press, 300, 30), *different(press, 60)]
    found = []
    for seed in range(4):
        order = list(range(len(pieces)))
        random.Random(seed).shuffle(order)
        groups = grouped(pieces[at] for at in order)
        found.append({frozenset(order[each - 1] for each in group) for group in groups})
    assert found[0] == found[1] == found[2] == found[3]


@pytest.mark.parametrize(
    "other",
    [
        "RT @journal: {text}",
        "{text} #rappel #santé",
        "#rappel {text}",
        "{text} https://t.example/a8Gh2",
        "RT @a_b.c: {text} https://t.example/a via @journal",
        "{TEXT}",
    ],
)
@pytest.mark.parametrize(
    "text", ["Nordelait rappelle trois lots de yogourt à la vanille", "Nordelait rappelle ce yogourt. " * 9]
)
def test_what_is_passed_on_is_the_same_story(text: str, other: str) -> None:
    assert story_of("", other.format(text=text, TEXT=text.upper())) == story_of("", text)


def test_anybody_says_thank_you() -> None:
    assert story_of("", "Merci!") == story_of("Merci!", "Merci!") == ""
    assert story_of("Re: Rappel", "Merci!") != story_of("Re: Concours", "Merci!")


@pytest.mark.parametrize("words", [60, 400, 1500])
def test_an_excerpt_and_the_whole_are_one_story(words: int) -> None:
    for seed in range(10):
        whole = "\n\n".join(Press(seed, "fr").paragraphs(words))
        start = whole.split()[:55]
        assert alike(printed("", " ".join(start) + "…"), printed("Titre", whole))


def test_a_press_release_that_was_partly_rewritten_is_mostly_the_same_story() -> None:
    same = 0
    for seed in range(40):
        press = Press(seed, "fr")
        text = press.paragraphs(300)
        release = rewritten(press, text, 0.7)
        same += alike(printed("", "\n".join(text)), printed(release.title, release.text))
    assert same >= 34


def test_a_translation_is_another_story() -> None:
    assert not alike(
        printed("", " ".join(Press(1, "fr").paragraphs(200))), printed("", " ".join(Press(1, "en").paragraphs(200)))
    )


def test_what_a_site_hangs_on_everything_glues_nothing() -> None:
    press = Press(13, "fr")
    hung = " ".join(press.sentence() for _ in range(3))
    teasers = [Piece(press.title(), f"{press.sentence()}\n{hung}", site="journal.example") for _ in range(200)]
    assert wrong_pairs(teasers) == 0


def test_a_text_that_is_quoted_is_not_copied() -> None:
    press = Press(14, "fr")
    said = press.sentence() + " " + press.sentence()
    own = " ".join(press.sentence() for _ in range(2))
    assert not alike(printed("", said), printed("", f"« {said} » {own}"))
    comments = [printed("Re", f"{said} {said} Honteux!", comment=True), printed("", f"{said} {said}")]
    assert not alike(*comments)


def printed(title: str, text: str, *, comment: bool = False) -> Print:
    return read_print(print_of(title, text, comment=comment))


def many(n: int) -> Iterable[Piece]:
    """Mentions of a busy month: half are copies, five to a story, the others speak for themselves."""
    press = Press(n, "fr")
    for _ in range(n // 10):
        yield from copies(press, press.random.choice((60, 90, 200)), 5)
        yield from different(press, 5, (40, 200))


def heard(n: int) -> tuple[float, int, int]:
    """Seconds, bytes that are held in the end, and how many stories: n texts, a thousand a day."""
    pieces, stories = list(many(n)), Stories(timedelta(days=1))
    told, began = set[str](), time.process_time()
    for at, piece in enumerate(pieces):
        told.add(stories.story_of(piece.title, piece.text, piece.site, MONDAY + at * timedelta(days=1) / 1000))
    return time.process_time() - began, held(stories), len(told)


def test_time_goes_with_the_number_and_memory_stays() -> None:
    few, much = heard(1_500), heard(4_500)
    assert much[0] < 6 * few[0], "three times as many"
    assert much[1] < 1.3 * few[1]


@pytest.mark.skipif("SMWATCH_SLOW" not in os.environ, reason="takes minutes: SMWATCH_SLOW=1")
def test_a_hundred_thousand_entries_in_under_a_minute() -> None:
    took, held, stories = heard(100_000)
    print(f"100,000 texts: {took:.0f} s, {held:,} bytes held, {stories} stories")  # noqa: T201
    assert took < 60
    assert held < 1.3 * heard(1_500)[1], "what a day and a half brings"
