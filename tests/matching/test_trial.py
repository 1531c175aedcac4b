"""Brands tried on entries, and a query against another: what is counted, what is told, in which order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.errors import QueryError
from smwatch.locales import Speech
from smwatch.matching.brands import compile_brands
from smwatch.matching.compare import as_document, compare
from smwatch.matching.subject import Subject
from smwatch.matching.trial import (
    Newest,
    Sample,
    Verdict,
    answer,
    facts,
    hit_verdicts,
    spans_of,
    try_on,
    verdicts,
)
from smwatch.models import Brand, Span

MORNING = datetime(2010, 3, 17, 8, 0, tzinfo=UTC)
ENGLISH = Speech("en")
PLAIN = Brand(name="Nordelait", exclude=("rue Nordelait",), context=("lait", "usine"))


def sample(text: str, number: int = 0, *, at: datetime | None = MORNING) -> Sample:
    return Sample(id=number, subject=Subject(text=text), published=at)


def test_what_matches_is_told_with_its_reason_and_the_rest_with_its_nearest() -> None:
    texts = ("Nordelait, du lait", "Nordelait seul", "l'usine, rue Nordelait", "rien", "rien du tout")
    trial = try_on([sample(text, n) for n, text in enumerate(texts)], compile_brands([PLAIN]), ENGLISH)
    assert (trial.tried, trial.matching, trial.asked) == (5, 1, 4)
    (tried,) = trial.shown
    assert tried.verdicts[0].why == "found: “Nordelait”; its context: “lait”"
    assert sum(trial.reasons.values()) == 4
    assert trial.reasons.most_common(1)[0][1] == 2
    assert any("none of its context words" in reason for reason in trial.reasons)


def test_of_several_brands_only_those_that_match_are_asked() -> None:
    matcher = compile_brands([PLAIN, Brand(name="Rivale"), Brand(name="Autre")])
    trial = try_on([sample("Rivale, Nordelait et leur lait"), sample("rien")], matcher, ENGLISH)
    assert [verdict.brand for verdict in trial.shown[0].verdicts] == ["Nordelait", "Rivale"]
    assert spans_of(trial.shown[0]) == (Span("text", 0, 6), Span("text", 8, 17))
    assert trial.brands == {"Nordelait": 1, "Rivale": 1}
    assert not trial.reasons
    assert [v.match for v in verdicts(sample("Rivale"), matcher, ENGLISH)] == [False, True, False]


def test_no_more_are_asked_why_not_than_is_worth_it() -> None:
    many = (sample("rien", n) for n in range(600))
    trial = try_on(many, compile_brands([PLAIN]), ENGLISH)
    assert (trial.tried, trial.asked) == (600, 500)


@given(st.lists(st.integers(0, 20), max_size=60), st.integers(1, 30))
def test_the_newest_are_kept_and_of_one_time_the_first(hours: list[int], most: int) -> None:
    newest = Newest(most)
    for number, hour in enumerate(hours):
        newest.add(sample("", number, at=MORNING + timedelta(hours=hour)))
    expected = sorted(range(len(hours)), key=lambda n: (-hours[n], n))[:most]
    assert [each.id for each in newest.samples()] == expected
    assert newest.count == len(hours)


def test_what_has_no_date_comes_last() -> None:
    newest = Newest(None)
    for number, at in enumerate((None, MORNING, None)):
        newest.add(sample("", number, at=at))
    assert [each.id for each in newest.samples()] == [1, 0, 2]


WORDS = st.lists(st.sampled_from("a b c".split()), max_size=3).map(" ".join)
QUERIES = st.sampled_from(("a", "b", "a OR b", "a NOT b", "a b", "c OR (a b)"))


@given(st.lists(WORDS, max_size=20), QUERIES, QUERIES)
def test_won_lost_and_same_are_what_each_query_finds(texts: list[str], old: str, new: str) -> None:
    def finds(query: str) -> set[int]:
        matcher = compile_brands([Brand(name="x", query=query)])
        return {n for n, text in enumerate(texts) if matcher.find(Subject(text=text))}

    samples = [sample(text, n) for n, text in enumerate(texts)]
    found = compare(samples, Brand(name="", query=old), Brand(name="", query=new), ENGLISH, None)
    assert {tried.sample.id for tried in found.won} == finds(new) - finds(old)
    assert {tried.sample.id for tried in found.lost} == finds(old) - finds(new)
    assert (found.tried, found.same) == (len(texts), len(finds(old) & finds(new)))


def test_a_brand_is_compared_by_its_own_words() -> None:
    """Its names, its name where there are none, with exclude and context."""
    samples = [sample("usine Nordelait"), sample("rue Nordelait, usine"), sample("Nord, usine")]
    found = compare(samples, PLAIN, Brand(name="", query="usine"), ENGLISH, 1)
    assert (found.same, found.all_won, len(found.won), found.all_lost) == (1, 2, 1, 0)
    assert found.won[0].verdicts == (Verdict("", True, (Span("text", 15, 20),), "found: “usine”"),)
    assert compare(samples, Brand(name="N", names=("Nord",)), PLAIN, ENGLISH, None).all_lost == 1


def test_nothing_is_held_of_what_is_only_counted() -> None:
    """Ten thousand texts stream by; twenty are kept."""
    alive = 0

    class Counted(Subject):
        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    def stream() -> Iterator[Sample]:
        nonlocal alive
        for number in range(10_000):
            alive += 1
            assert alive <= 20 + 500 + 5
            yield Sample(id=number, subject=Counted(text="Nordelait" if number % 2 else "rien"), published=MORNING)

    trial = try_on(stream(), compile_brands([Brand(name="Nordelait")]), ENGLISH, 20)
    assert (trial.matching, len(trial.shown)) == (5_000, 20)


def test_a_query_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(QueryError):
        compare([], PLAIN, Brand(name="", query="a AND"), ENGLISH, 1)


def test_an_entry_is_told_with_where_it_comes_from() -> None:
    subject = Subject(title="A", text="Nordelait, lait", author="b", source="c", url="https://d.example/", lang="fr")
    one = Sample(id="x", subject=subject, published=datetime.fromisoformat("2010-03-17T04:00:00.7-04:00"))
    told = {"published": "2010-03-17T08:00:00Z", "source": "c", "url": "https://d.example/", "title": "A",
            "text": "Nordelait, lait", "author": "b", "lang": "fr"}  # fmt: skip
    assert facts(one) == told
    assert facts(Sample(id=1, subject=subject)) == {**told, "published": None}
    matcher = compile_brands([PLAIN, Brand(name="Rivale")])
    why = "found: “Nordelait”; its context: “lait”"
    judged = verdicts(one, matcher, ENGLISH)
    assert answer(one, judged[:1], one=True) == {
        "id": "x",
        "match": True,
        "spans": [["text", 0, 9]],
        "why": why,
        **told,
    }
    assert answer(one, judged, one=False) == {"id": "x", "brands": ["Nordelait"], **told}
    assert [verdict.brand for verdict in judged] == ["Nordelait", "Rivale"]
    assert [(v.match, v.spans, v.why) for v in judged[1:]] == [(False, (), "not there: “Rivale”")]
    assert hit_verdicts(one, matcher, ENGLISH) == judged[:1]


def test_a_comparison_is_a_document() -> None:
    samples = [sample(text, n) for n, text in enumerate(("a b", "a", "a", "b", "c", "b b"))]
    found = compare(samples, Brand(name="", query="a"), Brand(name="", query="b"), ENGLISH, 1)
    document = as_document(found)
    assert {key: document[key] for key in ("entries", "same", "more")} == {
        "entries": 6,
        "same": 1,
        "more": {"won": 1, "lost": 1},
    }
    (won,), (lost,) = document["won"], document["lost"]
    assert (won["id"], won["spans"], won["why"], won["text"]) == (3, [["text", 0, 1]], "found: “b”", "b")
    assert (lost["id"], lost["spans"], lost["why"]) == (1, [["text", 0, 1]], "not there: “b”")
    assert won["published"] == "2010-03-17T08:00:00Z"


def test_reasons_are_asked_for_where_one_brand_alone_is_tried() -> None:
    samples = [sample("rien", 1), sample("Nordelait lait", 2)]
    assert try_on(samples, compile_brands([PLAIN]), ENGLISH, reasons=False).asked == 0
    trial = try_on(samples, compile_brands([PLAIN]), ENGLISH, 0)
    assert (trial.tried, trial.matching, trial.shown, trial.asked) == (2, 1, (), 1)
