from array import array
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.alerts.voices import (
    LATE,
    MEMORY,
    MEMORY_OF_ALL,
    Crowd,
    Marks,
    Voices,
    author_of,
    counted,
    distinct,
    hours,
    mark,
    names,
)
from smwatch.models import AlertKind, Heard, Role
from tests.alerts.crowd import MONDAY, NEUTRAL, burst, say

HOUR = timedelta(hours=1)
STORY = "The factory in the north closes its doors for good on Friday, the company says."


def negative_voices(mentions: Iterable[Heard]) -> int:
    voices = Voices()
    for heard in mentions:
        voices.take(heard)
    return voices.count(hours(MONDAY) - 1000, hours(MONDAY) + 1000)


def test_each_author_is_a_voice() -> None:
    assert negative_voices(burst(12, MONDAY, 6)) == 12


def test_a_spammer_is_one_voice_however_written() -> None:
    names = ("Jo", "jo", " JO ")
    assert negative_voices(say(i, MONDAY + i * HOUR, author=names[i % 3]) for i in range(60)) == 1


def test_after_three_days_somebody_is_heard_again() -> None:
    assert negative_voices(say(i, MONDAY + i * timedelta(days=3), author="Jo") for i in range(4)) == 4


def test_a_story_that_somebody_heard_of_told_is_heard_and_no_voice_of_its_next_teller() -> None:
    said = say(1, MONDAY, author="Jo")
    told = say(2, MONDAY + 2 * HOUR, author="Jo", text=STORY, story="s")
    copy = say(3, MONDAY + 4 * HOUR, author="A paper", text=STORY, story="s")
    own = say(4, MONDAY + 5 * HOUR, author="A paper", text="They never answer, and that is how they treat us all.")
    assert negative_voices([said, told, copy]) == 1
    assert negative_voices([said, told, copy, own]) == 2, "who repeats a story may have something to say"


def test_a_quarrel_of_three_is_three_voices() -> None:
    assert negative_voices(say(i, MONDAY + i * HOUR, author="abc"[i % 3], thread="t") for i in range(40)) == 3


def test_a_story_reprinted_is_one_voice() -> None:
    assert negative_voices(say(i, MONDAY + i * HOUR, story="wire", text=STORY) for i in range(40)) == 1


def test_a_story_cut_short_is_the_same_story() -> None:
    cut = (STORY, " ".join(STORY.split()[:11]) + "…", " ".join(STORY.split()[:10]).upper())
    assert negative_voices(say(i, MONDAY + i * HOUR, text=cut[i % 3]) for i in range(9)) == 1


def test_copied_headlines_without_a_text_are_one_story() -> None:
    assert negative_voices(say(i, MONDAY, story="headline", text="") for i in range(9)) == 1


def test_short_remarks_under_one_post_are_as_many_as_sign_them() -> None:
    assert negative_voices(say(i, MONDAY, story="boycott", text="Boycott !", thread="t") for i in range(9)) == 9


@pytest.mark.parametrize("author", ["", "Anonyme", "guest"])
def test_people_without_a_name_are_not_one_person(author: str) -> None:
    assert negative_voices(say(i, MONDAY, author=author) for i in range(5)) == 5


def test_a_neutral_remark_hides_no_negative_one() -> None:
    mentions = [say(1, MONDAY, NEUTRAL, author="Jo"), say(2, MONDAY + HOUR, author="Jo")]
    assert negative_voices(mentions) == 1


@pytest.mark.parametrize(
    ("role", "voices"),
    [
        (Role.PUBLIC, 1),
        (Role.PRESS, 1),
        (Role.PARTNER, 1),
        (Role.EMPLOYEE, 0),
        (Role.OFFICIAL, 0),
    ],
)
def test_the_company_s_own_people_do_not_count(role: Role, voices: int) -> None:
    assert negative_voices([say(1, MONDAY, role=role)]) == voices


def test_what_was_published_long_before_it_was_fetched_is_history() -> None:
    assert negative_voices(burst(20, MONDAY, 6, late=timedelta(days=30))) == 0


def test_what_could_not_be_scored_is_heard_and_is_no_neutral_voice() -> None:
    voices = Voices()
    assert voices.take(say(1, MONDAY, None)) == (False, False)
    assert voices.take(say(2, MONDAY, NEUTRAL)) == (True, False)
    assert voices.take(say(3, MONDAY)) == (True, True)
    around = hours(MONDAY) - 1, hours(MONDAY) + 1
    assert (voices.count(*around), voices.judged(*around), voices.everyone(*around)) == (1, 2, 3)


def test_what_could_not_be_scored_hides_nobody() -> None:
    mentions = [say(1, MONDAY, None, author="Jo"), say(2, MONDAY + HOUR, author="Jo")]
    assert negative_voices(mentions) == 1


def test_a_flood_that_could_not_be_scored_is_talk_all_the_same() -> None:
    assert Voices(AlertKind.BUZZ).take(say(1, MONDAY, None)) == (False, True)


def test_a_buzz_counts_what_is_not_negative() -> None:
    voices = Voices(AlertKind.BUZZ)
    assert voices.take(say(1, MONDAY, NEUTRAL)) == (True, True)
    assert voices.take(say(2, MONDAY)) == (True, False)


def test_regulars_are_heard_again_after_six_hours_among_all() -> None:
    voices = Voices()
    for i in range(4):
        voices.take(say(i, MONDAY + i * 7 * HOUR, NEUTRAL, author="Jo"))
    assert voices.everyone(hours(MONDAY) - 1, hours(MONDAY) + 100) == 4


def test_old_voices_are_forgotten() -> None:
    voices = Voices()
    for heard in burst(500, MONDAY, 12):
        voices.take(heard)
    voices.forget(hours(MONDAY) + 24 * 10)
    assert voices.count(0, 1e9) == voices.everyone(0, 1e9) == 0


def test_distinct_keeps_the_first_of_each() -> None:
    mentions = [say(1, MONDAY, author="a"), say(2, MONDAY, author="a"), say(3, MONDAY, author="b")]
    assert [h.id for h in distinct(mentions)] == ["m1", "m3"]


def test_whoever_has_no_name_is_told_apart_by_the_mention() -> None:
    assert author_of(say(1, MONDAY, author="")) != author_of(say(2, MONDAY, author=""))


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 100)), max_size=30), st.data())
def test_a_copy_by_the_same_author_never_adds_a_voice(posts: list[tuple[int, int, int]], data: st.DataObject) -> None:
    mentions = [
        say(i, MONDAY + hour * HOUR, author=f"a{author}", story=f"s{story}")
        for i, (author, story, hour) in enumerate(sorted(posts, key=lambda post: post[2]))
    ]
    before = negative_voices(mentions)
    if mentions:
        copied = data.draw(st.sampled_from(mentions))
        mentions.append(replace(copied, id="copy", fetched=mentions[-1].fetched))
    assert negative_voices(mentions) == before
    assert before <= len({author for author, _, _ in posts}) * 2  # in 100 hours nobody is heard more than twice


WORDS = "one two three four five six seven eight nine ten eleven".split()


@pytest.mark.parametrize(
    ("text", "more", "known"),
    [
        ("Short.", {}, ["a"]),
        ("Short.", {"story": "s"}, ["a", "s:s"]),
        ("Short.", {"story": "s", "thread": "t"}, ["a"]),
        (" ".join(WORDS[:9]), {"thread": "t", "story": "s"}, ["a"]),
        (" ".join(WORDS[:10]), {"thread": "t", "story": "s"}, ["a", "s:s", "t:" + " ".join(WORDS[:10])]),
        (" ".join(WORDS).upper(), {}, ["a", "t:" + " ".join(WORDS[:10])]),
        (" ".join(WORDS[:10]) + "...…", {}, ["a", "t:" + " ".join(WORDS[:10])]),
        (
            " ".join([*WORDS[:9], "x" * 400, "more"]),
            {},
            ["a", "t:" + " ".join([*WORDS[:9], "x" * (399 - len(" ".join(WORDS[:9])))])],
        ),
        ("x" * 400 + " " + " ".join(WORDS), {}, ["a"]),
    ],
)
def test_a_voice_is_known_by_its_author_its_story_and_ten_words(
    text: str, more: dict[str, Any], known: list[str]
) -> None:
    author, *others = names(say(1, MONDAY, text=text, **more))
    assert author.startswith("a:")
    assert ["a", *others] == known


def test_whoever_is_known_by_more_than_a_name_is_one_person() -> None:
    one, other = say(1, MONDAY, person="p"), say(2, MONDAY, person="p")
    assert author_of(one) == author_of(other) == "p"
    assert names(one)[0] != names(other)[0], "but what was counted stays"
    assert (
        author_of(say(3, MONDAY, author="", sign="page")) == author_of(say(4, MONDAY, author="", sign="page")) == "page"
    )
    assert author_of(say(5, MONDAY, author="")) == "?m5"
    assert author_of(say(6, MONDAY, author="Jo", sign="page")) != "page"


@pytest.mark.parametrize(
    ("late", "counts"), [(48 * HOUR, True), (48 * HOUR + timedelta(seconds=1), False), (-HOUR, True)]
)
def test_history_is_what_was_fetched_more_than_two_days_late(late: timedelta, counts: bool) -> None:
    assert counted(say(1, MONDAY, late=late)) is counts
    assert LATE == 48


def again_after(hours_after: float, score: float) -> tuple[int, int]:
    """Voices that count and voices of all, where one person speaks twice."""
    voices = Voices()
    for n, at in enumerate((MONDAY, MONDAY + hours_after * HOUR)):
        voices.take(say(n, at, score, author="Jo"))
    return voices.count(0, 1e9), voices.everyone(0, 1e9)


def test_people_are_remembered_for_three_days_and_among_all_for_six_hours() -> None:
    assert (MEMORY, MEMORY_OF_ALL) == (72, 6)
    assert again_after(72, -0.6) == (2, 2)
    assert again_after(71.99, -0.6) == (1, 2)
    assert again_after(6, 0.0) == (0, 2)
    assert again_after(5.99, 0.0) == (0, 1)
    assert again_after(-72, -0.6) == (2, 2), "what is found later may be older"
    assert again_after(-71.99, -0.6) == (1, 2)


def test_voices_are_counted_from_after_the_beginning_up_to_the_end() -> None:
    voices = Voices()
    for n in range(4):
        voices.take(say(n, MONDAY + n * HOUR, None if n == 3 else -0.6))
    at = hours(MONDAY)
    assert (voices.count(at, at + 2), voices.count(at - 1, at + 1.9), voices.count(at + 2, at + 9)) == (2, 2, 0)
    assert (voices.everyone(at + 2, at + 3), voices.judged(at + 2, at + 3), voices.everyone(at - 1, at + 3)) == (
        1,
        0,
        4,
    )


def test_what_no_window_reaches_is_forgotten_once_a_day() -> None:
    voices, at = Voices(), hours(MONDAY)
    for n, who in enumerate("abcab"):
        voices.take(say(n, MONDAY + min(n, 2) * HOUR, thread="t", author=who))

    def left() -> tuple[int, int, int]:
        return voices.count(0, 1e9), voices.everyone(0, 1e9), voices.bickering(0, 1e9)

    voices.forget(at + 120)
    assert left() == (3, 3, 2), "an hour later they are past"
    voices.forget(at + 121)
    assert left() == (3, 3, 2), "a day hasn't passed"
    voices.forget(at + 144)
    assert left() == (0, 0, 0)


def test_names_are_forgotten_with_the_memory_of_them() -> None:
    voices, at = Voices(), hours(MONDAY)
    for n, hour in enumerate((0, 10)):
        voices.take(say(n, MONDAY + hour * HOUR, author=f"author {n}"))
    voices.forget(at + 5 + 120)
    again = [voices.take(say(9, MONDAY + hour * HOUR, author=f"author {n}")) for n, hour in enumerate((1, 11))]
    assert again == [(True, True), (True, False)], "among all both are new, and one is among those that count"


def test_a_crowd_that_met_the_same_mentions_works_nothing_out_again() -> None:
    mentions = [say(1, MONDAY), say(2, MONDAY, role=Role.EMPLOYEE), say(3, MONDAY, late=90 * HOUR)]
    met: dict[str, tuple[tuple[str | int, ...], float]] = {}
    told = [Crowd(mark, met).take(heard) for heard in mentions]
    assert [bool(voice.names) for voice in told] == [True, False, False]
    assert met["m1"] == ((mark(names(mentions[0])[0]),), hours(MONDAY))
    assert [Crowd(mark, met).take(replace(heard, author="x", published=MONDAY + HOUR)) for heard in mentions] == told


def test_a_mark_is_the_same_whenever_it_is_made() -> None:
    """It is kept in databases."""
    assert mark("a:jo") == 5797802446663319152
    assert mark("a:\ud83d") != mark("a:")
    assert mark("a:jo") < 2**64


@given(st.lists(st.tuples(st.integers(0, 2**64 - 1) | st.integers(0, 9), st.floats(0, 1e6)), max_size=30))
def test_marks_hold_what_a_dict_holds(told: list[tuple[int, float]]) -> None:
    marks, plain = Marks(array("Q"), array("d")), dict[str | int, float]()
    for key, at in told:
        assert marks.get(key) == plain.get(key)
        marks[key] = plain[key] = at
    assert dict(marks.items()) == plain
    assert list(marks.marks) == sorted(plain)
    for key in range(10):
        assert marks.get(key) == plain.get(key)


def test_marks_without_their_times_are_damaged() -> None:
    with pytest.raises(ValueError, match="2"):
        Marks(array("Q", [1]), array("d", [1.0, 2.0]))


def test_forgetting_goes_on_after_what_was_kept() -> None:
    voices, at = Voices(crowd=Crowd(mark)), hours(MONDAY)
    for n in range(4):
        voices.take(say(n, MONDAY + n * 30 * HOUR))
    again = Voices(crowd=Crowd(mark))
    again.crowd.taken_up(iter(voices.crowd.kept()))
    again.taken_up(iter(voices.kept()))
    for now in (at + 60 + 120, at + 200):
        voices.forget(now)
        again.forget(now)
        assert (again.count(0, 1e9), again.everyone(0, 1e9)) == (voices.count(0, 1e9), voices.everyone(0, 1e9))
        assert again.kept() == voices.kept()
        assert again.crowd.kept() == voices.crowd.kept()


def test_people_quarrel_in_one_thread_and_against_the_brand() -> None:
    rows = [say(n, MONDAY + n * HOUR, author="ab"[n % 2], thread="t") for n in range(4)]
    nowhere = [replace(one, thread="") for one in rows]
    across = [replace(one, thread="ttuu"[n]) for n, one in enumerate(rows)]
    for kind, said, too_many in (
        (AlertKind.CRISIS, rows, 1),
        (AlertKind.CRISIS, nowhere, 0),
        (AlertKind.CRISIS, across, 0),
        (
            AlertKind.BUZZ,
            [say(n, one.published, NEUTRAL, author=one.author, thread="t") for n, one in enumerate(rows)],
            0,
        ),
    ):
        voices = Voices(kind)
        for heard in said:
            voices.take(heard)
        assert voices.bickering(0, 1e9) == too_many
        voices.forget(hours(MONDAY) + 119)
        assert voices.bickering(0, 1e9) == too_many, "what some window reaches is held"


def test_voices_that_could_not_be_scored_are_forgotten_as_well() -> None:
    voices = Voices()
    for heard in burst(9, MONDAY, 3, None):
        voices.take(heard)
    assert voices.everyone(0, 1e9) == 9
    voices.forget(hours(MONDAY) + 24 * 10)
    assert voices.everyone(0, 1e9) == 0


def test_a_name_is_remembered_up_to_the_hour() -> None:
    at = hours(MONDAY)
    for after, held in ((120, True), (120.001, False)):
        for voices, is_kept in ((Voices(), False), (Voices(crowd=Crowd(mark)), True)):
            voices.take(say(1, MONDAY, author="Jo"))
            if is_kept:
                voices.kept()
            voices.forget(at + after)
            _, counts = voices.take(say(2, MONDAY + HOUR, author="Jo"))
            assert counts is not held
