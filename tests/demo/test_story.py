"""The timeline of the demo's story: pure, always the same, and of the shape it tells."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from smwatch.demo import texts
from smwatch.demo.play import times
from smwatch.demo.story import QUIET_DAYS, VIDEO, story

ENDS = [datetime(2010, 3, 18, 7, 30, tzinfo=UTC), datetime(2026, 11, 1, 1, 0, tzinfo=UTC)]


@pytest.mark.parametrize("end", ENDS)
def test_everything_is_said_between_beginning_and_end(end: datetime) -> None:
    said = story(end)
    assert said == story(end)
    assert said == sorted(said, key=lambda s: s.at)
    assert said[0].at >= end - timedelta(hours=VIDEO + 2, days=QUIET_DAYS)
    assert said[-1].at <= end
    assert len({(s.place, s.number) for s in said}) == len(said)


def test_four_quiet_weeks_then_the_flood() -> None:
    """The page gets about a comment a day, and from the video on more in a day than in all the weeks before."""
    end = ENDS[0]
    video = end - timedelta(hours=VIDEO)
    page = [s for s in story(end) if s.place == "page"]
    before = [s for s in page if s.at < video]
    assert len(before) == len(texts.QUIET)
    assert max(Counter(s.at.date() for s in before).values()) <= 3
    assert len(page) - len(before) > 2 * len(before)


def test_the_video_comes_first_and_the_press_follows() -> None:
    end = ENDS[0]
    crisis = [s for s in story(end) if s.at >= end - timedelta(hours=VIDEO)]
    assert crisis[0].place == "news-en"
    assert "ideo" in crisis[0].title
    assert {s.place for s in crisis} == {"page", "blog", "blog-comments", "news-fr", "news-en"}


def test_the_fan_page_never_names_the_brand() -> None:
    """That is what makes it hard: its comments are about the brand because of where they stand."""
    page = [s for s in story(ENDS[0]) if s.place == "page" and s.author != texts.REPLY[0]]
    assert not [s for s in page if texts.BRAND.casefold() in f"{s.title} {s.text}".casefold()]


def test_both_languages_are_spoken() -> None:
    from smwatch.text.language import detect

    heard = Counter(detect(text, ("fr", "en")) for _, text in texts.FLOOD)
    assert min(heard["fr"], heard["en"]) > len(texts.FLOOD) / 4


def test_polls_come_three_times_a_day_then_every_half_hour() -> None:
    end = ENDS[0]
    polls = list(times(end))
    assert polls == sorted(set(polls))
    assert polls[-1] <= end < polls[-1] + timedelta(minutes=30)
    assert len(polls) == 3 * QUIET_DAYS + 2 * VIDEO + 1
