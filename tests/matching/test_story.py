from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from smwatch.matching import story
from smwatch.matching.story import Stories, print_of_entry, story_of, story_of_print
from smwatch.models import Entry, FeedKind
from smwatch.text.shingles import print_of
from tests.held import held
from tests.matching.press import Press, copies

TEXT = "La laiterie Nordelait a rappelé trois lots de yogourt après la découverte de fragments de plastique. " * 3


def test_copies_under_other_headlines_are_one_story() -> None:
    assert story_of("Nordelait rappelle trois lots", TEXT) == story_of("Rappel de yogourt", TEXT)


def test_blanks_case_accents_and_quotes_don_t_matter() -> None:
    assert story_of("", TEXT) == story_of("", TEXT.upper().replace("É", "E").replace(" ", "\u00a0\n"))


def test_a_short_text_says_too_little_without_its_title() -> None:
    assert story_of("Rappel", "Lire la suite") != story_of("Concours", "Lire la suite")
    assert story_of("Rappel", "Lire la suite") == story_of("RAPPEL", "lire la suite…")


def test_other_texts_are_other_stories() -> None:
    assert story_of("", TEXT) != story_of("", TEXT + " Un porte-parole a répondu.")


def test_an_id_is_short_stable_and_empty_without_a_letter() -> None:
    assert story_of("Rappel", "de lots") == "6ac7dab2d8ed24dd"
    assert story_of("…", " ! ") == ""


MORNING, HOUR = datetime(2010, 3, 17, 8, 0, tzinfo=UTC), timedelta(hours=1)
LONG = " ".join(f"mot{n}" for n in range(90))
"""More than sixty words, so that copies are told though they were dressed."""
DRESSED = f"Selon une agence de presse, {LONG} (avec nos correspondants)"


def test_a_stored_entry_s_print_tells_the_id_of_its_story() -> None:
    entry = Entry(key="k", title="Rappel", text=TEXT, published=MORNING)
    assert story_of_print(print_of_entry(entry)) == story_of("Rappel", TEXT) != ""
    short = Entry(key="k", title="Rappel", text="Oui.", published=MORNING)
    assert print_of_entry(short)
    assert print_of_entry(
        Entry(key="k", title="Rappel", text="Oui.", published=MORNING, kind=FeedKind.COMMENTS)
    ) != print_of_entry(short)
    assert print_of_entry(short) == print_of("Rappel", "Oui.", comment=False)


def test_copies_that_were_dressed_are_the_oldest_s_story() -> None:
    stories = Stories()
    first = stories.story_of("A", LONG, "a", MORNING)
    assert first == story_of("A", LONG)
    assert stories.story_of("B", DRESSED, "b", MORNING + HOUR) == first
    assert stories.story_of("C", LONG, "c", MORNING + 2 * HOUR) == first
    other = " ".join(f"autre{n}" for n in range(90))
    assert stories.story_of("D", other, "d", MORNING + 3 * HOUR) == story_of("D", other) != first


def test_short_texts_are_copies_letter_by_letter_whenever() -> None:
    stories = Stories()
    assert stories.story_of("A", TEXT[:200], "a", MORNING) == story_of("A", TEXT[:200])
    assert stories.story_of("B", TEXT[:200], "b", MORNING + 9000 * HOUR) == story_of("A", TEXT[:200])
    assert stories.story_of("", "…", "a", MORNING) == ""
    assert held(stories) == held(Stories()), "nothing has to be kept"


def test_what_came_before_the_window_is_forgotten() -> None:
    stories = Stories(window=5 * HOUR)
    first = stories.story_of("A", LONG, "a", MORNING)
    assert stories.story_of("B", DRESSED, "b", MORNING + 5 * HOUR) == first
    again = stories.story_of("C", DRESSED + " Fin.", "c", MORNING + 11 * HOUR)
    assert again == story_of("C", DRESSED + " Fin.") != first
    alone = Stories(window=5 * HOUR)
    alone.story_of("C", DRESSED + " Fin.", "c", MORNING)
    assert held(stories) == pytest.approx(held(alone), abs=10), "wholly, but for their numbers"


def test_a_text_that_joins_two_stories_makes_them_the_older_one() -> None:
    stories = Stories()
    half, rest = " ".join(f"un{n}" for n in range(80)), " ".join(f"deux{n}" for n in range(80))
    one, two = (stories.story_of(name, text, name, MORNING) for name, text in (("a", half), ("b", rest)))
    assert one != two
    both = stories.story_of("c", f"{half} {rest}", "c", MORNING + HOUR)
    assert both in {one, story_of("c", f"{half} {rest}")}
    assert stories.story_of("b", rest, "d", MORNING + HOUR) == (one if both == one else two)


def test_no_more_texts_are_compared_than_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story, "MOST", 2)
    stories = Stories()
    first = stories.story_of("A", LONG, "a", MORNING)
    others = [" ".join(f"x{n}y{k}" for k in range(90)) for n in range(2)]
    for text in others:
        stories.story_of("B", text, "b", MORNING)
    assert stories.story_of("C", DRESSED, "c", MORNING) != first, "it isn't on the shelf any more"
    assert stories.story_of("B", f"{others[1]} Fin.", "b", MORNING) == story_of("B", others[1]), "but two are"
    assert stories.story_of("D", LONG, "d", MORNING) == first, "letter by letter it is"


def test_texts_of_sixty_blanks_or_more_are_compared() -> None:
    for words, compared in ((60, False), (61, True)):
        stories, text = Stories(), " ".join(f"mot{n}" for n in range(words))
        first = stories.story_of("A", text, "a", MORNING)
        assert (stories.story_of("B", f"Selon une agence, {text} Fin.", "b", MORNING) == first) is compared


@pytest.mark.parametrize("copies_each", [1, 3])
def test_a_press_review_joins_no_stories(copies_each: int) -> None:
    press, stories = Press(copies_each, "fr"), Stories()
    pieces = [copies(press, 300, copies_each) for _ in range(6)]
    told = [[stories.story_of(p.title, p.text, p.site, MORNING) for p in story] for story in pieces]
    stories.story_of("Revue", "\n".join(story[0].text for story in pieces), "revue.example", MORNING)
    again = [stories.story_of(story[0].title, story[0].text, story[0].site, MORNING) for story in pieces]
    assert again == [ids[0] for ids in told]
    assert len(set(again)) == 6


def test_stories_that_are_joined_stay_one_whatever_joins_them_next() -> None:
    parts = [" ".join(f"{name}{n}" for n in range(80)) for name in ("un", "deux", "trois")]
    stories = Stories()
    ids = [stories.story_of(name, text, name, MORNING) for name, text in zip("abc", parts, strict=True)]
    assert len(set(ids)) == 3
    for both in (parts[1:], parts[:2]):
        stories.story_of("x", " ".join(both), "x", MORNING)
    assert [stories.story_of("y", text, "y", MORNING) for text in parts] == [ids[0]] * 3
