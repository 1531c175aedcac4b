from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from smwatch.feeds.parse import parse
from smwatch.models import Asks

HOUR = timedelta(hours=1)
HOURS = "".join(f"<hour>{hour}</hour>" for hour in range(24))


def asks(channel: str) -> Asks:
    """What a feed with this in its channel asks for."""
    head = '<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>Un fil</title>'
    item = "<item><title>Un billet</title></item>"
    return parse(f"{head}{channel}{item}</channel></rss>".encode(), {}, "https://example.com/feed/").asks


@pytest.mark.parametrize(
    ("said", "hours", "days"),
    [
        ("<skipHours><hour>1</hour><hour> 13 </hour><hour>24</hour></skipHours>", (0, 1, 13), ()),
        ("<skipDays><day>Sunday</day><day>saturday</day></skipDays>", (), (5, 6)),
        ("<skipHours><hour>25</hour><hour>-1</hour><hour>noon</hour><hour/></skipHours>", (), ()),
        ("<skipDays><day>dimanche</day></skipDays>", (), ()),
        (f"<skipHours>{HOURS}</skipHours>", (), ()),
        (f"<skipHours>{HOURS * 1_000}</skipHours>", (), ()),
        ("<skipHours><hour>3</hour>", (3,), ()),  # not well-formed
    ],
)
def test_hours_and_days_to_leave_it_alone(said: str, hours: tuple[int, ...], days: tuple[int, ...]) -> None:
    assert asks(said) == Asks(hours=hours, days=days)


def test_what_its_updates_are_counted_from() -> None:
    period = "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
    base = "<sy:updateBase>2000-01-01T12:00+00:00</sy:updateBase>"
    assert asks(period + base) == Asks(wait=6 * HOUR, base=datetime(2000, 1, 1, 12, tzinfo=UTC))
    assert asks(base) == Asks(), "without a period it says nothing"
    assert asks(period + "<sy:updateBase>soon</sy:updateBase>") == Asks(wait=6 * HOUR)
