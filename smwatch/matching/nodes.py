"""What a query says, as a tree of frozen values, and the query it stands for, written out again.

yoplait OR (danone "rappel de lots"~3)   ->   Or((Term, And((Term, Window))))
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, assert_never

from smwatch.matching.terms import Term

PARTS: Final = ("title", "text", "author", "source", "url")
"""What a scope can name."""


_BARE: Final = re.compile(r"(?!O?NEAR\b|(?:AND|OR|NOT)\Z|[^\W\d_]+:)(?:[^\W_]|\?)[^\s()]*")


@dataclass(frozen=True, slots=True)
class Tag:
    """That hashtag or handle only. `body` is folded, underscores kept."""

    sign: str  # "#" or "@"
    body: str
    written: str = field(default="", compare=False)
    form: str = ""  # its letters with their case and accents, where these count


@dataclass(frozen=True, slots=True)
class Window:
    """All the words, in any order, with at most `others` other words among them."""

    words: tuple[Term, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Near:
    """Operands in a chain, each within reach of the one before: `reaches[i]` lies between operands i and i + 1."""

    operands: tuple[Node, ...]
    reaches: tuple[tuple[int, bool], ...]  # at most so many words between; in this order?


@dataclass(frozen=True, slots=True)
class And:
    """All of them, wherever in the entry; at least one is no Not."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of them."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Not this; stands in an And only."""

    part: Node


@dataclass(frozen=True, slots=True)
class Scope:
    """This, in one part of the entry only."""

    part: str  # one of PARTS
    inner: Node


@dataclass(frozen=True, slots=True)
class Site:
    """The link's host, or a parent of it. In lower case, as punycode."""

    host: str
    written: str


@dataclass(frozen=True, slots=True)
class Lang:
    """The entry's language: "fr" is also fr-CA."""

    code: str


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression, as written between the slashes."""

    pattern: str


Node = Term | Tag | Window | Near | And | Or | Not | Scope | Site | Lang | Regex


def written(node: Node) -> str:
    """A query that means this; parsed, it gives the same tree again."""
    match node:
        case And(parts):
            return " ".join(_grouped(part, (Or, And)) for part in parts)
        case Or(parts):
            return " OR ".join(_grouped(part, (Or,)) for part in parts)
        case Not(part):
            return f"NOT {_grouped(part, (And, Or))}"
        case Near(operands, reaches):
            out = [_grouped(operands[0], (Or,))]
            for (reach, ordered), operand in zip(reaches, operands[1:], strict=True):
                out += [f"{'ONEAR' if ordered else 'NEAR'}/{reach}", _grouped(operand, (Or,))]
            return " ".join(out)
        case Scope(part, inner):
            return f"{part}:{_grouped(inner, (And, Or, Near))}"
        case _:
            return _leaf(node)


def _grouped(node: Node, kinds: tuple[type, ...]) -> str:
    return f"({written(node)})" if isinstance(node, kinds) else written(node)


def _leaf(node: Term | Tag | Window | Site | Lang | Regex) -> str:
    match node:
        case Term():
            bare = _BARE.fullmatch(node.written)
            return "=" * node.exact + (node.written if bare else f'"{node.written}"')
        case Tag():
            return "=" * bool(node.form) + node.written
        case Window(words, others):
            exact = "=" * words[0].exact
            return f'{exact}"{" ".join(word.written for word in words)}"~{others}'
        case Site():
            return f"site:{node.written}"
        case Lang(code):
            return f"lang:{code}"
        case Regex(pattern):
            return f"/{pattern}/"
        case _:
            assert_never(node)
