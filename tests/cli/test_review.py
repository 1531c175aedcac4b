"""`smwatch alerts review`: the debrief of an alert, where it was asked for."""

from __future__ import annotations

import stat

import pytest

from tests.cli.conftest import raise_alert
from tests.desk import Desk


@pytest.fixture
def alarmed(busy_desk: Desk) -> Desk:
    """A desk with an alert of a competitor, two hours later."""
    raise_alert(busy_desk)
    return busy_desk.later(hours=2)


def test_it_goes_to_stdout_or_to_a_file_that_its_owner_only_may_read(alarmed: Desk) -> None:
    ran = alarmed.runs("alerts review 1")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("# Debrief of alert 1 · Rivale: crisis emerging\n")
    assert alarmed.runs("alerts review 1 -o -").out == ran.out
    file = alarmed.folder / "debrief.md"
    written = alarmed.runs(f"alerts review 1 -o {file}")
    assert (written.code, written.out) == (0, "")
    assert "Debrief of alert 1 written to" in written.err
    assert file.read_text("utf-8") == ran.out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_people_did_is_in_it(alarmed: Desk) -> None:
    for typed in ("ack 1", "note 1 Appelé la rivale", "close 1 --reason 'Ce n’est pas la nôtre'"):
        assert alarmed.later(minutes=1).runs(f"alerts {typed} --as Zoé").code == 0
    text = alarmed.runs("alerts review 1").out
    for words in (
        "Zoé has seen the alert", "Zoé notes: “Appelé la rivale”", "Zoé closes the alert: “Ce n’est pas la nôtre”",
        "It closed on 17 March 2010 at 10:03, after 2 hours.", "The config has no playbook.",
    ):  # fmt: skip
        assert words in text
    done = [one["what"] for one in alarmed.runs("alerts review 1 --json").json["timeline"] if one["who"]]
    assert done == ["acknowledge", "note", "close"]


def test_it_speaks_french(alarmed: Desk) -> None:
    text = alarmed.runs("--lang fr alerts review 1").out
    assert "## Ce que nous en retenons" in text
    assert "le 17 mars 2010 à 8\u00a0h" in text


def test_a_script_gets_json_and_the_file_besides(alarmed: Desk) -> None:
    file = alarmed.folder / "debrief.md"
    found = alarmed.runs(f"alerts review 1 --json -o {file}").json
    assert (found["alert"]["id"], found["file"], file.is_file()) == (1, str(file), True)
    refused = alarmed.runs("alerts review 1 --json -o -")
    assert refused.code == 2


def test_what_cannot_be_says_why(alarmed: Desk) -> None:
    unknown = alarmed.runs("alerts review 9")
    assert (unknown.code, "there is no alert 9" in unknown.err) == (2, True)
    nowhere = alarmed.runs("alerts review 1 -o no/such/folder/x.md")
    assert nowhere.code == 4
    assert "can't be written" in nowhere.err
