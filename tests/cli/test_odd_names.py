"""What stands in brackets is a name as any other, and an address in a damaged database nothing that a screen obeys."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from smwatch.cli.paging import pager
from tests.cli.test_importing import LEXICON
from tests.desk import Desk, item


@pytest.mark.parametrize("typed", ["status", "mentions", "feeds", "--plain status", "--plain mentions", "brands"])
def test_brackets_in_names_are_no_styles(desk: Desk, typed: str) -> None:
    desk.config = '[[brands]]\nname = "Lait [/b] [qc]"\nnames = ["Nordelait"]\n[[brands]]\nname = "Rivale"\n' + LEXICON
    one = item("Nordelait [/x] et Rivale", "Bonjour", link="http://a.example/1")
    desk.feed("/f/", one, declared='source = "Mur [fr]"')
    desk.runs("scan")
    ran = desk.runs(typed)
    assert ran.code == 0
    assert ("Mur [fr]" if typed.endswith(("mentions", "feeds")) else "Lait [/b] [qc]") in ran.out


def test_a_feed_s_link_is_nothing_that_a_terminal_obeys(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.config += LEXICON
    desk.feed("/f/", item("Nordelait", "Bonjour", link="http://a.example/1"), declared='source = "Mur"')
    desk.runs("scan")
    with closing(sqlite3.connect(desk.folder / "smwatch.db")) as database, database:
        database.execute("UPDATE feeds SET url = url || char(27) || ']0;pwned' || char(7)")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "pwned" not in desk.runs("feeds").out.partition("disabled")[0]


def test_a_pager_may_be_a_line_for_the_shell() -> None:
    around = {"TERM": "xterm", "PATH": "/usr/bin:/bin"}
    assert pager(around | {"PAGER": "cat | tail -3"}) == ["sh", "-c", "cat | tail -3"]
    assert pager(around | {"PAGER": "sort -r"}) == ["sort", "-r"]
    assert pager(around | {"PAGER": "nothing-of-the-kind | less"}) == ["sh", "-c", "nothing-of-the-kind | less"]
