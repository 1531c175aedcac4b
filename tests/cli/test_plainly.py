"""What `--plain` makes of signs, drawings and tables."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from smwatch.cli.plain import Plain
from tests.cli.views.seen import EN, FR, plain


def told(what: object, *, french: bool = False) -> str:
    screen = Plain(FR if french else EN, file=StringIO(), width=40)
    screen.print(what)
    assert isinstance(screen.file, StringIO)
    return plain(screen.file.getvalue())


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("✓ mail", "fine: mail\n", "bien : mail\n"),
        ("✗ mail", "failed: mail\n", "échec : mail\n"),
        ("⚠ slow → wait", "warning: slow to do: wait\n", "attention : slow à faire : wait\n"),
        ("! a feed died", "look: a feed died\n", "à voir : a feed died\n"),
        ("wow! yes", "wow! yes\n", "wow! yes\n"),
        ("▁▂█ 12 voices", "12 voices\n", "12 voices\n"),
        ("milk \U0001f95b\ufe0f now", "milk now\n", "milk now\n"),
        ("⟵ é « à » – ok", "⟵ é « à » – ok\n", "⟵ é « à » – ok\n"),
    ],
)
def test_signs_are_words_and_drawings_are_left_out(text: str, english: str, french: str) -> None:
    assert told(Text(text)) == english
    assert told(Text(text), french=True) == french


def table(*headings: str) -> Table:
    found = Table(box=None)
    for heading in headings:
        found.add_column(heading)
    return found


def test_a_row_is_a_line_a_cell() -> None:
    found = table("feed", "", "state")
    found.add_row("a.example", Text("✓"), "fine")
    found.add_row("b.example", "", Padding(Text("dead\nsince May"), (0, 0, 0, 2)))
    assert told(found) == "feed: a.example\nfine:\nstate: fine\n\nfeed: b.example\nstate: dead since May\n"


def test_without_headings_a_row_is_a_line() -> None:
    found = table("", "")
    found.add_row("a", "1")
    found.add_row("", "2")
    assert told(found) == "a 1\n2\n"
