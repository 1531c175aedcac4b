"""Errors that teach: where, what is wrong, and a query that would do."""

from __future__ import annotations

import contextlib
import time

import pytest

from smwatch.errors import QueryError
from smwatch.locales import Speech
from smwatch.matching.brands import compile_brand, compile_query
from smwatch.matching.errors import MendableError, picture, said
from smwatch.matching.hints import brand_hints, hints
from smwatch.matching.mistakes import mistakes
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
        ("a OR b OR NOT c", 10, "OR NOT"),
        ("a NOT (NOT b)", 6, "a query that only says NOT"),
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
        ("a NEAR/5 b NEAR/5 (c d)", 18, "beside NEAR"),
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
        ('""', 1, "nothing between the quotes"),
        ("=", 1, "nothing stands after ="),
        ("(", 0, "parenthesis is never closed"),
        ("b (", 2, "parenthesis is never closed"),
        ("a AND (", 6, "parenthesis is never closed"),
        ("title:(", 6, "parenthesis is never closed"),
        ("a NEAR/5 (", 9, "parenthesis is never closed"),
        ("lang:(", 5, "parenthesis is never closed"),
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


@pytest.mark.parametrize(
    ("query", "proposal"),
    [
        ('"Air Canada', '"Air Canada"'),
        ("« Air Canada", "« Air Canada»"),
        ('yoplait "Air', 'yoplait "Air"'),
        ("(yoplait OR danone", "(yoplait OR danone)"),
        ("((a OR b) c", "((a OR b) c)"),
        ("yoplait)", "yoplait"),
        ("a () b", "a b"),
        ("yoplait OR", "yoplait"),
        ("AND yoplait", "yoplait"),
        ("yoplait AND AND danone", "yoplait AND danone"),
        ("NOT concours", "nordelait NOT concours"),
        ("yoplait OR NOT danone", "yoplait NOT danone"),
        ("(NOT a) OR b", "nordelait (NOT a) OR b"),
        ("a NOT NOT b", "a b"),
        ("a title:-b", "a -title:b"),
        ("a NEAR/5 NOT b", "a NOT b"),
        ("a NEAR b", "a NEAR/5 b"),
        ("a NEAR 3 b", "a NEAR/3 b"),
        ("a NEAR / 3 b", "a NEAR/3 b"),
        ("a NEAR7 b", "a NEAR/7 b"),
        ("a NEAR~7 b", "a NEAR/7 b"),
        ("a ONEAR/x b", "a ONEAR/5 b"),
        ("a NEAR/999999999999 b", "a NEAR/50 b"),
        ('"a b"~', '"a b"~5'),
        ('"a b"~123456', '"a b"~50'),
        ("yoplait~2", "yoplait"),
        ("a NEAR/5 (b c)", 'a NEAR/5 "b c"'),
        ('a NEAR/5 (b "c")', 'a NEAR/5 b "c"'),
        ("(a NEAR/5 b) NEAR/5 c", "a NEAR/5 b NEAR/5 c"),
        ("title:a NEAR/5 b", "title:(a NEAR/5 b)"),
        ("lots de ra*", "lots de ra"),
        ("*elait", "elait"),
        ("titre:rappel lot", "title:rappel lot"),
        ("tittle:rappel", "title:rappel"),
        ("langue:fr", "lang:fr"),
        ("note:rappel", '"note:rappel"'),
        ("titre:rappel OR", "title:rappel"),
        ("title:", "nordelait rappel"),
        ("title:(site:x.ca)", "(site:x.ca)"),
        ("site:lapresse.ca/affaires/lot", 'site:lapresse.ca url:"affaires lot"'),
        ("site:https://www.lapresse.ca/", "site:www.lapresse.ca"),
        ("lang:french", "lang:fr"),
        ("lang:(fr en)", "lang:(fr OR en)"),
        ("yoplait && danone", "yoplait AND danone"),
        ("yoplait || danone", "yoplait OR danone"),
        ("yoplait - danone", "yoplait -danone"),
        ("/(lots/", "/(lots)/"),
        ("/[lots/", "/[lots/"),
        ("/lots(?=a)/", "/lots/"),
        ("/x*/", "/x+/"),
        ("", "nordelait"),
        ("yoplait\nOR\n", "yoplait"),
        ("b (", "b"),
        ("a AND (", "a"),
        ("a NEAR/5 (", "a"),
        ("(OR a)", "(a)"),
        ("(a OR) b", "(a) b"),
        ('"a b"~x', '"a b"~5'),
        ('"a b"~x3 c', '"a b"~3 c'),
        ('"a b"~ 3 c', '"a b"~3 c'),
        ('("a b"~)', '("a b"~5)'),
        ('"a b"~ 12345', '"a b"~1234'),
        ("a NEAR/ 3 b", "a NEAR/3 b"),
    ],
)
def test_what_an_error_proposes_is_made_of_the_query_and_parses(query: str, proposal: str) -> None:
    error = error_of(query)
    if query != "/[lots/":
        assert error.arguments["example"] == proposal
    assert "{example}" in error.mend
    compile_query(str(error.arguments["example"]))


@pytest.mark.parametrize("query", ["()", "(", "author:", "title:(", "*", "=", '""', "OR"])
def test_where_nothing_would_be_left_an_example_is_told_as_one(query: str) -> None:
    error = error_of(query)
    assert error.mend == "write, for example: {example}"
    assert "end" not in error.what.split()
    compile_query(str(error.arguments["example"]))


@pytest.mark.parametrize(
    ("query", "others"),
    [
        ("titre:a", 0),
        ("titre:a OR ra* OR (b NEAR c", 3),
        ("ra* re*", 1),
        ("a NOT ((", 0),
        ("a OR title:", 0),
        ("(a AND NOT) b", 0),
    ],
)
def test_it_is_told_how_many_other_mistakes_the_proposal_mends(query: str, others: int) -> None:
    error = error_of(query)
    assert error.others == others
    assert ("mends" in said(error, Speech("en"))[1]) == bool(others)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("Lactibelle OR yogourt\n  # remarque\n  OR ra*", "line 3, column 6: a star"),
        ("Lactibelle OR ra*", "column 15: a star"),
        ("\nra*", "line 2, column 1: a star"),
        ("\n", "the query is empty"),
    ],
)
def test_in_a_query_of_several_lines_the_line_is_told(query: str, told: str) -> None:
    assert said(error_of(query), Speech("en"))[0].startswith(told)


@pytest.mark.parametrize(
    "query", ["(" * 60 + "a" + ")" * 60, "x OR " * 100, "a NEAR/1 " * 60 + "b", '"' + "a b " * 60 + '"~5']
)
def test_where_a_query_is_too_long_to_be_mended_another_is_shown(query: str) -> None:
    compile_query(str(error_of(query).arguments["example"]))


@pytest.mark.parametrize(
    "query",
    [
        "a " * 150_000,
        "(" * 1_000 + "a" + ")" * 1_000,
        "(" * 100_000,
        '"' * 99_999,
        "a" * 100_000 + "*",
        "*" * 100_000,
        "NOT " * 25_000 + "a",
        "~" * 100_000,
        "a NEAR/5 (" * 45 + "b" + ")" * 45,
        "?" * 100_000,
        "é\u0301" * 20_000 + ":",
    ],
)
def test_a_huge_query_is_answered_or_refused_quickly(query: str) -> None:
    started = time.process_time()
    with contextlib.suppress(QueryError):
        compile_query(query)
    assert time.process_time() - started < 4


def test_ten_thousand_ors_are_an_answer() -> None:
    assert compile_query(" OR ".join(f"mot{i}" for i in range(10_000)))


@pytest.mark.parametrize(
    ("query", "word", "example"),
    [
        ("rappel or retour", "or", "rappel OR retour"),
        ("rappel OU retour", "OU", "rappel OR retour"),
        ("rappel SAUF concours", "SAUF", "rappel NOT concours"),
        ("rappel near/3 lot", "near/3", "rappel NEAR/3 lot"),
        ('"rappel de lot" et lait', "et", '"rappel de lot" AND lait'),
        ("(a b) Or (c d)", "Or", "(a b) OR (c d)"),
    ],
)
def test_a_word_that_may_be_an_operator_is_hinted_at(query: str, word: str, example: str) -> None:
    (hint,) = hints(query)
    assert (hint.arguments["word"], hint.arguments["example"]) == (word, example)
    assert query[hint.column :].startswith(word)
    compile_query(query)


def test_all_such_words_of_a_query_are_told_at_once() -> None:
    (hint,) = hints("(a OU b) ET c\n SAUF d OU e")
    what, mend = said(hint, Speech("en"))
    assert what == "line 1, column 4: OU, ET, SAUF are looked for as words; the operators are OR, AND, NOT"
    assert "write (a OR b) AND c NOT d OR e;" in mend
    (hint,) = hints("a ou b et c")
    assert str(hint) == "column 3: ou, et are looked for as words; the operators are OR, AND"


@pytest.mark.parametrize(
    ("name", "column", "proposal"),
    [
        ("Lacti OR Belle", 6, '"Lacti", "Belle"'),
        ("lait OU beurre", 5, '"lait", "beurre"'),
        ("Xerox OR Nestlé", 6, '"Xerox", "Nestlé"'),
        ("-Nestlé", 0, '"Nestlé"'),
        ("IBM OR DELL", 4, '"IBM", "DELL"'),
        ("Lacti AND Belle", 6, "query = 'Lacti AND Belle'"),
        ("Lacti SAUF L'Oréal", 6, 'query = "Lacti NOT L\'Oréal"'),
        ("NOT x", 0, "query = 'nordelait NOT x'"),
        ("Lacti NEAR/5 Belle", 6, "query = 'Lacti NEAR/5 Belle'"),
        ("title:Lacti", 0, "query = 'title:Lacti'"),
        ("titre:Lacti", 0, "query = 'title:Lacti'"),
        ('"Lacti', 0, '"Lacti"'),
        ("« Lacti", 0, '"Lacti"'),
        ("-lacti", 0, '"lacti"'),
    ],
)
def test_a_name_that_looks_like_a_query_is_hinted_at(name: str, column: int, proposal: str) -> None:
    for brand in (Brand(name="x", names=(name,)), Brand(name="x", names=("a",), context=("b", name))):
        (hint,) = brand_hints(brand)
        assert (hint.column, hint.arguments["example"]) == (column, proposal)
        assert "a name is no query" in said(hint, Speech("en"))[0]
        compile_brand(brand)


@pytest.mark.parametrize(
    "name",
    ["Bath and Body", "BATH AND BODY WORKS", "LAIT ET MIEL", "OR", "Marie-Claude", 'Toys "R" Us', '7" Records',
     "« Lacti »", "Texte : Lab", "https://a.example", "Mission: Nord", "OU", "=Apple", "NEAR", "Pierre D'OR"],
)  # fmt: skip
def test_other_names_are_not(name: str) -> None:
    assert list(brand_hints(Brand(name="x", names=(name,)))) == []


@pytest.mark.parametrize(
    "query", ["or", "or rappel", '"rappel or retour"', "=Or lot", "rappel OR retour", "a near/x b"]
)
def test_other_words_are_not(query: str) -> None:
    assert hints(query) == []


def test_all_mistakes_of_a_brand_are_told() -> None:
    table = {"query": "(", "names": ["a", "b*", "…"], "exclude": ["c*"], "context": ["!", 5], "kind": "own"}
    assert [key for key, _ in mistakes(table)] == ["query", "names.1", "names.2", "exclude.0", "context.0"]
    assert [key for key, _ in mistakes({"query": "a OR", "names": ["a OR"]})] == ["query"], "a name is no query"
    for nothing in ("", 5, None):
        assert list(mistakes({"query": nothing, "names": "("})) == [], "it is told elsewhere"


def test_an_unknown_scope_names_the_known_ones() -> None:
    assert error_of("titre:x").arguments["known"] == "title:, text:, author:, source:, url:, site:, lang:"


def test_the_caret_stands_under_the_mistake() -> None:
    assert picture(error_of("yoplait OR NOT danone")) == "yoplait OR NOT danone\n           ^"


def test_only_the_line_concerned_is_shown() -> None:
    assert picture(error_of("yoplait\nOR titre:x\nOR danone")) == "OR titre:x\n   ^"
    assert picture(error_of("\ntitre:x")) == "titre:x\n^"


def test_a_long_line_is_cut_around_the_caret() -> None:
    line, caret = picture(error_of("mot " * 100 + "titre:x" + " mot" * 100)).split("\n")
    assert len(line) <= 102
    assert line.startswith("…")
    assert line.endswith("…")
    assert line[caret.index("^") :].startswith("titre:x")


def test_wide_letters_and_accents_of_their_own_keep_the_caret_in_place() -> None:
    assert picture(error_of("e\u0301中\t titre:x")).split("\n")[1] == "     ^"
    assert picture(error_of("a\u20dd\u00adＡ titre:x")).split("\n")[1] == "    ^"


@pytest.mark.parametrize("brand", [Brand(name="x", names=("",)), Brand(name="x", names=("a",), exclude=("…",))])
def test_a_name_without_a_word_is_an_error(brand: Brand) -> None:
    with pytest.raises(QueryError, match="there is no word"):
        compile_brand(brand)


def test_a_star_in_a_name_needs_letters_too() -> None:
    with pytest.raises(QueryError, match="three letters"):
        compile_brand(Brand(name="x", names=("ab*",)))
    for name, example in (("ab* c", "ab c"), ("a* b*", "Nordelait")):  # the second is wrong still
        with pytest.raises(QueryError) as wrong:
            compile_brand(Brand(name="x", names=(name,)))
        assert wrong.value.arguments["example"] == example


def test_a_piece_of_sixty_letters_is_quoted_whole() -> None:
    assert f"“{'x' * 60}:”" in str(error_of("x" * 60 + ":a"))
    assert f"“{'x' * 59}…:”" in str(error_of("x" * 61 + ":a"))


@pytest.mark.parametrize(("columns", "cut"), [(100, False), (101, True)])
def test_a_hundred_columns_of_a_query_are_shown(columns: int, cut: bool) -> None:
    query = "titre:x".ljust(columns, "x")
    assert picture(error_of(query)).split("\n")[0] == query[:100] + "…" * cut


def test_an_open_quote_may_be_closed_or_not_be_meant() -> None:
    for query, repairs in (('a "b c', ('a "b c"', "a b c")), ("«a b", ("«a b»", "a b"))):
        error = error_of(query)
        assert isinstance(error, MendableError)
        assert error.repairs == repairs


def test_a_query_of_three_hundred_letters_is_shown_mended() -> None:
    for letters, mended in ((300, True), (301, False)):
        query = "titre:a".ljust(letters - 1) + "b"
        assert str(error_of(query).arguments["example"]).startswith("title:a   ") is mended


def test_groups_side_by_side_may_be_as_many_as_one_likes() -> None:
    assert compile_query(" ".join(f"(a{n} OR b)" for n in range(60)))
