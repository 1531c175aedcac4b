"""`smwatch mentions import`: files that nobody would write, and what becomes of what is in them later."""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta

import pytest

from smwatch.cli import run
from tests.cli.test_importing import HOUR, LEXICON, angry, export, ordinary, stored
from tests.desk import MORNING, Desk, item

WHO = ("Ève Untel", "Zoé")
PLAYBOOK = """
[[people]]
name = "Marie"
role = "pr"
languages = ["fr", "en"]
[[playbook]]
when = { brand = "Nordelait" }
who = "Marie"
within = "2h"
"""


@pytest.fixture
def quick(desk: Desk) -> Desk:
    desk.config += LEXICON
    return desk


def test_a_place_named_after_a_forgotten_person_is_none_that_is_listed(quick: Desk) -> None:
    rows = [("Nordelait, bof.", MORNING.isoformat(), "https://a.example/9", who, "Mur d'Ève Untel") for who in WHO]
    quick.runs(f"mentions import {export(quick, rows)} --yes")
    assert quick.runs('db forget --author "Ève Untel" --yes').code == 0
    assert quick.runs("feeds --json").json == []
    assert len(quick.runs("mentions --json").json) == 1, "what others said there stays"


def test_what_was_heard_elsewhere_is_on_nobodys_list_until_it_is_given(quick: Desk) -> None:
    quick.config += PLAYBOOK
    quick.feed("/mur/", item("Neuf", "Nordelait, du neuf.", link="http://m.example/0"))
    quick.runs("scan")
    asked = ("Nordelait, pourquoi fermez-vous l'usine?", MORNING.isoformat(), "https://a.example/q", "Zoé", "Le Mur")
    quick.runs(f"mentions import {export(quick, [asked, *angry(9, MORNING)])} --yes")
    assert quick.runs("todo --all --json").json == []
    assert quick.runs("status --json").json["answered"] == {}
    assert "pourquoi" not in quick.later(minutes=1).runs("digest --since 24h").out.partition("unanswered")[2]
    (number,) = stored(quick, "SELECT id FROM mentions WHERE label = 'negative' LIMIT 1")[0]
    assert quick.runs(f"mentions assign {number} --to Marie").code == 0
    assert len(quick.runs("todo --all --json").json) == 1


def test_a_date_a_little_ahead_is_no_news_to_the_detector(quick: Desk) -> None:
    """A zone that was said wrongly: what was said within the hour would be of times to come."""
    quick.feed("/mur/", item("Neuf", "Nordelait, du neuf.", link="http://m.example/0", at=MORNING - HOUR))
    ticks = iter(range(10_000))
    rows = [*ordinary(), *angry(30, MORNING + HOUR / 2)]
    file = export(quick, rows)

    def clock() -> datetime:
        return MORNING + next(ticks) * timedelta(seconds=1)

    assert run(["--config", str(quick.write_config()), *f"mentions import {file} --yes".split()], clock=clock) == 0
    judged = stored(quick, "SELECT judged FROM brands")[0][0]
    assert stored(quick, f"SELECT count(*) FROM mentions WHERE fetched > '{judged}'") == [(0,)]


def test_what_can_be_read_but_once_is_not_begun(desk: Desk) -> None:
    if sys.platform == "win32":
        pytest.skip("there are no pipes with a name")
    os.mkfifo(desk.folder / "pipe")
    with (desk.folder / "pipe").open("r+b", buffering=0):  # else opening it waits for the other end
        ran = desk.runs(f"mentions import {desk.folder / 'pipe'} --dry-run")
    assert ran.code == 2
    assert "save it as a file first" in ran.err


def test_no_column_s_name_floods_the_screen(desk: Desk) -> None:
    (desk.folder / "e.csv").write_text(f"text,date,{'z' * 900_000}\nNordelait,2010-03-15,\n", encoding="utf-8")
    assert len(desk.runs(f"mentions import {desk.folder / 'e.csv'}").out) < 2_000
    (desk.folder / "e.csv").write_text(f"a,{'z' * 900_000}\n", encoding="utf-8")
    assert len(desk.runs(f"mentions import {desk.folder / 'e.csv'}").err) < 2_000


def test_once_stored_nothing_advises_what_is_too_late(quick: Desk) -> None:
    file = export(quick, [("Quelle usine.", MORNING.isoformat(), "https://a.example/p", "Luc", "Le Mur")])
    assert "--brand NAME" in quick.runs(f"mentions import {file} --dry-run").out
    assert "1 row names no brand of yours.\n" in quick.runs(f"mentions import {file} --yes").out
