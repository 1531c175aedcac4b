"""What is typed becomes times, labels, roles and filters; a mistake names the option and says what to write."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.app import App
from smwatch.cli.arguments import Globals
from smwatch.cli.reading import (
    EARLIEST,
    LATEST,
    SHOWN,
    check_period,
    check_search,
    duration,
    is_unscored,
    label,
    label_or_none,
    moment,
    role,
    shortened,
)
from smwatch.cli.terminal import Terminal
from smwatch.config.settings import Config
from smwatch.errors import UsageError
from smwatch.models import Label, Role

NOW = datetime(2026, 3, 24, 2, 30, tzinfo=UTC)  # still the 23rd in Montréal


def terminal(zone: str = "America/Toronto") -> Terminal:
    made = Terminal(Globals(), lambda: NOW)
    config = Config(database=Path("smwatch.db"), timezone=zone)
    made.__dict__["app"] = App(config=config, clock=lambda: NOW)
    return made


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("24h", NOW - timedelta(days=1)),
        ("1h30m", NOW - timedelta(minutes=90)),
        ("now", NOW),
        ("Maintenant", NOW),
        ("today", datetime(2026, 3, 23, 4, tzinfo=UTC)),
        ("aujourd'hui", datetime(2026, 3, 23, 4, tzinfo=UTC)),
        ("YESTERDAY", datetime(2026, 3, 22, 4, tzinfo=UTC)),
        ("hier", datetime(2026, 3, 22, 4, tzinfo=UTC)),
        ("2026-03-20", datetime(2026, 3, 20, 4, tzinfo=UTC)),
        ("2026-01-20T08:15", datetime(2026, 1, 20, 13, 15, tzinfo=UTC)),
        ("2026-03-20T08:15+02:00", datetime(2026, 3, 20, 6, 15, tzinfo=UTC)),
        ("1066-10-14", EARLIEST),
        ("9999-12-30", LATEST),
    ],
)
def test_times_are_read_where_the_person_is(typed: str, at: datetime) -> None:
    assert moment(terminal(), typed, "--since") == at


def test_nothing_typed_is_no_time() -> None:
    assert moment(terminal(), "", "--since") is None


@pytest.mark.parametrize("typed", ["soon", "24", "2026-13-01", "0001-01-01T00:00+14:00", "  "])
def test_what_is_no_time_names_the_option(typed: str) -> None:
    with pytest.raises(UsageError) as refused:
        moment(terminal(), typed, "--until")
    assert refused.value.arguments == {"option": "--until", "typed": typed}
    assert refused.value.mend == "write 24h, 7d, yesterday, 2026-03-24 or 2026-03-24T14:05"


@pytest.mark.parametrize(
    ("begin", "end", "fine"),
    [
        (None, NOW, True),
        (NOW - timedelta(days=1), NOW, True),
        (NOW, NOW, False),
        (NOW - timedelta(days=1), NOW - timedelta(days=2), False),
        (NOW + timedelta(seconds=1), NOW + timedelta(days=1), False),
    ],
)
def test_a_period_begins_before_it_ends_and_before_now(begin: datetime | None, end: datetime, fine: bool) -> None:
    if fine:
        return check_period(begin, end, NOW)
    with pytest.raises(UsageError, match="ends before it begins"):
        check_period(begin, end, NOW)
    return None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("negative", Label.NEGATIVE),
        ("Négatif", Label.NEGATIVE),
        ("ne\u0301gatif", Label.NEGATIVE),
        ("neutre", Label.NEUTRAL),
        ("POSITIVE", Label.POSITIVE),
        ("positif", Label.POSITIVE),
        ("unscored", None),
        ("", None),
    ],
)
def test_labels_are_read_in_either_language(typed: str, found: Label | None) -> None:
    assert label_or_none(typed) is found


def test_a_label_that_is_none_is_refused() -> None:
    assert label("") is None
    with pytest.raises(UsageError) as refused:
        label("bad")
    assert refused.value.arguments == {"typed": "bad"}


@pytest.mark.parametrize("typed", ["unscored", "Not scored", "not-scored", "non évalué", "NON-ÉVALUÉES"])
def test_mentions_without_a_score_have_a_name(typed: str) -> None:
    assert is_unscored(typed)
    assert not is_unscored("scored")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("official", Role.OFFICIAL),
        ("Employé", Role.EMPLOYEE),
        ("presse", Role.PRESS),
        ("public", Role.PUBLIC),
        ("", None),
    ],
)
def test_roles_are_read_in_either_language(typed: str, found: Role | None) -> None:
    assert role(typed) is found


def test_a_role_that_is_none_is_told_shortened() -> None:
    with pytest.raises(UsageError) as refused:
        role("x" * 90)
    assert refused.value.arguments["typed"] == "x" * SHOWN


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("-", "--search: there is no word to look for in “{typed}”"),
        ("?!", "--search: there is no word to look for in “{typed}”"),
        ("-palme", "--search: “{typed}” only leaves words out"),
    ],
)
def test_a_search_that_would_find_nothing_is_refused(typed: str, what: str) -> None:
    with pytest.raises(UsageError) as refused:
        check_search(typed)
    assert refused.value.what == what
    check_search("")
    check_search("palme -huile")


@given(st.text(max_size=90))
def test_what_is_repeated_is_short_and_begins_alike(typed: str) -> None:
    told = shortened(typed)
    assert len(told) <= SHOWN + 1
    assert typed.startswith(told.removesuffix("…") if len(typed) > SHOWN else told)


def test_a_stretch_of_time_is_seconds() -> None:
    assert (duration("60s", "--wait"), duration("1h30m", "--wait")) == (60.0, 5400.0)
    with pytest.raises(UsageError) as refused:
        duration("forever", "--wait")
    assert refused.value.arguments == {"option": "--wait", "typed": "forever"}


def test_without_a_zone_the_machines_own_counts() -> None:
    bare = terminal("")
    assert bare.app.speech == replace(bare.app.speech, zone=None)
    assert moment(bare, "2026-03-20", "--since") == datetime(2026, 3, 20).astimezone(UTC)
