"""The reference pages on disk are those that the program would write today."""

from __future__ import annotations

import pytest

from docs.generate import DOCS, PAGES
from smwatch.config.schema import GLOBALS, TABLES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_the_program_writes_it(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == PAGES[name](), "run: python docs/generate.py"


def test_the_config_page_has_every_key() -> None:
    page = PAGES["reference/config.md"]()
    for name in [*GLOBALS, *(key for table in TABLES.values() for key in table.keys)]:
        assert f"| `{name}` |" in page or f"| **`{name}`** |" in page
