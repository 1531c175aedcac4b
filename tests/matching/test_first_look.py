"""What the first look looks for: which letters a query can't do without, and in which form a text is looked at."""

from __future__ import annotations

import pytest

from smwatch.matching.anchors import Anchor, Finder, Gate, prepare, requirements, rough
from smwatch.matching.parser import parse


def anchors(query: str) -> list[set[tuple[str, bool, bool]]]:
    return [{(each.letters, each.starts, each.ends) for each in group} for group in requirements(parse(query))]


WHOLE = (True, True)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("Nestlé", [{("nestle", *WHOLE)}]),
        ('"Air Canada"', [{("air canada", *WHOLE), ("aircanada", *WHOLE)}]),
        ("L'Oréal", [{("l'oreal", *WHOLE), ("loreal", *WHOLE)}]),
        ("H&M", [{("h&m", *WHOLE), ("hm", *WHOLE)}]),
        ("#Coca_Cola", [{("coca cola", *WHOLE)}]),
        ("rappel*", [{("rappel", True, False)}]),
        ("organi?ation", [{("organi", True, False)}]),
        ("a?bcd", [{("bcd", False, True)}]),
        ("ab?cde?f", [{("cde", False, False)}]),
        ("Canal+", [{("canal", *WHOLE)}]),
        ("Yahoo!", [{("yahoo", *WHOLE)}]),
        ("Amazon.ca", [{("amazon", *WHOLE)}]),
        ("a OR bc", [{("a", *WHOLE), ("bc", *WHOLE)}]),
        ("(a bcd) OR ef", [{("bcd", *WHOLE), ("ef", *WHOLE)}]),
        ("a bc", [{("a", *WHOLE)}, {("bc", *WHOLE)}]),
        ("a NEAR/3 b", [{("a", *WHOLE)}, {("b", *WHOLE)}]),
        ('"a b"~3', [{("a", *WHOLE)}, {("b", *WHOLE)}]),
        ("a -b", [{("a", *WHOLE)}]),
        ("title:a text:b author:c source:d url:e", [{("a", *WHOLE)}, {("b", *WHOLE)}]),
        ("a OR site:x.ca", []),
        ("site:x.ca lang:fr /a/", []),
    ],
)
def test_what_a_query_can_not_do_without(query: str, wanted: list[set[tuple[str, bool, bool]]]) -> None:
    assert anchors(query) == wanted


@pytest.mark.parametrize(
    ("text", "looked_at"),
    [
        ("  Les   Pâtés\u00a0–\nd'Œuvre ", "les pates d'oeuvre"),
        ("l'  a", "l'a"),
        ("H & M", "h&m"),
        ("R&D", "r&d"),
        ("", ""),
    ],
)
def test_a_text_is_looked_at_in_a_rough_form(text: str, looked_at: str) -> None:
    assert rough(text) == looked_at


def test_tags_with_underscores_are_looked_at_run_together_too() -> None:
    assert prepare("a_b", "c").decode().split("\0") == ["a b", "c"]
    assert prepare("#a_b c", "d e_f @g_h-i").decode().split("\0") == ["#a b c", "d e f @g h i", "#ab", "@gh i"]
    assert prepare("#ab", "").decode().split("\0") == ["#ab", ""]


@pytest.mark.parametrize(
    ("anchor", "there", "missing"),
    [
        (Anchor("ab"), "ab|x ab.|#xabx|xabx @y", "xab|abx|a b"),
        (Anchor("ab", starts=False), "xab|#xabx", "abx"),
        (Anchor("ab", ends=False), "abx|#xabx", "xab"),
        (Anchor("a b"), "a b|a   b|a-b|#xa_bx", "ab|xa b|a bx|#ab"),
        (Anchor("l'a"), "l'a|l’  a|#l'ax", "l a|la|l'ax"),
        (Anchor("h&m"), "h&m|h  & m|#xh&m", "hm|h m|h&mx"),
        (Anchor("東a"), "東a|x東a", "東ax"),
        (Anchor("a東"), "a東|a東x", "xa東"),
        (Anchor("a.b"), "a.b|#xa.b", "axb|a b|#axb"),
    ],
)
def test_a_gate_lets_through_what_an_anchor_may_stand_in(anchor: Anchor, there: str, missing: str) -> None:
    gate = Gate([frozenset((anchor,)), frozenset((Anchor("other"),))])
    assert [text for text in there.split("|") if not gate.lets_through(prepare(text))] == []
    assert [text for text in missing.split("|") if gate.lets_through(prepare(text))] == []
    assert gate.lets_through(prepare("any other"))


def test_queries_that_may_be_answered_are_told_in_order() -> None:
    queries = ["nord lait", "lait", "site:x.ca", "x", "nordelait OR #nord", "rappel*", "nord -lait"]
    finder = Finder([requirements(parse(query)) for query in queries])
    for text, wanted in (
        ("", [2]),
        ("le nord, du lait", [0, 1, 2, 4, 6]),
        ("du lait", [1, 2]),
        ("nordique laitier", [2]),
        ("les rappels x", [2, 3, 5]),
        ("un prerappel", [2]),
        ("les rappels du prelait, du laitier", [2, 5]),
        ("#laitdunord", [0, 1, 2, 4, 6]),
        ("@nord_est", [2, 4, 6]),
        ("xy", [2]),
    ):
        found = finder.candidates(prepare("", text))
        assert set(wanted) <= set(found), text
        assert found == sorted(found)
        if "x" not in text:
            assert found == wanted, text
    assert Finder([]).candidates(prepare("", "lait")) == []


def test_queries_share_what_they_look_for() -> None:
    """A thousand brands of one context word are led by their names."""
    finder = Finder([requirements(parse(f"lait nom{i}")) for i in range(9)])
    assert all(len(queries) == 1 for queries in finder.led_by.values())
    shared, own = finder.gates
    assert (shared.anchors, len(own.anchors)) == ([Anchor("lait")], 9)
    assert len(Finder([requirements(parse("lait")), []]).gates) == 1
    assert finder.candidates(prepare("lait", "nom7 nom8")) == [7, 8]
    assert finder.candidates(prepare("", "nom7 nom8")) == []
    assert finder.candidates(prepare("lait", "")) == []
