"""What a query says that it may not mean: it parses, and a person should look at it all the same.

    hints("rappel or retour")  ->  “or” is looked for as a word; the operator is OR

None of these is a mistake, as every one of them may be meant.
"""

from __future__ import annotations

from typing import Final

from smwatch.errors import QueryError
from smwatch.locales import N_
from smwatch.matching.errors import mistake
from smwatch.matching.lexer import Token, tokens
from smwatch.matching.parser import parse

OPERATORS: Final = {
    "or": "OR", "Or": "OR", "and": "AND", "And": "AND", "not": "NOT", "Not": "NOT", "near": "NEAR/5", "Near": "NEAR/5",
    "OU": "OR", "Ou": "OR", "ou": "OR", "ET": "AND", "Et": "AND", "et": "AND", "SAUF": "NOT", "Sauf": "NOT",
    "sauf": "NOT", "NON": "NOT", "Non": "NOT", "PAS": "NOT", "SANS": "NOT", "PRES": "NEAR/5", "PRÈS": "NEAR/5",
    "XOR": "OR", "ANDNOT": "NOT", "WITHIN": "NEAR/5", "ADJ": "NEAR/0",
}  # fmt: skip
"""Words that may be meant as operators, in lower case, in French or as other tools have them -> ours."""
_OPERANDS: Final = frozenset(("word", "quote", "regex", ")"))


def hints(query: str) -> list[QueryError]:
    """What to look at in a query that parses, from left to right; errors that are told and not raised."""
    read = list(tokens(query))
    found = []
    for before, word, after in zip(read, read[1:], read[2:], strict=False):
        operator = _operator(word)
        if operator and before.kind in _OPERANDS and after.kind in {*_OPERANDS, "(", "scope", "NOT"}:
            found.append(_hint(query, word, operator))
    return found


def _operator(word: Token) -> str:
    """Which operator a word may stand for; "" for most."""
    if word.kind != "word" or word.exact:
        return ""
    name, slash, number = word.value.partition("/")
    operator = OPERATORS.get(name, "")
    if slash and not (number.isdigit() and operator.startswith("NEAR")):
        return ""
    return f"NEAR/{number}" if slash else operator


def _hint(query: str, word: Token, operator: str) -> QueryError:
    what = N_("column {position}: “{word}” is looked for as a word; the operator is {operator}")
    mend = N_("if you mean the operator, write {example}; if you mean the word, put it in quotes")
    example = query[: word.start] + operator + query[word.end :]
    if not _parses(example):
        example = f"lait {operator} yogourt"
    return mistake(query, word.column, what, mend, word=word.value, operator=operator, example=example)


def _parses(query: str) -> bool:
    try:
        parse(query)
    except QueryError:
        return False
    return True
