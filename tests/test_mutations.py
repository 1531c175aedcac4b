"""Which changes are made to see whether tests notice (tools/mutations.py)."""

from __future__ import annotations

import ast

import pytest

from tools.mutations import changed, changes


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a < b", ["a <= b"]),
        ("a < b <= c", ["a <= b <= c", "a < b < c"]),
        ("a == b", ["a != b"]),
        ("a not in b", ["a in b"]),
        ("a and b", ["a or b"]),
        ("a + 1", ["a - 1", "a + 2"]),
        ("not a", ["a"]),
        ("x = True", ["x = False"]),
        ("x = ''", ["x = 'XX'"]),
        ("x = f'{a}b'", ["x = f'{a}XXbXX'"]),
        ("x = a if b else c", ["x = a if not b else c"]),
        ("x = [a for a in b if a]", ["x = [a for a in b if not a]"]),
        ("f(a)", ["pass"]),
        ("x = f(a, key=b)", ["x = f(a)"]),
        ("x = F(a, key=b)", []),
        ("def f():\n    return a", ["def f():\n    return None"]),
        ("def f() -> 'int':\n    'says'", []),
        ("for a in b:\n    break", ["for a in b:\n    continue"]),
        ("x: Literal['a'] = None", []),
        ("Name = dict['a', 1]", []),
        ("import a\nfrom b import c", []),
        ("@cache(3)\nclass A:\n    __slots__ = ('a',)", []),
        ("if TYPE_CHECKING:\n    x = 1", []),
    ],
)
def test_each_change_is_made_alone(before: str, after: list[str]) -> None:
    numbers = range(len(changes(before)))
    assert [ast.unparse(changed(before, number)) for number in numbers] == after


def test_a_change_tells_where_it_is_and_whether_a_function_runs_it() -> None:
    source = "x = 1\n\ndef f(y=2):\n    if (y >\n            3):\n        return 4\n"
    told = [(list(change.lines), change.before, change.after, change.function) for change in changes(source)]
    assert told == [
        ([1], "1", "2", False),
        ([3], "2", "3", False),
        ([4, 5], "y > 3", "y >= 3", True),
        ([4, 5], "3", "4", True),
        ([6], "4", "5", True),
    ]
