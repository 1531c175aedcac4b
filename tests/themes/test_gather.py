"""Mentions as stories that are read, without what is printed around them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smwatch.models import MentionRow, Span
from smwatch.themes import gather
from smwatch.themes.gather import LENGTH, Reading, Story
from tests.themes.crowd import say


def read(*rows: MentionRow, names: tuple[str, ...] = ()) -> list[Story]:
    reading = Reading(rows, (), names)
    return [reading.read(story) for story in reading.now]


def keys(*rows: MentionRow, names: tuple[str, ...] = ()) -> set[str]:
    return set().union(*(story.keys for story in read(*rows, names=names)))


def test_copies_are_one_story_the_oldest_of_them_first() -> None:
    late, early, other = say(3, "Un rappel.", story="s"), say(1, "Un rappel!", story="s"), say(2, "Autre.")
    assert [[row.id for row in story.rows] for story in read(late, early, other)] == [[1, 3], [2]]
    assert read(late, early)[0].first is early


def test_mentions_without_a_story_are_one_each() -> None:
    assert len(read(say(1, "Même."), say(2, "Même."))) == 2


def test_edits_and_what_is_none_any_more_are_left_out() -> None:
    row = say(1, "Un rappel.")
    assert read(replace(row, kind="edit"), replace(row, current=False)) == []


def test_a_story_is_read_once() -> None:
    reading = Reading([say(1, "Un rappel.")], (), ())
    first = reading.read(reading.now[0])
    words = first.words
    assert reading.read(reading.now[0]).words is words


@pytest.mark.parametrize("brand", ["Nordelait", "nordelait", "NORDELAIT", "#Nordelait"])
def test_the_brand_is_no_word_however_it_is_written(brand: str) -> None:
    assert keys(say(1, f"Ce rappel de {brand} inquiète.")) == {"rappel", "inquiete"}


def test_names_of_several_words_and_their_hashtags_are_none_either() -> None:
    found = keys(say(1, "Chez Air Boréal, #AirBoréal, un Air froid"), names=("Air Boréal",))
    assert "boreal" not in found
    assert "airboreal" not in found
    assert "froid" in found


def test_what_queries_mostly_matched_is_a_name() -> None:
    def matched(number: int, text: str, name: str) -> MentionRow:
        """A mention that was matched by a name in its text."""
        return say(number, text, spans=(Span("text", text.index(name), text.index(name) + len(name)),))

    often = [matched(at, "La laiterie ferme.", "laiterie") for at in range(4)]
    assert keys(*often) == {"ferme"}
    seldom = [*often[:1], *(say(at, "Une vache rousse.") for at in range(9))]
    assert "laiterie" in keys(*seldom)


def test_who_prints_and_who_writes_is_no_subject() -> None:
    row = say(1, "Radio Rimouski : un rappel.")
    assert keys(replace(row, source="Radio Rimouski")) == keys(replace(row, author="Radio Rimouski")) == {"rappel"}
    assert "rimouski" in keys(row)


def test_each_of_several_authors_is_none() -> None:
    assert keys(say(1, "Un rappel, par Zoé Labrie et Yves Morin", author="Zoé Labrie, Yves Morin")) == {"rappel"}


def test_a_sentence_that_a_source_prints_with_everything_is_furniture() -> None:
    line = "Découvrez notre almanach des récoltes."
    rows = [
        say(at, f"{text} {line}", source="Le Mur")
        for at, text in enumerate(("Grève ici.", "Panne là.", "Amende salée."))
    ]
    assert not {"almanach", "recolte"} & keys(*rows)
    assert {"greve", "panne", "amende"} <= keys(*rows)
    elsewhere = [replace(row, source=f"Page {row.id}") for row in rows]
    assert "almanach" in keys(*elsewhere), "three people who say the same mean it"


def test_comments_make_no_furniture_and_short_cries_neither() -> None:
    line = "Découvrez notre almanach des récoltes."
    rows = [say(at, f"Grève {at}. {line}", source="Le Mur") for at in range(4)]
    assert "almanach" in keys(*(replace(row, kind="comment") for row in rows))
    assert "honte" in keys(*(say(at, f"Grève {at}. Honte !", source="Le Mur") for at in range(4)))


def test_a_title_is_read_but_not_the_one_that_a_comment_answers() -> None:
    row = say(1, "Bravo quand même.", title="Rappel massif")
    assert {"rappel", "massif"} <= keys(row)
    assert not {"rappel", "massif"} & keys(replace(row, kind="comment"))
    assert {"rappel", "massif"} <= keys(replace(row, kind="comment", text=""))


def test_no_phrase_reaches_from_the_title_into_the_text() -> None:
    (story,) = read(say(1, "usine fermée", title="Rappel massif"))
    kinds = [word.key for word in story.words]
    assert kinds[:4] == ["rappel", "massif", "", "usine"]


def test_where_most_words_have_a_capital_none_is_a_name() -> None:
    (shouted,) = read(say(1, "The Plant Closed Recall Widens", "en"))
    (plain,) = read(say(1, "the plant that Legault closed widens", "en"))
    assert not any(word.name for word in shouted.words)
    assert [word.key for word in plain.words if word.name] == ["legault"]


def test_a_long_text_is_read_to_a_bound_and_many_texts_to_a_shorter_one(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "mot " * LENGTH + "lointain"
    assert "lointain" not in keys(say(1, text))
    assert "lointain" in keys(say(1, "mot " * 100 + "lointain"))
    monkeypatch.setattr(gather, "BUDGET", 250)
    assert "lointain" not in keys(say(1, "mot " * 100 + "lointain"))


def test_of_many_stories_some_are_read_evenly_over_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "SAMPLE", 4)
    reading = Reading([say(at, "Un rappel.") for at in range(10)], (), ())
    assert [story.first.id for story in reading.sample(reading.now)] == [0, 3, 6, 9]
    assert reading.sample([]) == []


def test_stories_that_hold_a_beginning_are_read_and_others_are_not() -> None:
    reading = Reading([say(1, "Des journaux."), say(2, "Un fromage."), say(3, "", title="JOURNAL")], (), ())
    held = reading.holding([b" journa"], reading.now)
    assert [story.first.id if story else None for story in held] == [1, None, 3]
    assert not reading.now[1].words
