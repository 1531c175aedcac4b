from __future__ import annotations

from datetime import UTC, datetime

from smwatch.matching.brands import compile_brands
from smwatch.matching.mentions import find_mentions
from smwatch.models import Brand, Entry, Mention, Span, Why

NOW = datetime(2010, 3, 24, tzinfo=UTC)
MATCHER = compile_brands([Brand(name="Nestlé"), Brand(name="Dell"), Brand(name="Devoir", query='source:"le devoir"')])


def mentions(title: str, text: str) -> list[Mention]:
    entry = Entry(key="e1", title=title, text=text, published=NOW)
    return find_mentions(entry, matcher=MATCHER, source="Un blogue", about=(), thread_brands=())


def test_a_named_brand_comes_with_its_spans() -> None:
    assert mentions(title="Nestlé", text="chez nestle") == [
        Mention(entry_key="e1", brand="Nestlé", why=Why.NAMED, spans=(Span("title", 0, 6), Span("text", 5, 11)))
    ]


def test_the_source_can_be_asked_for() -> None:
    entry = Entry(key="e1", published=NOW)
    (found,) = find_mentions(entry, matcher=MATCHER, source="Le Devoir", about=(), thread_brands=())
    assert (found.brand, found.why, found.spans) == ("Devoir", Why.NAMED, ())


def test_an_answer_inherits_what_its_thread_is_about() -> None:
    entry = Entry(key="e1", text="Pas beau à voir.", published=NOW)
    found = find_mentions(entry, matcher=MATCHER, source="", about=("Nestlé", "Yoplait"), thread_brands=("Nestlé",))
    assert [(each.brand, each.why) for each in found] == [("Nestlé", Why.THREAD), ("Yoplait", Why.PAGE)]


def test_an_answer_that_names_a_brand_is_named_for_that_one() -> None:
    entry = Entry(key="e1", text="Et Dell alors ?", published=NOW)
    found = find_mentions(entry, matcher=MATCHER, source="", about=("Nestlé",), thread_brands=("Nestlé", "Dell"))
    assert [(each.brand, each.why) for each in found] == [("Dell", Why.NAMED), ("Nestlé", Why.THREAD)]


def test_nobody_is_mentioned() -> None:
    entry = Entry(key="e1", text="Rien.", published=NOW)
    assert find_mentions(entry, matcher=MATCHER, source="", about=(), thread_brands=()) == []
