"""`smwatch db journal`: what was sent and decided, for a person and for a script."""

from __future__ import annotations

import pytest

from tests.cli.test_digest import CONFIG
from tests.delivery.server import Postbox, serving
from tests.desk import Desk


@pytest.fixture
def told_desk(busy_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A label, a digest that left for one of two, one that waits, and a label that is taken back."""
    monkeypatch.setenv("SMWATCH_USER", "Zoé")
    busy_desk.later(hours=1).runs("mentions label 1 neutral")
    postbox = Postbox(refuse=frozenset({"dg@nordelait.example"}))
    with serving(postbox) as port:
        busy_desk.config += CONFIG.format(port=port)
        busy_desk.later(hours=1).runs("digest --send")
        postbox.answer = "450 later"
        busy_desk.later(hours=1).runs("digest --send")
    busy_desk.later(hours=1).runs("mentions label 1 --remove")
    return busy_desk


def test_it_is_read_newest_first(told_desk: Desk) -> None:
    was = told_desk.runs("mentions show 1 --json").json["machine_label"]
    assert was != "neutral"
    assert told_desk.runs("db journal").out.splitlines() == [
        f"2010-03-17 12:00  Zoé: label of mention 1 taken back: neutral → {was}",
        ("2010-03-17 11:00  digest “matin” waits to be sent to rp@nordelait.example, dg@nordelait.example; tries: 1"),
        "2010-03-17 10:00  digest “matin” sent to rp@nordelait.example; refused for dg@nordelait.example",
        f"2010-03-17 09:00  Zoé: mention 1 labelled: {was} → neutral",
    ]


def test_it_speaks_french(told_desk: Desk) -> None:
    said = told_desk.runs("--lang fr db journal").out
    assert "étiquette de la mention 1 reprise" in said
    assert "bulletin «\u00a0matin\u00a0» envoyé à rp@nordelait.example" in said


def test_a_script_reads_all_of_it(told_desk: Desk) -> None:
    told = told_desk.runs("db journal --json").json
    assert [(one["kind"], one.get("what") or one.get("state")) for one in told] == [
        ("decision", "unlabel"), ("digest", "waiting"), ("digest", "sent"), ("decision", "label"),
    ]  # fmt: skip
    assert told[-1] == {
        "at": "2010-03-17T09:00:00Z", "kind": "decision", "who": "Zoé", "what": "label", "subject": "mention",
        "number": 1, "was": told[0]["became"], "became": "neutral",
        "version": None, "whom_was": "", "whom": "", "gone": False,
    }  # fmt: skip
    assert told[1]["tries"] == 1
    assert told[2]["refused"] == ["dg@nordelait.example"]
    assert told[2]["to"] == ["rp@nordelait.example", "dg@nordelait.example"]


def test_since_and_how_many(told_desk: Desk) -> None:
    assert len(told_desk.runs("db journal --since 90m --json").json) == 2
    assert len(told_desk.runs("db journal --limit 1 --json").json) == 1


def test_nothing_yet(desk: Desk) -> None:
    ran = desk.runs("db journal")
    assert (ran.code, ran.out, ran.err) == (0, "", "Nothing was sent or decided.\n")
    assert desk.runs("db journal --json").json == []
