"""Errors that teach: where, what is wrong, and a query that would do."""

from __future__ import annotations

import pytest

from smwatch.errors import QueryError
from smwatch.matching.brands import compile_brand, compile_query
from smwatch.matching.errors import picture
from smwatch.models import Brand


def error_of(query: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        compile_query(query)
    return caught.value


@pytest.mark.parametrize(
    ("query", "column", "what"),
    [
        ("", 0, "empty"),
        ("   ", 0, "empty"),
        ('Nordelait "Air Canada', 10, "quote is never closed"),
        ("«Air Canada", 0, "quote is never closed"),
        ("(yoplait OR danone", 0, "parenthesis is never closed"),
        ("yoplait)", 7, "closes none"),
        ("()", 0, "nothing between"),
        ("yoplait OR", 8, "missing after OR"),
        ("yoplait AND", 8, "missing after AND"),
        ("OR yoplait", 0, "missing before OR"),
        ("yoplait OR OR danone", 8, "missing after OR"),
        ("(OR a)", 1, "missing before OR"),
        ("yoplait NOT", 8, "missing after NOT"),
        ("NOT concours", 0, "only says NOT"),
        ("-a -b", 0, "only says NOT"),
        ("NOT NOT a", 4, "NOT twice"),
        ("yoplait OR NOT danone", 11, "OR NOT"),
        ("(NOT a) OR b", 0, "OR NOT"),
        ("title:(NOT a)", 0, "only says NOT"),
        ("title:-a", 6, "NOT can't stand"),
        ("a NEAR/5 NOT b", 9, "NOT can't stand"),
        ("a NEAR b", 2, "NEAR needs a number"),
        ("a ONEAR/ b", 2, "ONEAR needs a number"),
        ("a NEAR5 b", 2, "NEAR needs a number"),
        ("a NEAR/x b", 2, "NEAR needs a number"),
        ("a NEAR/5", 2, "missing after NEAR"),
        ("NEAR/5 a", 0, "missing before NEAR"),
        ("a NEAR/5 (b c)", 9, "beside NEAR"),
        ("title:a NEAR/5 b", 0, "beside NEAR"),
        ("ra*", 0, "three letters or more"),
        ("lots de ra*", 8, "three letters or more"),
        ('"trois ra*"', 7, "three letters or more"),
        ("*elait", 0, "three letters or more"),
        ("titre:rappel", 0, "no scope “titre:”"),
        ("yoplait (Titre:rappel)", 9, "no scope “Titre:”"),
        ("title:", 0, "missing after title:"),
        ("title:(site:x.ca)", 7, "site: can't stand within title:"),
        ("site:", 0, "missing after site:"),
        ("site:lapresse.ca/affaires", 5, "is no host"),
        ("lang:français", 5, "is no language code"),
        ("/lots", 0, "never closed"),
        ("/(lots/", 0, "can't be read"),
        ("/(?=a)b/", 0, "can't be read"),
        ("/x*/", 0, "every text"),
        ('"a b"~', 5, "~ needs a number"),
        ("yoplait && danone", 8, "no word in “&&”"),
        ('""', 1, "no word"),
        ("(" * 60 + "a" + ")" * 60, 50, "more than 50 groups"),
    ],
)
def test_an_error_says_where_and_what(query: str, column: int, what: str) -> None:
    error = error_of(query)
    assert (error.column, error.query) == (column, query)
    assert what in str(error)
    assert "{" not in str(error).replace(query, "")
    assert error.mend.format(**error.arguments)
    if query.strip():
        assert str(error).startswith(f"column {column + 1}: ")


@pytest.mark.parametrize("query", ['"Air Canada', "(yoplait OR danone", "« Air Canada"])
def test_what_an_error_proposes_parses(query: str) -> None:
    assert compile_query(str(error_of(query).arguments["example"]))


def test_an_unknown_scope_names_the_known_ones() -> None:
    assert error_of("titre:x").arguments["known"] == "title:, text:, author:, source:, url:, site:, lang:"


def test_the_caret_stands_under_the_mistake() -> None:
    assert picture(error_of("yoplait OR NOT danone")) == "yoplait OR NOT danone\n           ^"


def test_only_the_line_concerned_is_shown() -> None:
    assert picture(error_of("yoplait\nOR titre:x\nOR danone")) == "OR titre:x\n   ^"


def test_a_long_line_is_cut_around_the_caret() -> None:
    line, caret = picture(error_of("mot " * 100 + "titre:x" + " mot" * 100)).split("\n")
    assert len(line) <= 102
    assert line.startswith("…")
    assert line.endswith("…")
    assert line[caret.index("^") :].startswith("titre:x")


def test_wide_letters_and_accents_of_their_own_keep_the_caret_in_place() -> None:
    assert picture(error_of("e\u0301中\t titre:x")).split("\n")[1] == "     ^"


@pytest.mark.parametrize("brand", [Brand(name="x", names=("",)), Brand(name="x", names=("a",), exclude=("…",))])
def test_a_name_without_a_word_is_an_error(brand: Brand) -> None:
    with pytest.raises(QueryError, match="there is no word"):
        compile_brand(brand)


def test_a_star_in_a_name_needs_letters_too() -> None:
    with pytest.raises(QueryError, match="three letters"):
        compile_brand(Brand(name="x", names=("ab*",)))
