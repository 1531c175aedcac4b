"""What holds for every query and every text."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.errors import QueryError
from smwatch.matching.brands import Matcher, compile_brand, compile_query
from smwatch.matching.nodes import Node, written
from smwatch.matching.parser import parse
from smwatch.matching.subject import Reading, Subject
from smwatch.models import Brand, Span
from smwatch.text.fold import APOSTROPHES, fold
from tests.thorough import cases

WORDS = ["yoplait", "Nestlé", "L'Oréal", "Coca-Cola", "rappel", "œuvre", "lot", "H&M", "x"]
SEPARATORS = [" ", "-", "\n", ". ", ", ", "\u00a0", " du ", " d'", "'s ", " #", " @", "", "_", "\u00ad", " & "]
TEXTS = st.lists(
    st.sampled_from(
        WORDS + SEPARATORS + ["BoycottNestle", "#boycottnestle", "@LOréal", "#L_Oréal", "aujourd'hui", "R&D"]
    ),
    max_size=12,
).map("".join)
LEAVES = st.sampled_from(
    [
        *WORDS,
        '"rappel de lot"',
        "=Nestlé",
        "rappel*",
        "#yoplait",
        "@loreal",
        '"lot rappel"~3',
        "title:lot",
        "/lo+t/",
        "l?t",
        "=#Yoplait",
        '="rappel lot"~2',
        "text:(lot OR rappel)",
        "aujourd'hui",
        "-lot rappel",
    ]
)
QUERIES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) OR ({pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) AND ({pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) NOT ({pair[1]})"),
        st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(lambda pair: f"{pair[0]} NEAR/3 {pair[1]}"),
        st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(
            lambda pair: f"({pair[0]} OR lot) ONEAR/2 {pair[1]} NEAR/1 rappel*"
        ),
    ),
    max_leaves=5,
)


def spans(query: str, text: str, title: str = "") -> set[Span] | None:
    return compile_query(query).find(Reading(Subject(title=title, text=text)))


def parse_or_error(query: str) -> Node | QueryError:
    try:
        return parse(query)
    except QueryError as error:
        return error


@given(QUERIES)
def test_a_query_printed_and_parsed_again_is_the_same(query: str) -> None:
    tree = parse(query)
    assert parse(written(tree)) == tree


@given(st.text(st.sampled_from('aé "«»()=~*?-/:#@OR1N&\n\\[]<>') | st.characters(), max_size=30))
def test_a_query_parses_or_is_a_query_error(query: str) -> None:
    tree = parse_or_error(query)
    if isinstance(tree, QueryError):
        assert 0 <= tree.column <= len(query)
    else:
        assert parse(written(tree)) == tree


@given(QUERIES, TEXTS, TEXTS)
def test_what_is_looked_for_roughly_first_misses_nothing(query: str, text: str, title: str) -> None:
    found = Matcher([Brand(name="x", query=query)]).find(Subject(title=title, text=text))
    assert bool(found) == (spans(query, text, title) is not None)


@given(st.sampled_from(WORDS), TEXTS)
def test_accents_case_and_apostrophes_never_change_an_answer(name: str, text: str) -> None:
    plain = spans(name, text)
    assert spans(name.lower(), text) == plain
    assert spans(unicodedata.normalize("NFD", name), text) == plain
    for apostrophe in APOSTROPHES:
        assert spans(name.replace("'", apostrophe), text) == plain
        assert spans(name, text.replace("'", apostrophe)) == plain
    if not set("#@") & set(text):  # capitals part the words of a hashtag
        assert spans(name, text.lower()) == plain
    assert (spans(name, unicodedata.normalize("NFD", text)) is None) == (plain is None)


@given(QUERIES, TEXTS, TEXTS)
def test_spans_point_into_the_text(query: str, text: str, title: str) -> None:
    for span in spans(query, text, title) or ():
        part = {"title": title, "text": text}[span.part]
        assert 0 <= span.start < span.end <= len(part)
        assert part[span.start].isalnum() or part[span.start] in "#@"


@given(QUERIES, QUERIES, TEXTS)
def test_an_or_never_loses_a_match(one: str, other: str, text: str) -> None:
    alone, both = spans(one, text), spans(f"({one}) OR ({other})", text)
    if alone is not None:
        assert both is not None
        assert alone <= both


@given(QUERIES, TEXTS)
def test_a_query_and_its_not_never_both_match(query: str, text: str) -> None:
    text += " ancre"
    assert (spans(f"ancre ({query})", text) is None) != (spans(f"ancre NOT ({query})", text) is None)


@given(st.lists(st.sampled_from("abx"), max_size=12), st.integers(0, 4), st.booleans())
def test_near_counts_the_words_between(words: list[str], reach: int, ordered: bool) -> None:
    places = [(i, j) for i, a in enumerate(words) for j, b in enumerate(words) if (a, b) == ("a", "b")]
    wanted = any(abs(i - j) - 1 <= reach and (i < j or not ordered) for i, j in places)
    operator = "ONEAR" if ordered else "NEAR"
    assert (spans(f"a {operator}/{reach} b", " ".join(words)) is not None) == wanted


@given(st.lists(st.sampled_from("abcx"), max_size=12), st.integers(0, 4))
def test_a_window_is_the_smallest_stretch_with_all_its_words(words: list[str], others: int) -> None:
    windows = [
        (i, j)
        for i in range(len(words))
        for j in range(i, len(words))
        if {"a", "b", "c"} <= set(words[i : j + 1]) and j - i + 1 <= 3 + others
    ]
    found = spans(f'"a b c"~{others}', " ".join(words))
    assert (found is not None) == bool(windows)
    if found:
        shortest = min(j - i for i, j in windows) * 2 + 1
        assert min(span.end - span.start for span in found) == shortest


SAME: dict[str, str] = {
    "'": "’", "-": "‑", " ": "\u202f", "é": "e\u0301", "œ": "oe", "a": "A\u00ad", "o": "\u200bo", "t": "Ｔ", "l": "L",
}  # fmt: skip
"""What a reader, or a query without =, takes for the same."""


@given(QUERIES, TEXTS, st.lists(st.sampled_from(sorted(SAME)), max_size=3))
def test_how_a_text_is_typed_never_changes_an_answer(query: str, text: str, changed: list[str]) -> None:
    if "=" in query or "/" in query.replace("NEAR/", "") or set("#@") & set(text):
        return  # there it may
    typed = "".join(SAME[char] if char in changed else char for char in text)
    assert (spans(query, typed) is None) == (spans(query, text) is None)


@given(QUERIES, QUERIES, TEXTS)
def test_an_and_never_wins_a_match(one: str, other: str, text: str) -> None:
    both = spans(f"({one}) AND ({other})", text)
    assert both is None or (spans(one, text) is not None and spans(other, text) is not None)


@given(st.sampled_from(WORDS), TEXTS)
def test_what_is_found_reads_as_what_was_asked(word: str, text: str) -> None:
    for span in spans(word, text) or ():
        assert letters(text[span.start : span.end]) == letters(word)


def letters(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())


@given(st.lists(st.sampled_from("abcx"), max_size=12), st.integers(0, 3), st.booleans())
def test_of_near_the_nearest_are_told(words: list[str], reach: int, ordered: bool) -> None:
    """No pair that holds another, and each place that is told is in a pair."""
    operator = "ONEAR" if ordered else "NEAR"
    pairs = {
        (min(i, j), max(i, j))
        for i, a in enumerate(words)
        for j, b in enumerate(words)
        if (a, b) == ("a", "b") and abs(i - j) - 1 <= reach and (i < j or not ordered)
    }
    smallest = {(i, j) for i, j in pairs if not any((i, j) != (k, m) and i <= k and m <= j for k, m in pairs)}
    found = spans(f"a {operator}/{reach} b", " ".join(words))
    assert {span.start // 2 for span in found or ()} == {at for pair in smallest for at in pair}


@given(st.lists(st.sampled_from(["lot", "rappel", "Nestlé", "l'usine", "H&M"]), max_size=3), TEXTS)
def test_exclusion_never_adds(excluded: list[str], text: str) -> None:
    names = ("Nestlé", "L'Oréal", "lot", "rappel de lot")
    plain = compile_brand(Brand(name="x", names=names)).find(Reading(Subject(text=text))) or set()
    less = compile_brand(Brand(name="x", names=names, exclude=tuple(excluded))).find(Reading(Subject(text=text)))
    assert (less or set()) <= plain


@settings(max_examples=cases(30))
@given(st.lists(QUERIES, min_size=2, max_size=6), TEXTS, TEXTS)
def test_a_brand_is_found_alike_alone_and_among_fifty(queries: list[str], text: str, title: str) -> None:
    brands = [Brand(name=str(i), query=queries[i % len(queries)]) for i in range(50)]
    subject = Subject(title=title, text=text)
    together = {found.brand: found for found in Matcher(brands).find(subject)}
    for brand in brands[: len(queries)]:
        assert Matcher([brand]).find(subject) == ([together[brand.name]] if brand.name in together else [])


PIECES = [
    *'ab "«»()=~*/:#-&|\n!',
    " NEAR ",
    " NEAR/2 ",
    " OR ",
    " NOT ",
    " AND ",
    "titre:",
    "title:",
    "site:",
    "lang:",
    "[",
    "5",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_an_error_proposes_parses(query: str) -> None:
    tree = parse_or_error(query)
    if isinstance(tree, QueryError):
        parse(str(tree.arguments["example"]))
