"""`smwatch people`, `people policy`, and what `check` says of them."""

from __future__ import annotations

import re

import pytest

from smwatch.models import AlertChange, Change
from smwatch.store import open_store
from tests.cli.conftest import ALERT
from tests.desk import SPOKESPERSON, Desk
from tests.policy.team import PEOPLE

POLICY = (
    SPOKESPERSON
    + """\
topics = ["rappel"]
handles = ["@marie_t"]

[[people]]
name = "Sam Lee"
role = "pr"
notify = "env:SAM_SECRET"

[[people]]
name = "Eve Roy"

[[duty]]
who = "Sam Lee"
hours = ["mon-fri 08:00-18:00"]

[[playbook]]
when = { level = "confirmed" }
who = "Marie Tremblay"
within = "1h"
"""
)


@pytest.fixture
def peopled(desk: Desk) -> Desk:
    desk.config += POLICY
    return desk


def test_people_are_listed(peopled: Desk) -> None:
    said = peopled.runs("people").out
    assert "Marie Tremblay  spokesperson" in said
    assert "on: rappel" in said
    assert "reached by: marie@nordelait.example, @marie_t" in said
    assert "Sam Lee  PR · on duty now" in said
    assert "SAM_SECRET" not in said
    assert "answers in: any language" in said
    assert "on duty" not in peopled.at("2010-03-17 20:00").runs("people").out


def test_as_json(peopled: Desk) -> None:
    marie, sam, eve = peopled.runs("people list --json").json
    assert marie == {
        "name": "Marie Tremblay",
        "role": "spokesperson",
        "languages": ["fr"],
        "topics": ["rappel"],
        "brands": [],
        "email": "marie@nordelait.example",
        "handles": ["@marie_t"],
        "on_duty": False,
    }
    assert (sam["on_duty"], eve["role"], eve["on_duty"]) == (True, "employee", False)
    found = peopled.runs("people policy --json").json
    assert found["answers"][1] == {"brands": ["Nordelait"], "topics": ["rappel"], "languages": ["en"], "who": []}
    assert found["playbook"] == [
        {"when": {"level": "confirmed"}, "who": "Marie Tremblay", "say": "", "within_seconds": 3600.0}
    ]
    assert (found["never"], found["ask"]) == (["Eve Roy"], ["Sam Lee"])


def test_the_policy_on_the_screen(peopled: Desk) -> None:
    said = peopled.runs("people policy").out
    lines = said.splitlines()
    assert lines[0] == "Who answers for Nordelait"
    assert lines[3].split() == ["What", "about", "In", "Who", "answers"]
    assert re.search("“rappel” +English +nobody: ask Sam Lee", said)
    assert re.search("a confirmed alert +any language +Marie Tremblay, within 1 hour", said)
    assert "Eve Roy, whoever isn't on this page" in said
    table = lines[: lines.index("Eve Roy, whoever isn't on this page")]
    assert max(map(len, table)) <= 80


def test_it_fits_a_screenful_of_paper(desk: Desk) -> None:
    for one in PEOPLE:
        desk.config += f'\n[[people]]\nname = "{one.name}"\nrole = "{one.role}"\n'
        desk.config += f"languages = {list(one.languages)}\ntopics = {list(one.topics)}\n"
    for lang in ("en", "fr"):
        ran = desk.runs(f"people policy --lang {lang}")
        assert ran.code == 0
        assert ran.out.count("\n") <= 60


def test_it_speaks_french(peopled: Desk) -> None:
    said = peopled.runs("people policy --lang fr").out
    assert "Qui répond au nom de Nordelait" in said
    assert "anglais" in said
    for english in ("Who ", "nobody", " alert ", "within", "Not ", "any "):
        assert english not in said


@pytest.mark.parametrize(
    ("options", "begins"),
    [
        ("--format markdown", "# Who answers for Nordelait\n\n| What about | In |"),
        ("--format html", '<!doctype html>\n<html lang="en">'),
        ("-o -", "<!doctype html>"),
    ],
)
def test_it_is_written_to_stdout(peopled: Desk, options: str, begins: str) -> None:
    ran = peopled.runs(f"people policy {options}")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(begins)


@pytest.mark.parametrize(
    ("name", "options", "begins"),
    [("wall.md", "", "# Who"), ("wall.html", "", "<!doc"), ("wall", "--format markdown", "# ")],
)
def test_it_is_written_to_a_file(peopled: Desk, name: str, options: str, begins: str) -> None:
    file = peopled.folder / name
    ran = peopled.runs(f"people policy -o '{file}' {options}")
    assert ran.out == ""
    assert "written to" in ran.err
    assert file.read_text("utf-8").startswith(begins)
    assert peopled.runs(f"people policy -o '{file}' --json").json["bytes"] == file.stat().st_size


@pytest.mark.parametrize("options", ["--format pdf", "--format html --json", "-o - --json"])
def test_what_does_not_go_together(peopled: Desk, options: str) -> None:
    assert peopled.runs(f"people policy {options}").code == 2


def test_without_people(desk: Desk) -> None:
    ran = desk.runs("people")
    assert (ran.code, ran.out) == (0, "")
    assert "names nobody" in ran.err
    assert desk.runs("people --json").json == []
    assert desk.runs("people policy").code == 4


def test_check_tells_holes_and_fails_for_none(peopled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMWATCH_USER", "Samlee")
    ran = peopled.runs("check")
    assert ran.code == 0
    assert "! [[people]]: nobody may answer on “rappel” in English for Nordelait → " in ran.out
    assert "! [[playbook]]: no rule fits an alert on Nordelait in French, English that is emerging → " in ran.out
    assert "! [[playbook]] 1: Marie Tremblay doesn't answer in English → ask Sam Lee" in ran.out
    assert "nothing tells anybody at once" in ran.out
    assert "between Friday at 18:00 and Monday at 08:00 (62 hours)" in ran.out
    assert "! $SMWATCH_USER: $SMWATCH_USER says “Samlee”" in ran.out
    assert all(one["ok"] for one in peopled.runs("check --json").json)


def test_check_tells_work_of_whoever_left(busy_desk: Desk) -> None:
    store = open_store(busy_desk.folder / "smwatch.db")
    with store.scanning():
        store.save_alerts([AlertChange(ALERT, Change.OPENED)])
    store.close()
    assert busy_desk.runs("alerts assign 1 --to Paul").code == 0
    busy_desk.config += '\n[[people]]\nname = "Sam"\nrole = "pr"\n'
    assert "Paul has work, and isn't in the config: alerts 1 → " in busy_desk.runs("check").out
