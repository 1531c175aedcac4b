"""What a query or a name says that it may not mean: it parses, and a person should look at it all the same.

    hints("rappel or retour")  ->  “or” is looked for as a word; the operator is OR
    brand_hints(brand)         ->  the same of its query, or of names that look like queries

None of these is a mistake, as every one of them may be meant.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from smwatch.errors import QueryError
from smwatch.locales import N_
from smwatch.matching.errors import mistake
from smwatch.matching.lexer import MEANT, SCOPES, Token, tokens
from smwatch.matching.mistakes import NAMES
from smwatch.matching.parser import parse
from smwatch.models import Brand

OPERATORS: Final = {
    "or": "OR", "Or": "OR", "and": "AND", "And": "AND", "not": "NOT", "Not": "NOT", "near": "NEAR/5", "Near": "NEAR/5",
    "OU": "OR", "Ou": "OR", "ou": "OR", "ET": "AND", "Et": "AND", "et": "AND", "SAUF": "NOT", "Sauf": "NOT",
    "sauf": "NOT", "NON": "NOT", "Non": "NOT", "PAS": "NOT", "SANS": "NOT", "PRES": "NEAR/5", "PRÈS": "NEAR/5",
    "XOR": "OR", "ANDNOT": "NOT", "WITHIN": "NEAR/5", "ADJ": "NEAR/0",
}  # fmt: skip
"""Words that may be meant as operators, in lower case, in French or as other tools have them -> ours."""
_OPERANDS: Final = frozenset(("word", "quote", "regex", ")"))
_BETWEEN: Final = re.compile(r"(?<=\S)\s+(OR|OU|AND|ET|NOT|SAUF|O?NEAR(?:/[0-9]+)?)\s+(?=\S)")
_FIRST: Final = re.compile(r"\s*(NOT|SAUF)\s+(?=\S)")
_EITHER: Final = re.compile(r"(?<=\S)\s+O[RU]\s+(?=\S)")
_IN_CAPITALS: Final = frozenset(("AND", "ET", "NOT"))
"""What stands in names that are all in capitals, as BATH AND BODY WORKS, and is no operator there."""
_SCOPED: Final = re.compile(rf"(?<!\S)[-(]?({'|'.join((*SCOPES, *MEANT))}):(?!//)(?=\S)", re.IGNORECASE)
_MINUS: Final = re.compile(r"\s*([-–−])(?=\w)")
_QUOTE: Final = re.compile(r'(?<![0-9])"|[“”«»]')  # 7" is inches


def brand_hints(brand: Brand) -> Iterator[QueryError]:
    """What to look at in a brand's query, or in its names, exclude and context."""
    if brand.query:
        yield from hints(brand.query)
        return
    for key in NAMES:
        for name in getattr(brand, key):
            if (hint := _name_hint(key, name)) is not None:
                yield hint


def hints(query: str) -> list[QueryError]:
    """What to look at in a query that parses, all in one; an error that is told and not raised."""
    read = list(tokens(query))
    found = []
    for before, word, after in zip(read, read[1:], read[2:], strict=False):
        operator = _operator(word)
        if operator and before.kind in _OPERANDS and after.kind in {*_OPERANDS, "(", "scope", "NOT"}:
            found.append((word, operator))
    return [_hint(query, found)] if found else []


def _operator(word: Token) -> str:
    """Which operator a word may stand for; "" for most."""
    if word.kind != "word" or word.exact:
        return ""
    name, slash, number = word.value.partition("/")
    operator = OPERATORS.get(name, "")
    if slash and not (number.isdigit() and operator.startswith("NEAR")):
        return ""
    return f"NEAR/{number}" if slash else operator


def _hint(query: str, found: list[tuple[Token, str]]) -> QueryError:
    """Of all words that may be operators, with all of them made operators."""
    what = N_("column {position}: “{word}” is looked for as a word; the operator is {operator}")
    mend = N_("if you mean the operator, write {example}; if you mean the word, put it in quotes")
    words, operators = (dict.fromkeys(each) for each in ((word.value for word, _ in found), (op for _, op in found)))
    if len(words) > 1:
        what = N_("column {position}: {words} are looked for as words; the operators are {operator}")
        mend = N_("if you mean operators, write {example}; if you mean words, put them in quotes")
    example = query
    for word, operator in reversed(found):
        example = example[: word.start] + operator + example[word.end :]
    if not _parses(example):
        example = f"lait {found[0][1]} yogourt"
    arguments = {"word": found[0][0].value, "words": ", ".join(words), "operator": ", ".join(operators)}
    return mistake(query, found[0][0].column, what, mend, example=" ".join(example.split()), **arguments)


def _parses(query: str) -> bool:
    try:
        parse(query)
    except QueryError:
        return False
    return True


def _name_hint(key: str, name: str) -> QueryError | None:
    """Of a name that is written like a query, and so is not found, or found where it isn't meant."""
    sign = _MINUS.match(name) or _odd_quote(name)
    operator = next((found for found in _operators_in(name)), None)
    found = operator or _SCOPED.search(name) or sign
    if found is None:
        return None
    what, char = N_("in {key}, “{name}” is looked for as it stands: a name is no query"), ""
    mend = N_("for a query write, instead of names, exclude and context, {example}")
    if operator and operator[1] in {"OR", "OU"}:
        mend = N_("write each by itself: {example}; or a query, instead of names, exclude and context")
        example = ", ".join(json.dumps(part.strip(' "()'), ensure_ascii=False) for part in _EITHER.split(name))
    elif found is sign:
        what = N_("in {key}, the sign {char} of “{name}” is passed over: a name is no query")
        mend = N_("write it without the sign: {example}; or a query, instead of names, exclude and context")
        at = sign.start(sign.lastindex or 0)
        char = name[at]
        example = json.dumps((name[:at] + name[at + 1 :]).strip(), ensure_ascii=False)
    else:
        example = f"query = {_toml(_as_query(name))}"
    return mistake(name, found.start(found.lastindex or 0), what, mend, key=key, name=name, char=char, example=example)


def _operators_in(name: str) -> Iterator[re.Match[str]]:
    """What would be an operator in a query."""
    for found in filter(None, (_FIRST.match(name), *_BETWEEN.finditer(name))):
        if found[1] not in _IN_CAPITALS or name != name.upper():
            yield found


def _odd_quote(name: str) -> re.Match[str] | None:
    """A quote that opens and isn't closed, or the other way round."""
    quotes = list(_QUOTE.finditer(name))
    return quotes[-1] if len(quotes) % 2 else None


def _as_query(name: str) -> str:
    """The query that a name looks like, its operators ours."""
    query = " ".join(OPERATORS.get(word, word) if word.isupper() else word for word in name.split())
    try:
        parse(query)
    except QueryError as error:
        return str(error.arguments["example"])
    return query


def _toml(text: str) -> str:
    return f"'{text}'" if "'" not in text else json.dumps(text, ensure_ascii=False)
