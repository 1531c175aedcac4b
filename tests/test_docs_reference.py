"""The reference pages on disk are those that the program would write today, in French too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest

from docs.generate import DOCS, FRENCH, PAGES, TABLES_TOLD, VIEWS, columns_of, schema
from smwatch.config.schema import GLOBALS, TABLES, Key
from smwatch.errors import ExitCode


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_the_program_writes_it(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == PAGES[name](), "run: python docs/generate.py"


def test_the_config_page_has_every_key() -> None:
    page = PAGES["reference/config.md"]()
    for name in [*GLOBALS, *(key for table in TABLES.values() for key in table.keys)]:
        assert f"| `{name}` |" in page or f"| **`{name}`** |" in page


def said(keys: Mapping[str, Key]) -> Iterator[str]:
    """What the config page says of these keys in words; values as they are typed need no translation."""
    for key in keys.values():
        yield from (key.doc, key.kind.name)
        if re.match(r"(?!true$|false$)[a-z]", key.default):
            yield key.default
        yield from said(key.inside or {})


def test_the_config_page_has_french_for_all_that_it_says_and_no_more() -> None:
    docs = [table.doc for table in TABLES.values()]
    needed = {*docs, *said(GLOBALS), *(text for table in TABLES.values() for text in said(table.keys))}
    own = {"option", "key", "value", "default", "what it does", "Default:", "At the top, before the first table",
           "Repeat the table for more than one."}  # fmt: skip
    assert needed - FRENCH["words"].keys() == set(), "give their French in docs/reference.fr.toml"
    assert FRENCH["words"].keys() - needed - own == set(), "nobody says these any more: take them out"


@pytest.mark.parametrize(
    "page", ["commands.md", "config.md", "database.md", "errors.md", "exit-codes.md", "exports.md", "json.md"]
)
def test_a_french_page_tells_of_the_same_things(page: str) -> None:
    """Rows and headings in code, in the same order; NUMBERs and FILEs have French names."""
    english, french = ((DOCS / folder / page).read_text("utf-8") for folder in ("reference", "fr/reference"))
    things = r"^(?:#+ `(smwatch(?: [a-z]+)*|\[+\w+\]+)|\| \**`([a-z_.-]+)|\| (\d+) \|)"
    assert re.findall(things, english, re.MULTILINE) == re.findall(things, french, re.MULTILINE)
    assert len(re.findall(things, french, re.MULTILINE)) >= len(ExitCode)


@pytest.mark.parametrize("page", ["database.md", "json.md"])
def test_a_french_page_tells_of_the_same_keys(page: str) -> None:
    """Row by row, in whatever order a sentence wants them; FILE and NAME have French words."""
    english, french = (
        [sorted(re.sub(r"\b[A-ZÊ]+\b", "", code) for code in re.findall(r"`([^`]+)`", row))
         for row in (DOCS / folder / page).read_text("utf-8").splitlines() if row.startswith("| ")]
        for folder in ("reference", "fr/reference")
    )  # fmt: skip
    assert len(english) > 10
    assert [(e, f) for e, f in zip(english, french, strict=True) if e != f] == []


def test_the_rules_of_an_alert_have_the_same_numbers_in_both_languages() -> None:
    """A test reckons by the English ones (tests/cli/by_hand.py)."""
    pages = ("explanation/alerts.md", "fr/comprendre-les-alertes.md")
    english, french = (
        re.findall(r"^(\| `.*?` \| [\d., ]+ \|)", (DOCS / page).read_text("utf-8"), re.MULTILINE) for page in pages
    )
    assert len(english) > 10
    assert french == english


def test_the_database_page_has_french_for_all_that_it_says_and_no_more() -> None:
    """But for values in backquotes, which are the same in all languages."""
    _, tables = schema()
    columns = [column for name in TABLES_TOLD for column in columns_of(name, tables[name])]
    about = re.findall(r"^## Table .*\n\n(.+)$", PAGES["reference/database.md"](), re.MULTILINE)
    said = {*about, *VIEWS.values(), *(column.kind for column in columns), *(column.said for column in columns)}
    needed = {text for text in said if re.search("[a-z]", re.sub("`[^`]*`", "", text))}
    assert needed | {"column", "kind", "what it holds"} == FRENCH["database"].keys()


def test_french_pages_have_no_english_help() -> None:
    """Sentences of the English page that stand in the French one word for word."""
    english, french = (set(re.findall(r"\| ([^|`]{25,}?) (?=\|)", PAGES[page]()))
                       for page in ("reference/commands.md", "fr/reference/commands.md"))  # fmt: skip
    assert len(english) > 50
    assert english & french == set()
