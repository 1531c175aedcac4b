"""Every key is found on its line, however the file is written."""

from __future__ import annotations

import time
import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.config.lines import find_lines, line_of, line_within
from tests.config.toml_text import document

TEXT = '''# a comment with = and [brackets]
language = "fr"   # line 2

[[brands]]
name = "A # no comment [x]"
names = [
    "one",  # line 7
    # a comment between
    "two", "three",
]
query = """
name = "not a key"
[not.a.table]
"""
[brands.inner]
key = 1
"quoted key" = 'a "b" # c'
'single.quoted' = 2
[[brands]]
name = \'\'\'
two lines''\'\'\'
inner.deep.key = 1979-05-27T07:32:00Z
[[brands.inner.many]]
x = 1
[[brands.inner.many]]
x = { a = 1, b = [{ c = "]" }, { c = "}" }], "d e" = 3 }
[ network ]
per_host = 2
'''

LINES = {
    "language": 2,
    "brands": 4,
    "brands.0": 4,
    "brands.0.name": 5,
    "brands.0.names": 6,
    "brands.0.names.0": 7,
    "brands.0.names.1": 9,
    "brands.0.names.2": 9,
    "brands.0.query": 11,
    "brands.0.query.": 12,
    "brands.0.inner": 15,
    "brands.0.inner.key": 16,
    "brands.0.inner.quoted key": 17,
    "brands.0.inner.single.quoted": 18,
    "brands.1": 19,
    "brands.1.name": 20,
    "brands.1.name.": 21,
    "brands.1.inner": 22,
    "brands.1.inner.deep": 22,
    "brands.1.inner.deep.key": 22,
    "brands.1.inner.many": 23,
    "brands.1.inner.many.0": 23,
    "brands.1.inner.many.0.x": 24,
    "brands.1.inner.many.1": 25,
    "brands.1.inner.many.1.x": 26,
    "brands.1.inner.many.1.x.a": 26,
    "brands.1.inner.many.1.x.b": 26,
    "brands.1.inner.many.1.x.b.0": 26,
    "brands.1.inner.many.1.x.b.0.c": 26,
    "brands.1.inner.many.1.x.b.1": 26,
    "brands.1.inner.many.1.x.b.1.c": 26,
    "brands.1.inner.many.1.x.d e": 26,
    "network": 27,
    "network.per_host": 28,
}


def test_every_way_to_write_a_key() -> None:
    assert find_lines(TEXT) == LINES


def test_the_example_above_is_toml() -> None:
    assert tomllib.loads(TEXT)["brands"][1]["inner"]["many"][1]["x"]["d e"] == 3


def test_a_line_break_of_windows_is_one() -> None:
    assert find_lines(TEXT.replace("\n", "\r\n")) == LINES


def test_a_multiline_text_may_end_in_quotes_of_its_own() -> None:
    assert find_lines("a = \"\"\"x\"\"\"\"\"\nb = ''''y'''''\nc = 3") == {"a": 1, "b": 2, "c": 3}


def test_a_key_without_a_line_has_that_of_its_table() -> None:
    assert line_of(LINES, "brands.1.kind") == 19
    assert line_of(LINES, "feeds.0.url") == 0
    assert line_of(LINES, "") == 0


def test_a_text_of_several_lines_has_the_line_on_which_it_begins() -> None:
    lines = find_lines('a = \'\'\'x\ny\'\'\'\nb = """\nx"""\nc = """x\\\n y"""\nd = """x\\ny\nz"""\n')
    assert [line_within(lines, key, 1) for key in "abcd"] == [2, 5, 5, 7]


def test_what_is_no_toml_loses_the_way_and_keeps_what_was_found() -> None:
    assert find_lines("a = 1\nb ! 2\nc = 3") == {"a": 1, "b": 2}


def test_it_is_linear_in_the_text() -> None:
    hostile = 'a = "' + '\\"' * 200_000 + '"\nb = """' + '""x' * 200_000 + '"""\nc = [' + "1," * 100_000 + "]\n"
    start = time.perf_counter()
    lines = find_lines(hostile + "#" * 200_000 + "\nd = 1")
    assert lines["d"] == 5
    assert time.perf_counter() - start < 5


KEYS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)
SCALARS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.integers(-9, 9) | st.booleans()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)


def paths(value: object, path: str) -> list[str]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] + [inner for key, item in items for inner in paths(item, f"{path}.{key}")]


@settings(deadline=None)  # a busy machine is no mistake
@given(st.dictionaries(st.sampled_from(["brands", "mail", "x"]), VALUES))
def test_every_key_that_tomllib_reads_has_its_line(tables: dict[str, object]) -> None:
    text = document(tables)
    assert tomllib.loads(text) == tables
    lines = find_lines(text)
    for name, value in tables.items():
        for path in paths(value, name):
            last = path.rpartition(".")[2]
            assert lines[path] <= text.count("\n")
            assert last.isdecimal() or last in text.split("\n")[lines[path] - 1] or not last.isalnum()
