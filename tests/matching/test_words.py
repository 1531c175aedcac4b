"""Small tables and figures of the language: what else a scope, an operator, a language and a quote are written as."""

from __future__ import annotations

import pytest

from smwatch.errors import QueryError
from smwatch.matching.brands import Matcher, compile_brand, compile_query, found_in
from smwatch.matching.evaluate import MOST_SPANS, breadth, find, in_head, merged
from smwatch.matching.fingerprint import fingerprint
from smwatch.matching.hints import hints
from smwatch.matching.hosts import comparable, host_of, is_under
from smwatch.matching.leaves import parse_name
from smwatch.matching.nodes import Lang, Or, Site, Tag, Window, written
from smwatch.matching.parser import parse
from smwatch.matching.regexes import MOST_FOUND, AnyOf, BadRegexError, LinearRegex, mended, widened
from smwatch.matching.subject import HEAD, LONG, Reading, Subject
from smwatch.matching.terms import make_term
from smwatch.models import Brand, Span
from smwatch.text.tokens import Place, Words
from tests.held import held

ALIASES = {
    "title": "titre titres headline intitle",
    "text": "texte body content contenu intext corps",
    "author": "auteur autrice by par from",
    "source": "journal media média",
    "url": "lien link adresse inurl",
    "site": "domain domaine host hôte",
    "lang": "langue language langage",
}


@pytest.mark.parametrize("scope", ALIASES)
def test_other_names_of_a_scope_are_understood_and_mended(scope: str) -> None:
    for alias in ALIASES[scope].split():
        with pytest.raises(QueryError) as wrong:
            parse(f"{alias.upper()}:fr")
        assert wrong.value.arguments["meant"] == scope
        assert wrong.value.arguments["example"] == f"{scope}:fr"


OPERATORS = {
    "OR": "or Or OU Ou ou XOR",
    "AND": "and And ET Et et",
    "NOT": "not Not SAUF Sauf sauf NON Non PAS SANS ANDNOT",
    "NEAR/5": "near Near PRES PRÈS WITHIN",
    "NEAR/0": "ADJ",
}


@pytest.mark.parametrize("operator", OPERATORS)
def test_other_words_for_an_operator_are_hinted_at(operator: str) -> None:
    for word in OPERATORS[operator].split():
        (hint,) = hints(f"a {word} b")
        assert (hint.arguments["operator"], hint.arguments["example"]) == (operator, f"a {operator} b")
        assert hint.column == 2
    assert not hints("a non b"), "a French title's word"


def test_languages_are_known_by_names_and_codes() -> None:
    assert [parse(f"lang:{code}") for code in ("fre", "fra", "eng")] == [Lang("fr"), Lang("fr"), Lang("en")]
    for code, names in (("fr", "french français francais française"), ("en", "english anglais anglaise")):
        for name in names.split():
            with pytest.raises(QueryError) as wrong:
                parse(f"lang:{name}")
            assert wrong.value.arguments["example"] == f"lang:{code}"
    assert parse("lang:FR_ca") == Lang("fr-ca")
    assert parse('lang:" en "') == Lang("en")


@pytest.mark.parametrize("quoted", ['"a b"', "“a b”", "”a b”", "„a b“", "„a b”", "‟a b”", "«a b»",
                                    "»a b«", "»a b»", "‹a b›"])  # fmt: skip
def test_quotes_of_all_kinds_close_one_another(quoted: str) -> None:
    assert parse(quoted) == parse('"a b"')
    assert parse(f"={quoted}~3") == parse('="a b"~3')


@pytest.mark.parametrize("query", ['"a b', "“a b", "”a b“", "‹a b»", "«a b”", "‟a b“"])
def test_other_quotes_don_t(query: str) -> None:
    with pytest.raises(QueryError, match="never closed"):
        parse(query)


def test_a_query_says_what_it_stands_for_written_out_again() -> None:
    for query, out in (
        ("a AND b OR c -d", "a b OR c NOT d"),
        ("(a OR b) c", "(a OR b) c"),
        ("a OR (b OR c) OR a", "a OR b OR c"),
        ("a (b c) a", "a b c"),
        ("-(a b) c", "NOT (a b) c"),
        ("-(a OR b) c", "NOT (a OR b) c"),
        ("(a OR b) NEAR/3 c ONEAR/0 'd'", "(a OR b) NEAR/3 c ONEAR/0 d"),
        ("title:(a NEAR/2 b)", "title:(a NEAR/2 b)"),
        ("TITLE:(a b) text:(c OR d) author:e", "title:(a b) text:(c OR d) author:e"),
        ("site:(*.LaPresse.ca OR x.ca.)", "site:lapresse.ca OR site:x.ca"),
        ('=Apple ="Le Devoir" =#IBM @ibm', '=Apple ="Le Devoir" =#IBM @ibm'),
        ('="b a"~4 /x+/', '="b a"~4 /x+/'),
    ):
        assert written(parse(query)) == out
    for word in (
        '"OR"',
        '"AND"',
        '"NOT"',
        '"NEAR"',
        '"NEAR/5 b"',
        '"ONEAR"',
        '"a:b"',
        '"-a"',
        '"/a/"',
        "ORge",
        "NEARly",
        "a/b",
    ):
        assert parse(written(parse(word))) == parse(word)


def test_leaves_are_what_is_written() -> None:
    assert parse("＃Nestlé") == Tag("#", "nestle")
    assert parse("＠ibm") == Tag("@", "ibm")
    assert parse("=#IBM") == parse_name("=#IBM") == Tag("#", "ibm", form="IBM")
    assert parse_name("#IBM") == Tag("#", "ibm")
    assert parse_name("=IBM") == parse("=IBM")
    assert parse('"a"~3') == parse('"#a"~0') == parse("a")
    window = parse('"a b-c … d"~7')
    assert isinstance(window, Window)
    assert ([word.written for word in window.words], window.others) == (["a", "b", "c", "d"], 7)
    assert parse("site:moi@WWW.é.ca:8080") == Site("www.xn--9ca.ca", "www.xn--9ca.ca")
    assert parse("lang:fr OR lang:fr") == Lang("fr")
    assert written(parse('"Guess? Inc"')) == '"Guess? Inc"'
    assert isinstance(parse("lang:(fr OR en)"), Or)


@pytest.mark.parametrize(
    ("name", "words", "joined", "out"),
    [
        ("Coca-Cola", ("coca", "cola"), "cocacola", "Coca-Cola"),
        ("H&M", ("h", "&", "m"), "hm", "H&M"),
        ("& Other Stories", ("other", "stories"), "otherstories", "Other Stories"),
        ("Procter &", ("procter",), "procter", "Procter"),
        ("Canal+", ("canal", "+"), "", "Canal+"),
        ("Toys “R” Us", ("toys", "r", "us"), "toysrus", "Toys  R  Us"),
        ("rappel*", ("rappel*",), "rappel*", "rappel*"),
        ("Dr. Œtker", ("dr", "oetker"), "droetker", "Dr. Œtker"),
    ],
)
def test_a_name_is_a_row_of_words(name: str, words: tuple[str, ...], joined: str, out: str) -> None:
    term = make_term(name)
    assert term
    assert (term.words, term.joined, term.written, term.exact) == (words, joined, out, False)
    assert len(term.gaps) == len(words) - 1
    exact = make_term(name, exact=True)
    assert exact
    assert exact.exact


def test_what_has_no_letter_is_no_name() -> None:
    assert [make_term(text) for text in ("", "…", "&", "+", "* ?", "'")] == [None] * 6


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.lapresse.ca/a", "www.lapresse.ca"),
        ("lapresse.ca/a", "lapresse.ca"),
        ("//lapresse.ca", "lapresse.ca"),
        ("https://moi:mot@LAPRESSE.ca.:8080/a?b", "lapresse.ca"),
        ("https:\\\\lapresse.ca\\a", "lapresse.ca"),
        (" https://é.ca ", "xn--9ca.ca"),
        ("mailto:a@b.ca", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_hosts_are_made_comparable(url: str, host: str) -> None:
    assert host_of(url) == host


def test_a_host_stands_under_its_parents_only() -> None:
    assert is_under("a.b.ca", "b.ca")
    assert is_under("b.ca", "b.ca")
    assert not is_under("ab.ca", "b.ca")
    assert not is_under("b.ca", "a.b.ca")
    assert comparable("ＬaPresse.ca.") == "lapresse.ca"
    assert comparable("X.com") == "x.com"
    assert comparable("é" * 80 + ".ca") == "é" * 80 + ".ca", "too long for punycode"


def test_what_is_looked_for_tells_whether_it_changed() -> None:
    brand = Brand(name="N", names=("a", "b c"), exclude=("d",), context=("e",))
    same = Brand(name="M", names=("b c", "a", "a"), exclude=("d",), context=("e",), kind="competitor")
    assert fingerprint(brand) == fingerprint(same)
    assert fingerprint(brand).startswith("1:")
    assert len(fingerprint(brand)) == 34
    others = [
        Brand(name="N", names=("a",), exclude=("d",), context=("e",)),
        Brand(name="N", names=("a", "b c"), exclude=("e",), context=("d",)),
        Brand(name="N", names=("a", "b c"), context=("e",)),
        Brand(name="N"),
        Brand(name="O"),
        Brand(name="N", query="a"),
    ]
    assert len({fingerprint(each) for each in [brand, *others]}) == 7
    assert fingerprint(Brand(name="x", query="a AND b")) != fingerprint(Brand(name="x", query="a OR b"))
    assert fingerprint(Brand(name="x", query="a\n# remarque\nb")) == fingerprint(Brand(name="y", query="a AND b"))
    assert fingerprint(Brand(name="N")) == fingerprint(Brand(name="x", names=("N",)))


def places(*ends: tuple[int, int]) -> list[Place]:
    return [Place(start, end, start, end) for start, end in ends]


def test_stretches_that_overlap_are_one_and_those_that_touch_two() -> None:
    assert merged(places((5, 8), (0, 3), (2, 4), (4, 5), (6, 7))) == places((0, 4), (4, 5), (5, 8))
    assert merged([]) == []


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("lot rue lot", None),
        ("lot, lot rue", [(0, 3)]),
        ("rue lot lot", [(8, 11)]),
        ("rue lot", None),
        ("lot rue lot rue lot", None),
        ("rue lot, rue lot, lot, rue lot", [(18, 21)]),
    ],
)
def test_names_in_text_that_does_not_count_are_none(text: str, spans: list[tuple[int, int]] | None) -> None:
    brand = compile_brand(Brand(name="x", names=("lot",), exclude=("rue lot", "lot rue")))
    found = brand.find(Reading(Subject(text=text)))
    assert (found and sorted((span.start, span.end) for span in found)) == spans


def test_no_more_places_are_told_than_anybody_looks_at() -> None:
    assert (MOST_SPANS, MOST_FOUND) == (200, 100)
    text = "lot " * 300
    assert len(compile_query("lot").find(Reading(Subject(text=text))) or ()) == 200
    assert len(compile_query("lot OR title:x").find(Reading(Subject(text=text))) or ()) == 200
    assert len(compile_query("/lot/").find(Reading(Subject(text=text))) or ()) == 100
    assert list(LinearRegex("l").find("xl" * 500))[99] == (199, 200)


def test_a_scope_looks_into_one_part_and_tells_places_of_title_and_text_only() -> None:
    subject = Subject(title="a", text="a b", author="a", source="a c", url="https://x.ca/caf%C3%A9-a", lang="fr_CA")
    for query, spans in (
        ("a", {("title", 0, 1), ("text", 0, 1)}),
        ("title:a", {("title", 0, 1)}),
        ("text:a", {("text", 0, 1)}),
        ("author:a", set()),
        ("source:(a c)", set()),
        ("url:café", set()),
        ("text:/b/", {("text", 2, 3)}),
        ("source:/c/", set()),
        ("lang:fr", set()),
        ("lang:fr-ca", set()),
        ("title:b", None),
        ("author:/x/", None),
        ("lang:fr-fr", None),
        ("a -b", None),
        ("a -title:b", {("title", 0, 1), ("text", 0, 1)}),
        ("b OR a", {("title", 0, 1), ("text", 0, 1), ("text", 2, 3)}),
    ):
        found = compile_query(query).find(Reading(subject))
        assert found == (None if spans is None else {Span(*span) for span in spans}), query


def test_what_was_found_is_told_in_reading_order_each_writing_once() -> None:
    subject = Subject(title="B a", text="a b A")
    found = found_in(subject, "x", {Span("text", 4, 5), Span("text", 0, 1), Span("title", 2, 3), Span("title", 0, 1)})
    assert found.spans == (Span("title", 0, 1), Span("title", 2, 3), Span("text", 0, 1), Span("text", 4, 5))
    assert found.words == ("B", "a", "A")


def test_a_long_text_s_beginning_is_cut_once_and_a_short_one_s_never() -> None:
    long = Reading(Subject(text="a" * LONG))
    assert (LONG, HEAD) == (100_000, 10_000)
    head = long.head("text")
    assert head
    assert head is long.head("text")
    assert len(head.text) == HEAD
    assert long.words("text") is long.words("text")
    assert Reading(Subject(text="a" * (LONG - 1))).head("text") is None


@pytest.mark.parametrize(
    ("pattern", "wider"),
    [
        ("ab", "ab"),
        (r"\s", r"[\s\pZ\x{feff}]"),
        (r"[\s,]", r"[\s\pZ\x{feff},]"),
        (r"\w+\W", r"[\w\pL\pM\pN]+[^\w\pL\pM\pN]"),
        (r"\S", r"[^\s\pZ\x{feff}]"),
        (r"[\W]\w", r"[\W][\w\pL\pM\pN]"),
        (r"\bé", r"\Bé"),
        (r"é\b", r"é\B"),
        (r"\ba", r"\ba"),
        (r"a\bé", r"a\Bé"),
        (r"éa\bcé", r"éa\bcé"),
        (r"[\bé]", r"[\bé]"),
        (r"[]\s]\s", r"[]\s\pZ\x{feff}][\s\pZ\x{feff}]"),
        (r"[[:alpha:]\s]", r"[[:alpha:]\s\pZ\x{feff}]"),
        (r"\Q\s\E\s", r"\Q\s\E[\s\pZ\x{feff}]"),
        (r"\b–", r"\b–"),
    ],
)
def test_blanks_and_letters_are_wider_than_re2_s(pattern: str, wider: str) -> None:
    assert widened(pattern) == wider


def test_expressions_find_where_in_code_points() -> None:
    assert list(LinearRegex("é+|b").find("aéé😀B")) == [(1, 3), (4, 5)]
    assert list(LinearRegex("x*").find("axb")) == [(1, 2)]
    assert list(LinearRegex(r"\C").find("éa")) == [(0, 1), (1, 2)], "a character, not one of its bytes"
    assert list(LinearRegex("b").find("a\ud83db")) == [(2, 3)], "half a sign is no mishap"
    assert [AnyOf(["ab", "c"]).is_in(text) for text in (b"xaby", b"a b", b"")] == [True, False, False]
    assert LinearRegex("x*").matches_nothing()
    assert not LinearRegex("x").matches_nothing()
    with pytest.raises(BadRegexError, match=r"missing \)"):
        LinearRegex("(")


def test_what_re2_can_t_read_is_mended() -> None:
    assert mended("(a") == ["(a)", "(a])", r"\(a"]
    assert mended("[a")[0] == "[a]"
    assert mended("([a")[0] == "([a])"
    assert mended("a\\") == ["a\\)", "a\\]", "a", "a\\\\"]
    assert mended("(?=a)b") == ["b", r"\(\?\=a\)b"]
    assert mended("**a")[0] == "a"


def test_many_brands_are_looked_for_in_one_go_and_told_in_their_order() -> None:
    brands = [
        Brand(name=f"n{i}", names=(f"Nom{i}", f"Autre{i}"), context=("lait",) if i % 2 else ()) for i in range(30)
    ]
    matcher = Matcher(brands)
    assert [found.brand for found in matcher.find(Subject(text="Nom7, autre3 et NOM2"))] == ["n2"]
    assert [found.brand for found in matcher.find(Subject(text="Nom7, autre3 et NOM2", title="Lait"))] == [
        "n2",
        "n3",
        "n7",
    ]
    assert matcher.find(Subject(text="lait")) == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("a1", 3),
        ('"a1 b1"', 4),
        ("#a1", 2),
        ("a1 OR #b1", 5),
        ('"a1 b1"~3', 18),
        ("a1 NEAR/5 b1 ONEAR/2 c1", 32),
    ],
)
def test_how_much_behind_a_place_may_matter_to_it(query: str, words: int) -> None:
    assert breadth(parse(query)) == words


def test_a_beginning_is_enough_where_nothing_behind_it_matters() -> None:
    for words, told in ((203, 0), (204, 200), (300, 200)):
        assert len(in_head(parse("a1"), Words("a1 " * words))) == told
    assert in_head(parse("a1"), Words("a1 " * 199 + "x " * 99)) == [], "the rest may have more"


@pytest.mark.parametrize(
    "query", ["a1", "(a1 OR #c1) NEAR/1 b1", '"a1 b1"', '"a1 b1"~1', "a1 NEAR/1 b1", "title:x OR text:a1"]
)
def test_in_a_book_its_beginning_is_looked_at_where_that_has_enough(query: str) -> None:
    book = Reading(Subject(text="a1 b1 " * 17_000))
    found = find(parse(query), book)
    assert found == find(parse(query), Reading(Subject(text="a1 b1 " * 1_500)))
    assert found
    assert len(found) == MOST_SPANS
    assert held(book) < 2 * len(book.subject.text), "the rest isn't even cut into words"


@pytest.mark.parametrize(
    ("query", "spans"),
    [
        ("a1", {("text", 6, 8)}),
        ("a1 b1", {("text", 6, 8), ("text", 3, 5)}),
        ("text:a1", {("text", 6, 8)}),
        ("b1 NOT c1", {("text", 3, 5)}),
        ("c1", None),
        ("a1 c1", None),
        ("text:c1", None),
    ],
)
def test_what_was_taken_out_is_nowhere_in_a_query(query: str, spans: set[tuple[str, int, int]] | None) -> None:
    reading = Reading(Subject(text="a1 b1 a1 c1"))
    taken = {"text": places((0, 2), (9, 11))}
    assert find(parse(query), reading, taken=taken) == (None if spans is None else {Span(*span) for span in spans})


def test_a_remark_may_be_the_first_thing_after_a_line_s_end() -> None:
    assert parse("\n#b\na") == parse("# b\na") == parse("a\n  # b") == parse("a")
    assert parse("a\n  #b") == parse("a #b")


def test_how_long_a_query_may_be() -> None:
    assert parse("a".ljust(200_000)) == parse("a")
    with pytest.raises(QueryError, match="longer than 200000 characters"):
        parse("a".ljust(200_001))


def test_how_many_words_a_window_may_have() -> None:
    fifty = " ".join(f"a{n}" for n in range(50))
    assert isinstance(parse(f'"{fifty}"~5'), Window)
    with pytest.raises(QueryError, match="more than 50 words before ~"):
        parse(f'"{fifty} b"~5')


def test_a_fingerprint_is_the_same_whenever_it_is_made() -> None:
    """It is kept in databases; where it changes, all that is stored is matched again."""
    assert (
        fingerprint(Brand(name="N", names=("a", "b c"), exclude=("d",), context=("e",)))
        == "1:dd096e536145cd327998795cc7f9f8ac"
    )
    assert fingerprint(Brand(name="N", query="a OR b")) == "1:b094d899d58aaf88d1303c0fb2947812"
    assert fingerprint(Brand(name="N", names=("a\ud83d",))).startswith("1:"), "half a sign is no mishap"


def test_a_link_is_read_without_its_escapes_and_a_text_as_it_is() -> None:
    reading = Reading(Subject(text="100 %C3%A9", url="https://x.ca/caf%C3%A9"))
    assert (reading.text("text"), reading.text("url")) == ("100 %C3%A9", "https://x.ca/café")
