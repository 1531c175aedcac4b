"""A query cut into tokens, each with its column. What can be wrong inside one token is told here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final

from smwatch.locales import N_
from smwatch.matching.errors import MendableError, mistake
from smwatch.matching.nodes import PARTS

CLOSERS: Final = {'"': '"', "“": '”“"', "”": "”", "„": '“”"', "‟": "”", "«": "»", "»": "«»", "‹": "›"}
"""What closes a quote that opens with ...; typists mix them, and word processors more so."""
SCOPES: Final = (*PARTS, "site", "lang")
_MINUS: Final = "-–−"
LONGEST: Final = 200_000
"""Characters of a query; ten thousand names fit in. What is longer was not written by a person."""
FARTHEST: Final = 10_000
"""Words between: a reach beyond a long article is a slip of the finger."""
MEANT: Final = {
    "titre": "title", "titres": "title", "headline": "title", "intitle": "title", "texte": "text", "body": "text",
    "content": "text", "contenu": "text", "intext": "text", "corps": "text", "auteur": "author", "autrice": "author",
    "by": "author", "par": "author", "from": "author", "journal": "source", "media": "source", "média": "source",
    "lien": "url", "link": "url", "adresse": "url", "inurl": "url", "domain": "site", "domaine": "site",
    "host": "site", "hôte": "site", "langue": "lang", "language": "lang", "langage": "lang",
}  # fmt: skip
"""What other tools, and people who think in French, call the scopes."""

_SCOPE: Final = re.compile(r"(?!O?NEAR:)([^\W\d_]+):(?!//)")
_NEAR: Final = re.compile(r"(O?NEAR)(/[^\s()]*|[~=:]?[0-9]*)")
_REACH: Final = re.compile(r"/[0-9]+")
_REACH_APART: Final = re.compile(r"\s*/?\s*([0-9]+)(?![^\s()])")
_NO_REACH: Final = re.compile(r"[^\s()]+")
_WORD: Final = re.compile(r'[^\s()"“”„‟«»‹›]+')
_SLOP: Final = re.compile(r"~([0-9]*)")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query. `kind`: ( ) AND OR NOT NEAR scope word quote regex end."""

    kind: str
    value: str
    column: int
    start: int = 0  # where it begins and ends in the query, signs and quotes included
    end: int = 0
    number: int = -1  # NEAR's reach, a quote's ~N
    ordered: bool = False  # ONEAR
    exact: bool = False  # =word, ="quote"


def tokens(query: str) -> Iterator[Token]:
    """The tokens of a query, "end" last; QueryError where one can't be read."""
    if len(query) > LONGEST:
        what = N_("the query is longer than {most} characters")
        mend = N_("make several brands of it, or brands with `names`, as {example}")
        raise mistake(query, LONGEST, what, mend, most=LONGEST, example='names = ["Nordelait", "Nord-Lait"]')
    at = last = 0
    while (at := _skip(query, at)) < len(query):
        token, end = _token(query, at)
        yield replace(token, start=at, end=end)
        at = last = end
    yield Token("end", "", last, start=last, end=last)


def _skip(query: str, at: int) -> int:
    """Past blanks and, where there are several lines, remarks."""
    while at < len(query):
        if query[at].isspace():
            at += 1
        elif query[at] == "#" and _is_remark(query, at):
            line_end = query.find("\n", at)
            at = line_end if line_end >= 0 else len(query)
        else:
            break
    return at


def _is_remark(query: str, at: int) -> bool:
    """A # that begins a line of several; an indented one only before a blank, else it is a hashtag."""
    before = query.rfind("\n", 0, at) + 1
    if "\n" not in query or query[before:at].strip():
        return False
    return before == at or query[at + 1 : at + 2].isspace()


def _token(query: str, at: int) -> tuple[Token, int]:
    """The token at `at`, and where it ends."""
    char, following = query[at], query[at + 1 : at + 2]
    if char in "()":
        found = Token(char, char, at), at + 1
    elif char in CLOSERS:
        found = _quote(query, at)
    elif char == "=" and following in CLOSERS:
        found = _quote(query, at + 1, exact=True)
    elif char == "/":
        found = _regex(query, at)
    elif char in _MINUS and following.strip():
        found = Token("NOT", char, at), at + 1
    elif scope := _SCOPE.match(query, at):
        found = _scope(query, scope)
    else:
        found = _word(query, at)
    return found


def _word(query: str, at: int) -> tuple[Token, int]:
    word = _WORD.match(query, at)
    value = word[0] if word else query[at]
    if near := _NEAR.fullmatch(value):
        return _near(query, near, at)
    if value in {"AND", "OR", "NOT"}:
        return Token(value, value, at), at + len(value)
    exact = value.startswith("=")
    return Token("word", value[exact:], at + exact, exact=exact), at + len(value)


def _quote(query: str, at: int, *, exact: bool = False) -> tuple[Token, int]:
    closers = CLOSERS[query[at]]
    ends = [end for closer in closers if (end := query.find(closer, at + 1)) >= 0]
    if not ends:
        raise mistake(
            query,
            at,
            N_("column {position}: this quote is never closed"),
            N_("close it, or remove it: {example}"),
            repairs=(query.rstrip() + closers[0], query[:at] + query[at + 1 :]),
            example='"Air Canada"',
        )
    end = min(ends)
    value, number, after = query[at + 1 : end], -1, end + 1
    if slop := _SLOP.match(query, after):
        number, after = _slop(query, slop), slop.end()
    return Token("quote", value, at + 1, number=number, exact=exact), after


def _slop(query: str, slop: re.Match[str]) -> int:
    """The number after a quote's ~."""
    column = slop.start()
    if not slop[1]:
        number, rest = _meant(query, slop.end())
        raise mistake(
            query,
            column,
            N_("column {position}: ~ needs a number: how many other words may stand among these"),
            N_("write, for instance, {example}"),
            repairs=(f"{query[:column]}~{number}{rest}",),
            example='"rappel yogourt"~5',
        )
    return _bounded(query, column + 1, slop[1])


def _meant(query: str, after: int) -> tuple[str, str]:
    """The number that what stands after ~ may mean, and the query after that: ~x, ~-3, ~ 3."""
    written = _NO_REACH.match(query, after)
    if written and (digits := re.search(r"[0-9]{1,4}", written[0])):
        return digits[0], query[written.end() :]
    apart = _REACH_APART.match(query, after)
    return (apart[1][:4], query[apart.end() :]) if apart else ("5", query[written.end() if written else after :])


def _bounded(query: str, column: int, digits: str) -> int:
    """A number of words that a text may have between others."""
    if len(digits) > len(str(FARTHEST)) or int(digits) > FARTHEST:
        repaired = f"{query[:column]}50{query[column + len(digits) :]}"
        what = N_("column {position}: more than {most} words between is no nearness")
        mend = N_("write a smaller number, as in {example}")
        raise mistake(query, column, what, mend, repairs=(repaired,), most=FARTHEST, example="lait NEAR/50 rappel")
    return int(digits)


def _regex(query: str, at: int) -> tuple[Token, int]:
    """From a slash to the next that isn't escaped and stands in no [class]."""
    end, in_class = at + 1, False
    while end < len(query) and (in_class or query[end] != "/"):
        if query[end] == "\\":
            end += 1
        elif query[end] in "[]":
            in_class = query[end] == "["
        end += 1
    if end >= len(query):
        raise mistake(
            query,
            at,
            N_("column {position}: this regular expression is never closed"),
            N_("end it with a slash, as in {example}; put a word that has slashes in quotes"),
            repairs=(query.rstrip() + "/", f'{query[:at]}"{query[at:].rstrip()}"'),
            example="/lots? n[o°] [0-9]+/",
        )
    return Token("regex", query[at + 1 : end], at), end + 1


def _scope(query: str, found: re.Match[str]) -> tuple[Token, int]:
    name, column = found[1].lower(), found.start()
    if name not in SCOPES:
        raise _unknown_scope(query, found)
    return Token("scope", name, column), found.end()


def _unknown_scope(query: str, found: re.Match[str]) -> MendableError:
    name, column = found[1].lower(), found.start()
    word = _WORD.match(query, column)
    end = word.end() if word else found.end()
    quoted = f'{query[:column]}"{query[column:end]}"{query[end:]}'
    close = get_close_matches(name, SCOPES)
    meant = MEANT.get(name) or (close[0] if close else "")
    what, known = N_("column {position}: there is no scope “{scope}:”"), ", ".join(f"{scope}:" for scope in SCOPES)
    if not meant:
        mend = N_("the scopes are {known}; to look for these very words, put them in quotes: {example}")
        return mistake(query, column, what, mend, repairs=(quoted,), scope=found[1], known=known, example='"a:b"')
    mend = N_("did you mean {meant}: as in {example}? The scopes are {known}")
    repairs = (f"{query[:column]}{meant}:{query[found.end() :]}", quoted)
    example = f"{meant}:{'fr' if meant == 'lang' else 'lapresse.ca' if meant == 'site' else 'nordelait'}"
    return mistake(
        query, column, what, mend, repairs=repairs, scope=found[1], known=known, meant=meant, example=example
    )


def _near(query: str, found: re.Match[str], at: int) -> tuple[Token, int]:
    operator, end = found[1], at + found.end()
    if not _REACH.fullmatch(found[2]):
        digits = re.search(r"[0-9]{1,4}", found[2])
        apart = _REACH_APART.match(query, end) if found[2] in {"", "/"} else None
        number = digits[0] if digits else apart[1][:4] if apart else "5"
        rest = query[apart.end() if apart else end :]
        raise mistake(
            query,
            at,
            N_("column {position}: {operator} needs a number: at most how many words between"),
            N_("write, for instance, {example}"),
            repairs=(f"{query[:at]}{operator}/{number}{rest}",),
            operator=operator,
            example=f"lait {operator}/5 rappel",
        )
    reach = _bounded(query, at + len(operator) + 1, found[2].removeprefix("/"))
    return Token("NEAR", operator, at, number=reach, ordered=operator == "ONEAR"), end
