"""A query cut into tokens, each with its column. What can be wrong inside one token is told here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from smwatch.locales import N_
from smwatch.matching.errors import mistake
from smwatch.matching.nodes import PARTS

CLOSERS: Final = {'"': '"', "“": '”“"', "”": "”", "„": '“”"', "‟": "”", "«": "»", "»": "«»", "‹": "›"}
"""What closes a quote that opens with ...; typists mix them, and word processors more so."""
SCOPES: Final = (*PARTS, "site", "lang")
_MINUS: Final = "-–−"

_SCOPE: Final = re.compile(r"([^\W\d_]+):(?!//)")
_NEAR: Final = re.compile(r"(O?NEAR)(/[^\s()]*|[~=]?[0-9]*)")
_REACH: Final = re.compile(r"/[0-9]{1,6}")
_WORD: Final = re.compile(r'[^\s()"“”„‟«»‹›]+')
_SLOP: Final = re.compile(r"~([0-9]*)")
_COMMENT: Final = re.compile(r"^#[^\n]*|^[^\S\n]+#(?:\s[^\n]*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query. `kind`: ( ) AND OR NOT NEAR scope word quote regex end."""

    kind: str
    value: str
    column: int
    number: int = -1  # NEAR's reach, a quote's ~N
    ordered: bool = False  # ONEAR
    exact: bool = False  # =word, ="quote"


def tokens(query: str) -> Iterator[Token]:
    """The tokens of a query, "end" last; QueryError where one can't be read."""
    text = _without_comments(query)
    at = 0
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        if at == len(text):
            break
        token, at = _token(query, text, at)
        yield token
    yield Token("end", "", len(text.rstrip()))


def _without_comments(query: str) -> str:
    """Comments as blanks, so that columns stay."""
    if "\n" not in query:
        return query
    return _COMMENT.sub(lambda comment: " " * len(comment[0]), query)


def _token(query: str, text: str, at: int) -> tuple[Token, int]:
    """The token at `at`, and where it ends."""
    char, following = text[at], text[at + 1 : at + 2]
    if char in "()":
        found = Token(char, char, at), at + 1
    elif char in CLOSERS:
        found = _quote(query, text, at)
    elif char == "=" and following in CLOSERS:
        found = _quote(query, text, at + 1, exact=True)
    elif char == "/":
        found = _regex(query, text, at)
    elif char in _MINUS and following.strip():
        found = Token("NOT", char, at), at + 1
    elif scope := _SCOPE.match(text, at):
        found = _scope(query, scope)
    else:
        found = _word(query, text, at)
    return found


def _word(query: str, text: str, at: int) -> tuple[Token, int]:
    word = _WORD.match(text, at)
    value = word[0] if word else text[at]
    if near := _NEAR.fullmatch(value):
        return _near(query, near, at)
    if value in {"AND", "OR", "NOT"}:
        return Token(value, value, at), at + len(value)
    exact = value.startswith("=")
    return Token("word", value[exact:], at + exact, exact=exact), at + len(value)


def _quote(query: str, text: str, at: int, *, exact: bool = False) -> tuple[Token, int]:
    closers = CLOSERS[text[at]]
    ends = [end for closer in closers if (end := text.find(closer, at + 1)) >= 0]
    if not ends:
        raise mistake(
            query,
            at,
            N_("column {position}: this quote is never closed"),
            N_("close it, or remove it: {example}"),
            example=query.rstrip() + closers[0],
        )
    end = min(ends)
    value, number, after = text[at + 1 : end], -1, end + 1
    if slop := _SLOP.match(text, after):
        if not slop[1]:
            raise mistake(
                query,
                after,
                N_("column {position}: ~ needs a number: how many other words may stand among these"),
                N_("write, for instance, {example}"),
                example=f'"{value.strip()}"~5',
            )
        number, after = int(slop[1][:6]), slop.end()
    return Token("quote", value, at + 1, number=number, exact=exact), after


def _regex(query: str, text: str, at: int) -> tuple[Token, int]:
    """From a slash to the next that isn't escaped and stands in no [class]."""
    end, in_class = at + 1, False
    while end < len(text) and (in_class or text[end] != "/"):
        if text[end] == "\\":
            end += 1
        elif text[end] in "[]":
            in_class = text[end] == "["
        end += 1
    if end >= len(text):
        raise mistake(
            query,
            at,
            N_("column {position}: this regular expression is never closed"),
            N_("end it with a slash, as in {example}; put a word that has slashes in quotes"),
            example="/lots? n[o°] [0-9]+/",
        )
    return Token("regex", text[at + 1 : end], at), end + 1


def _scope(query: str, found: re.Match[str]) -> tuple[Token, int]:
    name, column = found[1].lower(), found.start()
    if name not in SCOPES:
        raise mistake(
            query,
            column,
            N_("column {position}: there is no scope “{scope}:”"),
            N_("the scopes are {known}; to look for these very words, put them in quotes"),
            scope=found[1],
            known=", ".join(f"{scope}:" for scope in SCOPES),
        )
    return Token("scope", name, column), found.end()


def _near(query: str, found: re.Match[str], at: int) -> tuple[Token, int]:
    operator, reach = found[1], found[2].removeprefix("/")
    if not _REACH.fullmatch(found[2]):
        raise mistake(
            query,
            at,
            N_("column {position}: {operator} needs a number: at most how many words between"),
            N_("write, for instance, {example}"),
            operator=operator,
            example=f"{operator}/5",
        )
    return Token("NEAR", operator, at, number=int(reach), ordered=operator == "ONEAR"), found.end() + at
