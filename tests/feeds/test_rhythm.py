from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.feeds.rhythm import HALF_LIFE, WEEK, Rhythm, learn, measure, unpack
from tests.feeds.polling import DAY, HOUR, MONDAY, office_hours, poisson

NOW = MONDAY + 70 * DAY


def rhythm_of(*dates: datetime, at: datetime = NOW) -> Rhythm:
    learnt = learn(None, at, None, dates)
    assert learnt
    return learnt


def rate(rhythm: Rhythm, at: datetime) -> float:
    return rhythm.rate(int(at.timestamp()) // 3600)


def test_hours_and_days_are_learnt() -> None:
    rng = random.Random(1)
    news = rhythm_of(*poisson(rng, MONDAY, NOW, 200, lambda at: float(office_hours(at))))
    assert rate(news, NOW + 16 * HOUR) > 2, "Monday in office hours"
    assert rate(news, NOW + 4 * HOUR) < 0.1, "at night"
    assert rate(news, NOW + 5 * DAY + 16 * HOUR) < 0.1, "on Saturday"
    assert 40 < news.weekly < 46, "hours in which there was something new, not entries"


def test_a_single_document_tells_how_often_and_claims_no_more() -> None:
    even = rhythm_of(*(NOW - n * 23 * HOUR for n in range(10)))
    assert 6 < even.weekly < 9
    rates = [even.rate(hour) for hour in range(WEEK)]
    assert max(rates) < 10 * min(rates), "ten entries are no habit by the hour yet"
    assert even.last_at == NOW


def test_ten_at_once_are_one_moment() -> None:
    assert rhythm_of(*(NOW - HOUR / 2 - n * timedelta(seconds=9) for n in range(10))).moments == pytest.approx(
        1, abs=0.01
    )
    once = rhythm_of(NOW - DAY)
    twice = learn(
        learn(once, NOW, NOW - HOUR, [NOW]), NOW + 9 * timedelta(minutes=1), NOW, [NOW + timedelta(minutes=5)]
    )
    assert twice
    assert twice.moments == pytest.approx(2, abs=0.02)


def test_habits_change() -> None:
    """A morning blog becomes an evening blog: after two half-lives the evening counts for three quarters."""
    rhythm = rhythm_of(*(NOW + n * DAY + 6 * HOUR for n in range(60)), at=NOW + 60 * DAY)
    days = 2 * HALF_LIFE // 24
    for n in range(60, 60 + days):
        at = NOW + n * DAY + 21 * HOUR
        rhythm = learn(rhythm, at, at - HOUR, [at]) or rhythm
    later = NOW + (60 + days) * DAY
    assert rate(rhythm, later + 21 * HOUR) > 2 * rate(rhythm, later + 6 * HOUR) > 0


def test_an_entry_counts_when_it_came_whatever_its_date() -> None:
    """Dates are often days only, or those of a draft."""
    before = rhythm_of(*(NOW - n * DAY for n in range(1, 9)))
    midnight = NOW.replace(hour=0)
    after = learn(before, NOW + 17 * HOUR, NOW + 16 * HOUR, [midnight])
    assert after
    assert after.last_at == NOW + 16 * HOUR


def test_old_entries_shown_once_more_end_no_silence_but_count() -> None:
    before = rhythm_of(*(NOW - n * DAY for n in range(1, 9)))
    after = learn(before, NOW, NOW - HOUR, [NOW - 5 * DAY])
    assert after
    assert (after.last, after.newest) == (before.last, before.newest)
    undated = learn(before, NOW, NOW - HOUR, [], undated=True)
    assert undated
    assert undated.last_at == NOW
    assert learn(before, NOW, NOW - HOUR, []) is before


def test_time_in_which_nobody_listened_is_no_silence() -> None:
    """A machine that slept for weeks; the document it finds has nothing in common with the one it knew."""
    before = rhythm_of(*(NOW - n * HOUR for n in range(100)))
    later = NOW + 40 * DAY
    fresh = [later - n * HOUR for n in range(50)]
    heard, slept = learn(before, later, NOW, fresh), learn(before, later, None, fresh)
    assert heard
    assert slept
    assert slept.weekly > 2 * heard.weekly


def test_long_rests_are_remembered() -> None:
    dates = [MONDAY + n * DAY for n in range(30)] + [MONDAY + (60 + n) * DAY for n in range(10)]
    rhythm = rhythm_of(*dates)
    assert [round(length / 24) for _, length in rhythm.pauses] == [31]
    assert rhythm.rests[0] > 5 * rhythm.rests[1]


def test_documents_have_a_usual_length() -> None:
    rhythm = rhythm_of(*(NOW - n * DAY for n in range(40)))
    for seen in (20, 30, 25, 20, 20):
        rhythm = measure(rhythm, NOW, seen, fresh=True)
    assert (rhythm.fewest, rhythm.shrunk) == (20, 0)
    shrunk = measure(rhythm, NOW, 2, fresh=False)
    assert shrunk.shrunk == NOW.timestamp()
    assert measure(shrunk, NOW + DAY, 2, fresh=False) == shrunk, "since when is kept"
    assert measure(shrunk, NOW + DAY, 20, fresh=False).shrunk == 0
    anew = measure(shrunk, NOW + DAY, 2, fresh=True)
    assert (anew.shrunk, anew.fewest) == (0, 2), "one that brings something has another habit now"
    assert measure(rhythm, NOW, 8, fresh=False).shrunk == 0
    short = measure(replace(rhythm, documents=3), NOW, 0, fresh=False)
    assert short.shrunk == 0, "not known long enough"


@pytest.mark.parametrize("packed", [b"", b"r1", b"x" * 614, bytes(10_000)])
def test_what_is_not_understood_is_no_rhythm(packed: bytes) -> None:
    assert unpack(packed) is None


TIMES = st.integers(0, 7 * 10**9).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(st.lists(st.tuples(TIMES, st.lists(TIMES, max_size=5), st.booleans(), st.booleans()), max_size=8))
def test_whatever_comes_in_whatever_order_it_can_be_stored_and_makes_sense(
    polls: list[tuple[datetime, list[datetime], bool, bool]],
) -> None:
    """Clocks may jump, dates may be anything."""
    rhythm, before = None, None
    for at, dates, undated, overlaps in polls:
        rhythm = learn(rhythm, at, before if overlaps else None, dates, undated=undated)
        before = at
        if rhythm:
            rhythm = measure(rhythm, at, len(dates), fresh=bool(dates))
            kept = unpack(rhythm.pack())
            assert kept
            assert kept.pack() == rhythm.pack()
            assert kept.hazards == rhythm.hazards
            assert rhythm.moments >= 0 <= rhythm.weeks
            assert all(0 <= rhythm.rate(hour) < 5 for hour in range(WEEK))
            assert rhythm.missed(rhythm.last, at.timestamp()) >= 0
