"""What the pages on the policy show is what comes of the tables that they show."""

from __future__ import annotations

import pytest

from tests.desk import Desk
from tests.pages import DOCS, blocks

PAGE = DOCS / "how-to" / "write-a-policy.md"
FRENCH = DOCS / "fr" / "ecrire-une-politique.md"


@pytest.fixture
def reader(desk: Desk) -> Desk:
    """Somebody who typed it all: the second table of Marie in the place of her first."""
    first, second, rules = (block.text for block in blocks("toml", [PAGE]))
    _, *others = first.partition("\n\n")
    desk.config += "\n".join((second, *others, rules))
    return desk


def test_what_check_says(reader: Desk) -> None:
    shown, _ = (block.text for block in blocks("text", [PAGE]))
    said = reader.runs("check").out
    assert [line for line in said.splitlines() if line.startswith("! [[p")] == shown.splitlines()


def test_the_table(reader: Desk) -> None:
    _, shown = (block.text for block in blocks("text", [PAGE]))
    said = [line.rstrip() for line in reader.runs("people policy").out.splitlines()]
    lines = shown.splitlines()
    assert said[: len(lines)] == lines


def test_the_french_page_shows_the_same_tables() -> None:
    assert [block.text for block in blocks("toml", [FRENCH])] == [block.text for block in blocks("toml", [PAGE])]
