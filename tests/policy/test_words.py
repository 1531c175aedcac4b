"""How the policy is said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from smwatch.locales import Speech
from smwatch.policy.words import language, length, of_week


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=36), "36 hours"),
        (timedelta(hours=24), "24 hours"),
        (timedelta(days=2), "2 days"),
        (timedelta(seconds=30), "1 minute"),
    ],
)
def test_a_promise_is_said_to_the_minute(span: timedelta, said: str) -> None:
    assert length(span, Speech("en")) == said


def test_languages_and_times_of_the_week() -> None:
    assert [language(code, Speech("en")) for code in ("fr", "en", "es", "xx")] == ["French", "English", "Spanish", "xx"]
    assert language("en", Speech("fr")) == "anglais"
    friday = (4 * 24 + 18) * 60
    assert of_week(friday, Speech("en")) == "Friday at 18:00"
    assert of_week(friday + 5, Speech("fr")) == "vendredi à 18\u00a0h\u00a005"
