import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from smwatch.alerts.lines import (
    BATCH,
    Felt,
    ScoreTexts,
    StoryOf,
    Unscored,
    alert_line,
    label_of,
    read_feed_events,
    read_mentions,
    series_rows,
    stamp,
    when,
)
from smwatch.alerts.series import Series
from smwatch.errors import UsageError
from smwatch.models import Heard, Label, Role
from tests.alerts.crowd import an_alert

FULL = {
    "id": "m1",
    "fetched": "2010-03-17T09:30:00Z",
    "published": "2010-03-17T05:00:00-04:00",
    "brand": "Nordelait",
    "source": "Le Devoir",
    "author": "Marie",
    "thread": "t",
    "lang": "fr",
    "title": "Rappel",
    "text": "Encore.",
    "sentiment": -0.4,
    "unknown": 1,
}


def read(*rows: Mapping[str, object], score: ScoreTexts | None = None, story: StoryOf | None = None) -> list[Heard]:
    return list(read_mentions([json.dumps(row) + "\n" for row in rows], score=score, story=story))


def test_a_mention_as_the_detector_hears_it() -> None:
    assert read({**FULL, "story": "s", "url": "https://a.example/", "author_role": "press"}) == [
        Heard(
            id="m1", brand="Nordelait", fetched=datetime(2010, 3, 17, 9, 30, tzinfo=UTC),
            published=datetime(2010, 3, 17, 9, 0, tzinfo=UTC), score=-0.4, label=Label.NEGATIVE, source="Le Devoir",
            author="Marie", thread="t", story="s", title="Rappel", text="Encore.", url="https://a.example/", lang="fr",
            role=Role.PRESS,
        )
    ]  # fmt: skip


def test_little_is_needed() -> None:
    at = datetime(2010, 3, 17, 9, 30, tzinfo=UTC)
    empty: dict[str, object] = dict.fromkeys(
        ("author", "source", "thread", "lang", "title", "text", "story", "url", "author_role")
    )
    for more in ({}, empty, dict.fromkeys(empty, "")):
        (heard,) = read({"fetched": "2010-03-17T09:30:00", "brand": "Nordelait", "sentiment": None, **more})
        assert heard == Heard(id="1", brand="Nordelait", fetched=at, published=at, score=None)


@pytest.mark.parametrize(
    ("given", "score", "label"),
    [(-7, -1.0, Label.NEGATIVE), (2, 1.0, Label.POSITIVE), ("0.5", 0.5, Label.POSITIVE), (-1, -1.0, Label.NEGATIVE),
     (1, 1.0, Label.POSITIVE), (0, 0.0, Label.NEUTRAL)],
)  # fmt: skip
def test_a_sentiment_is_cut_to_what_scores_can_be(given: object, score: float, label: Label) -> None:
    (heard,) = read({**FULL, "sentiment": given})
    assert (heard.score, heard.label) == (score, label)


@pytest.mark.parametrize(("year", "told"), [(99, False), (100, True), (9799, True), (9800, False)])
def test_times_too_near_the_edge_of_dates_are_none(year: int, told: bool) -> None:
    line = json.dumps({"brand": "a", "fetched": f"{year:04}-06-01T00:00:00Z", "sentiment": 0})
    if told:
        assert next(read_mentions([line])).fetched.year == year
    else:
        with pytest.raises(UsageError, match="line 1 can't be read: ValueError"):
            next(read_mentions([line]))


def test_what_is_no_json_object_is_told_with_its_problem() -> None:
    for line, problem in (
        ("[1]", "TypeError: list"),
        ('{"a": 1} x', "Extra data"),
        ('{"fetched": "2010-03-17T09:30:00Z"}', "ValueError: brand"),
        ('{"brand": "a"}', "KeyError: 'fetched'"),
    ):
        with pytest.raises(UsageError) as wrong:
            list(read_mentions(["", line]))
        assert str(wrong.value).startswith("line 2 can't be read: ")
        assert problem in str(wrong.value)
        assert wrong.value.mend == (
            "give one JSON object a line, with at least fetched and brand; times as 2010-03-17T09:30:00Z"
        )
    assert len(list(read_mentions([' \t{"brand": "a", "fetched": "2010-03-17", "sentiment": 0}\r\n']))) == 1


def test_numbers_that_json_does_not_know_are_read_all_the_same() -> None:
    heard = list(
        read_mentions(
            [f'{{"fetched": "2010-03-17", "brand": "a", "sentiment": {n}}}' for n in ("Infinity", "-Infinity", "NaN")]
        )
    )
    assert [h.score for h in heard] == [1.0, -1.0, None]


@pytest.mark.parametrize(
    ("published", "believed"), [("10:30:00", "10:30:00"), ("10:30:01", "09:30:00"), ("12:00:00", "09:30:00")]
)
def test_a_date_that_is_yet_to_come_is_believed_as_a_feed_s_is(published: str, believed: str) -> None:
    line = (
        f'{{"brand": "a", "fetched": "2010-03-17T09:30:00Z", "published": "2010-03-17T{published}Z", "sentiment": 0}}'
    )
    (heard,) = read_mentions([line])
    assert heard.published == datetime.fromisoformat(f"2010-03-17T{believed}Z")


def test_what_has_no_sentiment_is_scored_many_at_a_time() -> None:
    """A scorer's label is kept: where a score of 0.3 begins to be positive is its own affair."""
    asked = list[int]()

    def score(texts: Sequence[Unscored]) -> list[Felt]:
        asked.append(len(texts))
        assert {one.title for one in texts} == {"Rappel"}
        return [(0.3, Label.NEUTRAL) if one.lang == "fr" else (None, None) for one in texts]

    silent = {**FULL, "sentiment": None}
    scored = read(silent, FULL, {**silent, "lang": "de"}, *[silent] * BATCH, score=score)
    assert [(h.score, h.label) for h in scored[:3]] == [(0.3, Label.NEUTRAL), (-0.4, Label.NEGATIVE), (None, None)]
    assert [h.score for h in scored[3:]] == [0.3] * BATCH
    assert asked == [BATCH - 1, 3]
    read(FULL, FULL, score=score)
    assert asked == [BATCH - 1, 3], "nothing to ask"


def test_what_came_before_a_bad_line_is_heard() -> None:
    heard = read_mentions([json.dumps(FULL), json.dumps({**FULL, "sentiment": None}), "{"])
    assert [next(heard).score, next(heard).score] == [-0.4, None]
    with pytest.raises(UsageError, match="line 3"):
        next(heard)


def test_stories_are_told_by_who_knows_them() -> None:
    assert (
        read(FULL, story=lambda title, text, source, at: f"{title}/{text}/{at:%H:%M}")[0].story
        == "Rappel/Encore./09:30"
    )
    assert read({**FULL, "story": "given"}, story=lambda title, text, source, at: "made")[0].story == "given"


@pytest.mark.parametrize(
    ("score", "label"),
    [
        (-0.05, Label.NEGATIVE),
        (-0.049, Label.NEUTRAL),
        (0.049, Label.NEUTRAL),
        (0.05, Label.POSITIVE),
        (None, None),
    ],
)
def test_labels_follow_scores(score: float | None, label: Label | None) -> None:
    assert label_of(score) is label


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[1]",
        "7",
        "{}",
        '{"brand": "a"}',
        '{"fetched": "2010-03-17T09:30:00Z"}',
        '{"brand": "a", "fetched": "yesterday"}',
        '{"brand": "a", "fetched": 7}',
        '{"brand": "a", "fetched": "2010-03-17T09:30:00Z", "sentiment": "bad"}',
        '{"brand": "a", "fetched": "2010-03-17T09:30:00Z", "sentiment": "nan"}',
        '{"brand": "a", "fetched": "9999-12-31T23:59:59Z", "sentiment": -1, "story": "s"}',
        '{"brand": "a", "fetched": "0001-01-01T00:00:00Z", "sentiment": -1, "story": "s"}',
        "[" * 100_000,
    ],
)
def test_a_line_that_cant_be_read_is_named(bad: str) -> None:
    with pytest.raises(UsageError, match="line 2 can't be read") as wrong:
        list(read_mentions(["\n", bad]))
    assert wrong.value.exit_code == 2
    assert wrong.value.mend


def test_what_happened_to_feeds() -> None:
    line = '{"at": "2010-03-17T09:30:00Z", "source": "blog", "event": "down", "brand": "x"}'
    (event,) = read_feed_events([line, ""])
    assert (event.source, event.event, event.at.tzinfo) == ("blog", "down", UTC)
    for bad in ("1", '"0001-01-01T00:00:00+14:00"', '"9999-12-31T23:59:59Z"'):
        with pytest.raises(UsageError, match="line 1"):
            list(read_feed_events([f'{{"at": {bad}, "source": "a", "event": "up"}}']))


def test_a_sentiment_that_is_not_a_number_is_none() -> None:
    line = '{"fetched": "2010-03-17T09:30:00Z", "brand": "a", "sentiment": NaN}'
    (heard,) = read_mentions([line], score=lambda texts: [(-0.5, Label.NEGATIVE)] * len(texts))
    assert heard.label is Label.NEGATIVE


def test_an_alert_is_written_as_the_interface_says() -> None:
    alert = an_alert(brand="Boréal", expected=1.23456, probability=0.000123456, first_mention="m7")
    assert json.loads(alert_line(alert)) == {
        "brand": "Boréal",
        "kind": "crisis",
        "opened": "2010-03-01T00:00:00Z",
        "confirmed": None,
        "closed": None,
        "level": "emerging",
        "negatives": 37,
        "expected": 1.235,
        "probability": 0.000123,
        "first_mention": "m7",
    }
    assert "Boréal" in alert_line(alert)


def test_counts_come_back_as_written_with_a_score() -> None:
    rows = list(series_rows(["timestamp,value\n", "2015-02-26 21:42:53,104\n", "2015-02-26 21:47:53,1e2\n"]))
    assert rows == [("2015-02-26 21:42:53", "104", 0.0), ("2015-02-26 21:47:53", "1e2", 0.0)]


def test_times_at_the_edge_of_dates_are_no_step() -> None:
    rows = ["timestamp,value\n", "0001-01-01T00:00:00+14:00,3\n", "0001-01-01T00:05:00+14:00,3\n"]
    assert [score for _, _, score in series_rows(rows)] == [0.0, 0.0]


@pytest.mark.parametrize(
    "text",
    [
        "timestamp,value\na,b\n",
        "timestamp,value\na\n",
        "when,count\na,1\n",
        f"timestamp,value\n{'x' * 200_000},1\n",
    ],
)
def test_a_row_without_a_number_is_named(text: str) -> None:
    with pytest.raises(UsageError, match=r"^row 2 can't be read: [A-Za-z]*Error: .") as wrong:
        list(series_rows(text.splitlines()))
    assert wrong.value.mend == "give a header timestamp,value and one number a row"


def test_rows_are_scored_by_their_step_and_what_is_no_count_is_none() -> None:
    rows = [
        f"2015-02-26 {hour % 24:02}:00:00,{value}" for hour, value in enumerate(["5"] * 60 + ["nan", "inf", "-3", "90"])
    ]
    told = list(series_rows(["timestamp,value", *rows]))
    series = Series(timedelta(hours=1))
    values = [5.0] * 60 + [0.0, 0.0, 0.0, 90.0]
    assert [score for *_, score in told] == [series.take(value) for value in values]
    assert [value for _, value, _ in told][60:] == ["nan", "inf", "-3", "90"]
    assert list(series_rows(["timestamp,value"])) == []


def test_times_are_written_in_utc_with_a_z() -> None:
    assert stamp(None) is None
    assert stamp(datetime.fromisoformat("2010-03-17T05:00:00.9-04:00")) == "2010-03-17T09:00:00Z"
    assert (when("2010-03-17T05:00:00-04:00"), when("2010-03-17T09:00:00")) == (
        datetime(2010, 3, 17, 9, 0, tzinfo=UTC),
    ) * 2


def test_what_smwatch_exports_is_taken_as_it_stands_there() -> None:
    ours: dict[str, object] = {
        "fetched": "2010-03-17T09:30:00Z",
        "brand": "Nordelait",
        "url": "https://a.example/1",
        "text": "Ah.",
    }
    ours |= {"score": -0.02, "label": "negative", "scorer": "encoder/2", "author_role": "employee", "story": "s1"}
    lines = [ours, ours | {"score": None, "label": None}, ours | {"label": "angry", "author_role": "king"}]
    asked = list[str]()

    def _score(texts: Sequence[Unscored]) -> list[Felt]:
        asked.extend(one.text for one in texts)
        return [(0.5, Label.POSITIVE) for _ in texts]

    heard = list(read_mentions(map(json.dumps, lines), score=_score))
    assert [(h.score, h.label) for h in heard] == [(-0.02, Label.NEGATIVE), (None, None), (0.5, Label.POSITIVE)]
    assert [h.role for h in heard] == [Role.EMPLOYEE, Role.EMPLOYEE, Role.PUBLIC]
    assert {(h.url, h.story) for h in heard} == {("https://a.example/1", "s1")}
    assert asked == ["Ah."], "only what is no label of ours"
