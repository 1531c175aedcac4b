"""What people do about alerts on the command line, and what is told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from smwatch.models import AlertChange, AlertKind, Change, Level
from smwatch.store import open_store
from tests.cli.conftest import ALERT, raise_alert
from tests.desk import MORNING, Desk

DAY = timedelta(days=1)


def raise_more(desk: Desk, *alerts: object) -> None:
    store = open_store(desk.folder / "smwatch.db")
    for changes in alerts:
        store.save_alerts([AlertChange(replace(ALERT, first_mention="", **changes), Change.OPENED)])  # type: ignore[arg-type]
    store.close()


@pytest.fixture
def alarmed(desk: Desk) -> Desk:
    """Two alerts are open, of two brands."""
    raise_alert(desk)
    raise_more(desk, {"brand": "Nordelait"})
    return desk


def test_somebody_sees_to_it(alarmed: Desk) -> None:
    assert "alert 2 has been seen" in alarmed.runs("alerts ack 1 2").err
    assert [one["status"] for one in alarmed.runs("alerts --json").json] == ["acknowledged"] * 2
    ran = alarmed.runs('alerts assign 2 --to "Marie Tremblay" --json')
    assert [(one["id"], one["status"], one["assignee"]) for one in ran.json] == [(2, "assigned", "Marie Tremblay")]
    told = alarmed.runs("alerts").out
    assert "assigned: Marie Tremblay" in told
    assert "seen" in told


def test_who_is_known_is_checked_and_written_as_the_config_has_it(alarmed: Desk) -> None:
    alarmed.config += '\n[[people]]\nname = "Marie Tremblay"\n[[people]]\nname = "Zoé"\nrole = "pr"\n'
    wrong = alarmed.runs("alerts assign 1 --to 'Marie Trembley'")
    assert wrong.code == 2
    assert "did you mean “Marie Tremblay”? it has: Marie Tremblay, Zoé" in wrong.err
    assert "it has: Marie Tremblay, Zoé" in alarmed.runs("alerts assign 1 --to Xavier").err
    assert alarmed.runs("alerts assign 1 --to zoe --json").json[0]["assignee"] == "Zoé"
    assert alarmed.runs("alerts assign 1").code == 2


def test_notes_are_kept_and_the_journal_holds_none_of_their_words(alarmed: Desk) -> None:
    assert alarmed.runs('alerts note 1 2 "On attend le rappel du journal."').code == 0
    assert alarmed.runs("alerts note 2 sans guillemets").code == 0
    store = open_store(alarmed.folder / "smwatch.db")
    assert [note.text for note in store.work.notes("alert", 2)] == [
        "On attend le rappel du journal.",
        "sans guillemets",
    ]
    store.close()
    journal = alarmed.runs("db journal").out
    assert "noted with alert 2" in journal
    assert "attend" not in journal


@pytest.mark.parametrize(
    "typed", ["note 1", "note un deux", "note 0 x", "close 1", "close 1 --reason ' '", "ack", "ack x"]
)
def test_what_is_missing_is_said_and_nothing_is_kept(alarmed: Desk, typed: str) -> None:
    assert alarmed.runs(f"alerts {typed}").code == 2
    assert [one["status"] for one in alarmed.runs("alerts --json").json] == ["new"] * 2


def test_where_one_number_is_no_alert_none_is_answered(alarmed: Desk) -> None:
    ran = alarmed.runs("alerts ack 1 7 8")
    assert ran.code == 2
    assert "there are no alerts 7, 8" in ran.err
    assert "there is no alert 9223372036854775808" in alarmed.runs(f"alerts note {2**63} x").err
    assert alarmed.runs("alerts list --json").json[1]["status"] == "new"


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ('--reason "Nous avons répondu."', "done"),
        ('--reason "Not a false alarm: we answered."', "done"),
        ("--false", "false"),
        ('--false --reason "Un homonyme."', "false"),
        ('--reason "Fausse alerte."', "false"),
        ("--reason false", "false"),
    ],
)
def test_a_person_closes_it_and_says_why(alarmed: Desk, typed: str, status: str) -> None:
    (closed,) = alarmed.later(hours=3).runs(f"alerts close 2 {typed} --json").json
    assert (closed["level"], closed["status"], closed["closed"]) == ("closed", status, "2010-03-17T11:00:00Z")
    assert [one["id"] for one in alarmed.runs("alerts --open --json").json] == [1]
    assert "alert 2 closed" in alarmed.runs("db journal").out


def test_a_reason_that_was_no_false_alarm_can_be_mended(alarmed: Desk) -> None:
    assert "--false" in alarmed.runs("alerts close 2 --reason 'Tout est dit.'").err
    assert alarmed.later(hours=1).runs("alerts close 2 --false --json").json[0]["closed"] == "2010-03-17T08:00:00Z"
    for _ in range(2):
        assert alarmed.runs("alerts close 2 --reason 'Non, une vraie.' --json").json[0]["status"] == "done"
    assert alarmed.runs("db journal").out.count("alert 2 closed: done") == 3


def test_stats_say_what_the_alerts_were_worth(desk: Desk) -> None:
    desk.now = MORNING - 365 * DAY
    desk.feed("/f/")
    desk.runs("scan")
    closed = {"brand": "Nordelait", "level": Level.CLOSED, "opened": MORNING - 9 * DAY, "closed": MORNING - 8 * DAY}
    raise_more(desk, closed, {"brand": "Nordelait"}, {"brand": "Nordelait", "kind": AlertKind.BUZZ})
    desk.at("2010-03-17 09:00").runs("alerts ack 2")
    desk.later(hours=2).runs("alerts close 2 --false")
    told = desk.runs("alerts stats --json").json
    assert {name: told[name] for name in ("alerts", "kinds", "open", "false", "unmarked")} == {
        "alerts": 3, "kinds": {"crisis": 2, "buzz": 1}, "open": 1, "false": 1, "unmarked": 1,
    }  # fmt: skip
    assert told["false_a_year"] == pytest.approx(1.0, abs=0.01)
    assert (told["promised_a_year"], told["sensitivity"]) == (1.0, "normal")
    assert told["seconds_to_seen"] == 3600
    assert told["seconds_to_closing"] == (24 + 3) * 3600 / 2
    said = desk.runs("alerts stats").out
    assert "3 alerts since 17 March 2009 at 08:00: 2 crises, 1 buzz, 1 still open." in said
    assert "1 was marked as a false alarm. That makes 1.0 a year and brand" in " ".join(said.split())
    recent = desk.runs("alerts stats --since 24h --json").json
    assert (recent["alerts"], recent["false_a_year"]) == (2, None)
    assert "Too early" in desk.runs("alerts stats --since 24h").out
    assert "No alert" in desk.runs("alerts stats --since 1h").out


def test_stats_before_anything_was_heard(desk: Desk) -> None:
    assert "No alert" in desk.runs("alerts stats").out
    assert desk.runs("alerts stats --json").json["alerts"] == 0
