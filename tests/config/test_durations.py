"""Lengths of time read as people write them, and written so that they read the same."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.config.durations import LONGEST, format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("20s", 20),
        ("15m", 900),
        ("24h", 86_400),
        ("30d", 2_592_000),
        ("2w", 1_209_600),
        ("1h30m", 5_400),
        (" 1 H ", 3_600),
    ],
)
def test_what_people_write(text: str, seconds: int) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text",
    ["", "15", "m", "15 minutes", "-1h", "1.5h", "0s", "0h 0m", "forever", "99999w", "9" * 5000 + "s", "١h", "1y"],
)
def test_what_is_no_length_of_time(text: str) -> None:
    with pytest.raises(ValueError, match=r"^" + re.escape(text) + "$"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (timedelta(hours=24), "1d"),
        (timedelta(minutes=90), "90m"),
        (timedelta(days=14), "2w"),
        (timedelta(days=30), "30d"),
        (timedelta(seconds=61), "61s"),
        (timedelta(0), "0s"),
        (None, "forever"),
    ],
)
def test_the_largest_unit_that_leaves_no_rest(duration: timedelta | None, text: str) -> None:
    assert format_duration(duration) == text


@settings(deadline=None)  # a busy machine is no mistake
@given(st.integers(1, int(LONGEST.total_seconds())))
def test_what_is_written_reads_the_same(seconds: int) -> None:
    duration = timedelta(seconds=seconds)
    assert parse_duration(format_duration(duration)) == duration
