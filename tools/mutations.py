"""Small changes to a file of Python, one at a time, that a test should notice: mutants.py makes them.

    changes(source) -> list[Change]        each that can be made, in order
    changed(source, number) -> Module      the file with that one made

A comparison takes its end in or leaves it out; `and` is `or`; `+` is `-`; a number is one more; a text has something
added; a condition is turned round; what is returned is None; a call for its effect, or an option of a call, is left
out. Not changed is what says nothing when it runs: docstrings, annotations, types, imports, decorators, slots.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any, Final

SWAPPED: Final[dict[type[ast.AST], type[ast.AST]]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.BitXor: ast.BitOr,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
_SILENT: Final = frozenset(("annotation", "returns", "decorator_list", "type_params", "format_spec", "bases"))
_TESTED: Final = (ast.Name, ast.Call, ast.Attribute, ast.Subscript, ast.NamedExpr)
_NEEDING_ALL: Final = frozenset(("say", "count"))
"""Calls that fail without any of their options."""


@dataclass(frozen=True, slots=True)
class Change:
    """What was, and what is instead."""

    lines: range  # of the statement, without what stands within it
    before: str
    after: str
    function: bool  # it is in a function's body, and can be made while that stands


def changes(source: str) -> list[Change]:
    """All that can be made."""
    return [
        Change(lines, ast.unparse(node), ast.unparse(new), function)
        for node, new, lines, function in _sites(ast.parse(source), range(1))
    ]


def changed(source: str, number: int) -> ast.Module:
    """The file with one of them made."""
    tree = ast.parse(source)
    node, new, *_ = list(_sites(tree, range(1)))[number]
    return ast.fix_missing_locations(_Instead(node, new).visit(tree))


class _Instead(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:  # noqa: ANN401 - as its parent says
        return ast.copy_location(self.new, node) if node is self.old else self.generic_visit(node)


def _sites(node: ast.AST, lines: range, *, function: bool = False) -> Iterator[tuple[Any, ast.AST, range, bool]]:
    """A node that can be changed, what it becomes, where, and whether a function runs it: of all below one."""
    for name, value in ast.iter_fields(node):
        if name in _SILENT:
            continue
        inside = function or (name == "body" and isinstance(node, ast.FunctionDef | ast.Lambda))
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_silent(child):
                here = _lines(child) if isinstance(child, ast.stmt) else lines
                yield from ((child, new, here, inside) for new in _instead_of(child))
                yield from _sites(child, here, function=inside)


def _lines(node: ast.stmt) -> range:
    within = [part.lineno for part in ast.iter_child_nodes(node) if isinstance(part, ast.stmt)]
    return range(node.lineno, min(within, default=(node.end_lineno or node.lineno) + 1))


def _is_silent(node: ast.AST) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()) | ast.If(test=ast.Name("TYPE_CHECKING")):
            return True
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name == "__slots__" or (name[:1].isupper() and not name.isupper())  # another name of a type
        case _:
            return False


def _instead_of(node: Any) -> Iterator[ast.AST]:  # noqa: ANN401, C901 - any node: a case each
    match node:
        case ast.Compare(ops=ops):
            yield from (_but(node, ops=_put(ops, at, SWAPPED[type(op)]())) for at, op in enumerate(ops))
        case ast.BoolOp(op=op) | ast.BinOp(op=op) | ast.AugAssign(op=op):
            yield _but(node, op=SWAPPED[type(op)]())
        case ast.UnaryOp(op=ast.USub() | ast.Not()):
            yield node.operand
        case ast.Constant(value=value) if value is not None and value is not ...:
            yield _but(node, value=_another(value))
        case ast.Return(value=value) if value and not isinstance(value, ast.Constant):
            yield _but(node, value=ast.Constant(None))
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test) if isinstance(test, _TESTED):
            yield _but(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.comprehension(ifs=tests):
            turned = [(at, ast.UnaryOp(ast.Not(), test)) for at, test in enumerate(tests) if isinstance(test, _TESTED)]
            yield from (_but(node, ifs=_put(tests, at, test)) for at, test in turned)
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case ast.Break() | ast.Continue():
            yield ast.Continue() if isinstance(node, ast.Break) else ast.Break()
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), keywords=options):
            left = [at for at, option in enumerate(options) if option.arg and name[0].islower()]
            yield from (_but(node, keywords=_put(options, at)) for at in left if name not in _NEEDING_ALL)


def _another(value: object) -> object:
    """A constant that is another."""
    match value:
        case bool():
            return not value
        case str():
            return f"XX{value}XX" if value else "XX"
        case bytes():
            return b"XX" + value
        case int() | float() | complex():
            return value + 1
        case _:
            raise TypeError(value)


def _but(node: Any, **fields: object) -> ast.AST:  # noqa: ANN401 - a node of any kind
    """The node with other fields."""
    new = copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new  # type: ignore[no-any-return]


def _put(items: list[Any], at: int, *instead: ast.AST) -> list[Any]:
    """The list with something else at a place, or nothing."""
    return [*items[:at], *instead, *items[at + 1 :]]
