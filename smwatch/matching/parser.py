"""A query in, a tree out; or an error with the column, what is wrong, and what would do.

NEAR binds first, then NOT, then AND (or nothing written), then OR.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from smwatch.locales import N_
from smwatch.matching import leaves
from smwatch.matching.errors import MendableError, mistake
from smwatch.matching.lexer import Token, tokens
from smwatch.matching.nodes import And, Near, Node, Not, Or, Scope, Tag, Window, written
from smwatch.matching.terms import Term

DEEPEST: Final = 50
"""Groups within groups; a query that goes deeper is a mistake or an attack."""
LONGEST_PROPOSAL: Final = 300
"""Characters of a query that is shown whole and mended; of a longer one nobody would see the difference."""
MOST_NEAR: Final = 50
"""Operators of one chain of NEAR; each looks at all that the one before has found."""
MOST_REPAIRS: Final = 6
"""Mistakes of one query that are mended in a proposal."""
_MENDED: Final = ": {example}"
"""How a mending ends that says what to do and shows the query with it done."""
_NEEDS_AN_OPERAND: Final = frozenset(("(", "OR", "AND", "NEAR", "NOT", "scope"))
_ENDS_AN_OPERAND: Final = frozenset((")", "OR", "AND", "NEAR", "end"))


def parse(query: str) -> Node:
    """The tree of a query; QueryError if it has none, with a query that would do as its `example`."""
    try:
        return _Parser(query).parse()
    except MendableError as error:
        if error.repairs and len(query) <= LONGEST_PROPOSAL:
            repaired, error.others = _repaired(error)
            if repaired:
                error.arguments["example"] = repaired
            elif error.mend.endswith(_MENDED):  # nothing would be left of it
                error.mend = N_("write, for example: {example}")
        raise


def _repaired(error: MendableError) -> tuple[str, int]:
    """The query with its mistakes mended, each as is likeliest, and how many besides the first; "" if none does."""
    for repair in error.repairs:
        proposal = repair.strip()
        for others in range(MOST_REPAIRS):
            try:
                tree = _Parser(proposal).parse()
            except MendableError as another:
                proposal = another.repairs[0].strip() if another.repairs else ""
            else:
                return written(tree) if "\n" in proposal else proposal, others
    return "", 0


class _Parser:
    """Recursive descent over the tokens."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.tokens = list(tokens(query))
        self.at = 0
        self.depth = 0
        self.scope: Token | None = None

    @property
    def token(self) -> Token:
        """The token that is to be read."""
        return self.tokens[self.at]

    def take(self) -> Token:
        """Read it and go on."""
        token = self.token
        self.at += 1
        return token

    def fail(
        self, token: Token, what: str, mend: str = "", *, repairs: Sequence[str] = (), **arguments: object
    ) -> MendableError:
        """A mistake at a token."""
        return mistake(self.query, token.column, what, mend, repairs=repairs, **arguments)

    def put(self, token: Token, instead: str, *, up_to: Token | None = None) -> str:
        """The query with something else instead of a token, or of all from one to another."""
        return leaves.put(self.query, token, instead, up_to=up_to)

    def before(self, token: Token) -> Token | None:
        """The token before this one."""
        at = self.tokens.index(token)
        return self.tokens[at - 1] if at else None

    def parse(self) -> Node:
        """The whole query."""
        if self.token.kind == "end":
            what = N_("the query is empty")
            raise self.fail(self.token, what, N_("write a word to look for, as in {example}"), example="nordelait")
        node = self.any_of()
        if self.token.kind == ")":
            raise self.fail(
                self.token,
                N_("column {position}: this parenthesis closes none"),
                N_("remove it, or open one before: {example}"),
                repairs=(self.put(self.token, ""),),
                example="(yogourt OR lait) rappel",
            )
        self.must_be_positive(node, self.tokens[0], in_or=False)
        return node

    def any_of(self) -> Node:
        """Parts with OR between them."""
        first = self.token
        parts = [self.all_of()]
        while self.token.kind == "OR":
            self.take()
            starts = self.token
            parts.append(self.all_of())
            self.must_be_positive(parts[-1], starts, in_or=True)
        if len(parts) == 1:
            return parts[0]
        self.must_be_positive(parts[0], first, in_or=True)
        return _one_of(Or, _flat(parts, Or))

    def must_be_positive(self, node: Node, token: Token, *, in_or: bool) -> None:
        """A part that only says what must not be there would find nearly everything."""
        if _is_positive(node):
            return
        wanted = self.query[: token.start] + "nordelait " + self.query[token.start :]
        if in_or:
            operator = self.before(token)
            repairs = [self.put(operator, "")] if operator and operator.kind == "OR" else []
            what = N_("column {position}: OR NOT would find every entry without that word")
            mend = N_("say what to look for: {example}")
            raise self.fail(token, what, mend, repairs=(*repairs, wanted), example="a OR (b NOT c)")
        what = N_("column {position}: a query that only says NOT finds nothing in particular")
        mend = N_("say first what to look for: {example}")
        raise self.fail(token, what, mend, repairs=(wanted,), example="nordelait NOT concours")

    def all_of(self) -> Node:
        """Parts with AND or nothing between them."""
        parts = [self.negated()]
        while self.token.kind not in {"OR", ")", "end"}:
            if self.token.kind == "AND":
                self.take()
            parts.append(self.negated())
        return _one_of(And, _flat(parts, And))

    def negated(self) -> Node:
        """NOT x, or x."""
        if self.token.kind != "NOT":
            return self.near()
        first = self.take()
        if self.token.kind == "NOT":
            what, mend = N_("column {position}: NOT twice"), N_("remove both: {example}")
            raise self.fail(self.token, what, mend, repairs=(self.put(first, "", up_to=self.token),), example="a b")
        starts = self.token
        node = self.near()
        self.must_be_positive(node, starts, in_or=False)
        return Not(node)

    def near(self) -> Node:
        """Operands with NEAR/n or ONEAR/n between them."""
        starts = self.token
        operands, reaches = [self.operand()], list[tuple[int, bool]]()
        while self.token.kind == "NEAR":
            if not reaches:
                self.must_be_near(operands[0], starts)
            operator = self.take()
            if len(reaches) == MOST_NEAR:
                what, mend = (
                    N_("column {position}: more than {most} NEARs in a row"),
                    N_("make several of it, as in {example}"),
                )
                example = "(lait NEAR/5 rappel) OR (lait NEAR/5 lot)"
                raise self.fail(operator, what, mend, most=MOST_NEAR, example=example)
            reaches.append((operator.number, operator.ordered))
            starts = self.token
            operands.append(self.operand())
            self.must_be_near(operands[-1], starts)
        return Near(tuple(operands), tuple(reaches)) if reaches else operands[0]

    def must_be_near(self, node: Node, token: Token) -> None:
        """NEAR stands between words, phrases and groups of ORs only."""
        if _can_be_near(node):
            return
        last = self.tokens[self.at - 1]
        inner = self.query[token.end : last.start].strip()
        repairs = []
        if token.kind == "(":
            words = self.tokens[self.tokens.index(token) + 1 : self.at - 1]
            phrase = all(word.kind == "word" and not word.exact for word in words)
            repairs = [self.put(token, f'"{inner}"', up_to=last)] if phrase else []
            repairs.append(self.put(token, inner, up_to=last))
        elif token.kind == "scope":
            repairs = [f"{token.value}:({self.put(token, '')})"]
        raise self.fail(
            token,
            N_("column {position}: beside NEAR stands a word, a phrase, or a group of ORs"),
            N_("write, for instance, {example}"),
            repairs=repairs,
            example='(yogourt OR lait) NEAR/5 "rappel de lots"',
        )

    def operand(self) -> Node:
        """A word, a phrase, a group, or what a scope holds."""
        token = self.take()
        match token.kind:
            case "(":
                return self.group(token)
            case "scope":
                return self.scoped(token)
            case "regex":
                return leaves.regex(self.query, token)
            case "word" | "quote":
                return leaves.words(self.query, token)
            case kind if kind in _ENDS_AN_OPERAND:
                raise self.missing(token)
            case _:
                operator = self.tokens[self.at - 2]
                raise self.fail(
                    token,
                    N_("column {position}: NOT can't stand here"),
                    N_("put it before a whole part: {example}"),
                    repairs=(self.put(operator, ""),),
                    example="a NOT (b NEAR/5 c)",
                )

    def missing(self, token: Token) -> MendableError:
        """Something must stand before or after an operator, and doesn't. The token has been taken."""
        before = self.tokens[self.at - 2] if self.at > 1 else None
        mend = N_("write a word there, or remove “{operator}”: {example}")
        if before and before.kind == "(" and token.kind == "end":
            what, mend = N_("column {position}: this parenthesis is never closed"), N_("remove it: {example}")
            repairs = (self.without_last(_NEEDS_AN_OPERAND),)
            return self.fail(before, what, mend, repairs=repairs, example=leaves.EXAMPLE)
        if before is None or (before.kind == "(" and token.kind != ")"):
            what, repairs = N_("column {position}: something is missing before {operator}"), (self.put(token, ""),)
            return self.fail(token, what, mend, repairs=repairs, operator=token.value, example=leaves.EXAMPLE)
        if before.kind == "(":
            what, repairs = (
                N_("column {position}: nothing between the parentheses"),
                (self.put(before, "", up_to=token),),
            )
            return self.fail(before, what, N_("remove them: {example}"), repairs=repairs, example=leaves.EXAMPLE)
        name = before.value + (":" if before.kind == "scope" else "")
        dangling = {"end": _NEEDS_AN_OPERAND, ")": _NEEDS_AN_OPERAND - {"("}}.get(token.kind, frozenset())
        what, repairs = N_("column {position}: something is missing after {operator}"), (self.without_last(dangling),)
        return self.fail(before, what, mend, repairs=repairs, operator=name, example=leaves.EXAMPLE)

    def without_last(self, dangling: AbstractSet[str]) -> str:
        """The query without what stands before the token that was taken, and those before it that would dangle then."""
        first = self.at - 2
        while first and self.tokens[first - 1].kind in dangling:
            first -= 1
        return self.put(self.tokens[first], "", up_to=self.tokens[self.at - 2])

    def group(self, opening: Token) -> Node:
        """What stands between parentheses."""
        self.depth += 1
        if self.depth > DEEPEST:
            what = N_("column {position}: more than {deepest} groups within one another")
            mend = N_("write it flatter, as in {example}")
            raise self.fail(opening, what, mend, deepest=DEEPEST, example="(yogourt OR lait) (rappel OR lot)")
        node = self.any_of()
        if self.token.kind != ")":
            raise self.fail(
                opening,
                N_("column {position}: this parenthesis is never closed"),
                N_("close it: {example}"),
                repairs=(self.query[: self.token.end] + ")", self.put(opening, "")),
                example="(yogourt OR lait) rappel",
            )
        self.take()
        self.depth -= 1
        return node

    def scoped(self, scope: Token) -> Node:
        """title:x and its like."""
        if self.scope:
            raise self.fail(
                scope,
                N_("column {position}: {inner}: can't stand within {outer}:"),
                N_("put it beside: {example}"),
                repairs=(self.put(self.scope, ""),),
                inner=scope.value,
                outer=self.scope.value,
                example="title:nordelait site:lapresse.ca",
            )
        if self.token.kind == "NOT":
            what, mend = N_("column {position}: NOT can't stand here"), N_("put it before the scope: {example}")
            repairs = (self.put(scope, f"-{scope.value}:", up_to=self.token),)
            raise self.fail(self.token, what, mend, repairs=repairs, example="nordelait -title:concours")
        if scope.value in {"site", "lang"}:
            return self.sites_or_langs(scope)
        self.scope = scope
        inner = self.operand()
        self.scope = None
        self.must_be_positive(inner, scope, in_or=False)
        return Scope(scope.value, inner)

    def sites_or_langs(self, scope: Token) -> Node:
        """site:x or lang:x, whose x is no word of the text; or several, as in lang:(fr OR en)."""
        if self.token.kind != "(":
            return self.site_or_lang(scope)
        opening = self.take()
        found = [self.site_or_lang(scope)]
        while self.token.kind == "OR":
            self.take()
            found.append(self.site_or_lang(scope))
        if self.token.kind == "end":
            what, mend = N_("column {position}: this parenthesis is never closed"), N_("close it: {example}")
            repairs = (self.query[: self.token.end] + ")",)
            raise self.fail(opening, what, mend, repairs=repairs, example="lang:(fr OR en)")
        if self.token.kind != ")":
            what, mend = N_("column {position}: between these stands OR"), N_("write, for instance, {example}")
            repairs = (f"{self.query[: self.token.start]}OR {self.query[self.token.start :]}",)
            raise self.fail(self.token, what, mend, repairs=repairs, example="lang:(fr OR en)")
        self.take()
        return found[0] if len(found) == 1 else Or(tuple(found))

    def site_or_lang(self, scope: Token) -> Node:
        """One site or language."""
        token = self.take()
        if token.kind == "regex":  # site:/affaires/
            token = replace(token, kind="word", value=f"/{token.value}/")
        if token.kind not in {"word", "quote"}:
            raise self.missing(token)
        return leaves.lang(self.query, token) if scope.value == "lang" else leaves.site(self.query, token)


def _one_of(kind: type[And | Or], parts: tuple[Node, ...]) -> Node:
    """A group, or what stands alone in it."""
    return parts[0] if len(parts) == 1 else kind(parts)


def _flat(parts: list[Node], kind: type[And | Or]) -> tuple[Node, ...]:
    """Parts of a group of the same kind as parts of this one, each once."""
    inner = (inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,)))
    return tuple(dict.fromkeys(inner))


def _is_positive(node: Node) -> bool:
    match node:
        case Not():
            return False
        case And(parts):
            return any(map(_is_positive, parts))
        case _:
            return True


def _can_be_near(node: Node) -> bool:
    return isinstance(node, Term | Tag | Window) or (isinstance(node, Or) and all(map(_can_be_near, node.parts)))
