"""What a person reads of each mistake and each hint, word for word: golden/*.txt (tests/golden.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from smwatch.errors import QueryError
from smwatch.locales import Speech
from smwatch.matching.brands import compile_brand, compile_query
from smwatch.matching.errors import picture, said
from smwatch.matching.hints import brand_hints, hints
from smwatch.matching.mistakes import mistakes
from smwatch.matching.parser import LONGEST_PROPOSAL
from smwatch.models import Brand
from tests.golden import kept

GOLDEN = Path(__file__).with_name("golden")
LONG = "mot " * 24

QUERIES = (
    "", "\n", '"Air', 'a "', "« Air Canada", "“a", "«a“ b", "(a OR b", "((a) b", "a)", "a) b", "()", "a () b",
    "(a () b)", "a OR", "a AND", "a NOT", "a -", "- a", "OR a", "AND a", "a OR OR b", "a OR AND b", "(OR a)",
    "(a OR) b", "a NEAR/5", "a NEAR/5 OR b", "NEAR/5 a", "NOT a", "-a -b", "NOT NOT a", "a NOT NOT b", "a OR NOT b",
    "(NOT a) OR b", "a OR (NOT b)", "title:(NOT a)", "title:-a", "b title:NOT a", "a NEAR/5 NOT b", "a NEAR b",
    "a NEAR/ b", "a ONEAR/x b", "a NEAR7 b", "a NEAR~7 b", "a NEAR 12345 b", "a NEAR~12345 b", '"a b"~x12345',
    "a NEAR / 3 b", "a NEAR/-3 b", "a NEAR/10001 b", "a NEAR/9999999 b c", "a NEAR/10000 b", "a NEAR/5 (b c)",
    "(b c) NEAR/5 a", "(=b c) NEAR/5 a", '("b" c) NEAR/5 a', "(a NEAR/5 b) NEAR/5 c", "title:a NEAR/5 b",
    "a NEAR/5 title:b", "a NEAR/5 site:x.ca", "a NEAR/5 /b/", "(a OR /b/) NEAR/5 c", "a NEAR/1 " * 51 + "b",
    "a NEAR/1 " * 50 + "b", "ra*", "lots de ra*", '"trois ra*"', "=ra*", "*elait", "r??*", "r1a*", "lait ra* ou re*",
    "titre:a", "Titre:a", "a tittle:b", "langue:fr", "hôte:x.ca", "zzz:a", "note:", "zzz:a(b", "title:", "title:)",
    "(title:)", "title:(site:x.ca)", "text:(a author:b)", "title:(lang:fr)", "site:", "site:(", "site:(x.ca",
    "site:(x.ca y.ca)", "site:()", "site:x.ca/affaires/lot", "site:https://www.x.ca/",
    "site:https://moi@x.ca:80/a-b?c", "site:a,b", "site:/affaires/", "lang:", "lang:f", "lang:français", "lang:fr-",
    "lang:(fr en", "lang:(fr en)", "lang:(fr OR)", "/lots", "a /lots b", "/a[/]b", "/a\\/", "/(lots/", "/lots)/",
    "/[lots/", "/*a/", "/a**/", "/(?=a)b/", "/a\\1/", "/\\j/", "/x*/", "/x?/", "//", "/(?i/", '"a b"~', '"a b"~x',
    '"a b"~x3 c', '"a b"~ 3 c', '"a b"~-3', '"a b"~10001', '"' + "a b " * 26 + '"~5', "a~2", "=a~", "a~2~3", "a && b",
    "a & b", "a + b", "a || b", "a | b", "a, b", "a , b", "a ; b", "a ! b", "a – b", '""', '=""', '" "', '"…"', "=",
    "= a", "…", "(", "a (", "a AND (", "a NOT ((", "title:(", "a NEAR/5 (", "a OR title:", "(a AND NOT) b",
    "titre:a OR ra* OR (b NEAR c", "ra* re*", "a\nOR ra*", "a\n# ra*\n  # re*\n  #re*", "a\nOR\n", "a # ra*",
    "(" * 51 + "a" + ")" * 51, f"{LONG}titre:x {LONG}", f"{LONG}titre:x", f"titre:x {LONG}{LONG}", f"a \"{'b' * 80}",
    f"titre:{'b' * 300}", "zut" * 30 + ":x", "e\u0301中\t titre:x", "a " * 150_000,
)  # fmt: skip
"""Each with a mistake, or just without."""

HINTED = (
    "a or b", "a Or b", "a OU b", "a ET b", "a et b", "a SAUF b", "a NON b", "a near b", "a near/3 b", "a WITHIN/3 b",
    "a ADJ b", "a ADJ/2 b", "a or/3 b", "a near/x b", '"a" ou (b)', "/a/ ou title:b", "(a) ou NOT b", "or a", "a or",
    "a OR or", "=or a", "a =or b", "a ou b et c sauf d", "(a OU b) ET c\n SAUF d OU e", "a or\tb", "a near (b c)",
    "title:a PRÈS b", "a ou\n# b\nc",
)  # fmt: skip

NAMES = (
    "A OR B", "A OU B", '"A" OR (B)', "A AND B", "a AND b", "A ET B", "a SAUF L'Oréal", "NOT x", "SAUF x", "a NOT b",
    "A NOT B", "A NEAR/5 B", "A NEAR B", "A ONEAR/2 B", "title:A", "-title:A", "(titre:A)", "a titre:A", "TITLE:A",
    "title: A", "title://a", "-a", "– a", "--a", "- a", '"A', "A »", "« A", '7" A', '7" "A', "A OR", "OR B",
    "A OR B AND C", "A OR title:B", "x'y AND \"", "A AND (B",
)  # fmt: skip

BAD_NAMES = ("", "…", "!", "ab*", "=ab*", "* b", "a b*", "#", "x" * 80 + " b*", "abc* d*")


def shown(error: QueryError | None) -> Iterator[str]:
    """A mistake as it is printed, in English and in French."""
    if error is None:
        yield "    -"
        return
    yield from ("    " + line for line in picture(error).split("\n"))
    for lang in ("en", "fr"):
        what, mend = said(error, Speech(lang))
        yield f"    {what}"
        yield f"      {mend}"


def mistake_of(query: str) -> QueryError | None:
    try:
        compile_query(query)
    except QueryError as error:
        return error
    return None


def of_queries() -> Iterator[str]:
    for query in QUERIES:
        yield query[:400]
        yield from shown(mistake_of(query))


def of_long_queries() -> Iterator[str]:
    """In a query that is too long to be mended, another one is shown."""
    for query in QUERIES:
        if error := mistake_of(query + " " * LONGEST_PROPOSAL):
            yield f"{query[:60]}  ->  {said(error, Speech('en'))[1]}"


def of_hints() -> Iterator[str]:
    for query in HINTED:
        compile_query(query)
        yield query
        yield from shown(next(iter(hints(query)), None))


def of_names() -> Iterator[str]:
    for name in NAMES:
        compile_brand(Brand(name="x", names=(name,)))
        yield name
        yield from shown(next(brand_hints(Brand(name="x", context=(name,))), None))
    for name in BAD_NAMES:
        ((key, error),) = mistakes({"exclude": [name]})
        yield f"{key}: {name}"
        yield from shown(error)


@pytest.mark.parametrize("told", [of_queries, of_long_queries, of_hints, of_names])
def test_what_is_said_of_a_mistake(told: Callable[[], Iterator[str]]) -> None:
    text, before = kept(GOLDEN / f"{told.__name__}.txt", told())
    assert text == before
