"""Lists of feeds come in and go out by command."""

from __future__ import annotations

import gc
import io
import sqlite3
import sys
import time
from pathlib import Path

import pytest

from smwatch.store.connection import Opened
from tests.cli.test_feeds_add import CONFIG, Editor, editor
from tests.desk import Desk, item, rss

__all__ = ["editor"]

OPML = """<opml version="1.0"><body><outline text="Presse">
<outline text="Le Journal" xmlUrl="https://journal.example/feed/"/>
<outline text="Off" xmlUrl="https://off.example/" isComment="true"/>
</outline><outline text="Non" xmlUrl="ftp://old.example/"/></body></opml>"""


def put(editor: Editor, text: str, name: str = "feeds.opml") -> Path:
    path = editor.desk.folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_opml_file_is_taken_over(editor: Editor) -> None:
    path = put(editor, OPML)
    shown = editor.runs(f"feeds import {path} --dry-run")
    assert editor.text == CONFIG
    ran = editor.runs(f"feeds import {path}")
    blocks = (
        '[[feeds]]\nurl = "https://journal.example/feed/"\nsource = "Le Journal"\ntags = ["Presse"]\n\n'
        '[[feeds]]\nurl = "https://off.example/"\nsource = "Off"\ntags = ["Presse"]\nenabled = false\n'
    )
    assert shown.out == blocks
    assert editor.text == CONFIG.replace('"competitor"\n', f'"competitor"\n\n{blocks}')
    assert "Line 4 names no feed: ftp://old.example/" in ran.err
    assert "2 feeds were added" in ran.err
    again = editor.runs(f"feeds import {path} --json").json
    assert (again["added"], len(again["known"]), again["written"]) == ([], 2, False)


def test_a_text_from_stdin_is_a_list_too(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    text = b"# Google Alerts\nhttps://www.google.com/alerts/feeds/1/2\n\nb.example/rss\nb.example/rss/\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    ran = editor.runs("feeds import - --tag Alertes")
    assert "1 address stood there twice." in ran.err
    assert editor.text.count('tags = ["Alertes"]') == 2
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"<html>")))
    assert "not OPML" in editor.runs("feeds import -").err


def test_feeds_are_asked_where_that_is_wanted(editor: Editor) -> None:
    path = put(editor, f"{editor.url('/blog/feed/')}\n{editor.url('/gone/')}\n", "feeds.txt")
    ran = editor.runs(f"feeds import {path} --check")
    assert f"Left out: {editor.url('/gone/')}: " in ran.err
    assert editor.text.count("[[feeds]]") == 1


def test_what_goes_out_comes_back(editor: Editor, tmp_path: Path) -> None:
    editor.runs(f"feeds import {put(editor, OPML)}")
    editor.runs("feeds add google-news --brand Nordelait --lang fr --no-look")
    ran = editor.runs(f"feeds export -o {tmp_path}/out.opml")
    assert "3 feeds" in ran.err
    assert "3 feeds were followed already." in editor.runs(f"feeds import {tmp_path}/out.opml").err
    first = editor.text
    editor.path.write_text(CONFIG)
    editor.runs(f"feeds import {tmp_path}/out.opml")
    assert editor.runs("feeds export --tag presse").out.count("xmlUrl") == 2
    assert 'source = "Le Journal"\ntags = ["Presse"]' in first
    assert 'source = "Le Journal"\ntags = ["Presse"]' in editor.text
    assert "enabled = false" in editor.text


def test_a_thousand_feeds_come_in_while_one_waits(editor: Editor) -> None:
    path = put(editor, "\n".join(f"https://e{n}.example/feed" for n in range(1000)), "feeds.txt")
    began = time.process_time()
    editor.runs(f"feeds import {path} --quiet")
    assert time.process_time() - began < 2
    assert editor.text.count("[[feeds]]") == 1000


def test_tags_group_feeds_with_the_comments_found_there(busy_desk: Desk) -> None:
    busy_desk.config = busy_desk.config.replace('source = "Le blogue"', 'source = "Le blogue"\ntags = ["Maison", "fr"]')
    found = busy_desk.runs("feeds --tag maison --json").json
    assert [(feed["source"], feed["tags"]) for feed in found] == [("Le blogue", ["Maison", "fr"])] * 2
    assert busy_desk.runs("feeds --json").json[-1]["tags"] in ([], ["Maison", "fr"])
    assert "The Courier" not in busy_desk.runs("feeds --tag fr").out
    assert "these are there: Maison, fr" in busy_desk.runs("feeds --tag rien").err


def test_of_two_that_look_alike_the_one_that_answers_is_taken(editor: Editor) -> None:
    """Shown, keys of addresses are all the same."""
    editor.desk.server.serve("/f?key=1", rss(item("Nordelait", "x", link="http://a.example/1")))
    path = put(editor, "\n".join(editor.url(f"/f?key={n}") for n in (1, 2)), "feeds.txt")
    ran = editor.runs(f"feeds import {path} --check")
    assert ran.err.count("Left out: ") == 1
    assert (editor.text.count("/f?key=1"), editor.text.count("/f?key=2")) == (1, 0)


def test_what_goes_out_is_not_said_to_have_been_polled(editor: Editor, tmp_path: Path) -> None:
    editor.runs(f"feeds import {put(editor, OPML)}")
    ran = editor.runs(f"--lang fr feeds export -o {tmp_path}/out.opml")
    assert "relevé" not in ran.err


def is_open(connection: Opened) -> bool:
    try:
        return connection.total_changes >= 0
    except sqlite3.ProgrammingError:
        return False


def test_a_check_of_what_is_edited_leaves_no_database_open(busy_desk: Desk) -> None:
    """It looks there for what labels taught a scorer; Python 3.13 warns of a database that nobody closes."""
    path = busy_desk.folder / "feeds.txt"
    path.write_text("https://e.example/feed\n", "utf-8")
    gc.collect()
    gc.disable()
    try:
        assert busy_desk.runs(f"feeds import {path} --quiet").code == 0
        assert [one for one in gc.get_objects() if isinstance(one, Opened) and is_open(one)] == []
    finally:
        gc.enable()
