"""When nobody is on duty."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.config.hours import MINUTE, SOME_MONDAY, parse_hours
from smwatch.config.settings import Duty
from smwatch.policy.duty import WEEK, Gap, longest_gap, on_duty

HOUR = timedelta(hours=1)


def duties(*hours: str) -> list[Duty]:
    return [Duty(who=f"d{n}", hours=tuple(map(parse_hours, one.split(" + ")))) for n, one in enumerate(hours)]


@pytest.mark.parametrize(
    ("hours", "gap"),
    [
        ([], None),
        (["mon-sun"], None),
        (["08:00-20:00", "20:00-08:00"], None),
        (["mon-fri 08:00-18:00"], Gap((4 * 24 + 18) * 60, 62 * HOUR)),
        (["mon-fri 08:00-18:00 + sat,sun"], Gap(18 * 60, 14 * HOUR)),
        (["tue"], Gap(2 * 24 * 60, 144 * HOUR)),
        (["sun 22:00-06:00"], Gap(6 * 60, 160 * HOUR)),
    ],
)
def test_the_longest_gap(hours: list[str], gap: Gap | None) -> None:
    assert longest_gap(duties(*hours)) == gap


def test_who_has_no_hours_is_always_there() -> None:
    always = Duty(who="Ana")
    assert longest_gap([*duties("tue"), always]) is None
    assert on_duty([*duties("tue"), always], datetime(2010, 3, 22, 8, tzinfo=UTC), UTC) == ["Ana"]


SPANS = st.tuples(st.integers(0, 6), st.integers(0, 23), st.integers(1, 24)).filter(lambda one: one[1] != one[2])
DAYS = "mon tue wed thu fri sat sun".split()


@given(st.lists(SPANS, min_size=1, max_size=4))
def test_in_the_gap_nobody_is_there_and_at_its_ends_somebody_is(spans: list[tuple[int, int, int]]) -> None:
    some = duties(*(f"{DAYS[day]} {start:02}:00-{end:02}:00" for day, start, end in spans))
    gap = longest_gap(some)
    assert gap

    def there(minute: int) -> bool:
        return bool(on_duty(some, (SOME_MONDAY + minute % WEEK * MINUTE).replace(tzinfo=UTC), UTC))

    assert not any(there(gap.start + n) for n in range(0, gap.length // MINUTE, 30))
    assert there(gap.start - 1)
    assert there(gap.end)
