"""The store's SQL, which is SQLite's, as PostgreSQL says the same. Pure.

    translated("SELECT 1 FROM feeds WHERE enabled AND url = :url") -> "... enabled <> 0 AND url = %(url)s"

The store's texts stand there once. sqlglot reads them, a few rules change what it does not know of (flags that are
numbers, json_each, full-text search, ...), and the store's tests hold both databases to the same answers. Flags and
truths are numbers in both; comparing is by bytes in both, by the schema's COLLATE "C".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import sqlglot
from sqlglot import exp

NUMBERED: Final = "p"
"""Before the number of a parameter that is named by its place: ?1 is %(p1)s."""

_HINTS: Final = re.compile(r"\b(?:INDEXED\s+BY\s+\w+|NOT\s+INDEXED|WITHOUT\s+ROWID)\b")
"""Which index to use, what PostgreSQL finds by itself; and how to keep a table."""
_PLACES: Final = re.compile(r"'(?:[^']|'')*'|--[^\n]*|\?(\d+)")
_MARK: Final = re.compile("\x01(\\w*)\x02")
_NUMBERS: Final = frozenset(
    "id entry_id feed_id mention_id parent_id alert_id answer_id forgotten_id previous first_mention rowid mark".split()
)
"""Columns that hold whole numbers and are looked for in lists, which are JSON: text."""
_NEVER_NULL: Final = frozenset("id entry_id feed_id published fetched version".split())
"""Columns that much is sorted by."""
_LISTED: Final = frozenset({"value", "key"})
_RENAMED: Final = {"date": "smwatch_date", "round": "smwatch_round"}
HOLDS: Final = "smwatch_holds"
"""Whether an entry's words are those that are sought."""
_AS_IT_IS: Final = ("SAVEPOINT", "ROLLBACK", "RELEASE")
_TRUTHS: Final = (exp.Predicate, exp.Not, exp.Connector, exp.Boolean)
"""What gives a truth: PostgreSQL has a type for it, which is no number."""


@lru_cache(4_000)
def translated(sql: str) -> str:
    """The statement in PostgreSQL's words, its parameters as psycopg wants them: %s, %(name)s."""
    if sql.startswith(_AS_IT_IS):
        return sql
    if sql.startswith("PRAGMA"):  # how SQLite keeps its file
        return "SELECT 0"
    sql = _PLACES.sub(lambda found: f":{NUMBERED}{found[1]}" if found[1] else found[0], _HINTS.sub("", sql))
    tree = sqlglot.parse_one(sql, read="sqlite")
    for rule in _RULES:
        tree = tree.transform(rule, copy=False)
    _truths(tree)
    text = tree.sql(dialect="postgres", comments=False)
    return _MARK.sub(lambda name: f"%({name[1]})s" if name[1] else "%s", text.replace("%", "%%"))


def _places(node: exp.Expr) -> exp.Expr:
    """Parameters, as marks that no other rule looks into."""
    if isinstance(node, exp.Placeholder):
        return exp.Var(this=_mark(node.name if node.this else ""))
    return node


def _mark(name: str) -> str:
    return f"\x01{name}\x02"


def _joins(node: exp.Expr) -> exp.Expr:
    """CROSS JOIN is SQLite's way to say in which order to walk."""
    if isinstance(node, exp.Join) and node.args.get("on") and node.args.get("kind") == "CROSS":
        node.set("kind", None)
    return node


def _inserts(node: exp.Expr) -> exp.Expr:
    """INSERT OR IGNORE; and columns of ON CONFLICT, which must say whose they are."""
    if not isinstance(node, exp.Insert):
        return node
    if node.args.get("alternative") == "IGNORE":
        node.set("alternative", None)
        node.set("conflict", exp.OnConflict(action=exp.Var(this="DO NOTHING")))
    conflict, into = node.args.get("conflict"), node.find(exp.Table)
    if conflict is not None and into is not None:
        keys = conflict.args.get("conflict_keys") or []
        conflict.set("conflict_keys", [exp.to_identifier(key.name or key.this.name) for key in keys])
        changed = {id(each.this) for each in conflict.expressions if isinstance(each, exp.EQ)}
        for column in conflict.find_all(exp.Column):
            if id(column) not in changed and not column.table and not column.find_ancestor(exp.Select):
                column.set("table", exp.to_identifier(into.name))
    return node


def _patterns(node: exp.Expr) -> exp.Expr:
    """GLOB with a star at the end."""
    if isinstance(node, exp.Glob):
        pattern = node.expression.name
        if not re.fullmatch(r"[^*?\[%_]*\*", pattern):
            raise NotImplementedError(pattern)
        return exp.Like(this=node.this, expression=exp.Literal.string(pattern[:-1] + "%"))
    return node


def _case(node: exp.Expr) -> exp.Expr:
    """COLLATE NOCASE, of either side of a comparison or of what is sorted by."""
    if not isinstance(node, exp.Collate) or node.expression.name.upper() != "NOCASE":
        return node
    if isinstance(node.parent, exp.EQ):
        other = "expression" if node.arg_key == "this" else "this"
        node.parent.set(other, _calls("smwatch_nocase", node.parent.args[other].copy()))
    return _calls("smwatch_nocase", node.this)


def _calls(name: str, *arguments: exp.Expr) -> exp.Anonymous:
    return exp.Anonymous(this=name, expressions=[*arguments])


def _functions(node: exp.Expr) -> exp.Expr:
    """Functions of SQLite's that PostgreSQL has under another name, or with another meaning."""
    if isinstance(node, exp.Match):  # `entries_search MATCH :search`
        return exp.Anonymous(this=HOLDS, expressions=[_words(node.this), node.expression])
    if isinstance(node, exp.Anonymous) and node.name.lower() in _RENAMED:
        node.set("this", _RENAMED[node.name.lower()])
    if isinstance(node, exp.Anonymous) and node.name == "printf" and node.expressions[0].name == "%02d":
        return _calls("smwatch_two_digits", node.expressions[1])
    if isinstance(node, exp.Anonymous) and node.name == "bm25":
        return _calls(
            "smwatch_rank", _words(node.expressions[0]), _calls("smwatch_sought", exp.Var(this=_mark("search")))
        )
    return node


def _words(table: exp.Expr) -> exp.Column:
    return exp.column("words", table=table.table or None) if isinstance(table, exp.Column) else exp.column("words")


def _lists(node: exp.Expr) -> exp.Expr:
    """json_each, by what the list holds: that shows in what is done with it."""
    if not (isinstance(node, exp.Table) and node.this.name.lower() == "json_each"):
        return node
    scope, alias = node.find_ancestor(exp.Select), node.alias
    mine = (
        [one for one in scope.find_all(exp.Column) if one.name in _LISTED and one.table in ("", alias)] if scope else []
    )
    held = "texts"
    for column in mine:
        if isinstance(column.parent, exp.JSONExtractScalar):
            held = "rows"
        elif column.name == "key" and (_beside_number(column) or isinstance(column.parent, exp.Select)):
            held = "pairs"
        elif column.name == "value" and held == "texts" and (_beside_number(column) or _asked_by_number(scope)):
            held = "numbers"
    node.this.set("this", f"smwatch_{held}")
    for column in mine:
        reads = column.parent if held == "rows" else column if (held, column.name) == ("pairs", "key") else None
        if reads is not None and _beside_number(reads):
            reads.replace(exp.cast(reads.copy(), "bigint"))
    return node


def _beside_number(node: exp.Expr) -> bool:
    """Whether it is compared with a column that holds numbers."""
    if not isinstance(node.parent, exp.EQ | exp.GT | exp.LT | exp.GTE | exp.LTE | exp.NEQ):
        return False
    return any(
        isinstance(side, exp.Column) and side.name in _NUMBERS for side in (node.parent.this, node.parent.expression)
    )


def _asked_by_number(scope: exp.Expr | None) -> bool:
    """Whether it is the list in `entry_id IN (SELECT value ...)`."""
    around = scope.parent if scope is not None else None
    around = around.parent if isinstance(around, exp.Subquery) else around
    return isinstance(around, exp.In) and isinstance(around.this, exp.Column) and around.this.name in _NUMBERS


def _among(node: exp.Expr) -> exp.Expr:
    """`x IN` a list that is given is an array: one that is looked up in an index, and no table to be joined."""
    if not isinstance(node, exp.In) or not isinstance(node.args.get("query"), exp.Subquery):
        return node
    asked = node.args["query"].this
    table = asked.find(exp.Table) if isinstance(asked, exp.Select) and not asked.args.get("where") else None
    if table is None or table.this.name not in {"smwatch_numbers", "smwatch_texts"} or table.find(exp.Column):
        return node
    return exp.EQ(this=node.this, expression=_calls("ANY", _calls("ARRAY", asked)))


def _limits(node: exp.Expr) -> exp.Expr:
    """LIMIT -1 is none."""
    if isinstance(node, exp.Limit) and isinstance(node.expression, exp.Var):
        node.set("expression", exp.Nullif(this=node.expression.copy(), expression=exp.Literal.number(-1)))
    return node


def _sorted(node: exp.Expr) -> exp.Expr:
    """NULL comes first in SQLite; where there is none, saying so would keep an index from being used."""
    if isinstance(node, exp.Ordered) and isinstance(node.this, exp.Column) and node.this.name in _NEVER_NULL:
        node.set("nulls_first", not node.args.get("desc"))
        return exp.Var(this=f"{node.this.sql('postgres')}{' DESC' if node.args.get('desc') else ''}")
    return node


def _tables(node: exp.Expr) -> exp.Expr:
    """A query among tables must have a name; what is temporary stands elsewhere."""
    if isinstance(node, exp.Subquery) and _comes_first(node):
        node.this.set("offset", exp.Offset(expression=exp.Literal.number(0)))  # PostgreSQL doesn't look behind it
    if isinstance(node, exp.Subquery) and not node.alias and isinstance(node.parent, exp.From | exp.Join):
        node.set("alias", exp.TableAlias(this=exp.to_identifier(f"t{id(node)}")))
    if isinstance(node, exp.HexString):  # x''
        return exp.cast(exp.Literal.string(f"\\x{node.this}"), "bytea")
    if isinstance(node, exp.Table) and node.db == "temp":
        node.set("db", exp.to_identifier("pg_temp"))
    return node


def _comes_first(node: exp.Subquery) -> bool:
    """Whether it is a query that SQLite is told to walk over first: by CROSS JOIN."""
    whole = node.parent.parent if isinstance(node.parent, exp.From) else None
    if not (isinstance(whole, exp.Select) and isinstance(node.this, exp.Select) and not node.this.args.get("distinct")):
        return False
    return any(join.args.get("kind") == "CROSS" and join.args.get("on") for join in whole.args.get("joins") or ())


def _names(node: exp.Expr) -> exp.Expr:
    """`x IN heard`, a table."""
    if isinstance(node, exp.In) and node.args.get("field") is not None:
        field = node.args["field"]
        node.set("field", None)
        node.set("query", exp.Subquery(this=exp.select("*").from_(exp.to_identifier(field.name))))
    return node


_RULES: Final[tuple[Callable[[exp.Expr], exp.Expr], ...]] = (
    *(_places, _tables, _joins, _inserts, _patterns, _case, _functions, _lists, _among, _limits, _sorted, _names),
)


def _truths(tree: exp.Expr) -> None:
    """Numbers where a truth is wanted, truths where a number is wanted."""
    for node in list(tree.walk()):
        if isinstance(node, exp.Paren) or (isinstance(node, exp.EQ) and _is_assignment(node)):
            continue
        wanted, told = _wants_truth(node), isinstance(node, _TRUTHS) or node.name == HOLDS
        if wanted and not told and isinstance(node, exp.Condition | exp.Subquery | exp.Var):
            around = exp.NEQ(this=exp.Null(), expression=exp.Literal.number(0))
            node.replace(around)
            around.set("this", node)
        elif told and not wanted and node.parent is not None:
            inner = exp.Paren(this=exp.Null())
            node.replace(exp.Cast(this=inner, to=exp.DataType.build("int")))
            inner.set("this", node)


def _is_assignment(node: exp.Expr) -> bool:
    return isinstance(node.parent, exp.Update | exp.OnConflict) and node.arg_key == "expressions"


def _wants_truth(node: exp.Expr) -> bool:
    while isinstance(node.parent, exp.Paren):
        node = node.parent
    parent, key = node.parent, node.arg_key
    if isinstance(parent, exp.Where | exp.Having | exp.Not | exp.Connector):
        return True
    if isinstance(parent, exp.Join):
        return key == "on"
    if isinstance(parent, exp.If):
        return key == "this" and not (isinstance(parent.parent, exp.Case) and parent.parent.this)
    return False
