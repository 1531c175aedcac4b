"""The store's SQL, which is SQLite's, as PostgreSQL says the same. Pure.

    translated("SELECT 1 FROM feeds WHERE enabled AND url = :url") -> "... enabled <> 0 AND url = %(url)s"

The store's texts stand there once. sqlglot reads them, a few rules change what it does not know of (flags that are
numbers, json_each, full-text search, ...), and the contract tests hold both databases to the same answers. Flags and
truths are numbers in both; comparing is by bytes in both, by the schema's COLLATE "C".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

import sqlglot
from sqlglot import exp

NUMBERED: Final = "p"
"""Before the number of a parameter that is named by its place: ?1 is %(p1)s."""

_HINTS: Final = re.compile(r"\b(?:INDEXED\s+BY\s+\w+|NOT\s+INDEXED)\b")
"""Which index to use: what PostgreSQL finds by itself."""
_PLACES: Final = re.compile(r"'(?:[^']|'')*'|--[^\n]*|\?(\d+)")
_MARK: Final = re.compile("\x01(\\w*)\x02")
_NUMBERS: Final = frozenset(
    "id entry_id feed_id mention_id parent_id alert_id answer_id rowid number mark forgotten_id previous first_mention".split()
)
"""Columns that hold whole numbers and are looked for in lists, which are JSON: text."""
_LISTED: Final = frozenset({"value", "key"})
_TRUTHS: Final = (exp.Predicate, exp.Not, exp.Connector, exp.Boolean)
"""What gives a truth: PostgreSQL has a type for it, which is no number."""


@lru_cache(4_000)
def translated(sql: str) -> str:
    """The statement in PostgreSQL's words, its parameters as psycopg wants them: %s, %(name)s."""
    sql = _PLACES.sub(lambda found: f":{NUMBERED}{found[1]}" if found[1] else found[0], _HINTS.sub("", sql))
    tree = sqlglot.parse_one(sql, read="sqlite")
    for rule in _RULES:
        tree = tree.transform(rule, copy=False)
    _truths(tree)
    text = tree.sql(dialect="postgres", comments=False)
    return _MARK.sub(lambda name: f"%({name[1]})s" if name[1] else "%s", text.replace("%", "%%"))


def _places(node: exp.Expression) -> exp.Expression:
    """Parameters, as marks that no other rule looks into."""
    if isinstance(node, exp.Placeholder):
        return exp.Var(this=_mark(node.name if node.this else ""))
    return node


def _mark(name: str) -> str:
    return f"\x01{name}\x02"


def _joins(node: exp.Expression) -> exp.Expression:
    """CROSS JOIN is SQLite's way to say in which order to walk; unary plus, which index not to use."""
    if isinstance(node, exp.Join) and node.args.get("on") and node.args.get("kind") == "CROSS":
        node.set("kind", None)
    return node


def _inserts(node: exp.Expression) -> exp.Expression:
    """INSERT OR IGNORE; and columns of ON CONFLICT, which must say whose they are."""
    if not isinstance(node, exp.Insert):
        return node
    if node.args.get("alternative") == "IGNORE":
        node.set("alternative", None)
        node.set("conflict", exp.OnConflict(action=exp.Var(this="DO NOTHING")))
    conflict, into = node.args.get("conflict"), node.find(exp.Table)
    if conflict is not None and into is not None:
        changed = {id(each.this) for each in conflict.expressions if isinstance(each, exp.EQ)}
        for column in conflict.find_all(exp.Column):
            if id(column) not in changed and not column.table and not column.find_ancestor(exp.Select):
                column.set("table", exp.to_identifier(into.name))
    return node


def _patterns(node: exp.Expression) -> exp.Expression:
    """GLOB with a star at the end."""
    if isinstance(node, exp.Glob):
        pattern = node.expression.name
        if not re.fullmatch(r"[^*?\[%_]*\*", pattern):
            raise NotImplementedError(pattern)
        return exp.Like(this=node.this, expression=exp.Literal.string(pattern[:-1] + "%"))
    return node


def _case(node: exp.Expression) -> exp.Expression:
    """COLLATE NOCASE: without the case of ASCII letters, which is what lower() does of text that is compared by bytes."""
    if not isinstance(node, exp.Collate) or node.expression.name.upper() != "NOCASE":
        return node
    lowered = _lower(node.this.copy())
    if isinstance(node.parent, exp.EQ):
        other = "expression" if node.arg_key == "this" else "this"
        node.parent.set(other, _lower(node.parent.args[other].copy()))
    return lowered


def _lower(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.Lower):
        return node
    return exp.Lower(this=exp.Collate(this=exp.cast(node, "text"), expression=exp.to_identifier("C", quoted=True)))


def _search(node: exp.Expression) -> exp.Expression:
    """Full-text search: what `entries_search MATCH :search` finds, and how well it fits; best first, as bm25 sorts."""
    if isinstance(node, exp.Match):
        return exp.Anonymous(this="smwatch_holds", expressions=[_words(node.this), node.expression])
    if isinstance(node, exp.Anonymous) and node.name == "bm25":
        fit = exp.Anonymous(this="smwatch_fit", expressions=[_words(node.expressions[0]), exp.Var(this=_mark("search"))])
        return exp.Neg(this=fit)
    return node


def _words(table: exp.Expression) -> exp.Column:
    return exp.column("words", table=table.table or None) if isinstance(table, exp.Column) else exp.column("words")


def _lists(node: exp.Expression) -> exp.Expression:
    """What comes out of JSON is text: numbers are made of it where it is compared with a number."""
    if isinstance(node, exp.In) and _is_number(node.this):
        asked = node.args.get("query")
        inner = asked.this if isinstance(asked, exp.Subquery) else asked
        if isinstance(inner, exp.Select) and len(inner.selects) == 1 and _is_listed(inner.selects[0]):
            inner.set("expressions", [exp.cast(inner.selects[0].copy(), "bigint")])
    if isinstance(node, exp.EQ | exp.GT | exp.LT | exp.GTE | exp.LTE | exp.NEQ):
        for one, other in (("this", "expression"), ("expression", "this")):
            if _is_number(node.args[one]) and _is_listed(node.args[other]):
                node.set(other, exp.cast(node.args[other].copy(), "bigint"))
    if isinstance(node, exp.Ordered) and isinstance(node.this, exp.Column) and node.this.name == "key" and node.this.table:
        node.set("this", exp.cast(node.this.copy(), "bigint"))
    if isinstance(node, exp.JSONExtractScalar | exp.JSONExtract) and not isinstance(node.this, exp.Cast):
        node.set("this", exp.cast(node.this.copy(), "json"))
    return node


def _is_number(node: exp.Expression) -> bool:
    return isinstance(node, exp.Column) and node.name in _NUMBERS


def _is_listed(node: exp.Expression) -> bool:
    if isinstance(node, exp.JSONExtractScalar | exp.JSONExtract):
        return True
    return isinstance(node, exp.Column) and node.name in _LISTED


def _limits(node: exp.Expression) -> exp.Expression:
    """LIMIT -1 is none."""
    if isinstance(node, exp.Limit) and isinstance(node.expression, exp.Var):
        node.set("expression", exp.Nullif(this=node.expression.copy(), expression=exp.Literal.number(-1)))
    return node


def _names(node: exp.Expression) -> exp.Expression:
    """`x IN heard`, a table."""
    if isinstance(node, exp.In) and node.args.get("field") is not None:
        field = node.args["field"]
        node.set("field", None)
        node.set("query", exp.Subquery(this=exp.select("*").from_(exp.to_identifier(field.name))))
    return node


_RULES: Final[tuple[Callable[[exp.Expression], exp.Expression], ...]] = (
    *(_places, _joins, _inserts, _patterns, _case, _search, _lists, _limits, _names),
)


def _truths(tree: exp.Expression) -> None:
    """Numbers where a truth is wanted, truths where a number is wanted."""
    for node in list(tree.walk()):
        if isinstance(node, exp.Paren) or (isinstance(node, exp.EQ) and _is_assignment(node)):
            continue
        wanted, told = _wants_truth(node), isinstance(node, _TRUTHS)
        if wanted and not told and isinstance(node, exp.Condition | exp.Subquery):
            node.replace(exp.NEQ(this=node.copy(), expression=exp.Literal.number(0)))
        elif told and not wanted and node.parent is not None:
            node.replace(exp.cast(exp.Paren(this=node.copy()), "int"))


def _is_assignment(node: exp.Expression) -> bool:
    return isinstance(node.parent, exp.Update | exp.OnConflict) and node.arg_key == "expressions"


def _wants_truth(node: exp.Expression) -> bool:
    parent, key = node.parent, node.arg_key
    while isinstance(parent, exp.Paren):
        parent, key = parent.parent, parent.arg_key
    if isinstance(parent, exp.Where | exp.Having | exp.Not | exp.Connector):
        return True
    if isinstance(parent, exp.Join):
        return key == "on"
    if isinstance(parent, exp.If):
        return key == "this" and not (isinstance(parent.parent, exp.Case) and parent.parent.this)
    return False
