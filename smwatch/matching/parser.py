"""A query in, a tree out; or an error with the column, what is wrong, and what would do.

NEAR binds first, then NOT, then AND (or nothing written), then OR.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from smwatch.errors import QueryError
from smwatch.locales import N_
from smwatch.matching.errors import mistake
from smwatch.matching.hosts import comparable
from smwatch.matching.lexer import Token, tokens
from smwatch.matching.nodes import And, Lang, Near, Node, Not, Or, Regex, Scope, Site, Tag, Window
from smwatch.matching.regexes import BadRegexError, LinearRegex
from smwatch.matching.terms import Term, make_term
from smwatch.text.fold import fold
from smwatch.text.tokens import TAG_BODY

DEEPEST: Final = 50
"""Groups within groups; a query that goes deeper is a mistake or an attack."""
LETTERS_BEFORE_STAR: Final = 3
_TAG: Final = re.compile(rf"\s*([#@＃＠])({TAG_BODY})\s*")
_HOST: Final = re.compile(r"(?:\*?\.)?[\w-]+(?:\.[\w-]+)*\.?")
_STAR: Final = re.compile(r"([^\W_]*)\*")
_ENDS_AN_OPERAND: Final = frozenset((")", "OR", "AND", "NEAR", "end"))


def parse(query: str) -> Node:
    """The tree of a query; QueryError if it has none."""
    return _Parser(query).parse()


@lru_cache(4096)  # brands share context words
def parse_name(name: str) -> Term | Tag:
    """What one of a brand's `names`, `exclude` or `context` is: a tag, or a phrase; a leading = is "exactly"."""
    if tag := _TAG.fullmatch(name):
        return _tag(tag)
    exact = name.startswith("=")
    _check_stars(name, name, 0)
    term = make_term(_question_marks(name[exact:]), exact=exact)
    if term is None:
        raise mistake(name, 0, N_("there is no word in “{name}”"), N_("write at least one letter or digit"), name=name)
    return term


def _tag(found: re.Match[str]) -> Tag:
    return Tag("#" if found[1] in "#＃" else "@", fold(found[2]), found[0].strip())


def _question_marks(text: str) -> str:
    """In names and quotes, a ? that ends a word is what it looks like."""
    return re.sub(r"\?(?!\w)", " ", text)


def _check_stars(query: str, text: str, column: int) -> None:
    for star in _STAR.finditer(text):
        if len(star[1]) < LETTERS_BEFORE_STAR:
            raise mistake(
                query,
                column + star.start(),
                N_("column {position}: a star needs three letters or more before it"),
                N_("write more of the word, as in {example}"),
                example="rappel*",
            )


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

    def fail(self, token: Token, what: str, mend: str = "", **arguments: object) -> QueryError:
        """A mistake at a token."""
        return mistake(self.query, token.column, what, mend, **arguments)

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
                N_("remove it, or open one before"),
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
        return Or(_flat(parts, Or))

    def must_be_positive(self, node: Node, token: Token, *, in_or: bool) -> None:
        """A part that only says what must not be there would find nearly everything."""
        if _is_positive(node):
            return
        if in_or:
            what = N_("column {position}: OR NOT would find every entry without that word")
            raise self.fail(token, what, N_("say what to look for: {example}"), example="a OR (b NOT c)")
        what = N_("column {position}: a query that only says NOT finds nothing in particular")
        raise self.fail(token, what, N_("say first what to look for: {example}"), example=f"nordelait {self.query}")

    def all_of(self) -> Node:
        """Parts with AND or nothing between them."""
        parts = [self.negated()]
        while self.token.kind not in {"OR", ")", "end"}:
            if self.token.kind == "AND":
                self.take()
            parts.append(self.negated())
        return parts[0] if len(parts) == 1 else And(_flat(parts, And))

    def negated(self) -> Node:
        """NOT x, or x."""
        if self.token.kind != "NOT":
            return self.near()
        self.take()
        if self.token.kind == "NOT":
            raise self.fail(self.token, N_("column {position}: NOT twice"), N_("remove both"))
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
            reaches.append((operator.number, operator.ordered))
            starts = self.token
            operands.append(self.operand())
            self.must_be_near(operands[-1], starts)
        return Near(tuple(operands), tuple(reaches)) if reaches else operands[0]

    def must_be_near(self, node: Node, token: Token) -> None:
        """NEAR stands between words, phrases and groups of ORs only."""
        if not _can_be_near(node):
            raise self.fail(
                token,
                N_("column {position}: beside NEAR stands a word, a phrase, or a group of ORs"),
                N_("write, for instance, {example}"),
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
                return self.regex(token)
            case "word" | "quote":
                return self.words(token)
            case kind if kind in _ENDS_AN_OPERAND:
                raise self.missing(token)
            case _:
                raise self.fail(
                    token,
                    N_("column {position}: NOT can't stand here"),
                    N_("put it before a whole part: {example}"),
                    example="a NOT (b NEAR/5 c)",
                )

    def missing(self, token: Token) -> QueryError:
        """Something must stand before or after an operator, and doesn't."""
        before = self.tokens[self.at - 2] if self.at > 1 else None
        example = N_("write a word there, or remove “{operator}”")
        if before is None or (before.kind == "(" and token.kind != ")"):
            what = N_("column {position}: something is missing before {operator}")
            return self.fail(token, what, example, operator=token.value or token.kind)
        if before.kind == "(":
            return self.fail(before, N_("column {position}: nothing between the parentheses"), N_("remove them"))
        name = before.value + (":" if before.kind == "scope" else "")
        return self.fail(before, N_("column {position}: something is missing after {operator}"), example, operator=name)

    def group(self, opening: Token) -> Node:
        """What stands between parentheses."""
        self.depth += 1
        if self.depth > DEEPEST:
            what = N_("column {position}: more than {deepest} groups within one another")
            raise self.fail(opening, what, N_("write it flatter"), deepest=DEEPEST)
        node = self.any_of()
        if self.token.kind != ")":
            raise self.fail(
                opening,
                N_("column {position}: this parenthesis is never closed"),
                N_("close it: {example}"),
                example=self.query.rstrip() + ")",
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
                inner=scope.value,
                outer=self.scope.value,
                example="title:nordelait site:lapresse.ca",
            )
        if self.token.kind == "NOT":
            what = N_("column {position}: NOT can't stand here")
            raise self.fail(self.token, what, N_("put it before the scope: -{scope}:…"), scope=scope.value)
        if scope.value in {"site", "lang"}:
            return self.site_or_lang(scope)
        self.scope = scope
        inner = self.operand() if self.token.kind != "end" else None
        self.scope = None
        if inner is None:
            self.take()
            raise self.missing(self.tokens[self.at - 1])
        self.must_be_positive(inner, scope, in_or=False)
        return Scope(scope.value, inner)

    def site_or_lang(self, scope: Token) -> Node:
        """site:x and lang:x, whose x is no word of the text."""
        token = self.take()
        if token.kind not in {"word", "quote"}:
            raise self.missing(token)
        value = token.value.strip()
        if scope.value == "lang":
            if not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*", value):
                what = N_("column {position}: “{code}” is no language code")
                raise self.fail(token, what, N_("write, for instance, lang:fr or lang:en"), code=value)
            return Lang(value.lower().replace("_", "-"))
        if not _HOST.fullmatch(value):
            what = N_("column {position}: “{host}” is no host")
            raise self.fail(token, what, N_("write the host alone: {example}"), host=value, example="site:lapresse.ca")
        host = comparable(value.removeprefix("*"))
        return Site(host, host)

    def regex(self, token: Token) -> Node:
        """/…/."""
        try:
            found = LinearRegex(token.value)
        except BadRegexError as error:
            what = N_("column {position}: this regular expression can't be read: {reason}")
            mend = N_("it is RE2 syntax: no look-ahead, no back-references")
            raise self.fail(token, what, mend, reason=str(error)) from None
        if found.matches_nothing():
            what = N_("column {position}: this regular expression finds every text, even an empty one")
            raise self.fail(token, what, N_("write + where there is *, or {example}"), example="/lots? [0-9]+/")
        return Regex(token.value)

    def words(self, token: Token) -> Node:
        """A word, a phrase, a tag, or a window of words."""
        if (tag := _TAG.fullmatch(token.value)) and token.number < 0 and not token.exact:
            return _tag(tag)
        _check_stars(self.query, token.value, token.column)
        text = _question_marks(token.value) if token.kind == "quote" else token.value
        term = make_term(text, exact=token.exact)
        if term is None:
            raise self.fail(
                token,
                N_("column {position}: there is no word in “{text}”"),
                N_("write at least one letter or digit; the operators are AND, OR, NOT, NEAR/5"),
                text=token.value,
            )
        if token.number < 0 or len(term.words) == 1:
            return term
        each = (make_term(word, exact=token.exact) for word in term.forms)
        return Window(tuple(word for word in each if word), token.number)


def _flat(parts: list[Node], kind: type[And | Or]) -> tuple[Node, ...]:
    """Parts of a group of the same kind as parts of this one."""
    return tuple(inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,)))


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
