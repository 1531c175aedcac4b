from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.alerts.voices import Voices, author_of, distinct, hours
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
