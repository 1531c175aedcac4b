"""The company's own people are heard, shown as such, counted apart, and make no crisis: told through scans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.desk import MORNING, Desk, Ready, item

SCORERS = '\n[sentiment]\nen = "vader"\nfr = "vader-fr"\n'
PAGE = 'source = "La page"\nabout = ["Nordelait"]'
COMPANY = '\n[company]\ndomains = ["nordelait.example"]\n'


def calm(days: int) -> list[str]:
    return [
        item(
            "", f"Bonjour, jour {n}", link=f"http://p.example/q{n}", at=MORNING - timedelta(days=15 - n), author=f"A{n}"
        )
        for n in range(days)
    ]


def angry(host: str) -> list[str]:
    """Thirty people who are angry on one morning, each with an address."""
    return [
        item("", f"Du verre dans le yogourt numéro {n}, c'est dégoûtant, honteux!", link=f"http://p.example/c{n}",
             author=f"client{n}@{host} (Client {n})", at=MORNING - timedelta(minutes=300 - 9 * n))
        for n in range(30)
    ]  # fmt: skip


def calmed(desk: Desk) -> None:
    """A calm fortnight."""
    desk.config += SCORERS
    for day in (0, 7, 14):
        desk.feed("/page/feed/", *calm(day + 1), declared=PAGE)
        desk.now = MORNING - timedelta(days=15 - day)
        assert desk.runs("scan").code == 0
    desk.now = MORNING


@pytest.fixture
def calm_desk(readied: Callable[[Ready], Desk]) -> Desk:
    return readied(calmed)


@pytest.mark.parametrize(
    ("company", "host", "alerts"),
    [
        ("", "bureau.nordelait.example", 1),  # off until domains are configured
        (COMPANY, "bureau.nordelait.example", 0),
        (COMPANY, "nordelait.example.evil", 1),
        (COMPANY, "gmail.example", 1),
    ],
)
def test_employees_make_no_crisis_by_themselves(calm_desk: Desk, company: str, host: str, alerts: int) -> None:
    calm_desk.config += company
    calm_desk.feed("/page/feed/", *calm(14), *angry(host))
    scan = calm_desk.runs("scan --json").json
    assert scan["mentions"]["new"] == 30
    assert [alert["kind"] for alert in scan["alerts"]] == ["crisis"] * alerts


def test_what_is_stored_is_told_anew_when_the_config_says_who_is_who(calm_desk: Desk) -> None:
    def employees() -> int:
        return len(calm_desk.runs("mentions --role employee --json").json)

    calm_desk.feed("/page/feed/", *calm(14), *angry("bureau.nordelait.example"))
    assert calm_desk.runs("scan").code == 0
    assert employees() == 0
    calm_desk.config += COMPANY
    calm_desk.later(minutes=30)
    assert calm_desk.runs("scan").code == 0
    assert employees() == 30
    calm_desk.config = calm_desk.config.replace(COMPANY, "")
    assert calm_desk.runs("scan").code == 0
    assert employees() == 0


def test_roles_told_anew_are_heard_anew(calm_desk: Desk) -> None:
    """What was no crisis for being the employees' is one when they turn out to be customers."""
    calm_desk.config += COMPANY
    calm_desk.feed("/page/feed/", *calm(14), *angry("bureau.nordelait.example"))
    assert calm_desk.runs("scan --json").json["alerts"] == []
    calm_desk.config = calm_desk.config.replace(COMPANY, "")
    more = item("", "Du verre encore, c'est honteux!", link="http://p.example/z", author="Zoé", at=MORNING)
    calm_desk.feed("/page/feed/", *calm(14), *angry("bureau.nordelait.example"), more)
    calm_desk.later(minutes=30)
    assert [alert["kind"] for alert in calm_desk.runs("scan --json").json["alerts"]] == ["crisis"]
